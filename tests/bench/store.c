/* One measurement of the store, for tests/bench/store.py:
 *
 *   arena-bench-store WHAT MS DIRECTORY     prints how many a second
 *
 *   claims      a claim's batch (lease, answer, audit) in one durable transaction, by the port
 *   inputs      inputs of matches, 16 in one durable transaction, by the port
 *   sixteen     the control: 16 rows in one durable transaction, by plain SQLite
 *   row         the control: one row in one durable transaction, by plain SQLite
 *   telemetry   statuses of ten fields, 256 a batch, by the port
 *   rows        the control: rows as large, 256 a transaction, by plain SQLite
 *   single      the control: rows as large, each a transaction, by plain SQLite
 */
#include "bridge/adapters/store/store.h"

#include <assert.h>
#include <sqlite3.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "robot/base/text.h"

#define WALL   1750000000000u
#define BATCH  256
#define INPUTS 16
#define ROBOTS 256
#define FIELDS 10
#define BYTES  170 /* a packed status of ten fields */

struct bench {
    const char *directory;
    struct store *store;
    struct port_store port;
    sqlite3 *plain;
    sqlite3_stmt *insert;
    uint64_t number;
};

static uint64_t now_ms(void)
{
    struct timespec now;
    (void)clock_gettime(CLOCK_MONOTONIC, &now);
    return (uint64_t)now.tv_sec * 1000 + (uint64_t)now.tv_nsec / 1000000;
}

/* ---- by the port ---- */

static void open_store(struct bench *bench)
{
    static const struct store_settings settings = {24, 30, 365, 365, 30};
    struct store_fault fault;
    assert(store_create(bench->directory, &settings, &bench->store, &fault) == RC_OK);
    store_port(bench->store, &bench->port);
}

static unsigned claim(struct bench *bench)
{
    static struct record lease = {.kind = RECORD_LEASE};
    static struct record ask = {.kind = RECORD_ASK};
    static struct record audit = {.kind = RECORD_AUDIT};
    const struct record *const records[] = {&lease, &ask, &audit};
    bench->number++;
    (void)text_copy(lease.lease.robot, ID_SIZE, "scout1");
    lease.lease.number.n = (uint32_t)bench->number;
    lease.lease.driver = (struct principal){KIND_PLAYER, "ann-x7"};
    ask.ask.asker = lease.lease.driver;
    ask.ask.deed = DEED_DRIVE_CLAIM;
    ask.ask.at = WALL + bench->number;
    (void)snprintf(ask.ask.id, ASK_ID_SIZE, "ask-%016llx", (unsigned long long)bench->number);
    audit.audit.at = WALL + bench->number;
    audit.audit.who = lease.lease.driver;
    enum rc rc = bench->port.keep(bench->port.self, records, 3);
    assert(rc == RC_OK);
    if (bench->number % 64 == 0)
        (void)bench->port.tend(bench->port.self, WALL + bench->number);
    return 1;
}

static unsigned keep_inputs(struct bench *bench)
{
    static struct record records[INPUTS];
    const struct record *list[INPUTS];
    for (unsigned i = 0; i < INPUTS; i++) {
        struct game_input *input = &records[i].match_input.input;
        records[i].kind = RECORD_MATCH_INPUT;
        (void)snprintf(records[i].match_input.match, ID_SIZE, "m-7x2k%u", i % 4);
        *input = game_input(GAME_HIT);
        input->seq = (uint32_t)bench->number * INPUTS + i;
        input->at = input->seq * 10;
        input->wall = WALL + input->at;
        input->unit = (int)(i % 8);
        input->other = (int)(i / 8);
        input->event = input->seq;
        list[i] = &records[i];
    }
    bench->number++;
    enum rc rc = bench->port.keep(bench->port.self, list, INPUTS);
    assert(rc == RC_OK);
    if (bench->number % 64 == 0)
        (void)bench->port.tend(bench->port.self, WALL);
    return INPUTS;
}

static unsigned add_telemetry(struct bench *bench)
{
    static struct telemetry rows[BATCH];
    for (unsigned i = 0; i < BATCH; i++) {
        struct telemetry *row = &rows[i];
        (void)snprintf(row->robot, ID_SIZE, "scout%u", i % ROBOTS);
        row->at = WALL + bench->number * 1000;
        row->field_count = FIELDS;
        for (unsigned k = 0; k < FIELDS; k++) {
            (void)snprintf(row->fields[k].name, WORD_SIZE, "field-%u", k);
            row->fields[k].value = i * 0.25 + k;
        }
    }
    bench->number++;
    enum rc rc = bench->port.add_telemetry(bench->port.self, rows, BATCH);
    assert(rc == RC_OK);
    return BATCH;
}

/* ---- by plain SQLite ---- */

static void run(struct bench *bench, const char *sql)
{
    int code = sqlite3_exec(bench->plain, sql, NULL, NULL, NULL);
    assert(code == SQLITE_OK);
}

static void open_plain(struct bench *bench, const char *synchronous)
{
    char path[512];
    (void)snprintf(path, sizeof path, "%s/plain.db", bench->directory);
    int code = sqlite3_open(path, &bench->plain);
    assert(code == SQLITE_OK);
    run(bench, "PRAGMA journal_mode = WAL");
    run(bench, synchronous);
    run(bench, "CREATE TABLE t (robot TEXT, at INTEGER, data BLOB, PRIMARY KEY (robot, at))"
               " WITHOUT ROWID");
    code = sqlite3_prepare_v2(
        bench->plain, "REPLACE INTO t VALUES (?, ?, ?)", -1, &bench->insert, NULL);
    assert(code == SQLITE_OK);
}

static void open_full(struct bench *bench)
{
    open_plain(bench, "PRAGMA synchronous = FULL");
}

static void open_normal(struct bench *bench)
{
    open_plain(bench, "PRAGMA synchronous = NORMAL");
}

static void insert(struct bench *bench, unsigned robot)
{
    static const char data[BYTES];
    char name[ID_SIZE];
    (void)snprintf(name, sizeof name, "scout%u", robot);
    (void)sqlite3_bind_text(bench->insert, 1, name, -1, SQLITE_TRANSIENT);
    (void)sqlite3_bind_int64(bench->insert, 2, (sqlite3_int64)bench->number);
    (void)sqlite3_bind_blob(bench->insert, 3, data, BYTES, SQLITE_STATIC);
    int code = sqlite3_step(bench->insert);
    assert(code == SQLITE_DONE);
    (void)sqlite3_reset(bench->insert);
}

static unsigned one_row(struct bench *bench)
{
    bench->number++;
    insert(bench, 1);
    return 1;
}

static unsigned many_rows(struct bench *bench)
{
    bench->number++;
    run(bench, "BEGIN");
    for (unsigned i = 0; i < BATCH; i++)
        insert(bench, i);
    run(bench, "COMMIT");
    return BATCH;
}

static unsigned sixteen_rows(struct bench *bench)
{
    bench->number++;
    run(bench, "BEGIN");
    for (unsigned i = 0; i < INPUTS; i++)
        insert(bench, i);
    run(bench, "COMMIT");
    return INPUTS;
}

static const struct {
    const char *name;
    void (*open)(struct bench *bench);
    unsigned (*step)(struct bench *bench);
} measurements[] = {
    {"claims",    open_store,  claim        },
    {"inputs",    open_store,  keep_inputs  },
    {"sixteen",   open_full,   sixteen_rows },
    {"row",       open_full,   one_row      },
    {"telemetry", open_store,  add_telemetry},
    {"rows",      open_normal, many_rows    },
    {"single",    open_normal, one_row      },
};

int main(int argc, char **argv)
{
    assert(argc == 4);
    struct bench bench = {.directory = argv[3]};
    uint64_t length = strtoull(argv[2], NULL, 10);
    for (size_t i = 0; i < sizeof measurements / sizeof measurements[0]; i++) {
        if (strcmp(measurements[i].name, argv[1]) != 0)
            continue;
        measurements[i].open(&bench);
        uint64_t done = 0;
        uint64_t begin = now_ms();
        while (now_ms() - begin < length)
            done += measurements[i].step(&bench);
        uint64_t took = now_ms() - begin;
        (void)printf("%.0f\n", (double)done * 1000 / (double)took);
    }
    store_destroy(bench.store);
    (void)sqlite3_finalize(bench.insert);
    (void)sqlite3_close(bench.plain);
    return 0;
}
