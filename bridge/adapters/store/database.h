/* One SQLite file: opened, brought to our version, its failures put into words. For the files
 * of this room only.
 */
#ifndef BRIDGE_ADAPTERS_STORE_DATABASE_H
#define BRIDGE_ADAPTERS_STORE_DATABASE_H

#include <sqlite3.h>
#include <stdbool.h>
#include <stdint.h>

#include "bridge/adapters/store/store.h"
#include "robot/base/rc.h"

#define DATABASE_PATH_SIZE 600

struct database {
    sqlite3 *handle; /* NULL = not open */
    char path[DATABASE_PATH_SIZE];
    int wal_pages; /* as the last commit left it; guides database_checkpoint */
};

/* What a file must be. migrations[i] leads from version i to i + 1; a new file runs them all.
 */
struct database_plan {
    uint32_t
        application; /* application_id, so that another program's file is not taken for ours */
    const char *const *migrations;
    int version; /* how many there are */
    bool full;   /* synchronous FULL, else NORMAL */
};

/* RC_OK, RC_VERSION, RC_IO with *fault; the database is closed then. */
ARENA_NODISCARD enum rc database_open(struct database *database, const char *path,
    const struct database_plan *plan, struct store_fault *fault);
/* For reading beside another process; the version must be the plan's. */
ARENA_NODISCARD enum rc database_open_reading(struct database *database, const char *path,
    const struct database_plan *plan, struct store_fault *fault);
void database_close(struct database *database); /* zeroed or closed is fine */

/* What went wrong with it last, for a person. Always RC_IO. */
enum rc database_fault(const struct database *database, struct store_fault *fault);

/* NULL when it fails. Finalized by the caller. */
sqlite3_stmt *database_prepare(const struct database *database, const char *sql);

ARENA_NODISCARD bool database_run(const struct database *database, const char *sql);

/* Ends a transaction that failed, if one is open; call database_fault first. */
void database_roll_back(const struct database *database);

/* Steps a statement that returns no row, and resets it. */
ARENA_NODISCARD bool database_step(sqlite3_stmt *statement);

/* Moves the log into the file once it has grown; a bounded bit of work. */
void database_checkpoint(struct database *database);

#endif
