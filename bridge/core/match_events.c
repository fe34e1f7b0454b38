/* What robots report of a fight, before the game judges it: whatever is malformed, late, too
 * early, repeated, too much, or of somebody else changes nothing and is counted.
 */
#include <string.h>

#include "bridge/core/match_parts.h"

#define EVENT_AHEAD_MS  2000 /* of the bridge's wall clock, where the robot says a time */
#define EVENT_BEHIND_MS 5000
#define EVENTS_A_SECOND 20 /* of one robot */

static void ignore(struct core *core, enum ignored why)
{
    core->counts.events_ignored[why]++;
}

/* Its number is above the last one of this life of the robot's program. */
static bool event_is_new(struct robot *robot, uint32_t event)
{
    if (!tag_equal(&robot->event_boot, &robot->boot)) {
        robot->event_boot = robot->boot;
        robot->event_known = false;
    }
    if (robot->event_known && event <= robot->event) {
        return false;
    }
    robot->event_known = true;
    robot->event = event;
    return true;
}

static bool event_is_within_rate(struct robot *robot, uint64_t now)
{
    if (now >= robot->event_from + 1000) {
        robot->event_from = now;
        robot->event_count = 0;
    }
    return robot->event_count++ < EVENTS_A_SECOND;
}

/* Whether what the event says of itself can be true; otherwise *ret_why. */
static bool event_is_credible(struct core *core, struct robot *robot,
    const struct input_robot_event *event, uint64_t now, enum ignored *ret_why)
{
    uint64_t wall = core_wall(core, now);
    if (!event_is_new(robot, event->event)) {
        *ret_why = IGNORED_REPEATED;
    } else if (event->ts > wall + EVENT_AHEAD_MS) {
        *ret_why = IGNORED_FUTURE;
    } else if (event->ts != 0 && event->ts + EVENT_BEHIND_MS < wall) {
        *ret_why = IGNORED_OLD;
    } else if (!event_is_within_rate(robot, now)) {
        *ret_why = IGNORED_RATE;
    } else {
        return true;
    }
    return false;
}

/* The unit of the robot that hit; -1: of none of this match, *ret_why says which. */
static int event_shooter(const struct core *core, const struct robot *victim,
    const struct input_robot_event *event, enum ignored *ret_why)
{
    if (event->by.kind != KIND_ROBOT) {
        *ret_why = IGNORED_NO_SHOOTER;
        return -1;
    }
    uint32_t slot = table_find(&core->robot_table, event->by.id);
    if (slot == SLOT_NONE || core->robots[slot].match != victim->match) {
        *ret_why = IGNORED_FOREIGN;
        return -1;
    }
    if (&core->robots[slot] == victim) {
        *ret_why = IGNORED_SELF;
        return -1;
    }
    return (int)core->robots[slot].unit;
}

static bool event_is_within_share(const struct core *core, const struct robot *robot)
{
    const struct match_slot *slot = &core->matches[robot->match];
    return slot->shots[robot->unit] < MATCH_SHOTS / game_unit_count(&slot->game);
}

/* What the game itself refuses is refused for want of room. */
static void event_put(
    struct core *core, uint32_t match, const struct game_input *input, uint64_t now)
{
    if (match_put(core, match, input, now) != RC_OK) {
        ignore(core, IGNORED_FULL);
    }
}

void match_hear_event(
    struct core *core, uint32_t slot, const struct input_robot_event *event, uint64_t now)
{
    struct robot *robot = &core->robots[slot];
    enum ignored why = IGNORED_NO_MATCH;
    struct game_input input = game_input(GAME_FIRE);
    if (event->kind == ROBOT_EVENT_OTHER) {
        return;
    }
    if (!event_is_credible(core, robot, event, now, &why)) {
        ignore(core, why);
        return;
    }
    if (robot->match == SLOT_NONE || !match_holds_robots(core, robot->match)) {
        ignore(core, IGNORED_NO_MATCH);
        return;
    }
    if (!event_is_within_share(core, robot)) {
        ignore(core, IGNORED_SHARE);
        return;
    }
    input.unit = (int)robot->unit;
    input.event = event->event;
    if (event->kind == ROBOT_EVENT_HIT) {
        input.act = GAME_HIT;
        input.other = event_shooter(core, robot, event, &why);
        if (input.other < 0) {
            ignore(core, why);
            return;
        }
    }
    event_put(core, robot->match, &input, now);
}
