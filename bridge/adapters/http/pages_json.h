/* The answers with content: plain structs to JSON text in the caller's buffer. Each returns the
 * length, 0 when it does not fit; the text is terminated. Thread: any.
 */
#ifndef BRIDGE_ADAPTERS_HTTP_PAGES_JSON_H
#define BRIDGE_ADAPTERS_HTTP_PAGES_JSON_H

#include <stddef.h>
#include <stdint.h>

#include "bridge/app/ports.h"
#include "bridge/core/core.h"
#include "robot/base/text.h"

#define PAGE_ROSTER_SIZE 65536

struct welcome { /* what somebody who joined or registered is told */
    const struct reply *reply;
    const char *root;
    const char *ws;   /* the broker's WebSocket URL */
    const char *host; /* of the broker's MQTT listener; NULL: people are told the URL only */
    uint16_t port;
};

size_t welcome_to_json(const struct welcome *welcome, char *buffer, size_t size);
size_t roster_page_to_json(const struct core_roster_page *page, char *buffer, size_t size);
size_t roster_entry_to_json(const struct roster_entry *entry, char *buffer, size_t size);

/* History: {"robot","from","to","fields":{"battery":[[at,count,min,mean,max],…],…}}, written as
 * the store hands the points out: begin, each point in turn, end. text->cut says it did not
 * fit. */
struct history {
    struct text text;
    char field[WORD_SIZE]; /* that is being written; "" = none yet */
};

void history_begin(struct history *history, const struct telemetry_query *query);
void history_add(struct history *history, const struct telemetry_point *point);
void history_end(struct history *history);

/* Audit: {"entries":[{"at","kind","robot","who","n","why","tag"},…],"next"}; what an entry does
 * not have is left out. text.cut says it did not fit. */
struct audit_page {
    struct text text;
    bool filled;
};

void audit_page_begin(struct audit_page *page, char *buffer, size_t size);
void audit_page_add(struct audit_page *page, const struct record_audit *entry);
void audit_page_end(struct audit_page *page, uint64_t next); /* 0 = the last page */

#endif
