/* The leases of a match: while it holds its robots each unit's robot is driven by its seat's
 * player, as soon and as long as that one is there, and by nobody else. What a lease allows
 * follows the game: may it move, and how fast.
 */
#include <string.h>

#include "bridge/core/lease.h"
#include "bridge/core/match_parts.h"
#include "bridge/core/people.h"
#include "bridge/core/registry.h"

#define GRANT_AGAIN_MS 1000

static enum why match_why(const struct game *game, enum unit_state state)
{
    if (game_held(game)) {
        return WHY_HELD;
    }
    if (game_state(game) == MATCH_COUNTDOWN) {
        return WHY_COUNTDOWN;
    }
    if (game_state(game) == MATCH_PAUSED) {
        return WHY_PAUSED;
    }
    return state == UNIT_DOWN || state == UNIT_OUT ? WHY_ELIMINATED : WHY_NONE;
}

struct lease_terms match_terms(const struct core *core, uint32_t match, unsigned unit)
{
    const struct game *game = &core->matches[match].game;
    struct game_unit_view view;
    game_unit(game, unit, &view);
    struct lease_terms terms;
    memset(&terms, 0, sizeof terms);
    terms.drive = game_unit_plays(game, unit);
    terms.why = match_why(game, view.state);
    terms.limit = view.limit;
    terms.status_ms = (uint32_t)game_rules(game)->value[RULE_STATUS];
    return terms;
}

bool match_add_lease(struct core *core, uint32_t match, uint32_t robot)
{
    struct match_slot *slot = &core->matches[match];
    if (slot->lease_count == MATCH_LEASES) {
        return false;
    }
    slot->leases[slot->lease_count++] = robot;
    return true;
}

void match_lease_ended(
    struct core *core, uint32_t match, uint32_t robot, enum why why, uint64_t now)
{
    struct match_slot *slot = &core->matches[match];
    for (unsigned i = 0; i < slot->lease_count; i++) {
        if (slot->leases[i] == robot) {
            slot->leases[i] = slot->leases[--slot->lease_count];
            break;
        }
    }
    const struct robot *one = &core->robots[robot];
    if (why == WHY_UNCONFIRMED && one->match == match) {
        slot->retry_at[one->unit] = now + GRANT_AGAIN_MS;
    }
    match_touch(core, match);
}

/* Who is to drive this robot in this match; nobody: it is in none of its units any more. */
static struct principal unit_player(const struct core *core, uint32_t match, uint32_t robot)
{
    struct game_seat_view view;
    memset(&view, 0, sizeof view);
    if (core->robots[robot].match == match && match_holds_robots(core, match)) {
        const struct game *game = &core->matches[match].game;
        game_seat(game, game_seat_of_unit(game, core->robots[robot].unit), &view);
    }
    return view.player;
}

static void units_end_strays(struct core *core, uint32_t match, uint64_t now)
{
    struct match_slot *slot = &core->matches[match];
    for (unsigned i = slot->lease_count; i > 0; i--) {
        uint32_t robot = slot->leases[i - 1];
        struct principal player = unit_player(core, match, robot);
        if (!principal_equal(&player, &core->leases[robot].record.driver)) {
            lease_end(core, robot, WHY_SESSION_ENDED, now);
        }
    }
}

/* Who plays drives nothing else. */
static void player_end_others(struct core *core, uint32_t match, uint32_t person, uint64_t now)
{
    for (unsigned i = person == SLOT_NONE ? 0 : core->people[person].lease_count; i > 0; i--) {
        uint32_t robot = core->people[person].leases[i - 1];
        if (core->leases[robot].match != match) {
            lease_end(core, robot, WHY_SESSION_ENDED, now);
        }
    }
}

static bool unit_may_be_driven(
    const struct core *core, uint32_t match, unsigned unit, uint32_t person, uint64_t now)
{
    const struct match_slot *slot = &core->matches[match];
    return core->link.up && now >= slot->retry_at[unit] && person != SLOT_NONE &&
           person_is_there(core, person) &&
           registry_claimable(core, slot->unit_robot[unit]) == RC_OK;
}

static void match_unit(struct core *core, uint32_t match, unsigned unit, uint64_t now)
{
    struct match_slot *slot = &core->matches[match];
    uint32_t robot = slot->unit_robot[unit];
    const struct core_lease *lease = &core->leases[robot];
    if (lease->phase != PHASE_FREE && lease->match != match) {
        lease_end(core, robot, WHY_SESSION_ENDED, now);
    }
    if (lease->phase != PHASE_FREE) {
        struct lease_terms terms = match_terms(core, match, unit);
        lease_set_terms(core, robot, &terms);
        return;
    }
    uint32_t person = slot->seat_person[game_seat_of_unit(&slot->game, unit)];
    if (!unit_may_be_driven(core, match, unit, person, now)) {
        return;
    }
    struct lease_claim claim = {
        .person = person, .ask = SLOT_NONE, .fresh = slot->session, .match = match};
    if (lease_grant(core, robot, &claim, now) != RC_OK) {
        slot->retry_at[unit] = now + GRANT_AGAIN_MS;
    }
}

void match_units(struct core *core, uint32_t match, uint64_t now)
{
    struct match_slot *slot = &core->matches[match];
    units_end_strays(core, match, now);
    if (!match_holds_robots(core, match)) {
        return;
    }
    for (unsigned i = 0; i < game_seat_count(&slot->game); i++) {
        player_end_others(core, match, slot->seat_person[i], now);
    }
    for (unsigned i = 0; i < game_unit_count(&slot->game); i++) {
        if (slot->unit_robot[i] != SLOT_NONE) {
            match_unit(core, match, i, now);
        }
    }
}

struct principal match_owner(const struct core *core, uint32_t robot)
{
    const struct robot *one = &core->robots[robot];
    struct game_seat_view view;
    memset(&view, 0, sizeof view);
    if (one->match != SLOT_NONE) {
        const struct game *game = &core->matches[one->match].game;
        game_seat(game, game_seat_of_unit(game, one->unit), &view);
    }
    return view.player;
}

bool match_binds(const struct core *core, uint32_t person, uint32_t robot)
{
    const struct person *who = &core->people[person];
    return who->match != SLOT_NONE && who->seated && match_holds_robots(core, who->match) &&
           core->robots[robot].match != who->match;
}
