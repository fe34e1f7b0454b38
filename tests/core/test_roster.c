/* The roster, its pages, and the small parts: table, agenda, session.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bridge/core/agenda.h"
#include "bridge/core/session.h"
#include "bridge/core/table.h"
#include "tests/core/bench.h"

#include <cmocka.h>

static void changes_are_told_at_most_five_times_a_second(void **state)
{
    struct bench *bench = *state;
    bench_robot_online(bench, "scout1");
    bench_pass(bench, 1000);
    bench_forget(bench);
    for (unsigned i = 0; i < 100; i++) {
        bench_robot_says_presence(
            bench, "scout1", i % 2 == 0 ? ANNOUNCED_OFFLINE : ANNOUNCED_ONLINE, "c1");
        bench_pass(bench, 10);
    }
    assert_in_range(bench_count(bench, EFFECT_ROSTER), 5, 6);
}

static void each_roster_has_the_next_number(void **state)
{
    struct bench *bench = *state;
    bench_robot_online(bench, "scout1");
    bench_pass(bench, 200);
    uint32_t rev = core_roster_said(bench->core)->rev;
    bench_robot_online(bench, "scout2");
    bench_pass(bench, 200);
    assert_int_equal(core_roster_said(bench->core)->rev, rev + 1);
    assert_int_equal(core_roster_said(bench->core)->changed_count, 1);
    assert_string_equal(core_roster_said(bench->core)->changed[0].id, "scout2");
    bench_forget(bench);
    bench_pass(bench, 2000);
    assert_int_equal(bench_count(bench, EFFECT_ROSTER), 0);
}

static void many_changes_come_in_several_rosters(void **state)
{
    struct bench *bench = *state;
    struct core_config config = core_config_default(200, 8);
    bench_rebuild(bench, &config);
    bench_pass(bench, 1000);
    uint32_t rev = core_roster_said(bench->core)->rev;
    for (unsigned i = 0; i < 150; i++) {
        char robot[16];
        snprintf(robot, sizeof robot, "scout%03u", i);
        bench_robot_says_presence(bench, robot, ANNOUNCED_ONLINE, "c1");
    }
    bench_forget(bench);
    bench_pass(bench, 1000);
    assert_in_range(core_roster_said(bench->core)->rev, rev + 3, rev + 5);
}

static void pages_follow_the_ids(void **state)
{
    struct bench *bench = *state;
    for (unsigned i = 0; i < 40; i++) {
        char robot[16];
        snprintf(robot, sizeof robot, "scout%02u", 39 - i);
        bench_robot_online(bench, robot);
    }
    struct core_roster_page page;
    core_roster_page(bench->core, "", &page);
    assert_int_equal(page.count, ROSTER_PAGE);
    assert_string_equal(page.robots[0].id, "scout00");
    assert_string_equal(page.next, "scout31");
    core_roster_page(bench->core, page.next, &page);
    assert_int_equal(page.count, 8);
    assert_string_equal(page.robots[7].id, "scout39");
    assert_string_equal(page.next, "");
}

static void leases_are_listed_with_their_stops(void **state)
{
    struct bench *bench = *state;
    bench_robot_online(bench, "scout1");
    bench_robot_online(bench, "scout2");
    bench_robot_online(bench, "scout3");
    bench_drive(bench, "player/ann", "scout2", "ask-0000001");
    struct input input =
        bench_ask_input(bench, "referee/ref", DEED_STOP, "scout3", "ask-0000002");
    input.ask.ask.stop = tag_of("stop-r");
    bench_take(bench, &input);
    bench_ask(bench, "player/bob", DEED_DRIVE_QUEUE, "scout2", "ask-0000003");
    bench_pass(bench, 700);
    struct core_lease_page page;
    core_lease_page(bench->core, "", bench->now, &page);
    assert_int_equal(page.count, 2);
    assert_string_equal(page.leases[0].robot, "scout2");
    assert_int_equal(page.leases[0].idle_ms, 700);
    assert_true(page.leases[0].drive);
    assert_string_equal(page.leases[1].stops[0].id.text, "stop-r");
    assert_int_equal(page.leases[0].queue_count, 1);
    assert_string_equal(page.leases[0].queue[0].id, "bob");
}

static void a_lease_that_just_changed_is_listed_all_the_same(void **state)
{
    struct bench *bench = *state;
    bench_robot_online(bench, "scout1");
    bench_drive(bench, "player/ann", "scout1", "ask-0000001");
    struct input input =
        bench_ask_input(bench, "referee/ref", DEED_STOP, "scout1", "ask-0000002");
    input.ask.ask.stop = tag_of("stop-r");
    bench_take_unsettled(bench, &input);
    struct core_lease_page page;
    core_lease_page(bench->core, "", bench->now, &page);
    assert_int_equal(page.count, 1);
    bench_settle(bench);
}

static void a_table_finds_keeps_order_and_fills_up(void **state)
{
    (void)state;
    struct {
        char key[8];
        int value;
    } rows[4];
    uint32_t order[4];
    struct table table = {.capacity = 4, .order = order};
    table_init(&table, rows, sizeof rows[0], sizeof rows[0].key);
    uint32_t c = table_take(&table, "c");
    uint32_t a = table_take(&table, "a");
    uint32_t d = table_take(&table, "d");
    uint32_t b = table_take(&table, "b");
    assert_int_equal(table_take(&table, "e"), SLOT_NONE);
    assert_int_equal(table_find(&table, "a"), a);
    assert_int_equal(table_find(&table, "d"), d);
    assert_int_equal(table_find(&table, "x"), SLOT_NONE);
    assert_int_equal(table_at(&table, 0), a);
    assert_int_equal(table_at(&table, 3), d);
    assert_int_equal(table_after(&table, "b"), 2);
    table_drop(&table, b);
    assert_int_equal(table_find(&table, "b"), SLOT_NONE);
    assert_int_equal(table_find(&table, "c"), c);
    assert_int_equal(table_take(&table, "bb"), b);
    assert_int_equal(table_at(&table, 1), b);
}

/* Against the simplest thing that could be right: a scan. */
static void an_agenda_agrees_with_a_scan(void **state)
{
    (void)state;
    enum { OBJECTS = 37 };
    uint64_t at[OBJECTS];
    uint32_t place[OBJECTS];
    uint32_t heap[OBJECTS];
    uint64_t model[OBJECTS];
    struct agenda agenda = {.capacity = OBJECTS, .at = at, .place = place, .heap = heap};
    agenda_init(&agenda);
    for (unsigned i = 0; i < OBJECTS; i++) {
        model[i] = AGENDA_NEVER;
    }
    uint32_t seed = 12345;
    for (unsigned round = 0; round < 20000; round++) {
        seed = seed * 1664525u + 1013904223u;
        uint32_t object = (seed >> 8) % OBJECTS;
        uint64_t when = (seed >> 20) % 4 == 0 ? AGENDA_NEVER : (seed >> 16) % 50;
        agenda_set(&agenda, object, when);
        model[object] = when;
        uint32_t expected = 0;
        for (uint32_t i = 1; i < OBJECTS; i++) {
            expected = model[i] < model[expected] ? i : expected;
        }
        uint32_t first = expected;
        assert_int_equal(agenda_first(&agenda, &first), model[expected]);
        assert_int_equal(first, expected);
    }
}

static void a_session_goes_along_its_rows_only(void **state)
{
    (void)state;
    static const int to[SESSION_STATE_COUNT_][SESSION_EVENT_COUNT_] = {
  /*                 claim            confirm          idle            over */
        [SESSION_NONE] = {SESSION_OPENING, -1,              -1,             -1          },
        [SESSION_OPENING] = {SESSION_OPENING, SESSION_DRIVING, -1,             SESSION_NONE},
        [SESSION_DRIVING] = {SESSION_DRIVING, SESSION_DRIVING, SESSION_ENDING, SESSION_NONE},
        [SESSION_ENDING] = {-1,              -1,              -1,             SESSION_NONE},
    };
    for (int from = 0; from < SESSION_STATE_COUNT_; from++) {
        for (int on = 0; on < SESSION_EVENT_COUNT_; on++) {
            enum session_state now = (enum session_state)from;
            bool moved = session_step(&now, (enum session_event)on);
            assert_int_equal(moved, to[from][on] != -1);
            assert_int_equal(now, moved ? to[from][on] : from);
        }
    }
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, bench_set_up, bench_tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(changes_are_told_at_most_five_times_a_second),
        CASE(each_roster_has_the_next_number),
        CASE(many_changes_come_in_several_rosters),
        CASE(pages_follow_the_ids),
        CASE(leases_are_listed_with_their_stops),
        CASE(a_lease_that_just_changed_is_listed_all_the_same),
        cmocka_unit_test(a_table_finds_keeps_order_and_fills_up),
        cmocka_unit_test(an_agenda_agrees_with_a_scan),
        cmocka_unit_test(a_session_goes_along_its_rows_only),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
