#include <string.h>

#include "bridge/core/codes.h"
#include "bridge/core/core.h"
#include "bridge/core/lease.h"
#include "bridge/core/match.h"
#include "bridge/core/registry.h"
#include "bridge/core/revocations.h"
#include "bridge/core/roster.h"
#include "bridge/core/state.h"

void core_roster_page(const struct core *core, const char *after, struct core_roster_page *ret)
{
    uint32_t first = table_after(&core->robot_table, after); /* may point into *ret */
    memset(ret, 0, sizeof *ret);
    ret->rev = core->roster.said.rev;
    for (uint32_t i = first; i < core->robot_table.count; i++) {
        uint32_t slot = table_at(&core->robot_table, i);
        if (!core->robots[slot].record.registered) {
            continue;
        }
        if (ret->count == ROSTER_PAGE) {
            memcpy(ret->next, ret->robots[ROSTER_PAGE - 1].id, sizeof ret->next);
            return;
        }
        roster_entry(core, slot, &ret->robots[ret->count++]);
    }
}

static bool lease_is_listed(const struct core *core, uint32_t slot)
{
    return core->robots[slot].record.registered &&
           (lease_is_driven(core, slot) || core->leases[slot].record.stop_count > 0 ||
               core->leases[slot].record.queue_count > 0);
}

static void lease_row_fill(
    const struct core *core, uint32_t slot, uint64_t now, struct lease_row *ret)
{
    const struct core_lease *lease = &core->leases[slot];
    memcpy(ret->robot, lease->record.robot, sizeof ret->robot);
    ret->driver = lease->record.driver;
    ret->number = lease->record.number;
    ret->session = lease->record.session;
    ret->drive = lease->terms.drive;
    memcpy(ret->why, lease->record.why, sizeof ret->why);
    ret->idle_ms = lease_is_driven(core, slot) ? lease_idle_ms(core, slot, now) : 0;
    ret->stop_count = lease->record.stop_count;
    memcpy(ret->stops, lease->record.stops, sizeof ret->stops);
    ret->queue_count = lease->record.queue_count;
    memcpy(ret->queue, lease->record.queue, sizeof ret->queue);
}

void core_lease_page(
    const struct core *core, const char *after, uint64_t now, struct core_lease_page *ret)
{
    uint32_t first = table_after(&core->robot_table, after); /* may point into *ret */
    memset(ret, 0, sizeof *ret);
    for (uint32_t i = first; i < core->robot_table.count; i++) {
        uint32_t slot = table_at(&core->robot_table, i);
        if (!lease_is_listed(core, slot)) {
            continue; /* one whose last change is not stored yet is listed: it stands */
        }
        if (ret->count == ROSTER_PAGE) {
            memcpy(ret->next, ret->leases[ROSTER_PAGE - 1].robot, sizeof ret->next);
            return;
        }
        lease_row_fill(core, slot, now, &ret->leases[ret->count++]);
    }
}

static uint32_t next_invite(const struct core *core, const char *after, uint64_t wall_s)
{
    uint32_t i = table_after(&core->invite_table, after);
    for (; i < core->invite_table.count; i++) {
        uint32_t slot = table_at(&core->invite_table, i);
        if (codes_lists_invite(core, slot, wall_s)) {
            return slot;
        }
    }
    return SLOT_NONE;
}

static uint32_t next_enrolment(const struct core *core, const char *after, uint64_t wall_s)
{
    uint32_t i = table_after(&core->enrolment_table, after);
    for (; i < core->enrolment_table.count; i++) {
        uint32_t slot = table_at(&core->enrolment_table, i);
        if (codes_lists_enrolment(core, slot, wall_s)) {
            return slot;
        }
    }
    return SLOT_NONE;
}

static struct code_row row_of_invite(const struct record_invite *invite)
{
    struct code_row row = {.type = CODE_INVITE,
        .kind = invite->kind,
        .uses = invite->uses,
        .left = invite->uses - invite->used,
        .expires = invite->expires};
    memcpy(row.code, invite->code, sizeof row.code);
    return row;
}

static struct code_row row_of_enrolment(const struct enrolment *enrolment)
{
    struct code_row row = {.type = CODE_ENROLMENT,
        .uses = enrolment->record.uses,
        .left = enrolment->record.uses - enrolment->used,
        .expires = enrolment->record.expires};
    memcpy(row.code, enrolment->record.code, sizeof row.code);
    return row;
}

/* The listed code that comes next after `after`, of both tables. */
static bool next_code(
    const struct core *core, const char *after, uint64_t wall_s, struct code_row *ret)
{
    uint32_t invite = next_invite(core, after, wall_s);
    uint32_t enrolment = next_enrolment(core, after, wall_s);
    if (invite == SLOT_NONE && enrolment == SLOT_NONE) {
        return false;
    }
    bool first = enrolment == SLOT_NONE ||
                 (invite != SLOT_NONE && strcmp(core->invites[invite].record.code,
                                             core->enrolments[enrolment].record.code) < 0);
    *ret = first ? row_of_invite(&core->invites[invite].record)
                 : row_of_enrolment(&core->enrolments[enrolment]);
    return true;
}

void core_code_page(
    const struct core *core, const char *after, uint64_t now, struct core_code_page *ret)
{
    uint64_t wall_s = core_wall(core, now) / 1000;
    struct code_row row;
    bool more = next_code(core, after, wall_s, &row); /* after may point into *ret */
    memset(ret, 0, sizeof *ret);
    while (more && ret->count < ROSTER_PAGE) {
        ret->codes[ret->count++] = row;
        more = next_code(core, ret->codes[ret->count - 1].code, wall_s, &row);
    }
    if (more) {
        memcpy(ret->next, ret->codes[ROSTER_PAGE - 1].code, sizeof ret->next);
    }
}

bool core_roster_entry(const struct core *core, const char *id, struct roster_entry *ret)
{
    uint32_t slot = registry_find(core, id);
    if (slot == SLOT_NONE) {
        return false;
    }
    roster_entry(core, slot, ret);
    return true;
}

uint64_t core_revoked_before(const struct core *core, const struct principal *principal)
{
    return revocations_before(core, principal);
}

const struct core_roster *core_roster_said(const struct core *core)
{
    return &core->roster.said;
}

static const char *const ignored_names[IGNORED_COUNT_] = {
#define X(name, word) [IGNORED_##name] = word,
    IGNORED_LIST(X)
#undef X
};

const char *ignored_name(enum ignored why)
{
    return (unsigned)why < IGNORED_COUNT_ ? ignored_names[why] : "";
}

void core_count(const struct core *core, struct core_counts *ret)
{
    *ret = core->counts;
    ret->principals = core->person_table.count;
    ret->asks = core->ask_count;
    ret->invites = core->invite_table.count;
    ret->enrolments = core->enrolment_table.count;
    ret->revocations = core->revocation_table.count;
    for (uint32_t i = 0; i < core->match_table.count; i++) {
        ret->matches[match_state_of(core, table_at(&core->match_table, i))]++;
    }
    for (uint32_t i = 0; i < core->robot_table.count; i++) {
        uint32_t slot = table_at(&core->robot_table, i);
        const struct robot *robot = &core->robots[slot];
        ret->robots += robot->record.registered;
        ret->online += robot->record.registered && robot->liveness == ROSTER_ONLINE;
        ret->driven += core->leases[slot].phase == PHASE_HELD;
        ret->stopped += core->leases[slot].record.stop_count > 0;
    }
}
