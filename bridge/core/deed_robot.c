#include <string.h>

#include "bridge/core/audit.h"
#include "bridge/core/deeds.h"
#include "bridge/core/keeper.h"
#include "bridge/core/lease.h"
#include "bridge/core/match.h"
#include "bridge/core/queue.h"
#include "bridge/core/registry.h"
#include "bridge/core/revocations.h"
#include "bridge/core/roster.h"

enum rc deed_deregister(struct deed_call *call)
{
    struct core *core = call->core;
    const struct principal *asker = &call->ask->asker;
    const char *id = call->ask->ask.robot;
    if (asker->kind == KIND_ROBOT && id[0] == '\0') {
        id = asker->id;
    }
    if (asker->kind == KIND_ROBOT && strcmp(id, asker->id) != 0) {
        return RC_NOT_ALLOWED;
    }
    uint32_t slot = registry_find(core, id);
    if (slot == SLOT_NONE) {
        return RC_UNKNOWN_ROBOT;
    }
    memcpy(call->answer.robot, core->robots[slot].record.id, ID_SIZE);
    return revocations_deregister(core, slot, call->now);
}

enum rc deed_service(struct deed_call *call)
{
    struct core *core = call->core;
    uint32_t slot = registry_find(core, call->ask->ask.robot);
    if (slot == SLOT_NONE) {
        return RC_UNKNOWN_ROBOT;
    }
    struct record_robot *robot = &core->robots[slot].record;
    memcpy(call->answer.robot, robot->id, ID_SIZE);
    robot->out_of_service = !call->ask->ask.in;
    if (robot->out_of_service) {
        queue_dissolve(core, slot);
        lease_end(core, slot, WHY_OUT_OF_SERVICE, call->now);
    }
    matches_stir(core);
    keep_due(core, OBJECT_ROBOT, slot);
    roster_changed(core, slot);
    struct record_audit entry = {
        .kind = AUDIT_SERVICE, .who = call->ask->asker, .n = call->ask->ask.in};
    memcpy(entry.robot, robot->id, sizeof entry.robot);
    audit_add(core, &entry, call->now);
    return RC_OK;
}
