#include "tests/app/played.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "robot/base/text.h"

#include <cmocka.h>

static unsigned draw(struct played *played, unsigned below)
{
    played->seed = played->seed * 6364136223846793005u + 1442695040888963407u;
    return (unsigned)(played->seed >> 33) % below;
}

static void keep(struct played *played, const struct record *record)
{
    assert_int_equal(played->port.keep(played->port.self, &record, 1), RC_OK);
}

static void keep_match(struct played *played)
{
    const struct match *match = ground_match(played->ground);
    struct record record;
    memset(&record, 0, sizeof record);
    record.kind = RECORD_MATCH;
    record.match.setup = played->ground->setup;
    record.match.session = (struct tag){"secret-session-tag"};
    record.match.state = match->state;
    record.match.over = match_state_is_over(match->state);
    record.match.winner = match->winner;
    record.match.started = match->started;
    record.match.ended = match->ended;
    record.match.players = match->player_count;
    for (unsigned i = 0; i < match->team_count; i++) {
        record.match.scores[i] = match->teams[i].score;
    }
    keep(played, &record);
}

static void keep_inputs(struct played *played)
{
    struct record record;
    memset(&record, 0, sizeof record);
    record.kind = RECORD_MATCH_INPUT;
    (void)text_copy(record.match_input.match, ID_SIZE, played->ground->setup.id);
    for (unsigned i = played->store.input_count; i < played->ground->kept_count; i++) {
        record.match_input.input = played->ground->kept[i];
        keep(played, &record);
    }
}

static void keep_tallies(struct played *played)
{
    const struct match *match = ground_match(played->ground);
    struct record record;
    memset(&record, 0, sizeof record);
    record.kind = RECORD_TALLY;
    (void)text_copy(record.tally.match, ID_SIZE, played->ground->setup.id);
    for (unsigned i = 0; i < match->player_count; i++) {
        struct match_player *player = &record.tally.player;
        memset(player, 0, sizeof *player);
        player->player = match->players[i].player;
        player->distance_mm = 1000 + i;
        player->frames_refused = player->refused[REFUSAL_STALE] = 3 + i;
        player->delay_p99_ms = 40 + i;
        keep(played, &record);
    }
}

void played_keep(struct played *played)
{
    keep_match(played);
    keep_inputs(played);
    keep_tallies(played);
}

/* As it is said: with poses, ten times a second. */
static void say_live(struct played *played)
{
    struct ground *ground = played->ground;
    struct match_live live;
    memset(&live, 0, sizeof live);
    game_live(&ground->game, &live);
    game_live_said(&ground->game);
    for (unsigned i = 0; i < live.unit_count; i++) {
        live.units[i].has_pose = true;
        live.units[i].x = draw(played, 20000) / 1000.0;
        live.units[i].y = draw(played, 20000) / 1000.0;
        live.units[i].heading = draw(played, 3600) / 10.0;
    }
    assert_int_equal(played->port.add_frame(played->port.self, ground->setup.id, &live), RC_OK);
    played->frame_count++;
}

static void act(struct played *played)
{
    struct ground *ground = played->ground;
    int shooter = (int)draw(played, 4);
    int victim = (int)draw(played, 4);
    uint32_t event = game_input_count(&ground->game) + 1;
    switch (draw(played, played->dense ? 2 : 12)) {
    case 0:
        (void)(ground_fire(ground, shooter, event) == RC_OK);
        return;
    case 1:
        if (shooter != victim) {
            (void)(ground_fire(ground, shooter, event) == RC_OK);
            (void)(ground_hit(ground, victim, shooter, event + 1) == RC_OK);
        }
        return;
    case 2:
        (void)(ground_penalty(ground, victim, 50, 3000) == RC_OK);
        return;
    case 3:
        (void)(ground_overturn(ground, draw(played, ground->log_count) + 1) == RC_OK);
        return;
    case 4:
        (void)(ground_do(ground, draw(played, 2) == 0 ? GAME_HOLD : GAME_GO) == RC_OK);
        return;
    case 5:
        (void)(ground_player(
                   ground, draw(played, 2) == 0 ? GAME_AWAY : GAME_BACK, "player/p1") == RC_OK);
        return;
    default:
        return;
    }
}

/* A mark each second, and behind whatever followed by time. */
static void mark(struct played *played, unsigned log_before, uint32_t rev_before)
{
    struct ground *ground = played->ground;
    uint32_t last = ground->kept[ground->kept_count - 1].at;
    bool followed = ground->log_count > log_before || game_rev(&ground->game) != rev_before;
    if (!followed && ground->now - last < 1000) {
        return;
    }
    struct game_input input = game_input(GAME_MARK);
    assert_int_equal(ground_take(ground, &input), RC_OK);
}

static void step(struct played *played)
{
    struct ground *ground = played->ground;
    unsigned log_before = ground->log_count;
    uint32_t rev_before = game_rev(&ground->game);
    uint32_t tenth = ground->now / 100;
    ground_pass(ground, 1 + draw(played, played->dense ? 20 : 60));
    mark(played, log_before, rev_before);
    if (game_state(&ground->game) != MATCH_RUNNING) {
        return;
    }
    if (ground->now / 100 > tenth) {
        say_live(played);
    }
    act(played);
}

struct played *played_create(const char *id, uint64_t seed, int32_t duration_ms)
{
    struct played *played = calloc(1, sizeof *played);
    void *ground = NULL;
    assert_non_null(played);
    assert_int_equal(ground_set_up(&ground), 0);
    played->ground = ground;
    played->seed = seed;
    played->dense = duration_ms < 0;
    fake_store_init(&played->store);
    fake_store_port(&played->store, &played->port);
    (void)text_copy(played->ground->setup.id, ID_SIZE, id);
    ground_rule(played->ground, RULE_DURATION, duration_ms < 0 ? -duration_ms : duration_ms);
    ground_init(played->ground);
    ground_begin(played->ground);
    while (!match_state_is_over(game_state(&played->ground->game))) {
        step(played);
    }
    played_keep(played);
    return played;
}

void played_destroy(struct played *played)
{
    void *ground = played->ground;
    (void)ground_tear_down(&ground);
    fake_store_finish(&played->store);
    free(played);
}
