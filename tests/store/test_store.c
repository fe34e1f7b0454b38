/* The store of what decides: what goes in comes out, whole batches or nothing, and a sentence
 * for every way a disk or a file can fail.
 */
#include <setjmp.h>
#include <signal.h>
#include <sqlite3.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include "bridge/adapters/store/audit.h"
#include "bridge/core/core.h"
#include "tests/store/fixture.h"

#include <cmocka.h>

static void every_record_comes_back_as_it_was_kept(void **state)
{
    struct fixture *fixture = *state;
    for (unsigned i = 0; i < KINDS_HANDED_BACK; i++) {
        struct record record;
        record_full(kind_handed_back(i), &record);
        keep_one(fixture, &record);
        keep_one(fixture, &record); /* an upsert */
    }
    fixture_close(fixture);
    fixture_open(fixture);
    struct kept kept;
    fixture_load(fixture, WALL, &kept);
    assert_int_equal(kept.count, KINDS_HANDED_BACK);
    for (unsigned i = 0; i < KINDS_HANDED_BACK; i++) {
        struct record record;
        record_full(kind_handed_back(i), &record);
        assert_memory_equal(&kept.records[i], &record, sizeof record);
    }
}

static void empty_members_come_back_empty(void **state)
{
    struct fixture *fixture = *state;
    struct record lease = lease_of("scout1", 0);
    keep_one(fixture, &lease);
    struct kept kept;
    fixture_load(fixture, WALL, &kept);
    assert_int_equal(kept.count, 1);
    assert_memory_equal(&kept.records[0], &lease, sizeof lease);
}

static void what_is_gone_does_not_come_back(void **state)
{
    struct fixture *fixture = *state;
    for (unsigned i = 0; i < KINDS_HANDED_BACK; i++) {
        struct record record;
        record_full(kind_handed_back(i), &record);
        keep_one(fixture, &record);
        record.gone = true;
        keep_one(fixture, &record);
        keep_one(fixture, &record); /* to delete what is not there is fine */
    }
    struct kept kept;
    fixture_load(fixture, WALL, &kept);
    assert_int_equal(kept.count, 0);
}

static void an_enrolment_takes_its_slots_along_and_a_change_does_not(void **state)
{
    struct fixture *fixture = *state;
    struct record enrolment;
    struct record slot;
    record_full(RECORD_ENROLMENT, &enrolment);
    record_full(RECORD_SLOT, &slot);
    keep_one(fixture, &enrolment);
    keep_one(fixture, &slot);
    enrolment.enrolment.uses = 2;
    keep_one(fixture, &enrolment);
    struct kept kept;
    fixture_load(fixture, WALL, &kept);
    assert_int_equal(kept.count, 2);
    assert_int_equal(kept.records[0].enrolment.uses, 2);
    enrolment.gone = true;
    keep_one(fixture, &enrolment);
    fixture_load(fixture, WALL, &kept);
    assert_int_equal(kept.count, 0);
}

static void asks_are_forgotten_after_ten_minutes(void **state)
{
    struct fixture *fixture = *state;
    struct record ask;
    record_full(RECORD_ASK, &ask);
    keep_one(fixture, &ask);
    struct kept kept;
    fixture_load(fixture, WALL + ASK_KEPT_MS, &kept);
    assert_int_equal(kept.count, 1);
    fixture_load(fixture, WALL + ASK_KEPT_MS + 1, &kept);
    assert_int_equal(kept.count, 0);
    (void)fixture->port.tend(fixture->port.self, WALL + ASK_KEPT_MS);
    fixture_load(fixture, WALL, &kept);
    assert_int_equal(kept.count, 1);
    (void)fixture->port.tend(fixture->port.self, WALL + ASK_KEPT_MS + 1);
    fixture_load(fixture, WALL, &kept);
    assert_int_equal(kept.count, 0);
}

static enum rc refuse_second(void *context, const struct record *record)
{
    (void)record;
    unsigned *count = context;
    return ++*count == 2 ? RC_FULL : RC_OK;
}

static void a_refused_record_ends_the_loading(void **state)
{
    struct fixture *fixture = *state;
    for (uint32_t n = 1; n <= 3; n++) {
        char robot[ID_SIZE];
        (void)snprintf(robot, sizeof robot, "scout%u", n);
        struct record lease = lease_of(robot, n);
        keep_one(fixture, &lease);
    }
    unsigned count = 0;
    assert_int_equal(
        fixture->port.load(fixture->port.self, WALL, refuse_second, &count), RC_FULL);
    assert_int_equal(count, 2);
}

/* ---- other programs, versions, files ---- */

static void the_files_are_their_owners_alone(void **state)
{
    struct fixture *fixture = *state;
    static const char *const names[] = {
        "bridge.db", "bridge.db-wal", "bridge.db-shm", "history.db", "bridge.lock"};
    struct record lease = lease_of("scout1", 7);
    keep_one(fixture, &lease);
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        char path[128];
        struct stat facts;
        fixture_path(fixture, names[i], path);
        assert_int_equal(stat(path, &facts), 0);
        assert_int_equal(facts.st_mode & 0777, 0600);
    }
}

static void a_second_bridge_is_refused(void **state)
{
    struct fixture *fixture = *state;
    struct store *first = fixture->store;
    struct store_fault fault;
    fixture->store = NULL;
    assert_int_equal(fixture_refused(fixture, &fault), RC_UNAVAILABLE);
    assert_non_null(strstr(fault.sentence, "another bridge is running"));
    fixture->store = first;
}

static void a_newer_version_is_refused_with_a_sentence(void **state)
{
    struct fixture *fixture = *state;
    static const char *const names[] = {"bridge.db", "history.db"};
    static const int versions[] = {STORE_VERSION, HISTORY_VERSION};
    for (size_t i = 0; i < 2; i++) {
        char text[64];
        fixture_close(fixture);
        fixture_sql(fixture, names[i], "PRAGMA user_version = 99");
        struct store_fault fault;
        assert_int_equal(fixture_refused(fixture, &fault), RC_VERSION);
        assert_non_null(strstr(fault.sentence, names[i]));
        (void)snprintf(text, sizeof text, "newer version (99, this one knows %d)", versions[i]);
        assert_non_null(strstr(fault.sentence, text));
        (void)snprintf(text, sizeof text, "PRAGMA user_version = %d", versions[i]);
        fixture_sql(fixture, names[i], text);
        fixture_open(fixture);
    }
}

static void another_programs_database_is_left_alone(void **state)
{
    struct fixture *fixture = *state;
    char path[128];
    fixture_close(fixture);
    fixture_path(fixture, "bridge.db", path);
    assert_int_equal(unlink(path), 0);
    fixture_sql(fixture, "bridge.db", "CREATE TABLE diary (secret TEXT)");
    struct store_fault fault;
    assert_int_equal(fixture_refused(fixture, &fault), RC_IO);
    assert_non_null(strstr(fault.sentence, "no database of ours"));
    assert_int_equal(
        fixture_number(fixture, "bridge.db", "SELECT count(*) FROM sqlite_schema"), 1);
}

static void write_bytes(const char *path, long at, size_t count)
{
    FILE *file = fopen(path, "r+b");
    assert_non_null(file);
    assert_int_equal(fseek(file, at, SEEK_SET), 0);
    for (size_t i = 0; i < count; i++)
        assert_int_not_equal(fputc((int)(i * 37 % 251), file), EOF);
    assert_int_equal(fclose(file), 0);
}

/* Whatever is damaged: an opening and a loading that end in OK or in a sentence. */
static void open_and_load(struct fixture *fixture)
{
    static const struct store_settings settings = {1, 1, 1, 1, 1};
    struct store_fault fault = {""};
    enum rc rc = store_create(fixture->state, &settings, &fixture->store, &fault);
    if (rc != RC_OK) {
        assert_true(strlen(fault.sentence) > 20);
        return;
    }
    struct record lease = lease_of("scout1", 7);
    const struct record *records[] = {&lease};
    struct kept kept = {0};
    store_port(fixture->store, &fixture->port);
    (void)fixture->port.load(fixture->port.self, WALL, refuse_second, &kept.count);
    (void)fixture->port.keep(fixture->port.self, records, 1);
    (void)fixture->port.tend(fixture->port.self, WALL);
    fixture_close(fixture);
}

static void damaged_files_end_in_a_sentence(void **state)
{
    struct fixture *fixture = *state;
    for (int i = 0; i < 200; i++) {
        char robot[ID_SIZE];
        (void)snprintf(robot, sizeof robot, "robot-%d", i);
        struct record lease = lease_of(robot, 1);
        keep_one(fixture, &lease);
    }
    fixture_close(fixture);
    char path[128];
    fixture_path(fixture, "bridge.db", path);
    struct stat facts;
    assert_int_equal(stat(path, &facts), 0);
    for (long at = facts.st_size - 64; at >= 0; at -= 509) {
        write_bytes(path, at, 64);
        open_and_load(fixture);
    }
    struct store_fault fault;
    assert_int_equal(fixture_refused(fixture, &fault), RC_IO);
    assert_non_null(strstr(fault.sentence, "damaged"));
    assert_int_equal(truncate(path, 100), 0);
    assert_int_equal(fixture_refused(fixture, &fault), RC_IO);
}

static void a_damaged_row_is_named(void **state)
{
    struct fixture *fixture = *state;
    struct record lease = lease_of("scout1", 7);
    keep_one(fixture, &lease);
    static const char *const wounds[] = {
        "UPDATE lease SET n = -1",
        "UPDATE lease SET n = 'x'",
        "UPDATE lease SET n = 4294967296",
        "UPDATE lease SET n = 7, driver = 'emperor/x'",
        "UPDATE lease SET driver = '', stops = 'only-an-id'",
        "UPDATE lease SET stops = 'a bot/x a bot/x a bot/x a bot/x a bot/x a bot/x'",
        "UPDATE lease SET stops = '', why = 'no_such_reason'",
        "UPDATE lease SET why = '', queue = 'player/a  player/b'",
        "UPDATE lease SET queue = '', cleared = 'not a tag!'",
        "UPDATE lease SET cleared = '', session = 'a much too long tag for this place'",
        "UPDATE lease SET session = '', cleared = printf('%05000d', 1)",
    };
    for (size_t i = 0; i < sizeof wounds / sizeof wounds[0]; i++) {
        fixture_sql(fixture, "bridge.db", wounds[i]);
        unsigned count = 0;
        assert_int_equal(
            fixture->port.load(fixture->port.self, WALL, refuse_second, &count), RC_IO);
        assert_non_null(strstr(store_sentence(fixture->store), "a row of lease is damaged"));
    }
}

static void a_directory_that_cannot_be_is_named(void **state)
{
    (void)state;
    static const struct store_settings settings = {1, 1, 1, 1, 1};
    struct store_fault fault;
    struct store *store = NULL;
    assert_int_equal(store_create("/dev/null/x", &settings, &store, &fault), RC_IO);
    assert_non_null(strstr(fault.sentence, "/dev/null/x"));
    assert_int_equal(store_create("/nowhere/at/all", &settings, &store, &fault), RC_IO);
    static char path[2000];
    memset(path, 'x', sizeof path - 1);
    assert_int_equal(store_create(path, &settings, &store, &fault), RC_IO);
}

/* ---- failing while it runs ---- */

static enum rc keep_two(struct fixture *fixture, uint32_t n)
{
    struct record a = lease_of("scout1", n);
    struct record b = lease_of("scout2", n);
    const struct record *records[] = {&a, &b};
    return fixture->port.keep(fixture->port.self, records, 2);
}

static void another_program_that_writes_is_waited_for_and_named(void **state)
{
    struct fixture *fixture = *state;
    char path[128];
    sqlite3 *other;
    fixture_path(fixture, "bridge.db", path);
    assert_int_equal(sqlite3_open(path, &other), SQLITE_OK);
    assert_int_equal(sqlite3_exec(other, "BEGIN IMMEDIATE", NULL, NULL, NULL), SQLITE_OK);
    assert_int_equal(keep_two(fixture, 1), RC_IO);
    assert_non_null(strstr(store_sentence(fixture->store), "another program holds it"));
    assert_int_equal(sqlite3_exec(other, "COMMIT", NULL, NULL, NULL), SQLITE_OK);
    assert_int_equal(keep_two(fixture, 2), RC_OK);
    assert_int_equal(sqlite3_close(other), SQLITE_OK);
}

static void limit_files(rlim_t bytes)
{
    struct rlimit limit = {.rlim_cur = bytes, .rlim_max = RLIM_INFINITY};
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &limit), 0);
}

static void a_full_disk_keeps_nothing_of_the_batch_and_heals(void **state)
{
    struct fixture *fixture = *state;
    assert_int_equal(keep_two(fixture, 1), RC_OK);
    char path[128];
    struct stat facts;
    fixture_path(fixture, "bridge.db-wal", path);
    assert_int_equal(stat(path, &facts), 0);
    (void)signal(SIGXFSZ, SIG_IGN);
    limit_files((rlim_t)facts.st_size);
    assert_int_equal(keep_two(fixture, 2), RC_IO);
    assert_true(strlen(store_sentence(fixture->store)) > 20);
    limit_files(RLIM_INFINITY);
    struct kept kept;
    fixture_load(fixture, WALL, &kept);
    assert_int_equal(kept.records[0].lease.number.n, 1);
    assert_int_equal(kept.records[1].lease.number.n, 1);
    assert_int_equal(keep_two(fixture, 3), RC_OK);
    fixture_load(fixture, WALL, &kept);
    assert_int_equal(kept.records[1].lease.number.n, 3);
}

static void a_batch_that_fails_in_its_middle_keeps_nothing(void **state)
{
    struct fixture *fixture = *state;
    fixture_sql(fixture, "bridge.db",
        "CREATE TRIGGER no BEFORE INSERT ON lease WHEN NEW.robot = 'scout2'"
        " BEGIN SELECT RAISE(ABORT, 'not this one'); END");
    assert_int_equal(keep_two(fixture, 1), RC_IO);
    assert_non_null(strstr(store_sentence(fixture->store), "not this one"));
    struct kept kept;
    fixture_load(fixture, WALL, &kept);
    assert_int_equal(kept.count, 0);
    fixture_sql(fixture, "bridge.db", "DROP TRIGGER no");
    assert_int_equal(keep_two(fixture, 1), RC_OK);
}

static void the_log_is_moved_into_the_file_by_tending(void **state)
{
    struct fixture *fixture = *state;
    char path[128];
    struct stat before;
    struct stat after;
    fixture_path(fixture, "bridge.db", path);
    assert_int_equal(stat(path, &before), 0);
    for (uint32_t n = 1; n <= 600; n++) {
        struct record ask;
        record_full(RECORD_ASK, &ask);
        (void)snprintf(ask.ask.id, sizeof ask.ask.id, "ask-%08u", n);
        keep_one(fixture, &ask);
    }
    (void)fixture->port.tend(fixture->port.self, WALL);
    assert_int_equal(stat(path, &after), 0);
    assert_true(after.st_size > before.st_size);
}

/* ---- audit ---- */

static void collect(void *context, uint64_t seq, const struct record_audit *entry)
{
    (void)seq;
    struct kept *kept = context;
    kept->records[kept->count++].audit = *entry;
}

static void keep_audit(struct fixture *fixture, uint64_t at, const char *robot, const char *id)
{
    struct record record;
    memset(&record, 0, sizeof record);
    record.kind = RECORD_AUDIT;
    record.audit.at = at;
    record.audit.kind = AUDIT_CLAIMED;
    (void)snprintf(record.audit.robot, sizeof record.audit.robot, "%s", robot);
    record.audit.who = who(KIND_PLAYER, id);
    keep_one(fixture, &record);
}

static void the_audit_is_read_beside_a_running_bridge(void **state)
{
    struct fixture *fixture = *state;
    struct record full;
    record_full(RECORD_AUDIT, &full);
    keep_one(fixture, &full);
    struct audit_query query;
    struct store_fault fault;
    struct kept kept = {0};
    memset(&query, 0, sizeof query);
    assert_int_equal(audit_read(fixture->state, &query, collect, &kept, &fault), RC_OK);
    assert_int_equal(kept.count, 1);
    assert_memory_equal(&kept.records[0].audit, &full.audit, sizeof full.audit);
}

static unsigned count_audit(struct fixture *fixture, const struct audit_query *query)
{
    struct kept kept = {0};
    struct store_fault fault;
    assert_int_equal(audit_read(fixture->state, query, collect, &kept, &fault), RC_OK);
    return kept.count;
}

static void the_audit_is_chosen_by_robot_person_time_and_number(void **state)
{
    struct fixture *fixture = *state;
    keep_audit(fixture, WALL, "scout1", "ann");
    keep_audit(fixture, WALL + 1, "scout1", "bob");
    keep_audit(fixture, WALL + 2, "scout2", "ann");
    struct audit_query query;
    memset(&query, 0, sizeof query);
    assert_int_equal(count_audit(fixture, &query), 3);
    query.limit = 2;
    assert_int_equal(count_audit(fixture, &query), 2);
    query.limit = 0;
    query.from = WALL + 1;
    assert_int_equal(count_audit(fixture, &query), 2);
    query.to = WALL + 2;
    assert_int_equal(count_audit(fixture, &query), 1);
    memset(&query, 0, sizeof query);
    query.who = who(KIND_PLAYER, "ann");
    assert_int_equal(count_audit(fixture, &query), 2);
    (void)snprintf(query.robot, sizeof query.robot, "scout1");
    assert_int_equal(count_audit(fixture, &query), 1);
}

static void the_audit_is_forgotten_after_its_days(void **state)
{
    struct fixture *fixture = *state;
    const uint64_t day = 86400000u;
    keep_audit(fixture, WALL, "scout1", "ann");
    keep_audit(fixture, WALL + day, "scout1", "bob");
    (void)fixture->port.tend(fixture->port.self, WALL + 365 * day + 1);
    struct audit_query query;
    memset(&query, 0, sizeof query);
    assert_int_equal(count_audit(fixture, &query), 1);
}

static void an_audit_that_is_not_there_is_named(void **state)
{
    (void)state;
    struct audit_query query;
    struct store_fault fault;
    memset(&query, 0, sizeof query);
    assert_int_equal(audit_read("/nowhere", &query, collect, NULL, &fault), RC_IO);
    assert_non_null(strstr(fault.sentence, "/nowhere/bridge.db"));
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, fixture_set_up, fixture_tear_down)
    const struct CMUnitTest tests[] = {
        TEST(every_record_comes_back_as_it_was_kept),
        TEST(empty_members_come_back_empty),
        TEST(what_is_gone_does_not_come_back),
        TEST(an_enrolment_takes_its_slots_along_and_a_change_does_not),
        TEST(asks_are_forgotten_after_ten_minutes),
        TEST(a_refused_record_ends_the_loading),
        TEST(the_files_are_their_owners_alone),
        TEST(a_second_bridge_is_refused),
        TEST(a_newer_version_is_refused_with_a_sentence),
        TEST(another_programs_database_is_left_alone),
        TEST(damaged_files_end_in_a_sentence),
        TEST(a_damaged_row_is_named),
        TEST(a_directory_that_cannot_be_is_named),
        TEST(another_program_that_writes_is_waited_for_and_named),
        TEST(a_full_disk_keeps_nothing_of_the_batch_and_heals),
        TEST(a_batch_that_fails_in_its_middle_keeps_nothing),
        TEST(the_log_is_moved_into_the_file_by_tending),
        TEST(the_audit_is_read_beside_a_running_bridge),
        TEST(the_audit_is_chosen_by_robot_person_time_and_number),
        TEST(the_audit_is_forgotten_after_its_days),
        TEST(an_audit_that_is_not_there_is_named),
    };
    return cmocka_run_group_tests_name("store", tests, NULL, NULL);
}
