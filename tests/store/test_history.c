/* The history: what was measured comes back as points, from whichever level still has it, and
 * the levels follow each other without gaps or doubles.
 */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bridge/adapters/store/chronicle.h"
#include "bridge/adapters/store/pack.h"
#include "tests/store/fixture.h"

#include <cmocka.h>

#define MINUTE 60000u
#define HOUR   3600000u
#define DAY    86400000u
#define START  (WALL - WALL % DAY) /* the beginning of a day */

static struct telemetry measured(const char *robot, uint64_t at, double value)
{
    struct telemetry telemetry;
    memset(&telemetry, 0, sizeof telemetry);
    (void)snprintf(telemetry.robot, sizeof telemetry.robot, "%s", robot);
    telemetry.at = at;
    telemetry.field_count = 1;
    memcpy(telemetry.fields[0].name, "battery", sizeof "battery");
    telemetry.fields[0].value = value;
    return telemetry;
}

static void add(struct fixture *fixture, const struct telemetry *rows, unsigned count)
{
    if (fixture->port.add_telemetry(fixture->port.self, rows, count) != RC_OK)
        fail_msg("%s", store_sentence(fixture->store));
}

/* One value every `step` ms; the value is the number of the row. */
static void add_many(struct fixture *fixture, uint64_t from, uint64_t to, uint64_t step)
{
    static struct telemetry rows[4096];
    unsigned count = 0;
    for (uint64_t at = from; at < to; at += step) {
        uint64_t number = (at - from) / step;
        rows[count++] = measured("scout1", at, (double)number);
        if (count == 4096 || at + step >= to) {
            add(fixture, rows, count);
            count = 0;
        }
    }
}

static void tend_all(struct fixture *fixture, uint64_t wall)
{
    for (int i = 0; i < 100000; i++)
        if (!fixture->port.tend(fixture->port.self, wall))
            return;
    fail_msg("tending never ends");
}

#define POINTS_MAX 6000
struct points {
    unsigned count;
    uint64_t measured; /* values they stand for */
    struct telemetry_point list[POINTS_MAX];
};

static void take(void *context, const struct telemetry_point *point)
{
    struct points *points = context;
    assert_true(points->count < POINTS_MAX);
    points->list[points->count++] = *point;
    points->measured += point->count;
}

static struct points found;

static void ask(struct fixture *fixture, uint64_t from, uint64_t to, uint32_t points)
{
    const struct telemetry_query query = {
        .robot = "scout1", .from = from, .to = to, .points = points};
    memset(&found, 0, sizeof found);
    if (fixture->port.read_telemetry(fixture->port.self, &query, take, &found) != RC_OK)
        fail_msg("%s", store_sentence(fixture->store));
    assert_true(found.count <= points * 4);
}

static void what_was_measured_comes_back(void **state)
{
    struct fixture *fixture = *state;
    struct telemetry row = measured("scout1", WALL, 98.5);
    row.has_pose = true;
    row.pose_x = -1.25;
    row.pose_heading = 270;
    add(fixture, &row, 1);
    ask(fixture, WALL, WALL + 1000, 10);
    assert_int_equal(found.count, 4);
    assert_string_equal(found.list[0].field, "battery");
    assert_float_equal(found.list[0].mean, 98.5, 0);
    assert_int_equal(found.list[0].at, WALL);
    assert_string_equal(found.list[1].field, "pose_x");
    assert_float_equal(found.list[1].min, -1.25, 0);
    assert_string_equal(found.list[3].field, "pose_heading");
}

static void a_point_stands_for_all_values_until_the_next(void **state)
{
    struct fixture *fixture = *state;
    add_many(fixture, START, START + 100000, 1000);
    ask(fixture, START, START + 100000, 10);
    assert_int_equal(found.count, 10);
    for (unsigned i = 0; i < 10; i++) {
        assert_int_equal(found.list[i].at, START + i * 10000);
        assert_int_equal(found.list[i].count, 10);
        assert_float_equal(found.list[i].min, i * 10, 0);
        assert_float_equal(found.list[i].max, i * 10 + 9, 0);
        assert_float_equal(found.list[i].mean, i * 10 + 4.5, 1e-9);
    }
}

static void only_the_robot_and_the_time_asked_for_are_read(void **state)
{
    struct fixture *fixture = *state;
    add_many(fixture, START, START + 10000, 1000);
    struct telemetry other = measured("scout2", START, 7);
    add(fixture, &other, 1);
    ask(fixture, START + 2000, START + 5000, 100);
    assert_int_equal(found.measured, 3);
    assert_int_equal(found.list[0].at, START + 2000);
    ask(fixture, START + DAY, START + DAY + 1, 100);
    assert_int_equal(found.count, 0);
}

static void values_that_are_no_numbers_are_left_out(void **state)
{
    struct fixture *fixture = *state;
    struct telemetry row = measured("scout1", WALL, NAN);
    row.has_pose = true;
    row.pose_x = INFINITY;
    add(fixture, &row, 1);
    ask(fixture, WALL, WALL + 1000, 1);
    assert_int_equal(found.count, 2); /* pose_y, pose_heading */
}

static void rolling_up_changes_no_sum(void **state)
{
    struct fixture *fixture = *state;
    const uint64_t end = START + 3 * HOUR;
    add_many(fixture, START, end, 1000);
    for (uint64_t wall = START; wall <= end; wall += 10 * MINUTE) {
        tend_all(fixture, wall);
        ask(fixture, START, end, 6);
        assert_int_equal(found.measured, 3 * 3600);
        assert_float_equal(found.list[5].max, 3 * 3600 - 1, 0);
    }
    tend_all(fixture, end + 2 * MINUTE);
    assert_int_equal(fixture_number(fixture, "history.db", "SELECT count(*) FROM minute"), 180);
    assert_int_equal(fixture_number(fixture, "history.db", "SELECT count(*) FROM hour"), 3);
}

static void a_minute_is_rolled_up_ten_seconds_after_its_end(void **state)
{
    struct fixture *fixture = *state;
    add_many(fixture, START, START + MINUTE, 1000);
    tend_all(fixture, START + MINUTE + 9999);
    assert_int_equal(fixture_number(fixture, "history.db", "SELECT count(*) FROM minute"), 0);
    tend_all(fixture, START + MINUTE + 10000);
    assert_int_equal(fixture_number(fixture, "history.db", "SELECT count(*) FROM minute"), 1);
}

static void each_level_is_forgotten_after_its_time(void **state)
{
    struct fixture *fixture = *state;
    store_set(fixture->store,
        &(struct store_settings){.raw_h = 1, .minute_d = 1, .hour_d = 2, .audit_d = 1});
    add_many(fixture, START, START + 2 * HOUR, 10000);
    tend_all(fixture, START + 3 * HOUR);
    assert_int_equal(fixture_number(fixture, "history.db", "SELECT count(*) FROM raw"), 0);
    assert_int_equal(fixture_number(fixture, "history.db", "SELECT count(*) FROM minute"), 120);
    ask(fixture, START, START + 2 * HOUR, 100);
    assert_int_equal(found.measured, 720);
    tend_all(fixture, START + DAY + HOUR);
    assert_int_equal(fixture_number(fixture, "history.db", "SELECT count(*) FROM minute"), 60);
    ask(fixture, START, START + 2 * HOUR, 100);
    assert_int_equal(found.measured, 720);
    tend_all(fixture, START + 2 * DAY + HOUR);
    assert_int_equal(fixture_number(fixture, "history.db", "SELECT count(*) FROM hour"), 1);
    tend_all(fixture, START + 9 * DAY);
    assert_int_equal(fixture_number(fixture, "history.db", "SELECT count(*) FROM hour"), 0);
}

static void nothing_is_forgotten_before_it_was_rolled_up(void **state)
{
    struct fixture *fixture = *state;
    add_many(fixture, START, START + HOUR, 1000);
    tend_all(fixture, START + 20 * DAY); /* the bridge was off for long */
    assert_int_equal(fixture_number(fixture, "history.db", "SELECT count(*) FROM raw"), 0);
    ask(fixture, START, START + HOUR, 1);
    assert_int_equal(found.measured, 3600);
}

static void more_rows_than_may_be_read_come_from_the_minutes(void **state)
{
    struct fixture *fixture = *state;
    const uint64_t end = START + 6 * HOUR;
    add_many(fixture, START, end, 500); /* 43200 */
    tend_all(fixture, end + MINUTE);
    ask(fixture, START, end, 5000);
    assert_int_equal(found.measured, 43200);
    assert_int_equal(found.count, 360);
    ask(fixture, START, START + HOUR, 5000);
    assert_int_equal(found.count, 5000);
}

static void the_newest_minutes_come_as_they_were_measured(void **state)
{
    struct fixture *fixture = *state;
    const uint64_t end = START + 6 * HOUR;
    add_many(fixture, START, end, 500);
    tend_all(fixture, end - 10 * MINUTE); /* the last minutes are not rolled up */
    ask(fixture, START, end, 5000);
    assert_int_equal(found.measured, 43200);
}

static void tending_is_bounded_and_reaches_every_robot(void **state)
{
    struct fixture *fixture = *state;
    for (int i = 0; i < 500; i++) {
        char robot[ID_SIZE];
        (void)snprintf(robot, sizeof robot, "robot-%03d", i);
        struct telemetry row = measured(robot, START, 1);
        add(fixture, &row, 1);
    }
    assert_true(fixture->port.tend(fixture->port.self, START + HOUR));
    long long first = fixture_number(fixture, "history.db", "SELECT count(*) FROM minute");
    assert_in_range(first, 1, 200);
    tend_all(fixture, START + HOUR);
    assert_int_equal(fixture_number(fixture, "history.db", "SELECT count(*) FROM minute"), 500);
}

static void a_robot_that_invents_names_is_kept_within_bounds(void **state)
{
    struct fixture *fixture = *state;
    for (unsigned i = 0; i < 50; i++) {
        struct telemetry row = measured("scout1", START + i * 1000, 1);
        row.field_count = CARD_FIELDS;
        for (unsigned k = 0; k < CARD_FIELDS; k++)
            (void)snprintf(
                row.fields[k].name, WORD_SIZE, "name-%u-%u-abcdefghijklmnopqrst", i, k);
        add(fixture, &row, 1);
    }
    tend_all(fixture, START + HOUR);
    memset(&found, 0, sizeof found);
    const struct telemetry_query query = {
        .robot = "scout1", .from = START, .to = START + MINUTE, .points = 5};
    assert_int_equal(
        fixture->port.read_telemetry(fixture->port.self, &query, take, &found), RC_OK);
    assert_true(found.count <= PACK_FIELDS);
}

static void damaged_rows_are_left_out(void **state)
{
    struct fixture *fixture = *state;
    add_many(fixture, START, START + 10000, 1000);
    fixture_sql(fixture, "history.db",
        "UPDATE raw SET data = x'87626174' WHERE at % 10000 = 1000;"
        "UPDATE raw SET data = x'' WHERE at % 10000 = 2000;"
        "UPDATE raw SET data = x'00' WHERE at % 10000 = 3000;"
        "UPDATE raw SET data = x'ff00' WHERE at % 10000 = 4000;"
        "UPDATE raw SET data = x'8141000000000000f07f' WHERE at % 10000 = 5000;"
        "UPDATE raw SET data = 'text' WHERE at % 10000 = 6000;");
    ask(fixture, START, START + 10000, 10);
    assert_int_equal(found.measured, 4);
    tend_all(fixture, START + HOUR);
    assert_int_equal(fixture_number(fixture, "history.db", "SELECT count(*) FROM minute"), 1);
}

struct fields {
    unsigned count;
    struct pack_field list[PACK_FIELDS];
};

static void take_field(void *context, const struct pack_field *field)
{
    struct fields *fields = context;
    assert_true(fields->count < PACK_FIELDS);
    fields->list[fields->count++] = *field;
}

static void a_full_pack_fits_its_size_and_comes_back(void **state)
{
    (void)state;
    struct pack pack = {0};
    for (unsigned i = 0; i < PACK_FIELDS + 5; i++) {
        struct pack_field field = {.count = 2, .min = -1.5, .sum = 1, .max = 2.5};
        (void)snprintf(field.name, sizeof field.name, "%031u", i);
        pack_add(&pack, &field);
    }
    unsigned char bytes[PACK_SIZE];
    size_t length = pack_write(&pack, bytes);
    assert_int_equal(length, PACK_SIZE);
    struct fields fields = {0};
    assert_true(pack_read(bytes, length, take_field, &fields));
    assert_int_equal(fields.count, PACK_FIELDS);
    assert_int_equal(fields.list[0].count, 2);
    assert_float_equal(fields.list[0].sum, 1, 0);
    for (size_t cut = 1; cut < 60; cut++) {
        fields.count = 0;
        assert_false(pack_read(bytes, length - cut, take_field, &fields));
    }
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, fixture_set_up, fixture_tear_down)
    const struct CMUnitTest tests[] = {
        TEST(what_was_measured_comes_back),
        TEST(a_point_stands_for_all_values_until_the_next),
        TEST(only_the_robot_and_the_time_asked_for_are_read),
        TEST(values_that_are_no_numbers_are_left_out),
        TEST(rolling_up_changes_no_sum),
        TEST(a_minute_is_rolled_up_ten_seconds_after_its_end),
        TEST(each_level_is_forgotten_after_its_time),
        TEST(nothing_is_forgotten_before_it_was_rolled_up),
        TEST(more_rows_than_may_be_read_come_from_the_minutes),
        TEST(the_newest_minutes_come_as_they_were_measured),
        TEST(tending_is_bounded_and_reaches_every_robot),
        TEST(a_robot_that_invents_names_is_kept_within_bounds),
        TEST(damaged_rows_are_left_out),
        cmocka_unit_test(a_full_pack_fits_its_size_and_comes_back),
    };
    return cmocka_run_group_tests_name("history", tests, NULL, NULL);
}
