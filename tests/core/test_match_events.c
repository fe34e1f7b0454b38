/* What robots report of a fight: what counts, what is ignored and why, what is measured. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include "tests/core/stage.h"

#include <cmocka.h>

static const struct stage_rule plain[] = {
    {RULE_BOTS, 0 },
    {RULE_BOTS, -1},
};

#define FAR 100000 /* numbers of events above those the stage gives */

static struct input hit_by(
    struct bench *bench, const char *victim, const char *by, uint32_t number)
{
    struct input input = stage_event_input(bench, victim, ROBOT_EVENT_HIT, number);
    if (by[0] != '\0') {
        input.robot_event.by = who(by);
    }
    return input;
}

static void expect_ignored(struct bench *bench, const struct input *input, enum ignored why)
{
    struct core_counts before = stage_counts(bench);
    bench_take(bench, input);
    struct core_counts after = stage_counts(bench);
    for (unsigned i = 0; i < IGNORED_COUNT_; i++) {
        if (after.events_ignored[i] != before.events_ignored[i] + (i == why)) {
            fail_msg("%s, not %s", ignored_name((enum ignored)i), ignored_name(why));
        }
    }
    assert_int_equal(after.match_inputs, before.match_inputs);
    assert_int_equal(after.match_entries, before.match_entries);
}

static void bad_events_change_nothing_and_are_counted(void **state)
{
    struct bench *bench = *state;
    const char *id = stage_fight(bench, 5, plain);
    stage_hit(bench, "scout3", "scout1");
    struct match before = *stage_match(bench, id);
    struct input input = hit_by(bench, "scout3", "", FAR + 1);
    expect_ignored(bench, &input, IGNORED_NO_SHOOTER);
    input = hit_by(bench, "scout3", "player/ann", FAR + 2);
    expect_ignored(bench, &input, IGNORED_NO_SHOOTER);
    input = hit_by(bench, "scout3", "robot/ghost", FAR + 3);
    expect_ignored(bench, &input, IGNORED_FOREIGN);
    input = hit_by(bench, "scout3", "robot/scout5", FAR + 4);
    expect_ignored(bench, &input, IGNORED_FOREIGN);
    input = hit_by(bench, "scout3", "robot/scout3", FAR + 5);
    expect_ignored(bench, &input, IGNORED_SELF);
    input = hit_by(bench, "scout3", "robot/scout1", FAR + 5);
    expect_ignored(bench, &input, IGNORED_REPEATED);
    input = hit_by(bench, "scout3", "robot/scout1", FAR + 4);
    expect_ignored(bench, &input, IGNORED_REPEATED);
    input = hit_by(bench, "scout3", "robot/scout1", FAR + 6);
    input.robot_event.ts = input.wall + 2001;
    expect_ignored(bench, &input, IGNORED_FUTURE);
    input = hit_by(bench, "scout3", "robot/scout1", FAR + 7);
    input.robot_event.ts = input.wall - 5001;
    expect_ignored(bench, &input, IGNORED_OLD);
    input = hit_by(bench, "scout5", "robot/scout1", FAR + 8);
    expect_ignored(bench, &input, IGNORED_NO_MATCH);
    input = stage_event_input(bench, "scout5", ROBOT_EVENT_FIRE, FAR + 9);
    expect_ignored(bench, &input, IGNORED_NO_MATCH);
    assert_memory_equal(&before, stage_match(bench, id), sizeof before);
}

static void a_time_that_is_not_said_is_no_lie(void **state)
{
    struct bench *bench = *state;
    const char *id = stage_fight(bench, 4, plain);
    stage_fire(bench, "scout1");
    struct input input = hit_by(bench, "scout3", "robot/scout1", FAR + 1);
    input.robot_event.ts = 0;
    bench_take(bench, &input);
    assert_int_equal(stage_match(bench, id)->teams[0].score, 1);
}

static void numbers_begin_anew_when_the_robots_program_does(void **state)
{
    struct bench *bench = *state;
    const char *id = stage_fight(bench, 4, plain);
    struct input input = stage_event_input(bench, "scout1", ROBOT_EVENT_FIRE, FAR);
    bench_take(bench, &input);
    uint64_t inputs = stage_counts(bench).match_inputs;
    struct input online;
    memset(&online, 0, sizeof online);
    online.kind = INPUT_ROBOT_PRESENCE;
    online.wall = input.wall;
    memcpy(online.robot_presence.id, "scout1", sizeof "scout1");
    online.robot_presence.said.boot = tag_of("b2");
    online.robot_presence.said.conn = tag_of("c1");
    bench_take(bench, &online);
    input = stage_event_input(bench, "scout1", ROBOT_EVENT_FIRE, 1);
    bench_take(bench, &input);
    assert_true(stage_counts(bench).match_inputs > inputs);
    assert_int_equal(stage_state(bench, id), MATCH_RUNNING);
}

static void more_than_twenty_a_second_of_one_robot_are_too_many(void **state)
{
    struct bench *bench = *state;
    stage_fight(bench, 4, plain);
    bench_pass(bench, 1);
    uint64_t inputs = stage_counts(bench).match_inputs;
    for (unsigned i = 0; i < 25; i++) {
        stage_fire(bench, "scout1");
    }
    assert_int_equal(stage_counts(bench).match_inputs, inputs + 20);
    assert_int_equal(stage_counts(bench).events_ignored[IGNORED_RATE], 5);
    stage_fire(bench, "scout2");
    assert_int_equal(stage_counts(bench).match_inputs, inputs + 21);
    bench_pass(bench, 900);
    stage_fire(bench, "scout1");
    assert_int_equal(stage_counts(bench).events_ignored[IGNORED_RATE], 6);
    stage_pass(bench, 1000);
    inputs = stage_counts(bench).match_inputs;
    stage_fire(bench, "scout1");
    assert_int_equal(stage_counts(bench).match_inputs, inputs + 1);
}

static void a_bump_only_shows_that_the_robot_lives(void **state)
{
    struct bench *bench = *state;
    stage_fight(bench, 4, plain);
    struct core_counts before = stage_counts(bench);
    struct input input = stage_event_input(bench, "scout1", ROBOT_EVENT_OTHER, FAR);
    bench_take(bench, &input);
    struct core_counts after = stage_counts(bench);
    assert_memory_equal(
        before.events_ignored, after.events_ignored, sizeof before.events_ignored);
    assert_int_equal(before.match_inputs, after.match_inputs);
}

static void a_hit_without_a_shot_gets_its_verdict_when_the_window_is_over(void **state)
{
    struct bench *bench = *state;
    const char *id = stage_fight(bench, 4, plain);
    struct input input = hit_by(bench, "scout3", "robot/scout1", FAR + 1);
    bench_take(bench, &input);
    assert_null(stage_entry(bench, ENTRY_HIT));
    stage_pass(bench, 600);
    assert_int_equal(stage_entry(bench, ENTRY_HIT)->verdict, VERDICT_NO_FIRE);
    assert_int_equal(stage_match(bench, id)->teams[0].score, 0);
}

static void shots_in_the_countdown_or_a_pause_do_not_count(void **state)
{
    struct bench *bench = *state;
    const char *id = stage_duel(bench, 4, plain);
    stage_hit(bench, "scout3", "scout1");
    assert_int_equal(stage_entry(bench, ENTRY_HIT)->verdict, VERDICT_NOT_RUNNING);
    stage_pass(bench, 5000);
    assert_int_equal(stage_ask(bench, "referee/rob", DEED_MATCH_PAUSE, id), RC_OK);
    stage_hit(bench, "scout3", "scout1");
    assert_int_equal(stage_entry(bench, ENTRY_HIT)->verdict, VERDICT_NOT_RUNNING);
    assert_int_equal(stage_match(bench, id)->teams[0].score, 0);
}

static void the_live_message_shows_shots_poses_and_scores_ten_times_a_second(void **state)
{
    struct bench *bench = *state;
    const char *id = stage_fight(bench, 4, plain);
    struct robot_status status = {.has_pose = true, .x = 1.5, .y = 2.25, .heading = 90};
    stage_status(bench, "scout2", &status);
    bench_forget(bench);
    stage_fire(bench, "scout2");
    bench_pass(bench, 100);
    const struct match_live *live = core_match_live_said(bench->core, id);
    assert_int_equal(live->unit_count, 4);
    assert_string_equal(live->units[1].robot, "scout2");
    assert_int_equal(live->units[1].shots, 1);
    assert_true(live->units[1].has_pose);
    assert_true(live->units[1].x > 1.49 && live->units[1].x < 1.51);
    assert_false(live->units[0].has_pose);
    bench_pass(bench, 800);
    assert_in_range(bench_count(bench, EFFECT_MATCH_LIVE), 8, 10);
    assert_int_equal(core_match_live_said(bench->core, id)->units[1].shots, 0);
}

static void a_lobby_says_live_only_what_moves(void **state)
{
    struct bench *bench = *state;
    stage_robots(bench, 1);
    stage_come(bench, "player/ann");
    const char *id = stage_create(bench, "player/ann", 1, plain);
    stage_join(bench, "player/ann", id, 0);
    bench_forget(bench);
    struct robot_status status = {.has_pose = true, .x = 1};
    for (unsigned i = 0; i < 40; i++) {
        bench_pass(bench, 100);
        status.x += i < 20 ? 0.1 : 0;
        stage_status(bench, "scout1", &status);
    }
    assert_in_range(bench_count(bench, EFFECT_MATCH_LIVE), 2, 4);
}

static void what_a_player_did_is_measured(void **state)
{
    struct bench *bench = *state;
    const char *id = stage_fight(bench, 4, plain);
    struct robot_status status = {.has_pose = true, .has_drive = true, .mode = MODE_DRIVING};
    status.refused[REFUSAL_STALE] = 5;
    for (unsigned i = 0; i < 11; i++) {
        stage_status(bench, "scout1", &status);
        status.x += 0.3;
        status.y += 0.4;
        status.refused[REFUSAL_STALE] += 2;
        stage_pass(bench, 100);
    }
    struct input input = stage_ask_input(bench, "player/ann", DEED_STOP, NULL);
    memcpy(input.ask.ask.robot, "scout1", sizeof "scout1");
    input.ask.ask.stop = tag_of("stop-1");
    assert_int_equal(stage_put(bench, &input), RC_OK);
    input = stage_ask_input(bench, "player/ann", DEED_MATCH_REPORT, id);
    input.ask.ask.game.delay_p50_ms = 21;
    input.ask.ask.game.delay_p99_ms = 84;
    assert_int_equal(stage_put(bench, &input), RC_OK);
    assert_int_equal(stage_ask(bench, "referee/rob", DEED_MATCH_ABORT, id), RC_OK);
    const struct match_player *ann = &core_match_said(bench->core, id)->players[0];
    assert_string_equal(ann->player.id, "ann");
    assert_in_range(ann->distance_mm, 4990, 5000);
    assert_in_range(ann->driven_ms, 1000, 1100);
    assert_int_equal(ann->refused[REFUSAL_STALE], 20);
    assert_int_equal(ann->frames_refused, 20);
    assert_int_equal(ann->stops, 1);
    assert_int_equal(ann->delay_p99_ms, 84);
    struct record key = {
        .kind = RECORD_TALLY, .tally = {.player = {.player = who("player/ann")}}};
    memcpy(key.tally.match, id, ID_SIZE);
    const struct record *kept = fake_store_find(&bench->store, &key);
    assert_non_null(kept);
    assert_int_equal(kept->tally.player.stops, 1);
}

static void another_robot_of_the_same_unit_begins_where_it_stands(void **state)
{
    struct bench *bench = *state;
    const char *id = stage_fight(bench, 5, plain);
    struct robot_status status = {.has_pose = true};
    stage_status(bench, "scout1", &status);
    struct input input = stage_ask_input(bench, "referee/rob", DEED_MATCH_SWAP, id);
    memcpy(input.ask.ask.robot, "scout1", sizeof "scout1");
    memcpy(input.ask.ask.game.with, "scout5", sizeof "scout5");
    assert_int_equal(stage_put(bench, &input), RC_OK);
    stage_pass(bench, 100);
    status.x = 3;
    stage_status(bench, "scout5", &status);
    assert_int_equal(stage_ask(bench, "referee/rob", DEED_MATCH_ABORT, id), RC_OK);
    assert_int_equal(core_match_said(bench->core, id)->players[0].distance_mm, 0);
}

static void a_carried_robot_has_not_driven(void **state)
{
    struct bench *bench = *state;
    const char *id = stage_fight(bench, 4, plain);
    struct robot_status status = {.has_pose = true};
    stage_status(bench, "scout1", &status);
    status.x = 40;
    stage_pass(bench, 100);
    stage_status(bench, "scout1", &status);
    assert_int_equal(stage_ask(bench, "referee/rob", DEED_MATCH_ABORT, id), RC_OK);
    assert_int_equal(core_match_said(bench->core, id)->players[0].distance_mm, 0);
}

static void a_speed_that_no_robot_has_is_no_distance(void **state)
{
    struct bench *bench = *state;
    const char *id = stage_fight(bench, 4, plain);
    struct robot_status status = {.has_speed = true, .speed = 2};
    stage_status(bench, "scout1", &status);
    stage_pass(bench, 100);
    stage_status(bench, "scout1", &status);
    status.speed = 1e8;
    stage_pass(bench, 100);
    stage_status(bench, "scout1", &status);
    assert_int_equal(stage_ask(bench, "referee/rob", DEED_MATCH_ABORT, id), RC_OK);
    assert_in_range(core_match_said(bench->core, id)->players[0].distance_mm, 190, 200);
}

static void nobody_ends_a_match_by_firing(void **state)
{
    struct bench *bench = *state;
    static const struct stage_rule rules[] = {
        {RULE_BOTS,            0      },
        {RULE_DURATION,        3600000},
        {RULE_ROBOTS_PER_SEAT, 4      },
        {RULE_BOTS,            -1     },
    };
    static const enum missing missing[] = {
        MISSING_EMPTY_SEAT, MISSING_EMPTY_SEAT, MISSING_NO_ROBOT};
    static const char *const whom[] = {"red", "blue", "player/ann"};
    stage_robots(bench, 1);
    stage_come(bench, "player/ann");
    const char *id = stage_create(bench, "player/ann", 8, rules);
    assert_int_equal(stage_join(bench, "player/ann", id, 0), RC_OK);
    for (unsigned i = 0; i < 3; i++) {
        struct input input = stage_ask_input(bench, "referee/rob", DEED_MATCH_BYPASS, id);
        input.ask.ask.game.missing = missing[i];
        memcpy(input.ask.ask.game.who, whom[i], strlen(whom[i]) + 1);
        assert_int_equal(stage_put(bench, &input), RC_OK);
    }
    assert_int_equal(stage_ready(bench, "player/ann", id, true), RC_OK);
    stage_pass(bench, 5100);
    assert_int_equal(stage_state(bench, id), MATCH_RUNNING);
    uint64_t before = stage_counts(bench).match_inputs;
    for (unsigned second = 0; second < 150; second++) {
        for (unsigned i = 0; i < 20; i++) {
            stage_fire(bench, "scout1");
        }
        stage_pass(bench, 1001);
    }
    assert_in_range(stage_counts(bench).match_inputs - before, 2812, 2812 + 160); /* of 64 */
    assert_int_equal(stage_counts(bench).events_ignored[IGNORED_SHARE], 3000 - 2812);
    assert_int_equal(stage_state(bench, id), MATCH_RUNNING);
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, bench_set_up, bench_tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(bad_events_change_nothing_and_are_counted),
        CASE(a_time_that_is_not_said_is_no_lie),
        CASE(numbers_begin_anew_when_the_robots_program_does),
        CASE(more_than_twenty_a_second_of_one_robot_are_too_many),
        CASE(nobody_ends_a_match_by_firing),
        CASE(a_bump_only_shows_that_the_robot_lives),
        CASE(a_hit_without_a_shot_gets_its_verdict_when_the_window_is_over),
        CASE(shots_in_the_countdown_or_a_pause_do_not_count),
        CASE(the_live_message_shows_shots_poses_and_scores_ten_times_a_second),
        CASE(a_lobby_says_live_only_what_moves),
        CASE(what_a_player_did_is_measured),
        CASE(another_robot_of_the_same_unit_begins_where_it_stands),
        CASE(a_carried_robot_has_not_driven),
        CASE(a_speed_that_no_robot_has_is_no_distance),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
