/* Seats: who comes, goes, waits, is away; robots in units; what is not waited for. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "tests/core/ground.h"

#include <cmocka.h>

static int seat_of(const struct ground *ground, const char *player)
{
    struct principal who = ground_who(player);
    return game_seat_of_player(&ground->game, &who);
}

static enum rc join_seat(struct ground *ground, const char *player, int seat)
{
    struct game_input input = game_input(GAME_JOIN);
    input.player = ground_who(player);
    input.seat = seat;
    return ground_take(ground, &input);
}

static bool is(const struct principal *principal, const char *text)
{
    struct principal who = ground_who(text);
    return principal_equal(principal, &who);
}

static const char *robot_of(struct ground *ground, unsigned unit)
{
    return ground_unit(ground, unit)->robot;
}

/* Puts the game into COUNTDOWN, or RUNNING. */
static void go_on(struct ground *ground, uint32_t ms)
{
    assert_int_equal(ground_do(ground, GAME_COMPLETE), RC_OK);
    assert_int_equal(ground_do(ground, GAME_START), RC_OK);
    ground_pass(ground, ms);
}

/* ---- joining and leaving ---- */

static void who_joins_takes_the_first_free_seat_of_the_team(void **state)
{
    struct ground *ground = *state;
    assert_int_equal(ground_join(ground, "player/ann", 1), RC_OK);
    assert_int_equal(seat_of(ground, "player/ann"), 2);
    const struct match_entry *entry = ground_last(ground, ENTRY_JOINED);
    assert_true(is(&entry->who, "player/ann"));
    assert_int_equal(entry->team, 1);
    assert_int_equal(entry->seat, 2);
    assert_int_equal(entry->unit, -1);
    assert_int_equal(ground_join(ground, "player/bob", 1), RC_OK);
    assert_int_equal(seat_of(ground, "player/bob"), 3);
    assert_int_equal(ground_join(ground, "player/cat", 1), RC_MATCH_FULL);
    assert_int_equal(ground_player(ground, GAME_LEAVE, "player/ann"), RC_OK);
    assert_int_equal(ground_join(ground, "player/cat", 1), RC_OK);
    assert_int_equal(seat_of(ground, "player/cat"), 2);
    assert_true(is(&ground_match(ground)->teams[1].seats[0].player, "player/cat"));
}

static void a_seat_can_be_named(void **state)
{
    struct ground *ground = *state;
    assert_int_equal(join_seat(ground, "player/ann", 3), RC_OK);
    assert_int_equal(seat_of(ground, "player/ann"), 3);
    assert_int_equal(join_seat(ground, "player/bob", 3), RC_MATCH_FULL);
    assert_int_equal(join_seat(ground, "player/bob", 0), RC_OK);
}

static void without_a_team_the_weaker_one_is_joined(void **state)
{
    struct ground *ground = *state;
    static const int expected[] = {0, 2, 1, 3};
    for (unsigned i = 0; i < 4; i++) {
        char player[PRINCIPAL_SIZE];
        (void)snprintf(player, sizeof player, "player/p%u", i);
        assert_int_equal(ground_join(ground, player, -1), RC_OK);
        assert_int_equal(seat_of(ground, player), expected[i]);
    }
    assert_int_equal(ground_join(ground, "player/late", -1), RC_MATCH_FULL);
}

static void nobody_has_two_seats(void **state)
{
    struct ground *ground = *state;
    assert_int_equal(ground_join(ground, "player/ann", 0), RC_OK);
    assert_int_equal(ground_join(ground, "player/ann", 1), RC_WRONG_STATE);
    assert_int_equal(ground_player(ground, GAME_QUEUE, "player/ann"), RC_WRONG_STATE);
    assert_int_equal(ground_join(ground, "bot/ann", 0), RC_OK); /* somebody else */
}

static void before_the_countdown_who_leaves_gives_the_robots_back(void **state)
{
    struct ground *ground = *state;
    ground_rule(ground, RULE_ROBOTS_PER_SEAT, 2);
    ground_init(ground);
    ground_fill(ground);
    unsigned before = ground->log_count;
    assert_int_equal(ground_player(ground, GAME_LEAVE, "player/p1"), RC_OK);
    assert_string_equal(robot_of(ground, 1), "robot1");
    assert_string_equal(robot_of(ground, 2), "");
    assert_string_equal(robot_of(ground, 3), "");
    assert_int_equal(ground->log_count, before + 3);
    for (unsigned i = 0; i < 2; i++) {
        const struct match_entry *entry = &ground->log[before + i];
        assert_int_equal(entry->kind, ENTRY_ASSIGNED);
        assert_string_equal(entry->robot, "");
        assert_int_equal(entry->unit, 2 + (int)i);
        assert_int_equal(entry->seat, 1);
        assert_true(is(&entry->who, "player/p1"));
    }
    assert_int_equal(ground->log[before + 2].kind, ENTRY_LEFT);
    assert_false(ground_seat(ground, 1)->ready);
}

static void later_they_stay_with_the_seat(void **state)
{
    struct ground *ground = *state;
    for (uint32_t ms = 4999; ms <= 5000; ms++) { /* COUNTDOWN, RUNNING */
        ground_init(ground);
        ground_fill(ground);
        go_on(ground, ms);
        assert_int_equal(ground_player(ground, GAME_LEAVE, "player/p1"), RC_OK);
        assert_string_equal(robot_of(ground, 1), "robot1");
        assert_int_equal(ground_join(ground, "player/new", 0), RC_OK);
        assert_int_equal(seat_of(ground, "player/new"), 1);
    }
}

/* ---- bots ---- */

static void a_bot_gives_its_seat_to_a_person(void **state)
{
    struct ground *ground = *state;
    assert_int_equal(ground_join(ground, "player/ann", 0), RC_OK);
    assert_int_equal(ground_join(ground, "bot/b1", 0), RC_OK);
    assert_int_equal(ground_assign(ground, 1, "robot1"), RC_OK);
    assert_int_equal(ground_ready(ground, "bot/b1", 1), RC_OK);
    assert_int_equal(
        ground_join(ground, "bot/b2", 0), RC_MATCH_FULL); /* another bot does not */
    assert_int_equal(ground_join(ground, "player/bob", 0), RC_OK);
    assert_int_equal(seat_of(ground, "player/bob"), 1);
    assert_int_equal(seat_of(ground, "bot/b1"), -1);
    assert_int_equal(
        ground_last(ground, ENTRY_LEFT)->seq + 1, ground_last(ground, ENTRY_JOINED)->seq);
    assert_true(is(&ground_last(ground, ENTRY_LEFT)->who, "bot/b1"));
    assert_string_equal(robot_of(ground, 1), "robot1"); /* with the robots */
    assert_false(ground_seat(ground, 1)->ready);
    assert_int_equal(ground_join(ground, "player/cat", 0), RC_MATCH_FULL); /* people do not */
}

static void a_free_seat_is_taken_before_a_bots(void **state)
{
    struct ground *ground = *state;
    assert_int_equal(ground_join(ground, "bot/b1", 0), RC_OK);
    assert_int_equal(ground_join(ground, "player/ann", 0), RC_OK);
    assert_int_equal(seat_of(ground, "bot/b1"), 0);
    assert_int_equal(join_seat(ground, "player/bob", 0), RC_OK); /* unless it is named */
    assert_int_equal(seat_of(ground, "player/bob"), 0);
}

static void from_the_countdown_on_bots_keep_their_seats(void **state)
{
    struct ground *ground = *state;
    ground_fill(ground);
    assert_int_equal(ground_player(ground, GAME_LEAVE, "player/p0"), RC_OK);
    assert_int_equal(ground_join(ground, "bot/b1", 0), RC_OK);
    assert_int_equal(ground_do(ground, GAME_COMPLETE), RC_OK);
    assert_int_equal(ground_do(ground, GAME_START), RC_OK);
    assert_int_equal(ground_join(ground, "player/new", 0), RC_MATCH_FULL);
    ground_pass(ground, 5000);
    assert_int_equal(ground_join(ground, "player/new", 0), RC_MATCH_FULL);
}

static void in_ready_a_bot_gives_way_too(void **state)
{
    struct ground *ground = *state;
    ground_fill(ground);
    assert_int_equal(ground_player(ground, GAME_LEAVE, "player/p0"), RC_OK);
    assert_int_equal(ground_join(ground, "bot/b1", 0), RC_OK);
    assert_int_equal(ground_do(ground, GAME_COMPLETE), RC_OK);
    assert_int_equal(ground_join(ground, "player/new", -1), RC_OK);
    assert_int_equal(seat_of(ground, "player/new"), 0);
    assert_int_equal(
        game_state(&ground->game), MATCH_READY); /* match.h looks what is missing */
}

/* ---- waiting ---- */

static void people_wait_in_the_order_they_came(void **state)
{
    struct ground *ground = *state;
    unsigned count = 0;
    assert_int_equal(ground_player(ground, GAME_QUEUE, "player/ann"), RC_OK);
    assert_int_equal(ground_player(ground, GAME_QUEUE, "player/bob"), RC_OK);
    assert_int_equal(ground_player(ground, GAME_QUEUE, "player/cat"), RC_OK);
    assert_int_equal(ground_player(ground, GAME_QUEUE, "player/ann"), RC_OK); /* as before */
    assert_int_equal(ground_count(ground, ENTRY_QUEUED), 3);
    assert_int_equal(ground_player(ground, GAME_LEAVE, "player/bob"), RC_OK);
    assert_true(is(&ground_last(ground, ENTRY_UNQUEUED)->who, "player/bob"));
    const struct principal *queue = game_queue(&ground->game, &count);
    assert_int_equal(count, 2);
    assert_true(is(&queue[0], "player/ann") && is(&queue[1], "player/cat"));
    assert_int_equal(ground_match(ground)->queue_count, 2);
    assert_int_equal(ground_player(ground, GAME_LEAVE, "player/bob"), RC_WRONG_STATE);
    assert_int_equal(ground_join(ground, "player/ann", 0), RC_OK); /* leaves the queue by it */
    (void)game_queue(&ground->game, &count);
    assert_int_equal(count, 1);
    assert_int_equal(ground_count(ground, ENTRY_UNQUEUED), 1);
}

static void so_many_may_wait(void **state)
{
    struct ground *ground = *state;
    char player[PRINCIPAL_SIZE];
    for (unsigned i = 0; i < MATCH_QUEUE; i++) {
        (void)snprintf(player, sizeof player, "player/w%u", i);
        assert_int_equal(ground_player(ground, GAME_QUEUE, player), RC_OK);
    }
    assert_int_equal(ground_player(ground, GAME_QUEUE, "player/late"), RC_FULL);
    assert_int_equal(ground_player(ground, GAME_LEAVE, "player/w0"), RC_OK);
    assert_int_equal(ground_player(ground, GAME_QUEUE, "player/late"), RC_OK);
}

static void the_queue_outlasts_the_match(void **state)
{
    struct ground *ground = *state;
    assert_int_equal(ground_player(ground, GAME_QUEUE, "player/ann"), RC_OK);
    assert_int_equal(ground_do(ground, GAME_ABORT), RC_OK);
    assert_int_equal(ground_match(ground)->queue_count, 1);
}

static void so_many_may_ever_have_had_a_seat(void **state)
{
    struct ground *ground = *state;
    char player[PRINCIPAL_SIZE];
    for (unsigned i = 0; i < 200; i++) { /* who leaves before the start leaves no trace */
        (void)snprintf(player, sizeof player, "player/x%u", i);
        assert_int_equal(ground_join(ground, player, 0), RC_OK);
        assert_int_equal(ground_player(ground, GAME_LEAVE, player), RC_OK);
    }
    ground_begin(ground);
    for (unsigned i = 4; i < MATCH_PLAYERS; i++) {
        (void)snprintf(player, sizeof player, "player/p%u", i - 4);
        assert_int_equal(ground_player(ground, GAME_LEAVE, player), RC_OK);
        (void)snprintf(player, sizeof player, "player/p%u", i);
        assert_int_equal(join_seat(ground, player, (int)(i % 4)), RC_OK);
    }
    assert_int_equal(ground_player(ground, GAME_LEAVE, "player/p63"), RC_OK);
    assert_int_equal(ground_join(ground, "player/new", 1), RC_FULL);
    assert_int_equal(ground_join(ground, "player/p0", 1), RC_OK); /* is known */
    assert_int_equal(ground_do(ground, GAME_ABORT), RC_OK);
    assert_int_equal(ground_match(ground)->player_count, MATCH_PLAYERS);
    assert_int_equal(ground_statistics(ground, "player/p0")->team, 1);
}

/* ---- ready, away ---- */

static void being_ready_is_said_once(void **state)
{
    struct ground *ground = *state;
    assert_int_equal(ground_join(ground, "player/ann", 1), RC_OK);
    assert_false(ground_seat(ground, 2)->ready);
    assert_int_equal(ground_ready(ground, "player/ann", 1), RC_OK);
    assert_int_equal(ground_ready(ground, "player/ann", 1), RC_OK);
    assert_int_equal(ground_count(ground, ENTRY_READY), 1);
    assert_int_equal(ground_last(ground, ENTRY_READY)->seat, 2);
    struct game_seat_view view;
    game_seat(&ground->game, 2, &view);
    assert_true(view.ready && !view.away && is(&view.player, "player/ann"));
    assert_int_equal(ground_ready(ground, "player/ann", 0), RC_OK);
    assert_int_equal(ground_count(ground, ENTRY_UNREADY), 1);
    assert_int_equal(ground_ready(ground, "player/ann", 2), RC_BAD_REQUEST);
    assert_int_equal(ground_ready(ground, "player/bob", 1), RC_NOT_FOUND);
}

static void a_seat_waits_for_its_player(void **state)
{
    struct ground *ground = *state;
    ground_begin(ground);
    uint32_t gone = ground->now;
    assert_int_equal(ground_player(ground, GAME_AWAY, "player/p1"), RC_OK);
    assert_true(is(&ground_last(ground, ENTRY_AWAY)->who, "player/p1"));
    ground_pass(ground, 10000);
    assert_int_equal(
        ground_player(ground, GAME_AWAY, "player/p1"), RC_OK); /* changes nothing */
    assert_int_equal(ground_count(ground, ENTRY_AWAY), 1);
    assert_int_equal(ground_seat(ground, 1)->away_ms, 5000);
    ground_pass(ground, 4999);
    assert_true(ground_seat(ground, 1)->away);
    assert_int_equal(game_next(&ground->game), gone + 15000);
    ground_pass(ground, 1);
    assert_int_equal(seat_of(ground, "player/p1"), -1);
    const struct match_entry *left = ground_last(ground, ENTRY_LEFT);
    assert_true(is(&left->who, "player/p1"));
    assert_int_equal(left->at, gone + 15000);
    assert_int_equal(left->seat, 1);
    assert_string_equal(robot_of(ground, 1), "robot1");
    assert_false(ground_seat(ground, 1)->away);
}

static void who_comes_back_in_time_keeps_it(void **state)
{
    struct ground *ground = *state;
    ground_begin(ground);
    assert_int_equal(ground_player(ground, GAME_AWAY, "player/p1"), RC_OK);
    ground_pass(ground, 14999);
    assert_int_equal(ground_player(ground, GAME_BACK, "player/p1"), RC_OK);
    assert_int_equal(ground_player(ground, GAME_BACK, "player/p1"), RC_OK);
    assert_int_equal(ground_count(ground, ENTRY_BACK), 1);
    ground_pass(ground, 60000);
    assert_int_equal(seat_of(ground, "player/p1"), 1);
    assert_int_equal(ground_player(ground, GAME_AWAY, "player/p1"), RC_OK);
    ground_pass(ground, 14999); /* the whole grace again */
    assert_int_equal(seat_of(ground, "player/p1"), 1);
    ground_pass(ground, 1);
    assert_int_equal(seat_of(ground, "player/p1"), -1);
}

static void graces_run_in_a_pause_but_not_in_a_hold(void **state)
{
    struct ground *ground = *state;
    ground_begin(ground);
    assert_int_equal(ground_player(ground, GAME_AWAY, "player/p1"), RC_OK);
    ground_pass(ground, 1000);
    assert_int_equal(ground_do(ground, GAME_HOLD), RC_OK);
    ground_pass(ground, 60000);
    assert_int_equal(ground_seat(ground, 1)->away_ms, 14000);
    assert_int_equal(ground_do(ground, GAME_GO), RC_OK);
    assert_int_equal(ground_do(ground, GAME_PAUSE), RC_OK);
    ground_pass(ground, 13999);
    assert_int_equal(seat_of(ground, "player/p1"), 1);
    ground_pass(ground, 1);
    assert_int_equal(seat_of(ground, "player/p1"), -1);
}

static void a_grace_over_in_the_lobby_gives_the_robots_back(void **state)
{
    struct ground *ground = *state;
    ground_fill(ground);
    assert_int_equal(ground_player(ground, GAME_AWAY, "player/p1"), RC_OK);
    assert_int_equal(ground_player(ground, GAME_AWAY, "player/p3"), RC_OK);
    ground_pass(ground, 15000);
    assert_int_equal(ground_count(ground, ENTRY_LEFT), 2);
    assert_string_equal(robot_of(ground, 1), "");
    assert_string_equal(robot_of(ground, 3), "");
    assert_string_equal(robot_of(ground, 2), "robot2");
}

/* ---- robots ---- */

static void robots_are_assigned_to_units(void **state)
{
    struct ground *ground = *state;
    assert_int_equal(ground_join(ground, "player/ann", 1), RC_OK);
    assert_int_equal(ground_assign(ground, 2, "scout1"), RC_OK);
    const struct match_entry *entry = ground_last(ground, ENTRY_ASSIGNED);
    assert_string_equal(entry->robot, "scout1");
    assert_string_equal(entry->by, "");
    assert_true(is(&entry->who, "player/ann"));
    assert_int_equal(entry->team, 1);
    assert_int_equal(entry->seat, 2);
    assert_int_equal(entry->unit, 2);
    assert_int_equal(ground_assign(ground, 2, "scout1"), RC_OK); /* it is there */
    assert_int_equal(ground_count(ground, ENTRY_ASSIGNED), 1);
    assert_int_equal(ground_assign(ground, 1, "scout1"), RC_WRONG_STATE);
    assert_int_equal(ground_assign(ground, 2, "scout2"), RC_OK); /* before the start: no swap */
    assert_int_equal(ground_count(ground, ENTRY_ASSIGNED), 2);
    assert_int_equal(game_unit_of_robot(&ground->game, "scout1"), -1);
    assert_int_equal(game_unit_of_robot(&ground->game, "scout2"), 2);
    assert_int_equal(game_unit_of_robot(&ground->game, ""), -1);
    assert_int_equal(ground_assign(ground, 2, ""), RC_OK);
    assert_int_equal(ground_assign(ground, 2, ""), RC_OK);
    assert_int_equal(ground_count(ground, ENTRY_ASSIGNED), 3);
}

static void a_spare_takes_the_place_as_it_is(void **state)
{
    struct ground *ground = *state;
    ground_begin(ground);
    assert_int_equal(ground_shoot(ground, 2, 0), VERDICT_COUNTED);
    assert_int_equal(ground_fire(ground, 0, 1), RC_OK);
    assert_int_equal(ground_assign(ground, 0, "spare"), RC_OK);
    const struct match_entry *entry = ground_last(ground, ENTRY_SWAPPED);
    assert_string_equal(entry->robot, "spare");
    assert_string_equal(entry->by, "robot0");
    assert_true(is(&entry->who, "player/p0"));
    assert_int_equal(entry->unit, 0);
    assert_int_equal(ground_unit(ground, 0)->health, 80);
    assert_int_equal(ground_unit(ground, 0)->heat, 12);
    assert_int_equal(ground_assign(ground, 1, ""), RC_OK); /* none, and one again: no swap */
    assert_int_equal(ground_assign(ground, 1, "robot0"), RC_OK);
    assert_int_equal(ground_count(ground, ENTRY_SWAPPED), 1);
}

static void in_the_countdown_and_in_a_pause_it_is_a_swap_too(void **state)
{
    struct ground *ground = *state;
    ground_fill(ground);
    go_on(ground, 1000);
    assert_int_equal(ground_assign(ground, 0, "spare"), RC_OK);
    ground_pass(ground, 4000);
    assert_int_equal(ground_do(ground, GAME_PAUSE), RC_OK);
    assert_int_equal(ground_assign(ground, 0, "robot0"), RC_OK);
    assert_int_equal(ground_count(ground, ENTRY_SWAPPED), 2);
}

static void what_is_bypassed_is_not_waited_for(void **state)
{
    struct ground *ground = *state;
    struct game_input input = game_input(GAME_BYPASS);
    input.who = ground_who("referee/rob");
    input.missing = MISSING_NO_STATUS;
    assert_int_equal(ground_take(ground, &input), RC_BAD_REQUEST); /* of nobody */
    for (unsigned i = 0; i < MATCH_BYPASSES; i++) {
        (void)snprintf(input.about, sizeof input.about, "robot%u", i);
        assert_int_equal(ground_take(ground, &input), RC_OK);
    }
    assert_int_equal(ground_take(ground, &input), RC_OK); /* as before */
    assert_int_equal(ground_count(ground, ENTRY_BYPASSED), MATCH_BYPASSES);
    assert_int_equal(ground_last(ground, ENTRY_BYPASSED)->missing, MISSING_NO_STATUS);
    assert_string_equal(ground_last(ground, ENTRY_BYPASSED)->about, "robot7");
    assert_true(game_bypasses(&ground->game, MISSING_NO_STATUS, "robot3"));
    assert_false(game_bypasses(&ground->game, MISSING_NOT_READY, "robot3"));
    assert_false(game_bypasses(&ground->game, MISSING_NO_STATUS, "robot8"));
    (void)snprintf(input.about, sizeof input.about, "robot8");
    assert_int_equal(ground_take(ground, &input), RC_FULL);
}

static void units_and_seats_are_numbered_team_by_team(void **state)
{
    struct ground *ground = *state;
    ground_rule(ground, RULE_ROBOTS_PER_SEAT, 4);
    ground->setup.teams[0].seats = 1;
    ground->setup.teams[1].seats = 3;
    ground_init(ground);
    assert_int_equal(game_seat_count(&ground->game), 4);
    assert_int_equal(game_unit_count(&ground->game), 16);
    assert_int_equal(game_seat_of_unit(&ground->game, 3), 0);
    assert_int_equal(game_seat_of_unit(&ground->game, 4), 1);
    assert_int_equal(game_seat_of_unit(&ground->game, 15), 3);
    assert_int_equal(game_team_of_seat(&ground->game, 0), 0);
    assert_int_equal(game_team_of_seat(&ground->game, 1), 1);
    assert_int_equal(game_team_of_seat(&ground->game, 3), 1);
    assert_int_equal(ground_assign(ground, 15, "last"), RC_OK);
    assert_string_equal(ground_match(ground)->teams[1].seats[2].units[3].robot, "last");
    assert_int_equal(ground_assign(ground, 16, "more"), RC_BAD_REQUEST);
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, ground_set_up, ground_tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(who_joins_takes_the_first_free_seat_of_the_team),
        CASE(a_seat_can_be_named),
        CASE(without_a_team_the_weaker_one_is_joined),
        CASE(nobody_has_two_seats),
        CASE(before_the_countdown_who_leaves_gives_the_robots_back),
        CASE(later_they_stay_with_the_seat),
        CASE(a_bot_gives_its_seat_to_a_person),
        CASE(a_free_seat_is_taken_before_a_bots),
        CASE(from_the_countdown_on_bots_keep_their_seats),
        CASE(in_ready_a_bot_gives_way_too),
        CASE(people_wait_in_the_order_they_came),
        CASE(so_many_may_wait),
        CASE(the_queue_outlasts_the_match),
        CASE(so_many_may_ever_have_had_a_seat),
        CASE(being_ready_is_said_once),
        CASE(a_seat_waits_for_its_player),
        CASE(who_comes_back_in_time_keeps_it),
        CASE(graces_run_in_a_pause_but_not_in_a_hold),
        CASE(a_grace_over_in_the_lobby_gives_the_robots_back),
        CASE(robots_are_assigned_to_units),
        CASE(a_spare_takes_the_place_as_it_is),
        CASE(in_the_countdown_and_in_a_pause_it_is_a_swap_too),
        CASE(what_is_bypassed_is_not_waited_for),
        CASE(units_and_seats_are_numbered_team_by_team),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
