/* One statement for each way of asking: with "(?1 = '' OR robot = ?1)" for all of them SQLite
 * would take no index and read everything there ever was. For the same reason a later page says
 * where it begins as an upper bound of `at`: by the pair (at, seq) alone it would be looked for
 * from the newest entry on (40 ms in half a million).
 */
#include "bridge/adapters/store/audit.h"

#include <stdio.h>
#include <string.h>

#include "bridge/adapters/store/schema.h"
#include "bridge/adapters/store/shelf.h"

#define LIMIT_DEFAULT 1000
#define TEXT_SIZE     512

static void write_text(const struct audit_query *query, bool oldest_first, char ret[TEXT_SIZE])
{
    static const char older[] = "at <= min(?4 - 1, (SELECT at FROM audit WHERE seq = ?5))"
                                " AND (at, seq) < ((SELECT at FROM audit WHERE seq = ?5), ?5)";
    (void)snprintf(ret, TEXT_SIZE,
        "SELECT * FROM (SELECT at, kind, robot, who, n, why, tag, seq FROM audit"
        " WHERE at >= ?3 AND %s%s%s ORDER BY at DESC, seq DESC LIMIT ?6)%s",
        query->after == 0 ? "at < ?4" : older, query->robot[0] != '\0' ? " AND robot = ?1" : "",
        principal_is_nobody(&query->who) ? "" : " AND who = ?2",
        oldest_first ? " ORDER BY at, seq" : "");
}

static bool bind(sqlite3_stmt *statement, const struct audit_query *query)
{
    struct row row;
    row_begin(&row, statement);
    row_put_text(&row, query->robot);
    row_put_principal(&row, &query->who);
    row_put_number(&row, query->from);
    row_put_number(&row, query->to != 0 ? query->to : INT64_MAX);
    row_put_number(&row, query->after);
    row_put_number(&row, query->limit != 0 ? query->limit : LIMIT_DEFAULT);
    return !row.bad;
}

static bool hand_over(sqlite3_stmt *statement, audit_sink *sink, void *context)
{
    int code;
    while ((code = sqlite3_step(statement)) == SQLITE_ROW) {
        struct record_audit entry;
        memset(&entry, 0, sizeof entry);
        struct row row;
        row_begin(&row, statement);
        shelf_read_audit(&row, &entry);
        bool whole = !row.bad; /* one damaged entry does not hide the others */
        uint64_t seq = (uint64_t)sqlite3_column_int64(statement, 7);
        sink(context, seq, whole ? &entry : NULL);
    }
    return code == SQLITE_DONE;
}

static bool ask(const struct database *database, const struct audit_query *query,
    bool oldest_first, audit_sink *sink, void *context)
{
    char text[TEXT_SIZE];
    write_text(query, oldest_first, text);
    sqlite3_stmt *statement = database_prepare(database, text);
    bool good =
        statement != NULL && bind(statement, query) && hand_over(statement, sink, context);
    (void)sqlite3_finalize(statement);
    return good;
}

bool audit_newest(const struct database *database, const struct audit_query *query,
    audit_sink *sink, void *context)
{
    return ask(database, query, false, sink, context);
}

enum rc audit_read(const char *state, const struct audit_query *query, audit_sink *sink,
    void *context, struct store_fault *fault)
{
    char path[DATABASE_PATH_SIZE];
    (void)snprintf(path, sizeof path, "%.560s/bridge.db", state);
    struct database database = {.handle = NULL};
    enum rc rc = database_open_reading(&database, path, &schema_bridge, fault);
    if (rc != RC_OK)
        return rc;
    if (!ask(&database, query, true, sink, context))
        rc = database_fault(&database, fault);
    database_close(&database);
    return rc;
}
