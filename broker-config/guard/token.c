#include "broker-config/guard/token.h"

#include <jwt.h>
#include <openssl/err.h>
#include <stdlib.h>
#include <string.h>

#include "robot/base/text.h"

static const char *const sentences[] = {
#define X(name, sentence) sentence,
    TOKEN_VERDICT_LIST(X)
#undef X
};

const char *token_sentence(enum token_verdict verdict)
{
    return (unsigned)verdict < TOKEN_VERDICT_COUNT_ ? sentences[verdict] : "?";
}

/* Reads the header without believing it: which algorithm and which key it claims. */
static enum token_verdict read_header(const char *token, char ret_kid[KEYS_KID_SIZE])
{
    jwt_t *jwt = NULL;
    if (jwt_decode(&jwt, token, NULL, 0) != 0) {
        return TOKEN_FORM;
    }
    enum token_verdict verdict = TOKEN_FINE;
    const char *algorithm = jwt_get_header(jwt, "alg");
    const char *kid = jwt_get_header(jwt, "kid");
    if (algorithm == NULL || strcmp(algorithm, "ES256") != 0) {
        verdict = TOKEN_ALGORITHM;
    } else if (kid == NULL || !text_copy(ret_kid, KEYS_KID_SIZE, kid)) {
        verdict = TOKEN_KEY;
    }
    jwt_free(jwt);
    return verdict;
}

static enum token_verdict read_claims(
    const char *token, const struct key *key, struct claims *ret)
{
    jwt_t *jwt = NULL;
    const unsigned char *pem = (const unsigned char *)key->pem;
    if (jwt_decode(&jwt, token, pem, (int)strlen(key->pem)) != 0) {
        return TOKEN_SIGNATURE;
    }
    enum token_verdict verdict = TOKEN_CLAIMS;
    if (jwt_get_alg(jwt) != JWT_ALG_ES256) {
        verdict = TOKEN_ALGORITHM;
    } else {
        char *json = jwt_get_grants_json(jwt, NULL);
        if (json != NULL && claims_from_json(json, strlen(json), ret)) {
            verdict = TOKEN_FINE;
        }
        free(json);
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
    char kid[KEYS_KID_SIZE] = "";
    enum token_verdict verdict = read_header(token, kid);
    if (verdict != TOKEN_FINE) {
        return verdict;
    }
    const struct key *key = keys_find(keys, kid);
    if (key == NULL) {
        return TOKEN_KEY;
    }
    struct claims claims;
    verdict = read_claims(token, key, &claims);
    /* The broker's TLS connections share this thread's queue of errors with us: what a bad
     * token left there could end one of them. */
    ERR_clear_error();
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
