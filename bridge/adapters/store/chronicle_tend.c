/* Rolling up and forgetting, robot by robot in the order of their names. Each visit does at
 * most one minute or one hour of one robot, or deletes at most 500 rows of each level; a call
 * visits robots until it has read enough rows, and begins at the first again once it came to
 * the last. Nothing is forgotten before it was rolled up.
 */
#include <string.h>

#include "bridge/adapters/store/chronicle_inner.h"
#include "bridge/adapters/store/pack.h"
#include "robot/base/text.h"

#define VISITS_MAX 200   /* robots of one call */
#define ROWS_MAX   2000  /* read by one call, and deleted */
#define LATE_MS    10000 /* a minute is rolled up so long after its end */
#define DAY_MS     86400000u

struct rolling {
    enum level from, into;
    uint32_t period_ms;
    uint32_t late_ms;
};

static const struct rolling rollings[] = {
    {LEVEL_RAW,    LEVEL_MINUTE, MINUTE_MS, LATE_MS            },
    {LEVEL_MINUTE, LEVEL_HOUR,   HOUR_MS,   LATE_MS + MINUTE_MS},
};

static void take_field(void *context, const struct pack_field *field)
{
    pack_add(context, field);
}

/* Packs the rows of [start, start + period); returns how many there were, -1 for a failure. */
static int pack_period(struct chronicle *chronicle, const struct rolling *rolling,
    const char *robot, uint64_t start, struct pack *ret)
{
    sqlite3_stmt *rows =
        chronicle_bind(chronicle, rolling->from, STATEMENT_RANGE, robot, start);
    uint64_t end = start + rolling->period_ms;
    if (rows == NULL || sqlite3_bind_int64(rows, 3, (sqlite3_int64)end) != SQLITE_OK)
        return -1;
    int code;
    int count = 0;
    ret->count = 0;
    while ((code = sqlite3_step(rows)) == SQLITE_ROW) {
        const unsigned char *data = sqlite3_column_blob(rows, 1);
        size_t length = (size_t)sqlite3_column_bytes(rows, 1);
        (void)pack_read(data, length, take_field, ret); /* a damaged row is left out */
        count++;
    }
    (void)sqlite3_reset(rows);
    return code == SQLITE_DONE ? count : -1;
}

/* Rolls up the next period that is over; returns the rows read, 0: nothing to do (or a failure,
 * which the next call meets again). */
static int roll_up(struct chronicle *chronicle, const struct rolling *rolling,
    const char *robot, uint64_t wall)
{
    uint64_t last;
    uint64_t from = 0;
    if (chronicle_number(
            chronicle_bind(chronicle, rolling->into, STATEMENT_LAST, robot, 0), &last))
        from = last + rolling->period_ms;
    uint64_t first;
    if (!chronicle_number(
            chronicle_bind(chronicle, rolling->from, STATEMENT_FIRST, robot, from), &first))
        return 0;
    uint64_t start = first - first % rolling->period_ms;
    if (start + rolling->period_ms + rolling->late_ms > wall)
        return 0;
    struct pack pack;
    int rows = pack_period(chronicle, rolling, robot, start, &pack);
    if (rows <= 0 || !chronicle_put(chronicle, rolling->into, robot, start, &pack))
        return 0;
    return rows;
}

/* Returns the rows deleted. */
static int forget(
    struct chronicle *chronicle, enum level level, const char *robot, uint64_t older)
{
    sqlite3_stmt *statement = chronicle_bind(chronicle, level, STATEMENT_FORGET, robot, older);
    if (statement == NULL || !database_step(statement))
        return 0;
    return sqlite3_changes(chronicle->database.handle);
}

static uint64_t before(uint64_t wall, uint64_t age)
{
    return wall > age ? wall - age : 0;
}

/* Returns the rows read or deleted. */
static int visit(struct chronicle *chronicle, const struct store_settings *settings,
    const char *robot, uint64_t wall)
{
    int rows = roll_up(chronicle, &rollings[0], robot, wall);
    if (rows == 0)
        rows = roll_up(chronicle, &rollings[1], robot, wall);
    if (rows != 0)
        return rows;
    const uint64_t ages[LEVEL_COUNT_] = {
        [LEVEL_RAW] = (uint64_t)settings->raw_h * HOUR_MS,
        [LEVEL_MINUTE] = (uint64_t)settings->minute_d * DAY_MS,
        [LEVEL_HOUR] = (uint64_t)settings->hour_d * DAY_MS,
    };
    for (int level = 0; level < LEVEL_COUNT_; level++)
        rows += forget(chronicle, (enum level)level, robot, before(wall, ages[level]));
    return rows;
}

/* The robot after the cursor; false: that was the last one. */
static bool next_robot(struct chronicle *chronicle)
{
    sqlite3_stmt *statement = chronicle->next_robot;
    bool found = false;
    if (sqlite3_bind_text(statement, 1, chronicle->cursor, -1, SQLITE_TRANSIENT) == SQLITE_OK &&
        sqlite3_step(statement) == SQLITE_ROW) {
        const char *robot = (const char *)sqlite3_column_text(statement, 0);
        found = robot != NULL && text_copy(chronicle->cursor, sizeof chronicle->cursor, robot);
    }
    (void)sqlite3_reset(statement);
    return found;
}

/* True when the last robot was not reached. */
static bool visit_some(
    struct chronicle *chronicle, const struct store_settings *settings, uint64_t wall)
{
    int rows = 0;
    for (int visits = 0; visits < VISITS_MAX && rows < ROWS_MAX; visits++) {
        if (!next_robot(chronicle))
            return false;
        int done = visit(chronicle, settings, chronicle->cursor, wall);
        chronicle->worked |= done > 0;
        rows += done;
    }
    return true;
}

bool chronicle_tend(
    struct chronicle *chronicle, const struct store_settings *settings, uint64_t wall)
{
    if (!database_run(&chronicle->database, "BEGIN"))
        return false;
    bool more = visit_some(chronicle, settings, wall);
    if (!database_run(&chronicle->database, "COMMIT"))
        database_roll_back(&chronicle->database);
    if (!more) {
        more = chronicle->worked;
        chronicle->worked = false;
        chronicle->cursor[0] = '\0';
    }
    database_checkpoint(&chronicle->database);
    return more;
}
