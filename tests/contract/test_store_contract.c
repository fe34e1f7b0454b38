/* What every store must do (bridge/app/ports.h): the same cases against SQLite and against the
 * fake that the other tests stand on.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bridge/core/core.h"
#include "tests/contract/store_subject.h"

#include <cmocka.h>

struct loaded {
    unsigned count;
    struct record records[64];
    unsigned refuse_at; /* 1 = the first is refused */
};

static enum rc take(void *context, const struct record *record)
{
    struct loaded *loaded = context;
    assert_true(loaded->count < 64);
    loaded->records[loaded->count++] = *record;
    return loaded->refuse_at == loaded->count ? RC_FULL : RC_OK;
}

static void load(struct subject *subject, struct loaded *ret)
{
    memset(ret, 0, sizeof *ret);
    subject_reopen(subject);
    assert_int_equal(subject->port.load(subject->port.self, WALL, take, ret), RC_OK);
}

static struct record robot_of(const char *id)
{
    struct record record;
    memset(&record, 0, sizeof record);
    record.kind = RECORD_ROBOT;
    memcpy(record.robot.id, id, strlen(id) + 1);
    record.robot.registered = true;
    record.robot.card = (struct robot_card){.name = "Scout \xc3\xa4",
        .kind = "wheels",
        .status_ms = 1000,
        .deadman_ms = 250,
        .max_age_ms = 500,
        .max_message = 4096,
        .camera_count = 1,
        .cameras = {{"front"}}};
    return record;
}

static struct record lease_of(const char *robot, uint32_t n)
{
    struct record record;
    memset(&record, 0, sizeof record);
    record.kind = RECORD_LEASE;
    memcpy(record.lease.robot, robot, strlen(robot) + 1);
    record.lease.number = (struct lease_number){n, 3};
    record.lease.driver = (struct principal){KIND_PLAYER, "ann"};
    record.lease.session = (struct tag){"session-1"};
    record.lease.why[0] = WHY_IDLE;
    record.lease.stop_count = 1;
    record.lease.stops[0] = (struct stop_entry){
        {"stop-1"},
        { KIND_REFEREE,   "ref"}
    };
    record.lease.cleared_count = 2;
    record.lease.cleared[0] = (struct tag){"stop-b"};
    record.lease.cleared[1] = (struct tag){"stop-a"};
    record.lease.queue_count = 2;
    record.lease.queue[0] = (struct principal){KIND_BOT, "b1"};
    record.lease.queue[1] = (struct principal){KIND_PLAYER, "p2"};
    return record;
}

static struct record slot_of(const char *code, const char *robot)
{
    struct record record;
    memset(&record, 0, sizeof record);
    record.kind = RECORD_SLOT;
    memcpy(record.slot.code, code, strlen(code) + 1);
    memcpy(record.slot.robot, robot, strlen(robot) + 1);
    return record;
}

static struct record enrolment_of(const char *code)
{
    struct record record;
    memset(&record, 0, sizeof record);
    record.kind = RECORD_ENROLMENT;
    memcpy(record.enrolment.code, code, strlen(code) + 1);
    record.enrolment.uses = 5;
    record.enrolment.expires = WALL / 1000 + 60;
    return record;
}

static struct record ask_of(const char *id, uint64_t at)
{
    struct record record;
    memset(&record, 0, sizeof record);
    record.kind = RECORD_ASK;
    record.ask.asker = (struct principal){KIND_PLAYER, "ann"};
    memcpy(record.ask.id, id, strlen(id) + 1);
    record.ask.deed = DEED_DRIVE_CLAIM;
    record.ask.digest = 0x7fedcba987654321u;
    record.ask.at = at;
    record.ask.answer = (struct kept_answer){.rc = RC_OK, .robot = "scout1", .n = 7};
    return record;
}

static struct record invite_of(const char *code)
{
    struct record record;
    memset(&record, 0, sizeof record);
    record.kind = RECORD_INVITE;
    memcpy(record.invite.code, code, strlen(code) + 1);
    record.invite.kind = KIND_REFEREE;
    record.invite.uses = 4;
    record.invite.used = 1;
    record.invite.expires = WALL / 1000 + 60;
    return record;
}

static struct record revocation_of(const char *robot)
{
    struct record record;
    memset(&record, 0, sizeof record);
    record.kind = RECORD_REVOCATION;
    record.revocation.principal.kind = KIND_ROBOT;
    memcpy(record.revocation.principal.id, robot, strlen(robot) + 1);
    record.revocation.before = WALL / 1000;
    record.revocation.evict = true;
    return record;
}

static void an_empty_store_has_nothing_to_hand_back(void **state)
{
    struct loaded loaded;
    load(*state, &loaded);
    assert_int_equal(loaded.count, 0);
}

static void what_is_kept_comes_back_in_the_order_of_kinds(void **state)
{
    struct subject *subject = *state;
    const struct record records[] = {ask_of("ask-0000001", WALL - 1000),
        revocation_of("scout9"), slot_of("enrol-1", "scout1"), enrolment_of("enrol-1"),
        invite_of("invite-1"), lease_of("scout1", 7), robot_of("scout1")};
    subject_keep(subject, records, 7);
    struct loaded loaded;
    load(subject, &loaded);
    assert_int_equal(loaded.count, 7);
    for (unsigned i = 0; i < 7; i++) {
        assert_int_equal(loaded.records[i].kind, i);
        assert_false(loaded.records[i].gone);
        assert_memory_equal(&loaded.records[i], &records[6 - i], sizeof records[0]);
    }
}

static void a_row_is_replaced_by_its_key(void **state)
{
    struct subject *subject = *state;
    const struct record first[] = {
        robot_of("scout1"), robot_of("scout2"), lease_of("scout1", 1), lease_of("scout2", 1)};
    subject_keep(subject, first, 4);
    struct record changed[] = {lease_of("scout1", 2), robot_of("scout2")};
    changed[1].robot.registered = false;
    subject_keep(subject, changed, 2);
    struct loaded loaded;
    load(subject, &loaded);
    assert_int_equal(loaded.count, 4);
    unsigned found = 0;
    for (unsigned i = 0; i < 4; i++) {
        const struct record *record = &loaded.records[i];
        found += record->kind == RECORD_ROBOT && !record->robot.registered;
        found += record->kind == RECORD_LEASE && record->lease.number.n == 2;
    }
    assert_int_equal(found, 2);
}

static void a_row_that_is_gone_is_gone(void **state)
{
    struct subject *subject = *state;
    const struct record first[] = {robot_of("scout1"), lease_of("scout1", 1),
        revocation_of("scout1"), enrolment_of("enrol-1"), slot_of("enrol-1", "scout1"),
        enrolment_of("enrol-2"), slot_of("enrol-2", "scout2")};
    subject_keep(subject, first, 7);
    struct record gone[] = {robot_of("scout1"), lease_of("scout1", 1), revocation_of("scout1"),
        enrolment_of("enrol-1"), robot_of("never-there")};
    for (unsigned i = 0; i < 5; i++) {
        gone[i].gone = true;
    }
    subject_keep(subject, gone, 5);
    struct loaded loaded;
    load(subject, &loaded);
    assert_int_equal(loaded.count, 2);
    assert_string_equal(loaded.records[0].enrolment.code, "enrol-2");
    assert_string_equal(loaded.records[1].slot.robot, "scout2");
}

static void answers_older_than_ten_minutes_are_left_out(void **state)
{
    struct subject *subject = *state;
    const struct record records[] = {ask_of("ask-0000001", WALL - ASK_KEPT_MS - 1),
        ask_of("ask-0000002", WALL - ASK_KEPT_MS + 1000)};
    subject_keep(subject, records, 2);
    struct loaded loaded;
    load(subject, &loaded);
    assert_int_equal(loaded.count, 1);
    assert_string_equal(loaded.records[0].ask.id, "ask-0000002");
    while (subject->port.tend(subject->port.self, WALL)) {
    }
    load(subject, &loaded);
    assert_int_equal(loaded.count, 1);
}

static void a_refusing_sink_ends_the_loading(void **state)
{
    struct subject *subject = *state;
    const struct record records[] = {
        robot_of("scout1"), robot_of("scout2"), robot_of("scout3")};
    subject_keep(subject, records, 3);
    struct loaded loaded = {.refuse_at = 2};
    assert_int_equal(subject->port.load(subject->port.self, WALL, take, &loaded), RC_FULL);
    assert_int_equal(loaded.count, 2);
}

static void the_audit_is_kept_but_not_handed_back(void **state)
{
    struct subject *subject = *state;
    struct record record = {
        .kind = RECORD_AUDIT,
        .audit = {.at = WALL, .kind = AUDIT_CLAIMED, .robot = "scout1", .n = 3}
    };
    subject_keep(subject, &record, 1);
    struct loaded loaded;
    load(subject, &loaded);
    assert_int_equal(loaded.count, 0);
}

struct history {
    unsigned points, values;
    uint64_t last_at;
    double min, max, sum;
    bool in_order, inside;
};

static void take_point(void *context, const struct telemetry_point *point)
{
    struct history *history = context;
    if (strcmp(point->field, "battery") != 0) {
        return;
    }
    bool first = history->points == 0;
    history->in_order &= first || point->at > history->last_at;
    history->inside &= point->at >= WALL - 100000 && point->at < WALL;
    history->last_at = point->at;
    history->points++;
    history->values += point->count;
    history->min = first || point->min < history->min ? point->min : history->min;
    history->max = first || point->max > history->max ? point->max : history->max;
    history->sum += point->mean * point->count;
}

static void add_history(struct subject *subject)
{
    struct telemetry rows[100];
    memset(rows, 0, sizeof rows);
    for (unsigned i = 0; i < 100; i++) {
        memcpy(rows[i].robot, i % 10 == 9 ? "scout2" : "scout1", 7);
        rows[i].at = WALL - 100000 + i * 1000;
        rows[i].field_count = 2;
        memcpy(rows[i].fields[0].name, "battery", 8);
        rows[i].fields[0].value = i;
        memcpy(rows[i].fields[1].name, "speed", 6);
    }
    assert_int_equal(subject->port.add_telemetry(subject->port.self, rows, 60), RC_OK);
    assert_int_equal(subject->port.add_telemetry(subject->port.self, rows + 60, 40), RC_OK);
}

static struct history read_history(struct subject *subject, uint32_t points)
{
    struct history history = {.in_order = true, .inside = true};
    struct telemetry_query query = {
        .robot = "scout1", .from = WALL - 100000, .to = WALL, .points = points};
    assert_int_equal(
        subject->port.read_telemetry(subject->port.self, &query, take_point, &history), RC_OK);
    return history;
}

static void the_history_is_thinned_without_losing_its_extremes(void **state)
{
    struct subject *subject = *state;
    add_history(subject);
    static const uint32_t points[] = {1, 7, 10, 5000};
    for (unsigned i = 0; i < 4; i++) {
        struct history history = read_history(subject, points[i]);
        assert_in_range(history.points, 1, points[i] < 90 ? points[i] : 90);
        assert_int_equal(history.values, 90);
        assert_true(history.in_order && history.inside);
        assert_true(history.min == 0 && history.max == 98);
        assert_true(history.sum > 4409.999 && history.sum < 4410.001);
    }
}

static void an_unknown_robot_has_no_history(void **state)
{
    struct subject *subject = *state;
    add_history(subject);
    struct history history = {0};
    struct telemetry_query query = {
        .robot = "ghost", .from = WALL - 100000, .to = WALL, .points = 10};
    assert_int_equal(
        subject->port.read_telemetry(subject->port.self, &query, take_point, &history), RC_OK);
    assert_int_equal(history.points, 0);
}

struct page {
    unsigned count;
    uint64_t seqs[16];
    uint64_t at[16];
};

static void take_entry(void *context, uint64_t seq, const struct record_audit *entry)
{
    struct page *page = context;
    assert_true(page->count < 16);
    assert_non_null(entry);
    page->seqs[page->count] = seq;
    page->at[page->count++] = entry->at;
}

static struct page read_audit(struct subject *subject, const struct audit_query *query)
{
    struct page page = {.count = 0};
    assert_int_equal(
        subject->port.read_audit(subject->port.self, query, take_entry, &page), RC_OK);
    return page;
}

/* 12 entries, two at each time: scout1 and scout2 in turn, ann and bob in turn of three. */
static void add_audit(struct subject *subject)
{
    for (unsigned i = 0; i < 12; i++) {
        struct record record;
        memset(&record, 0, sizeof record);
        record.kind = RECORD_AUDIT;
        record.audit.at = WALL + i / 2;
        record.audit.kind = AUDIT_CLAIMED;
        memcpy(record.audit.robot, i % 2 == 0 ? "scout1" : "scout2", 7);
        record.audit.who.kind = KIND_PLAYER;
        memcpy(record.audit.who.id, i % 3 == 0 ? "ann" : "bob", 4);
        const struct record *records[] = {&record};
        assert_int_equal(subject->port.keep(subject->port.self, records, 1), RC_OK);
    }
}

static void the_audit_is_read_newest_first_in_pages_that_leave_nothing_out(void **state)
{
    struct subject *subject = *state;
    add_audit(subject);
    struct audit_query query = {.limit = 5};
    unsigned count = 0;
    uint64_t last = WALL + 6;
    struct page page = read_audit(subject, &query);
    assert_int_equal(page.count, 5);
    while (page.count > 0) {
        for (unsigned i = 0; i < page.count; i++) {
            assert_true(page.at[i] <= last);
            assert_true(query.after == 0 || page.seqs[i] < query.after);
            last = page.at[i];
            query.after = page.seqs[i];
            count++;
        }
        page = read_audit(subject, &query);
    }
    assert_int_equal(count, 12);
    query = (struct audit_query){.limit = 0};
    assert_int_equal(read_audit(subject, &query).count, 12);
}

static void the_audit_is_chosen_by_robot_person_and_time(void **state)
{
    struct subject *subject = *state;
    add_audit(subject);
    struct audit_query query = {.robot = "scout1"};
    assert_int_equal(read_audit(subject, &query).count, 6);
    query.who = (struct principal){.kind = KIND_PLAYER, .id = "ann"};
    assert_int_equal(read_audit(subject, &query).count, 2);
    query.robot[0] = '\0';
    assert_int_equal(read_audit(subject, &query).count, 4);
    query = (struct audit_query){.from = WALL + 1, .to = WALL + 3};
    struct page page = read_audit(subject, &query);
    assert_int_equal(page.count, 4);
    assert_int_equal(page.at[0], WALL + 2);
    assert_int_equal(page.at[3], WALL + 1);
    query = (struct audit_query){.robot = "ghost"};
    assert_int_equal(read_audit(subject, &query).count, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        BOTH(an_empty_store_has_nothing_to_hand_back),
        BOTH(what_is_kept_comes_back_in_the_order_of_kinds),
        BOTH(a_row_is_replaced_by_its_key),
        BOTH(a_row_that_is_gone_is_gone),
        BOTH(answers_older_than_ten_minutes_are_left_out),
        BOTH(a_refusing_sink_ends_the_loading),
        BOTH(the_audit_is_kept_but_not_handed_back),
        BOTH(the_history_is_thinned_without_losing_its_extremes),
        BOTH(an_unknown_robot_has_no_history),
        BOTH(the_audit_is_read_newest_first_in_pages_that_leave_nothing_out),
        BOTH(the_audit_is_chosen_by_robot_person_and_time),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
