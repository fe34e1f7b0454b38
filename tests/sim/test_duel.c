/* Bots against bots: a better one wins. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/sim/duel.h"

#include <cmocka.h>

#define DUELS   40
#define LEAST   36
#define SECONDS 60

static struct duel duel;

static const char *const maps[] = {"yard", "lanes", "keep"};
static const char *const skills[] = {"easy", "medium", "hard"};

struct tally {
    unsigned won, lost, drawn;
    int32_t points[2];
};

/* The better one begins at either side. */
static struct tally tally_duels(enum brain_skill better, enum brain_skill worse, bool blind)
{
    struct tally tally = {0};
    for (unsigned i = 0; i < DUELS; i++) {
        unsigned side = i % 2;
        struct duel_setup setup = {
            .map = maps[i % 3],
            .count = 2,
            .skills = {side ? worse : better, side ? better : worse},
            .seed = 1 + i,
            .seconds = SECONDS,
            .blind = blind
        };
        duel_play(&duel, &setup);
        int32_t good = duel.result.teams[side].score, bad = duel.result.teams[1 - side].score;
        tally.won += good > bad;
        tally.lost += good < bad;
        tally.drawn += good == bad;
        tally.points[0] += good;
        tally.points[1] += bad;
        if (getenv("ARENA_DUELS"))
            print_message("  %s %u: %d to %d\n", setup.map, i, good, bad);
    }
    print_message("%s against %s%s: %u won, %u lost, %u drawn; points %d to %d\n",
        skills[better], skills[worse], blind ? ", without a map" : "", tally.won, tally.lost,
        tally.drawn, tally.points[0], tally.points[1]);
    return tally;
}

static void a_medium_bot_beats_an_easy_one_in_nine_of_ten_duels(void **state)
{
    (void)state;
    assert_in_range(tally_duels(BRAIN_MEDIUM, BRAIN_EASY, false).won, LEAST, DUELS);
}

static void a_hard_bot_beats_a_medium_one_in_nine_of_ten_duels(void **state)
{
    (void)state;
    assert_in_range(tally_duels(BRAIN_HARD, BRAIN_MEDIUM, false).won, LEAST, DUELS);
}

static void a_hard_bot_beats_an_easy_one_nearly_always(void **state)
{
    (void)state;
    assert_in_range(tally_duels(BRAIN_HARD, BRAIN_EASY, false).won, DUELS - 1, DUELS);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_medium_bot_beats_an_easy_one_in_nine_of_ten_duels),
        cmocka_unit_test(a_hard_bot_beats_a_medium_one_in_nine_of_ten_duels),
        cmocka_unit_test(a_hard_bot_beats_an_easy_one_nearly_always),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
