/* The columns of one row, one after the other: into a statement's parameters, or out of its
 * result. What fails is remembered, so that a row is written down as a list and judged once.
 */
#ifndef BRIDGE_ADAPTERS_STORE_ROW_H
#define BRIDGE_ADAPTERS_STORE_ROW_H

#include <sqlite3.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "robot/base/id.h"
#include "robot/base/lease.h"

struct row {
    sqlite3_stmt *statement;
    int at;   /* columns done */
    bool bad; /* one did not fit */
};

void row_begin(struct row *row, sqlite3_stmt *statement);

/* Writing. Text is borrowed until the statement is reset. */
void row_put_text(struct row *row, const char *text);
void row_put_copy(struct row *row, const char *text); /* the same, copied */
void row_put_number(struct row *row, uint64_t number);
void row_put_signed(struct row *row, int64_t number);
void row_put_blob(struct row *row, const void *bytes, size_t length);
void row_put_principal(struct row *row, const struct principal *principal); /* copied */
/* Lists are words with a blank between. */
void row_put_why(struct row *row, const enum why why[LEASE_WHY]);
void row_put_stops(struct row *row, const struct stop_entry *stops, unsigned count);
void row_put_tags(struct row *row, const struct tag *tags, unsigned count);
void row_put_principals(struct row *row, const struct principal *principals, unsigned count);
/* "damage=20 lives=0": numbers by name, so that the list of names may grow and change. */
typedef const char *row_namer(unsigned index);
void row_put_named(struct row *row, row_namer *name, const int64_t *numbers, unsigned count);

/* Reading. What does not fit its type or room leaves the target empty and the row bad. */
void row_get_text(struct row *row, char *ret, size_t size);
uint64_t row_get_number(struct row *row);
uint32_t row_get_u32(struct row *row);
int32_t row_get_i32(struct row *row);
bool row_get_bool(struct row *row);
void row_get_tag(struct row *row, struct tag *ret);             /* "" is fine */
void row_get_principal(struct row *row, struct principal *ret); /* "" is nobody */
void row_get_why(struct row *row, enum why ret[LEASE_WHY]);
unsigned row_get_stops(struct row *row, struct stop_entry *ret, unsigned room);
unsigned row_get_tags(struct row *row, struct tag *ret, unsigned room);
unsigned row_get_principals(struct row *row, struct principal *ret, unsigned room);
/* Names that are none are passed over; numbers without their name stay as they are. */
void row_get_named(struct row *row, row_namer *name, int64_t *numbers, unsigned count);

#endif
