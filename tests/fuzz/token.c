/* Tokens at the door: nobody without our key is ever let in. A byte of the input chooses
 * whether the rest stands as it is or takes the place of one part of a good token.
 */
#include "bridge/adapters/token/token.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "tests/fuzz/fuzz.h"

#define ROOT "arena/v1"
#define NOW  1750000000u

static struct token_keys *keys;
static char good[TOKEN_SIZE];

static void remove_pem(const char *state, const char *directory)
{
    char path[128];
    (void)snprintf(
        path, sizeof path, "%s/%s/%s.pem", state, directory, token_keys_signer(keys));
    assert(unlink(path) == 0);
    (void)snprintf(path, sizeof path, "%s/keys/lock", state);
    (void)unlink(path); /* gone already the second time */
    (void)snprintf(path, sizeof path, "%s/%s", state, directory);
    assert(rmdir(path) == 0);
}

static void make_keys(void)
{
    char state[] = "/tmp/arena-fuzz-XXXXXX";
    struct token_fault fault;
    struct token_claims claims = {.audiences = TOKEN_HTTP, .iat = NOW, .exp = NOW + 60};
    claims.principal.kind = KIND_ROBOT;
    claims.principal.id[0] = 'a';
    assert(mkdtemp(state) != NULL);
    assert(token_keys_create(state, true, NOW, &keys, &fault) == RC_OK);
    assert(token_mint(keys, ROOT, &claims, good) == RC_OK);
    remove_pem(state, "keys");
    remove_pem(state, "public-keys");
    assert(rmdir(state) == 0);
}

/* Puts the bytes in place of the part (0 header, 1 claims, 2 signature) of the good token. */
static size_t put_part(unsigned part, const uint8_t *data, size_t size, char *ret)
{
    const char *from = good;
    for (unsigned i = 0; i < part; i++)
        from = strchr(from, '.') + 1;
    size_t before = (size_t)(from - good);
    const char *rest = from + strcspn(from, ".");
    memcpy(ret, good, before);
    memcpy(ret + before, data, size);
    memcpy(ret + before + size, rest, strlen(rest));
    return before + size + strlen(rest);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const struct token_check check = {ROOT, TOKEN_HTTP, NOW};
    char text[TOKEN_SIZE * 2 + 4096];
    struct token_claims claims;
    if (keys == NULL)
        make_keys();
    if (size == 0 || size > 4096)
        return 0;
    unsigned way = data[0] % 4;
    size_t length = size - 1;
    if (way == 3)
        memcpy(text, data + 1, length);
    else
        length = put_part(way, data + 1, size - 1, text);
    bool same = length == strlen(good) && memcmp(text, good, length - 1) == 0;
    if (!same)
        assert(token_verify(keys, &check, text, length, &claims) != TOKEN_REFUSED_NONE);
    (void)token_peek(text, length, &claims); /* must only not break */
    return 0;
}
