/* One statement for each way of asking, as in audit.c: a condition that may or may not hold
 * would cost the index. Statements are prepared for the call: a slice is some hundred rows, and
 * that costs more.
 */
#include "bridge/adapters/store/match_rows.h"

#include <stdio.h>
#include <string.h>

#include "bridge/adapters/store/row.h"
#include "bridge/adapters/store/shelf_match.h"
#include "robot/base/text.h"

#define TEXT_SIZE   768
#define TEXT_OF_(x) #x
#define TEXT_OF(x)  TEXT_OF_(x)

static enum rc say_damaged(
    const struct database *database, const char *match, struct store_fault *fault)
{
    (void)snprintf(fault->sentence, sizeof fault->sentence,
        "%.180s: a row of match %.31s is damaged: put back a copy, or mend it", database->path,
        match);
    return RC_IO;
}

/* What a reading needs at each row. */
struct reading {
    const struct database *database;
    sqlite3_stmt *statement;
    enum record_kind kind;
    void (*read)(struct row *row, struct record *ret);
    record_sink *sink;
    void *context;
    bool lenient; /* damaged rows are left out */
    const char *match;
    struct store_fault *fault;
    unsigned count; /* rows so far */
};

static enum rc hand_over(struct reading *reading)
{
    struct record record;
    struct row row;
    memset(&record, 0, sizeof record);
    record.kind = reading->kind;
    row_begin(&row, reading->statement);
    reading->read(&row, &record);
    reading->count++;
    if (!row.bad)
        return reading->sink(reading->context, &record);
    return reading->lenient ? RC_OK
                            : say_damaged(reading->database, reading->match, reading->fault);
}

/* Steps through the bound statement, and finalizes it. */
static enum rc read_rows(struct reading *reading, bool bound)
{
    enum rc rc = RC_OK;
    int code = SQLITE_DONE;
    while (bound && rc == RC_OK && (code = sqlite3_step(reading->statement)) == SQLITE_ROW)
        rc = hand_over(reading);
    if (!bound || (rc == RC_OK && code != SQLITE_DONE))
        rc = database_fault(reading->database, reading->fault);
    (void)sqlite3_finalize(reading->statement);
    return rc;
}

/* ---- lists ---- */

/* The bound on `created` alone is there for the index: by the pair it would look from the
 * newest on. */
static void write_list(const struct match_query *query, char ret[TEXT_SIZE])
{
    static const char *const states[] = {
        [MATCHES_ALL] = "", [MATCHES_OPEN] = " AND over = 0", [MATCHES_OVER] = " AND over = 1"};
    static const char older[] = " AND created <= (SELECT created FROM match WHERE id = ?2)"
                                " AND (created, id) < (SELECT created, id FROM match"
                                " WHERE id = ?2)";
    (void)snprintf(ret, TEXT_SIZE,
        "SELECT " MATCH_COLUMNS " FROM match WHERE created >= 0%s%s"
        " ORDER BY created DESC, id DESC LIMIT ?1",
        states[query->which], query->after[0] != '\0' ? older : "");
}

enum rc match_rows_list(const struct database *database, const struct match_query *query,
    record_sink *sink, void *context, struct store_fault *fault)
{
    char text[TEXT_SIZE];
    write_list(query, text);
    struct reading reading = {.database = database,
        .statement = database_prepare(database, text),
        .kind = RECORD_MATCH,
        .read = shelf_read_match,
        .sink = sink,
        .context = context,
        .lenient = true,
        .fault = fault};
    bool bound = reading.statement != NULL &&
                 sqlite3_bind_int64(reading.statement, 1, query->limit) == SQLITE_OK &&
                 (query->after[0] == '\0' || sqlite3_bind_text(reading.statement, 2,
                                                 query->after, -1, SQLITE_STATIC) == SQLITE_OK);
    return read_rows(&reading, bound);
}

/* ---- one match ---- */

static bool bind_match(sqlite3_stmt *statement, const char *match)
{
    return statement != NULL &&
           sqlite3_bind_text(statement, 1, match, -1, SQLITE_STATIC) == SQLITE_OK;
}

enum rc match_rows_read(const struct database *database, const char *match, record_sink *sink,
    void *context, struct store_fault *fault)
{
    struct reading reading = {.database = database,
        .statement =
            database_prepare(database, "SELECT " MATCH_COLUMNS " FROM match WHERE id = ?1"),
        .kind = RECORD_MATCH,
        .read = shelf_read_match,
        .sink = sink,
        .context = context,
        .match = match,
        .fault = fault};
    enum rc rc = read_rows(&reading, bind_match(reading.statement, match));
    if (rc != RC_OK || reading.count == 0)
        return rc == RC_OK ? RC_UNKNOWN_MATCH : rc;
    reading.statement = database_prepare(
        database, "SELECT " TALLY_COLUMNS " FROM tally WHERE match = ?1 ORDER BY player");
    reading.kind = RECORD_TALLY;
    reading.read = shelf_read_tally;
    return read_rows(&reading, bind_match(reading.statement, match));
}

struct input_reader {
    match_input_sink *sink;
    void *context;
};

static enum rc take_input(void *context, const struct record *record)
{
    const struct input_reader *reader = context;
    reader->sink(reader->context, &record->match_input.input);
    return RC_OK;
}

enum rc match_rows_inputs(const struct database *database, const struct match_slice *slice,
    match_input_sink *sink, void *context, struct store_fault *fault)
{
    struct input_reader reader = {.sink = sink, .context = context};
    struct reading reading = {.database = database,
        .statement = database_prepare(database,
            "SELECT " INPUT_COLUMNS " FROM match_input WHERE match = ?1 AND seq >= ?2"
            " ORDER BY seq LIMIT ?3"),
        .kind = RECORD_MATCH_INPUT,
        .read = shelf_read_input,
        .sink = take_input,
        .context = &reader,
        .match = slice->match,
        .fault = fault};
    bool bound = bind_match(reading.statement, slice->match) &&
                 sqlite3_bind_int64(reading.statement, 2, slice->from) == SQLITE_OK &&
                 sqlite3_bind_int64(reading.statement, 3, slice->limit) == SQLITE_OK;
    return read_rows(&reading, bound);
}

/* ---- small questions ---- */

/* True: it answered a number, *ret. */
static bool ask_number(
    const struct database *database, const char *text, const char *match, sqlite3_int64 *ret)
{
    sqlite3_stmt *statement = database_prepare(database, text);
    bool found = bind_match(statement, match) && sqlite3_step(statement) == SQLITE_ROW &&
                 sqlite3_column_type(statement, 0) == SQLITE_INTEGER;
    if (found)
        *ret = sqlite3_column_int64(statement, 0);
    (void)sqlite3_finalize(statement);
    return found;
}

bool match_rows_has(const struct database *database, const char *match)
{
    sqlite3_int64 count = 0;
    bool told = ask_number(database, "SELECT count(*) FROM match WHERE id = ?1", match, &count);
    return !told || count > 0;
}

bool match_rows_last_at(const struct database *database, const char *match, uint32_t *ret)
{
    sqlite3_int64 at = 0;
    if (!ask_number(database,
            "SELECT at FROM match_input WHERE match = ?1 ORDER BY seq DESC LIMIT 1", match,
            &at))
        return false;
    *ret = (uint32_t)at;
    return true;
}

bool match_rows_open(const struct database *database, match_id_sink *sink, void *context)
{
    sqlite3_stmt *statement =
        database_prepare(database, "SELECT id FROM match WHERE over = 0 ORDER BY created");
    int code = SQLITE_ERROR;
    while (statement != NULL && (code = sqlite3_step(statement)) == SQLITE_ROW) {
        const char *id = (const char *)sqlite3_column_text(statement, 0);
        if (id != NULL)
            sink(context, id);
    }
    (void)sqlite3_finalize(statement);
    return code == SQLITE_DONE;
}

/* ---- forgetting ---- */

static bool find_oldest(const struct database *database, uint64_t before, char ret[ID_SIZE])
{
    sqlite3_stmt *statement = database_prepare(database,
        "SELECT id FROM match WHERE over = 1 AND closed = 1 AND created < ?1"
        " ORDER BY created LIMIT 1");
    bool found = statement != NULL &&
                 sqlite3_bind_int64(statement, 1, (sqlite3_int64)before) == SQLITE_OK &&
                 sqlite3_step(statement) == SQLITE_ROW;
    if (found) {
        const char *id = (const char *)sqlite3_column_text(statement, 0);
        found = id != NULL && text_copy(ret, ID_SIZE, id);
    }
    (void)sqlite3_finalize(statement);
    return found;
}

/* How many it deleted; -1: it failed. */
static int delete_of(const struct database *database, const char *text, const char *match)
{
    sqlite3_stmt *statement = database_prepare(database, text);
    bool good = bind_match(statement, match) && sqlite3_step(statement) == SQLITE_DONE;
    (void)sqlite3_finalize(statement);
    return good ? sqlite3_changes(database->handle) : -1;
}

bool match_rows_forget(const struct database *database, uint64_t before)
{
    char match[ID_SIZE];
    if (!find_oldest(database, before, match))
        return false;
    int inputs = delete_of(database,
        "DELETE FROM match_input WHERE match = ?1 AND seq <="
        " (SELECT max(seq) FROM (SELECT seq FROM match_input WHERE match = ?1"
        " ORDER BY seq LIMIT " TEXT_OF(MATCH_ROWS_FORGET) "))",
        match);
    if (inputs == MATCH_ROWS_FORGET)
        return true;
    /* the row last: its tallies go with it */
    return inputs >= 0 && delete_of(database, "DELETE FROM match WHERE id = ?1", match) == 1;
}
