/* Minting and verifying. A token is first taken apart without being believed: only ES256 goes
 * on, then the key that its kid names must have signed it, and only then is it looked at what
 * it says. The length is looked at before anything else.
 */
#include "bridge/adapters/token/token.h"

#include <errno.h>
#include <jwt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bridge/adapters/token/token_inner.h"
#include "robot/wire/signature.h"

static const char *const refusal_sentences[] = {
#define X(name, sentence) sentence,
    TOKEN_REFUSAL_LIST(X)
#undef X
};

const char *token_refusal_sentence(enum token_refusal refusal)
{
    return refusal_sentences[refusal];
}

/* ---- minting ---- */

/* {"sub":…,"iss":…,"aud":[…],"iat":…,"exp":…}; the caller frees. NULL: the library failed. */
static char *claims_create(const char *root, const struct token_claims *claims)
{
    char subject[PRINCIPAL_SIZE];
    char audiences[64];
    char json[80];
    jwt_t *jwt;
    if (!token_audiences_to_json(claims->audiences, audiences, sizeof audiences) ||
        jwt_new(&jwt) != 0)
        return NULL;
    (void)snprintf(json, sizeof json, "{\"aud\":%s}", audiences);
    bool good =
        jwt_add_grant(jwt, "sub", principal_to_text(&claims->principal, subject)) == 0 &&
        jwt_add_grant(jwt, "iss", root) == 0 && jwt_add_grants_json(jwt, json) == 0 &&
        jwt_add_grant_int(jwt, "iat", (long)claims->iat) == 0 &&
        jwt_add_grant_int(jwt, "exp", (long)claims->exp) == 0;
    char *text = good ? jwt_get_grants_json(jwt, NULL) : NULL;
    jwt_free(jwt);
    return text;
}

static bool add_dot(char text[TOKEN_SIZE])
{
    size_t length = strlen(text);
    if (length + 2 > TOKEN_SIZE)
        return false;
    memcpy(text + length, ".", 2);
    return true;
}

static bool write_token(
    const struct token_key *signer, const char *claims, char ret[TOKEN_SIZE])
{
    char header[96];
    (void)snprintf(header, sizeof header, "{\"alg\":\"ES256\",\"kid\":\"%s\",\"typ\":\"JWT\"}",
        signer->kid); /* of letters, digits and hyphens */
    ret[0] = '\0';
    return token_append(ret, header, strlen(header)) && add_dot(ret) &&
           token_append(ret, claims, strlen(claims)) && token_sign(signer->key, ret);
}

enum rc token_mint(const struct token_keys *keys, const char *root,
    const struct token_claims *claims, char ret[TOKEN_SIZE])
{
    if (principal_is_nobody(&claims->principal) || claims->audiences == 0 ||
        claims->exp <= claims->iat)
        return RC_BAD_REQUEST;
    if (keys->signer.kid[0] == '\0')
        return RC_UNAVAILABLE;
    char token[TOKEN_SIZE];
    char *json = claims_create(root, claims);
    bool good = json != NULL && write_token(&keys->signer, json, token);
    free(json);
    if (good)
        memcpy(ret, token, strlen(token) + 1);
    return good ? RC_OK : RC_INTERNAL;
}

/* ---- verifying ---- */

/* The key that the header names, which it need not have been signed with. */
static enum token_refusal choose_key(
    const struct token_keys *keys, jwt_t *jwt, const struct token_key **ret)
{
    const char *algorithm = jwt_get_header(jwt, "alg");
    const char *kid = jwt_get_header(jwt, "kid");
    if (algorithm == NULL || strcmp(algorithm, "ES256") != 0)
        return TOKEN_REFUSED_ALGORITHM;
    if (kid == NULL || !token_kid_valid(kid, strlen(kid)))
        return TOKEN_REFUSED_KEY;
    *ret = token_keys_find(keys, kid);
    return *ret != NULL ? TOKEN_REFUSED_NONE : TOKEN_REFUSED_KEY;
}

static bool read_time(jwt_t *jwt, const char *claim, uint64_t *ret)
{
    errno = 0;
    long value = jwt_get_grant_int(jwt, claim);
    if (errno != 0 || value <= 0)
        return false;
    *ret = (uint64_t)value;
    return true;
}

static bool read_audiences(jwt_t *jwt, unsigned *ret)
{
    char *json = jwt_get_grants_json(jwt, "aud");
    bool good = json != NULL && token_audiences_from_json(json, ret);
    free(json);
    return good;
}

static enum token_refusal read_times(jwt_t *jwt, uint64_t now_s, struct token_claims *ret)
{
    if (!read_time(jwt, "iat", &ret->iat) || !read_time(jwt, "exp", &ret->exp))
        return TOKEN_REFUSED_FORM;
    if (ret->iat > now_s + TOKEN_EARLY_S)
        return TOKEN_REFUSED_EARLY;
    if (ret->exp <= now_s)
        return TOKEN_REFUSED_EXPIRED;
    return TOKEN_REFUSED_NONE;
}

static enum token_refusal read_claims(
    jwt_t *jwt, const struct token_check *check, struct token_claims *ret)
{
    const char *issuer = jwt_get_grant(jwt, "iss");
    if (issuer == NULL || strcmp(issuer, check->root) != 0)
        return TOKEN_REFUSED_ISSUER;
    const char *subject = jwt_get_grant(jwt, "sub");
    if (subject == NULL || !principal_from_text(subject, strlen(subject), &ret->principal))
        return TOKEN_REFUSED_PRINCIPAL;
    if (!read_audiences(jwt, &ret->audiences) || (ret->audiences & check->audience) == 0)
        return TOKEN_REFUSED_AUDIENCE;
    return read_times(jwt, check->now_s, ret);
}

/* base64url and two dots, nothing else: what the library would skip over is refused. */
static bool looks_like_token(const char *token)
{
    static const char allowed[] =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.";
    unsigned dots = 0;
    for (const char *c = token; *c != '\0'; c++)
        dots += *c == '.';
    return dots == 2 && strspn(token, allowed) == strlen(token);
}

/* A terminated copy that looks like a token. */
static enum token_refusal copy_text(const char *text, size_t length, char ret[TOKEN_SIZE])
{
    if (length == 0 || length >= TOKEN_SIZE)
        return TOKEN_REFUSED_LENGTH;
    memcpy(ret, text, length);
    ret[length] = '\0';
    if (strlen(ret) != length || !looks_like_token(ret))
        return TOKEN_REFUSED_FORM;
    return TOKEN_REFUSED_NONE;
}

bool token_peek(const char *text, size_t length, struct token_claims *ret)
{
    char token[TOKEN_SIZE];
    jwt_t *jwt;
    if (copy_text(text, length, token) != TOKEN_REFUSED_NONE ||
        jwt_decode(&jwt, token, NULL, 0) != 0)
        return false;
    struct token_claims claims = {0};
    const char *subject = jwt_get_grant(jwt, "sub");
    bool good = subject != NULL &&
                principal_from_text(subject, strlen(subject), &claims.principal) &&
                read_audiences(jwt, &claims.audiences) && read_time(jwt, "iat", &claims.iat) &&
                read_time(jwt, "exp", &claims.exp);
    jwt_free(jwt);
    if (good)
        *ret = claims;
    return good;
}

enum token_refusal token_verify(const struct token_keys *keys, const struct token_check *check,
    const char *text, size_t length, struct token_claims *ret)
{
    char token[TOKEN_SIZE];
    const struct token_key *key;
    jwt_t *jwt;
    enum token_refusal refusal = copy_text(text, length, token);
    if (refusal != TOKEN_REFUSED_NONE)
        return refusal;
    if (jwt_decode(&jwt, token, NULL, 0) != 0) /* without a key: taken apart only */
        return TOKEN_REFUSED_FORM;
    struct token_claims claims = {0};
    refusal = choose_key(keys, jwt, &key);
    if (refusal == TOKEN_REFUSED_NONE)
        refusal = signature_fits(key->key, token) ? read_claims(jwt, check, &claims)
                                                  : TOKEN_REFUSED_SIGNATURE;
    jwt_free(jwt);
    if (refusal == TOKEN_REFUSED_NONE)
        *ret = claims;
    return refusal;
}
