/* Presence of robots, told truthfully. Source: broker-config/README.md, "Presence".
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/core/bench.h"

#include <cmocka.h>

static enum roster_state liveness(const struct bench *bench, const char *id)
{
    return bench_roster(bench, id).state;
}

static void say_retained(
    struct bench *bench, const char *id, enum announced state, const char *conn)
{
    struct input input = {.kind = INPUT_ROBOT_PRESENCE, .wall = BENCH_WALL};
    memcpy(input.robot_presence.id, id, strlen(id) + 1);
    input.robot_presence.said =
        (struct announcement){.state = state, .conn = tag_of(conn), .retained = true};
    bench_take(bench, &input);
}

static void broker_down(struct bench *bench)
{
    struct input input = {.kind = INPUT_BROKER_DOWN, .wall = BENCH_WALL};
    bench_take(bench, &input);
}

static void a_robot_that_speaks_is_online_and_stored(void **state)
{
    struct bench *bench = *state;
    bench_robot_online(bench, "scout1");
    assert_int_equal(liveness(bench, "scout1"), ROSTER_ONLINE);
    assert_string_equal(bench_roster(bench, "scout1").name, "Robot");
    struct record key = {.kind = RECORD_ROBOT, .robot = {.id = "scout1"}};
    assert_true(fake_store_find(&bench->store, &key)->robot.registered);
}

static void silence_of_three_status_periods_is_stale(void **state)
{
    struct bench *bench = *state;
    bench_robot_online(bench, "scout1");
    bench_pass(bench, 2999);
    assert_int_equal(liveness(bench, "scout1"), ROSTER_ONLINE);
    bench_status(bench, "scout1");
    bench_pass(bench, 2999);
    assert_int_equal(liveness(bench, "scout1"), ROSTER_ONLINE);
    bench_pass(bench, 1);
    assert_int_equal(liveness(bench, "scout1"), ROSTER_STALE);
    bench_status(bench, "scout1");
    assert_int_equal(liveness(bench, "scout1"), ROSTER_ONLINE);
}

static void a_fast_robot_is_stale_after_a_second_at_least(void **state)
{
    struct bench *bench = *state;
    bench_robot_online(bench, "scout1");
    struct input input = {.kind = INPUT_ROBOT_CARD, .wall = BENCH_WALL};
    input.robot_card = (struct input_robot_card){
        .id = "scout1",
        .card = {.name = "fast", .status_ms = 50, .deadman_ms = 250, .max_age_ms = 500}
    };
    bench_take(bench, &input);
    bench_status(bench, "scout1");
    bench_pass(bench, 999);
    assert_int_equal(liveness(bench, "scout1"), ROSTER_ONLINE);
    bench_pass(bench, 2001);
    assert_int_equal(liveness(bench, "scout1"), ROSTER_STALE);
}

static void without_the_ear_silence_proves_nothing(void **state)
{
    struct bench *bench = *state;
    bench_robot_online(bench, "scout1");
    struct input down = {.kind = INPUT_EAR_DOWN, .wall = BENCH_WALL};
    bench_take(bench, &down);
    bench_pass(bench, 60000);
    assert_int_equal(liveness(bench, "scout1"), ROSTER_ONLINE);
    struct input up = {.kind = INPUT_EAR_UP, .wall = BENCH_WALL};
    bench_take(bench, &up);
    bench_pass(bench, 2999);
    assert_int_equal(liveness(bench, "scout1"), ROSTER_ONLINE);
    bench_pass(bench, 1);
    assert_int_equal(liveness(bench, "scout1"), ROSTER_STALE);
}

static void a_late_will_of_a_replaced_connection_hides_nobody(void **state)
{
    struct bench *bench = *state;
    bench_robot_online(bench, "scout1");
    bench_robot_says_presence(bench, "scout1", ANNOUNCED_ONLINE, "c2");
    bench_robot_says_presence(bench, "scout1", ANNOUNCED_LOST, "c1");
    assert_int_equal(liveness(bench, "scout1"), ROSTER_ONLINE);
    bench_robot_says_presence(bench, "scout1", ANNOUNCED_LOST, "c2");
    assert_int_equal(liveness(bench, "scout1"), ROSTER_LOST);
}

static void the_will_of_a_connection_that_said_goodbye_is_passed_over(void **state)
{
    struct bench *bench = *state;
    bench_robot_online(bench, "scout1");
    bench_robot_says_presence(bench, "scout1", ANNOUNCED_OFFLINE, "c1");
    bench_robot_says_presence(bench, "scout1", ANNOUNCED_LOST, "c1");
    assert_int_equal(liveness(bench, "scout1"), ROSTER_OFFLINE);
    bench_robot_says_presence(bench, "scout1", ANNOUNCED_ONLINE, "c2");
    bench_robot_says_presence(bench, "scout1", ANNOUNCED_LOST, "c2");
    assert_int_equal(liveness(bench, "scout1"), ROSTER_LOST);
}

static void what_comes_late_by_the_ear_does_not_wake_the_lost(void **state)
{
    struct bench *bench = *state;
    bench_robot_online(bench, "scout1");
    bench_robot_says_presence(bench, "scout1", ANNOUNCED_LOST, "c1");
    bench_status(bench, "scout1");
    assert_int_equal(liveness(bench, "scout1"), ROSTER_LOST);
    bench_robot_says_presence(bench, "scout1", ANNOUNCED_ONLINE, "c2");
    assert_int_equal(liveness(bench, "scout1"), ROSTER_ONLINE);
    bench_robot_says_presence(bench, "scout1", ANNOUNCED_OFFLINE, "c2");
    assert_int_equal(liveness(bench, "scout1"), ROSTER_OFFLINE);
}

static void what_is_said_long_after_the_end_is_said_by_one_who_is_back(void **state)
{
    struct bench *bench = *state;
    bench_robot_online(bench, "scout1");
    bench_robot_says_presence(bench, "scout1", ANNOUNCED_OFFLINE, "c1");
    bench_pass(bench, GONE_PROVED_MS - 1);
    bench_status(bench, "scout1");
    assert_int_equal(liveness(bench, "scout1"), ROSTER_OFFLINE);
    bench_pass(bench, 1);
    bench_status(bench, "scout1");
    assert_int_equal(liveness(bench, "scout1"), ROSTER_ONLINE);
    bench_state(bench, "scout1", 0, 0);
    bench_drive(bench, "player/ann", "scout1", "ask-0000001");
    bench_robot_says_presence(
        bench, "scout1", ANNOUNCED_LOST, "c2"); /* whose online was lost */
    assert_int_equal(liveness(bench, "scout1"), ROSTER_LOST);
}

static void a_retained_word_proves_nothing(void **state)
{
    struct bench *bench = *state;
    say_retained(bench, "scout1", ANNOUNCED_ONLINE, "c1");
    assert_int_equal(liveness(bench, "scout1"), ROSTER_UNVERIFIED);
    bench_pass(bench, 60000);
    assert_int_equal(liveness(bench, "scout1"), ROSTER_UNVERIFIED);
    bench_status(bench, "scout1");
    assert_int_equal(liveness(bench, "scout1"), ROSTER_ONLINE);
    say_retained(bench, "scout1", ANNOUNCED_LOST, "c1");
    assert_int_equal(liveness(bench, "scout1"), ROSTER_ONLINE);
}

static void a_retained_lost_is_shown_until_something_live_comes(void **state)
{
    struct bench *bench = *state;
    say_retained(bench, "scout1", ANNOUNCED_ONLINE, "c1");
    say_retained(bench, "scout1", ANNOUNCED_LOST, "c1");
    assert_int_equal(liveness(bench, "scout1"), ROSTER_LOST);
    bench_status(bench, "scout1");
    assert_int_equal(liveness(bench, "scout1"), ROSTER_ONLINE);
}

static void after_the_brokers_restart_robots_are_unverified_until_heard(void **state)
{
    struct bench *bench = *state;
    bench_robot_online(bench, "scout1");
    broker_down(bench);
    assert_int_equal(liveness(bench, "scout1"), ROSTER_UNVERIFIED);
    bench_broker_up(bench);
    assert_int_equal(liveness(bench, "scout1"), ROSTER_UNVERIFIED);
    bench_status(bench, "scout1");
    assert_int_equal(liveness(bench, "scout1"), ROSTER_ONLINE);
}

static void after_the_bridges_restart_robots_are_unverified_until_heard(void **state)
{
    struct bench *bench = *state;
    bench_robot_online(bench, "scout1");
    bench_restart(bench);
    bench_broker_up(bench);
    assert_int_equal(liveness(bench, "scout1"), ROSTER_UNVERIFIED);
    assert_string_equal(bench_roster(bench, "scout1").name, "Robot");
    bench_status(bench, "scout1");
    assert_int_equal(liveness(bench, "scout1"), ROSTER_ONLINE);
}

static void the_robot_that_appears_hears_its_lease_at_once(void **state)
{
    struct bench *bench = *state;
    bench_robot_online(bench, "scout1");
    assert_int_equal(bench_leases(bench, "scout1"), 1);
    assert_int_equal(bench_lease(bench, "scout1")->effect.lease.lease.number.n, 0);
}

static void a_robot_that_announces_itself_hears_its_lease_whatever_it_showed(void **state)
{
    struct bench *bench = *state;
    bench_robot_online(bench, "scout1");
    bench_pass(bench, 1000);
    bench_forget(bench);
    bench_robot_says_presence(bench, "scout1", ANNOUNCED_ONLINE, "c1");
    assert_int_equal(bench_leases(bench, "scout1"), 1);
    bench_pass(bench, 1000);
    assert_int_equal(bench_leases(bench, "scout1"), 1);
    for (unsigned i = 0; i < 300; i++)
        bench_robot_says_presence(bench, "scout1", ANNOUNCED_ONLINE, "c1");
    bench_pass(bench, 1000);
    assert_in_range(bench_leases(bench, "scout1"), 2, 3);
}

static void a_robot_that_shows_its_number_before_it_is_stored_hears_its_lease_too(void **state)
{
    struct bench *bench = *state;
    struct input input = {.kind = INPUT_ROBOT_PRESENCE, .wall = BENCH_WALL};
    memcpy(input.robot_presence.id, "scout1", 7);
    input.robot_presence.said = (struct announcement){.conn = tag_of("c1")};
    bench_take_unsettled(bench, &input);
    input = (struct input){.kind = INPUT_ROBOT_CARD, .wall = BENCH_WALL};
    memcpy(input.robot_card.id, "scout1", 7);
    bench_take_unsettled(bench, &input);
    input = (struct input){.kind = INPUT_ROBOT_STATE, .wall = BENCH_WALL};
    memcpy(input.robot_state.id, "scout1", 7);
    bench_take(bench, &input);
    assert_int_equal(bench_leases(bench, "scout1"), 1);
}

static void a_robot_whose_card_was_lost_hears_nothing_until_it_comes(void **state)
{
    struct bench *bench = *state;
    bench_robot_says_presence(bench, "scout1", ANNOUNCED_ONLINE, "c1");
    bench_state(bench, "scout1", 0, 0);
    bench_pass(bench, 5000);
    assert_int_equal(bench_leases(bench, "scout1"), 0);
    bench_robot_online(bench, "scout1");
    assert_int_equal(bench_leases(bench, "scout1"), 1);
}

static void the_bridge_beats_each_second_with_boot_and_conn(void **state)
{
    struct bench *bench = *state;
    bench_pass(bench, 10000);
    assert_int_equal(bench_count(bench, EFFECT_BEAT), 10);
    assert_string_equal(bench_last(bench, EFFECT_BEAT)->effect.beat.boot.text, "boot-1");
    assert_string_equal(bench_last(bench, EFFECT_BEAT)->effect.beat.conn.text, "conn-1");
    broker_down(bench);
    bench_forget(bench);
    bench_pass(bench, 10000);
    assert_int_equal(bench->log_count, 0);
    bench_broker_up(bench);
    assert_string_equal(bench_last(bench, EFFECT_BEAT)->effect.beat.conn.text, "conn-2");
}

static void leases_granted_in_one_moment_are_refreshed_at_different_moments(void **state)
{
    struct bench *bench = *state;
    bench_robot_online(bench, "scout1");
    bench_robot_online(bench, "scout2");
    bench_drive(bench, "player/ann", "scout1", "ask-0000001");
    bench_drive(bench, "player/bob", "scout2", "ask-0000002");
    bench_pass(bench, LEASE_REPEAT_MS);
    bench_forget(bench);
    bench_pass(bench, 3000);
    assert_int_equal(bench_leases(bench, "scout1"), 3);
    assert_int_equal(bench_leases(bench, "scout2"), 3);
    uint64_t apart = bench_lease(bench, "scout2")->at - bench_lease(bench, "scout1")->at;
    assert_int_not_equal(apart % LEASE_REFRESH_MS, 0);
}

static void a_full_table_of_robots_ignores_the_next(void **state)
{
    struct bench *bench = *state;
    struct core_config config = core_config_default(2, 8);
    bench_rebuild(bench, &config);
    bench_robot_online(bench, "scout1");
    bench_robot_online(bench, "scout2");
    bench_robot_says_presence(bench, "scout3", ANNOUNCED_ONLINE, "c1");
    struct roster_entry entry;
    assert_false(core_roster_entry(bench->core, "scout3", &entry));
    struct core_counts counts;
    core_count(bench->core, &counts);
    assert_int_equal(counts.robots, 2);
    assert_true(counts.full > 0);
}

/* As a bridge leaves it that dies between two writes, one of which has failed before. */
static void a_lease_of_a_robot_that_comes_back_out_of_service_ends(void **state)
{
    struct bench *bench = *state;
    bench_robot_online(bench, "scout1");
    bench_drive(bench, "player/ann", "scout1", "ask-0000001");
    for (unsigned i = 0; i < bench->store.count; i++) {
        if (bench->store.rows[i].kind == RECORD_ROBOT) {
            bench->store.rows[i].robot.out_of_service = true;
        }
    }
    bench_restart(bench);
    bench_broker_up(bench);
    assert_true(principal_is_nobody(&bench_stored_lease(bench, "scout1")->driver));
    assert_int_equal(bench_stored_lease(bench, "scout1")->why[0], WHY_OUT_OF_SERVICE);
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, bench_set_up, bench_tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(a_robot_that_speaks_is_online_and_stored),
        CASE(silence_of_three_status_periods_is_stale),
        CASE(a_fast_robot_is_stale_after_a_second_at_least),
        CASE(without_the_ear_silence_proves_nothing),
        CASE(a_late_will_of_a_replaced_connection_hides_nobody),
        CASE(the_will_of_a_connection_that_said_goodbye_is_passed_over),
        CASE(what_comes_late_by_the_ear_does_not_wake_the_lost),
        CASE(what_is_said_long_after_the_end_is_said_by_one_who_is_back),
        CASE(a_retained_word_proves_nothing),
        CASE(a_retained_lost_is_shown_until_something_live_comes),
        CASE(after_the_brokers_restart_robots_are_unverified_until_heard),
        CASE(after_the_bridges_restart_robots_are_unverified_until_heard),
        CASE(the_robot_that_appears_hears_its_lease_at_once),
        CASE(a_robot_that_announces_itself_hears_its_lease_whatever_it_showed),
        CASE(a_robot_that_shows_its_number_before_it_is_stored_hears_its_lease_too),
        CASE(a_robot_whose_card_was_lost_hears_nothing_until_it_comes),
        CASE(the_bridge_beats_each_second_with_boot_and_conn),
        CASE(leases_granted_in_one_moment_are_refreshed_at_different_moments),
        CASE(a_full_table_of_robots_ignores_the_next),
        CASE(a_lease_of_a_robot_that_comes_back_out_of_service_ends),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
