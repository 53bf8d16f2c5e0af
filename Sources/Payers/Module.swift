// The Payers module.
