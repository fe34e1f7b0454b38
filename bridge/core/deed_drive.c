#include <string.h>

#include "bridge/core/deeds.h"
#include "bridge/core/lease.h"
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
    if (queue_bars(core, slot, &call->ask->asker)) {
        return RC_ROBOT_TAKEN;
    }
    struct lease_claim claim = {
        .person = call->person, .ask = call->entry, .fresh = call->ask->fresh.tag};
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
    if (call_is_driver(call, slot)) {
        lease_end(core, slot, WHY_RELEASED, call->now);
        return RC_OK;
    }
    if (queue_leave(core, slot, &call->ask->asker)) {
        return RC_OK;
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
