// The FastCGI module.
