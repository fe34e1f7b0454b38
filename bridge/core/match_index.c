/* Who and what belongs to a match, as its game says: robots point to the match that reserves
 * them, people to the one they sit or wait in. So "at most one match" is one look, and nobody
 * searches all matches for a robot.
 *
 * Each match is kept by itself, so a bridge that died may come back with somebody (or a robot)
 * who had left one match for another, and only the second half is stored. Then the first match
 * that asks has them, and the other one gives up what it does not get.
 */
#include <string.h>

#include "bridge/core/match_parts.h"
#include "bridge/core/people.h"

static bool robot_is_of(const struct core *core, uint32_t robot, uint32_t match, unsigned unit)
{
    return robot != SLOT_NONE && core->robots[robot].match == match &&
           core->robots[robot].unit == unit;
}

static uint32_t index_wanted(const struct core *core, uint32_t match, unsigned unit)
{
    struct game_unit_view view;
    if (match_is_over(core, match)) {
        return SLOT_NONE;
    }
    game_unit(&core->matches[match].game, unit, &view);
    return view.robot[0] == '\0' ? SLOT_NONE : table_find(&core->robot_table, view.robot);
}

static void index_release(struct core *core, uint32_t match, unsigned unit, uint32_t wanted)
{
    struct match_slot *slot = &core->matches[match];
    uint32_t robot = slot->unit_robot[unit];
    if (robot == wanted && (robot == SLOT_NONE || robot_is_of(core, robot, match, unit))) {
        return;
    }
    if (robot_is_of(core, robot, match, unit)) {
        core->robots[robot].match = SLOT_NONE;
        core_touch(core, OBJECT_LEASE, robot); /* may be offered again */
        core->stir++;
    }
    slot->unit_robot[unit] = SLOT_NONE;
    slot->retry_at[unit] = 0;
    memset(&slot->seen[unit], 0, sizeof slot->seen[unit]);
}

static void index_robots(struct core *core, uint32_t match)
{
    struct match_slot *slot = &core->matches[match];
    unsigned count = game_unit_count(&slot->game);
    for (unsigned i = 0; i < count; i++) {
        index_release(core, match, i, index_wanted(core, match, i));
    }
    for (unsigned i = 0; i < count; i++) {
        uint32_t robot = index_wanted(core, match, i);
        slot->contested |= robot != SLOT_NONE && core->robots[robot].match != SLOT_NONE &&
                           core->robots[robot].match != match;
        if (robot != SLOT_NONE && core->robots[robot].match == SLOT_NONE) {
            slot->unit_robot[i] = robot;
            core->robots[robot].match = match;
            core->robots[robot].unit = i;
            core_touch(core, OBJECT_LEASE, robot);
        }
    }
}

/* They are told once the store has it. */
static void index_tell(struct core *core, uint32_t match, uint32_t person)
{
    struct match_slot *slot = &core->matches[match];
    if (core->people[person].waits == SLOT_NONE &&
        slot->tell_count < sizeof slot->tell / sizeof slot->tell[0]) {
        slot->tell[slot->tell_count++] = person;
        core->people[person].waits = match;
    }
    person_me_due(core, person);
}

/* The person; SLOT_NONE: they are somewhere else, or so many do not fit and that one counts as
 * gone. */
static uint32_t index_member(
    struct core *core, uint32_t match, const struct principal *who, bool seated)
{
    struct match_slot *slot = &core->matches[match];
    uint32_t person = person_take(core, who);
    if (person == SLOT_NONE) {
        return SLOT_NONE;
    }
    struct person *member = &core->people[person];
    if (member->match != SLOT_NONE && member->match != match) {
        slot->contested = true;
        return SLOT_NONE;
    }
    slot->members[slot->member_count++] = person;
    if (member->match != match || member->seated != seated) {
        member->match = match;
        member->seated = seated;
        index_tell(core, match, person);
    }
    return person;
}

static bool index_keeps(const struct core *core, uint32_t match, uint32_t person)
{
    const struct game *game = &core->matches[match].game;
    const struct principal *who = &core->people[person].principal;
    unsigned count = 0;
    const struct principal *queue = game_queue(game, &count);
    bool member = game_seat_of_player(game, who) >= 0;
    for (unsigned i = 0; i < count && !member; i++) {
        member = principal_equal(&queue[i], who);
    }
    return member && !match_is_over(core, match);
}

static void index_people(struct core *core, uint32_t match)
{
    struct match_slot *slot = &core->matches[match];
    for (unsigned i = 0; i < slot->member_count; i++) {
        uint32_t person = slot->members[i];
        if (!index_keeps(core, match, person)) {
            core->people[person].match = SLOT_NONE;
            core->people[person].seated = false;
            index_tell(core, match, person);
        }
    }
    slot->member_count = 0;
    if (match_is_over(core, match)) {
        return;
    }
    for (unsigned i = 0; i < game_seat_count(&slot->game); i++) {
        struct game_seat_view view;
        game_seat(&slot->game, i, &view);
        bool taken = !principal_is_nobody(&view.player);
        slot->seat_person[i] =
            taken ? index_member(core, match, &view.player, true) : SLOT_NONE;
    }
    unsigned count = 0;
    const struct principal *queue = game_queue(&slot->game, &count);
    for (unsigned i = 0; i < count; i++) {
        (void)index_member(core, match, &queue[i], false); /* they leave it when next due */
    }
}

static bool give_up_people(struct core *core, uint32_t match, uint64_t now)
{
    const struct match_slot *slot = &core->matches[match];
    bool done = true;
    for (unsigned i = 0; i < game_seat_count(&slot->game); i++) {
        struct game_seat_view view;
        game_seat(&slot->game, i, &view);
        if (!principal_is_nobody(&view.player) && slot->seat_person[i] == SLOT_NONE) {
            done &= match_act(core, match, GAME_LEAVE, &view.player, now) == RC_OK;
        }
    }
    unsigned count = 0;
    const struct principal *queue = game_queue(&slot->game, &count);
    for (unsigned i = count; i > 0; i--) {
        struct principal who = queue[i - 1];
        uint32_t person = person_find(core, &who);
        if (person == SLOT_NONE || core->people[person].match != match) {
            done &= match_act(core, match, GAME_LEAVE, &who, now) == RC_OK;
        }
    }
    return done;
}

static bool give_up_robots(struct core *core, uint32_t match, uint64_t now)
{
    const struct match_slot *slot = &core->matches[match];
    bool done = true;
    for (unsigned i = 0; i < game_unit_count(&slot->game); i++) {
        uint32_t robot = index_wanted(core, match, i);
        if (robot != SLOT_NONE && !robot_is_of(core, robot, match, i)) {
            struct game_input input = game_input(GAME_ASSIGN);
            input.unit = (int)i;
            done &= match_put(core, match, &input, now) == RC_OK;
        }
    }
    return done;
}

void match_give_up(struct core *core, uint32_t match, uint64_t now)
{
    if (core->matches[match].contested && !match_is_over(core, match)) {
        bool people = give_up_people(core, match, now);
        bool robots = give_up_robots(core, match, now);
        core->matches[match].contested = !people || !robots; /* what was not taken: next time */
    }
}

void match_index(struct core *core, uint32_t match)
{
    core->matches[match].index_due = false;
    index_robots(core, match);
    index_people(core, match);
}
