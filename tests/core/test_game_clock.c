/* What follows by time, each at its exact moment, and what stands while the clock does. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "tests/core/ground.h"

#include <cmocka.h>

#define DURATION 180000u

static enum match_state state_of(const struct ground *ground)
{
    return game_state(&ground->game);
}

/* Nothing of this kind happens before `at`, and game_next says when. */
static void expect_at(struct ground *ground, uint32_t at, enum entry_kind kind)
{
    unsigned before = ground_count(ground, kind);
    ground_until(ground, at - 1);
    assert_int_equal(ground_count(ground, kind), before);
    assert_int_equal(game_next(&ground->game), at);
    ground_until(ground, at);
    assert_int_equal(ground_count(ground, kind), before + 1);
    assert_int_equal(ground_last(ground, kind)->at, at);
    assert_int_equal(ground_last(ground, kind)->ts, GROUND_WALL + at);
}

static void a_match_runs_from_its_countdown_to_its_end(void **state)
{
    struct ground *ground = *state;
    ground_until(ground, 1000);
    ground_fill(ground);
    assert_int_equal(ground_match(ground)->clock_ms, DURATION);
    assert_int_equal(ground_do(ground, GAME_COMPLETE), RC_OK);
    assert_true(principal_is_nobody(&ground_last(ground, ENTRY_COMPLETE)->who));
    assert_int_equal(ground_do(ground, GAME_START), RC_OK);
    struct principal rob = ground_who("referee/rob");
    assert_true(principal_equal(&ground_last(ground, ENTRY_COUNTDOWN)->who, &rob));
    ground_pass(ground, 1500);
    assert_int_equal(ground_match(ground)->clock_ms, 3500);
    assert_int_equal(ground_match(ground)->started, 0);
    assert_false(game_unit_plays(&ground->game, 0));
    expect_at(ground, 6000, ENTRY_STARTED);
    assert_true(game_unit_plays(&ground->game, 0));
    assert_int_equal(ground_match(ground)->started, GROUND_WALL + 6000);
    ground_pass(ground, 1);
    assert_int_equal(ground_match(ground)->clock_ms, DURATION - 1);
    assert_int_equal(ground_match(ground)->winner, MATCH_UNDECIDED);
    expect_at(ground, 6000 + DURATION, ENTRY_FINISHED);
    assert_int_equal(ground_last(ground, ENTRY_FINISHED)->team, MATCH_DRAW);
    assert_int_equal(state_of(ground), MATCH_FINISHED);
    assert_int_equal(ground_match(ground)->ended, GROUND_WALL + 6000 + DURATION);
    assert_int_equal(ground_match(ground)->clock_ms, 0);
    assert_false(game_unit_plays(&ground->game, 0));
    assert_int_equal(game_next(&ground->game), GAME_NEVER);
}

static void no_countdown_is_no_time(void **state)
{
    struct ground *ground = *state;
    ground_rule(ground, RULE_COUNTDOWN, 0);
    ground_init(ground);
    ground_fill(ground);
    assert_int_equal(ground_do(ground, GAME_COMPLETE), RC_OK);
    assert_int_equal(ground_do(ground, GAME_START), RC_OK);
    assert_int_equal(state_of(ground), MATCH_RUNNING);
    assert_int_equal(ground_last(ground, ENTRY_COUNTDOWN)->at, 0);
    assert_int_equal(ground_last(ground, ENTRY_STARTED)->at, 0);
}

static void what_becomes_incomplete_counts_down_anew(void **state)
{
    struct ground *ground = *state;
    ground_fill(ground);
    for (unsigned i = 0; i < 2; i++) {
        assert_int_equal(ground_do(ground, GAME_COMPLETE), RC_OK);
        assert_int_equal(ground_do(ground, GAME_START), RC_OK);
        if (i == 0) {
            ground_pass(ground, 4999);
            assert_int_equal(ground_do(ground, GAME_INCOMPLETE), RC_OK);
            assert_int_equal(state_of(ground), MATCH_LOBBY);
            assert_int_equal(ground_match(ground)->clock_ms, DURATION);
        }
    }
    expect_at(ground, 4999 + 5000, ENTRY_STARTED);
}

static void a_pause_stops_the_clock(void **state)
{
    struct ground *ground = *state;
    ground_begin(ground); /* at 5000 */
    ground_pass(ground, 10000);
    assert_int_equal(ground_do(ground, GAME_PAUSE), RC_OK);
    assert_false(game_unit_plays(&ground->game, 0));
    ground_pass(ground, 60000);
    assert_int_equal(ground_match(ground)->clock_ms, DURATION - 10000);
    assert_int_equal(ground_do(ground, GAME_RESUME), RC_OK);
    assert_true(game_unit_plays(&ground->game, 0));
    assert_int_equal(ground_match(ground)->started, GROUND_WALL + 5000);
    expect_at(ground, 5000 + DURATION + 60000, ENTRY_FINISHED);
}

static void a_hold_stops_it_too_in_whatever_state(void **state)
{
    struct ground *ground = *state;
    ground_fill(ground);
    assert_int_equal(ground_do(ground, GAME_COMPLETE), RC_OK);
    assert_int_equal(ground_do(ground, GAME_START), RC_OK);
    ground_pass(ground, 2000);
    assert_int_equal(ground_do(ground, GAME_HOLD), RC_OK);
    assert_int_equal(game_next(&ground->game), GAME_NEVER);
    ground_pass(ground, 10000);
    assert_true(ground_match(ground)->held);
    assert_int_equal(ground_match(ground)->clock_ms, 3000);
    assert_int_equal(ground_do(ground, GAME_GO), RC_OK);
    expect_at(ground, 15000, ENTRY_STARTED);
    ground_pass(ground, 1000);
    assert_int_equal(ground_do(ground, GAME_HOLD), RC_OK);
    assert_false(game_unit_plays(&ground->game, 0));
    ground_pass(ground, 500);
    assert_int_equal(ground_do(ground, GAME_PAUSE), RC_OK); /* while it is held */
    ground_pass(ground, 500);
    assert_int_equal(ground_do(ground, GAME_GO), RC_OK);
    ground_pass(ground, 500);
    assert_int_equal(ground_match(ground)->clock_ms, DURATION - 1000);
    assert_int_equal(ground_do(ground, GAME_RESUME), RC_OK);
    expect_at(ground, 15000 + DURATION + 1500, ENTRY_FINISHED);
}

static void holding_and_going_on_twice_is_once(void **state)
{
    struct ground *ground = *state;
    assert_int_equal(ground_do(ground, GAME_GO), RC_OK);
    assert_int_equal(ground_count(ground, ENTRY_GOES_ON), 0);
    assert_int_equal(ground_do(ground, GAME_HOLD), RC_OK);
    assert_int_equal(ground_do(ground, GAME_HOLD), RC_OK);
    assert_int_equal(ground_count(ground, ENTRY_HELD), 1);
    assert_int_equal(ground_do(ground, GAME_GO), RC_OK);
    assert_int_equal(ground_count(ground, ENTRY_GOES_ON), 1);
    assert_int_equal(ground_do(ground, GAME_HOLD), RC_OK);
    assert_int_equal(ground_do(ground, GAME_ABORT), RC_OK);
    assert_false(game_held(&ground->game));
}

static void a_lobby_ends_some_time(void **state)
{
    struct ground *ground = *state;
    ground_fill(ground);
    assert_int_equal(ground_do(ground, GAME_COMPLETE), RC_OK);
    expect_at(ground, GAME_LOBBY_MS, ENTRY_ABORTED);
    assert_true(principal_is_nobody(&ground_last(ground, ENTRY_ABORTED)->who));
    assert_int_equal(ground_match(ground)->winner, MATCH_UNDECIDED);
    ground_init(ground);
    ground_pass(ground, 100000);
    assert_int_equal(ground_do(ground, GAME_HOLD), RC_OK);
    ground_pass(ground, 1000);
    assert_int_equal(ground_do(ground, GAME_GO), RC_OK);
    ground_fill(ground);
    expect_at(ground, GAME_LOBBY_MS + 1000, ENTRY_ABORTED);
}

static void a_countdown_is_let_finish(void **state)
{
    struct ground *ground = *state;
    ground_fill(ground);
    ground_until(ground, GAME_LOBBY_MS - 1);
    assert_int_equal(ground_do(ground, GAME_COMPLETE), RC_OK);
    assert_int_equal(ground_do(ground, GAME_START), RC_OK);
    ground_pass(ground, 2);
    assert_int_equal(state_of(ground), MATCH_COUNTDOWN);
    assert_int_equal(ground_do(ground, GAME_INCOMPLETE), RC_OK);
    assert_int_equal(state_of(ground), MATCH_ABORTED); /* it is past its time */
    assert_int_equal(ground_last(ground, ENTRY_ABORTED)->at, GAME_LOBBY_MS + 1);
}

static void an_empty_lobby_ends_sooner(void **state)
{
    struct ground *ground = *state;
    expect_at(ground, GAME_EMPTY_MS, ENTRY_ABORTED);
    ground_init(ground);
    ground_pass(ground, GAME_EMPTY_MS - 1);
    assert_int_equal(ground_join(ground, "player/ann", 0), RC_OK);
    ground_pass(ground, 1000);
    assert_int_equal(state_of(ground), MATCH_LOBBY);
    assert_int_equal(ground_join(ground, "bot/b", 1), RC_OK);
    assert_int_equal(ground_player(ground, GAME_LEAVE, "player/ann"), RC_OK);
    ground_pass(ground, GAME_EMPTY_MS);
    assert_int_equal(state_of(ground), MATCH_LOBBY); /* a bot is somebody */
    assert_int_equal(ground_player(ground, GAME_LEAVE, "bot/b"), RC_OK);
    expect_at(ground, ground->now + GAME_EMPTY_MS, ENTRY_ABORTED);
}

static void an_abandoned_running_match_goes_on_to_its_end(void **state)
{
    struct ground *ground = *state;
    ground_rule(ground, RULE_DURATION, 3600000);
    ground_init(ground);
    ground_begin(ground);
    assert_int_equal(ground_player(ground, GAME_LEAVE, "player/p0"), RC_OK);
    assert_int_equal(ground_player(ground, GAME_LEAVE, "player/p1"), RC_OK);
    assert_int_equal(ground_player(ground, GAME_LEAVE, "player/p2"), RC_OK);
    assert_int_equal(ground_player(ground, GAME_LEAVE, "player/p3"), RC_OK);
    expect_at(ground, 5000 + 3600000, ENTRY_FINISHED);
}

static void a_pause_for_ever_ends_the_match(void **state)
{
    struct ground *ground = *state;
    ground_begin(ground);
    ground_pass(ground, 1000);
    for (unsigned i = 0; i < 2; i++) { /* the second counts from its own beginning */
        assert_int_equal(ground_do(ground, GAME_PAUSE), RC_OK);
        ground_pass(ground, GAME_PAUSE_MAX_MS - 1);
        assert_int_equal(state_of(ground), MATCH_PAUSED);
        assert_int_equal(ground_do(ground, GAME_RESUME), RC_OK);
    }
    assert_int_equal(ground_do(ground, GAME_PAUSE), RC_OK);
    expect_at(ground, ground->now + GAME_PAUSE_MAX_MS, ENTRY_ABORTED);
    assert_int_equal(ground_match(ground)->clock_ms, DURATION - 1000);
}

static void the_wall_clock_is_that_of_the_last_input(void **state)
{
    struct ground *ground = *state;
    ground_fill(ground);
    assert_int_equal(ground_do(ground, GAME_COMPLETE), RC_OK);
    struct game_input input = game_input(GAME_START);
    input.seq = game_input_count(&ground->game) + 1;
    input.at = 100;
    input.wall = GROUND_WALL + 7000000; /* the bridge was away for long */
    assert_int_equal(game_take(&ground->game, &input, &ground->hearer), RC_OK);
    assert_int_equal(ground_last(ground, ENTRY_COUNTDOWN)->ts, GROUND_WALL + 7000000);
    ground_until(ground, 5100);
    assert_int_equal(ground_last(ground, ENTRY_STARTED)->ts, GROUND_WALL + 7005000);
    assert_int_equal(ground_match(ground)->created, GROUND_WALL);
    input = game_input(GAME_RESUME);
    input.seq = game_input_count(&ground->game) + 1;
    input.at = 5200;
    input.wall = GROUND_WALL + 9000000; /* refused: it says nothing of the time either */
    assert_int_equal(game_take(&ground->game, &input, &ground->hearer), RC_WRONG_STATE);
    ground_until(ground, 5100 + DURATION);
    assert_int_equal(ground_last(ground, ENTRY_FINISHED)->ts, GROUND_WALL + 7005000 + DURATION);
}

/* In one ms: the hit nobody shot, the respawn, the end, the seat. The hit is of the last moment
 * in which its shot could still come. */
static void what_is_due_together_comes_in_the_order_that_is_written(void **state)
{
    struct ground *ground = *state;
    ground_rule(ground, RULE_DURATION, 30000);
    ground_rule(ground, RULE_HIT_POINTS, 20);
    ground_rule(ground, RULE_GRACE, 3000);
    ground_rule(ground, RULE_SHIELD, 0);
    ground_init(ground);
    ground_begin(ground);
    uint32_t end = 5000 + 30000;
    ground_until(ground, end - 5000);
    assert_int_equal(ground_shoot(ground, 0, 3), VERDICT_COUNTED);
    assert_int_equal(ground_shoot(ground, 0, 2), VERDICT_COUNTED);
    ground_until(ground, end - 3000);
    assert_int_equal(ground_player(ground, GAME_AWAY, "player/p1"), RC_OK);
    assert_int_equal(ground_penalty(ground, 1, 50, 3000), RC_OK);
    ground_until(ground, end - 501);
    assert_int_equal(ground_hit(ground, 0, 2, 77), RC_OK);
    unsigned before = ground->log_count;
    ground_until(ground, end - 1);
    assert_int_equal(ground->log_count, before);
    ground_until(ground, end + 100);
    static const enum entry_kind expected[] = {
        ENTRY_HIT, ENTRY_RESPAWNED, ENTRY_RESPAWNED, ENTRY_FINISHED};
    assert_int_equal(ground->log_count, before + 4);
    for (unsigned i = 0; i < 4; i++) {
        assert_int_equal(ground->log[before + i].kind, expected[i]);
        assert_int_equal(ground->log[before + i].at, end);
    }
    assert_string_equal(ground->log[before + 1].robot, "robot2");
    assert_string_equal(ground->log[before + 2].robot, "robot3");
    assert_int_equal(ground_unit(ground, 1)->limit, 100);  /* over as the match is */
    assert_int_equal(ground_count(ground, ENTRY_LEFT), 0); /* the end was first */
}

static void a_penalty_lasts_by_the_clock(void **state)
{
    struct ground *ground = *state;
    ground_begin(ground);
    assert_int_equal(ground_penalty(ground, 2, 40, 1000), RC_OK);
    const struct match_entry *entry = ground_last(ground, ENTRY_PENALTY);
    assert_string_equal(entry->robot, "robot2");
    assert_int_equal(entry->value, 40);
    assert_int_equal(entry->ms, 1000);
    assert_int_equal(ground_unit(ground, 2)->limit, 40);
    ground_pass(ground, 400);
    assert_int_equal(ground_do(ground, GAME_PAUSE), RC_OK);
    ground_pass(ground, 5000);
    assert_int_equal(ground_do(ground, GAME_RESUME), RC_OK);
    assert_int_equal(game_next(&ground->game), ground->now + 600);
    ground_pass(ground, 599);
    assert_int_equal(ground_unit(ground, 2)->limit, 40);
    uint32_t rev = game_rev(&ground->game);
    ground_pass(ground, 1);
    assert_int_equal(ground_unit(ground, 2)->limit, 100);
    assert_true(game_rev(&ground->game) > rev);
}

static void penalties_replace_each_other_and_some_last_to_the_end(void **state)
{
    struct ground *ground = *state;
    ground_begin(ground);
    assert_int_equal(ground_penalty(ground, 0, 10, 1000), RC_OK);
    assert_int_equal(ground_penalty(ground, 0, 0, 0), RC_OK);
    ground_pass(ground, DURATION - 1);
    assert_int_equal(ground_unit(ground, 0)->limit, 0);
    assert_int_equal(ground_penalty(ground, 0, 100, 0), RC_OK);
    assert_int_equal(ground_unit(ground, 0)->limit, 100);
    assert_int_equal(ground_penalty(ground, 0, 50, UINT32_MAX), RC_OK);
    assert_int_equal(ground_unit(ground, 0)->limit, 50);
    assert_int_equal(ground_penalty(ground, 0, -1, 0), RC_BAD_REQUEST);
    assert_int_equal(ground_penalty(ground, 0, 101, 0), RC_BAD_REQUEST);
    assert_int_equal(ground_assign(ground, 1, ""), RC_OK);
    assert_int_equal(ground_penalty(ground, 1, 50, 0), RC_WRONG_STATE);
}

static void one_match_goes_on_from_another_only(void **state)
{
    struct ground *ground = *state;
    assert_int_equal(ground_do(ground, GAME_ABORT), RC_OK);
    struct game_input input = game_input(GAME_NEXT);
    input.who = ground_who("player/ann");
    assert_int_equal(ground_take(ground, &input), RC_BAD_REQUEST);
    memcpy(input.about, "player/ann", 11);
    assert_int_equal(ground_take(ground, &input), RC_BAD_REQUEST);
    memcpy(input.about, "m-2", 4);
    assert_int_equal(ground_take(ground, &input), RC_OK);
    assert_string_equal(ground_match(ground)->next, "m-2");
    assert_string_equal(ground_last(ground, ENTRY_NEXT)->about, "m-2");
    assert_int_equal(ground_take(ground, &input), RC_WRONG_STATE);
}

static void time_ends_before_it_overflows(void **state)
{
    struct ground *ground = *state;
    ground_fill(ground);
    assert_int_equal(ground_do(ground, GAME_HOLD), RC_OK);
    ground_until(ground, UINT32_MAX - 10);
    assert_int_equal(ground_player(ground, GAME_AWAY, "player/p0"), RC_OK);
    assert_int_equal(ground_do(ground, GAME_GO), RC_OK);
    assert_int_equal(game_next(&ground->game), GAME_NEVER);
    ground_until(ground, UINT32_MAX);
    assert_int_equal(state_of(ground), MATCH_LOBBY);
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, ground_set_up, ground_tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(a_match_runs_from_its_countdown_to_its_end),
        CASE(no_countdown_is_no_time),
        CASE(what_becomes_incomplete_counts_down_anew),
        CASE(a_pause_stops_the_clock),
        CASE(a_hold_stops_it_too_in_whatever_state),
        CASE(holding_and_going_on_twice_is_once),
        CASE(a_lobby_ends_some_time),
        CASE(a_countdown_is_let_finish),
        CASE(an_empty_lobby_ends_sooner),
        CASE(an_abandoned_running_match_goes_on_to_its_end),
        CASE(a_pause_for_ever_ends_the_match),
        CASE(the_wall_clock_is_that_of_the_last_input),
        CASE(what_is_due_together_comes_in_the_order_that_is_written),
        CASE(a_penalty_lasts_by_the_clock),
        CASE(penalties_replace_each_other_and_some_last_to_the_end),
        CASE(one_match_goes_on_from_another_only),
        CASE(time_ends_before_it_overflows),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
