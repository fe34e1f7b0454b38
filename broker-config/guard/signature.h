/* The signature of a token: ES256, by OpenSSL. libjwt could check it too, but reads the key's
 * PEM text anew for each token, which takes five times as long as the check itself, and the
 * broker's one thread is everybody's. Pure. Thread: the broker's.
 */
#ifndef BROKER_CONFIG_GUARD_SIGNATURE_H
#define BROKER_CONFIG_GUARD_SIGNATURE_H

#include <stdbool.h>

struct evp_pkey_st; /* OpenSSL's EVP_PKEY */

/* True when the token's third part is this P-256 key's signature of everything before its last
 * dot. May leave errors in OpenSSL's queue. */
bool signature_fits(struct evp_pkey_st *key, const char *token);

#endif
