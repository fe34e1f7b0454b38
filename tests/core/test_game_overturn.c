/* A referee takes a hit back: points, health, life, statistics and winner follow. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "tests/core/ground.h"

#include <cmocka.h>

static uint32_t shoot(struct ground *ground, int shooter, int victim)
{
    assert_int_equal(ground_shoot(ground, shooter, victim), VERDICT_COUNTED);
    return ground_last(ground, ENTRY_HIT)->seq;
}

static int score(struct ground *ground, unsigned team)
{
    return ground_match(ground)->teams[team].score;
}

static void begin_with(struct ground *ground, int32_t hit_points, int32_t lives)
{
    ground_rule(ground, RULE_HIT_POINTS, hit_points);
    ground_rule(ground, RULE_LIVES, lives);
    ground_rule(ground, RULE_HEAT_SHOT, 0);
    ground_init(ground);
    ground_begin(ground);
}

static void an_overturned_hit_gives_points_and_health_back(void **state)
{
    struct ground *ground = *state;
    begin_with(ground, 100, 0);
    uint32_t first = shoot(ground, 0, 2);
    (void)shoot(ground, 0, 2);
    assert_int_equal(ground_overturn(ground, first), RC_OK);
    const struct match_entry *entry = ground_last(ground, ENTRY_OVERTURNED);
    struct principal rob = ground_who("referee/rob");
    assert_true(principal_equal(&entry->who, &rob));
    assert_int_equal(entry->ref, first);
    assert_int_equal(entry->points, -1);
    assert_int_equal(entry->team, 0);
    assert_string_equal(entry->robot, "robot2");
    assert_string_equal(entry->by, "robot0");
    assert_int_equal(score(ground, 0), 1);
    assert_int_equal(ground_unit(ground, 2)->health, 80);
    assert_int_equal(ground_overturn(ground, first), RC_WRONG_STATE); /* twice */
    assert_int_equal(score(ground, 0), 1);
    assert_int_equal(ground_do(ground, GAME_ABORT), RC_OK);
    assert_int_equal(ground_statistics(ground, "player/p0")->hits, 1);
    assert_int_equal(ground_statistics(ground, "player/p0")->shots, 2);
    assert_int_equal(ground_statistics(ground, "player/p0")->points, 1);
}

static void only_hits_that_counted_can_be_overturned(void **state)
{
    struct ground *ground = *state;
    begin_with(ground, 100, 0);
    assert_int_equal(ground_overturn(ground, 0), RC_NOT_FOUND);
    assert_int_equal(ground_overturn(ground, ground->log_count + 1), RC_NOT_FOUND);
    assert_int_equal(ground_overturn(ground, 1), RC_WRONG_STATE); /* its creation */
    assert_int_equal(ground_shoot(ground, 0, 1), VERDICT_FRIENDLY);
    assert_int_equal(
        ground_overturn(ground, ground_last(ground, ENTRY_HIT)->seq), RC_WRONG_STATE);
    uint32_t hit = shoot(ground, 0, 2);
    assert_int_equal(ground_overturn(ground, hit), RC_OK);
    assert_int_equal(
        ground_overturn(ground, ground_last(ground, ENTRY_OVERTURNED)->seq), RC_WRONG_STATE);
}

static void who_is_down_by_exactly_this_hit_is_up_again(void **state)
{
    struct ground *ground = *state;
    for (int lives = 0; lives <= 1; lives++) { /* DOWN, OUT */
        begin_with(ground, 50, lives);
        (void)shoot(ground, 0, 2);
        (void)shoot(ground, 0, 2);
        uint32_t last = shoot(ground, 1, 2); /* takes the last 10 */
        assert_int_equal(ground_unit(ground, 2)->state, lives == 0 ? UNIT_DOWN : UNIT_OUT);
        assert_int_equal(ground_overturn(ground, last), RC_OK);
        const struct match_unit *unit = ground_unit(ground, 2);
        assert_int_equal(unit->state, UNIT_UP);
        assert_int_equal(unit->health, 10);
        assert_int_equal(unit->lives, lives == 0 ? -1 : 1);
        assert_int_equal(unit->back_ms, 0);
        assert_int_equal(ground_last(ground, ENTRY_OVERTURNED)->points, -4);
        assert_int_equal(score(ground, 0), 2);
        assert_true(game_unit_plays(&ground->game, 2));
        ground_pass(ground, 10000);
        assert_int_equal(ground_count(ground, ENTRY_RESPAWNED), 0);
        assert_int_equal(ground_do(ground, GAME_ABORT), RC_OK);
        assert_int_equal(ground_statistics(ground, "player/p1")->eliminations, 0);
        assert_int_equal(ground_statistics(ground, "player/p1")->points, 0);
        assert_int_equal(ground_statistics(ground, "player/p2")->deaths, 0);
    }
}

static void who_is_down_by_another_hit_stays_down(void **state)
{
    struct ground *ground = *state;
    begin_with(ground, 40, 0);
    uint32_t first = shoot(ground, 0, 2);
    (void)shoot(ground, 1, 2);
    assert_int_equal(ground_overturn(ground, first), RC_OK);
    assert_int_equal(ground_unit(ground, 2)->state, UNIT_DOWN);
    assert_int_equal(ground_unit(ground, 2)->health, 0);
    assert_int_equal(score(ground, 0), 1 + 3);
    ground_pass(ground, 5000);
    assert_int_equal(ground_unit(ground, 2)->health, 40);
}

static void who_has_respawned_since_keeps_what_they_have(void **state)
{
    struct ground *ground = *state;
    begin_with(ground, 40, 3);
    uint32_t first = shoot(ground, 0, 2);
    uint32_t last = shoot(ground, 0, 2);
    ground_pass(ground, 7000);
    (void)shoot(ground, 0, 2);
    assert_int_equal(ground_overturn(ground, first), RC_OK);
    assert_int_equal(ground_unit(ground, 2)->health, 20);
    assert_int_equal(ground_unit(ground, 2)->lives, 2);
    assert_int_equal(ground_overturn(ground, last), RC_OK);
    assert_int_equal(ground_unit(ground, 2)->health, 20);
    assert_int_equal(ground_unit(ground, 2)->state, UNIT_UP);
    assert_int_equal(ground_unit(ground, 2)->lives, 3); /* but the life is theirs again */
    assert_int_equal(score(ground, 0), 1);
}

static void a_life_given_back_brings_back_who_was_out_for_good(void **state)
{
    struct ground *ground = *state;
    begin_with(ground, 20, 2);
    uint32_t first = shoot(ground, 0, 2);
    ground_pass(ground, 7000);
    (void)shoot(ground, 0, 2);
    assert_int_equal(ground_unit(ground, 2)->state, UNIT_OUT);
    assert_int_equal(ground_overturn(ground, first), RC_OK);
    assert_int_equal(ground_unit(ground, 2)->state, UNIT_DOWN);
    assert_int_equal(ground_unit(ground, 2)->lives, 1);
    assert_int_equal(ground_unit(ground, 2)->back_ms, 5000);
    ground_pass(ground, 5000);
    assert_int_equal(ground_unit(ground, 2)->state, UNIT_SHIELDED);
}

static void all_that_was_taken_back_is_there_when_they_are_up_again(void **state)
{
    struct ground *ground = *state;
    begin_with(ground, 40, 0);
    uint32_t first = shoot(ground, 0, 2);
    uint32_t last = shoot(ground, 0, 2);
    assert_int_equal(ground_overturn(ground, first), RC_OK); /* down by the other */
    assert_int_equal(ground_overturn(ground, last), RC_OK);
    assert_int_equal(ground_unit(ground, 2)->state, UNIT_UP);
    assert_int_equal(ground_unit(ground, 2)->health, 40);
    (void)shoot(ground, 0, 2);
    uint32_t again = shoot(ground, 0, 2);
    assert_int_equal(ground_unit(ground, 2)->state, UNIT_DOWN); /* in the same life */
    assert_int_equal(ground_overturn(ground, again), RC_OK);
    assert_int_equal(ground_unit(ground, 2)->health, 20);
    assert_int_equal(score(ground, 0), 1);
}

static void nothing_of_it_is_left_over_for_the_next_life(void **state)
{
    struct ground *ground = *state;
    begin_with(ground, 60, 0);
    uint32_t first = shoot(ground, 0, 2);
    (void)shoot(ground, 0, 2);
    (void)shoot(ground, 0, 2);
    assert_int_equal(ground_overturn(ground, first), RC_OK); /* down by the last */
    ground_pass(ground, 7000);
    uint32_t next = shoot(ground, 0, 2);
    (void)shoot(ground, 0, 2);
    assert_int_equal(ground_overturn(ground, next), RC_OK);
    assert_int_equal(ground_unit(ground, 2)->health, 40);
}

static void a_hit_of_ones_own_overturned_gives_the_points_back(void **state)
{
    struct ground *ground = *state;
    ground_rule(ground, RULE_FRIENDLY_FIRE, 1);
    begin_with(ground, 20, 0);
    uint32_t hit = shoot(ground, 0, 1);
    assert_int_equal(score(ground, 0), -4);
    assert_int_equal(ground_overturn(ground, hit), RC_OK);
    assert_int_equal(ground_last(ground, ENTRY_OVERTURNED)->points, 4);
    assert_int_equal(score(ground, 0), 0);
}

static void points_given_back_in_a_pause_may_end_the_match_after_it(void **state)
{
    struct ground *ground = *state;
    ground_rule(ground, RULE_FRIENDLY_FIRE, 1);
    ground_rule(ground, RULE_SCORE_LIMIT, 2);
    begin_with(ground, 100, 0);
    uint32_t own = shoot(ground, 0, 1);
    (void)shoot(ground, 0, 2);
    (void)shoot(ground, 0, 2);
    assert_int_equal(ground_do(ground, GAME_PAUSE), RC_OK);
    assert_int_equal(ground_overturn(ground, own), RC_OK);
    assert_int_equal(game_state(&ground->game), MATCH_PAUSED);
    assert_int_equal(ground_do(ground, GAME_RESUME), RC_OK);
    assert_int_equal(game_state(&ground->game), MATCH_FINISHED);
    assert_int_equal(ground_match(ground)->winner, 0);
}

static void after_the_end_the_winner_may_be_another(void **state)
{
    struct ground *ground = *state;
    ground_rule(ground, RULE_SCORE_LIMIT, 2);
    begin_with(ground, 100, 0);
    (void)shoot(ground, 2, 0);
    uint32_t first = shoot(ground, 0, 2);
    uint32_t last = shoot(ground, 0, 2);
    assert_int_equal(ground_match(ground)->winner, 0);
    uint64_t ended = ground_match(ground)->ended;
    assert_int_equal(ended, GROUND_WALL + ground->now);
    ground_pass(ground, 5000);
    assert_int_equal(ground_overturn(ground, first), RC_OK);
    assert_int_equal(ground_match(ground)->winner, MATCH_DRAW);
    assert_int_equal(ground_last(ground, ENTRY_FINISHED)->team, MATCH_DRAW);
    assert_int_equal(ground_count(ground, ENTRY_FINISHED), 2);
    assert_int_equal(ground_overturn(ground, last), RC_OK);
    assert_int_equal(ground_match(ground)->winner, 1);
    assert_int_equal(ground_count(ground, ENTRY_FINISHED), 3);
    assert_int_equal(ground_match(ground)->ended, ended);
    assert_int_equal(game_state(&ground->game), MATCH_FINISHED);
}

static void the_last_one_standing_may_not_have_been(void **state)
{
    struct ground *ground = *state;
    ground->setup.teams[0].seats = 1;
    ground->setup.teams[1].seats = 1;
    ground_rule(ground, RULE_ELIMINATION_SCORE, 0);
    ground_rule(ground, RULE_HIT_SCORE, 0);
    begin_with(ground, 20, 1);
    uint32_t hit = shoot(ground, 0, 1);
    assert_int_equal(ground_match(ground)->winner, 0);
    assert_int_equal(ground_overturn(ground, hit), RC_OK);
    assert_int_equal(ground_match(ground)->winner, MATCH_DRAW);
}

static void only_the_newest_verdicts_can_be_overturned(void **state)
{
    struct ground *ground = *state;
    ground_rule(ground, RULE_DAMAGE, 0);
    begin_with(ground, 20, 0);
    uint32_t first = shoot(ground, 0, 2);
    uint32_t second = shoot(ground, 0, 2);
    for (unsigned i = 2; i <= GAME_VERDICTS; i++) {
        (void)shoot(ground, 0, 2);
    }
    uint32_t last = ground_last(ground, ENTRY_HIT)->seq;
    assert_int_equal(ground_overturn(ground, first), RC_WRONG_STATE);
    assert_int_equal(ground_overturn(ground, second), RC_OK);
    assert_int_equal(ground_overturn(ground, last), RC_OK);
    assert_int_equal(score(ground, 0), GAME_VERDICTS - 1);
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, ground_set_up, ground_tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(an_overturned_hit_gives_points_and_health_back),
        CASE(only_hits_that_counted_can_be_overturned),
        CASE(who_is_down_by_exactly_this_hit_is_up_again),
        CASE(who_is_down_by_another_hit_stays_down),
        CASE(who_has_respawned_since_keeps_what_they_have),
        CASE(a_life_given_back_brings_back_who_was_out_for_good),
        CASE(all_that_was_taken_back_is_there_when_they_are_up_again),
        CASE(nothing_of_it_is_left_over_for_the_next_life),
        CASE(a_hit_of_ones_own_overturned_gives_the_points_back),
        CASE(points_given_back_in_a_pause_may_end_the_match_after_it),
        CASE(after_the_end_the_winner_may_be_another),
        CASE(the_last_one_standing_may_not_have_been),
        CASE(only_the_newest_verdicts_can_be_overturned),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
