// The Docking module.
