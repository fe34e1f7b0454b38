#include "bridge/adapters/store/history.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bridge/adapters/store/history_inner.h"
#include "bridge/adapters/store/pack.h"
#include "bridge/adapters/store/schema.h"

#define TEXT_OF_(x) #x
#define TEXT_OF(x)  TEXT_OF_(x)
#define ROWS        TEXT_OF(HISTORY_READ_ROWS)

/* clang-format off */
#define STATEMENTS(table)                                                                       \
    {                                                                                           \
        [STATEMENT_PUT] = "REPLACE INTO " table " (robot, at, data) VALUES (?1, ?2, ?3)",       \
        [STATEMENT_RANGE] = "SELECT at, data FROM " table                                       \
            " WHERE robot = ?1 AND at >= ?2 AND at < ?3 ORDER BY at LIMIT " ROWS,               \
        [STATEMENT_TALLY] = "SELECT count(*) FROM (SELECT 1 FROM " table                        \
            " WHERE robot = ?1 AND at >= ?2 AND at < ?3 LIMIT 1 + " ROWS ")",                   \
        [STATEMENT_FIRST] = "SELECT min(at) FROM " table " WHERE robot = ?1 AND at >= ?2",      \
        [STATEMENT_LAST] = "SELECT max(at) FROM " table " WHERE robot = ?1",                    \
        [STATEMENT_FORGET] = "DELETE FROM " table " WHERE robot = ?1 AND at < ?2"               \
            " AND at <= (SELECT max(at) FROM (SELECT at FROM " table                            \
            " WHERE robot = ?1 ORDER BY at LIMIT 500))",                                        \
    }
/* clang-format on */

static const char *const statement_texts[LEVEL_COUNT_][STATEMENT_COUNT_] = {
    [LEVEL_RAW] = STATEMENTS("raw"),
    [LEVEL_MINUTE] = STATEMENTS("minute"),
    [LEVEL_HOUR] = STATEMENTS("hour"),
};

static const char next_robot_text[] =
    "SELECT min(robot) FROM (SELECT min(robot) AS robot FROM raw WHERE robot > ?1"
    " UNION ALL SELECT min(robot) FROM minute WHERE robot > ?1"
    " UNION ALL SELECT min(robot) FROM hour WHERE robot > ?1)";

static bool prepare_all(struct history *history)
{
    bool good = true;
    for (int level = 0; level < LEVEL_COUNT_; level++) {
        for (int i = 0; i < STATEMENT_COUNT_; i++) {
            history->statements[level][i] =
                database_prepare(&history->database, statement_texts[level][i]);
            good = good && history->statements[level][i] != NULL;
        }
    }
    history->next_robot = database_prepare(&history->database, next_robot_text);
    return good && history->next_robot != NULL;
}

enum rc history_create(const char *state, struct history **ret, struct store_fault *fault)
{
    char path[DATABASE_PATH_SIZE];
    (void)snprintf(path, sizeof path, "%s/history.db", state);
    struct history *history = calloc(1, sizeof *history);
    if (history == NULL) {
        (void)snprintf(fault->sentence, sizeof fault->sentence, "%.180s: out of memory", path);
        return RC_NO_MEMORY;
    }
    enum rc rc = database_open(&history->database, path, &schema_history, fault);
    if (rc == RC_OK && !prepare_all(history))
        rc = database_fault(&history->database, fault);
    if (rc != RC_OK) {
        history_destroy(history);
        return rc;
    }
    *ret = history;
    return RC_OK;
}

void history_destroy(struct history *history)
{
    if (history == NULL)
        return;
    for (int level = 0; level < LEVEL_COUNT_; level++)
        for (int i = 0; i < STATEMENT_COUNT_; i++)
            (void)sqlite3_finalize(history->statements[level][i]);
    (void)sqlite3_finalize(history->next_robot);
    database_close(&history->database);
    free(history);
}

sqlite3_stmt *history_bind(struct history *history, enum level level, enum statement statement,
    const char *robot, uint64_t from)
{
    sqlite3_stmt *one = history->statements[level][statement];
    (void)sqlite3_reset(one); /* repeats what the last use was told */
    if (sqlite3_bind_text(one, 1, robot, -1, SQLITE_STATIC) != SQLITE_OK)
        return NULL;
    if (sqlite3_bind_parameter_count(one) == 1)
        return one;
    return sqlite3_bind_int64(one, 2, (sqlite3_int64)from) == SQLITE_OK ? one : NULL;
}

bool history_number(sqlite3_stmt *statement, uint64_t *ret)
{
    if (statement == NULL)
        return false;
    bool there = sqlite3_step(statement) == SQLITE_ROW &&
                 sqlite3_column_type(statement, 0) == SQLITE_INTEGER;
    if (there)
        *ret = (uint64_t)sqlite3_column_int64(statement, 0);
    (void)sqlite3_reset(statement);
    return there;
}

bool history_put(struct history *history, enum level level, const char *robot, uint64_t at,
    const struct pack *pack)
{
    unsigned char data[PACK_SIZE];
    size_t length = pack_write(pack, data);
    sqlite3_stmt *put = history_bind(history, level, STATEMENT_PUT, robot, at);
    return put != NULL &&
           sqlite3_bind_blob(put, 3, data, (int)length, SQLITE_STATIC) == SQLITE_OK &&
           database_step(put);
}

static bool add_all(struct history *history, const struct telemetry *rows, unsigned count)
{
    if (!database_run(&history->database, "BEGIN IMMEDIATE"))
        return false;
    for (unsigned i = 0; i < count; i++) {
        struct pack pack;
        pack_from_telemetry(&pack, &rows[i]);
        if (pack.count > 0 &&
            !history_put(history, LEVEL_RAW, rows[i].robot, rows[i].at, &pack))
            return false;
    }
    return database_run(&history->database, "COMMIT");
}

enum rc history_add(struct history *history, const struct telemetry *rows, unsigned count,
    struct store_fault *fault)
{
    if (add_all(history, rows, count))
        return RC_OK;
    enum rc rc = database_fault(&history->database, fault);
    database_roll_back(&history->database);
    return rc;
}
