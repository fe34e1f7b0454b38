/* Before a match begins: what it waits for, who starts it, what breaks its countdown. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include "tests/core/stage.h"

#include <cmocka.h>

static const struct stage_rule by_hand[] = {
    {RULE_AUTO_START, 0 },
    {RULE_BOTS,       0 },
    {RULE_BOTS,       -1},
};

static const struct stage_rule alone[] = {
    {RULE_BOTS, 0 },
    {RULE_BOTS, -1},
};

/* ann against cat, with scout1 and scout2; both ready, nothing missing. */
static const char *pair(struct bench *bench, const struct stage_rule *rules)
{
    stage_robots(bench, 2);
    stage_come(bench, "player/ann");
    stage_come(bench, "player/cat");
    const char *id = stage_create(bench, "player/ann", 1, rules);
    assert_int_equal(stage_join(bench, "player/ann", id, 0), RC_OK);
    assert_int_equal(stage_join(bench, "player/cat", id, 1), RC_OK);
    assert_int_equal(stage_ready(bench, "player/ann", id, true), RC_OK);
    assert_int_equal(stage_ready(bench, "player/cat", id, true), RC_OK);
    return id;
}

static void service(struct bench *bench, const char *robot, bool in)
{
    struct input input = stage_ask_input(bench, "operator/sam", DEED_ROBOT_SERVICE, NULL);
    memcpy(input.ask.ask.robot, robot, strlen(robot) + 1);
    input.ask.ask.in = in;
    assert_int_equal(stage_put(bench, &input), RC_OK);
}

static void stop(struct bench *bench, const char *robot)
{
    struct input input = stage_ask_input(bench, "referee/rob", DEED_STOP, NULL);
    memcpy(input.ask.ask.robot, robot, strlen(robot) + 1);
    input.ask.ask.stop = tag_of("stop-1");
    assert_int_equal(stage_put(bench, &input), RC_OK);
}

static void clear(struct bench *bench, const char *robot)
{
    struct input input = stage_ask_input(bench, "referee/rob", DEED_CLEAR, NULL);
    memcpy(input.ask.ask.robot, robot, strlen(robot) + 1);
    assert_int_equal(stage_put(bench, &input), RC_OK);
}

static void assign(struct bench *bench, const char *match, unsigned unit, const char *robot)
{
    struct input input = stage_ask_input(bench, "referee/rob", DEED_MATCH_ASSIGN, match);
    input.ask.ask.game.has_unit = true;
    input.ask.ask.game.unit = unit;
    memcpy(input.ask.ask.robot, robot, strlen(robot) + 1);
    assert_int_equal(stage_put(bench, &input), RC_OK);
}

static void make_empty(struct bench *bench, const char *id)
{
    assert_int_equal(stage_ask(bench, "player/cat", DEED_MATCH_LEAVE, id), RC_OK);
}

static void cure_empty(struct bench *bench, const char *id)
{
    assert_int_equal(stage_join(bench, "player/cat", id, 1), RC_OK);
    assert_int_equal(stage_ready(bench, "player/cat", id, true), RC_OK);
}

static void make_unready(struct bench *bench, const char *id)
{
    assert_int_equal(stage_ready(bench, "player/cat", id, false), RC_OK);
}

static void cure_unready(struct bench *bench, const char *id)
{
    assert_int_equal(stage_ready(bench, "player/cat", id, true), RC_OK);
}

static void make_away(struct bench *bench, const char *id)
{
    (void)id;
    stage_part(bench, "player/cat");
}

static void cure_away(struct bench *bench, const char *id)
{
    (void)id;
    stage_come(bench, "player/cat");
}

static void make_robotless(struct bench *bench, const char *id)
{
    bench_robot_says_presence(bench, "scout2", ANNOUNCED_OFFLINE, "c1");
    struct input input = stage_ask_input(bench, "operator/sam", DEED_ROBOT_DEREGISTER, NULL);
    memcpy(input.ask.ask.robot, "scout2", sizeof "scout2");
    bench_take(bench, &input);
    (void)id;
}

static void cure_robotless(struct bench *bench, const char *id)
{
    (void)id;
    bench_robot_online(bench, "scout3");
}

static void make_offline(struct bench *bench, const char *id)
{
    (void)id;
    stage_robot_lost(bench, "scout2");
}

static void cure_offline(struct bench *bench, const char *id)
{
    (void)id;
    bench_robot_says_presence(bench, "scout2", ANNOUNCED_ONLINE, "c2");
    bench_state(bench, "scout2", 0, 0);
}

static void make_stale(struct bench *bench, const char *id)
{
    (void)id;
    stage_mute("scout2");
    stage_pass(bench, 3500);
}

static void cure_stale(struct bench *bench, const char *id)
{
    (void)id;
    stage_mute("");
    stage_status(bench, "scout2", NULL);
}

static void make_taken(struct bench *bench, const char *id)
{
    bench_robot_online(bench, "scout7");
    stage_come(bench, "player/eve");
    bench_drive(bench, "player/eve", "scout7", "ask-eve-0001");
    assign(bench, id, 1, "scout7");
}

static void cure_taken(struct bench *bench, const char *id)
{
    (void)id;
    bench_ask(bench, "player/eve", DEED_DRIVE_RELEASE, "scout7", "ask-eve-0002");
}

static void make_stopped(struct bench *bench, const char *id)
{
    (void)id;
    stop(bench, "scout2");
}

static void cure_stopped(struct bench *bench, const char *id)
{
    (void)id;
    clear(bench, "scout2");
}

static void make_unserved(struct bench *bench, const char *id)
{
    (void)id;
    service(bench, "scout2", false);
}

static void cure_unserved(struct bench *bench, const char *id)
{
    (void)id;
    service(bench, "scout2", true);
}

static const struct {
    enum missing why;
    const char *who;
    void (*make)(struct bench *bench, const char *id);
    void (*cure)(struct bench *bench, const char *id);
} conditions[MISSING_COUNT_] = {
    {MISSING_EMPTY_SEAT,     "blue",       make_empty,     cure_empty    },
    {MISSING_NOT_READY,      "player/cat", make_unready,   cure_unready  },
    {MISSING_PLAYER_AWAY,    "player/cat", make_away,      cure_away     },
    {MISSING_NO_ROBOT,       "player/cat", make_robotless, cure_robotless},
    {MISSING_ROBOT_OFFLINE,  "scout2",     make_offline,   cure_offline  },
    {MISSING_NO_STATUS,      "scout2",     make_stale,     cure_stale    },
    {MISSING_ROBOT_TAKEN,    "scout7",     make_taken,     cure_taken    },
    {MISSING_ROBOT_STOPPED,  "scout2",     make_stopped,   cure_stopped  },
    {MISSING_OUT_OF_SERVICE, "scout2",     make_unserved,  cure_unserved },
};

static void expect_condition(struct bench *bench, unsigned row)
{
    bench_rebuild(bench, &bench->config);
    const char *id = pair(bench, by_hand);
    assert_int_equal(stage_state(bench, id), MATCH_READY);
    conditions[row].make(bench, id);
    assert_true(stage_misses(bench, id, conditions[row].why, conditions[row].who));
    assert_int_equal(stage_match(bench, id)->missing_count, 1);
    assert_int_equal(stage_state(bench, id), MATCH_LOBBY);
    assert_int_equal(stage_ask(bench, "player/ann", DEED_MATCH_START, id), RC_WRONG_STATE);
    assert_int_equal(stage_answer(bench)->missing, conditions[row].why);
    assert_string_equal(stage_answer(bench)->who, conditions[row].who);
    conditions[row].cure(bench, id);
    assert_int_equal(stage_match(bench, id)->missing_count, 0);
    assert_int_equal(stage_state(bench, id), MATCH_READY);
    assert_int_equal(stage_ask(bench, "player/ann", DEED_MATCH_START, id), RC_OK);
    assert_int_equal(stage_state(bench, id), MATCH_COUNTDOWN);
}

static void each_start_condition_holds_it_back_by_name_and_no_longer(void **state)
{
    for (unsigned i = 0; i < MISSING_COUNT_; i++) {
        assert_int_equal(conditions[i].why, i);
        expect_condition(*state, i);
    }
}

static void expect_bypass(struct bench *bench, unsigned row)
{
    bench_rebuild(bench, &bench->config);
    const char *id = pair(bench, by_hand);
    conditions[row].make(bench, id);
    struct input input = stage_ask_input(bench, "referee/rob", DEED_MATCH_BYPASS, id);
    input.ask.ask.game.missing = conditions[row].why;
    memcpy(input.ask.ask.game.who, conditions[row].who, strlen(conditions[row].who) + 1);
    assert_int_equal(stage_put(bench, &input), RC_OK);
    assert_true(stage_match(bench, id)->missing[0].bypassed);
    assert_int_equal(stage_ask(bench, "referee/rob", DEED_MATCH_START, id), RC_OK);
    assert_int_equal(stage_state(bench, id), MATCH_COUNTDOWN);
    stage_pass(bench, 5000);
    assert_int_equal(stage_state(bench, id), MATCH_RUNNING);
}

static void a_referee_starts_without_what_he_bypasses(void **state)
{
    for (unsigned i = 0; i < MISSING_COUNT_; i++) {
        expect_bypass(*state, i);
    }
}

static void stand(struct bench *bench, const char *robot, double x, double y)
{
    struct robot_status status = {.has_pose = true, .x = x, .y = y};
    stage_status(bench, robot, &status);
}

static void teams_get_robots_that_stand_apart(void **state)
{
    struct bench *bench = *state;
    stage_robots(bench, 5); /* scout5 never says where it stands */
    stand(bench, "scout1", 0, 0);
    stand(bench, "scout2", 1, 0);
    stand(bench, "scout3", 9, 0);
    stand(bench, "scout4", 0, 8);
    stage_come(bench, "player/ann");
    stage_come(bench, "player/cat");
    const char *id = stage_create(bench, "player/ann", 1, by_hand);
    assert_int_equal(stage_join(bench, "player/ann", id, 0), RC_OK);
    assert_int_equal(stage_join(bench, "player/cat", id, 1), RC_OK);
    assert_string_equal(stage_seat(bench, id, 0)->units[0].robot, "scout1");
    assert_string_equal(stage_seat(bench, id, 1)->units[0].robot, "scout3");
}

static void it_begins_by_itself_once_nothing_is_missing(void **state)
{
    struct bench *bench = *state;
    const char *id = pair(bench, alone);
    assert_int_equal(stage_state(bench, id), MATCH_COUNTDOWN);
    assert_true(principal_is_nobody(&stage_entry(bench, ENTRY_COUNTDOWN)->who));
}

static void it_waits_for_host_or_referee_where_the_rules_say_so(void **state)
{
    struct bench *bench = *state;
    const char *id = pair(bench, by_hand);
    stage_pass(bench, 20000);
    assert_int_equal(stage_state(bench, id), MATCH_READY);
    assert_int_equal(stage_ask(bench, "player/cat", DEED_MATCH_START, id), RC_NOT_ALLOWED);
    assert_int_equal(stage_ask(bench, "referee/rob", DEED_MATCH_START, id), RC_OK);
    assert_string_equal(stage_entry(bench, ENTRY_COUNTDOWN)->who.id, "rob");
}

static void what_goes_missing_breaks_the_countdown_and_ends_its_leases(void **state)
{
    for (unsigned i = 0; i < MISSING_COUNT_; i++) {
        struct bench *bench = *state;
        if (conditions[i].why == MISSING_ROBOT_TAKEN) {
            continue; /* nobody can take a robot of a match that holds it */
        }
        bench_rebuild(bench, &bench->config);
        const char *id = pair(bench, alone);
        stage_agree(bench);
        assert_string_equal(stage_lease(bench, "scout1")->driver.id, "ann");
        conditions[i].make(bench, id);
        assert_int_equal(stage_state(bench, id), MATCH_LOBBY);
        assert_non_null(stage_entry(bench, ENTRY_INCOMPLETE));
        assert_true(principal_is_nobody(&bench_stored_lease(bench, "scout1")->driver));
        assert_int_equal(bench_stored_lease(bench, "scout1")->why[0], WHY_SESSION_ENDED);
        conditions[i].cure(bench, id);
        assert_int_equal(stage_state(bench, id), MATCH_COUNTDOWN);
        assert_int_equal(stage_match(bench, id)->clock_ms, 5000);
    }
}

static void robots_are_given_at_once_and_again_when_one_becomes_free(void **state)
{
    struct bench *bench = *state;
    static const struct stage_rule two[] = {
        {RULE_ROBOTS_PER_SEAT, 2 },
        {RULE_BOTS,            0 },
        {RULE_BOTS,            -1},
    };
    stage_robots(bench, 3);
    stage_come(bench, "player/ann");
    stage_come(bench, "player/cat");
    const char *id = stage_create(bench, "player/ann", 1, two);
    stage_join(bench, "player/ann", id, 0);
    stage_join(bench, "player/cat", id, 1);
    assert_string_equal(stage_seat(bench, id, 0)->units[0].robot, "scout1");
    assert_string_equal(stage_seat(bench, id, 0)->units[1].robot, "scout2");
    assert_string_equal(stage_seat(bench, id, 1)->units[0].robot, "scout3");
    assert_string_equal(stage_seat(bench, id, 1)->units[1].robot, "");
    assert_true(stage_misses(bench, id, MISSING_NO_ROBOT, "player/cat"));
    bench_robot_online(bench, "scout9");
    assert_string_equal(stage_seat(bench, id, 1)->units[1].robot, "scout9");
    assert_int_equal(stage_ask(bench, "player/ann", DEED_MATCH_LEAVE, id), RC_OK);
    assert_string_equal(stage_seat(bench, id, 0)->units[0].robot, "");
}

static void who_drives_a_robot_already_keeps_it(void **state)
{
    struct bench *bench = *state;
    stage_robots(bench, 3);
    stage_come(bench, "player/ann");
    bench_drive(bench, "player/ann", "scout3", "ask-ann-0001");
    const char *id = stage_create(bench, "player/ann", 1, alone);
    stage_join(bench, "player/ann", id, 0);
    assert_string_equal(stage_seat(bench, id, 0)->units[0].robot, "scout3");
    assert_int_equal(stage_match(bench, id)->teams[0].seats[0].unit_count, 1);
    assert_false(stage_misses(bench, id, MISSING_ROBOT_TAKEN, "scout3"));
}

static void a_robot_of_a_match_is_for_its_player_alone(void **state)
{
    struct bench *bench = *state;
    pair(bench, by_hand);
    stage_come(bench, "player/eve");
    bench_ask(bench, "player/eve", DEED_DRIVE_CLAIM, "scout1", "ask-eve-0001");
    assert_int_equal(bench_answer(bench, "ask-eve-0001")->answer.rc, RC_ROBOT_TAKEN);
    bench_ask(bench, "player/cat", DEED_DRIVE_CLAIM, "scout1", "ask-cat-0001");
    assert_int_equal(bench_answer(bench, "ask-cat-0001")->answer.rc, RC_ROBOT_TAKEN);
    bench_drive(bench, "player/ann", "scout1", "ask-ann-0001"); /* to warm up */
    assert_true(stage_drives(bench, "scout1", "player/ann"));
}

static void who_drives_a_robot_that_is_given_to_another_goes_on_until_it_begins(void **state)
{
    struct bench *bench = *state;
    const char *id = pair(bench, by_hand);
    make_taken(bench, id);
    bench_ask(bench, "player/eve", DEED_DRIVE_CLAIM, "scout7", "ask-eve-0003");
    bench_state_agrees(bench, "scout7");
    assert_int_equal(bench_answer(bench, "ask-eve-0003")->answer.rc, RC_OK);
    assert_true(stage_misses(bench, id, MISSING_ROBOT_TAKEN, "scout7"));
    bench_ask(bench, "player/eve", DEED_DRIVE_RELEASE, "scout7", "ask-eve-0004");
    bench_ask(bench, "player/eve", DEED_DRIVE_CLAIM, "scout7", "ask-eve-0005");
    assert_int_equal(bench_answer(bench, "ask-eve-0005")->answer.rc, RC_ROBOT_TAKEN);
}

static void free_driving_ends_when_the_countdown_begins(void **state)
{
    struct bench *bench = *state;
    bench_robot_online(bench, "scout9");
    const char *id = pair(bench, by_hand);
    stage_robot_lost(bench, "scout2"); /* it must not begin before both drive */
    bench_drive(bench, "player/ann", "scout1", "ask-ann-0001");
    bench_drive(bench, "player/cat", "scout9", "ask-cat-0001");
    struct tag before = stage_lease(bench, "scout1")->session;
    cure_offline(bench, id);
    assert_int_equal(stage_ask(bench, "player/ann", DEED_MATCH_START, id), RC_OK);
    stage_agree(bench);
    assert_false(tag_equal(&stage_lease(bench, "scout1")->session, &before));
    assert_false(stage_lease(bench, "scout1")->drive);
    assert_true(principal_is_nobody(&bench_stored_lease(bench, "scout9")->driver));
    assert_int_equal(bench_stored_lease(bench, "scout9")->why[0], WHY_SESSION_ENDED);
    bench_ask(bench, "player/cat", DEED_DRIVE_CLAIM, "scout9", "ask-cat-0002");
    assert_int_equal(bench_answer(bench, "ask-cat-0002")->answer.rc, RC_WRONG_STATE);
}

static void an_abandoned_lobby_ends(void **state)
{
    struct bench *bench = *state;
    stage_come(bench, "player/ann");
    const char *id = stage_create(bench, "player/ann", 1, alone);
    bench_pass(bench, GAME_EMPTY_MS);
    assert_int_equal(stage_state(bench, id), MATCH_ABORTED);
    assert_int_equal(core_match_said(bench->core, id)->state, MATCH_ABORTED);
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, bench_set_up, bench_tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(each_start_condition_holds_it_back_by_name_and_no_longer),
        CASE(a_referee_starts_without_what_he_bypasses),
        CASE(teams_get_robots_that_stand_apart),
        CASE(it_begins_by_itself_once_nothing_is_missing),
        CASE(it_waits_for_host_or_referee_where_the_rules_say_so),
        CASE(what_goes_missing_breaks_the_countdown_and_ends_its_leases),
        CASE(robots_are_given_at_once_and_again_when_one_becomes_free),
        CASE(who_drives_a_robot_already_keeps_it),
        CASE(a_robot_of_a_match_is_for_its_player_alone),
        CASE(who_drives_a_robot_that_is_given_to_another_goes_on_until_it_begins),
        CASE(free_driving_ends_when_the_countdown_begins),
        CASE(an_abandoned_lobby_ends),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
