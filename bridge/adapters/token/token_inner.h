/* What the files of this room share: the keys in memory, and the making of a pair. */
#ifndef BRIDGE_ADAPTERS_TOKEN_TOKEN_INNER_H
#define BRIDGE_ADAPTERS_TOKEN_TOKEN_INNER_H

#include "bridge/adapters/token/token.h"

#define TOKEN_PEM_SIZE   1024
#define TOKEN_PATH_SIZE  600
#define TOKEN_STATE_SIZE 512

struct token_pem {
    size_t length; /* 0 = none */
    char text[TOKEN_PEM_SIZE];
};

struct token_key {
    char kid[TOKEN_KID_SIZE];
    struct token_pem pem;
};

struct token_keys {
    char state[TOKEN_STATE_SIZE];
    size_t count;
    struct token_key publics[TOKEN_KEYS_MAX]; /* ascending by kid */
    struct token_key signer;                  /* kid "" = none */
};

/* [a-z0-9-]{1,39}, and so never a path. */
bool token_kid_valid(const char *kid, size_t length);

const struct token_key *token_keys_find(const struct token_keys *keys, const char *kid);

enum rc token_refuse(struct token_fault *fault, const char *format, ...)
    __attribute__((format(printf, 2, 3))); /* always RC_IO */

/* Makes {state}/keys/{kid}.pem and {state}/public-keys/{kid}.pem, the public one first: whoever
 * sees a token signed with it can find it. The kid sorts after `newest` ("" = none). */
ARENA_NODISCARD enum rc token_pair_make(
    const char *state, const char *newest, uint64_t now_s, struct token_fault *fault);

/* Whether it is a key that ES256 can use: on the curve P-256, and the secret half or the other.
 */
bool token_pem_usable(const struct token_pem *pem, bool secret);

/* The aud claim, as JSON text: a word or a list of words -> bits. Unknown words are ignored;
 * false when it is neither. */
bool token_audiences_from_json(const char *json, unsigned *ret);
/* ["mqtt","http"] */
bool token_audiences_to_json(unsigned audiences, char *ret, size_t size);

#endif
