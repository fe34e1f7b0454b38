#include "bridge/core/roster.h"

#include <string.h>

#include "bridge/core/keeper.h"

static void roster_wake(struct core *core)
{
    agenda_sooner(&core->agenda, core_object(core, OBJECT_ROSTER, 0), core->roster.next_at);
}

void roster_changed(struct core *core, uint32_t slot)
{
    struct roster_book *roster = &core->roster;
    struct robot *robot = &core->robots[slot];
    if (robot->on_roster_list || !robot->record.registered) {
        return;
    }
    robot->on_roster_list = true;
    roster->ring[(roster->head + roster->count) % core->config.max_robots] = slot;
    roster->count++;
    roster_wake(core);
}

void roster_gone(struct core *core, uint32_t slot)
{
    struct roster_book *roster = &core->roster;
    if (roster->gone_count == CORE_ROSTER_GONE) {
        roster->gap = true;
    } else {
        memcpy(roster->gone[roster->gone_count++], core->robots[slot].record.id, ID_SIZE);
    }
    roster_wake(core);
}

void roster_entry(const struct core *core, uint32_t slot, struct roster_entry *ret)
{
    const struct robot *robot = &core->robots[slot];
    const struct core_lease *lease = &core->leases[slot];
    memset(ret, 0, sizeof *ret);
    memcpy(ret->id, robot->record.id, sizeof ret->id);
    memcpy(ret->name, robot->record.card.name, sizeof ret->name);
    memcpy(ret->kind, robot->record.card.kind, sizeof ret->kind);
    ret->state = robot->liveness;
    ret->out_of_service = robot->record.out_of_service;
    ret->queue = lease->record.queue_count;
    ret->camera_count = robot->record.card.camera_count;
    memcpy(ret->cameras, robot->record.card.cameras, sizeof ret->cameras);
    if (lease->phase == PHASE_HELD) {
        ret->driver = lease->record.driver;
        ret->session = lease->record.session;
    }
}

static void roster_fill(struct core *core)
{
    struct roster_book *roster = &core->roster;
    struct core_roster *said = &roster->said;
    said->rev += roster->gap ? 2 : 1;
    roster->gap = false;
    said->gone_count = roster->gone_count;
    memcpy(said->gone, roster->gone, sizeof said->gone);
    roster->gone_count = 0;
    said->changed_count = 0;
    while (roster->count > 0 && said->changed_count < CORE_ROSTER_CHANGED) {
        uint32_t slot = roster->ring[roster->head];
        roster->head = (roster->head + 1) % core->config.max_robots;
        roster->count--;
        core->robots[slot].on_roster_list = false;
        if (core->robots[slot].record.registered) {
            roster_entry(core, slot, &said->changed[said->changed_count++]);
        }
    }
}

void roster_due(struct core *core, uint32_t slot, uint64_t now, struct effects *effects)
{
    (void)slot;
    struct roster_book *roster = &core->roster;
    if (!core->link.up || (roster->count == 0 && roster->gone_count == 0 && !roster->gap)) {
        return;
    }
    if (now < roster->next_at) {
        roster_wake(core);
        return;
    }
    roster_fill(core);
    (void)effect_add(effects, EFFECT_ROSTER);
    roster->next_at = now + ROSTER_PERIOD_MS;
    if (roster->count > 0) {
        roster_wake(core);
    }
}
