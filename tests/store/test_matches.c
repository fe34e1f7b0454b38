/* Matches in the store: what is read of them in slices, what is forgotten when, and what a
 * restart finds. What every store must do is in tests/contract.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bridge/adapters/store/frame.h"
#include "robot/base/text.h"
#include "tests/store/fixture.h"

#include <cmocka.h>

#define DAY_MS 86400000u

static struct record match_of(const char *id, uint64_t created)
{
    struct record record;
    record_full(RECORD_MATCH, &record);
    assert_true(text_copy(record.match.setup.id, sizeof record.match.setup.id, id));
    record.match.setup.wall = created;
    return record;
}

static struct record input_of(const char *match, uint32_t seq)
{
    struct record record;
    record_full(RECORD_MATCH_INPUT, &record);
    assert_true(text_copy(record.match_input.match, sizeof record.match_input.match, match));
    record.match_input.input.seq = seq;
    record.match_input.input.at = seq * 10;
    return record;
}

static void keep_inputs(struct fixture *fixture, const char *match, uint32_t count)
{
    enum { BATCH = 100 };
    static struct record records[BATCH];
    const struct record *list[BATCH];
    for (uint32_t seq = 1; seq <= count;) {
        unsigned filled = 0;
        for (; filled < BATCH && seq <= count; filled++, seq++) {
            records[filled] = input_of(match, seq);
            list[filled] = &records[filled];
        }
        assert_int_equal(fixture->port.keep(fixture->port.self, list, filled), RC_OK);
    }
}

static void add_frames(struct fixture *fixture, const char *match, uint32_t count)
{
    struct match_live live;
    frame_full(&live);
    live.unit_count = 1;
    for (uint32_t i = 1; i <= count; i++) {
        live.at = i * 100;
        assert_int_equal(fixture->port.add_frame(fixture->port.self, match, &live), RC_OK);
    }
}

static void count_frame(void *context, const struct match_live *frame)
{
    uint32_t *last = context;
    assert_true(frame->at > *last);
    *last = frame->at;
}

/* `at` of the last frame, 0 = none. */
static uint32_t last_frame(struct fixture *fixture, const char *match)
{
    uint32_t last = 0;
    struct match_slice slice = {.limit = 1000};
    assert_true(text_copy(slice.match, sizeof slice.match, match));
    assert_int_equal(
        fixture->port.read_frames(fixture->port.self, &slice, count_frame, &last), RC_OK);
    return last;
}

static enum rc count_record(void *context, const struct record *record)
{
    unsigned *count = context;
    (void)record;
    *count += 1;
    return RC_OK;
}

static void count_input(void *context, const struct game_input *input)
{
    unsigned *count = context;
    (void)input;
    *count += 1;
}

static void tend_all(struct fixture *fixture, uint64_t wall)
{
    for (int quiet = 0; quiet < 3;)
        quiet = fixture->port.tend(fixture->port.self, wall) ? 0 : quiet + 1;
}

static void a_frame_takes_little_room_and_comes_back_whole(void **state)
{
    (void)state;
    static unsigned char bytes[FRAME_SIZE];
    struct match_live live;
    struct match_live read;
    frame_full(&live);
    size_t length = frame_write(&live, bytes);
    assert_in_range(length, 1, FRAME_SIZE);
    assert_true(frame_read(bytes, length, &read));
    read.at = live.at;
    assert_memory_equal(&read, &live, sizeof live);
    live.unit_count = 4;
    for (unsigned i = 0; i < 4; i++) {
        live.units[i] = (struct match_unit){.robot = "scout1",
            .health = 80,
            .heat = 12,
            .lives = -1,
            .limit = 90,
            .has_pose = true,
            .x = 12.345,
            .y = 3.2,
            .heading = 271.4};
    }
    assert_in_range(frame_write(&live, bytes), 1, 150);
}

static void bytes_that_are_no_frame_are_refused(void **state)
{
    (void)state;
    static unsigned char bytes[FRAME_SIZE + 1];
    struct match_live live;
    struct match_live read;
    frame_full(&live);
    live.unit_count = 3;
    size_t length = frame_write(&live, bytes);
    for (size_t cut = 0; cut < length; cut++)
        assert_false(frame_read(bytes, cut, &read));
    assert_false(frame_read(bytes, length + 1, &read)); /* something behind it */
    srand(1);
    for (int i = 0; i < 20000; i++) {
        unsigned char wounded[512];
        memcpy(wounded, bytes, length);
        for (int k = 0; k < 3; k++)
            wounded[(size_t)rand() % length] = (unsigned char)rand(); /* NOLINT: seeded */
        if (frame_read(wounded, length, &read))
            assert_true(read.unit_count <= MATCH_UNITS && read.team_count <= MATCH_TEAMS);
    }
}

static void frames_that_wait_are_read_and_survive_an_orderly_end(void **state)
{
    struct fixture *fixture = *state;
    struct record match = match_of("m-1", WALL);
    keep_one(fixture, &match);
    add_frames(fixture, "m-1", 5);
    assert_int_equal(last_frame(fixture, "m-1"), 500);
    add_frames(fixture, "m-1", 7);
    fixture_close(fixture);
    fixture_open(fixture);
    assert_int_equal(last_frame(fixture, "m-1"), 700);
}

static void a_restart_cuts_frames_that_the_match_does_not_know(void **state)
{
    struct fixture *fixture = *state;
    struct record open = match_of("m-open", WALL);
    open.match.over = false;
    struct record over = match_of("m-over", WALL);
    keep_one(fixture, &open);
    keep_one(fixture, &over);
    keep_inputs(fixture, "m-open", 42); /* at 420 */
    keep_inputs(fixture, "m-over", 42);
    add_frames(fixture, "m-open", 10);
    add_frames(fixture, "m-over", 10);
    assert_int_equal(last_frame(fixture, "m-open"), 1000);
    fixture_close(fixture);
    fixture_open(fixture);
    unsigned count = 0;
    assert_int_equal(fixture->port.load(fixture->port.self, WALL, count_record, &count), RC_OK);
    assert_int_equal(count, 2 + 2 * 42);
    assert_int_equal(last_frame(fixture, "m-open"), 400);
    assert_int_equal(last_frame(fixture, "m-over"), 1000);
}

static void what_is_old_and_over_is_forgotten_bit_by_bit(void **state)
{
    struct fixture *fixture = *state;
    struct record old = match_of("m-old", WALL - 31 * (uint64_t)DAY_MS);
    struct record open = match_of("m-open", WALL - 31 * (uint64_t)DAY_MS);
    struct record young = match_of("m-young", WALL - 29 * (uint64_t)DAY_MS);
    old.match.closed = young.match.closed = true;
    open.match.over = false;
    const struct record *list[] = {&old, &open, &young};
    assert_int_equal(fixture->port.keep(fixture->port.self, list, 3), RC_OK);
    keep_inputs(fixture, "m-old", 1200);
    keep_inputs(fixture, "m-open", 3);
    add_frames(fixture, "m-old", 700);
    add_frames(fixture, "m-young", 5);
    assert_true(fixture->port.tend(fixture->port.self, WALL));
    assert_int_equal(fixture_number(fixture, "bridge.db",
                         "SELECT count(*) FROM match_input WHERE match = 'm-old'"),
        700);
    tend_all(fixture, WALL);
    assert_int_equal(fixture_number(fixture, "bridge.db", "SELECT count(*) FROM match"), 2);
    assert_int_equal(
        fixture_number(fixture, "bridge.db", "SELECT count(*) FROM match_input"), 3);
    assert_int_equal(last_frame(fixture, "m-old"), 0);
    assert_int_equal(last_frame(fixture, "m-young"), 500);
}

static void frames_of_a_match_that_a_backup_does_not_know_go(void **state)
{
    struct fixture *fixture = *state;
    for (unsigned i = 0; i < 50; i++) {
        char id[ID_SIZE];
        (void)snprintf(id, sizeof id, "m-%u", i);
        struct record match = match_of(id, WALL);
        if (i % 2 == 0)
            keep_one(fixture, &match);
        add_frames(fixture, id, 2);
    }
    tend_all(fixture, WALL);
    assert_int_equal(
        fixture_number(fixture, "history.db", "SELECT count(DISTINCT match) FROM frame"), 25);
}

static void a_damaged_input_is_named_and_a_damaged_match_left_out_of_lists(void **state)
{
    struct fixture *fixture = *state;
    struct record match = match_of("m-1", WALL);
    struct record other = match_of("m-2", WALL);
    keep_one(fixture, &match);
    keep_one(fixture, &other);
    keep_inputs(fixture, "m-1", 3);
    fixture_sql(fixture, "bridge.db", "UPDATE match_input SET act = 'dance' WHERE seq = 2");
    fixture_sql(fixture, "bridge.db", "UPDATE match SET teams = 'many red' WHERE id = 'm-1'");
    const struct match_slice slice = {.match = "m-1", .limit = 10};
    unsigned count = 0;
    assert_int_equal(
        fixture->port.read_inputs(fixture->port.self, &slice, count_input, &count), RC_IO);
    assert_non_null(strstr(store_sentence(fixture->store), "match m-1 is damaged"));
    assert_int_equal(count, 1);
    const struct match_query query = {.limit = 10};
    count = 0;
    assert_int_equal(
        fixture->port.list_matches(fixture->port.self, &query, count_record, &count), RC_OK);
    assert_int_equal(count, 1);
    assert_int_equal(
        fixture->port.read_match(fixture->port.self, "m-1", count_record, &count), RC_IO);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, fixture_set_up, fixture_tear_down)
    const struct CMUnitTest tests[] = {
        TEST(a_frame_takes_little_room_and_comes_back_whole),
        TEST(bytes_that_are_no_frame_are_refused),
        TEST(frames_that_wait_are_read_and_survive_an_orderly_end),
        TEST(a_restart_cuts_frames_that_the_match_does_not_know),
        TEST(what_is_old_and_over_is_forgotten_bit_by_bit),
        TEST(frames_of_a_match_that_a_backup_does_not_know_go),
        TEST(a_damaged_input_is_named_and_a_damaged_match_left_out_of_lists),
    };
    return cmocka_run_group_tests_name("matches", tests, NULL, NULL);
}
