/* What a hit costs and brings: health, lives, respawns, points, the end of the match. */
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

/* ---- damage, respawns, lives ---- */

static void damage_takes_health_and_speed(void **state)
{
    struct ground *ground = *state;
    begin_with(ground, 100, 0);
    static const int32_t health[] = {80, 60, 40, 20, 0};
    static const int32_t limit[] = {90, 80, 70, 60, 50};
    for (unsigned i = 0; i < 5; i++) {
        (void)shoot(ground, 0, 2);
        assert_int_equal(ground_unit(ground, 2)->health, health[i]);
        assert_int_equal(ground_unit(ground, 2)->limit, limit[i]);
    }
    assert_int_equal(ground_count(ground, ENTRY_ELIMINATED), 1);
    const struct match_entry *entry = ground_last(ground, ENTRY_ELIMINATED);
    assert_string_equal(entry->robot, "robot2");
    assert_string_equal(entry->by, "robot0");
    assert_int_equal(entry->team, 0);
    assert_int_equal(entry->points, 3);
    assert_int_equal(entry->value, -1);
    assert_int_equal(entry->seq, ground_last(ground, ENTRY_HIT)->seq + 1);
    assert_int_equal(score(ground, 0), 5 + 3);
    assert_int_equal(score(ground, 1), 0);
}

static void the_limit_is_the_smaller_of_damage_and_penalty(void **state)
{
    struct ground *ground = *state;
    ground_rule(ground, RULE_SLOW, 90);
    ground_rule(ground, RULE_DAMAGE, 1);
    begin_with(ground, 3, 0);
    assert_int_equal(ground_unit(ground, 2)->limit, 100);
    assert_int_equal(ground_penalty(ground, 2, 80, 0), RC_OK);
    assert_int_equal(ground_unit(ground, 2)->limit, 80);
    (void)shoot(ground, 0, 2);
    assert_int_equal(ground_unit(ground, 2)->limit, 70);
    (void)shoot(ground, 0, 2);
    struct game_unit_view view;
    game_unit(&ground->game, 2, &view);
    assert_int_equal(view.limit, 40);
    assert_string_equal(view.robot, "robot2");
    assert_int_equal(view.state, UNIT_UP);
}

static void more_damage_than_health_takes_what_is_there(void **state)
{
    struct ground *ground = *state;
    ground_rule(ground, RULE_DAMAGE, 1000);
    begin_with(ground, 1, 0);
    (void)shoot(ground, 0, 2);
    assert_int_equal(ground_unit(ground, 2)->health, 0);
    assert_int_equal(ground_unit(ground, 2)->state, UNIT_DOWN);
    ground_rule(ground, RULE_DAMAGE, 0);
    begin_with(ground, 1000, 0);
    (void)shoot(ground, 0, 2);
    assert_int_equal(ground_unit(ground, 2)->health, 1000);
    assert_int_equal(score(ground, 0), 1);
}

static void the_eliminated_respawn_whole_cool_and_shielded(void **state)
{
    struct ground *ground = *state;
    ground_rule(ground, RULE_HEAT_SHOT, 100);
    ground_rule(ground, RULE_HIT_POINTS, 20);
    ground_init(ground);
    ground_begin(ground);
    assert_int_equal(ground_fire(ground, 2, 1), RC_OK); /* hot */
    (void)shoot(ground, 0, 2);
    uint32_t down = ground->now;
    assert_int_equal(ground_unit(ground, 2)->state, UNIT_DOWN);
    assert_int_equal(ground_unit(ground, 2)->back_ms, 5000);
    assert_false(game_unit_plays(&ground->game, 2));
    ground_pass(ground, 4999);
    assert_int_equal(ground_unit(ground, 2)->back_ms, 1);
    assert_true(ground_unit(ground, 2)->hot);
    ground_pass(ground, 1);
    const struct match_entry *entry = ground_last(ground, ENTRY_RESPAWNED);
    assert_non_null(entry);
    assert_int_equal(entry->at, down + 5000);
    assert_string_equal(entry->robot, "robot2");
    const struct match_unit *unit = ground_unit(ground, 2);
    assert_int_equal(unit->state, UNIT_SHIELDED);
    assert_int_equal(unit->back_ms, 2000);
    assert_int_equal(unit->health, 20);
    assert_int_equal(unit->heat, 0);
    assert_false(unit->hot);
    assert_int_equal(unit->limit, 100);
    ground_pass(ground, 1999);
    assert_int_equal(ground_unit(ground, 2)->state, UNIT_SHIELDED);
    uint32_t rev = game_rev(&ground->game);
    ground_pass(ground, 1);
    assert_int_equal(ground_unit(ground, 2)->state, UNIT_UP);
    assert_int_equal(ground_unit(ground, 2)->back_ms, 0);
    assert_true(game_rev(&ground->game) > rev);
}

static void respawns_wait_while_the_clock_stands(void **state)
{
    struct ground *ground = *state;
    begin_with(ground, 20, 0);
    (void)shoot(ground, 0, 2);
    ground_pass(ground, 1000);
    assert_int_equal(ground_do(ground, GAME_PAUSE), RC_OK);
    ground_pass(ground, 60000);
    assert_int_equal(ground_unit(ground, 2)->back_ms, 4000);
    assert_int_equal(ground_do(ground, GAME_RESUME), RC_OK);
    ground_pass(ground, 3999);
    assert_int_equal(ground_count(ground, ENTRY_RESPAWNED), 0);
    ground_pass(ground, 1);
    assert_int_equal(ground_count(ground, ENTRY_RESPAWNED), 1);
}

static void at_once_and_without_a_shield_if_the_rules_say_so(void **state)
{
    struct ground *ground = *state;
    ground_rule(ground, RULE_RESPAWN, 0);
    ground_rule(ground, RULE_SHIELD, 0);
    begin_with(ground, 20, 0);
    for (unsigned i = 1; i <= 3; i++) {
        (void)shoot(ground, 0, 2);
        assert_int_equal(ground_count(ground, ENTRY_RESPAWNED), i);
        assert_int_equal(ground_unit(ground, 2)->state, UNIT_UP);
        assert_int_equal(ground_unit(ground, 2)->health, 20);
    }
}

static void lives_are_used_up(void **state)
{
    struct ground *ground = *state;
    ground_rule(ground, RULE_RESPAWN, 0);
    ground_rule(ground, RULE_SHIELD, 0);
    begin_with(ground, 20, 2);
    assert_int_equal(ground_unit(ground, 2)->lives, 2);
    (void)shoot(ground, 0, 2);
    assert_int_equal(ground_unit(ground, 2)->lives, 1);
    assert_int_equal(ground_last(ground, ENTRY_ELIMINATED)->value, 1);
    (void)shoot(ground, 0, 2);
    assert_int_equal(ground_last(ground, ENTRY_ELIMINATED)->value, 0);
    assert_int_equal(ground_unit(ground, 2)->state, UNIT_OUT);
    assert_int_equal(ground_unit(ground, 2)->back_ms, 0);
    assert_false(game_unit_plays(&ground->game, 2));
    ground_pass(ground, 60000);
    assert_int_equal(ground_unit(ground, 2)->state, UNIT_OUT);
    assert_int_equal(game_state(&ground->game), MATCH_RUNNING);
}

static void ones_own_cost_points(void **state)
{
    struct ground *ground = *state;
    ground_rule(ground, RULE_FRIENDLY_FIRE, 1);
    begin_with(ground, 20, 0);
    (void)shoot(ground, 0, 1);
    assert_int_equal(ground_last(ground, ENTRY_HIT)->points, -1);
    assert_int_equal(ground_last(ground, ENTRY_ELIMINATED)->points, -3);
    assert_int_equal(score(ground, 0), -4);
    assert_int_equal(ground_do(ground, GAME_ABORT), RC_OK);
    const struct match_player *shooter = ground_statistics(ground, "player/p0");
    assert_int_equal(shooter->points, -4);
    assert_int_equal(shooter->hits, 0);
    assert_int_equal(shooter->eliminations, 0);
    assert_int_equal(ground_statistics(ground, "player/p1")->deaths, 1);
}

/* ---- the end ---- */

static void the_score_limit_ends_it(void **state)
{
    struct ground *ground = *state;
    ground_rule(ground, RULE_SCORE_LIMIT, 6);
    begin_with(ground, 40, 0);
    (void)shoot(ground, 2, 0);
    (void)shoot(ground, 2, 0);
    assert_int_equal(score(ground, 1), 5);
    assert_int_equal(game_state(&ground->game), MATCH_RUNNING);
    ground_pass(ground, 1234);
    (void)shoot(ground, 2, 1);
    assert_int_equal(game_state(&ground->game), MATCH_FINISHED);
    assert_int_equal(ground_match(ground)->winner, 1);
    assert_int_equal(ground_last(ground, ENTRY_FINISHED)->team, 1);
    assert_int_equal(ground_last(ground, ENTRY_FINISHED)->at, ground->now);
    assert_int_equal(ground_match(ground)->clock_ms, 180000 - 1234);
}

static void time_over_makes_the_highest_score_win(void **state)
{
    struct ground *ground = *state;
    begin_with(ground, 100, 0);
    (void)shoot(ground, 0, 2);
    (void)shoot(ground, 2, 0);
    (void)shoot(ground, 2, 0);
    ground_pass(ground, 180000);
    assert_int_equal(ground_match(ground)->winner, 1);
}

static void equal_scores_are_a_draw(void **state)
{
    struct ground *ground = *state;
    begin_with(ground, 100, 0);
    (void)shoot(ground, 0, 2);
    (void)shoot(ground, 2, 0);
    ground_pass(ground, 180000);
    assert_int_equal(ground_match(ground)->winner, MATCH_DRAW);
    assert_int_equal(ground_last(ground, ENTRY_FINISHED)->team, MATCH_DRAW);
}

static void three_teams(struct ground *ground)
{
    ground->setup.team_count = 3;
    memcpy(ground->setup.teams[2].name, "green", 6);
    for (unsigned i = 0; i < 3; i++) {
        ground->setup.teams[i].seats = 1;
    }
}

static void a_tie_for_the_second_place_is_no_draw(void **state)
{
    struct ground *ground = *state;
    three_teams(ground);
    begin_with(ground, 100, 0);
    (void)shoot(ground, 2, 0);
    ground_pass(ground, 180000);
    assert_int_equal(ground_match(ground)->winner, 2);
    begin_with(ground, 100, 0);
    (void)shoot(ground, 2, 0);
    (void)shoot(ground, 1, 0);
    ground_pass(ground, 180000);
    assert_int_equal(ground_match(ground)->winner, MATCH_DRAW);
}

static void the_last_team_standing_wins_whatever_the_score(void **state)
{
    struct ground *ground = *state;
    three_teams(ground);
    ground_rule(ground, RULE_ELIMINATION_SCORE, 0);
    begin_with(ground, 40, 1);
    (void)shoot(ground, 0, 1);
    (void)shoot(ground, 0, 1); /* team 1 is beaten */
    assert_int_equal(game_state(&ground->game), MATCH_RUNNING);
    (void)shoot(ground, 2, 0);
    (void)shoot(ground, 0, 2);
    (void)shoot(ground, 2, 0); /* and team 0, 3 : 0 : 2 */
    assert_int_equal(game_state(&ground->game), MATCH_FINISHED);
    assert_int_equal(ground_match(ground)->winner, 2);
}

static void one_robot_left_keeps_a_team_standing(void **state)
{
    struct ground *ground = *state;
    begin_with(ground, 20, 1);
    (void)shoot(ground, 0, 2);
    assert_int_equal(game_state(&ground->game), MATCH_RUNNING);
    assert_int_equal(ground_assign(ground, 3, ""), RC_OK); /* the other one is taken away */
    assert_int_equal(game_state(&ground->game), MATCH_FINISHED);
    assert_int_equal(ground_match(ground)->winner, 0);
}

static void a_team_without_robots_neither_stands_nor_is_beaten(void **state)
{
    struct ground *ground = *state;
    ground_rule(ground, RULE_LIVES, 1);
    ground_rule(ground, RULE_HIT_POINTS, 20);
    ground_rule(ground, RULE_FRIENDLY_FIRE, 1);
    ground_init(ground);
    assert_int_equal(ground_assign(ground, 0, "robot0"), RC_OK);
    assert_int_equal(ground_assign(ground, 1, "robot1"), RC_OK);
    assert_int_equal(ground_do(ground, GAME_COMPLETE), RC_OK);
    assert_int_equal(ground_do(ground, GAME_START), RC_OK);
    ground_pass(ground, 5000);
    assert_int_equal(game_state(&ground->game), MATCH_RUNNING);
    (void)shoot(ground, 0, 1); /* its own: one of two */
    assert_int_equal(game_state(&ground->game), MATCH_RUNNING);
    ground_pass(ground, 180000);
    assert_int_equal(ground_match(ground)->winner, 1); /* -4 : 0 */
}

static void one_team_alone_plays_by_the_clock(void **state)
{
    struct ground *ground = *state;
    ground->setup.team_count = 1;
    ground_rule(ground, RULE_FRIENDLY_FIRE, 1);
    begin_with(ground, 20, 1);
    (void)shoot(ground, 0, 1);
    assert_int_equal(game_state(&ground->game), MATCH_RUNNING);
    ground_pass(ground, 180000);
    assert_int_equal(ground_match(ground)->winner, 0);
}

static void statistics_are_told_at_the_end(void **state)
{
    struct ground *ground = *state;
    begin_with(ground, 40, 0);
    (void)shoot(ground, 0, 2);
    (void)shoot(ground, 0, 2);
    assert_int_equal(ground_fire(ground, 0, 1), RC_OK);
    (void)shoot(ground, 1, 3);
    assert_int_equal(ground_match(ground)->player_count, 0);
    ground_pass(ground, 180000);
    assert_int_equal(ground_match(ground)->player_count, 4);
    const struct match_player *player = ground_statistics(ground, "player/p0");
    assert_int_equal(player->team, 0);
    assert_int_equal(player->shots, 3);
    assert_int_equal(player->hits, 2);
    assert_int_equal(player->eliminations, 1);
    assert_int_equal(player->deaths, 0);
    assert_int_equal(player->points, 5);
    player = ground_statistics(ground, "player/p2");
    assert_int_equal(player->team, 1);
    assert_int_equal(player->deaths, 1);
    assert_int_equal(player->points, 0);
}

static void shots_that_cannot_count_are_none(void **state)
{
    struct ground *ground = *state;
    ground_rule(ground, RULE_HIT_POINTS, 20);
    ground_rule(ground, RULE_HEAT_SHOT, 100);
    ground_init(ground);
    ground_begin(ground);
    (void)shoot(ground, 0, 2);
    assert_int_equal(ground_shoot(ground, 0, 3), VERDICT_OVERHEATED);
    assert_int_equal(ground_shoot(ground, 2, 0), VERDICT_SHOOTER_OUT);
    assert_int_equal(ground_do(ground, GAME_PAUSE), RC_OK);
    assert_int_equal(ground_shoot(ground, 1, 3), VERDICT_NOT_RUNNING);
    assert_int_equal(ground_do(ground, GAME_ABORT), RC_OK);
    assert_int_equal(ground_statistics(ground, "player/p0")->shots, 1);
    assert_int_equal(ground_statistics(ground, "player/p1")->shots, 0);
    assert_int_equal(ground_statistics(ground, "player/p2")->shots, 0);
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, ground_set_up, ground_tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(damage_takes_health_and_speed),
        CASE(the_limit_is_the_smaller_of_damage_and_penalty),
        CASE(more_damage_than_health_takes_what_is_there),
        CASE(the_eliminated_respawn_whole_cool_and_shielded),
        CASE(respawns_wait_while_the_clock_stands),
        CASE(at_once_and_without_a_shield_if_the_rules_say_so),
        CASE(lives_are_used_up),
        CASE(ones_own_cost_points),
        CASE(the_score_limit_ends_it),
        CASE(time_over_makes_the_highest_score_win),
        CASE(equal_scores_are_a_draw),
        CASE(a_tie_for_the_second_place_is_no_draw),
        CASE(the_last_team_standing_wins_whatever_the_score),
        CASE(one_robot_left_keeps_a_team_standing),
        CASE(a_team_without_robots_neither_stands_nor_is_beaten),
        CASE(one_team_alone_plays_by_the_clock),
        CASE(statistics_are_told_at_the_end),
        CASE(shots_that_cannot_count_are_none),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
