/* The signature of a token: ES256, by OpenSSL with a key that was parsed once. Broker and
 * bridge check tokens by this one piece (broker-config/README.md, "Login"); it is a ring of its
 * own, so that a robot's library needs no OpenSSL for it.
 *
 * libjwt could check it too, but reads the key's PEM text anew for each token, which takes five
 * times as long as the check itself; and it checks by the algorithm that the token itself
 * names, so that one saying HS256 would be verified with the public key as a shared secret.
 * Here there is one way. Pure. Thread: any; OpenSSL's queue of errors of that thread is empty
 * afterwards, for the broker's TLS connections share it.
 */
#ifndef ROBOT_WIRE_SIGNATURE_H
#define ROBOT_WIRE_SIGNATURE_H

#include <stdbool.h>

#include "robot/base/rc.h"

#define SIGNATURE_SIZE        64 /* bytes: r and s, one behind the other */
#define SIGNATURE_TEXT_LENGTH 86 /* of them in base64url without padding */
#define SIGNATURE_DER_SIZE    80 /* as OpenSSL has it: two integers and their heads */

struct evp_pkey_st; /* OpenSSL's EVP_PKEY */

/* True when the token's last part is this P-256 key's signature of everything before its last
 * dot. The key may be NULL: false. */
ARENA_NODISCARD bool signature_fits(struct evp_pkey_st *key, const char *token);

#endif
