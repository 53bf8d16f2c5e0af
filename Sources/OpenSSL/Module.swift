// The OpenSSL module.
