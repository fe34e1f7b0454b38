/* Shots and hits: how they find each other, each verdict, heat. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "tests/core/ground.h"

#include <cmocka.h>

#define WINDOW 500u

static const struct match_entry *last_hit(const struct ground *ground)
{
    const struct match_entry *entry = ground_last(ground, ENTRY_HIT);
    assert_non_null(entry);
    return entry;
}

static unsigned hits(const struct ground *ground)
{
    return ground_count(ground, ENTRY_HIT);
}

/* ---- the window ---- */

static void a_hit_counts_within_the_window_after_its_shot(void **state)
{
    struct ground *ground = *state;
    static const uint32_t late[] = {0, 1, WINDOW - 1, WINDOW, WINDOW + 1};
    for (unsigned i = 0; i < 5; i++) {
        ground_init(ground);
        ground_begin(ground);
        assert_int_equal(ground_fire(ground, 0, 7), RC_OK);
        ground_pass(ground, late[i]);
        assert_int_equal(ground_hit(ground, 2, 0, 9), RC_OK);
        assert_int_equal(hits(ground), late[i] <= WINDOW ? 1 : 0);
        ground_pass(ground, WINDOW + 1);
        const struct match_entry *hit = last_hit(ground);
        assert_int_equal(hit->verdict, late[i] <= WINDOW ? VERDICT_COUNTED : VERDICT_NO_FIRE);
        assert_int_equal(hit->fire, late[i] <= WINDOW ? 7 : 0);
        assert_int_equal(hit->hit, 9);
    }
}

static void a_shot_counts_within_the_window_after_its_hit(void **state)
{
    struct ground *ground = *state;
    static const uint32_t late[] = {0, 1, WINDOW - 1, WINDOW, WINDOW + 1};
    for (unsigned i = 0; i < 5; i++) {
        ground_init(ground);
        ground_begin(ground);
        uint32_t at = ground->now;
        assert_int_equal(ground_hit(ground, 2, 0, 9), RC_OK);
        assert_int_equal(hits(ground), 0);
        assert_int_equal(game_next(&ground->game), at + WINDOW + 1);
        ground_pass(ground, late[i]);
        assert_int_equal(ground_fire(ground, 0, 7), RC_OK);
        assert_int_equal(hits(ground), 1);
        const struct match_entry *hit = last_hit(ground);
        assert_int_equal(hit->verdict, late[i] <= WINDOW ? VERDICT_COUNTED : VERDICT_NO_FIRE);
        assert_int_equal(hit->at, at + late[i]);
        assert_int_equal(hit->fire, late[i] <= WINDOW ? 7 : 0);
        assert_int_equal(hit->hit, 9);
    }
}

static void the_window_is_a_rule(void **state)
{
    struct ground *ground = *state;
    for (unsigned window = 50; window <= 2000; window += 1950) {
        ground_rule(ground, RULE_WINDOW, (int32_t)window);
        ground_init(ground);
        ground_begin(ground);
        assert_int_equal(ground_fire(ground, 0, 1), RC_OK);
        ground_pass(ground, window);
        assert_int_equal(ground_hit(ground, 2, 0, 2), RC_OK);
        assert_int_equal(last_hit(ground)->verdict, VERDICT_COUNTED);
        assert_int_equal(ground_fire(ground, 0, 3), RC_OK);
        ground_pass(ground, window + 1);
        assert_int_equal(ground_hit(ground, 2, 0, 4), RC_OK);
        ground_pass(ground, window);
        assert_int_equal(hits(ground), 1);
        ground_pass(ground, 1);
        assert_int_equal(last_hit(ground)->verdict, VERDICT_NO_FIRE);
    }
}

static void an_entry_says_what_it_judges_by(void **state)
{
    struct ground *ground = *state;
    ground_begin(ground);
    assert_int_equal(ground_shoot(ground, 1, 3), VERDICT_COUNTED);
    const struct match_entry *hit = last_hit(ground);
    assert_string_equal(hit->robot, "robot3");
    assert_string_equal(hit->by, "robot1");
    assert_int_equal(hit->team, 0);
    assert_int_equal(hit->points, 1);
    assert_int_equal(hit->value, 80);
    assert_int_equal(hit->seat, -1);
    assert_int_equal(hit->unit, -1);
    assert_true(principal_is_nobody(&hit->who));
    assert_int_equal(ground_hit(ground, 3, 1, 50), RC_OK);
    ground_pass(ground, WINDOW + 1);
    hit = last_hit(ground);
    assert_int_equal(hit->verdict, VERDICT_NO_FIRE);
    assert_int_equal(hit->team, MATCH_NO_TEAM);
    assert_int_equal(hit->points, 0);
    assert_int_equal(hit->value, 80);
}

/* ---- one for one ---- */

static void one_shot_justifies_one_hit(void **state)
{
    struct ground *ground = *state;
    ground_begin(ground);
    assert_int_equal(ground_shoot(ground, 0, 2), VERDICT_COUNTED);
    assert_int_equal(ground_hit(ground, 2, 0, 10), RC_OK);
    assert_int_equal(ground_hit(ground, 3, 0, 11), RC_OK);
    assert_int_equal(hits(ground), 1);
    assert_int_equal(ground_fire(ground, 0, 12), RC_OK); /* for one of the two that wait */
    assert_int_equal(hits(ground), 2);
    ground_pass(ground, WINDOW + 1);
    assert_int_equal(hits(ground), 3);
    assert_int_equal(last_hit(ground)->verdict, VERDICT_NO_FIRE);
    assert_int_equal(last_hit(ground)->hit, 11); /* of two as near, the first got it */
}

static void a_shot_is_used_up_by_a_hit_that_does_not_count(void **state)
{
    struct ground *ground = *state;
    ground_begin(ground);
    assert_int_equal(ground_shoot(ground, 0, 1), VERDICT_FRIENDLY);
    assert_int_equal(ground_hit(ground, 2, 0, 10), RC_OK);
    ground_pass(ground, WINDOW + 1);
    assert_int_equal(last_hit(ground)->verdict, VERDICT_NO_FIRE);
}

/* So that one that is out does not shield its team by telling of hits. */
static void a_hit_on_who_is_out_or_shielded_uses_up_no_shot(void **state)
{
    struct ground *ground = *state;
    ground_rule(ground, RULE_HIT_POINTS, 20);
    ground_init(ground);
    ground_begin(ground);
    assert_int_equal(ground_shoot(ground, 0, 2), VERDICT_COUNTED); /* 2 is down */
    assert_int_equal(ground_shoot(ground, 0, 2), VERDICT_VICTIM_OUT);
    assert_int_equal(ground_hit(ground, 3, 0, 400), RC_OK);
    assert_int_equal(last_hit(ground)->verdict, VERDICT_COUNTED);
    ground_pass(ground, 5000); /* both are back, shielded: then 2 no more */
    ground_pass(ground, 2000);
    assert_int_equal(ground_shoot(ground, 0, 2), VERDICT_COUNTED);
    assert_int_equal(ground_hit(ground, 3, 0, 401), RC_OK);
    ground_pass(ground, 10);
    assert_int_equal(ground_hit(ground, 2, 0, 402), RC_OK); /* nearer to the shot */
    assert_int_equal(ground_hit(ground, 2, 0, 403), RC_OK);
    unsigned before = hits(ground);
    assert_int_equal(ground_fire(ground, 0, 404), RC_OK); /* for the one that may be hit */
    assert_int_equal(hits(ground), before + 3);
    assert_int_equal(ground_unit(ground, 3)->health, 0);
}

static void the_nearest_shot_is_taken(void **state)
{
    struct ground *ground = *state;
    ground_begin(ground);
    assert_int_equal(ground_fire(ground, 0, 1), RC_OK);
    ground_pass(ground, 100);
    assert_int_equal(ground_fire(ground, 0, 2), RC_OK);
    assert_int_equal(ground_fire(ground, 0, 3), RC_OK);
    assert_int_equal(ground_fire(ground, 1, 4), RC_OK); /* somebody else's */
    ground_pass(ground, 100);
    static const uint32_t expected[] = {2, 3, 1};
    for (unsigned i = 0; i < 3; i++) {
        assert_int_equal(ground_hit(ground, 2, 0, 10 + i), RC_OK);
        assert_int_equal(last_hit(ground)->fire, expected[i]);
    }
}

static void the_nearest_hit_is_taken(void **state)
{
    struct ground *ground = *state;
    ground_begin(ground);
    assert_int_equal(ground_hit(ground, 2, 0, 10), RC_OK);
    ground_pass(ground, 100);
    assert_int_equal(ground_hit(ground, 3, 0, 11), RC_OK);
    assert_int_equal(ground_hit(ground, 3, 1, 12), RC_OK); /* by somebody else */
    ground_pass(ground, 100);
    assert_int_equal(ground_fire(ground, 0, 1), RC_OK);
    assert_int_equal(last_hit(ground)->hit, 11);
    assert_int_equal(ground_fire(ground, 0, 2), RC_OK);
    assert_int_equal(last_hit(ground)->hit, 10);
}

static void the_oldest_shots_are_forgotten(void **state)
{
    struct ground *ground = *state;
    ground_rule(ground, RULE_HEAT_SHOT, 0);
    ground_rule(ground, RULE_DAMAGE, 0);
    ground_init(ground);
    ground_begin(ground);
    for (uint32_t i = 0; i <= GAME_FIRES; i++) {
        assert_int_equal(ground_fire(ground, 0, 100 + i), RC_OK);
        ground_pass(ground, 1);
    }
    for (uint32_t i = 0; i < GAME_FIRES; i++) {
        assert_int_equal(ground_hit(ground, 2, 0, 200 + i), RC_OK);
        assert_int_equal(last_hit(ground)->fire, 100 + GAME_FIRES - i);
    }
    assert_int_equal(ground_hit(ground, 2, 0, 300), RC_OK);
    assert_int_equal(hits(ground), GAME_FIRES);
}

static void so_many_hits_may_wait(void **state)
{
    struct ground *ground = *state;
    ground_begin(ground);
    for (uint32_t i = 0; i < GAME_HITS; i++) {
        assert_int_equal(ground_hit(ground, 2, 0, i), RC_OK);
    }
    assert_int_equal(ground_hit(ground, 2, 0, 99), RC_FULL);
    assert_int_equal(ground_shoot(ground, 1, 3), VERDICT_COUNTED); /* which need not wait */
    ground_pass(ground, WINDOW);
    assert_int_equal(ground_hit(ground, 2, 0, 99), RC_FULL);
    ground_pass(ground, 1);
    assert_int_equal(hits(ground), 1 + GAME_HITS);
    assert_int_equal(last_hit(ground)->hit, GAME_HITS - 1);
    assert_int_equal(ground_hit(ground, 2, 0, 99), RC_OK);
}

static void units_without_robots_neither_shoot_nor_suffer(void **state)
{
    struct ground *ground = *state;
    ground_begin(ground);
    assert_int_equal(ground_assign(ground, 1, ""), RC_OK);
    assert_int_equal(ground_fire(ground, 1, 1), RC_WRONG_STATE);
    assert_int_equal(ground_hit(ground, 2, 1, 1), RC_WRONG_STATE);
    assert_int_equal(ground_hit(ground, 1, 2, 1), RC_WRONG_STATE);
}

/* ---- verdicts ---- */

static void nothing_counts_while_the_clock_stands(void **state)
{
    struct ground *ground = *state;
    ground_fill(ground);
    assert_int_equal(ground_do(ground, GAME_COMPLETE), RC_OK);
    assert_int_equal(ground_do(ground, GAME_START), RC_OK);
    ground_pass(ground, 4999);
    assert_int_equal(ground_shoot(ground, 0, 2), VERDICT_NOT_RUNNING);
    assert_int_equal(ground_fire(ground, 0, 70), RC_OK);
    ground_pass(ground, 1);
    assert_int_equal(ground_hit(ground, 2, 0, 71), RC_OK); /* shot before the start */
    assert_int_equal(last_hit(ground)->verdict, VERDICT_NOT_RUNNING);
    assert_int_equal(ground_shoot(ground, 0, 2), VERDICT_COUNTED);
    assert_int_equal(ground_do(ground, GAME_PAUSE), RC_OK);
    assert_int_equal(ground_shoot(ground, 0, 2), VERDICT_NOT_RUNNING);
    assert_int_equal(ground_do(ground, GAME_RESUME), RC_OK);
    assert_int_equal(ground_do(ground, GAME_HOLD), RC_OK);
    assert_int_equal(ground_shoot(ground, 0, 2), VERDICT_NOT_RUNNING);
    assert_int_equal(ground_do(ground, GAME_GO), RC_OK);
    assert_int_equal(ground_shoot(ground, 0, 2), VERDICT_COUNTED);
    assert_int_equal(ground_unit(ground, 2)->health, 60);
}

static void it_counts_if_the_clock_ran_at_the_shot_and_at_the_hit(void **state)
{
    struct ground *ground = *state;
    ground_begin(ground);
    for (unsigned i = 0; i < 4; i++) { /* bit 0: stood at the first, bit 1: at the second */
        for (unsigned hit_first = 0; hit_first < 2; hit_first++) {
            ground_pass(ground, 1000);
            for (unsigned second = 0; second < 2; second++) {
                bool stands = (i & (1u << second)) != 0;
                assert_int_equal(ground_do(ground, stands ? GAME_HOLD : GAME_GO), RC_OK);
                assert_int_equal(hit_first == second ? ground_fire(ground, 0, 1)
                                                     : ground_hit(ground, 2, 0, 2),
                    RC_OK);
                ground_pass(ground, 10);
            }
            assert_int_equal(
                last_hit(ground)->verdict, i == 0 ? VERDICT_COUNTED : VERDICT_NOT_RUNNING);
            assert_int_equal(ground_do(ground, GAME_GO), RC_OK);
        }
    }
}

static void who_was_out_at_the_shot_did_not_shoot(void **state)
{
    struct ground *ground = *state;
    ground_rule(ground, RULE_HIT_POINTS, 20);
    ground_init(ground);
    ground_begin(ground);
    assert_int_equal(ground_fire(ground, 2, 500), RC_OK);
    assert_int_equal(ground_shoot(ground, 0, 2), VERDICT_COUNTED); /* 2 is down */
    assert_int_equal(ground_hit(ground, 1, 2, 501), RC_OK);
    assert_int_equal(last_hit(ground)->verdict, VERDICT_COUNTED); /* it had shot before */
    assert_int_equal(ground_shoot(ground, 2, 0), VERDICT_SHOOTER_OUT);
    ground_pass(ground, 4999);
    assert_int_equal(ground_fire(ground, 2, 600), RC_OK);
    ground_pass(ground, 1);
    assert_int_equal(ground_hit(ground, 0, 2, 601), RC_OK); /* back, but it shot before */
    assert_int_equal(last_hit(ground)->verdict, VERDICT_SHOOTER_OUT);
    assert_int_equal(ground_shoot(ground, 2, 0), VERDICT_COUNTED);
}

static void who_is_out_is_not_hit(void **state)
{
    struct ground *ground = *state;
    ground_rule(ground, RULE_HIT_POINTS, 20);
    ground_init(ground);
    ground_begin(ground);
    assert_int_equal(ground_hit(ground, 2, 1, 400), RC_OK); /* its shot comes later */
    assert_int_equal(ground_shoot(ground, 0, 2), VERDICT_COUNTED);
    assert_int_equal(ground_shoot(ground, 0, 2), VERDICT_VICTIM_OUT);
    assert_int_equal(ground_fire(ground, 1, 401), RC_OK);
    assert_int_equal(last_hit(ground)->verdict, VERDICT_VICTIM_OUT);
    assert_int_equal(ground_unit(ground, 2)->health, 0);
}

static void who_was_out_or_shielded_at_the_hit_was_so(void **state)
{
    struct ground *ground = *state;
    ground_rule(ground, RULE_HIT_POINTS, 20);
    ground_init(ground);
    ground_begin(ground);
    assert_int_equal(ground_shoot(ground, 0, 2), VERDICT_COUNTED);
    ground_pass(ground, 4999);
    assert_int_equal(ground_hit(ground, 2, 1, 400), RC_OK);
    ground_pass(ground, 1); /* respawned */
    assert_int_equal(ground_fire(ground, 1, 401), RC_OK);
    assert_int_equal(last_hit(ground)->verdict, VERDICT_VICTIM_OUT);
    ground_pass(ground, 1999);
    assert_int_equal(ground_shoot(ground, 0, 2), VERDICT_SHIELDED);
    assert_int_equal(ground_hit(ground, 2, 1, 402), RC_OK);
    ground_pass(ground, 1); /* the shield is over */
    assert_int_equal(ground_fire(ground, 1, 403), RC_OK);
    assert_int_equal(last_hit(ground)->verdict, VERDICT_SHIELDED);
    assert_int_equal(ground_shoot(ground, 0, 2), VERDICT_COUNTED);
}

static void the_shielded_may_shoot(void **state)
{
    struct ground *ground = *state;
    ground_rule(ground, RULE_HIT_POINTS, 20);
    ground_rule(ground, RULE_RESPAWN, 0);
    ground_init(ground);
    ground_begin(ground);
    assert_int_equal(ground_shoot(ground, 0, 2), VERDICT_COUNTED);
    assert_int_equal(ground_unit(ground, 2)->state, UNIT_SHIELDED);
    assert_true(game_unit_plays(&ground->game, 2));
    assert_int_equal(ground_shoot(ground, 2, 0), VERDICT_COUNTED);
}

static void friendly_fire_is_a_rule(void **state)
{
    struct ground *ground = *state;
    ground_begin(ground);
    assert_int_equal(ground_shoot(ground, 0, 1), VERDICT_FRIENDLY);
    assert_int_equal(ground_unit(ground, 1)->health, 100);
    ground_rule(ground, RULE_FRIENDLY_FIRE, 1);
    ground_init(ground);
    ground_begin(ground);
    assert_int_equal(ground_shoot(ground, 0, 1), VERDICT_COUNTED);
    assert_int_equal(ground_unit(ground, 1)->health, 80);
    assert_int_equal(last_hit(ground)->points, -1);
    assert_int_equal(last_hit(ground)->team, 0);
    assert_int_equal(ground_match(ground)->teams[0].score, -1);
}

/* Whatever else is the matter, the first in the list is what is said. */
static void the_first_reason_is_the_verdict(void **state)
{
    struct ground *ground = *state;
    ground_rule(ground, RULE_HIT_POINTS, 20);
    ground_rule(ground, RULE_HEAT_SHOT, 100);
    ground_rule(ground, RULE_HEAT_COOL, 1);
    ground_rule(ground, RULE_RESPAWN, 60000);
    ground_init(ground);
    ground_begin(ground);
    assert_int_equal(ground_shoot(ground, 0, 2), VERDICT_COUNTED); /* 0 is hot now, 2 down */
    assert_int_equal(ground_shoot(ground, 0, 2), VERDICT_OVERHEATED);
    assert_int_equal(ground_shoot(ground, 0, 1), VERDICT_OVERHEATED); /* its friend */
    assert_int_equal(ground_shoot(ground, 1, 2), VERDICT_VICTIM_OUT);
    assert_int_equal(ground_shoot(ground, 3, 2), VERDICT_VICTIM_OUT); /* its friend */
    assert_int_equal(ground_shoot(ground, 2, 3), VERDICT_SHOOTER_OUT);
    assert_int_equal(ground_do(ground, GAME_PAUSE), RC_OK);
    assert_int_equal(ground_shoot(ground, 2, 3), VERDICT_NOT_RUNNING);
    assert_int_equal(ground_shoot(ground, 0, 2), VERDICT_NOT_RUNNING);
}

static void hits_that_wait_at_the_end_have_no_shot(void **state)
{
    struct ground *ground = *state;
    ground_begin(ground);
    ground_pass(ground, 180000 - 1);
    assert_int_equal(ground_hit(ground, 2, 0, 5), RC_OK);
    ground_pass(ground, 1);
    const struct match_entry *end = ground_last(ground, ENTRY_FINISHED);
    assert_non_null(end);
    assert_int_equal(last_hit(ground)->verdict, VERDICT_NO_FIRE);
    assert_int_equal(last_hit(ground)->seq, end->seq - 1);
    assert_int_equal(last_hit(ground)->at, end->at);
    assert_int_equal(ground_fire(ground, 0, 6), RC_WRONG_STATE);
}

/* ---- heat ---- */

static void shots_heat_and_time_cools_to_the_ms(void **state)
{
    struct ground *ground = *state;
    ground_begin(ground); /* 12 % a shot, 10 %/s */
    assert_int_equal(ground_fire(ground, 0, 1), RC_OK);
    assert_int_equal(ground_unit(ground, 0)->heat, 12);
    ground_pass(ground, 99);
    assert_int_equal(ground->game.units[0].heat, 12000);
    assert_int_equal(ground_unit(ground, 0)->heat, 11); /* 11.01 */
    ground_pass(ground, 1);
    assert_int_equal(ground_unit(ground, 0)->heat, 11);
    ground_pass(ground, 1);
    assert_int_equal(ground_unit(ground, 0)->heat, 10); /* 10.99 */
    ground_pass(ground, 1098);
    assert_int_equal(ground_fire(ground, 0, 2), RC_OK); /* at 0.01 */
    assert_int_equal(ground->game.units[0].heat, 12010);
    ground_pass(ground, 1000);
    assert_int_equal(ground_unit(ground, 0)->heat, 2);
    ground_pass(ground, 201);
    assert_int_equal(ground_unit(ground, 0)->heat, 0);
    ground_pass(ground, 100000);
    assert_int_equal(ground_unit(ground, 0)->heat, 0);
}

static void nothing_cools_while_the_clock_stands(void **state)
{
    struct ground *ground = *state;
    ground_begin(ground);
    assert_int_equal(ground_fire(ground, 0, 1), RC_OK);
    assert_int_equal(ground_do(ground, GAME_PAUSE), RC_OK);
    assert_int_equal(ground_fire(ground, 0, 2), RC_OK); /* nor heats */
    ground_pass(ground, 1000);
    assert_int_equal(ground_unit(ground, 0)->heat, 12);
    assert_int_equal(ground_do(ground, GAME_RESUME), RC_OK);
    assert_int_equal(ground_do(ground, GAME_HOLD), RC_OK);
    ground_pass(ground, 1000);
    assert_int_equal(ground_unit(ground, 0)->heat, 12);
}

/* Nine shots at once are 108 %: the ninth still counts, the tenth does not. It is 60 % above
 * where it may go on, at 10 %/s six seconds. */
static void too_many_shots_overheat_until_it_has_cooled(void **state)
{
    struct ground *ground = *state;
    ground_rule(ground, RULE_DAMAGE, 1);
    ground_init(ground);
    ground_begin(ground);
    for (unsigned i = 0; i < 8; i++) {
        assert_int_equal(ground_shoot(ground, 0, 2), VERDICT_COUNTED);
    }
    assert_int_equal(ground_unit(ground, 0)->heat, 96);
    assert_int_equal(ground_count(ground, ENTRY_OVERHEATED), 0);
    assert_int_equal(ground_shoot(ground, 0, 2), VERDICT_COUNTED);
    assert_int_equal(ground_count(ground, ENTRY_OVERHEATED), 1);
    assert_string_equal(ground_last(ground, ENTRY_OVERHEATED)->robot, "robot0");
    assert_int_equal(ground_unit(ground, 0)->heat, 100);
    assert_true(ground_unit(ground, 0)->hot);
    assert_int_equal(ground_shoot(ground, 0, 2), VERDICT_OVERHEATED);
    assert_int_equal(game_next(&ground->game), ground->now + 6000);
    ground_pass(ground, 5999);
    assert_int_equal(ground_shoot(ground, 0, 2), VERDICT_OVERHEATED);
    assert_int_equal(ground_unit(ground, 0)->heat, 40); /* 40.01 */
    uint32_t rev = game_rev(&ground->game);
    ground_pass(ground, 1);
    assert_false(ground_unit(ground, 0)->hot);
    assert_true(game_rev(&ground->game) > rev);
    assert_int_equal(ground_shoot(ground, 0, 2), VERDICT_COUNTED);
    assert_int_equal(ground_unit(ground, 0)->heat, 52);
}

static void heat_at_the_limits_of_its_rules(void **state)
{
    struct ground *ground = *state;
    static const int32_t rules[][4] = {
  /* shot, cool, resume, ms until it is cool */
        {100, 1,   0,  100000},
        {100, 100, 99, 10    },
        {100, 7,   40, 8572  },
        {100, 100, 0,  1000  }
    };
    for (unsigned i = 0; i < 4; i++) {
        ground_rule(ground, RULE_HEAT_SHOT, rules[i][0]);
        ground_rule(ground, RULE_HEAT_COOL, rules[i][1]);
        ground_rule(ground, RULE_HEAT_RESUME, rules[i][2]);
        ground_init(ground);
        ground_begin(ground);
        assert_int_equal(ground_fire(ground, 0, 1), RC_OK);
        ground_pass(ground, (uint32_t)rules[i][3] - 1);
        assert_true(ground_unit(ground, 0)->hot);
        assert_int_equal(game_next(&ground->game), ground->now + 1);
        ground_pass(ground, 1);
        assert_false(ground_unit(ground, 0)->hot);
    }
    ground_rule(ground, RULE_HEAT_SHOT, 0);
    ground_init(ground);
    ground_begin(ground);
    for (uint32_t i = 0; i < 1000; i++) {
        assert_int_equal(ground_fire(ground, 0, i), RC_OK);
    }
    assert_int_equal(ground_unit(ground, 0)->heat, 0);
}

static void live_tells_the_shots_since_it_was_last_said(void **state)
{
    struct ground *ground = *state;
    struct match_live live;
    ground_begin(ground);
    assert_int_equal(ground_assign(ground, 1, ""), RC_OK);
    assert_int_equal(ground_fire(ground, 2, 1), RC_OK);
    assert_int_equal(ground_fire(ground, 2, 2), RC_OK);
    game_live(&ground->game, &live);
    assert_int_equal(live.unit_count, 3); /* unit 1 has no robot */
    assert_string_equal(live.units[1].robot, "robot2");
    assert_int_equal(live.units[1].shots, 2);
    assert_int_equal(live.units[1].heat, 24);
    assert_int_equal(live.seq, ground->log_count);
    assert_int_equal(live.clock_ms, 180000);
    game_live_said(&ground->game);
    assert_int_equal(ground_fire(ground, 2, 3), RC_OK);
    game_live(&ground->game, &live);
    assert_int_equal(live.units[1].shots, 1);
    assert_int_equal(live.units[0].shots, 0);
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, ground_set_up, ground_tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(a_hit_counts_within_the_window_after_its_shot),
        CASE(a_shot_counts_within_the_window_after_its_hit),
        CASE(the_window_is_a_rule),
        CASE(an_entry_says_what_it_judges_by),
        CASE(one_shot_justifies_one_hit),
        CASE(a_shot_is_used_up_by_a_hit_that_does_not_count),
        CASE(a_hit_on_who_is_out_or_shielded_uses_up_no_shot),
        CASE(the_nearest_shot_is_taken),
        CASE(the_nearest_hit_is_taken),
        CASE(the_oldest_shots_are_forgotten),
        CASE(so_many_hits_may_wait),
        CASE(units_without_robots_neither_shoot_nor_suffer),
        CASE(nothing_counts_while_the_clock_stands),
        CASE(it_counts_if_the_clock_ran_at_the_shot_and_at_the_hit),
        CASE(who_was_out_at_the_shot_did_not_shoot),
        CASE(who_is_out_is_not_hit),
        CASE(who_was_out_or_shielded_at_the_hit_was_so),
        CASE(the_shielded_may_shoot),
        CASE(friendly_fire_is_a_rule),
        CASE(the_first_reason_is_the_verdict),
        CASE(hits_that_wait_at_the_end_have_no_shot),
        CASE(shots_heat_and_time_cools_to_the_ms),
        CASE(nothing_cools_while_the_clock_stands),
        CASE(too_many_shots_overheat_until_it_has_cooled),
        CASE(heat_at_the_limits_of_its_rules),
        CASE(live_tells_the_shots_since_it_was_last_said),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
