/* Shots and hits come from two robots by two ways, so either may be first. A shot is remembered
 * until a hit uses it or the window is over; a hit that finds none waits as long for one. Of
 * several, the nearest in time is taken (it is the likeliest to have hit), of two as near the
 * earlier. One shot justifies one hit, whatever the verdict; but a hit on one that is out or
 * shielded uses none up: a cheat that is out would else shield its team by telling of hits.
 *
 * What the verdict needs of a moment that may be over by then is noted at that moment: whether
 * the clock ran, whether the shooter was out or too hot, the victim out or shielded. The victim
 * is looked at again when the verdict falls: two hits may have waited for it.
 */
#include <string.h>

#include "bridge/core/game_parts.h"

static unsigned game_window(const struct game *game)
{
    return (unsigned)game_rule(game, RULE_WINDOW);
}

static void game_forget_fires(struct game_unit *unit, unsigned from, unsigned count)
{
    unit->fire_count -= count;
    memmove(&unit->fires[from], &unit->fires[from + count],
        (unit->fire_count - from) * sizeof unit->fires[0]);
    memset(&unit->fires[unit->fire_count], 0, count * sizeof unit->fires[0]);
}

static void game_forget_hit(struct game *game, unsigned index)
{
    game->hit_count--;
    memmove(&game->hits[index], &game->hits[index + 1],
        (game->hit_count - index) * sizeof game->hits[0]);
    memset(&game->hits[game->hit_count], 0, sizeof game->hits[0]);
}

/* The newest is the nearest: none is of the future. -1. */
static int game_find_fire(const struct game *game, const struct game_unit *shooter)
{
    int found = -1;
    for (unsigned i = 0; i < shooter->fire_count; i++) {
        uint32_t at = shooter->fires[i].at;
        if (game->at - at <= game_window(game) &&
            (found < 0 || at > shooter->fires[found].at)) {
            found = (int)i;
        }
    }
    return found;
}

static int game_find_hit(const struct game *game, unsigned shooter)
{
    int found = -1;
    for (unsigned i = 0; i < game->hit_count; i++) { /* those that wait are in their window */
        const struct game_hit *hit = &game->hits[i];
        if (hit->other == shooter && (found < 0 || hit->at > game->hits[found].at)) {
            found = (int)i;
        }
    }
    return found;
}

static enum verdict game_judge_victim(const struct game *game, const struct game_hit *hit)
{
    const struct game_unit *victim = &game->units[hit->unit];
    if (hit->out || game_unit_out(victim)) {
        return VERDICT_VICTIM_OUT;
    }
    if (hit->shielded || victim->state == UNIT_SHIELDED) {
        return VERDICT_SHIELDED;
    }
    bool friendly = game_unit_team(game, hit->unit) == game_unit_team(game, hit->other);
    return friendly && game_rule(game, RULE_FRIENDLY_FIRE) == 0 ? VERDICT_FRIENDLY
                                                                : VERDICT_COUNTED;
}

static enum verdict game_judge(
    const struct game *game, const struct game_hit *hit, const struct game_fire *fire)
{
    if (!hit->ran || !fire->ran) {
        return VERDICT_NOT_RUNNING;
    }
    if (fire->out) {
        return VERDICT_SHOOTER_OUT;
    }
    if (fire->hot) {
        return VERDICT_OVERHEATED;
    }
    return game_judge_victim(game, hit);
}

static void game_say_hit(
    struct game *game, const struct game_hit *hit, uint32_t fire, enum verdict verdict)
{
    const struct game_unit *victim = &game->units[hit->unit];
    struct match_entry entry = game_entry(game, ENTRY_HIT);
    memcpy(entry.robot, victim->robot, sizeof entry.robot);
    memcpy(entry.by, game->units[hit->other].robot, sizeof entry.by);
    entry.verdict = verdict;
    entry.value = victim->health;
    entry.fire = fire;
    entry.hit = hit->event;
    game_say(game, &entry);
}

/* True when the shot is used up. */
static bool game_decide(
    struct game *game, const struct game_hit *hit, const struct game_fire *fire)
{
    enum verdict verdict = game_judge(game, hit, fire);
    if (verdict == VERDICT_COUNTED) {
        game_count(game, hit, fire);
    } else {
        game_say_hit(game, hit, fire->event, verdict);
    }
    return verdict != VERDICT_VICTIM_OUT && verdict != VERDICT_SHIELDED;
}

void game_hit_unmatched(struct game *game, unsigned index)
{
    struct game_hit hit = game->hits[index];
    game_forget_hit(game, index);
    game_say_hit(game, &hit, 0, VERDICT_NO_FIRE);
}

void game_hits_give_up(struct game *game)
{
    while (game->hit_count > 0) {
        game_hit_unmatched(game, 0);
    }
}

static void game_remember_fire(
    const struct game *game, struct game_unit *unit, const struct game_fire *fire)
{
    unsigned past = 0;
    while (past < unit->fire_count && game->at - unit->fires[past].at > game_window(game)) {
        past++;
    }
    if (past == 0 && unit->fire_count == GAME_FIRES) {
        past = 1;
    }
    game_forget_fires(unit, 0, past);
    unit->fires[unit->fire_count++] = *fire;
}

/* A shot that counts: it heats. */
static void game_note_shot(struct game *game, unsigned index)
{
    struct game_unit *unit = &game->units[index];
    struct game_player *player =
        game_player(game, game->seats[game_seat_of_unit(game, index)].row);
    if (player != NULL) {
        player->shots++;
    }
    unit->shots++;
    game_unit_heats(game, index);
}

enum rc game_act_fire(struct game *game, const struct game_input *input)
{
    if (input->unit < 0) {
        return RC_BAD_REQUEST;
    }
    unsigned index = (unsigned)input->unit;
    struct game_unit *unit = &game->units[index];
    if (unit->robot[0] == '\0') {
        return RC_WRONG_STATE;
    }
    struct game_fire fire = {.at = game->at,
        .event = input->event,
        .ran = game_runs(game),
        .out = game_unit_out(unit),
        .hot = unit->hot};
    if (fire.ran && !fire.out && !fire.hot) {
        game_note_shot(game, index);
    }
    bool used = false;
    int waiting = game_find_hit(game, index);
    while (!used && waiting >= 0) {
        struct game_hit hit = game->hits[waiting];
        game_forget_hit(game, (unsigned)waiting);
        used = game_decide(game, &hit, &fire);
        waiting = game_find_hit(game, index);
    }
    if (!used) {
        game_remember_fire(game, unit, &fire);
    }
    return RC_OK;
}

enum rc game_act_hit(struct game *game, const struct game_input *input)
{
    if (input->unit < 0 || input->other < 0 || input->unit == input->other) {
        return RC_BAD_REQUEST;
    }
    const struct game_unit *victim = &game->units[input->unit];
    struct game_unit *shooter = &game->units[input->other];
    if (victim->robot[0] == '\0' || shooter->robot[0] == '\0') {
        return RC_WRONG_STATE;
    }
    struct game_hit hit = {.at = game->at,
        .event = input->event,
        .unit = (uint8_t)input->unit,
        .other = (uint8_t)input->other,
        .ran = game_runs(game),
        .out = game_unit_out(victim),
        .shielded = victim->state == UNIT_SHIELDED};
    int found = game_find_fire(game, shooter);
    if (found < 0 && game->hit_count == GAME_HITS) {
        return RC_FULL;
    }
    if (found < 0) {
        game->hits[game->hit_count++] = hit;
        return RC_OK;
    }
    struct game_fire fire = shooter->fires[found];
    if (game_decide(game, &hit, &fire)) {
        game_forget_fires(shooter, (unsigned)found, 1);
    }
    return RC_OK;
}
