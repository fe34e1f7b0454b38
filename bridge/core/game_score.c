/* A hit that counted, what it is worth, and how it is taken back. The verdicts are kept as they
 * were given: what to take back is read from them, never computed from what became of the unit.
 */
#include <string.h>

#include "bridge/core/game_parts.h"

static int32_t game_points(const struct game *game, enum rule rule, bool friendly)
{
    return friendly ? -game_rule(game, rule) : game_rule(game, rule);
}

int32_t game_verdict_points(const struct game *game, const struct game_verdict *verdict)
{
    int32_t points = game_points(game, RULE_HIT_SCORE, verdict->friendly);
    return verdict->eliminated
               ? points + game_points(game, RULE_ELIMINATION_SCORE, verdict->friendly)
               : points;
}

/* An entry of a verdict: robot, by, the team that gets the points. */
static struct match_entry game_verdict_entry(const struct game *game, enum entry_kind kind,
    const struct game_verdict *verdict, int32_t points)
{
    struct match_entry entry = game_entry(game, kind);
    memcpy(entry.robot, game->units[verdict->unit].robot, sizeof entry.robot);
    memcpy(entry.by, game->units[verdict->other].robot, sizeof entry.by);
    entry.team = (int)game_unit_team(game, verdict->other);
    entry.points = points;
    return entry;
}

static void game_say_points(struct game *game, struct match_entry *entry)
{
    game->scores[entry->team] += entry->points;
    game_say(game, entry);
}

static void game_eliminate(struct game *game, const struct game_verdict *verdict)
{
    struct game_unit *unit = &game->units[verdict->unit];
    unit->lives -= unit->lives > 0 ? 1 : 0;
    unit->state = unit->lives == 0 ? UNIT_OUT : UNIT_DOWN;
    unit->until = game->play + (uint32_t)game_rule(game, RULE_RESPAWN);
    struct match_entry entry = game_verdict_entry(game, ENTRY_ELIMINATED, verdict,
        game_points(game, RULE_ELIMINATION_SCORE, verdict->friendly));
    entry.value = unit->lives;
    game_say_points(game, &entry);
}

static uint8_t game_row_of_unit(const struct game *game, unsigned unit)
{
    return game->seats[game_seat_of_unit(game, unit)].row;
}

void game_count(struct game *game, const struct game_hit *hit, const struct game_fire *fire)
{
    struct game_unit *unit = &game->units[hit->unit];
    int32_t damage = game_rule(game, RULE_DAMAGE);
    damage = damage < unit->health ? damage : unit->health;
    unit->health -= damage;
    struct game_verdict verdict = {.seq = game->seq + 1,
        .damage = (uint16_t)damage,
        .life = unit->life,
        .unit = hit->unit,
        .other = hit->other,
        .victim = game_row_of_unit(game, hit->unit),
        .shooter = game_row_of_unit(game, hit->other),
        .friendly = game_unit_team(game, hit->unit) == game_unit_team(game, hit->other),
        .eliminated = unit->health == 0};
    struct match_entry entry = game_verdict_entry(
        game, ENTRY_HIT, &verdict, game_points(game, RULE_HIT_SCORE, verdict.friendly));
    entry.verdict = VERDICT_COUNTED;
    entry.value = unit->health;
    entry.fire = fire->event;
    entry.hit = hit->event;
    game_say_points(game, &entry);
    if (verdict.eliminated) {
        game_eliminate(game, &verdict);
    }
    game_player_tally(game, &verdict, 1);
    game->verdicts[game->verdict_count++ % GAME_VERDICTS] = verdict;
}

/* ---- taking back ---- */

static struct game_verdict *game_find_verdict(struct game *game, uint32_t seq)
{
    unsigned count = game->verdict_count < GAME_VERDICTS ? game->verdict_count : GAME_VERDICTS;
    unsigned low = game->verdict_count - count;
    unsigned high = game->verdict_count;
    while (low < high) {
        unsigned middle = low + (high - low) / 2;
        struct game_verdict *verdict = &game->verdicts[middle % GAME_VERDICTS];
        if (verdict->seq == seq) {
            return verdict;
        }
        if (verdict->seq < seq) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return NULL;
}

/* The life is given back in any case, so a unit that is out for good by a later hit has one
 * again and respawns. The damage is, while the life it was done to lasts: to a unit that is out
 * by another hit only when that one is taken back as well. */
static void game_mend(struct game *game, const struct game_verdict *verdict)
{
    struct game_unit *unit = &game->units[verdict->unit];
    bool same_life = unit->life == verdict->life;
    if (verdict->eliminated) {
        unit->lives += unit->lives >= 0 ? 1 : 0;
        if (same_life) {
            unit->state = UNIT_UP;
        } else if (unit->state == UNIT_OUT) {
            unit->state = UNIT_DOWN;
            unit->until = game->play + (uint32_t)game_rule(game, RULE_RESPAWN);
        }
    }
    unit->owed += same_life ? verdict->damage : 0;
    if (!game_unit_out(unit)) {
        int32_t most = game_rule(game, RULE_HIT_POINTS);
        int32_t health = unit->health + unit->owed;
        unit->health = health < most ? health : most;
        unit->owed = 0;
    }
}

static void game_crown_anew(struct game *game)
{
    int winner = game_leader(game);
    if (game->state != MATCH_FINISHED || winner == game->winner) {
        return;
    }
    game->winner = winner;
    struct match_entry entry = game_entry(game, ENTRY_FINISHED);
    entry.team = winner;
    game_say(game, &entry);
}

enum rc game_act_overturn(struct game *game, const struct game_input *input)
{
    if (input->ref == 0 || input->ref > game->seq) {
        return RC_NOT_FOUND;
    }
    struct game_verdict *verdict = game_find_verdict(game, input->ref);
    if (verdict == NULL || verdict->overturned) {
        return RC_WRONG_STATE;
    }
    verdict->overturned = true;
    game_player_tally(game, verdict, -1);
    game_mend(game, verdict);
    struct match_entry entry = game_verdict_entry(
        game, ENTRY_OVERTURNED, verdict, -game_verdict_points(game, verdict));
    entry.who = input->who;
    entry.ref = input->ref;
    game_say_points(game, &entry);
    game_crown_anew(game);
    return RC_OK;
}

/* ---- who is ahead ---- */

/* One of the teams that still stand, -1 = none; and how many do, and how many are beaten: all
 * their robots are out for good. A team without robots does neither. */
static int game_standing(const struct game *game, unsigned *ret_standing, unsigned *ret_beaten)
{
    unsigned robots[MATCH_TEAMS] = {0};
    unsigned out[MATCH_TEAMS] = {0};
    for (unsigned i = 0; i < game->unit_count; i++) {
        unsigned team = game_unit_team(game, i);
        robots[team] += game->units[i].robot[0] != '\0' ? 1 : 0;
        out[team] +=
            game->units[i].robot[0] != '\0' && game->units[i].state == UNIT_OUT ? 1 : 0;
    }
    int last = -1;
    *ret_standing = 0;
    *ret_beaten = 0;
    for (unsigned team = 0; team < game->setup.team_count; team++) {
        if (robots[team] > out[team]) {
            last = (int)team;
            ++*ret_standing;
        } else if (robots[team] > 0) {
            ++*ret_beaten;
        }
    }
    return last;
}

static bool game_is_limit_reached(const struct game *game)
{
    int32_t limit = game_rule(game, RULE_SCORE_LIMIT);
    for (unsigned team = 0; limit > 0 && team < game->setup.team_count; team++) {
        if (game->scores[team] >= limit) {
            return true;
        }
    }
    return false;
}

bool game_decided(const struct game *game)
{
    unsigned standing;
    unsigned beaten;
    (void)game_standing(game, &standing, &beaten); /* which one: game_leader */
    return (beaten > 0 && standing <= 1) || game_is_limit_reached(game);
}

int game_leader(const struct game *game)
{
    unsigned standing;
    unsigned beaten;
    int last = game_standing(game, &standing, &beaten);
    if (beaten > 0 && standing == 1) {
        return last;
    }
    int leader = 0;
    bool tie = false;
    for (unsigned team = 1; team < game->setup.team_count; team++) {
        if (game->scores[team] > game->scores[leader]) {
            leader = (int)team;
            tie = false;
        } else if (game->scores[team] == game->scores[leader]) {
            tie = true;
        }
    }
    return tie ? MATCH_DRAW : leader;
}
