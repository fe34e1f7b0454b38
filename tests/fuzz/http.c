/* What the HTTP door parses itself. The first byte chooses: path, query, host, origin, body of
 * a join, body of a registration. */
#include <assert.h>
#include <stdint.h>
#include <string.h>

#include "bridge/adapters/http/body_json.h"
#include "bridge/adapters/http/origin.h"
#include "bridge/adapters/http/path.h"
#include "robot/base/text.h"
#include "tests/fuzz/fuzz.h"

#define TEXT_MAX 600

static void try_path(const char *text)
{
    char param[PATH_PARAM_SIZE];
    if (!path_valid(text))
        return;
    assert(text[0] == '/' && strstr(text, "..") != text + 1 && strstr(text, "/.") == NULL);
    assert(strstr(text, "//") == NULL);
    if (path_matches("/api/v1/robots/{id}/telemetry", text, param))
        assert(id_valid(param));
}

static void try_query(const char *text)
{
    struct query query;
    uint64_t number = 0;
    if (!query_read(text, &query))
        return;
    assert(query.count <= QUERY_PARTS);
    for (unsigned i = 0; i < query.count; i++)
        assert(query_find(&query, query.parts[i].name) == query.parts[i].value);
    if (query_number(&query, "from", 1000, &number))
        assert(number <= 1000);
}

static void try_host(const char *text)
{
    char name[HOST_SIZE], again[HOST_SIZE];
    if (host_name(text, name))
        assert(host_name(name, again) && strcmp(name, again) == 0);
    else
        assert(!host_allowed(text, "box", "friend.example"));
}

static void try_origin(const char *text)
{
    enum origin origin = origin_judge(text, "localhost:8090", "https://friend.example");
    assert(origin == ORIGIN_FOREIGN || strstr(text, "://") != NULL);
}

static void try_joining(const char *text, size_t length)
{
    struct joining joining;
    struct fault fault = {.path = ""};
    if (joining_from_json(text, length, &joining, &fault) != RC_OK)
        return;
    size_t size = strlen(joining.name);
    assert(size > 0 && text_is_printable_utf8(joining.name, size));
    assert(joining.invite[0] != '\0');
}

static void try_registration(const char *text, size_t length)
{
    static struct registration registration;
    struct fault fault = {.path = ""};
    if (registration_from_json(text, length, &registration, &fault) != RC_OK)
        return;
    assert(id_valid(registration.id) && strcmp(registration.id, registration.card.id) == 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static void (*const TRIES[])(const char *text) = {
        try_path, try_query, try_host, try_origin};
    char text[TEXT_MAX];
    if (size == 0)
        return 0;
    unsigned kind = data[0] % 6;
    const char *bytes = (const char *)data + 1;
    size--;
    if (kind == 4) {
        try_joining(bytes, size);
    } else if (kind == 5) {
        try_registration(bytes, size);
    } else if (size < sizeof text) {
        memcpy(text, bytes, size);
        text[size] = '\0';
        TRIES[kind](text);
    }
    return 0;
}
