/* Which robot is in which unit: given to a seat when somebody takes it, replaced while the
 * match holds its robots and one of them is gone.
 */
#include <string.h>

#include "bridge/core/match_parts.h"
#include "bridge/core/people.h"
#include "bridge/core/registry.h"

#define HEARD_MS  3000 /* after the broker came back robots have so long to be heard */
#define SILENT_MS 1500 /* a hiccup of a radio is shorter; a spare is there within 2 s */

/* Alive, in service, not stopped, reserved by no match: it could play. */
static bool robot_is_fit(const struct core *core, uint32_t robot)
{
    return core->robots[robot].record.registered && core->robots[robot].match == SLOT_NONE &&
           registry_claimable(core, robot) == RC_OK &&
           core->leases[robot].record.stop_count == 0;
}

static bool robot_is_free(const struct core *core, uint32_t robot)
{
    const struct core_lease *lease = &core->leases[robot];
    return lease->phase == PHASE_FREE && principal_is_nobody(&lease->offer_to);
}

static double square(double number)
{
    return number * number;
}

/* The square of the distance to the nearest robot of another team; 0 where that is not known.
 */
static double robot_room(
    const struct core *core, uint32_t match, unsigned unit, const struct robot *robot)
{
    const struct match_slot *slot = &core->matches[match];
    unsigned team = game_team_of_seat(&slot->game, game_seat_of_unit(&slot->game, unit));
    double room = 0;
    bool any = false;
    for (unsigned i = 0; robot->placed && i < game_unit_count(&slot->game); i++) {
        uint32_t other = slot->unit_robot[i];
        if (other == SLOT_NONE || !core->robots[other].placed ||
            game_team_of_seat(&slot->game, game_seat_of_unit(&slot->game, i)) == team) {
            continue;
        }
        double away =
            square(core->robots[other].x - robot->x) + square(core->robots[other].y - robot->y);
        room = any && room < away ? room : away;
        any = true;
    }
    return room;
}

uint32_t match_find_spare(const struct core *core, uint32_t match, unsigned unit)
{
    const struct table *table = &core->robot_table;
    uint32_t found = SLOT_NONE;
    double most = 0;
    for (uint32_t i = 0; i < table->count; i++) {
        uint32_t robot = table_at(table, i);
        if (!robot_is_free(core, robot) || !robot_is_fit(core, robot)) {
            continue;
        }
        double room = robot_room(core, match, unit, &core->robots[robot]);
        if (found == SLOT_NONE || room > most) {
            found = robot;
            most = room;
        }
    }
    return found;
}

/* One that they drive already comes first. */
static uint32_t robot_for(
    const struct core *core, uint32_t match, unsigned unit, uint32_t person)
{
    for (unsigned i = 0; person != SLOT_NONE && i < core->people[person].lease_count; i++) {
        uint32_t robot = core->people[person].leases[i];
        if (robot_is_fit(core, robot)) {
            return robot;
        }
    }
    return match_find_spare(core, match, unit);
}

static bool match_assign(
    struct core *core, uint32_t match, unsigned unit, uint32_t robot, uint64_t now)
{
    struct game_input input = game_input(GAME_ASSIGN);
    input.unit = (int)unit;
    if (robot != SLOT_NONE) {
        memcpy(input.robot, core->robots[robot].record.id, ID_SIZE);
    }
    return match_put(core, match, &input, now) == RC_OK;
}

/* Its robot is gone, as far as can be known: after the broker came back it may yet be heard. */
static bool unit_is_dead(const struct core *core, uint32_t match, unsigned unit, uint64_t now)
{
    uint32_t slot = core->matches[match].unit_robot[unit];
    if (slot == SLOT_NONE) {
        return true;
    }
    const struct robot *robot = &core->robots[slot];
    if (!robot->record.registered || robot->record.out_of_service) {
        return true;
    }
    if (robot->liveness == ROSTER_UNVERIFIED) {
        return now >= core->link.up_at + HEARD_MS;
    }
    if (robot->liveness == ROSTER_STALE) {
        return now >= robot->heard_at + SILENT_MS;
    }
    return robot->liveness != ROSTER_ONLINE;
}

/* A robot that is no longer registered is nobody's; nor is one whose seat was given up before
 * it began. */
static bool unit_is_orphaned(const struct core *core, uint32_t match, unsigned unit, bool taken)
{
    struct game_unit_view view;
    game_unit(&core->matches[match].game, unit, &view);
    return view.robot[0] != '\0' && (registry_find(core, view.robot) == SLOT_NONE ||
                                        (!taken && !match_holds_robots(core, match)));
}

static bool unit_wants(const struct core *core, uint32_t match, unsigned unit, uint64_t now)
{
    if (match_holds_robots(core, match)) {
        return unit_is_dead(core, match, unit, now);
    }
    uint32_t robot = core->matches[match].unit_robot[unit];
    return robot == SLOT_NONE || !core->robots[robot].record.registered;
}

/* True when it has a live robot, or one was found for it. */
static bool unit_is_served(struct core *core, uint32_t match, unsigned unit, uint64_t now)
{
    struct match_slot *slot = &core->matches[match];
    bool held = match_holds_robots(core, match);
    if (!unit_wants(core, match, unit, now)) {
        return true;
    }
    if (held && slot->searched == core->stir) {
        return false;
    }
    uint32_t person =
        held ? SLOT_NONE : slot->seat_person[game_seat_of_unit(&slot->game, unit)];
    uint32_t robot = robot_for(core, match, unit, person);
    if (robot == SLOT_NONE) {
        slot->searched = core->stir; /* until something happens there is none */
        return false;
    }
    bool assigned = match_assign(core, match, unit, robot, now);
    core->counts.spares += assigned && held;
    return assigned;
}

static void match_robot(struct core *core, uint32_t match, unsigned unit, uint64_t now)
{
    struct match_slot *slot = &core->matches[match];
    struct game_seat_view seat;
    game_seat(&slot->game, game_seat_of_unit(&slot->game, unit), &seat);
    bool taken = !principal_is_nobody(&seat.player);
    bool served = taken && unit_is_served(core, match, unit, now);
    if (!served && unit_is_orphaned(core, match, unit, taken)) {
        (void)match_assign(core, match, unit, SLOT_NONE, now); /* or when due again */
    }
}

void match_robots(struct core *core, uint32_t match, uint64_t now)
{
    for (unsigned i = 0; i < game_unit_count(&core->matches[match].game); i++) {
        match_robot(core, match, i, now);
    }
}
