/* What those do who run a match: pause, resume, abort, give robots, judge. */
#include <string.h>

#include "bridge/core/deeds.h"
#include "bridge/core/match.h"
#include "bridge/core/registry.h"

enum rc call_find_match(struct deed_call *call, uint32_t *ret_match)
{
    uint32_t match = match_find(call->core, call->ask->ask.match);
    if (match == SLOT_NONE) {
        return RC_UNKNOWN_MATCH;
    }
    memcpy(call->answer.match, call->ask->ask.match, ID_SIZE);
    match_hurry(call->core, match);
    *ret_match = match;
    return RC_OK;
}

enum rc call_put(struct deed_call *call, uint32_t match, struct game_input *input)
{
    input->who = call->ask->asker;
    return match_put(call->core, match, input, call->now);
}

static enum game_act act_of(enum deed deed)
{
    if (deed == DEED_MATCH_PAUSE) {
        return GAME_PAUSE;
    }
    return deed == DEED_MATCH_RESUME ? GAME_RESUME : GAME_ABORT;
}

/* A host may call off what has not begun. */
static bool call_may_abort(const struct deed_call *call, uint32_t match)
{
    enum match_state state = match_state_of(call->core, match);
    const struct principal *host = &call->core->matches[match].setup.host;
    return call_may_do_all(call) || (principal_equal(host, &call->ask->asker) &&
                                        state != MATCH_RUNNING && state != MATCH_PAUSED);
}

enum rc deed_match_act(struct deed_call *call)
{
    uint32_t match = SLOT_NONE;
    enum rc rc = call_find_match(call, &match);
    if (rc != RC_OK) {
        return rc;
    }
    struct game_input input = game_input(act_of(call->ask->ask.deed));
    if (input.act == GAME_ABORT && !call_may_abort(call, match)) {
        return RC_NOT_ALLOWED;
    }
    return call_put(call, match, &input);
}

/* The named unit; of the named seat the first without a robot, else its first. -1. */
static int call_unit(const struct deed_call *call, uint32_t match)
{
    const struct match_ask *about = &call->ask->ask.game;
    const struct match_slot *slot = &call->core->matches[match];
    unsigned count = game_unit_count(&slot->game);
    if (about->has_unit) {
        return about->unit < count ? (int)about->unit : -1;
    }
    int first = -1;
    for (unsigned i = count; about->has_seat && i > 0; i--) {
        if (game_seat_of_unit(&slot->game, i - 1) != about->seat) {
            continue;
        }
        bool better = first < 0 || slot->unit_robot[i - 1] == SLOT_NONE ||
                      slot->unit_robot[first] != SLOT_NONE;
        first = better ? (int)(i - 1) : first;
    }
    return first;
}

/* A robot that may go into a unit of this match. While the match holds its robots nobody may
 * be driving it. */
static enum rc call_robot(const struct deed_call *call, uint32_t match, const char *id)
{
    const struct core *core = call->core;
    uint32_t slot = registry_find(core, id);
    if (slot == SLOT_NONE) {
        return RC_UNKNOWN_ROBOT;
    }
    uint32_t of = core->robots[slot].match;
    bool driven = core->leases[slot].phase != PHASE_FREE;
    if ((of != SLOT_NONE && of != match) || (driven && match_holds_robots(core, match))) {
        return RC_ROBOT_TAKEN;
    }
    return RC_OK;
}

static enum rc call_assign(
    struct deed_call *call, uint32_t match, unsigned unit, const char *robot)
{
    struct game_input input = game_input(GAME_ASSIGN);
    enum rc rc = robot[0] == '\0' ? RC_OK : call_robot(call, match, robot);
    if (rc != RC_OK) {
        return rc;
    }
    memcpy(input.robot, robot, strlen(robot) + 1);
    input.unit = (int)unit;
    return call_put(call, match, &input);
}

/* Seats that nobody has give their robots back: there is nobody to assign one to. */
enum rc deed_match_assign(struct deed_call *call)
{
    uint32_t match = SLOT_NONE;
    enum rc rc = call_find_match(call, &match);
    if (rc != RC_OK) {
        return rc;
    }
    int unit = call_unit(call, match);
    if (unit < 0) {
        return RC_BAD_REQUEST;
    }
    struct game_seat_view seat;
    const struct game *game = &call->core->matches[match].game;
    game_seat(game, game_seat_of_unit(game, (unsigned)unit), &seat);
    if (principal_is_nobody(&seat.player) && !match_holds_robots(call->core, match)) {
        return RC_WRONG_STATE;
    }
    return call_assign(call, match, (unsigned)unit, call->ask->ask.robot);
}

/* The unit that has the named robot. */
static enum rc call_unit_of_robot(struct deed_call *call, uint32_t match, unsigned *ret_unit)
{
    int unit = game_unit_of_robot(&call->core->matches[match].game, call->ask->ask.robot);
    if (call->ask->ask.robot[0] == '\0' || unit < 0) {
        return RC_UNKNOWN_ROBOT;
    }
    memcpy(call->answer.robot, call->ask->ask.robot, ID_SIZE);
    *ret_unit = (unsigned)unit;
    return RC_OK;
}

enum rc deed_match_swap(struct deed_call *call)
{
    uint32_t match = SLOT_NONE;
    unsigned unit = 0;
    enum rc rc = call_find_match(call, &match);
    rc = rc == RC_OK ? call_unit_of_robot(call, match, &unit) : rc;
    if (rc != RC_OK) {
        return rc;
    }
    const char *with = call->ask->ask.game.with;
    if (with[0] == '\0') {
        uint32_t spare = match_find_spare(call->core, match, unit);
        if (spare == SLOT_NONE) {
            return RC_UNAVAILABLE;
        }
        with = call->core->robots[spare].record.id;
    }
    return call_assign(call, match, unit, with);
}

enum rc deed_match_overturn(struct deed_call *call)
{
    uint32_t match = SLOT_NONE;
    enum rc rc = call_find_match(call, &match);
    if (rc != RC_OK) {
        return rc;
    }
    struct game_input input = game_input(GAME_OVERTURN);
    input.ref = call->ask->ask.game.seq;
    return call_put(call, match, &input);
}

enum rc deed_match_penalty(struct deed_call *call)
{
    uint32_t match = SLOT_NONE;
    unsigned unit = 0;
    enum rc rc = call_find_match(call, &match);
    rc = rc == RC_OK ? call_unit_of_robot(call, match, &unit) : rc;
    if (rc != RC_OK) {
        return rc;
    }
    struct game_input input = game_input(GAME_PENALTY);
    input.unit = (int)unit;
    input.value = (int32_t)call->ask->ask.game.value;
    input.ms = call->ask->ask.game.ms;
    return call_put(call, match, &input);
}

enum rc deed_match_bypass(struct deed_call *call)
{
    uint32_t match = SLOT_NONE;
    enum rc rc = call_find_match(call, &match);
    if (rc != RC_OK) {
        return rc;
    }
    struct game_input input = game_input(GAME_BYPASS);
    input.missing = call->ask->ask.game.missing;
    memcpy(input.about, call->ask->ask.game.who, sizeof input.about);
    return call_put(call, match, &input);
}
