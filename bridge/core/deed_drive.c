#include <string.h>

#include "bridge/core/deeds.h"
#include "bridge/core/lease.h"
#include "bridge/core/match.h"
#include "bridge/core/people.h"
#include "bridge/core/queue.h"
#include "bridge/core/registry.h"

static void call_name_robot(struct deed_call *call, uint32_t slot)
{
    memcpy(call->answer.robot, call->core->robots[slot].record.id, ID_SIZE);
}

static bool call_is_driver(const struct deed_call *call, uint32_t slot)
{
    return principal_equal(&call->core->leases[slot].record.driver, &call->ask->asker);
}

/* A robot of a match is its player's alone (who drives it already may go on until it begins),
 * and who plays drives nothing else. */
static enum rc call_may_claim(const struct deed_call *call, uint32_t slot)
{
    const struct core *core = call->core;
    const struct principal *asker = &call->ask->asker;
    struct principal owner = match_owner(core, slot);
    bool reserved = core->robots[slot].match != SLOT_NONE;
    if (match_binds(core, call->person, slot)) {
        return RC_WRONG_STATE;
    }
    if (call_is_driver(call, slot)) {
        return RC_OK;
    }
    bool taken = reserved ? !principal_equal(&owner, asker) : queue_bars(core, slot, asker);
    return taken ? RC_ROBOT_TAKEN : RC_OK;
}

/* The robots of a match are given and taken by the match. */
static bool call_is_of_match(const struct deed_call *call, uint32_t slot)
{
    return call->core->leases[slot].match != SLOT_NONE;
}

enum rc deed_claim(struct deed_call *call)
{
    struct core *core = call->core;
    uint32_t slot = registry_find(core, call->ask->ask.robot);
    if (slot == SLOT_NONE) {
        return RC_UNKNOWN_ROBOT;
    }
    if (lease_is_driven(core, slot) && !call_is_driver(call, slot)) {
        return RC_ROBOT_TAKEN;
    }
    enum rc rc = registry_claimable(core, slot);
    if (rc != RC_OK) {
        return rc;
    }
    rc = call_may_claim(call, slot);
    if (rc != RC_OK) {
        return rc;
    }
    struct lease_claim claim = {.person = call->person,
        .ask = call->entry,
        .fresh = call->ask->fresh.tag,
        .match = SLOT_NONE};
    uint32_t match = core->robots[slot].match;
    if (match != SLOT_NONE && match_holds_robots(core, match)) {
        claim.match = match;
        claim.fresh = core->matches[match].session;
        if (core->leases[slot].match != match) {
            lease_end(core, slot, WHY_SESSION_ENDED, call->now);
        }
    }
    call->open = true;
    return lease_grant(core, slot, &claim, call->now);
}

enum rc deed_release(struct deed_call *call)
{
    struct core *core = call->core;
    uint32_t slot = registry_find(core, call->ask->ask.robot);
    if (slot == SLOT_NONE) {
        return RC_UNKNOWN_ROBOT;
    }
    call_name_robot(call, slot);
    if (call_is_of_match(call, slot) && call_is_driver(call, slot)) {
        return RC_WRONG_STATE;
    }
    if (call_is_driver(call, slot)) {
        lease_end(core, slot, WHY_RELEASED, call->now);
        return RC_OK;
    }
    if (queue_leave(core, slot, &call->ask->asker)) {
        return RC_OK;
    }
    if (call_is_of_match(call, slot) && call->ask->asker.kind == KIND_OPERATOR) {
        return RC_WRONG_STATE;
    }
    if (call->ask->asker.kind == KIND_OPERATOR && lease_is_driven(core, slot)) {
        lease_end(core, slot, WHY_RELEASED_BY_OPERATOR, call->now);
        return RC_OK;
    }
    return RC_NOT_YOUR_LEASE;
}

enum rc deed_queue(struct deed_call *call)
{
    struct core *core = call->core;
    uint32_t slot = registry_find(core, call->ask->ask.robot);
    if (slot == SLOT_NONE) {
        return RC_UNKNOWN_ROBOT;
    }
    if (call_is_driver(call, slot) || core->robots[slot].record.out_of_service) {
        return RC_WRONG_STATE;
    }
    enum rc rc = queue_join(core, slot, call->person);
    if (rc != RC_OK) {
        return rc;
    }
    call_name_robot(call, slot);
    call->answer.place = queue_place(core, slot, &call->ask->asker);
    return RC_OK;
}
