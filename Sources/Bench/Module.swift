// The Bench module.
