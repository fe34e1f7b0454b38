/* Bots against bots: a better one wins. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include "tests/sim/duel.h"

#include <cmocka.h>

#define DUELS   40
#define LEAST   36
#define SECONDS 60

static struct duel duel;

static const char *const maps[] = {"yard", "lanes", "keep"};
static const char *const skills[] = {"easy", "medium", "hard"};

/* How many of them the better one wins; it begins at either side. */
static unsigned count_won(enum brain_skill better, enum brain_skill worse)
{
    unsigned won = 0, lost = 0;
    int32_t points[2] = {0, 0};
    for (unsigned i = 0; i < DUELS; i++) {
        unsigned side = i % 2;
        struct duel_setup setup = {
            .map = maps[i % 3],
            .count = 2,
            .skills = {side ? worse : better, side ? better : worse},
            .seed = 1 + i,
            .seconds = SECONDS
        };
        duel_play(&duel, &setup);
        int32_t good = duel.result.teams[side].score, bad = duel.result.teams[1 - side].score;
        won += good > bad;
        lost += good < bad;
        points[0] += good;
        points[1] += bad;
    }
    print_message("%s against %s: %u won, %u lost, %u drawn; points %d to %d\n", skills[better],
        skills[worse], won, lost, DUELS - won - lost, points[0], points[1]);
    return won;
}

static void a_medium_bot_beats_an_easy_one_in_nine_of_ten_duels(void **state)
{
    (void)state;
    assert_in_range(count_won(BRAIN_MEDIUM, BRAIN_EASY), LEAST, DUELS);
}

static void a_hard_bot_beats_a_medium_one_in_nine_of_ten_duels(void **state)
{
    (void)state;
    assert_in_range(count_won(BRAIN_HARD, BRAIN_MEDIUM), LEAST, DUELS);
}

static void a_hard_bot_beats_an_easy_one_nearly_always(void **state)
{
    (void)state;
    assert_in_range(count_won(BRAIN_HARD, BRAIN_EASY), DUELS - 1, DUELS);
}

static void without_a_map_they_bump_and_turn_until_they_find_each_other(void **state)
{
    (void)state;
    unsigned found = 0;
    for (unsigned i = 0; i < 12; i++) {
        struct duel_setup setup = {
            .map = "keep",
            .count = 2,
            .skills = {BRAIN_MEDIUM, BRAIN_HARD},
            .seed = 1 + i,
            .seconds = SECONDS,
            .blind = true
        };
        duel_play(&duel, &setup);
        found += duel.result.teams[0].score + duel.result.teams[1].score > 0;
    }
    assert_in_range(found, 9, 12);
}

/* A crowd does not get stuck in itself, and nobody of ten a side is left out. */
static void ten_a_side_all_find_somebody_to_hit(void **state)
{
    (void)state;
    for (unsigned i = 0; i < 3; i++) {
        struct duel_setup setup = {
            .map = maps[i],
            .count = DUEL_BOTS,
            .skills = {BRAIN_MEDIUM, BRAIN_MEDIUM},
            .seed = 1 + i,
            .seconds = 2 * SECONDS
        };
        duel_play(&duel, &setup);
        assert_int_equal(duel.result.player_count, DUEL_BOTS);
        unsigned idle = 0;
        for (unsigned p = 0; p < DUEL_BOTS; p++)
            idle += duel.result.players[p].hits == 0;
        assert_in_range(idle, 0, 1);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_medium_bot_beats_an_easy_one_in_nine_of_ten_duels),
        cmocka_unit_test(a_hard_bot_beats_a_medium_one_in_nine_of_ten_duels),
        cmocka_unit_test(a_hard_bot_beats_an_easy_one_nearly_always),
        cmocka_unit_test(without_a_map_they_bump_and_turn_until_they_find_each_other),
        cmocka_unit_test(ten_a_side_all_find_somebody_to_hit),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
