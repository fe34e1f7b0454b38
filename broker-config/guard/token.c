#include "broker-config/guard/token.h"

#include <jwt.h>
#include <stdlib.h>
#include <string.h>

#include "robot/wire/signature.h"

static const char *const sentences[] = {
#define X(name, sentence) sentence,
    TOKEN_VERDICT_LIST(X)
#undef X
};

const char *token_sentence(enum token_verdict verdict)
{
    return (unsigned)verdict < TOKEN_VERDICT_COUNT_ ? sentences[verdict] : "?";
}

/* base64url and two dots, nothing else: so that everybody who splits it finds the same parts.
 */
static bool looks_like_token(const char *token)
{
    static const char allowed[] =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.";
    unsigned dots = 0;
    for (const char *c = token; *c != '\0'; c++) {
        dots += *c == '.';
    }
    return dots == 2 && strspn(token, allowed) == strlen(token);
}

/* Believes the header no more than that: which algorithm and which key it claims. */
static enum token_verdict check_signature(
    const struct keys *keys, jwt_t *jwt, const char *token)
{
    const char *algorithm = jwt_get_header(jwt, "alg");
    const char *kid = jwt_get_header(jwt, "kid");
    if (algorithm == NULL || strcmp(algorithm, "ES256") != 0) {
        return TOKEN_ALGORITHM;
    }
    const struct key *key = kid == NULL ? NULL : keys_find(keys, kid);
    if (key == NULL) {
        return TOKEN_KEY;
    }
    return signature_fits(key->public, token) ? TOKEN_FINE : TOKEN_SIGNATURE;
}

static enum token_verdict read_claims(jwt_t *jwt, struct claims *ret)
{
    char *json = jwt_get_grants_json(jwt, NULL);
    bool good = json != NULL && claims_from_json(json, strlen(json), ret);
    free(json);
    return good ? TOKEN_FINE : TOKEN_CLAIMS;
}

static enum token_verdict read_token(
    const struct keys *keys, const char *token, struct claims *ret)
{
    jwt_t *jwt = NULL;
    if (!looks_like_token(token) || jwt_decode(&jwt, token, NULL, 0) != 0) {
        return TOKEN_FORM;
    }
    enum token_verdict verdict = check_signature(keys, jwt, token);
    if (verdict == TOKEN_FINE) {
        verdict = read_claims(jwt, ret);
    }
    jwt_free(jwt);
    return verdict;
}

static enum token_verdict match_claims(
    const struct claims *claims, const char *root, const char *principal)
{
    if (strcmp(claims->iss, root) != 0) {
        return TOKEN_ISSUER;
    }
    if (!claims->for_mqtt) {
        return TOKEN_AUDIENCE;
    }
    return strcmp(claims->sub, principal) == 0 ? TOKEN_FINE : TOKEN_SUBJECT;
}

enum token_verdict token_check(const struct keys *keys, const char *root, const char *principal,
    const char *token, struct claims *ret)
{
    if (token == NULL || token[0] == '\0') {
        return TOKEN_ABSENT;
    }
    if (strnlen(token, TOKEN_LENGTH_MAX + 1) > TOKEN_LENGTH_MAX) {
        return TOKEN_LENGTH;
    }
    struct claims claims;
    enum token_verdict verdict = read_token(keys, token, &claims);
    if (verdict == TOKEN_FINE) {
        verdict = match_claims(&claims, root, principal);
    }
    if (verdict == TOKEN_FINE) {
        *ret = claims;
    }
    return verdict;
}

enum token_verdict token_check_time(const struct claims *claims, uint64_t now_s)
{
    if (claims->iat > now_s + TOKEN_EARLY_S) {
        return TOKEN_EARLY;
    }
    return claims->exp <= now_s ? TOKEN_EXPIRED : TOKEN_FINE;
}
