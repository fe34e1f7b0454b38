/* Tokens: who somebody is, signed, so that broker, bridge and media server can tell without
 * asking.
 *
 * A token is a JWT, ES256 only, with the header's kid and the claims sub (the principal), iss
 * (the root), aud (one word or a list of mqtt, http, rtmp), iat and exp. Keys are EC P-256:
 *   {state}/keys/{kid}.pem         private, mode 0600; others' readable ones are refused
 *   {state}/public-keys/{kid}.pem  public; what the broker's guard reads
 * A kid is [a-z0-9-]{1,39}; the greatest by name signs (names begin with the time they were
 * made), every public one verifies: so a key is replaced by making another and, once the
 * longest token is over, removing the old files.
 *
 * Source: broker-config/README.md, "Login". libjwt reads what tokens say; it is not asked about
 * signatures (token_sign.c says why). Thread: one at a time for each struct token_keys; verify
 * and mint do not change it. They do no I/O. Time is handed in: Unix seconds.
 */
#ifndef BRIDGE_ADAPTERS_TOKEN_TOKEN_H
#define BRIDGE_ADAPTERS_TOKEN_TOKEN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "robot/base/ask.h"
#include "robot/base/id.h"
#include "robot/base/rc.h"

#define TOKEN_SIZE     ASK_TOKEN_SIZE /* with its terminator */
#define TOKEN_KEYS_MAX 32             /* public keys; the newest count */
#define TOKEN_KID_SIZE 40
#define TOKEN_EARLY_S  5 /* how far iat may lie ahead */

/* A set of them is their sum. */
enum token_audience { TOKEN_MQTT = 1, TOKEN_HTTP = 2, TOKEN_RTMP = 4 };

struct token_claims {
    struct principal principal;
    unsigned audiences; /* bits of enum token_audience */
    uint64_t iat, exp;  /* Unix s */
};

/* Why a token was refused; the sentence is for logs, the peer is told RC_UNAUTHORIZED. */
#define TOKEN_REFUSAL_LIST(X)                                                                  \
    X(NONE, "accepted")                                                                        \
    X(LENGTH, "empty or too long")                                                             \
    X(FORM, "not a token")                                                                     \
    X(ALGORITHM, "another algorithm than ES256")                                               \
    X(KEY, "signed with a key that is not known here")                                         \
    X(SIGNATURE, "the signature does not fit")                                                 \
    X(ISSUER, "issued for another arena")                                                      \
    X(AUDIENCE, "not meant for this door")                                                     \
    X(PRINCIPAL, "its subject is no principal")                                                \
    X(EARLY, "issued in the future")                                                           \
    X(EXPIRED, "expired")

enum token_refusal {
#define X(name, sentence) TOKEN_REFUSED_##name,
    TOKEN_REFUSAL_LIST(X)
#undef X
};

struct token_fault {
    char sentence[256]; /* names the file, and says what to do */
};

struct token_keys;

/* Reads both directories of the state directory, which must exist. With make, missing
 * directories are made, and a pair where there is none (two programs that start together make
 * one: there is a lock). Without make and without a private key it opens for verifying only.
 * RC_OK, RC_IO (with *fault), RC_NO_MEMORY. Destroy with token_keys_destroy. Blocks. */
ARENA_NODISCARD enum rc token_keys_create(const char *state, bool make, uint64_t now_s,
    struct token_keys **ret, struct token_fault *fault);
void token_keys_destroy(struct token_keys *keys);

/* Makes one more pair, which signs from now on. The rest as token_keys_create. Blocks. */
ARENA_NODISCARD enum rc token_keys_add(
    struct token_keys *keys, uint64_t now_s, struct token_fault *fault);

/* Reads the directories again. On a fault the keys stay as they were. Blocks. */
ARENA_NODISCARD enum rc token_keys_reload(struct token_keys *keys, struct token_fault *fault);

/* The same, if a directory has changed since they were read: for every few seconds; it costs
 * two looks at the file system then. now_s is the wall's. Blocks. */
ARENA_NODISCARD enum rc token_keys_refresh(
    struct token_keys *keys, uint64_t now_s, struct token_fault *fault);

size_t token_keys_count(const struct token_keys *keys);                  /* public ones */
const char *token_keys_kid(const struct token_keys *keys, size_t index); /* oldest first */
const char *token_keys_signer(const struct token_keys *keys); /* NULL: verifies only */

/* RC_OK; RC_BAD_REQUEST: nobody, no audience, or exp not after iat; RC_UNAVAILABLE: no private
 * key; RC_INTERNAL: the library failed. */
ARENA_NODISCARD enum rc token_mint(const struct token_keys *keys, const char *root,
    const struct token_claims *claims, char ret[TOKEN_SIZE]);

struct token_check {
    const char *root;
    enum token_audience audience; /* the door it is shown at */
    uint64_t now_s;
};

/* *ret is written only for TOKEN_REFUSED_NONE. The text need not be terminated. Revocation is
 * not looked at: the caller compares iat. */
ARENA_NODISCARD enum token_refusal token_verify(const struct token_keys *keys,
    const struct token_check *check, const char *text, size_t length, struct token_claims *ret);

/* What a token says of itself, believed by nobody: for programs that were given one and must
 * know whose it is. False when it is no token or its subject no principal. */
bool token_peek(const char *text, size_t length, struct token_claims *ret);

const char *token_refusal_sentence(enum token_refusal refusal);

/* "mqtt,http" -> bits; false for an unknown word or an empty list. */
bool token_audiences_from_text(const char *text, unsigned *ret);

#endif
