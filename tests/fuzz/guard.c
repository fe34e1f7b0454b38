/* The guard's doors: a password as a token, claims, the file of revocations, what somebody
 * says. The first byte chooses the door, the rest is the input.
 */
#include <assert.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "broker-config/guard/claims_json.h"
#include "broker-config/guard/revoked.h"
#include "broker-config/guard/saying.h"
#include "broker-config/guard/token.h"
#include "tests/fuzz/fuzz.h"

#define TEXT_SIZE 8192

/* A key nobody has the other half of: whatever is let in with it was forged. */
static const char public_key[] =
    "-----BEGIN PUBLIC KEY-----\n"
    "MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAE+G4AMvyLOFBG9jPqXc7X10GeC6oh\n"
    "CS6f8d0gB/br1jXiSTSOLYD4F7zWhLg7vHaNu8GSne43jPl742QYWqmaYw==\n"
    "-----END PUBLIC KEY-----\n";

static void check_token(const char *token)
{
    static struct keys keys;
    if (keys.count == 0) {
        bool known = keys_add(&keys, "k1", public_key);
        assert(known);
    }
    struct claims claims;
    enum token_verdict verdict = token_check(&keys, "arena/v1", "player/ann", token, &claims);
    assert(verdict != TOKEN_FINE);
    assert(token_sentence(verdict) != NULL);
}

static void check_claims(const char *json, size_t length)
{
    struct claims claims;
    if (!claims_from_json(json, length, &claims)) {
        return;
    }
    assert(claims.sub[0] != '\0' && memchr(claims.sub, '\0', sizeof claims.sub) != NULL);
    assert(claims.iss[0] != '\0' && memchr(claims.iss, '\0', sizeof claims.iss) != NULL);
    assert(claims.iat >= 1 && claims.iat <= CLAIMS_TIME_MAX);
    assert(claims.exp >= 1 && claims.exp <= CLAIMS_TIME_MAX);
}

static void check_revoked(const char *text, size_t length)
{
    static struct revoked_list *list;
    if (list == NULL) {
        list = revoked_create("/nonexistent/revoked");
        assert(list != NULL);
    }
    enum rc rc = revoked_read_text(list, text, length);
    assert(rc == RC_OK || rc == RC_BAD_REQUEST || rc == RC_FULL);
    assert(!revoked_changed(list));
    assert(rc == RC_OK || revoked_count(list) == 0);
    assert(rc != RC_OK || (length > 0) == (revoked_count(list) > 0));
}

static void check_speaker(enum kind kind, const struct saying *saying)
{
    struct saying_view view = saying_look("arena/v1", kind, saying);
    bool exempt = kind == KIND_BRIDGE || kind == KIND_MEDIA;
    bool kept = view.what == WHAT_PRESENCE || view.what == WHAT_CARD;
    assert(view.verdict != SAYING_FINE || exempt || (kind == KIND_ROBOT && kept));
    (void)saying_stops(&view, saying);
}

/* A topic, a line's end, a payload. */
static void check_saying(const char *text, size_t length)
{
    const char *end = memchr(text, '\n', length);
    size_t topic_length = end == NULL ? length : (size_t)(end - text);
    char topic[TEXT_SIZE];
    if (topic_length >= sizeof topic) {
        return;
    }
    memcpy(topic, text, topic_length);
    topic[topic_length] = '\0';
    struct saying saying = {.topic = topic, .retain = true};
    if (end != NULL) {
        saying.payload = end + 1;
        saying.length = length - topic_length - 1;
    }
    for (int kind = KIND_NONE; kind < KIND_COUNT_; kind++) {
        check_speaker((enum kind)kind, &saying);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size == 0 || size > TEXT_SIZE) {
        return 0;
    }
    const char *text = (const char *)data + 1;
    size_t length = size - 1;
    char token[TEXT_SIZE];
    switch (data[0]) {
    case 't':
        memcpy(token, text, length);
        token[length] = '\0';
        check_token(token);
        break;
    case 'c':
        check_claims(text, length);
        break;
    case 'r':
        check_revoked(text, length);
        break;
    default:
        check_saying(text, length);
    }
    return 0;
}
