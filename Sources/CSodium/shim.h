#ifndef KADOCK_CSODIUM_H
#define KADOCK_CSODIUM_H

#if !__has_include(<sodium.h>)
#error "sodium.h is missing: apt-get install libsodium-dev"
#endif

#include <sodium.h>

#endif
