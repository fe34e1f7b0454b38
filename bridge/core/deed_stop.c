#include <string.h>

#include "bridge/core/deeds.h"
#include "bridge/core/match.h"
#include "bridge/core/registry.h"
#include "bridge/core/stops.h"

static enum rc stop_one(struct deed_call *call, uint32_t slot)
{
    struct stop_entry stop = {.id = call->ask->ask.stop, .by = call->ask->asker};
    return stops_add(call->core, slot, &stop, call->now);
}

static bool robot_is_of_team(const struct deed_call *call, uint32_t match, uint32_t slot)
{
    const struct match_ask *about = &call->ask->ask.game;
    const struct robot *robot = &call->core->robots[slot];
    const struct game *game = &call->core->matches[match].game;
    return robot->match == match &&
           (!about->has_team ||
               game_team_of_seat(game, game_seat_of_unit(game, robot->unit)) == about->team);
}

/* Those of a match, or of one of its teams. */
static enum rc stop_match(struct deed_call *call)
{
    uint32_t match = match_find(call->core, call->ask->ask.match);
    enum rc worst = RC_OK;
    if (!call_may_do_all(call)) {
        return RC_NOT_ALLOWED;
    }
    if (match == SLOT_NONE) {
        return RC_UNKNOWN_MATCH;
    }
    if (match_is_over(call->core, match)) {
        return RC_WRONG_STATE;
    }
    const struct table *table = &call->core->robot_table;
    for (uint32_t i = 0; i < table->count; i++) {
        uint32_t slot = table_at(table, i);
        if (robot_is_of_team(call, match, slot)) {
            enum rc rc = stop_one(call, slot);
            worst = rc == RC_OK ? worst : rc;
        }
    }
    memcpy(call->answer.match, call->ask->ask.match, ID_SIZE);
    return worst;
}

static enum rc stop_all(struct deed_call *call)
{
    enum rc worst = RC_OK;
    const struct table *table = &call->core->robot_table;
    for (uint32_t i = 0; i < table->count; i++) {
        uint32_t slot = table_at(table, i);
        if (call->core->robots[slot].record.registered) {
            enum rc rc = stop_one(call, slot);
            worst = rc == RC_OK ? worst : rc;
        }
    }
    return worst;
}

enum rc deed_stop(struct deed_call *call)
{
    const struct ask *ask = &call->ask->ask;
    if (ask->stop.text[0] == '\0') {
        return RC_BAD_REQUEST;
    }
    if (ask->all) {
        return call_may_do_all(call) ? stop_all(call) : RC_NOT_ALLOWED;
    }
    if (ask->match[0] != '\0') {
        return stop_match(call);
    }
    uint32_t slot = registry_find(call->core, ask->robot);
    if (slot == SLOT_NONE) {
        return RC_UNKNOWN_ROBOT;
    }
    const struct principal *driver = &call->core->leases[slot].record.driver;
    if (!call_may_do_all(call) && !principal_equal(driver, &call->ask->asker)) {
        return RC_NOT_ALLOWED;
    }
    memcpy(call->answer.robot, ask->robot, ID_SIZE);
    return stop_one(call, slot);
}

/* The named stops, at every robot where they stand (or were cleared before). */
static enum rc clear_all(struct deed_call *call)
{
    if (call->ask->ask.id_count == 0) {
        return RC_BAD_REQUEST;
    }
    const struct table *table = &call->core->robot_table;
    bool any = false;
    for (uint32_t i = 0; i < table->count; i++) {
        uint32_t slot = table_at(table, i);
        any |= call->core->robots[slot].record.registered &&
               stops_clear(call->core, slot, call->ask, call->now) == RC_OK;
    }
    return any ? RC_OK : RC_WRONG_STATE;
}

/* Without ids: whatever stands on the match's robots. */
static enum rc clear_match(struct deed_call *call)
{
    uint32_t match = match_find(call->core, call->ask->ask.match);
    if (!call_may_do_all(call)) {
        return RC_NOT_ALLOWED;
    }
    if (match == SLOT_NONE) {
        return RC_UNKNOWN_MATCH;
    }
    const struct table *table = &call->core->robot_table;
    bool any = false;
    for (uint32_t i = 0; i < table->count; i++) {
        uint32_t slot = table_at(table, i);
        any |= robot_is_of_team(call, match, slot) &&
               stops_clear(call->core, slot, call->ask, call->now) == RC_OK;
    }
    memcpy(call->answer.match, call->ask->ask.match, ID_SIZE);
    return any ? RC_OK : RC_WRONG_STATE;
}

enum rc deed_clear(struct deed_call *call)
{
    const struct ask *ask = &call->ask->ask;
    if (ask->match[0] != '\0') {
        return clear_match(call);
    }
    if (ask->all) {
        return call_may_do_all(call) ? clear_all(call) : RC_NOT_ALLOWED;
    }
    uint32_t slot = registry_find(call->core, ask->robot);
    if (slot == SLOT_NONE) {
        return RC_UNKNOWN_ROBOT;
    }
    memcpy(call->answer.robot, ask->robot, ID_SIZE);
    return stops_clear(call->core, slot, call->ask, call->now);
}
