#include <string.h>

#include "bridge/core/game_parts.h"

#define HEAT_PERCENT 1000

enum match_state game_state(const struct game *game)
{
    return game->state;
}

bool game_held(const struct game *game)
{
    return game->held;
}

uint32_t game_at(const struct game *game)
{
    return game->at;
}

uint32_t game_input_count(const struct game *game)
{
    return game->inputs;
}

uint32_t game_rev(const struct game *game)
{
    return game->rev;
}

unsigned game_seat_count(const struct game *game)
{
    return game->seat_count;
}

unsigned game_unit_count(const struct game *game)
{
    return game->unit_count;
}

unsigned game_seat_of_unit(const struct game *game, unsigned unit)
{
    return unit / (unsigned)game_rule(game, RULE_ROBOTS_PER_SEAT);
}

unsigned game_team_of_seat(const struct game *game, unsigned seat)
{
    return game->seat_team[seat];
}

int game_seat_of_player(const struct game *game, const struct principal *player)
{
    for (unsigned i = 0; i < game->seat_count && !principal_is_nobody(player); i++) {
        if (principal_equal(&game->seats[i].player, player)) {
            return (int)i;
        }
    }
    return -1;
}

int game_unit_of_robot(const struct game *game, const char *robot)
{
    for (unsigned i = 0; i < game->unit_count && robot[0] != '\0'; i++) {
        if (strcmp(game->units[i].robot, robot) == 0) {
            return (int)i;
        }
    }
    return -1;
}

bool game_unit_plays(const struct game *game, unsigned unit)
{
    return game_runs(game) && game->units[unit].robot[0] != '\0' &&
           !game_unit_out(&game->units[unit]);
}

void game_seat(const struct game *game, unsigned seat, struct game_seat_view *ret)
{
    const struct game_seat *from = &game->seats[seat];
    *ret = (struct game_seat_view){
        .player = from->player, .ready = from->ready, .away = from->away};
}

void game_unit(const struct game *game, unsigned unit, struct game_unit_view *ret)
{
    const struct game_unit *from = &game->units[unit];
    *ret = (struct game_unit_view){.state = from->state, .limit = game_unit_limit(game, from)};
    memcpy(ret->robot, from->robot, sizeof ret->robot);
}

bool game_bypasses(const struct game *game, enum missing missing, const char *about)
{
    for (unsigned i = 0; i < game->bypass_count; i++) {
        const struct game_bypass *bypass = &game->bypasses[i];
        if (bypass->missing == missing && strcmp(bypass->about, about) == 0) {
            return true;
        }
    }
    return false;
}

const struct principal *game_queue(const struct game *game, unsigned *ret_count)
{
    *ret_count = game->queue_count;
    return game->queue;
}

const struct match_rules *game_rules(const struct game *game)
{
    return &game->setup.rules;
}

/* ---- document and live ---- */

static void game_tell_unit(const struct game *game, unsigned index, struct match_unit *ret)
{
    const struct game_unit *unit = &game->units[index];
    bool waits = unit->state == UNIT_DOWN || unit->state == UNIT_SHIELDED;
    memcpy(ret->robot, unit->robot, sizeof ret->robot);
    ret->state = unit->state;
    ret->health = unit->health;
    ret->heat = game_unit_heat(game, unit) / HEAT_PERCENT;
    ret->hot = unit->hot;
    ret->lives = unit->lives;
    ret->back_ms = waits && unit->until > game->play ? unit->until - game->play : 0;
    ret->limit = game_unit_limit(game, unit);
}

static void game_tell_seat(const struct game *game, unsigned index, struct match_seat *ret)
{
    const struct game_seat *seat = &game->seats[index];
    ret->player = seat->player;
    ret->ready = seat->ready;
    ret->away = seat->away;
    ret->away_ms =
        seat->away && seat->away_until > game->awake ? seat->away_until - game->awake : 0;
    ret->unit_count = (unsigned)game_rule(game, RULE_ROBOTS_PER_SEAT);
    for (unsigned i = 0; i < ret->unit_count; i++) {
        game_tell_unit(game, index * ret->unit_count + i, &ret->units[i]);
    }
}

static void game_tell_teams(const struct game *game, struct match *ret)
{
    ret->team_count = game->setup.team_count;
    for (unsigned i = 0; i < ret->team_count; i++) {
        memcpy(ret->teams[i].name, game->setup.teams[i].name, sizeof ret->teams[i].name);
        ret->teams[i].score = game->scores[i];
    }
    for (unsigned i = 0; i < game->seat_count; i++) {
        struct match_team *team = &ret->teams[game->seat_team[i]];
        game_tell_seat(game, i, &team->seats[team->seat_count++]);
    }
}

unsigned game_players(const struct game *game, struct match_player ret[MATCH_PLAYERS])
{
    unsigned count = 0;
    for (unsigned i = 0; i < MATCH_PLAYERS; i++) {
        const struct game_player *from = &game->players[i];
        if (principal_is_nobody(&from->player)) {
            continue;
        }
        ret[count++] = (struct match_player){
            .player = from->player,
            .team = from->team,
            .shots = from->shots,
            .hits = from->hits,
            .eliminations = from->eliminations,
            .deaths = from->deaths,
            .points = from->points,
        };
    }
    return count;
}

void game_match(const struct game *game, struct match *ret)
{
    memset(ret, 0, sizeof *ret);
    memcpy(ret->id, game->setup.id, sizeof ret->id);
    memcpy(ret->name, game->setup.name, sizeof ret->name);
    memcpy(ret->next, game->next, sizeof ret->next);
    ret->state = game->state;
    ret->host = game->setup.host;
    ret->held = game->held;
    ret->created = game->setup.wall;
    ret->started = game->started;
    ret->ended = game->ended;
    ret->seq = game->seq;
    ret->clock_ms = game_clock_left(game);
    ret->winner = game->winner;
    ret->rules = game->setup.rules;
    game_tell_teams(game, ret);
    ret->queue_count = game->queue_count;
    memcpy(ret->queue, game->queue, sizeof ret->queue);
    if (match_state_is_over(game->state)) {
        ret->player_count = game_players(game, ret->players);
    }
}

void game_live(const struct game *game, struct match_live *ret)
{
    memset(ret, 0, sizeof *ret);
    ret->at = game->at;
    ret->seq = game->seq;
    ret->state = game->state;
    ret->clock_ms = game_clock_left(game);
    ret->team_count = game->setup.team_count;
    memcpy(ret->scores, game->scores, sizeof ret->scores);
    for (unsigned i = 0; i < game->unit_count; i++) {
        if (game->units[i].robot[0] != '\0') {
            struct match_unit *unit = &ret->units[ret->unit_count++];
            game_tell_unit(game, i, unit);
            unit->shots = game->units[i].shots;
        }
    }
}

void game_live_said(struct game *game)
{
    for (unsigned i = 0; i < game->unit_count; i++) {
        game->units[i].shots = 0;
    }
}
