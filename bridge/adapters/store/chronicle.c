#include "bridge/adapters/store/chronicle.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bridge/adapters/store/chronicle_inner.h"
#include "bridge/adapters/store/pack.h"
#include "bridge/adapters/store/schema.h"

#define TEXT_OF_(x) #x
#define TEXT_OF(x)  TEXT_OF_(x)
#define ROWS        TEXT_OF(CHRONICLE_READ_ROWS)

/* clang-format off */
/* NOLINTBEGIN(bugprone-suspicious-missing-comma): whole statements, in pieces */
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
/* NOLINTEND(bugprone-suspicious-missing-comma) */

static const char next_robot_text[] =
    "SELECT min(robot) FROM (SELECT min(robot) AS robot FROM raw WHERE robot > ?1"
    " UNION ALL SELECT min(robot) FROM minute WHERE robot > ?1"
    " UNION ALL SELECT min(robot) FROM hour WHERE robot > ?1)";

static bool prepare_all(struct chronicle *chronicle)
{
    bool good = true;
    for (int level = 0; level < LEVEL_COUNT_; level++) {
        for (int i = 0; i < STATEMENT_COUNT_; i++) {
            chronicle->statements[level][i] =
                database_prepare(&chronicle->database, statement_texts[level][i]);
            good = good && chronicle->statements[level][i] != NULL;
        }
    }
    chronicle->next_robot = database_prepare(&chronicle->database, next_robot_text);
    return good && chronicle->next_robot != NULL && frames_prepare(chronicle);
}

enum rc chronicle_create(const char *state, struct chronicle **ret, struct store_fault *fault)
{
    char path[DATABASE_PATH_SIZE];
    (void)snprintf(path, sizeof path, "%s/history.db", state);
    struct chronicle *chronicle = calloc(1, sizeof *chronicle);
    if (chronicle == NULL) {
        (void)snprintf(fault->sentence, sizeof fault->sentence, "%.180s: out of memory", path);
        return RC_NO_MEMORY;
    }
    enum rc rc = database_open(&chronicle->database, path, &schema_history, fault);
    if (rc == RC_OK && !prepare_all(chronicle))
        rc = database_fault(&chronicle->database, fault);
    if (rc != RC_OK) {
        chronicle_destroy(chronicle);
        return rc;
    }
    *ret = chronicle;
    return RC_OK;
}

void chronicle_destroy(struct chronicle *chronicle)
{
    struct store_fault unheard;
    if (chronicle == NULL)
        return;
    enum rc rc = chronicle_write_frames(chronicle, &unheard); /* the last second of a record */
    (void)rc;                                                 /* nobody is left to hear it */
    for (int level = 0; level < LEVEL_COUNT_; level++)
        for (int i = 0; i < STATEMENT_COUNT_; i++)
            (void)sqlite3_finalize(chronicle->statements[level][i]);
    (void)sqlite3_finalize(chronicle->next_robot);
    frames_finalize(chronicle);
    database_close(&chronicle->database);
    free(chronicle);
}

sqlite3_stmt *chronicle_bind(struct chronicle *chronicle, enum level level,
    enum statement statement, const char *robot, uint64_t from)
{
    sqlite3_stmt *one = chronicle->statements[level][statement];
    (void)sqlite3_reset(one); /* repeats what the last use was told */
    if (sqlite3_bind_text(one, 1, robot, -1, SQLITE_STATIC) != SQLITE_OK)
        return NULL;
    if (sqlite3_bind_parameter_count(one) == 1)
        return one;
    return sqlite3_bind_int64(one, 2, (sqlite3_int64)from) == SQLITE_OK ? one : NULL;
}

bool chronicle_number(sqlite3_stmt *statement, uint64_t *ret)
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

bool chronicle_put(struct chronicle *chronicle, enum level level, const char *robot,
    uint64_t at, const struct pack *pack)
{
    unsigned char data[PACK_SIZE];
    size_t length = pack_write(pack, data);
    sqlite3_stmt *put = chronicle_bind(chronicle, level, STATEMENT_PUT, robot, at);
    return put != NULL &&
           sqlite3_bind_blob(put, 3, data, (int)length, SQLITE_STATIC) == SQLITE_OK &&
           database_step(put);
}

static bool add_all(struct chronicle *chronicle, const struct telemetry *rows, unsigned count)
{
    if (!database_run(&chronicle->database, "BEGIN IMMEDIATE"))
        return false;
    for (unsigned i = 0; i < count; i++) {
        struct pack pack;
        pack_from_telemetry(&pack, &rows[i]);
        if (pack.count > 0 &&
            !chronicle_put(chronicle, LEVEL_RAW, rows[i].robot, rows[i].at, &pack))
            return false;
    }
    return database_run(&chronicle->database, "COMMIT");
}

enum rc chronicle_add(struct chronicle *chronicle, const struct telemetry *rows, unsigned count,
    struct store_fault *fault)
{
    if (add_all(chronicle, rows, count))
        return RC_OK;
    enum rc rc = database_fault(&chronicle->database, fault);
    database_roll_back(&chronicle->database);
    return rc;
}
