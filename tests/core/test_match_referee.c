/* Who runs a match and how: pause, resume, abort, robots, judgements, stops; and who may not.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include "tests/core/stage.h"

#include <cmocka.h>

static const struct stage_rule plain[] = {
    {RULE_BOTS,   0 },
    {RULE_DAMAGE, 50},
    {RULE_BOTS,   -1},
};

static enum rc stop(struct bench *bench, const char *whom, const char *match, int team)
{
    struct input input = stage_ask_input(bench, whom, DEED_STOP, match);
    input.ask.ask.stop = tag_of("stop-1");
    input.ask.ask.game.has_team = team >= 0;
    input.ask.ask.game.team = team >= 0 ? (uint32_t)team : 0;
    return stage_put(bench, &input);
}

static enum rc swap(struct bench *bench, const char *match, const char *robot, const char *with)
{
    struct input input = stage_ask_input(bench, "referee/rob", DEED_MATCH_SWAP, match);
    memcpy(input.ask.ask.robot, robot, strlen(robot) + 1);
    memcpy(input.ask.ask.game.with, with, strlen(with) + 1);
    return stage_put(bench, &input);
}

static enum rc assign(struct bench *bench, const char *match, unsigned seat, const char *robot)
{
    struct input input = stage_ask_input(bench, "referee/rob", DEED_MATCH_ASSIGN, match);
    input.ask.ask.game.has_seat = true;
    input.ask.ask.game.seat = seat;
    memcpy(input.ask.ask.robot, robot, strlen(robot) + 1);
    return stage_put(bench, &input);
}

static void a_pause_stops_clock_and_robots_and_a_resume_lets_them_go_on(void **state)
{
    struct bench *bench = *state;
    const char *id = stage_fight(bench, 4, plain);
    stage_pass(bench, 3000);
    assert_int_equal(stage_ask(bench, "referee/rob", DEED_MATCH_PAUSE, id), RC_OK);
    stage_agree(bench);
    assert_int_equal(stage_state(bench, id), MATCH_PAUSED);
    assert_string_equal(stage_entry(bench, ENTRY_PAUSED)->who.id, "rob");
    assert_false(stage_lease(bench, "scout1")->drive);
    assert_int_equal(stage_lease(bench, "scout1")->why[0], WHY_PAUSED);
    assert_string_equal(stage_lease(bench, "scout1")->driver.id, "ann");
    uint32_t clock = stage_match(bench, id)->clock_ms;
    stage_pass(bench, 60000);
    assert_int_equal(stage_match(bench, id)->clock_ms, clock);
    assert_int_equal(stage_ask(bench, "referee/rob", DEED_MATCH_RESUME, id), RC_OK);
    stage_agree(bench);
    assert_true(stage_drives(bench, "scout1", "player/ann"));
    stage_pass(bench, 1000);
    assert_int_equal(stage_match(bench, id)->clock_ms, clock - 1000);
}

static enum match_state state_before(struct bench *bench, unsigned wanted, char *ret_id)
{
    bench_rebuild(bench, &bench->config);
    static const struct stage_rule by_hand[] = {
        {RULE_AUTO_START, 0 },
        {RULE_BOTS,       0 },
        {RULE_BOTS,       -1},
    };
    if (wanted >= MATCH_COUNTDOWN) {
        memcpy(ret_id, stage_duel(bench, 4, plain), ID_SIZE);
    } else {
        stage_robots(bench, 2);
        stage_come(bench, "player/ann");
        stage_come(bench, "player/cat");
        memcpy(ret_id, stage_create(bench, "player/ann", 1, by_hand), ID_SIZE);
    }
    if (wanted == MATCH_READY) {
        stage_join(bench, "player/ann", ret_id, 0);
        stage_join(bench, "player/cat", ret_id, 1);
        stage_ready(bench, "player/ann", ret_id, true);
        stage_ready(bench, "player/cat", ret_id, true);
    }
    if (wanted >= MATCH_RUNNING) {
        stage_pass(bench, 5000);
    }
    if (wanted == MATCH_PAUSED) {
        (void)stage_ask(bench, "referee/rob", DEED_MATCH_PAUSE, ret_id);
    } else if (wanted == MATCH_FINISHED) {
        stage_pass(bench, 180000);
    } else if (wanted == MATCH_ABORTED) {
        (void)stage_ask(bench, "referee/rob", DEED_MATCH_ABORT, ret_id);
    }
    return stage_state(bench, ret_id);
}

static void it_can_be_aborted_from_every_state_but_the_end(void **state)
{
    struct bench *bench = *state;
    for (unsigned i = 0; i < MATCH_STATE_COUNT_; i++) {
        char id[ID_SIZE];
        assert_int_equal(state_before(bench, i, id), i);
        bool over = match_state_is_over((enum match_state)i);
        assert_int_equal(stage_ask(bench, "referee/rob", DEED_MATCH_ABORT, id),
            over ? RC_WRONG_STATE : RC_OK);
        stage_agree(bench);
        assert_int_equal(stage_state(bench, id), over ? i : MATCH_ABORTED);
        assert_true(principal_is_nobody(&bench_stored_lease(bench, "scout1")->driver));
    }
}

static void a_host_aborts_only_what_has_not_begun(void **state)
{
    struct bench *bench = *state;
    for (unsigned i = MATCH_LOBBY; i <= MATCH_PAUSED; i++) {
        char id[ID_SIZE];
        assert_int_equal(state_before(bench, i, id), i);
        bool begun = i == MATCH_RUNNING || i == MATCH_PAUSED;
        assert_int_equal(stage_ask(bench, "player/cat", DEED_MATCH_ABORT, id), RC_NOT_ALLOWED);
        assert_int_equal(stage_ask(bench, "player/ann", DEED_MATCH_ABORT, id),
            begun ? RC_NOT_ALLOWED : RC_OK);
    }
}

/* In each state each act is either done, and the state is the table's, or wrong_state. */
static void every_state_takes_every_act_as_its_table_says(void **state)
{
    static const struct {
        enum deed deed;
        enum game_event on;
    } acts[] = {
        {DEED_MATCH_START,  GAME_ON_START },
        {DEED_MATCH_PAUSE,  GAME_ON_PAUSE },
        {DEED_MATCH_RESUME, GAME_ON_RESUME},
        {DEED_MATCH_ABORT,  GAME_ON_ABORT },
    };
    struct bench *bench = *state;
    for (unsigned i = 0; i < MATCH_STATE_COUNT_; i++) {
        for (size_t j = 0; j < sizeof acts / sizeof acts[0]; j++) {
            char id[ID_SIZE];
            enum match_state expected = state_before(bench, i, id);
            bool row = game_step_state(&expected, acts[j].on);
            bool again = acts[j].deed == DEED_MATCH_START &&
                         match_state_holds_robots((enum match_state)i); /* it has begun */
            assert_int_equal(stage_ask(bench, "referee/rob", acts[j].deed, id),
                row || again ? RC_OK : RC_WRONG_STATE);
            assert_int_equal(stage_state(bench, id), expected);
        }
    }
}

/* One letter a state: o ok, w wrong_state, f match_full, r unknown_robot, n not_found. */
static const struct {
    enum deed deed;
    const char *who;
    const char *answers; /* LOBBY READY COUNTDOWN RUNNING PAUSED FINISHED ABORTED */
} every[] = {
    {DEED_MATCH_JOIN,     "player/eve",  "offffww"},
    {DEED_MATCH_LEAVE,    "player/cat",  "wooooww"},
    {DEED_MATCH_READY,    "player/cat",  "woowwww"},
    {DEED_MATCH_START,    "player/ann",  "wooooww"}, /* it has begun: as was asked */
    {DEED_MATCH_PAUSE,    "referee/rob", "wwwowww"},
    {DEED_MATCH_RESUME,   "referee/rob", "wwwwoww"},
    {DEED_MATCH_ABORT,    "referee/rob", "oooooww"},
    {DEED_MATCH_ASSIGN,   "referee/rob", "wooooww"},
    {DEED_MATCH_SWAP,     "referee/rob", "rooooww"},
    {DEED_MATCH_OVERTURN, "referee/rob", "wwwnnnw"},
    {DEED_MATCH_PENALTY,  "referee/rob", "rooooww"},
    {DEED_MATCH_BYPASS,   "referee/rob", "ooowwww"},
    {DEED_MATCH_AGAIN,    "player/ann",  "wwwwwoo"},
    {DEED_MATCH_REPORT,   "player/ann",  "woooooo"},
};

static enum rc rc_of(char letter)
{
    static const struct {
        char letter;
        enum rc rc;
    } rows[] = {
        {'o', RC_OK           },
        {'w', RC_WRONG_STATE  },
        {'f', RC_MATCH_FULL   },
        {'r', RC_UNKNOWN_ROBOT},
        {'n', RC_NOT_FOUND    },
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        if (rows[i].letter == letter) {
            return rows[i].rc;
        }
    }
    return RC_INTERNAL;
}

static struct input every_ask(struct bench *bench, size_t row, const char *match)
{
    struct input input = stage_ask_input(bench, every[row].who, every[row].deed, match);
    struct match_ask *about = &input.ask.ask.game;
    const char *robot = every[row].deed == DEED_MATCH_ASSIGN ? "scout9" : "scout1";
    memcpy(input.ask.ask.robot, robot, strlen(robot) + 1);
    memcpy(about->with, "scout9", sizeof "scout9");
    memcpy(about->who, "red", sizeof "red");
    about->has_unit = every[row].deed == DEED_MATCH_ASSIGN;
    about->ready = true;
    about->seq = 9999;
    about->value = 50;
    return input;
}

static void each_state_answers_each_ask_by_its_table(void **state)
{
    struct bench *bench = *state;
    for (unsigned i = 0; i < MATCH_STATE_COUNT_; i++) {
        for (size_t j = 0; j < sizeof every / sizeof every[0]; j++) {
            char id[ID_SIZE];
            assert_int_equal(state_before(bench, i, id), i);
            stage_come(bench, "player/eve");
            bench_robot_online(bench, "scout9");
            struct input input = every_ask(bench, j, id);
            uint64_t inputs = stage_counts(bench).match_inputs;
            enum rc rc = stage_put(bench, &input);
            if (rc != rc_of(every[j].answers[i])) {
                fail_msg("%s, %s: %s", match_state_name((enum match_state)i),
                    deed_name(every[j].deed), rc_name(rc));
            }
            bool refused = rc != RC_OK;
            assert_true(!refused || stage_counts(bench).match_inputs == inputs);
            assert_true(!refused || stage_state(bench, id) == (enum match_state)i);
        }
    }
}

static void a_referee_gives_another_robot_to_a_seat(void **state)
{
    struct bench *bench = *state;
    stage_robots(bench, 3);
    stage_come(bench, "player/ann");
    const char *id = stage_create(bench, "referee/rob", 1, plain);
    assert_int_equal(assign(bench, id, 0, "scout2"), RC_WRONG_STATE); /* nobody sits there */
    stage_join(bench, "player/ann", id, 0);
    assert_int_equal(assign(bench, id, 0, "scout3"), RC_OK);
    assert_string_equal(stage_seat(bench, id, 0)->units[0].robot, "scout3");
    assert_int_equal(assign(bench, id, 0, "ghost"), RC_UNKNOWN_ROBOT);
    assert_int_equal(assign(bench, id, 7, "scout1"), RC_BAD_REQUEST);
    assert_int_equal(stage_join(bench, "player/ann", "m-unknown", 0), RC_UNKNOWN_MATCH);
}

static void a_swap_takes_the_named_or_the_first_spare_robot(void **state)
{
    struct bench *bench = *state;
    const char *id = stage_fight(bench, 6, plain);
    assert_int_equal(swap(bench, id, "scout1", "scout6"), RC_OK);
    stage_agree(bench);
    assert_true(stage_drives(bench, "scout6", "player/ann"));
    assert_true(principal_is_nobody(&bench_stored_lease(bench, "scout1")->driver));
    assert_int_equal(swap(bench, id, "scout6", ""), RC_OK);
    stage_agree(bench);
    assert_true(stage_drives(bench, "scout1", "player/ann"));
    assert_int_equal(swap(bench, id, "scout1", "scout3"), RC_ROBOT_TAKEN); /* it plays */
    assert_int_equal(swap(bench, id, "scout6", ""), RC_UNKNOWN_ROBOT);
    stage_robot_lost(bench, "scout5");
    stage_robot_lost(bench, "scout6");
    assert_int_equal(swap(bench, id, "scout1", ""), RC_UNAVAILABLE);
}

static void an_overturned_hit_gives_points_and_health_back(void **state)
{
    struct bench *bench = *state;
    const char *id = stage_fight(bench, 4, plain);
    stage_hit(bench, "scout3", "scout1");
    uint32_t seq = stage_entry(bench, ENTRY_HIT)->seq;
    stage_hit(bench, "scout3", "scout1");
    stage_agree(bench);
    assert_int_equal(stage_match(bench, id)->teams[0].score, 5);
    assert_false(stage_lease(bench, "scout3")->drive);
    struct input input = stage_ask_input(bench, "referee/rob", DEED_MATCH_OVERTURN, id);
    input.ask.ask.game.seq = stage_entry(bench, ENTRY_HIT)->seq;
    assert_int_equal(stage_put(bench, &input), RC_OK);
    stage_agree(bench);
    assert_int_equal(stage_match(bench, id)->teams[0].score, 1);
    assert_true(stage_drives(bench, "scout3", "player/cat"));
    assert_int_equal(stage_entry(bench, ENTRY_OVERTURNED)->points, -4);
    input = stage_ask_input(bench, "referee/rob", DEED_MATCH_OVERTURN, id);
    input.ask.ask.game.seq = seq + 1000;
    assert_int_equal(stage_put(bench, &input), RC_NOT_FOUND);
}

static void a_penalty_limits_a_robot_for_its_time(void **state)
{
    struct bench *bench = *state;
    const char *id = stage_fight(bench, 4, plain);
    struct input input = stage_ask_input(bench, "referee/rob", DEED_MATCH_PENALTY, id);
    memcpy(input.ask.ask.robot, "scout1", sizeof "scout1");
    input.ask.ask.game.value = 30;
    input.ask.ask.game.ms = 4000;
    assert_int_equal(stage_put(bench, &input), RC_OK);
    stage_agree(bench);
    assert_true(stage_lease(bench, "scout1")->limits[AXIS_X] < 0.31);
    stage_pass(bench, 3900);
    assert_true(stage_lease(bench, "scout1")->limits[AXIS_X] < 0.31);
    stage_pass(bench, 200);
    assert_true(stage_lease(bench, "scout1")->limits[AXIS_X] > 0.99);
}

static unsigned stopped(const struct bench *bench)
{
    unsigned count = 0;
    for (unsigned i = 1; i <= 5; i++) {
        char robot[ID_SIZE];
        snprintf(robot, sizeof robot, "scout%u", i);
        count += bench_stored_lease(bench, robot)->stop_count > 0;
    }
    return count;
}

static void a_stop_is_for_a_match_or_one_of_its_teams(void **state)
{
    struct bench *bench = *state;
    const char *id = stage_fight(bench, 5, plain);
    assert_int_equal(stop(bench, "referee/rob", id, 1), RC_OK);
    assert_int_equal(stopped(bench), 2);
    assert_int_equal(bench_stored_lease(bench, "scout3")->stop_count, 1);
    assert_int_equal(stop(bench, "referee/rob", id, -1), RC_OK);
    assert_int_equal(stopped(bench), 4); /* the spare is not of the match */
    assert_int_equal(stage_ask(bench, "referee/rob", DEED_CLEAR, id), RC_OK);
    assert_int_equal(stopped(bench), 0);
    assert_int_equal(stop(bench, "player/ann", id, -1), RC_NOT_ALLOWED);
    assert_int_equal(stop(bench, "referee/rob", "m-unknown", -1), RC_UNKNOWN_MATCH);
    assert_int_equal(stage_ask(bench, "player/ann", DEED_CLEAR, id), RC_NOT_ALLOWED);
    assert_int_equal(stage_ask(bench, "referee/rob", DEED_MATCH_ABORT, id), RC_OK);
    assert_int_equal(stop(bench, "referee/rob", id, -1), RC_WRONG_STATE);
}

static void a_driver_does_not_clear_their_own_stop_in_a_match(void **state)
{
    struct bench *bench = *state;
    stage_fight(bench, 4, plain);
    struct input input = stage_ask_input(bench, "player/ann", DEED_STOP, NULL);
    memcpy(input.ask.ask.robot, "scout1", sizeof "scout1");
    input.ask.ask.stop = tag_of("stop-1");
    assert_int_equal(stage_put(bench, &input), RC_OK);
    assert_int_equal(bench_me(bench, "player/ann")->why[0], WHY_STOPPED);
    input = stage_ask_input(bench, "player/ann", DEED_CLEAR, NULL);
    memcpy(input.ask.ask.robot, "scout1", sizeof "scout1");
    assert_int_equal(stage_put(bench, &input), RC_NOT_ALLOWED);
    input = stage_ask_input(bench, "referee/rob", DEED_CLEAR, NULL);
    memcpy(input.ask.ask.robot, "scout1", sizeof "scout1");
    assert_int_equal(stage_put(bench, &input), RC_OK);
}

/* Each row: who asks what of a match that runs, and how it is refused. */
static void whoever_is_not_entitled_is_refused_by_name(void **state)
{
    static const struct {
        const char *who;
        enum deed deed;
        enum rc rc;
    } rows[] = {
        {"watcher/wim",  DEED_MATCH_CREATE,   RC_NOT_ALLOWED},
        {"watcher/wim",  DEED_MATCH_JOIN,     RC_NOT_ALLOWED},
        {"watcher/wim",  DEED_MATCH_READY,    RC_NOT_ALLOWED},
        {"watcher/wim",  DEED_MATCH_START,    RC_NOT_ALLOWED},
        {"watcher/wim",  DEED_MATCH_ABORT,    RC_NOT_ALLOWED},
        {"watcher/wim",  DEED_MATCH_AGAIN,    RC_NOT_ALLOWED},
        {"watcher/wim",  DEED_MATCH_REPORT,   RC_NOT_ALLOWED},
        {"robot/scout1", DEED_MATCH_JOIN,     RC_NOT_ALLOWED},
        {"bot/ada",      DEED_MATCH_CREATE,   RC_NOT_ALLOWED},
        {"bot/ada",      DEED_MATCH_START,    RC_NOT_ALLOWED},
        {"player/cat",   DEED_MATCH_START,    RC_NOT_ALLOWED}, /* seated, not the host */
        {"player/ann",   DEED_MATCH_PAUSE,    RC_NOT_ALLOWED}, /* the host is no referee */
        {"player/ann",   DEED_MATCH_RESUME,   RC_NOT_ALLOWED},
        {"player/ann",   DEED_MATCH_ABORT,    RC_NOT_ALLOWED},
        {"player/ann",   DEED_MATCH_ASSIGN,   RC_NOT_ALLOWED},
        {"player/ann",   DEED_MATCH_SWAP,     RC_NOT_ALLOWED},
        {"player/ann",   DEED_MATCH_OVERTURN, RC_NOT_ALLOWED},
        {"player/ann",   DEED_MATCH_PENALTY,  RC_NOT_ALLOWED},
        {"player/ann",   DEED_MATCH_BYPASS,   RC_NOT_ALLOWED},
        {"player/eve",   DEED_MATCH_AGAIN,    RC_NOT_ALLOWED}, /* never had a seat */
        {"player/eve",   DEED_MATCH_LEAVE,    RC_WRONG_STATE},
        {"player/eve",   DEED_MATCH_READY,    RC_WRONG_STATE},
        {"player/eve",   DEED_MATCH_REPORT,   RC_WRONG_STATE},
        {"player/eve",   DEED_MATCH_JOIN,     RC_MATCH_FULL },
        {"player/ann",   DEED_MATCH_AGAIN,    RC_WRONG_STATE}, /* it is not over */
        {"player/ann",   DEED_MATCH_CREATE,   RC_WRONG_STATE}, /* hosts one already */
    };
    struct bench *bench = *state;
    const char *id = stage_fight(bench, 4, plain);
    stage_come(bench, "player/eve");
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct input input = stage_ask_input(bench, rows[i].who, rows[i].deed, id);
        input.ask.ask.game.team_count = 1;
        input.ask.ask.game.teams[0].seats = 1;
        memcpy(input.ask.ask.game.name, "x", 2);
        memcpy(input.ask.ask.game.teams[0].name, "x", 2);
        uint64_t inputs = stage_counts(bench).match_inputs;
        enum rc rc = stage_put(bench, &input);
        if (rc != rows[i].rc) {
            fail_msg("row %zu: %s", i, rc_name(rc));
        }
        assert_int_equal(stage_counts(bench).match_inputs, inputs);
    }
}

static void a_robot_obeys_neither_the_other_team_nor_a_former_driver(void **state)
{
    struct bench *bench = *state;
    const char *id = stage_fight(bench, 5, plain);
    bench_ask(bench, "player/cat", DEED_DRIVE_CLAIM, "scout1", "ask-cat-0001");
    assert_int_equal(bench_answer(bench, "ask-cat-0001")->answer.rc, RC_ROBOT_TAKEN);
    struct input input = stage_ask_input(bench, "player/cat", DEED_STOP, NULL);
    memcpy(input.ask.ask.robot, "scout1", sizeof "scout1");
    input.ask.ask.stop = tag_of("stop-1");
    assert_int_equal(stage_put(bench, &input), RC_NOT_ALLOWED);
    assert_int_equal(stage_ask(bench, "player/ann", DEED_MATCH_LEAVE, id), RC_OK);
    stage_agree(bench);
    bench_ask(bench, "player/ann", DEED_DRIVE_CLAIM, "scout1", "ask-ann-0001");
    assert_int_equal(bench_answer(bench, "ask-ann-0001")->answer.rc, RC_ROBOT_TAKEN);
    input = stage_ask_input(bench, "player/ann", DEED_STOP, NULL);
    memcpy(input.ask.ask.robot, "scout1", sizeof "scout1");
    input.ask.ask.stop = tag_of("stop-2");
    assert_int_equal(stage_put(bench, &input), RC_NOT_ALLOWED);
}

static void an_eliminated_player_is_told_so_and_stays_eliminated(void **state)
{
    struct bench *bench = *state;
    stage_fight(bench, 4, plain);
    stage_hit(bench, "scout3", "scout1");
    stage_hit(bench, "scout3", "scout1");
    stage_agree(bench);
    bench_drive(bench, "player/cat", "scout3", "ask-cat-0001"); /* a new number, no new life */
    assert_false(stage_lease(bench, "scout3")->drive);
    assert_int_equal(stage_lease(bench, "scout3")->why[0], WHY_ELIMINATED);
    const struct core_me *me = bench_me(bench, "player/cat");
    assert_false(me->leases[0].drive);
    assert_int_equal(me->why[0], WHY_ELIMINATED);
}

static void bad_setups_are_refused(void **state)
{
    struct bench *bench = *state;
    struct input input = stage_ask_input(bench, "player/ann", DEED_MATCH_CREATE, NULL);
    assert_int_equal(stage_put(bench, &input), RC_BAD_REQUEST);
    for (unsigned i = 0; i < RULE_COUNT_; i++) {
        input = stage_ask_input(bench, "player/ann", DEED_MATCH_CREATE, NULL);
        memcpy(input.ask.ask.game.name, "x", 2);
        memcpy(input.ask.ask.game.teams[0].name, "x", 2);
        input.ask.ask.game.team_count = 1;
        input.ask.ask.game.teams[0].seats = 1;
        input.ask.ask.game.rules.value[i] = rule_row((enum rule)i)->most + 1;
        assert_int_equal(stage_put(bench, &input), RC_BAD_REQUEST);
    }
    assert_int_equal(stage_counts(bench).matches[MATCH_LOBBY], 0);
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, bench_set_up, bench_tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(a_pause_stops_clock_and_robots_and_a_resume_lets_them_go_on),
        CASE(it_can_be_aborted_from_every_state_but_the_end),
        CASE(a_host_aborts_only_what_has_not_begun),
        CASE(every_state_takes_every_act_as_its_table_says),
        CASE(each_state_answers_each_ask_by_its_table),
        CASE(a_referee_gives_another_robot_to_a_seat),
        CASE(a_swap_takes_the_named_or_the_first_spare_robot),
        CASE(an_overturned_hit_gives_points_and_health_back),
        CASE(a_penalty_limits_a_robot_for_its_time),
        CASE(a_stop_is_for_a_match_or_one_of_its_teams),
        CASE(a_driver_does_not_clear_their_own_stop_in_a_match),
        CASE(whoever_is_not_entitled_is_refused_by_name),
        CASE(a_robot_obeys_neither_the_other_team_nor_a_former_driver),
        CASE(an_eliminated_player_is_told_so_and_stays_eliminated),
        CASE(bad_setups_are_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
