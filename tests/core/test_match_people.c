/* People of a match: away and back, who waits for a seat, bots that fill seats. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include "tests/core/stage.h"

#include <cmocka.h>

static const struct stage_rule no_bots[] = {
    {RULE_BOTS, 0 },
    {RULE_BOTS, -1},
};

static void a_lost_player_comes_back_to_seat_robot_and_score(void **state)
{
    struct bench *bench = *state;
    const char *id = stage_fight(bench, 4, no_bots);
    stage_hit(bench, "scout3", "scout1");
    stage_lose(bench, "player/ann");
    assert_true(stage_drives(bench, "scout1", "player/ann")); /* it may yet come back */
    stage_pass(bench, 1000);
    assert_false(stage_lease(bench, "scout1")->drive);
    assert_true(principal_is_nobody(&bench_stored_lease(bench, "scout1")->driver));
    assert_true(stage_seat(bench, id, 0)->away);
    assert_non_null(stage_entry(bench, ENTRY_AWAY));
    stage_pass(bench, 10000);
    assert_string_equal(stage_seat(bench, id, 0)->player.id, "ann");
    assert_in_range(stage_seat(bench, id, 0)->away_ms, 4000, 5000);
    stage_come(bench, "player/ann");
    stage_agree(bench);
    assert_false(stage_seat(bench, id, 0)->away);
    assert_true(stage_drives(bench, "scout1", "player/ann"));
    assert_int_equal(stage_match(bench, id)->teams[0].score, 1);
    assert_string_equal(bench_me(bench, "player/ann")->seat, id);
}

static void a_page_that_reconnects_within_a_second_loses_nothing(void **state)
{
    struct bench *bench = *state;
    const char *id = stage_fight(bench, 4, no_bots);
    uint32_t n = bench_stored_lease(bench, "scout1")->number.n;
    stage_lose(bench, "player/ann");
    stage_pass(bench, 800);
    stage_come(bench, "player/ann");
    stage_pass(bench, 3000);
    assert_int_equal(bench_stored_lease(bench, "scout1")->number.n, n);
    assert_null(stage_entry(bench, ENTRY_AWAY));
    assert_int_equal(stage_state(bench, id), MATCH_RUNNING);
}

static void a_goodbye_leaves_the_seat_for_as_long(void **state)
{
    struct bench *bench = *state;
    const char *id = stage_fight(bench, 4, no_bots);
    stage_part(bench, "player/ann");
    assert_true(stage_seat(bench, id, 0)->away);
    assert_true(principal_is_nobody(&bench_stored_lease(bench, "scout1")->driver));
    stage_pass(bench, 14900);
    assert_string_equal(stage_seat(bench, id, 0)->player.id, "ann");
    stage_pass(bench, 200);
    assert_true(principal_is_nobody(&stage_seat(bench, id, 0)->player));
    assert_string_equal(stage_seat(bench, id, 0)->units[0].robot, "scout1");
    assert_int_equal(stage_state(bench, id), MATCH_RUNNING);
    stage_come(bench, "player/ann");
    assert_string_equal(bench_me(bench, "player/ann")->seat, "");
    assert_int_equal(stage_join(bench, "player/ann", id, 0), RC_OK);
    stage_agree(bench);
    assert_true(stage_drives(bench, "scout1", "player/ann"));
}

static void a_seat_that_becomes_free_goes_to_the_first_who_waits_and_is_there(void **state)
{
    struct bench *bench = *state;
    const char *id = stage_fight(bench, 4, no_bots);
    static const char *const waiting[] = {"player/eve", "player/fay", "player/gus"};
    for (unsigned i = 0; i < 3; i++) {
        stage_come(bench, waiting[i]);
        assert_int_equal(stage_join(bench, waiting[i], id, -1), RC_MATCH_FULL);
        struct input input = stage_ask_input(bench, waiting[i], DEED_MATCH_JOIN, id);
        input.ask.ask.game.wait = true;
        assert_int_equal(stage_put(bench, &input), RC_OK);
        assert_int_equal(stage_answer(bench)->place, i + 1);
        assert_false(stage_answer(bench)->has_seat);
    }
    assert_int_equal(stage_match(bench, id)->queue_count, 3);
    stage_lose(bench, "player/eve");
    stage_part(bench, "player/ann");
    stage_pass(bench, 15000);
    stage_agree(bench);
    assert_string_equal(stage_seat(bench, id, 0)->player.id, "fay");
    assert_true(stage_drives(bench, "scout1", "player/fay"));
    assert_int_equal(stage_match(bench, id)->queue_count, 1); /* eve went, gus waits */
    assert_string_equal(bench_me(bench, "player/fay")->seat, id);
    assert_int_equal(stage_ask(bench, "player/ben", DEED_MATCH_LEAVE, id), RC_OK);
    assert_string_equal(stage_seat(bench, id, 1)->player.id, "gus");
}

static void else_it_goes_to_a_bot(void **state)
{
    struct bench *bench = *state;
    const char *id = stage_fight(bench, 4, NULL);
    stage_come(bench, "bot/ada");
    stage_part(bench, "player/ann");
    stage_pass(bench, 15000);
    stage_agree(bench);
    assert_string_equal(stage_seat(bench, id, 0)->player.id, "ada");
    assert_int_equal(stage_seat(bench, id, 0)->player.kind, KIND_BOT);
    assert_true(stage_drives(bench, "scout1", "bot/ada"));
    assert_string_equal(bench_me(bench, "bot/ada")->seat, id);
}

static void else_its_robots_stand(void **state)
{
    struct bench *bench = *state;
    stage_fight(bench, 4, NULL);
    stage_part(bench, "player/ann");
    stage_pass(bench, 20000);
    assert_true(principal_is_nobody(&bench_stored_lease(bench, "scout1")->driver));
    stage_come(bench, "bot/ada"); /* and one that comes later takes it */
    stage_agree(bench);
    assert_true(stage_drives(bench, "scout1", "bot/ada"));
}

static void a_seat_waits_in_the_lobby_as_well(void **state)
{
    struct bench *bench = *state;
    stage_come(bench, "player/ann");
    stage_robots(bench, 1);
    const char *id = stage_create(bench, "player/ann", 1, no_bots);
    stage_join(bench, "player/ann", id, 0);
    stage_part(bench, "player/ann");
    assert_true(stage_seat(bench, id, 0)->away);
    assert_true(stage_misses(bench, id, MISSING_PLAYER_AWAY, "player/ann"));
    stage_pass(bench, 15000);
    assert_true(principal_is_nobody(&stage_seat(bench, id, 0)->player));
    assert_string_equal(stage_seat(bench, id, 0)->units[0].robot, "");
}

static void who_sits_is_not_forgotten(void **state)
{
    struct bench *bench = *state;
    static const struct stage_rule patient[] = {
        {RULE_GRACE,    60000  },
        {RULE_DURATION, 3600000},
        {RULE_BOTS,     0      },
        {RULE_BOTS,     -1     },
    };
    const char *id = stage_fight(bench, 4, patient);
    stage_pass(bench, 700000);
    stage_part(bench, "player/ann");
    stage_pass(bench, 59000);
    assert_string_equal(stage_seat(bench, id, 0)->player.id, "ann");
    bench_presence(bench, "player/ann", ANNOUNCED_ONLINE, "c9", "page-9");
    assert_string_equal(bench_me(bench, "player/ann")->seat, id);
}

static void bots_take_the_free_seats_when_all_people_are_ready(void **state)
{
    struct bench *bench = *state;
    stage_robots(bench, 4);
    stage_come(bench, "player/ann");
    stage_come(bench, "bot/ada");
    stage_come(bench, "bot/bea");
    stage_come(bench, "bot/cid");
    stage_come(bench, "bot/dot");
    const char *id = stage_create(bench, "player/ann", 2, NULL);
    assert_true(stage_misses(bench, id, MISSING_EMPTY_SEAT, "red")); /* nobody is there yet */
    stage_join(bench, "player/ann", id, 1);
    assert_false(stage_misses(bench, id, MISSING_EMPTY_SEAT, "red"));
    assert_true(principal_is_nobody(&stage_seat(bench, id, 0)->player));
    stage_ready(bench, "player/ann", id, true);
    assert_int_equal(stage_state(bench, id), MATCH_COUNTDOWN);
    assert_string_equal(stage_seat(bench, id, 0)->player.id, "ada");
    assert_string_equal(stage_seat(bench, id, 1)->player.id, "bea");
    assert_string_equal(stage_seat(bench, id, 3)->player.id, "cid");
    stage_pass(bench, 5000);
    stage_agree(bench);
    assert_true(stage_drives(bench, stage_seat(bench, id, 0)->units[0].robot, "bot/ada"));
    assert_string_equal(bench_me(bench, "bot/ada")->seat, id);
    assert_string_equal(bench_me(bench, "bot/dot")->seat, "");
}

static void too_few_bots_leave_a_seat_that_is_missing(void **state)
{
    struct bench *bench = *state;
    stage_robots(bench, 4);
    stage_come(bench, "player/ann");
    stage_come(bench, "bot/ada");
    const char *id = stage_create(bench, "player/ann", 2, NULL);
    stage_join(bench, "player/ann", id, 0);
    stage_ready(bench, "player/ann", id, true);
    assert_int_equal(stage_state(bench, id), MATCH_LOBBY);
    assert_true(stage_misses(bench, id, MISSING_EMPTY_SEAT, "blue"));
    assert_false(stage_misses(bench, id, MISSING_EMPTY_SEAT, "red"));
    stage_come(bench, "bot/bea");
    stage_come(bench, "bot/cid");
    assert_int_equal(stage_state(bench, id), MATCH_COUNTDOWN);
}

static void a_person_takes_a_bots_seat_before_it_begins(void **state)
{
    struct bench *bench = *state;
    static const struct stage_rule by_hand[] = {
        {RULE_AUTO_START, 0 },
        {RULE_BOTS,       1 },
        {RULE_BOTS,       -1},
    };
    stage_robots(bench, 2);
    stage_come(bench, "player/ann");
    stage_come(bench, "player/cat");
    stage_come(bench, "bot/ada");
    const char *id = stage_create(bench, "player/ann", 1, by_hand);
    stage_join(bench, "player/ann", id, 0);
    stage_ready(bench, "player/ann", id, true);
    assert_int_equal(stage_state(bench, id), MATCH_READY);
    assert_string_equal(stage_seat(bench, id, 1)->player.id, "ada");
    assert_int_equal(stage_join(bench, "player/cat", id, -1), RC_OK);
    assert_string_equal(stage_seat(bench, id, 1)->player.id, "cat");
    assert_string_equal(stage_seat(bench, id, 1)->units[0].robot, "scout2");
    assert_int_equal(stage_state(bench, id), MATCH_LOBBY);
    assert_string_equal(bench_me(bench, "bot/ada")->seat, "");
}

static void bots_do_not_stay_among_themselves_in_a_lobby(void **state)
{
    struct bench *bench = *state;
    static const struct stage_rule by_hand[] = {
        {RULE_AUTO_START, 0 },
        {RULE_BOTS,       1 },
        {RULE_BOTS,       -1},
    };
    stage_robots(bench, 2);
    stage_come(bench, "player/ann");
    stage_come(bench, "bot/ada");
    const char *id = stage_create(bench, "player/ann", 1, by_hand);
    stage_join(bench, "player/ann", id, 0);
    stage_ready(bench, "player/ann", id, true);
    assert_string_equal(stage_seat(bench, id, 1)->player.id, "ada");
    assert_int_equal(stage_ask(bench, "player/ann", DEED_MATCH_LEAVE, id), RC_OK);
    assert_true(principal_is_nobody(&stage_seat(bench, id, 1)->player));
    assert_string_equal(stage_seat(bench, id, 1)->units[0].robot, "");
}

static void a_bot_that_joined_by_itself_stays(void **state)
{
    struct bench *bench = *state;
    stage_robots(bench, 2);
    stage_come(bench, "player/ann");
    stage_come(bench, "bot/ada");
    const char *id = stage_create(bench, "player/ann", 1, NULL);
    assert_int_equal(stage_join(bench, "bot/ada", id, 1), RC_OK);
    assert_int_equal(stage_join(bench, "player/ann", id, 0), RC_OK);
    assert_int_equal(stage_ask(bench, "player/ann", DEED_MATCH_LEAVE, id), RC_OK);
    assert_string_equal(stage_seat(bench, id, 1)->player.id, "ada");
}

static void a_bot_that_was_just_lost_takes_no_seat(void **state)
{
    struct bench *bench = *state;
    stage_robots(bench, 2);
    stage_come(bench, "player/ann");
    stage_come(bench, "bot/ada");
    const char *id = stage_create(bench, "player/ann", 1, NULL);
    stage_join(bench, "player/ann", id, 0);
    stage_lose(bench, "bot/ada");
    stage_ready(bench, "player/ann", id, true);
    assert_true(principal_is_nobody(&stage_seat(bench, id, 1)->player));
    assert_true(stage_misses(bench, id, MISSING_EMPTY_SEAT, "blue"));
}

static void an_operator_lets_bots_alone_play(void **state)
{
    struct bench *bench = *state;
    stage_robots(bench, 2);
    stage_come(bench, "bot/ada");
    stage_come(bench, "bot/bea");
    const char *id = stage_create(bench, "operator/sam", 1, NULL);
    assert_int_equal(stage_ask(bench, "operator/sam", DEED_MATCH_START, id), RC_OK);
    assert_int_equal(stage_state(bench, id), MATCH_COUNTDOWN);
    stage_pass(bench, 5000);
    stage_agree(bench);
    assert_true(stage_drives(bench, "scout2", "bot/bea"));
}

static void a_referee_seats_and_sends_away_others(void **state)
{
    struct bench *bench = *state;
    stage_robots(bench, 2);
    stage_come(bench, "player/cat");
    const char *id = stage_create(bench, "referee/rob", 1, no_bots);
    struct input input = stage_ask_input(bench, "referee/rob", DEED_MATCH_JOIN, id);
    input.ask.ask.principal = who("player/cat");
    input.ask.ask.game.has_team = true;
    input.ask.ask.game.team = 1;
    assert_int_equal(stage_put(bench, &input), RC_OK);
    assert_int_equal(stage_answer(bench)->seat, 1);
    assert_string_equal(stage_seat(bench, id, 1)->player.id, "cat");
    input = stage_ask_input(bench, "player/ann", DEED_MATCH_LEAVE, id);
    input.ask.ask.principal = who("player/cat");
    assert_int_equal(stage_put(bench, &input), RC_NOT_ALLOWED);
    input = stage_ask_input(bench, "referee/rob", DEED_MATCH_LEAVE, id);
    input.ask.ask.principal = who("player/cat");
    assert_int_equal(stage_put(bench, &input), RC_OK);
    assert_true(principal_is_nobody(&stage_seat(bench, id, 1)->player));
    input = stage_ask_input(bench, "referee/rob", DEED_MATCH_JOIN, id);
    input.ask.ask.principal = who("player/nobody");
    assert_int_equal(stage_put(bench, &input), RC_WRONG_STATE);
}

static void whoever_is_revoked_loses_the_seat_at_once(void **state)
{
    struct bench *bench = *state;
    const char *id = stage_fight(bench, 4, no_bots);
    struct input input = stage_ask_input(bench, "operator/sam", DEED_REVOKE, NULL);
    input.ask.ask.principal = who("player/ann");
    assert_int_equal(stage_put(bench, &input), RC_OK);
    assert_true(principal_is_nobody(&stage_seat(bench, id, 0)->player));
    assert_true(principal_is_nobody(&bench_stored_lease(bench, "scout1")->driver));
}

static void asking_twice_for_a_seat_answers_the_same_seat(void **state)
{
    struct bench *bench = *state;
    stage_come(bench, "player/ann");
    const char *id = stage_create(bench, "player/ann", 2, no_bots);
    assert_int_equal(stage_join(bench, "player/ann", id, 1), RC_OK);
    assert_int_equal(stage_answer(bench)->seat, 2);
    assert_int_equal(stage_join(bench, "player/ann", id, 0), RC_OK);
    assert_true(stage_answer(bench)->has_seat);
    assert_int_equal(stage_answer(bench)->seat, 2);
    assert_string_equal(stage_answer(bench)->match, id);
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, bench_set_up, bench_tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(a_lost_player_comes_back_to_seat_robot_and_score),
        CASE(a_page_that_reconnects_within_a_second_loses_nothing),
        CASE(a_goodbye_leaves_the_seat_for_as_long),
        CASE(a_seat_that_becomes_free_goes_to_the_first_who_waits_and_is_there),
        CASE(else_it_goes_to_a_bot),
        CASE(else_its_robots_stand),
        CASE(a_seat_waits_in_the_lobby_as_well),
        CASE(who_sits_is_not_forgotten),
        CASE(bots_take_the_free_seats_when_all_people_are_ready),
        CASE(too_few_bots_leave_a_seat_that_is_missing),
        CASE(a_person_takes_a_bots_seat_before_it_begins),
        CASE(bots_do_not_stay_among_themselves_in_a_lobby),
        CASE(a_bot_that_joined_by_itself_stays),
        CASE(a_bot_that_was_just_lost_takes_no_seat),
        CASE(an_operator_lets_bots_alone_play),
        CASE(a_referee_seats_and_sends_away_others),
        CASE(whoever_is_revoked_loses_the_seat_at_once),
        CASE(asking_twice_for_a_seat_answers_the_same_seat),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
