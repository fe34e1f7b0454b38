/* Versions: every released one opens with what it held (old/, dumps of what each wrote), and a
 * migration that fails or is killed leaves the older one whole.
 */
#include <setjmp.h>
#include <sqlite3.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "bridge/adapters/store/database.h"
#include "tests/store/fixture.h"

#include <cmocka.h>

#define OLD "tests/store/old"

/* Replaces a database of the closed store by what a dump makes. */
static void put_dump(const struct fixture *fixture, const char *name, int version)
{
    static const char *const leftovers[] = {"", "-wal", "-shm"};
    char path[160];
    for (size_t i = 0; i < 3; i++) {
        (void)snprintf(path, sizeof path, "%s/%s.db%s", fixture->state, name, leftovers[i]);
        (void)unlink(path); /* what is not there is fine */
    }
    static char sql[1 << 20];
    (void)snprintf(path, sizeof path, OLD "/%s-%d.sql", name, version);
    FILE *file = fopen(path, "r");
    assert_non_null(file);
    size_t length = fread(sql, 1, sizeof sql - 1, file);
    assert_int_equal(fclose(file), 0);
    sql[length] = '\0';
    (void)snprintf(path, sizeof path, "%s.db", name);
    fixture_sql(fixture, path, sql);
}

/* Before version 2 there were no bars. */
static void forget_bars(struct record *record)
{
    if (record->kind == RECORD_ENROLMENT)
        record->enrolment.serial = 0;
    if (record->kind == RECORD_REVOCATION)
        record->revocation.bar = 0;
}

/* Before version 3 there were no matches. */
static void forget_matches(struct record *record)
{
    if (record->kind != RECORD_ASK)
        return;
    memset(record->ask.answer.match, 0, sizeof record->ask.answer.match);
    record->ask.answer.has_seat = false;
    record->ask.answer.seat = 0;
}

static void check_records(struct fixture *fixture, int version)
{
    struct kept kept;
    fixture_load(fixture, WALL, &kept);
    unsigned count = version < 3 ? RECORD_AUDIT + 1 : KINDS_HANDED_BACK + 1;
    assert_int_equal(kept.count, count);
    unsigned found = 0;
    for (unsigned i = 0; i < kept.count; i++) {
        struct record full;
        record_full(kept.records[i].kind, &full);
        if (version < 2)
            forget_bars(&full);
        if (version < 3)
            forget_matches(&full);
        struct record lease = lease_of("scout1", 7);
        found += memcmp(&kept.records[i], &full, sizeof full) == 0;
        found += memcmp(&kept.records[i], &lease, sizeof lease) == 0;
    }
    assert_int_equal(found, count);
}

static void every_older_version_opens_with_what_it_held(void **state)
{
    struct fixture *fixture = *state;
    for (int version = 1; version <= STORE_VERSION; version++) {
        fixture_close(fixture);
        put_dump(fixture, "bridge", version);
        fixture_open(fixture);
        check_records(fixture, version);
        assert_int_equal(
            fixture_number(fixture, "bridge.db", "PRAGMA user_version"), STORE_VERSION);
    }
}

static void count_points(void *context, const struct telemetry_point *point)
{
    unsigned *count = context;
    *count += point->count;
}

static void count_frame(void *context, const struct match_live *frame)
{
    unsigned *count = context;
    struct match_live full;
    frame_full(&full);
    assert_memory_equal(frame, &full, sizeof full);
    *count += 1;
}

/* Before version 2 there were none. */
static void check_frames(struct fixture *fixture, int version)
{
    const struct match_slice slice = {.match = "m-1", .limit = 10};
    unsigned count = 0;
    assert_int_equal(
        fixture->port.read_frames(fixture->port.self, &slice, count_frame, &count), RC_OK);
    assert_int_equal(count, version < 2 ? 0 : 1);
}

static void every_older_history_opens_with_what_it_held(void **state)
{
    struct fixture *fixture = *state;
    for (int version = 1; version <= HISTORY_VERSION; version++) {
        fixture_close(fixture);
        put_dump(fixture, "history", version);
        fixture_open(fixture);
        const struct telemetry_query query = {
            .robot = "scout1", .from = WALL, .to = WALL + 200000, .points = 10};
        unsigned count = 0;
        assert_int_equal(
            fixture->port.read_telemetry(fixture->port.self, &query, count_points, &count),
            RC_OK);
        assert_int_equal(count, 20 * 4); /* battery and the pose's three */
        check_frames(fixture, version);
    }
}

/* ---- the mechanism, with migrations of our own ---- */

static const char *const steps[] = {
    "CREATE TABLE a (x INTEGER); INSERT INTO a VALUES (1);",
    "ALTER TABLE a ADD COLUMN y INTEGER NOT NULL DEFAULT 5; UPDATE a SET x = x + 1;",
    "UPDATE a SET x = 100; INSERT INTO nowhere VALUES (1);",
};

static struct database_plan plan_of(int version)
{
    return (struct database_plan){
        .application = 77, .migrations = steps, .version = version, .full = true};
}

static enum rc open_at(const struct fixture *fixture, int version, struct store_fault *fault)
{
    char path[128];
    fixture_path(fixture, "own.db", path);
    struct database database = {.handle = NULL};
    struct database_plan plan = plan_of(version);
    enum rc rc = database_open(&database, path, &plan, fault);
    database_close(&database);
    return rc;
}

static void a_new_file_runs_all_migrations(void **state)
{
    const struct fixture *fixture = *state;
    struct store_fault fault;
    assert_int_equal(open_at(fixture, 2, &fault), RC_OK);
    assert_int_equal(fixture_number(fixture, "own.db", "SELECT x FROM a"), 2);
    assert_int_equal(fixture_number(fixture, "own.db", "PRAGMA user_version"), 2);
}

static void an_older_file_runs_what_is_missing_once(void **state)
{
    const struct fixture *fixture = *state;
    struct store_fault fault;
    assert_int_equal(open_at(fixture, 1, &fault), RC_OK);
    assert_int_equal(fixture_number(fixture, "own.db", "SELECT x FROM a"), 1);
    assert_int_equal(open_at(fixture, 2, &fault), RC_OK);
    assert_int_equal(open_at(fixture, 2, &fault), RC_OK);
    assert_int_equal(fixture_number(fixture, "own.db", "SELECT x + y FROM a"), 7);
}

static void a_migration_that_fails_leaves_the_older_version_whole(void **state)
{
    const struct fixture *fixture = *state;
    struct store_fault fault;
    assert_int_equal(open_at(fixture, 2, &fault), RC_OK);
    assert_int_equal(open_at(fixture, 3, &fault), RC_IO);
    assert_non_null(strstr(fault.sentence, "nowhere"));
    assert_int_equal(fixture_number(fixture, "own.db", "PRAGMA user_version"), 2);
    assert_int_equal(fixture_number(fixture, "own.db", "SELECT x FROM a"), 2);
    assert_int_equal(open_at(fixture, 2, &fault), RC_OK);
}

static void a_newer_file_stays_as_it_is(void **state)
{
    const struct fixture *fixture = *state;
    struct store_fault fault;
    assert_int_equal(open_at(fixture, 2, &fault), RC_OK);
    assert_int_equal(open_at(fixture, 1, &fault), RC_VERSION);
    assert_int_equal(fixture_number(fixture, "own.db", "PRAGMA user_version"), 2);
}

static void reading_beside_asks_for_the_present_version(void **state)
{
    const struct fixture *fixture = *state;
    struct store_fault fault;
    assert_int_equal(open_at(fixture, 1, &fault), RC_OK);
    char path[128];
    fixture_path(fixture, "own.db", path);
    struct database database = {.handle = NULL};
    struct database_plan plan = plan_of(2);
    assert_int_equal(database_open_reading(&database, path, &plan, &fault), RC_VERSION);
    plan = plan_of(1);
    assert_int_equal(database_open_reading(&database, path, &plan, &fault), RC_OK);
    assert_false(database_run(&database, "UPDATE a SET x = 9"));
    database_close(&database);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, fixture_set_up, fixture_tear_down)
    const struct CMUnitTest tests[] = {
        TEST(every_older_version_opens_with_what_it_held),
        TEST(every_older_history_opens_with_what_it_held),
        TEST(a_new_file_runs_all_migrations),
        TEST(an_older_file_runs_what_is_missing_once),
        TEST(a_migration_that_fails_leaves_the_older_version_whole),
        TEST(a_newer_file_stays_as_it_is),
        TEST(reading_beside_asks_for_the_present_version),
    };
    return cmocka_run_group_tests_name("migrate", tests, NULL, NULL);
}
