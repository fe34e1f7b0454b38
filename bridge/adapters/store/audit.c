#include "bridge/adapters/store/audit.h"

#include <stdio.h>
#include <string.h>

#include "bridge/adapters/store/database.h"
#include "bridge/adapters/store/schema.h"
#include "bridge/adapters/store/shelf.h"

#define LIMIT_DEFAULT 1000

static const char audit_text[] =
    "SELECT at, kind, robot, who, n, why, tag FROM (SELECT * FROM audit"
    " WHERE (?1 = '' OR robot = ?1) AND (?2 = '' OR who = ?2) AND at >= ?3 AND at < ?4"
    " ORDER BY seq DESC LIMIT ?5) ORDER BY seq";

static bool bind(sqlite3_stmt *statement, const struct audit_query *query)
{
    struct row row;
    row_begin(&row, statement);
    row_put_text(&row, query->robot);
    row_put_principal(&row, &query->who);
    row_put_number(&row, query->from);
    row_put_number(&row, query->to != 0 ? query->to : INT64_MAX);
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
        if (!row.bad) /* one damaged entry does not hide the others */
            sink(context, &entry);
    }
    return code == SQLITE_DONE;
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
    sqlite3_stmt *statement = database_prepare(&database, audit_text);
    bool good =
        statement != NULL && bind(statement, query) && hand_over(statement, sink, context);
    if (!good)
        rc = database_fault(&database, fault);
    (void)sqlite3_finalize(statement);
    database_close(&database);
    return rc;
}
