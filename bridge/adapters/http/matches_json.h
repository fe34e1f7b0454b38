/* Lists of matches and of rules: plain structs to JSON text in the caller's buffer. Thread:
 * any.
 */
#ifndef BRIDGE_ADAPTERS_HTTP_MATCHES_JSON_H
#define BRIDGE_ADAPTERS_HTTP_MATCHES_JSON_H

#include <stddef.h>

#include "bridge/core/record.h"
#include "robot/wire/write_json.h"

#define MATCHES_ROW  1024 /* bytes of a match in a list, at most */
#define RULES_SIZE   4096
#define MATCHES_TAIL 64

/* {"matches":[{"id","name","state","host","created","started","ended","winner","teams":
 * [{"name","score"}],"players"},…],"next"}; "winner" only when it is decided. */
struct matches_page {
    struct json_writer writer;
};

void matches_page_begin(struct matches_page *page, char *buffer, size_t size);
void matches_page_add(struct matches_page *page, const struct record_match *match);
/* next "" = the last page. Returns the length, 0: it did not fit. */
size_t matches_page_end(struct matches_page *page, const char *next);

/* {"rules":[{"name","unit","least","most","default"},…]}; 0: it did not fit. */
size_t rules_to_json(char *buffer, size_t size);

#endif
