/* For tests/bench/record.py:
 *
 *   arena-bench-record make MINUTES STATE    plays m-1, two teams of ten, into a store;
 *                                            prints how many inputs and frames
 *   arena-bench-record tell 0 STATE          tells its record: bytes, ms, longest piece in us;
 *                                            both of the processor's time
 */
#include <assert.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "bridge/adapters/store/store.h"
#include "bridge/app/retell.h"
#include "bridge/core/game_inner.h"
#include "robot/base/text.h"

#define SEATS 10
#define UNITS (2 * SEATS)
#define BATCH 64
#define WALL  1750000000000u
#define PIECE 16368 /* as the HTTP door asks for it */

struct bench {
    struct store *store;
    struct port_store port;
    struct game_setup setup;
    struct game game;
    struct game_hearer hearer;
    unsigned batched;
    struct record batch[BATCH];
    uint32_t at, frames, events;
};

static uint64_t now_us(void)
{
    struct timespec now;
    (void)clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now); /* on a busy machine, too */
    return (uint64_t)now.tv_sec * 1000000 + (uint64_t)now.tv_nsec / 1000;
}

static void open_store(struct bench *bench, const char *state)
{
    static const struct store_settings settings = {24, 30, 365, 365, 30};
    struct store_fault fault = {""};
    enum rc rc = store_create(state, &settings, &bench->store, &fault);
    if (rc != RC_OK)
        (void)fprintf(stderr, "%s\n", fault.sentence);
    assert(rc == RC_OK);
    store_port(bench->store, &bench->port);
}

/* ---- make ---- */

static void flush(struct bench *bench)
{
    const struct record *list[BATCH];
    for (unsigned i = 0; i < bench->batched; i++)
        list[i] = &bench->batch[i];
    enum rc rc = bench->port.keep(bench->port.self, list, bench->batched);
    assert(rc == RC_OK);
    bench->batched = 0;
}

static void take(struct bench *bench, struct game_input *input)
{
    input->seq = game_input_count(&bench->game) + 1;
    input->at = bench->at;
    input->wall = WALL + bench->at;
    if (game_take(&bench->game, input, &bench->hearer) != RC_OK)
        return;
    struct record *record = &bench->batch[bench->batched++];
    memset(record, 0, sizeof *record);
    record->kind = RECORD_MATCH_INPUT;
    (void)text_copy(record->match_input.match, ID_SIZE, bench->setup.id);
    record->match_input.input = *input;
    if (bench->batched == BATCH)
        flush(bench);
}

static void act(struct bench *bench, enum game_act what, int unit, int other)
{
    struct game_input input = game_input(what);
    input.unit = unit;
    input.other = other;
    input.event = ++bench->events;
    take(bench, &input);
}

static void keep_match(struct bench *bench)
{
    struct record *record = &bench->batch[bench->batched++];
    memset(record, 0, sizeof *record);
    record->kind = RECORD_MATCH;
    record->match.setup = bench->setup;
    record->match.state = game_state(&bench->game);
    record->match.over = record->match.closed = match_state_is_over(record->match.state);
    record->match.winner = MATCH_UNDECIDED;
    flush(bench);
}

static void begin(struct bench *bench, int32_t minutes)
{
    bench->setup = (struct game_setup){
        .id = "m-1",
        .name = "bench",
        .host = {KIND_PLAYER,    "host"         },
        .wall = WALL,
        .rules = match_rules_default(),
        .team_count = 2,
        .teams = {{"red", SEATS}, {"blue", SEATS}}
    };
    bench->setup.rules.value[RULE_DURATION] = minutes * 60000;
    game_init(&bench->game, &bench->setup, &bench->hearer);
    keep_match(bench);
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
    act(bench, GAME_COMPLETE, -1, -1);
    act(bench, GAME_START, -1, -1);
}

static void say_live(struct bench *bench)
{
    struct match_live live;
    memset(&live, 0, sizeof live);
    game_live(&bench->game, &live);
    game_live_said(&bench->game);
    for (unsigned i = 0; i < live.unit_count; i++) {
        live.units[i].has_pose = true;
        live.units[i].x = (bench->at / 100 + i * 37) % 20000 / 1000.0;
        live.units[i].y = (bench->at / 70 + i * 91) % 20000 / 1000.0;
        live.units[i].heading = bench->at / 100 % 3600 / 10.0;
    }
    enum rc rc = bench->port.add_frame(bench->port.self, bench->setup.id, &live);
    assert(rc == RC_OK);
    bench->frames++;
}

/* Ten times a second: each robot fires each second, every third shot hits; a mark each second.
 */
static void play(struct bench *bench)
{
    while (!match_state_is_over(game_state(&bench->game))) {
        bench->at += 100;
        game_pass_time(&bench->game, bench->at, &bench->hearer);
        if (bench->at % 1000 == 0)
            act(bench, GAME_MARK, -1, -1);
        if (game_state(&bench->game) != MATCH_RUNNING)
            continue;
        say_live(bench);
        for (int i = 0; i < 2; i++) {
            int shooter = (int)(bench->at / 100 * 2 + (uint32_t)i) % UNITS;
            act(bench, GAME_FIRE, shooter, -1);
            if (bench->events % 3 == 0)
                act(bench, GAME_HIT, (shooter + SEATS) % UNITS, shooter);
        }
    }
    act(bench, GAME_MARK, -1, -1);
    keep_match(bench);
}

static void make(struct bench *bench, const char *minutes)
{
    begin(bench, (int32_t)strtol(minutes, NULL, 10));
    play(bench);
    (void)printf("%u %u\n", game_input_count(&bench->game), bench->frames);
}

/* ---- tell ---- */

static void tell(struct bench *bench)
{
    static char piece[PIECE];
    const struct retell_order order = {.what = RETELL_RECORD, .match = "m-1"};
    struct retelling *telling = NULL;
    uint64_t start = now_us(), longest = 0, bytes = 0;
    enum rc rc = retell_create(&bench->port, &order, &telling);
    assert(rc == RC_OK);
    for (bool done = false; !done;) {
        size_t length = 0;
        uint64_t before = now_us();
        rc = retell_next(telling, piece, sizeof piece, &length, &done);
        assert(rc == RC_OK);
        uint64_t took = now_us() - before;
        longest = took > longest ? took : longest;
        bytes += length;
    }
    retell_destroy(telling);
    (void)printf("%llu %.1f %llu\n", (unsigned long long)bytes,
        (double)(now_us() - start) / 1000, (unsigned long long)longest);
}

int main(int argc, char **argv)
{
    static struct bench bench;
    assert(argc == 4);
    open_store(&bench, argv[3]);
    if (strcmp(argv[1], "make") == 0)
        make(&bench, argv[2]);
    else
        tell(&bench);
    store_destroy(bench.store);
    return 0;
}
