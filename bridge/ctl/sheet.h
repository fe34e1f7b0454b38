/* What a command found out, as columns and rows: printed in aligned columns for people, or as
 * JSON. A column has one key for JSON and one title for people, so the two cannot drift apart.
 */
#ifndef BRIDGE_CTL_SHEET_H
#define BRIDGE_CTL_SHEET_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include "robot/base/rc.h"

#define SHEET_COLUMNS 16
#define SHEET_CELL    1024 /* bytes of one cell, at most: a token; longer ones are cut */
#define SHEET_ROW     2048 /* bytes of one row */

enum sheet_type {
    SHEET_TEXT,   /* JSON string; "" = null */
    SHEET_NUMBER, /* JSON number; "" = null */
    SHEET_BOOL,   /* "yes", "no"; JSON true, false */
    SHEET_WORDS,  /* words with a blank between; JSON list of strings */
    SHEET_TIME,   /* Unix ms; people see UTC; JSON number; "" or 0 = null */
};

struct sheet_column {
    const char *key;
    const char *title;
    enum sheet_type type;
};

struct sheet;

/* The columns outlive the sheet. NULL: no memory. */
struct sheet *sheet_create(const struct sheet_column *columns, unsigned count);
void sheet_destroy(struct sheet *sheet); /* NULL is fine */

/* Begins a row; its cells are put from the left, those left out are "". False: no memory. */
ARENA_NODISCARD bool sheet_row_create(struct sheet *sheet);
void sheet_put(struct sheet *sheet, const char *text);
void sheet_put_number(struct sheet *sheet, uint64_t number);
void sheet_put_bool(struct sheet *sheet, bool value);

size_t sheet_rows(const struct sheet *sheet);

/* Aligned columns under their titles; `none` when there are no rows. */
void sheet_print(const struct sheet *sheet, FILE *out, const char *none);
/* The first row alone: a line for each cell that is not empty, its title before it. */
void sheet_print_one(const struct sheet *sheet, FILE *out);
/* {"ok":true,"NAME":[{…},…]} */
void sheet_write_json(const struct sheet *sheet, FILE *out, const char *name);
/* {"ok":true,…}: the first row's cells */
void sheet_write_json_one(const struct sheet *sheet, FILE *out);

/* For the sheet's own files. */
typedef void sheet_visitor(void *context, const char *const *cells);
void sheet_each(const struct sheet *sheet, sheet_visitor *visit, void *context);
unsigned sheet_column_count(const struct sheet *sheet);
const struct sheet_column *sheet_column_at(const struct sheet *sheet, unsigned column);

#endif
