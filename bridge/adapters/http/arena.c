/* What a page must know of the arena beside its robots: the rules a match may have, and the map
 * it is played on. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bridge/adapters/http/inside.h"
#include "bridge/adapters/http/matches_json.h"
#include "robot/base/log.h"
#include "robot/base/text.h"

#define ROOM "http"

static bool refuse_map(const struct http *http, const char *why)
{
    log_error(ROOM, "map %s: %s", http->config.map, why);
    return false;
}

/* Lines of printable text. */
static bool is_map(const char *text, size_t length)
{
    size_t start = 0;
    for (size_t i = 0; i <= length; i++) {
        if (i < length && text[i] != '\n')
            continue;
        size_t end = i > start && text[i - 1] == '\r' ? i - 1 : i;
        if (!text_is_printable_utf8(text + start, end - start))
            return false;
        start = i + 1;
    }
    return length > 0;
}

static bool map_create(struct http *http, FILE *file)
{
    http->map = malloc(HTTP_MAP_MAX + 1);
    if (http->map == NULL)
        return refuse_map(http, "out of memory");
    size_t length = fread(http->map, 1, HTTP_MAP_MAX + 1, file);
    if (ferror(file) != 0)
        return refuse_map(http, strerror(errno));
    if (length > HTTP_MAP_MAX)
        return refuse_map(http, "it is larger than 64 KiB: no map of an arena is");
    if (!is_map(http->map, length))
        return refuse_map(http, "it is no text: give the arena's map, or none");
    http->map_length = length;
    return true;
}

bool arena_read_map(struct http *http)
{
    if (http->config.map == NULL || http->config.map[0] == '\0')
        return true;
    FILE *file = fopen(http->config.map, "re");
    if (file == NULL)
        return refuse_map(http, strerror(errno));
    bool good = map_create(http, file);
    (void)fclose(file);
    return good;
}

void arena_map(struct http *http, struct exchange *exchange)
{
    if (http->map == NULL) {
        exchange_refuse(exchange, RC_NOT_FOUND, "This arena has no map: see the setting map.");
        return;
    }
    exchange_answer(exchange, 200, http->map, http->map_length);
    exchange->response.content_type = "text/plain; charset=utf-8";
}

void arena_rules(struct http *http, struct exchange *exchange)
{
    (void)http;
    char *buffer = exchange_large_create(exchange, RULES_SIZE);
    size_t length = buffer != NULL ? rules_to_json(buffer, RULES_SIZE) : 0;
    if (length > 0)
        exchange_answer(exchange, 200, buffer, length);
    else
        exchange_refuse(exchange, RC_UNAVAILABLE, NULL);
}
