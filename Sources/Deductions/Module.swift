// The Deductions module.
