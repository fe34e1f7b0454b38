/* May this token log in as this principal?
 *
 * Length first, then form and algorithm, then the key its header names, then the signature,
 * then the claims. libjwt only takes the token apart: asked for the signature too, it would let
 * the token choose its algorithm. No I/O. Time is handed in: Unix seconds. Source:
 * broker-config/README.md, "Login". Thread: the broker's.
 */
#ifndef BROKER_CONFIG_GUARD_TOKEN_H
#define BROKER_CONFIG_GUARD_TOKEN_H

#include <stdbool.h>
#include <stdint.h>

#include "broker-config/guard/claims_json.h"
#include "broker-config/guard/keys.h"

#define TOKEN_LENGTH_MAX 1023
#define TOKEN_EARLY_S    5 /* how far iat may lie in the future */

/* In the order of the checks; the sentence is for the log, the client is told nothing. */
#define TOKEN_VERDICT_LIST(X)                                                                  \
    X(FINE, "it is valid")                                                                     \
    X(ABSENT, "there is no token: it is the password")                                         \
    X(LENGTH, "the token is too long")                                                         \
    X(FORM, "the password is no token")                                                        \
    X(ALGORITHM, "the token is not signed with ES256")                                         \
    X(KEY, "the token's key (kid) is not known here")                                          \
    X(SIGNATURE, "the token's signature does not fit")                                         \
    X(CLAIMS, "the token lacks sub, iss, aud, iat or exp, or one has the wrong type")          \
    X(ISSUER, "the token was issued for another arena (iss)")                                  \
    X(AUDIENCE, "the token is not meant for MQTT (aud)")                                       \
    X(SUBJECT, "the token is somebody else's (sub)")                                           \
    X(EARLY, "the token was issued in the future (iat)")                                       \
    X(EXPIRED, "the token has expired (exp)")

enum token_verdict {
#define X(name, sentence) TOKEN_##name,
    TOKEN_VERDICT_LIST(X)
#undef X
        TOKEN_VERDICT_COUNT_
};

/* token may be NULL. *ret is written only on TOKEN_FINE. */
enum token_verdict token_check(const struct keys *keys, const char *root, const char *principal,
    const char *token, struct claims *ret);

/* The rest of the check, which needs the time. */
enum token_verdict token_check_time(const struct claims *claims, uint64_t now_s);

const char *token_sentence(enum token_verdict verdict);

#endif
