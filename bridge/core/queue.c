#include "bridge/core/queue.h"

#include <string.h>

#include "bridge/core/keeper.h"
#include "bridge/core/match.h"
#include "bridge/core/people.h"
#include "bridge/core/roster.h"

unsigned queue_place(const struct core *core, uint32_t slot, const struct principal *principal)
{
    const struct record_lease *record = &core->leases[slot].record;
    for (unsigned i = 0; i < record->queue_count; i++) {
        if (principal_equal(&record->queue[i], principal)) {
            return i + 1;
        }
    }
    return 0;
}

static void queue_changed(struct core *core, uint32_t slot)
{
    const struct record_lease *record = &core->leases[slot].record;
    keep_due(core, OBJECT_LEASE, slot);
    roster_changed(core, slot);
    for (unsigned i = 0; i < record->queue_count; i++) {
        person_me_due(core, person_find(core, &record->queue[i]));
    }
}

enum rc queue_join(struct core *core, uint32_t slot, uint32_t person)
{
    struct record_lease *record = &core->leases[slot].record;
    struct person *who = &core->people[person];
    if (queue_place(core, slot, &who->principal) > 0) {
        return RC_OK;
    }
    if (record->queue_count == LEASE_QUEUE || who->queue_count == CORE_ME_QUEUE) {
        core->counts.full++;
        return RC_FULL;
    }
    record->queue[record->queue_count++] = who->principal;
    who->queues[who->queue_count++] = slot;
    queue_changed(core, slot);
    return RC_OK;
}

bool queue_leave(struct core *core, uint32_t slot, const struct principal *principal)
{
    struct core_lease *lease = &core->leases[slot];
    struct record_lease *record = &lease->record;
    unsigned place = queue_place(core, slot, principal);
    if (place == 0) {
        return false;
    }
    uint32_t person = person_find(core, principal);
    if (principal_equal(&lease->offer_to, principal)) {
        lease->offer_to = (struct principal){0};
    }
    record->queue_count--;
    memmove(&record->queue[place - 1], &record->queue[place],
        (record->queue_count - (place - 1)) * sizeof record->queue[0]);
    memset(&record->queue[record->queue_count], 0, sizeof record->queue[0]);
    person_leave_queue(core, person, slot);
    person_me_due(core, person);
    queue_changed(core, slot);
    return true;
}

void queue_dissolve(struct core *core, uint32_t slot)
{
    while (core->leases[slot].record.queue_count > 0) {
        struct principal last =
            core->leases[slot].record.queue[core->leases[slot].record.queue_count - 1];
        (void)queue_leave(core, slot, &last); /* it is in there */
    }
}

bool queue_bars(const struct core *core, uint32_t slot, const struct principal *principal)
{
    const struct principal *offered = &core->leases[slot].offer_to;
    return !principal_is_nobody(offered) && !principal_equal(offered, principal);
}

static bool queue_may_offer(const struct core *core, uint32_t slot)
{
    const struct core_lease *lease = &core->leases[slot];
    const struct robot *robot = &core->robots[slot];
    return lease->phase == PHASE_FREE && principal_is_nobody(&lease->offer_to) &&
           robot->match == SLOT_NONE && lease->record.queue_count > 0 &&
           robot->liveness == ROSTER_ONLINE && robot->live && !robot->record.out_of_service;
}

static void queue_offer(struct core *core, uint32_t slot, uint64_t now)
{
    struct core_lease *lease = &core->leases[slot];
    for (unsigned i = 0; i < lease->record.queue_count; i++) {
        uint32_t person = person_find(core, &lease->record.queue[i]);
        if (person != SLOT_NONE && person_is_there(core, person)) {
            lease->offer_to = lease->record.queue[i];
            lease->offer_by = now + core->config.settings.offer_ms;
            person_me_due(core, person);
            return;
        }
    }
}

void queue_pass_time(struct core *core, uint32_t slot, uint64_t now)
{
    struct core_lease *lease = &core->leases[slot];
    bool reserved = core->robots[slot].match != SLOT_NONE;
    if (!principal_is_nobody(&lease->offer_to) && (reserved || now >= lease->offer_by)) {
        struct principal late = lease->offer_to;
        if (core->robots[slot].liveness == ROSTER_ONLINE && !reserved) {
            (void)queue_leave(core, slot, &late); /* it is in there */
        } else {
            lease->offer_to = (struct principal){0};
            person_me_due(core, person_find(core, &late));
        }
        matches_stir(core);
    }
    if (queue_may_offer(core, slot)) {
        queue_offer(core, slot, now);
    }
}
