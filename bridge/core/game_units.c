/* Units: health, heat, shield, limit. Heat is kept in thousandths of a per cent: a unit that
 * cools by n %/s cools by exactly n of them each ms of play, so heat at any moment is a
 * subtraction, and no rounding depends on how often somebody looks.
 */
#include <string.h>

#include "bridge/core/game_parts.h"

#define HEAT_PERCENT 1000
#define HEAT_MOST    (100 * HEAT_PERCENT)

void game_unit_init(const struct game *game, struct game_unit *unit)
{
    unit->state = UNIT_UP;
    unit->health = game_rule(game, RULE_HIT_POINTS);
    unit->lives = game_rule(game, RULE_LIVES) > 0 ? game_rule(game, RULE_LIVES) : -1;
    unit->penalty = 100;
}

bool game_unit_out(const struct game_unit *unit)
{
    return unit->state == UNIT_DOWN || unit->state == UNIT_OUT;
}

int32_t game_unit_heat(const struct game *game, const struct game_unit *unit)
{
    int64_t lost = (int64_t)(game->play - unit->heat_at) * game_rule(game, RULE_HEAT_COOL);
    return lost < unit->heat ? unit->heat - (int32_t)lost : 0;
}

/* The first ms of play at which it is no hotter than the rules want. */
uint32_t game_unit_cools_at(const struct game *game, const struct game_unit *unit)
{
    int32_t cool = game_rule(game, RULE_HEAT_COOL);
    int32_t above = unit->heat - game_rule(game, RULE_HEAT_RESUME) * HEAT_PERCENT;
    return unit->heat_at + (uint32_t)((above + cool - 1) / cool);
}

void game_unit_heats(struct game *game, unsigned index)
{
    struct game_unit *unit = &game->units[index];
    int32_t heat = game_unit_heat(game, unit) + game_rule(game, RULE_HEAT_SHOT) * HEAT_PERCENT;
    unit->heat = heat < HEAT_MOST ? heat : HEAT_MOST;
    unit->heat_at = game->play;
    unit->hot = heat >= HEAT_MOST;
    if (unit->hot) {
        struct match_entry entry = game_entry(game, ENTRY_OVERHEATED);
        memcpy(entry.robot, unit->robot, sizeof entry.robot);
        game_say(game, &entry);
    }
}

void game_unit_cooled(struct game *game, unsigned index)
{
    struct game_unit *unit = &game->units[index];
    unit->heat = game_unit_heat(game, unit);
    unit->heat_at = game->play;
    unit->hot = false;
    game->rev++;
}

void game_shield_over(struct game *game, unsigned index)
{
    game->units[index].state = UNIT_UP;
    game->rev++;
}

void game_penalty_over(struct game *game, unsigned index)
{
    game->units[index].penalty = 100;
    game->rev++;
}

void game_respawn(struct game *game, unsigned index)
{
    struct game_unit *unit = &game->units[index];
    int32_t shield = game_rule(game, RULE_SHIELD);
    unit->state = shield > 0 ? UNIT_SHIELDED : UNIT_UP;
    unit->until = game->play + (uint32_t)shield;
    unit->health = game_rule(game, RULE_HIT_POINTS);
    unit->owed = 0;
    unit->heat = 0;
    unit->hot = false;
    unit->life++;
    struct match_entry entry = game_entry(game, ENTRY_RESPAWNED);
    memcpy(entry.robot, unit->robot, sizeof entry.robot);
    game_say(game, &entry);
}

int game_unit_limit(const struct game *game, const struct game_unit *unit)
{
    int32_t most = game_rule(game, RULE_HIT_POINTS);
    int32_t limit = 100 - game_rule(game, RULE_SLOW) * (most - unit->health) / most;
    return limit < unit->penalty ? limit : unit->penalty;
}
