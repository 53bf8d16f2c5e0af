// The DeductionsTests module.
