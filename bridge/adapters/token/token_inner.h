/* What the files of this room share: the keys in memory, and the making of a pair. */
#ifndef BRIDGE_ADAPTERS_TOKEN_TOKEN_INNER_H
#define BRIDGE_ADAPTERS_TOKEN_TOKEN_INNER_H

#include <time.h>

#include "bridge/adapters/token/token.h"

#define TOKEN_PEM_SIZE   1024
#define TOKEN_PATH_SIZE  600
#define TOKEN_STATE_SIZE 512

struct token_pem {
    size_t length; /* 0 = none */
    char text[TOKEN_PEM_SIZE];
};

struct evp_pkey_st; /* OpenSSL's EVP_PKEY */

struct token_key {
    char kid[TOKEN_KID_SIZE];
    struct evp_pkey_st *key; /* owned by struct token_keys */
};

struct token_keys {
    char state[TOKEN_STATE_SIZE];
    size_t count;
    struct token_key publics[TOKEN_KEYS_MAX]; /* ascending by kid */
    struct token_key signer;                  /* kid "" = none */
    struct timespec changed[2]; /* the directories, when they were read: token_keys_refresh */
    bool settled;               /* they had not changed in the last seconds then */
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

/* The key, if ES256 can use it: on the curve P-256, and the secret half or the other; else
 * NULL. The caller's, to be given to token_key_free. */
struct evp_pkey_st *token_key_parse(const struct token_pem *pem, bool secret);
void token_key_free(struct evp_pkey_st *key); /* NULL is fine */

/* token_sign.c. `text` is a token without its signature (header.claims), in a buffer of
 * TOKEN_SIZE; the signature is appended. False: it does not fit, or OpenSSL failed. */
ARENA_NODISCARD bool token_sign(struct evp_pkey_st *key, char text[TOKEN_SIZE]);
/* Appends base64url to terminated text. False: it does not fit. */
ARENA_NODISCARD bool token_append(char text[TOKEN_SIZE], const void *bytes, size_t length);

/* The aud claim, as JSON text: a word or a list of words -> bits. Unknown words are ignored;
 * false when it is neither. */
bool token_audiences_from_json(const char *json, unsigned *ret);
/* ["mqtt","http"] */
bool token_audiences_to_json(unsigned audiences, char *ret, size_t size);

#endif
