// The Values module.
