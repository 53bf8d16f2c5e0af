// The Merchants module.
