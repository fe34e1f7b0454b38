/* Opening is where other versions, damaged files and full disks are met first, so every step of
 * it ends in a sentence. A migration and its version number are one transaction: a kill in the
 * middle leaves the older version whole.
 */
#include "bridge/adapters/store/database.h"

#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "robot/base/text.h"

#define SMALLEST_PAGE    512
#define CHECKPOINT_PAGES 500
#define CHECKPOINT_LATE  8000 /* if nobody tends */

static const char *advice(int code)
{
    switch (code & 0xff) {
    case SQLITE_FULL:
        return "the disk is full: free some space";
    case SQLITE_IOERR:
        return "reading or writing failed: look at the disk and its free space";
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
        return "it is damaged or no database of ours: put back a copy, or move it away";
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
        return "another program holds it: end that program";
    case SQLITE_READONLY:
    case SQLITE_CANTOPEN:
    case SQLITE_PERM:
        return "it cannot be opened: look at its owner, permissions and directory";
    case SQLITE_NOMEM:
        return "out of memory";
    default:
        return NULL;
    }
}

enum rc database_fault(const struct database *database, struct store_fault *fault)
{
    const char *known = advice(sqlite3_extended_errcode(database->handle));
    (void)snprintf(fault->sentence, sizeof fault->sentence, "%.180s: %.120s", database->path,
        known != NULL ? known : sqlite3_errmsg(database->handle));
    return RC_IO;
}

sqlite3_stmt *database_prepare(const struct database *database, const char *sql)
{
    sqlite3_stmt *statement = NULL;
    int code = sqlite3_prepare_v3(
        database->handle, sql, -1, SQLITE_PREPARE_PERSISTENT, &statement, NULL);
    return code == SQLITE_OK ? statement : NULL;
}

bool database_run(const struct database *database, const char *sql)
{
    return sqlite3_exec(database->handle, sql, NULL, NULL, NULL) == SQLITE_OK;
}

void database_roll_back(const struct database *database)
{
    if (sqlite3_get_autocommit(database->handle) == 0)
        (void)sqlite3_exec(database->handle, "ROLLBACK", NULL, NULL, NULL);
}

bool database_step(sqlite3_stmt *statement)
{
    int code = sqlite3_step(statement);
    (void)sqlite3_reset(statement); /* says again what step said */
    return code == SQLITE_DONE;
}

/* ---- versions ---- */

static bool pragma_number(const struct database *database, const char *sql, int *ret)
{
    sqlite3_stmt *statement = database_prepare(database, sql);
    bool good = statement != NULL && sqlite3_step(statement) == SQLITE_ROW;
    if (good)
        *ret = sqlite3_column_int(statement, 0);
    (void)sqlite3_finalize(statement);
    return good;
}

static enum rc refuse(
    const struct database *database, const char *why, enum rc rc, struct store_fault *fault)
{
    (void)snprintf(
        fault->sentence, sizeof fault->sentence, "%.180s: %.120s", database->path, why);
    return rc;
}

static enum rc refuse_newer(
    const struct database *database, int found, int known, struct store_fault *fault)
{
    char why[120];
    (void)snprintf(why, sizeof why,
        "written by a newer version (%d, this one knows %d): start that one, or put back a "
        "copy",
        found, known);
    return refuse(database, why, RC_VERSION, fault);
}

static bool migrate_once(const struct database *database, const char *sql, int version)
{
    char mark[64];
    (void)snprintf(mark, sizeof mark, "PRAGMA user_version = %d", version);
    if (!database_run(database, "BEGIN IMMEDIATE"))
        return false;
    return database_run(database, sql) && database_run(database, mark) &&
           database_run(database, "COMMIT");
}

static enum rc migrate(const struct database *database, const struct database_plan *plan,
    int version, struct store_fault *fault)
{
    for (; version < plan->version; version++) {
        if (migrate_once(database, plan->migrations[version], version + 1))
            continue;
        (void)database_fault(database, fault);
        database_roll_back(database);
        return RC_IO;
    }
    return RC_OK;
}

/* A new file has neither mark nor tables; a file with tables and without our mark is not ours.
 */
static enum rc check_ours(const struct database *database, const struct database_plan *plan,
    int *ret_version, struct store_fault *fault)
{
    int application;
    int version;
    int tables;
    bool read = pragma_number(database, "PRAGMA application_id", &application) &&
                pragma_number(database, "PRAGMA user_version", &version) &&
                pragma_number(database, "SELECT count(*) FROM sqlite_schema", &tables);
    if (!read)
        return database_fault(database, fault);
    bool fresh = application == 0 && version == 0 && tables == 0;
    if (!fresh && (uint32_t)application != plan->application)
        return refuse(database, "it is no database of ours: move it away", RC_IO, fault);
    if (version > plan->version)
        return refuse_newer(database, version, plan->version, fault);
    *ret_version = version;
    return RC_OK;
}

static int note_wal(void *context, sqlite3 *handle, const char *name, int pages)
{
    struct database *database = context;
    database->wal_pages = pages;
    if (pages > CHECKPOINT_LATE)
        (void)sqlite3_wal_checkpoint_v2(handle, name, SQLITE_CHECKPOINT_PASSIVE, NULL, NULL);
    return SQLITE_OK;
}

/* Only where it is missing: to write it is to change the file. */
static bool mark_ours(const struct database *database, const struct database_plan *plan)
{
    int application;
    if (!pragma_number(database, "PRAGMA application_id", &application))
        return false;
    if ((uint32_t)application == plan->application)
        return true;
    char mark[64];
    (void)snprintf(mark, sizeof mark, "PRAGMA application_id = %u", plan->application);
    return database_run(database, mark);
}

static bool set_up(struct database *database, const struct database_plan *plan)
{
    (void)sqlite3_wal_hook(database->handle, note_wal, database);
    return database_run(database, "PRAGMA journal_mode = WAL") &&
           database_run(database, "PRAGMA journal_size_limit = 33554432") &&
           database_run(database,
               plan->full ? "PRAGMA synchronous = FULL" : "PRAGMA synchronous = NORMAL") &&
           mark_ours(database, plan);
}

/* ---- opening ---- */

/* SQLite takes what is smaller than a page for an empty database and would write over it. */
static bool is_stump(const char *path)
{
    struct stat facts;
    return stat(path, &facts) == 0 && S_ISREG(facts.st_mode) && facts.st_size > 0 &&
           facts.st_size < SMALLEST_PAGE;
}

static enum rc open_handle(
    struct database *database, const char *path, int flags, struct store_fault *fault)
{
    database->wal_pages = 0;
    (void)text_copy(database->path, sizeof database->path, path);
    if (is_stump(path))
        return refuse(database, advice(SQLITE_CORRUPT), RC_IO, fault);
    int code = sqlite3_open_v2(path, &database->handle, flags | SQLITE_OPEN_NOMUTEX, NULL);
    if (database->handle == NULL)
        return refuse(database, "out of memory", RC_IO, fault);
    if (code != SQLITE_OK)
        return database_fault(database, fault);
    (void)sqlite3_extended_result_codes(database->handle, 1);
    (void)sqlite3_busy_timeout(database->handle, STORE_BUSY_MS);
    /* A database is data: its schema may call nothing but plain functions. */
    (void)sqlite3_db_config(database->handle, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, NULL);
    (void)sqlite3_db_config(database->handle, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
    return RC_OK;
}

/* SQLite would make it readable by all; its log files take their mode from it. A failure is
 * left to SQLite, which meets it again and names it. */
static void touch_private(const char *path)
{
    int file = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (file >= 0)
        (void)close(file);
}

enum rc database_open(struct database *database, const char *path,
    const struct database_plan *plan, struct store_fault *fault)
{
    int version = 0;
    touch_private(path);
    enum rc rc = open_handle(database, path, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, fault);
    if (rc == RC_OK)
        rc = check_ours(database, plan, &version, fault);
    if (rc == RC_OK && !set_up(database, plan))
        rc = database_fault(database, fault);
    if (rc == RC_OK)
        rc = migrate(database, plan, version, fault);
    if (rc != RC_OK)
        database_close(database);
    return rc;
}

enum rc database_open_reading(struct database *database, const char *path,
    const struct database_plan *plan, struct store_fault *fault)
{
    int version = 0;
    enum rc rc = open_handle(database, path, SQLITE_OPEN_READONLY, fault);
    if (rc == RC_OK)
        rc = check_ours(database, plan, &version, fault);
    if (rc == RC_OK && version != plan->version)
        rc = refuse(
            database, "written by an older version: start the bridge once", RC_VERSION, fault);
    if (rc != RC_OK)
        database_close(database);
    return rc;
}

void database_close(struct database *database)
{
    (void)sqlite3_close_v2(
        database->handle); /* NULL is fine; checkpoints and removes the log */
    database->handle = NULL;
}

void database_checkpoint(struct database *database)
{
    if (database->wal_pages < CHECKPOINT_PAGES)
        return;
    int code = sqlite3_wal_checkpoint_v2(
        database->handle, NULL, SQLITE_CHECKPOINT_PASSIVE, NULL, NULL);
    if (code == SQLITE_OK)
        database->wal_pages = 0;
}
