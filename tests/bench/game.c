/* One measurement of the game, for tests/bench/game.py:
 *
 *   arena-bench-game WHAT MS     prints how many a second
 *
 *   inputs      folds a match of two teams of ten: shots and hits in turn, now and then a mark,
 *               an overturn, somebody away; a new match when it is over
 *   looks       the control: the same inputs made, each of their bytes looked at
 *   documents   tells that match as a document
 *   copies      the control: a document copied
 */
#include <assert.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "bridge/core/game_inner.h"

#define SEATS 10
#define UNITS (2 * SEATS)
#define BATCH 1000

struct bench {
    struct game game;
    struct game_hearer hearer;
    struct match match, other;
    uint32_t number, at, counted;
    uint64_t entries, sum;
};

static uint64_t now_ms(void)
{
    struct timespec now;
    (void)clock_gettime(CLOCK_MONOTONIC, &now);
    return (uint64_t)now.tv_sec * 1000 + (uint64_t)now.tv_nsec / 1000000;
}

static void hear(void *context, const struct match_entry *entry)
{
    struct bench *bench = context;
    bench->entries++;
    if (entry->verdict == VERDICT_COUNTED)
        bench->counted = entry->seq;
}

static void take(struct bench *bench, struct game_input *input)
{
    input->seq = game_input_count(&bench->game) + 1;
    input->at = bench->at;
    enum rc rc = game_take(&bench->game, input, &bench->hearer);
    assert(rc == RC_OK || rc == RC_WRONG_STATE);
}

static void begin(struct bench *bench)
{
    struct game_setup setup = {
        .id = "m-1",
        .name = "bench",
        .rules = match_rules_default(),
        .team_count = 2,
        .teams = {{"red", SEATS}, {"blue", SEATS}}
    };
    bench->hearer = (struct game_hearer){hear, bench};
    bench->at = 0;
    bench->counted = 0;
    game_init(&bench->game, &setup, &bench->hearer);
    for (int i = 0; i < UNITS; i++) {
        struct game_input input = game_input(GAME_JOIN);
        input.seat = input.unit = i;
        input.player.kind = KIND_PLAYER;
        (void)snprintf(input.player.id, sizeof input.player.id, "player%d", i);
        (void)snprintf(input.robot, sizeof input.robot, "robot%d", i);
        take(bench, &input);
        input.act = GAME_ASSIGN;
        take(bench, &input);
    }
    for (enum game_act act = GAME_COMPLETE; act <= GAME_START; act++) {
        struct game_input input = game_input(act);
        if (act != GAME_INCOMPLETE)
            take(bench, &input);
    }
    bench->at = 5000;
}

/* 40 shots and hits a second of play: what twenty robots in a fight bring. */
static struct game_input next_input(struct bench *bench)
{
    uint32_t number = ++bench->number;
    bench->at += 25;
    struct game_input input = game_input(number % 2 == 1 ? GAME_FIRE : GAME_HIT);
    int shooter = (int)(number / 2 % UNITS);
    input.unit = number % 2 == 1 ? shooter : (shooter + SEATS) % UNITS;
    input.other = shooter;
    input.event = number;
    if (number % 40 == 1)
        input.act = GAME_MARK;
    if (number % 200 == 7 && bench->counted > 0) {
        input.act = GAME_OVERTURN;
        input.ref = bench->counted;
    }
    if (number % 100 == 9) {
        input.act = number % 200 == 9 ? GAME_AWAY : GAME_BACK;
        input.player = (struct principal){KIND_PLAYER, "player3"};
    }
    return input;
}

static void fold(struct bench *bench)
{
    struct game_input input = next_input(bench);
    take(bench, &input);
    if (match_state_is_over(game_state(&bench->game)))
        begin(bench);
}

static void look(struct bench *bench)
{
    struct game_input input = next_input(bench);
    const uint8_t *bytes = (const uint8_t *)&input;
    for (size_t i = 0; i < sizeof input; i++)
        bench->sum = (bench->sum ^ bytes[i]) * 0x100000001b3u;
}

static void tell(struct bench *bench)
{
    game_match(&bench->game, &bench->match);
    bench->sum += bench->match.seq;
}

static void copy(struct bench *bench)
{
    bench->match.seq++;
    memcpy(&bench->other, &bench->match, sizeof bench->other);
    bench->sum += bench->other.seq;
}

static const struct {
    const char *name;
    void (*step)(struct bench *bench);
} measurements[] = {
    {"inputs",    fold},
    {"looks",     look},
    {"documents", tell},
    {"copies",    copy},
};

int main(int argc, char **argv)
{
    static struct bench bench;
    assert(argc == 3);
    uint64_t length = strtoull(argv[2], NULL, 10);
    begin(&bench);
    for (size_t i = 0; i < sizeof measurements / sizeof measurements[0]; i++) {
        if (strcmp(measurements[i].name, argv[1]) != 0)
            continue;
        uint64_t done = 0;
        uint64_t start = now_ms();
        while (now_ms() - start < length) {
            for (unsigned k = 0; k < BATCH; k++)
                measurements[i].step(&bench);
            done += BATCH;
        }
        (void)printf("%.0f\n", (double)done * 1000 / (double)(now_ms() - start));
    }
    /* What was computed is used: nothing may be left out. */
    return bench.sum == 1 && bench.entries == 1 ? 1 : 0;
}
