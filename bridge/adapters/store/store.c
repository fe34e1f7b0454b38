/* The store port. Two files rather than one: see store.h. A batch is one transaction; whatever
 * fails in it rolls all of it back, so the caller may simply try again later.
 */
#include "bridge/adapters/store/store.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "bridge/adapters/store/audit.h"
#include "bridge/adapters/store/chronicle.h"
#include "bridge/adapters/store/database.h"
#include "bridge/adapters/store/match_rows.h"
#include "bridge/adapters/store/schema.h"
#include "bridge/adapters/store/shelf.h"
#include "bridge/core/core.h"
#include "robot/base/text.h"

#define DAY_MS       86400000u
#define TEND_ROWS    500 /* deleted at a time */
#define FRAME_VISITS 20  /* matches of one call */
#define TEXT_OF_(x)  #x
#define TEXT_OF(x)   TEXT_OF_(x)

struct store {
    struct database bridge;
    struct chronicle *chronicle;
    sqlite3_stmt *put[RECORD_COUNT_];
    sqlite3_stmt *drop[RECORD_COUNT_];
    sqlite3_stmt *forget_asks;
    sqlite3_stmt *forget_audit;
    char cursor[ID_SIZE]; /* tend's: the match whose frames were looked at last */
    struct store_settings settings;
    struct store_fault fault;
    int lock; /* -1 = none */
};

/* ---- opening ---- */

static enum rc refuse(struct store_fault *fault, const char *path, const char *why)
{
    (void)snprintf(fault->sentence, sizeof fault->sentence, "%.180s: %.120s", path, why);
    return RC_IO;
}

static enum rc take_lock(struct store *store, const char *state, struct store_fault *fault)
{
    char path[DATABASE_PATH_SIZE];
    (void)snprintf(path, sizeof path, "%s/bridge.lock", state);
    store->lock = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (store->lock < 0)
        return refuse(fault, path, strerror(errno));
    if (flock(store->lock, LOCK_EX | LOCK_NB) == 0)
        return RC_OK;
    (void)refuse(fault, state, "another bridge is running with this state directory");
    return RC_UNAVAILABLE;
}

static bool prepare_all(struct store *store)
{
    const struct database *bridge = &store->bridge;
    bool good = true;
    for (int i = 0; i < RECORD_COUNT_; i++) {
        store->put[i] = database_prepare(bridge, shelves[i].put);
        good = good && store->put[i] != NULL;
        if (shelves[i].drop == NULL)
            continue;
        store->drop[i] = database_prepare(bridge, shelves[i].drop);
        good = good && store->drop[i] != NULL;
    }
    store->forget_asks = database_prepare(bridge,
        "DELETE FROM ask WHERE (asker, id) IN"
        " (SELECT asker, id FROM ask WHERE at < ? LIMIT " TEXT_OF(TEND_ROWS) ")");
    store->forget_audit = database_prepare(bridge,
        "DELETE FROM audit WHERE seq IN"
        " (SELECT seq FROM audit WHERE at < ? LIMIT " TEXT_OF(TEND_ROWS) ")");
    return good && store->forget_asks != NULL && store->forget_audit != NULL;
}

static enum rc open_bridge(struct store *store, const char *state, struct store_fault *fault)
{
    char path[DATABASE_PATH_SIZE];
    (void)snprintf(path, sizeof path, "%s/bridge.db", state);
    enum rc rc = database_open(&store->bridge, path, &schema_bridge, fault);
    if (rc == RC_OK && !prepare_all(store))
        rc = database_fault(&store->bridge, fault);
    return rc;
}

static enum rc open_all(struct store *store, const char *state, struct store_fault *fault)
{
    if (strlen(state) > DATABASE_PATH_SIZE - 32)
        return refuse(fault, state, "the path is too long");
    if (mkdir(state, 0755) != 0 && errno != EEXIST)
        return refuse(fault, state, strerror(errno));
    enum rc rc = take_lock(store, state, fault);
    if (rc == RC_OK)
        rc = open_bridge(store, state, fault);
    if (rc == RC_OK)
        rc = chronicle_create(state, &store->chronicle, fault);
    return rc;
}

enum rc store_create(const char *state, const struct store_settings *settings,
    struct store **ret, struct store_fault *fault)
{
    struct store *store = calloc(1, sizeof *store);
    if (store == NULL) {
        (void)refuse(fault, state, "out of memory");
        return RC_NO_MEMORY;
    }
    store->lock = -1;
    store->settings = *settings;
    enum rc rc = open_all(store, state, fault);
    if (rc != RC_OK) {
        store_destroy(store);
        return rc;
    }
    *ret = store;
    return RC_OK;
}

void store_destroy(struct store *store)
{
    if (store == NULL)
        return;
    chronicle_destroy(store->chronicle);
    for (int i = 0; i < RECORD_COUNT_; i++) {
        (void)sqlite3_finalize(store->put[i]);
        (void)sqlite3_finalize(store->drop[i]);
    }
    (void)sqlite3_finalize(store->forget_asks);
    (void)sqlite3_finalize(store->forget_audit);
    database_close(&store->bridge);
    if (store->lock >= 0)
        (void)close(store->lock);
    free(store);
}

void store_set(struct store *store, const struct store_settings *settings)
{
    store->settings = *settings;
}

const char *store_sentence(const struct store *store)
{
    return store->fault.sentence;
}

/* ---- keep ---- */

static bool keep_one(struct store *store, const struct record *record)
{
    const struct shelf *shelf = &shelves[record->kind];
    assert(!record->gone || shelf->drop != NULL);
    sqlite3_stmt *statement =
        record->gone ? store->drop[record->kind] : store->put[record->kind];
    struct row row;
    row_begin(&row, statement);
    if (record->gone)
        shelf->key(&row, record);
    else
        shelf->write(&row, record);
    return !row.bad && database_step(statement);
}

static bool keep_all(struct store *store, const struct record *const *records, unsigned count)
{
    if (!database_run(&store->bridge, "BEGIN IMMEDIATE"))
        return false;
    for (unsigned i = 0; i < count; i++)
        if (!keep_one(store, records[i]))
            return false;
    return database_run(&store->bridge, "COMMIT");
}

static enum rc keep(void *self, const struct record *const *records, unsigned count)
{
    struct store *store = self;
    if (keep_all(store, records, count))
        return RC_OK;
    (void)database_fault(&store->bridge, &store->fault);
    database_roll_back(&store->bridge);
    return RC_IO;
}

/* ---- load ---- */

static enum rc refuse_row(struct store *store, const struct shelf *shelf)
{
    char why[96];
    (void)snprintf(
        why, sizeof why, "a row of %s is damaged: put back a copy, or mend it", shelf->table);
    return refuse(&store->fault, store->bridge.path, why);
}

struct loading {
    struct store *store;
    record_sink *sink;
    void *context;
};

static enum rc load_rows(
    const struct loading *loading, enum record_kind kind, sqlite3_stmt *statement)
{
    int code;
    while ((code = sqlite3_step(statement)) == SQLITE_ROW) {
        struct record record;
        memset(&record, 0, sizeof record);
        record.kind = kind;
        struct row row;
        row_begin(&row, statement);
        shelves[kind].read(&row, &record);
        if (row.bad)
            return refuse_row(loading->store, &shelves[kind]);
        enum rc rc = loading->sink(loading->context, &record);
        if (rc != RC_OK) {
            (void)refuse_row(loading->store, &shelves[kind]); /* for store_sentence */
            return rc;
        }
    }
    if (code != SQLITE_DONE)
        return database_fault(&loading->store->bridge, &loading->store->fault);
    return RC_OK;
}

static enum rc load_kind(const struct loading *loading, enum record_kind kind, uint64_t oldest)
{
    if (shelves[kind].load == NULL)
        return RC_OK;
    sqlite3_stmt *statement = database_prepare(&loading->store->bridge, shelves[kind].load);
    if (statement == NULL)
        return database_fault(&loading->store->bridge, &loading->store->fault);
    if (sqlite3_bind_parameter_count(statement) == 1)
        (void)sqlite3_bind_int64(statement, 1, (sqlite3_int64)oldest);
    enum rc rc = load_rows(loading, kind, statement);
    (void)sqlite3_finalize(statement);
    return rc;
}

static void cut_frames(void *context, const char *match)
{
    const struct store *store = context;
    uint32_t at;
    if (match_rows_last_at(&store->bridge, match, &at))
        chronicle_cut_frames(store->chronicle, match, at);
}

static enum rc load(void *self, uint64_t wall, record_sink *sink, void *context)
{
    const struct loading loading = {.store = self, .sink = sink, .context = context};
    uint64_t oldest = wall > ASK_KEPT_MS ? wall - ASK_KEPT_MS : 0;
    for (int kind = 0; kind < RECORD_COUNT_; kind++) {
        enum rc rc = load_kind(&loading, (enum record_kind)kind, oldest);
        if (rc != RC_OK)
            return rc;
    }
    if (!match_rows_open(&loading.store->bridge, cut_frames, loading.store))
        return database_fault(&loading.store->bridge, &loading.store->fault);
    return RC_OK;
}

/* ---- matches ---- */

static enum rc list_matches(
    void *self, const struct match_query *query, record_sink *sink, void *context)
{
    struct store *store = self;
    return match_rows_list(&store->bridge, query, sink, context, &store->fault);
}

static enum rc read_match(void *self, const char *match, record_sink *sink, void *context)
{
    struct store *store = self;
    return match_rows_read(&store->bridge, match, sink, context, &store->fault);
}

static enum rc read_inputs(
    void *self, const struct match_slice *slice, match_input_sink *sink, void *context)
{
    struct store *store = self;
    return match_rows_inputs(&store->bridge, slice, sink, context, &store->fault);
}

static enum rc read_frames(
    void *self, const struct match_slice *slice, match_frame_sink *sink, void *context)
{
    struct store *store = self;
    const struct frame_reader reader = {.sink = sink, .context = context};
    return chronicle_read_frames(store->chronicle, slice, &reader, &store->fault);
}

static enum rc add_frame(void *self, const char *match, const struct match_live *frame)
{
    struct store *store = self;
    return chronicle_add_frame(store->chronicle, match, frame, &store->fault);
}

/* Forgets a bit of the frames of matches that are no more: some of those that have frames at a
 * time, round and round. True when more is left. */
static bool forget_frames(struct store *store)
{
    for (int visits = 0; visits < FRAME_VISITS; visits++) {
        char match[ID_SIZE];
        if (!chronicle_next_match(store->chronicle, store->cursor, match)) {
            store->cursor[0] = '\0';
            return false;
        }
        if (!match_rows_has(&store->bridge, match) &&
            chronicle_forget_frames(store->chronicle, match))
            return true; /* the cursor stays before it */
        (void)text_copy(store->cursor, sizeof store->cursor, match);
    }
    return false;
}

/* ---- the rest ---- */

static enum rc add_telemetry(void *self, const struct telemetry *rows, unsigned count)
{
    struct store *store = self;
    return chronicle_add(store->chronicle, rows, count, &store->fault);
}

static enum rc read_telemetry(
    void *self, const struct telemetry_query *query, telemetry_sink *sink, void *context)
{
    struct store *store = self;
    const struct chronicle_reader reader = {.sink = sink, .context = context};
    return chronicle_read(store->chronicle, query, &reader, &store->fault);
}

static enum rc read_audit(
    void *self, const struct audit_query *query, audit_sink *sink, void *context)
{
    struct store *store = self;
    if (audit_newest(&store->bridge, query, sink, context))
        return RC_OK;
    return database_fault(&store->bridge, &store->fault);
}

/* True when it deleted as many as it may at once. */
static bool forget(struct store *store, sqlite3_stmt *statement, uint64_t older)
{
    if (sqlite3_bind_int64(statement, 1, (sqlite3_int64)older) != SQLITE_OK)
        return false;
    if (!database_step(statement))
        return false; /* a full disk, say: the next call tries again */
    return sqlite3_changes(store->bridge.handle) >= TEND_ROWS;
}

static uint64_t before(uint64_t wall, uint64_t age)
{
    return wall > age ? wall - age : 0;
}

static bool tend(void *self, uint64_t wall)
{
    struct store *store = self;
    bool more = forget(store, store->forget_asks, before(wall, ASK_KEPT_MS));
    uint64_t audit_age = (uint64_t)store->settings.audit_d * DAY_MS;
    more |= forget(store, store->forget_audit, before(wall, audit_age));
    uint64_t match_age = (uint64_t)store->settings.match_d * DAY_MS;
    more |= match_rows_forget(&store->bridge, before(wall, match_age));
    database_checkpoint(&store->bridge);
    if (chronicle_write_frames(store->chronicle, &store->fault) != RC_OK)
        return more; /* a full disk, say */
    more |= forget_frames(store);
    more |= chronicle_tend(store->chronicle, &store->settings, wall);
    return more;
}

void store_port(struct store *store, struct port_store *ret)
{
    *ret = (struct port_store){
        .self = store,
        .keep = keep,
        .load = load,
        .add_telemetry = add_telemetry,
        .read_telemetry = read_telemetry,
        .read_audit = read_audit,
        .list_matches = list_matches,
        .read_match = read_match,
        .read_inputs = read_inputs,
        .read_frames = read_frames,
        .add_frame = add_frame,
        .tend = tend,
    };
}
