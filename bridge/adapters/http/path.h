/* Paths and query strings, as they come: checked by a short list of what is allowed, never
 * repaired. libwebsockets has undone percent-encoding before; what is left of it here is
 * refused. Pure. Fuzzed by tests/fuzz/fuzz_http.c.
 */
#ifndef BRIDGE_ADAPTERS_HTTP_PATH_H
#define BRIDGE_ADAPTERS_HTTP_PATH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "robot/base/id.h"

#define PATH_SIZE       256
#define QUERY_SIZE      512
#define QUERY_PARTS     8
#define PATH_PARAM_SIZE ID_SIZE

/* Starts with '/', holds only [A-Za-z0-9._~/-], no empty, "." or ".." segment, no segment that
 * begins with '.'. */
bool path_valid(const char *path);

/* "/api/v1/robots/{id}/telemetry" against a valid path; {id} must be an id (robot/base/id.h),
 * which is copied to param ("" when the pattern has none). */
bool path_matches(const char *pattern, const char *path, char param[PATH_PARAM_SIZE]);

struct query {
    unsigned count;
    struct {
        char name[16];
        char value[48];
    } parts[QUERY_PARTS];
};

/* "from=1&to=2". False: too many, too long, a name twice, an empty name, or other characters
 * than [A-Za-z0-9._~-] (in values / as well). "" is valid. *ret is written only on true. */
bool query_read(const char *text, struct query *ret);

/* NULL: absent. */
const char *query_find(const struct query *query, const char *name);

/* True when every part's name is in the NULL-terminated list. */
bool query_only(const struct query *query, const char *const *names);

/* A whole number; absent: *ret is left as it is. False: not a number, or outside. */
bool query_number(const struct query *query, const char *name, uint64_t max, uint64_t *ret);

/* Decimal digits only, at most max. */
bool number_from_text(const char *text, uint64_t max, uint64_t *ret);

#endif
