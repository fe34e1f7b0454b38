/* What lasts: kept before said, a store that fails, restarts, a broker that is away, the next
 * match, and tables that are full.
 */
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

static void broker_down(struct bench *bench)
{
    struct input input;
    memset(&input, 0, sizeof input);
    input.kind = INPUT_BROKER_DOWN;
    input.wall = BENCH_WALL + bench->now + bench->wall_offset;
    bench_take(bench, &input);
}

/* Robots and people of stage_fight announce themselves again. */
static void all_come_back(struct bench *bench, unsigned robots)
{
    static const char *const people[] = {
        "player/ann", "player/ben", "player/cat", "player/dan"};
    for (unsigned i = 0; i < 4; i++) {
        stage_come(bench, people[i]);
    }
    for (unsigned i = 1; i <= robots; i++) {
        char robot[ID_SIZE];
        snprintf(robot, sizeof robot, "scout%u", i);
        bench_robot_says_presence(bench, robot, ANNOUNCED_ONLINE, "c1");
        bench_state_agrees(bench, robot);
    }
}

static void nothing_is_said_before_it_is_kept(void **state)
{
    struct bench *bench = *state;
    const char *id = stage_fight(bench, 4, plain);
    bench_forget(bench);
    bench->store.failing = true;
    stage_hit(bench, "scout3", "scout1");
    assert_int_equal(stage_ask(bench, "referee/rob", DEED_MATCH_PAUSE, id), RC_UNAVAILABLE);
    bench_pass(bench, 900);
    assert_int_equal(bench_count(bench, EFFECT_MATCH_EVENT), 0);
    assert_int_equal(bench_count(bench, EFFECT_MATCH), 0);
    assert_int_equal(bench_count(bench, EFFECT_MATCH_LIVE), 0);
    assert_int_equal(stage_match(bench, id)->teams[0].score, 0); /* as far as it is stored */
    bench->store.failing = false;
    bench_pass(bench, 1200);
    assert_int_equal(stage_entry(bench, ENTRY_HIT)->verdict, VERDICT_COUNTED);
    assert_int_equal(core_match_said(bench->core, id)->teams[0].score, 1);
}

static void a_seat_is_told_only_when_it_is_stored(void **state)
{
    struct bench *bench = *state;
    stage_come(bench, "player/ann");
    const char *id = stage_create(bench, "operator/sam", 1, plain);
    bench->store.failing = true;
    assert_int_equal(stage_join(bench, "player/ann", id, 0), RC_UNAVAILABLE);
    bench_presence(bench, "player/ann", ANNOUNCED_ONLINE, "c2", "page-2"); /* asks for its me */
    bench_pass(bench, 500);
    const struct core_me *me = bench_me(bench, "player/ann");
    assert_true(me == NULL || me->seat[0] == '\0');
    bench->store.failing = false;
    bench_pass(bench, 1200);
    assert_string_equal(bench_me(bench, "player/ann")->seat, id);
}

static void a_store_that_fails_for_long_fills_the_ring_and_no_more(void **state)
{
    struct bench *bench = *state;
    const char *id = stage_fight(bench, 4, plain);
    bench->store.failing = true;
    for (unsigned i = 0; i < 40; i++) {
        bench_pass(bench, 500);
        for (unsigned j = 1; j <= 4; j++) {
            char robot[ID_SIZE];
            snprintf(robot, sizeof robot, "scout%u", j);
            stage_fire(bench, robot);
            stage_fire(bench, robot);
        }
    }
    assert_true(stage_counts(bench).events_ignored[IGNORED_FULL] > 0);
    assert_int_equal(stage_ask(bench, "referee/rob", DEED_MATCH_PAUSE, id), RC_UNAVAILABLE);
    bench->store.failing = false;
    stage_pass(bench, 2000);
    assert_int_equal(stage_state(bench, id), MATCH_PAUSED); /* it was done, if not answered */
}

/* A write failed a moment ago: the next one must not be put off until after the answer. */
static void what_was_answered_is_stored(void **state)
{
    struct bench *bench = *state;
    char id[ID_SIZE];
    memcpy(id, stage_fight(bench, 4, plain), ID_SIZE);
    bench->store.fail_next = 1;
    stage_hit(bench, "scout3", "scout1");
    assert_int_equal(bench->store.fail_next, 0);
    assert_int_equal(stage_ask(bench, "referee/rob", DEED_MATCH_PAUSE, id), RC_OK);
    bench_restart(bench);
    assert_int_equal(stage_state(bench, id), MATCH_PAUSED);
    assert_int_equal(stage_match(bench, id)->teams[0].score, 1);
}

/* The second ask finds that all is done already, but it is not stored yet. */
static void what_was_asked_twice_is_stored(void **state)
{
    struct bench *bench = *state;
    char id[ID_SIZE];
    char next[ID_SIZE];
    stage_come(bench, "player/ann");
    memcpy(id, stage_create(bench, "player/ann", 1, plain), ID_SIZE);
    bench->store.fail_next = 1;
    assert_int_equal(stage_join(bench, "player/ann", id, 0), RC_UNAVAILABLE);
    assert_int_equal(stage_join(bench, "player/ann", id, 0), RC_OK);
    bench_restart(bench);
    assert_string_equal(stage_seat(bench, id, 0)->player.id, "ann");
    bench_broker_up(bench);
    stage_come(bench, "player/ann");
    bench_pass(bench, 2000);
    assert_int_equal(stage_ask(bench, "player/ann", DEED_MATCH_ABORT, id), RC_OK);
    bench->store.fail_next = 1;
    assert_int_equal(stage_ask(bench, "player/ann", DEED_MATCH_AGAIN, id), RC_UNAVAILABLE);
    assert_int_equal(stage_ask(bench, "player/ann", DEED_MATCH_AGAIN, id), RC_OK);
    memcpy(next, stage_answer(bench)->match, ID_SIZE);
    bench_restart(bench);
    struct match match;
    assert_true(core_match(bench->core, next, &match));
    assert_string_equal(stage_match(bench, id)->next, next);
}

static void a_match_whose_making_is_not_stored_ends(void **state)
{
    struct bench *bench = *state;
    stage_come(bench, "player/ann");
    struct input input = stage_ask_input(bench, "player/ann", DEED_MATCH_CREATE, NULL);
    memcpy(input.ask.ask.game.name, "x", 2);
    memcpy(input.ask.ask.game.teams[0].name, "x", 2);
    input.ask.ask.game.team_count = 1;
    input.ask.ask.game.teams[0].seats = 1;
    bench->store.fail_next = 1;
    assert_int_equal(stage_put(bench, &input), RC_UNAVAILABLE);
    bench_pass(bench, 2000);
    assert_int_equal(stage_counts(bench).matches[MATCH_LOBBY], 0);
    assert_int_equal(stage_counts(bench).matches[MATCH_ABORTED], 1);
    input = stage_ask_input(bench, "player/ann", DEED_MATCH_CREATE, NULL);
    memcpy(input.ask.ask.game.name, "x", 2);
    memcpy(input.ask.ask.game.teams[0].name, "x", 2);
    input.ask.ask.game.team_count = 1;
    input.ask.ask.game.teams[0].seats = 1;
    assert_int_equal(stage_put(bench, &input), RC_OK);
}

static void a_bridge_that_dies_in_mid_match_goes_on_within_three_seconds(void **state)
{
    struct bench *bench = *state;
    char id[ID_SIZE];
    memcpy(id, stage_fight(bench, 4, plain), ID_SIZE);
    stage_pass(bench, 20000);
    stage_hit(bench, "scout3", "scout1");
    stage_pass(bench, 500);
    uint32_t clock = stage_match(bench, id)->clock_ms;
    uint32_t seq = stage_match(bench, id)->seq;
    bench->now += 30000; /* it is away for so long */
    bench_restart(bench);
    struct match match = *stage_match(bench, id);
    assert_int_equal(match.state, MATCH_RUNNING);
    assert_true(match.held);
    assert_int_equal(match.teams[0].score, 1);
    assert_in_range(match.clock_ms, clock, clock + 1000); /* up to the last mark */
    assert_true(match.seq >= seq);
    bench->now += 400;
    uint64_t back = bench->now;
    bench_broker_up(bench);
    all_come_back(bench, 4);
    assert_false(stage_lease(bench, "scout1")->drive);
    assert_int_equal(stage_lease(bench, "scout1")->why[0], WHY_HELD);
    while (!stage_drives(bench, "scout1", "player/ann")) {
        stage_pass(bench, 100);
        assert_true(bench->now - back < 3000);
    }
    assert_true(stage_drives(bench, "scout4", "player/dan"));
    stage_hit(bench, "scout3", "scout1");
    assert_int_equal(stage_match(bench, id)->teams[0].score, 2);
    stage_pass(bench, stage_match(bench, id)->clock_ms);
    assert_int_equal(stage_state(bench, id), MATCH_FINISHED);
}

static void a_bridge_may_die_in_every_state(void **state)
{
    struct bench *bench = *state;
    char id[ID_SIZE];
    memcpy(id, stage_duel(bench, 4, plain), ID_SIZE);
    for (unsigned round = 0; round < 12; round++) {
        enum match_state before = stage_state(bench, id);
        bench_restart(bench);
        assert_int_equal(stage_state(bench, id), before);
        bench_broker_up(bench);
        all_come_back(bench, 4);
        stage_pass(bench, 1500);
        if (round == 6) {
            (void)stage_ask(bench, "referee/rob", DEED_MATCH_PAUSE, id);
        } else if (round == 8) {
            (void)stage_ask(bench, "referee/rob", DEED_MATCH_RESUME, id);
        } else if (round == 10) {
            (void)stage_ask(bench, "referee/rob", DEED_MATCH_ABORT, id);
        }
    }
    assert_int_equal(stage_state(bench, id), MATCH_ABORTED);
    assert_true(principal_is_nobody(&bench_stored_lease(bench, "scout1")->driver));
}

/* The inputs come back match by match: who was in both must not belong to the one told last. */
static void who_went_from_one_match_to_another_is_where_they_went_after_a_restart(void **state)
{
    struct bench *bench = *state;
    stage_robots(bench, 2);
    stage_come(bench, "player/ann");
    char first[ID_SIZE];
    char second[ID_SIZE];
    memcpy(first, stage_create(bench, "operator/sam", 1, plain), ID_SIZE);
    memcpy(second, stage_create(bench, "operator/sam", 1, plain), ID_SIZE);
    assert_int_equal(stage_join(bench, "player/ann", second, 0), RC_OK);
    assert_int_equal(stage_ask(bench, "player/ann", DEED_MATCH_LEAVE, second), RC_OK);
    assert_int_equal(stage_join(bench, "player/ann", first, 0), RC_OK);
    bench_restore(bench);
    struct input input = stage_ask_input(bench, "player/ann", DEED_MATCH_JOIN, second);
    bench_take_unsettled(bench, &input); /* before any time has passed */
    bench_settle(bench);
    assert_int_equal(stage_answer(bench)->rc, RC_WRONG_STATE);
    bench_broker_up(bench);
    stage_come(bench, "player/ann");
    stage_come(bench, "player/eve");
    assert_string_equal(bench_me(bench, "player/ann")->seat, first);
    assert_int_equal(stage_join(bench, "player/ann", second, 0), RC_WRONG_STATE);
    bench_ask(bench, "player/eve", DEED_DRIVE_CLAIM, "scout1", "ask-eve-0001");
    bench_robot_says_presence(bench, "scout1", ANNOUNCED_ONLINE, "c1");
    bench_state_agrees(bench, "scout1");
    bench_ask(bench, "player/eve", DEED_DRIVE_CLAIM, "scout1", "ask-eve-0002");
    assert_int_equal(bench_answer(bench, "ask-eve-0002")->answer.rc, RC_ROBOT_TAKEN);
}

/* As a bridge leaves it that dies between two writes. */
static void forget_inputs(struct bench *bench, const char *match, uint32_t from)
{
    struct fake_store *store = &bench->store;
    unsigned kept = 0;
    for (unsigned i = 0; i < store->input_count; i++) {
        if (strcmp(store->inputs[i].match, match) != 0 || store->inputs[i].input.seq < from) {
            store->inputs[kept++] = store->inputs[i];
        }
    }
    store->input_count = kept;
    bench->match_count = 0; /* its log may be said anew */
}

static unsigned seats_of(const struct bench *bench, const char *match, const char *whom)
{
    unsigned count = 0;
    for (unsigned i = 0; i < 2; i++) {
        count += strcmp(stage_seat(bench, match, i)->player.id, whom) == 0;
    }
    return count;
}

static void whom_and_what_two_matches_claim_after_a_restart_one_of_them_gets(void **state)
{
    struct bench *bench = *state;
    char ids[2][ID_SIZE];
    for (unsigned i = 0; i < 2; i++) {
        bench_rebuild(bench, &bench->config);
        stage_robots(bench, 1);
        stage_come(bench, "player/ann");
        memcpy(ids[0], stage_create(bench, "operator/sam", 1, plain), ID_SIZE);
        memcpy(ids[1], stage_create(bench, "operator/sam", 1, plain), ID_SIZE);
        assert_int_equal(stage_join(bench, "player/ann", ids[i], 0), RC_OK);
        assert_string_equal(stage_seat(bench, ids[i], 0)->units[0].robot, "scout1");
        assert_int_equal(stage_ask(bench, "player/ann", DEED_MATCH_LEAVE, ids[i]), RC_OK);
        assert_int_equal(stage_join(bench, "player/ann", ids[1 - i], 0), RC_OK);
        forget_inputs(bench, ids[i], 3); /* that she left, and left the robot */
        bench_restart(bench);
        bench_broker_up(bench);
        stage_come(bench, "player/ann");
        bench_robot_says_presence(bench, "scout1", ANNOUNCED_ONLINE, "c1");
        bench_state_agrees(bench, "scout1");
        stage_pass(bench, 1500);
        unsigned first = seats_of(bench, ids[0], "ann");
        assert_int_equal(first + seats_of(bench, ids[1], "ann"), 1);
        assert_string_equal(stage_seat(bench, ids[first == 0], 0)->units[0].robot, "scout1");
        assert_string_equal(stage_seat(bench, ids[first == 1], 0)->units[0].robot, "");
        assert_string_equal(bench_me(bench, "player/ann")->seat, ids[first == 0]);
    }
}

static void a_broker_that_is_away_holds_the_match(void **state)
{
    struct bench *bench = *state;
    const char *id = stage_fight(bench, 5, plain);
    stage_pass(bench, 4000);
    uint32_t clock = stage_match(bench, id)->clock_ms;
    bench_forget(bench);
    broker_down(bench);
    assert_true(stage_match(bench, id)->held);
    bench_pass(bench, 10000);
    assert_int_equal(bench_count(bench, EFFECT_MATCH_LIVE), 0);
    assert_int_equal(stage_match(bench, id)->clock_ms, clock);
    uint64_t back = bench->now;
    bench_broker_up(bench);
    bench_robot_says_presence(
        bench, "scout5", ANNOUNCED_ONLINE, "c1"); /* the spare one first */
    bench_state_agrees(bench, "scout5");
    bench_pass(bench, 500);
    all_come_back(bench, 5);
    assert_int_equal(stage_match(bench, id)->clock_ms, clock);
    assert_true(core_match_said(bench->core, id)->held);
    while (!stage_drives(bench, "scout1", "player/ann")) {
        stage_pass(bench, 100);
        assert_true(bench->now - back < 3000);
    }
    assert_null(stage_entry(bench, ENTRY_SWAPPED)); /* robots need a moment to be heard */
    assert_non_null(stage_entry(bench, ENTRY_GOES_ON));
    assert_false(core_match_said(bench->core, id)->held);
}

static void robots_that_do_not_come_back_with_the_broker_are_replaced(void **state)
{
    struct bench *bench = *state;
    const char *id = stage_fight(bench, 5, plain);
    broker_down(bench);
    bench_pass(bench, 2000);
    bench_broker_up(bench);
    stage_come(bench, "player/ann");
    stage_come(bench, "player/ben");
    stage_come(bench, "player/cat");
    stage_come(bench, "player/dan");
    for (unsigned i = 2; i <= 5; i++) {
        char robot[ID_SIZE];
        snprintf(robot, sizeof robot, "scout%u", i);
        bench_robot_says_presence(bench, robot, ANNOUNCED_ONLINE, "c1");
        bench_state_agrees(bench, robot);
    }
    stage_pass(bench, 3100);
    assert_string_equal(stage_seat(bench, id, 0)->units[0].robot, "scout5");
}

static void people_who_do_not_come_back_with_the_broker_are_away(void **state)
{
    struct bench *bench = *state;
    const char *id = stage_fight(bench, 4, plain);
    broker_down(bench);
    bench_pass(bench, 2000);
    bench_broker_up(bench);
    for (unsigned i = 1; i <= 4; i++) {
        char robot[ID_SIZE];
        snprintf(robot, sizeof robot, "scout%u", i);
        bench_robot_says_presence(bench, robot, ANNOUNCED_ONLINE, "c1");
        bench_state_agrees(bench, robot);
    }
    stage_come(bench, "player/ann");
    stage_pass(bench, 4900);
    assert_false(stage_seat(bench, id, 2)->away);
    stage_pass(bench, 200);
    assert_true(stage_seat(bench, id, 2)->away);
    assert_false(stage_seat(bench, id, 0)->away);
}

static void what_time_brought_is_not_told_otherwise_after_a_restart(void **state)
{
    struct bench *bench = *state;
    char id[ID_SIZE];
    memcpy(id, stage_fight(bench, 4, plain), ID_SIZE);
    uint32_t left = stage_match(bench, id)->clock_ms;
    stage_pass(bench, left);
    assert_int_equal(stage_state(bench, id), MATCH_FINISHED);
    uint32_t seq = core_match_said(bench->core, id)->seq;
    bench_restart(bench);
    assert_int_equal(stage_state(bench, id), MATCH_FINISHED);
    assert_int_equal(stage_match(bench, id)->seq, seq);
}

static void after_ten_minutes_a_finished_match_is_emptied_and_forgotten(void **state)
{
    struct bench *bench = *state;
    char id[ID_SIZE];
    struct match match;
    memcpy(id, stage_fight(bench, 4, plain), ID_SIZE);
    (void)stage_ask(bench, "referee/rob", DEED_MATCH_ABORT, id);
    bench_pass(bench, MATCH_KEPT_MS - 1000);
    assert_true(core_match(bench->core, id, &match));
    bench_forget(bench);
    bench_pass(bench, 2000);
    assert_string_equal(bench_last(bench, EFFECT_MATCH_GONE)->effect.match.id, id);
    assert_false(core_match(bench->core, id, &match));
    assert_null(core_match_said(bench->core, id));
    bench_restart(bench);
    assert_false(core_match(bench->core, id, &match));
}

static void a_document_is_emptied_even_if_the_bridge_was_away_when_it_was_time(void **state)
{
    struct bench *bench = *state;
    char id[ID_SIZE];
    memcpy(id, stage_fight(bench, 4, plain), ID_SIZE);
    (void)stage_ask(bench, "referee/rob", DEED_MATCH_ABORT, id);
    bench->now += 2 * (uint64_t)MATCH_KEPT_MS;
    bench_restart(bench);
    bench_broker_up(bench);
    bench_pass(bench, 100);
    assert_string_equal(bench_last(bench, EFFECT_MATCH_GONE)->effect.match.id, id);
}

static void again_is_the_same_match_and_those_who_waited_sit_first(void **state)
{
    struct bench *bench = *state;
    char id[ID_SIZE];
    memcpy(id, stage_fight(bench, 4, plain), ID_SIZE);
    stage_come(bench, "player/eve");
    struct input input = stage_ask_input(bench, "player/eve", DEED_MATCH_JOIN, id);
    input.ask.ask.game.wait = true;
    assert_int_equal(stage_put(bench, &input), RC_OK);
    (void)stage_ask(bench, "referee/rob", DEED_MATCH_ABORT, id);
    assert_int_equal(stage_ask(bench, "player/dan", DEED_MATCH_AGAIN, id), RC_OK);
    char next[ID_SIZE];
    memcpy(next, stage_answer(bench)->match, ID_SIZE);
    assert_string_not_equal(next, id);
    assert_string_equal(stage_match(bench, next)->name, "Evening match");
    assert_string_equal(stage_match(bench, next)->host.id, "dan");
    assert_int_equal(stage_match(bench, next)->rules.value[RULE_BOTS], 0);
    assert_string_equal(stage_seat(bench, next, 0)->player.id, "eve");
    assert_string_equal(bench_me(bench, "player/eve")->seat, next);
    assert_string_equal(stage_match(bench, id)->next, next);
    assert_int_equal(stage_ask(bench, "player/ann", DEED_MATCH_AGAIN, id), RC_OK);
    assert_string_equal(stage_answer(bench)->match, next);
    assert_int_equal(stage_join(bench, "player/ann", next, 0), RC_OK);
    bench_restart(bench);
    assert_string_equal(stage_match(bench, id)->next, next);
    assert_string_equal(stage_seat(bench, next, 0)->player.id, "eve");
}

static enum rc create(struct bench *bench, const char *host)
{
    struct input input = stage_ask_input(bench, host, DEED_MATCH_CREATE, NULL);
    memcpy(input.ask.ask.game.name, "x", 2);
    memcpy(input.ask.ask.game.teams[0].name, "x", 2);
    input.ask.ask.game.team_count = 1;
    input.ask.ask.game.teams[0].seats = 1;
    return stage_put(bench, &input);
}

static void so_many_matches_are_in_memory_and_those_that_are_over_give_way(void **state)
{
    struct bench *bench = *state;
    struct core_config config = bench->config;
    config.max_matches = 3;
    bench_rebuild(bench, &config);
    char ids[3][ID_SIZE];
    for (unsigned i = 0; i < 3; i++) {
        assert_int_equal(create(bench, "operator/sam"), RC_OK);
        memcpy(ids[i], stage_answer(bench)->match, ID_SIZE);
    }
    assert_int_equal(create(bench, "operator/sam"), RC_FULL);
    for (unsigned i = 0; i < 2; i++) {
        bench_pass(bench, 10);
        assert_int_equal(stage_ask(bench, "operator/sam", DEED_MATCH_ABORT, ids[i]), RC_OK);
    }
    bench_forget(bench);
    assert_int_equal(create(bench, "operator/sam"), RC_OK);
    assert_int_equal(bench_count(bench, EFFECT_MATCH_GONE), 1); /* the one over for longest */
    assert_string_equal(bench_last(bench, EFFECT_MATCH_GONE)->effect.match.id, ids[0]);
    assert_int_equal(create(bench, "operator/sam"), RC_OK);
    assert_string_equal(bench_last(bench, EFFECT_MATCH_GONE)->effect.match.id, ids[1]);
    assert_int_equal(create(bench, "operator/sam"), RC_FULL);
}

static void the_queue_of_a_match_has_its_size(void **state)
{
    struct bench *bench = *state;
    const char *id = stage_fight(bench, 4, plain);
    for (unsigned i = 0; i <= MATCH_QUEUE; i++) {
        char name[PRINCIPAL_SIZE];
        snprintf(name, sizeof name, "player/w%u", i);
        stage_come(bench, name);
        struct input input = stage_ask_input(bench, name, DEED_MATCH_JOIN, id);
        input.ask.ask.game.wait = true;
        assert_int_equal(stage_put(bench, &input), i < MATCH_QUEUE ? RC_OK : RC_FULL);
    }
}

static void a_link_that_comes_back_repeats_every_document(void **state)
{
    struct bench *bench = *state;
    char id[ID_SIZE];
    memcpy(id, stage_fight(bench, 4, plain), ID_SIZE);
    (void)stage_ask(bench, "referee/rob", DEED_MATCH_ABORT, id);
    (void)stage_create(bench, "player/ann", 1, plain);
    broker_down(bench);
    bench_forget(bench);
    bench_broker_up(bench);
    assert_int_equal(bench_count(bench, EFFECT_MATCH), 2);
}

static void a_wall_clock_that_jumps_moves_no_match_clock(void **state)
{
    struct bench *bench = *state;
    const char *id = stage_fight(bench, 4, plain);
    uint32_t clock = stage_match(bench, id)->clock_ms;
    bench->wall_offset += 86400000;
    stage_pass(bench, 1000);
    assert_int_equal(stage_match(bench, id)->clock_ms, clock - 1000);
    assert_int_equal(stage_state(bench, id), MATCH_RUNNING);
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, bench_set_up, bench_tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(nothing_is_said_before_it_is_kept),
        CASE(a_seat_is_told_only_when_it_is_stored),
        CASE(a_store_that_fails_for_long_fills_the_ring_and_no_more),
        CASE(what_was_answered_is_stored),
        CASE(what_was_asked_twice_is_stored),
        CASE(a_match_whose_making_is_not_stored_ends),
        CASE(a_bridge_that_dies_in_mid_match_goes_on_within_three_seconds),
        CASE(a_bridge_may_die_in_every_state),
        CASE(who_went_from_one_match_to_another_is_where_they_went_after_a_restart),
        CASE(whom_and_what_two_matches_claim_after_a_restart_one_of_them_gets),
        CASE(a_broker_that_is_away_holds_the_match),
        CASE(robots_that_do_not_come_back_with_the_broker_are_replaced),
        CASE(people_who_do_not_come_back_with_the_broker_are_away),
        CASE(what_time_brought_is_not_told_otherwise_after_a_restart),
        CASE(after_ten_minutes_a_finished_match_is_emptied_and_forgotten),
        CASE(a_document_is_emptied_even_if_the_bridge_was_away_when_it_was_time),
        CASE(again_is_the_same_match_and_those_who_waited_sit_first),
        CASE(so_many_matches_are_in_memory_and_those_that_are_over_give_way),
        CASE(the_queue_of_a_match_has_its_size),
        CASE(a_link_that_comes_back_repeats_every_document),
        CASE(a_wall_clock_that_jumps_moves_no_match_clock),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
