#include "bridge/core/me.h"

#include <string.h>

#include "bridge/core/keeper.h"
#include "bridge/core/queue.h"

static void me_add_why(struct core_me *me, enum why why)
{
    for (unsigned i = 0; i < LEASE_WHY && why != WHY_NONE; i++) {
        if (me->why[i] == why) {
            return;
        }
        if (me->why[i] == WHY_NONE) {
            me->why[i] = why;
            return;
        }
    }
}

static void me_add_lease(const struct core *core, uint32_t slot, struct core_me *me)
{
    const struct core_lease *lease = &core->leases[slot];
    if (lease->phase != PHASE_HELD) {
        return;
    }
    memcpy(me->leases[me->lease_count].robot, lease->record.robot, ID_SIZE);
    me->leases[me->lease_count].n = lease->record.number.n;
    me->leases[me->lease_count].drive = lease->terms.drive;
    me->leases[me->lease_count].session = lease->record.session;
    me->lease_count++;
    if (core->robots[slot].liveness != ROSTER_ONLINE) {
        me_add_why(me, WHY_ROBOT_OFFLINE);
    }
    me_add_why(me, lease->terms.why);
    if (lease->record.stop_count > 0) {
        me_add_why(me, WHY_STOPPED);
    }
}

static void me_add_queue(const struct core *core, uint32_t slot, const struct principal *who,
    uint64_t now, struct core_me *me)
{
    const struct core_lease *lease = &core->leases[slot];
    unsigned i = me->queue_count++;
    memcpy(me->queue[i].robot, lease->record.robot, ID_SIZE);
    me->queue[i].place = queue_place(core, slot, who);
    if (principal_equal(&lease->offer_to, who) && lease->offer_by > now) {
        me->queue[i].offer_ms = core_wall(core, now) + (lease->offer_by - now);
    }
}

void me_say(struct core *core, uint32_t slot, uint64_t now, struct effects *effects)
{
    struct person *person = &core->people[slot];
    person->me_due = false;
    if (!kind_may_drive(person->principal.kind)) {
        return;
    }
    struct effect_me *say = &effect_add(effects, EFFECT_ME)->me;
    say->to = person->principal;
    say->me.page = person->page;
    me_add_why(&say->me, person->why);
    for (unsigned i = 0; i < person->lease_count; i++) {
        me_add_lease(core, person->leases[i], &say->me);
    }
    for (unsigned i = 0; i < person->queue_count; i++) {
        me_add_queue(core, person->queues[i], &person->principal, now, &say->me);
    }
    if (person->match != SLOT_NONE && person->seated) {
        memcpy(say->me.seat, core->matches[person->match].id, ID_SIZE);
    }
    person->me_said = true;
}

void me_empty(struct core *core, uint32_t slot, struct effects *effects)
{
    struct person *person = &core->people[slot];
    person->me_due = false;
    person->me_said = false;
    struct effect_me *say = &effect_add(effects, EFFECT_ME)->me;
    say->to = person->principal;
    say->empty = true;
}
