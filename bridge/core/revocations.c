#include "bridge/core/revocations.h"

#include <string.h>

#include "bridge/core/audit.h"
#include "bridge/core/codes.h"
#include "bridge/core/keeper.h"
#include "bridge/core/registry.h"
#include "bridge/core/requests.h"

#define EVICT_TIMEOUT_MS                                                                       \
    30000 /* the port always answers; this is for one that lost the order */
#define EVICT_RETRY_MS 5000
#define HEEDED_MS      10000 /* after it is said: the broker has long ended the connection */

static uint32_t revocation_find(const struct core *core, const struct principal *principal)
{
    char key[PRINCIPAL_SIZE];
    return table_find(&core->revocation_table, principal_to_text(principal, key));
}

static uint32_t revocation_find_robot(const struct core *core, const char *id)
{
    struct principal robot = {.kind = KIND_ROBOT};
    memcpy(robot.id, id, strlen(id) + 1);
    return revocation_find(core, &robot);
}

enum rc revocations_restore(struct core *core, const struct record_revocation *record)
{
    char key[PRINCIPAL_SIZE];
    principal_to_text(&record->principal, key);
    if (table_find(&core->revocation_table, key) != SLOT_NONE) {
        return RC_BAD_REQUEST;
    }
    uint32_t slot = table_take(&core->revocation_table, key);
    if (slot == SLOT_NONE) {
        return RC_FULL;
    }
    core->revocations[slot].record = *record;
    core->revocations[slot].evict = record->evict ? EVICT_DUE : EVICT_NONE;
    core->revocations[slot].say_due = true;
    if (record->bar > core->serial) {
        core->serial = record->bar;
    }
    core_touch(core, OBJECT_REVOCATION, slot);
    return RC_OK;
}

enum rc revocations_add(struct core *core, const struct principal *principal, uint64_t now)
{
    uint32_t slot = revocation_find(core, principal);
    if (slot == SLOT_NONE) {
        struct record_revocation fresh = {.principal = *principal};
        if (revocations_restore(core, &fresh) != RC_OK) {
            core->counts.full++;
            return RC_FULL;
        }
        slot = revocation_find(core, principal);
    }
    struct revocation *revocation = &core->revocations[slot];
    uint64_t before = core_wall(core, now) / 1000;
    if (before > revocation->record.before) {
        revocation->record.before = before;
    }
    revocation->say_due = true;
    revocation->dropping = false;
    keep_due(core, OBJECT_REVOCATION, slot);
    struct record_audit entry = {.kind = AUDIT_REVOKED, .who = *principal};
    audit_add(core, &entry, now);
    return RC_OK;
}

void revocations_bar(struct core *core, const struct principal *robot)
{
    uint32_t slot = revocation_find(core, robot);
    if (slot != SLOT_NONE) {
        core->revocations[slot].record.bar = ++core->serial;
        keep_due(core, OBJECT_REVOCATION, slot);
    }
}

uint32_t revocations_bar_of(const struct core *core, const char *robot)
{
    uint32_t slot = revocation_find_robot(core, robot);
    return slot == SLOT_NONE ? 0 : core->revocations[slot].record.bar;
}

uint64_t revocations_before(const struct core *core, const struct principal *principal)
{
    uint32_t slot = revocation_find(core, principal);
    return slot == SLOT_NONE ? 0 : core->revocations[slot].record.before;
}

bool revocations_fresh(const struct core *core, const struct principal *principal, uint64_t now)
{
    uint32_t slot = revocation_find(core, principal);
    if (slot == SLOT_NONE) {
        return false;
    }
    const struct revocation *revocation = &core->revocations[slot];
    return revocation->say_due || now < revocation->said_at + HEEDED_MS;
}

bool revocations_evicting(const struct core *core, const char *robot)
{
    uint32_t slot = revocation_find_robot(core, robot);
    return slot != SLOT_NONE && core->revocations[slot].record.evict;
}

enum rc revocations_deregister(struct core *core, uint32_t robot, uint64_t now)
{
    struct principal principal = {.kind = KIND_ROBOT};
    memcpy(principal.id, core->robots[robot].record.id, sizeof principal.id);
    enum rc rc = revocations_add(core, &principal, now);
    if (rc != RC_OK) {
        return rc;
    }
    struct revocation *revocation = &core->revocations[revocation_find(core, &principal)];
    revocation->record.evict = true;
    revocation->evict = EVICT_DUE;
    revocation->retry_at = 0;
    registry_deregister(core, robot, now);
    return RC_OK;
}

void revocations_hear_evicted(
    struct core *core, const struct input_evicted *heard, uint64_t now)
{
    uint32_t slot = revocation_find_robot(core, heard->id);
    if (slot == SLOT_NONE || core->revocations[slot].evict != EVICT_RUNNING) {
        return;
    }
    struct revocation *revocation = &core->revocations[slot];
    if (!heard->done) {
        revocation->evict = EVICT_DUE;
        revocation->retry_at = now + EVICT_RETRY_MS;
        core_touch(core, OBJECT_REVOCATION, slot);
        return;
    }
    revocation->evict = EVICT_NONE;
    revocation->record.evict = false;
    keep_due(core, OBJECT_REVOCATION, slot);
    requests_evicted(core, heard->id);
}

void revocations_link_up(struct core *core)
{
    for (uint32_t i = 0; i < core->revocation_table.count; i++) {
        uint32_t slot = table_at(&core->revocation_table, i);
        core->revocations[slot].say_due = true;
        core_touch(core, OBJECT_REVOCATION, slot);
    }
}

/* When the longest-lived token it may be about is over: monotonic ms. Not by the present
 * setting: tokens were signed under earlier ones, and by arenactl with lives of their own.
 * Never while a place in an older enrolment would let the robot in again. */
static uint64_t revocation_over_at(
    const struct core *core, const struct revocation *revocation, uint64_t now)
{
    const struct record_revocation *record = &revocation->record;
    if (record->bar > 0 && codes_bound_before(core, record->principal.id, record->bar)) {
        return AGENDA_NEVER;
    }
    uint64_t over = (revocation->record.before + ASK_TTL_MAX_S + 1) * 1000;
    uint64_t wall = core_wall(core, now);
    return over > wall ? now + (over - wall) : now;
}

static void revocation_say(
    struct revocation *revocation, uint64_t before, uint64_t now, struct effects *effects)
{
    struct effect_revoked *say = &effect_add(effects, EFFECT_REVOKED)->revoked;
    say->principal = revocation->record.principal;
    say->before = before;
    revocation->say_due = false;
    revocation->said_at = now;
}

static void revocation_evict(
    struct revocation *revocation, uint64_t now, struct effects *effects)
{
    if (revocation->evict == EVICT_NONE || now < revocation->retry_at) {
        return;
    }
    struct effect_evict *evict = &effect_add(effects, EFFECT_EVICT)->evict;
    memcpy(evict->robot, revocation->record.principal.id, sizeof evict->robot);
    evict->before = revocation->record.before;
    revocation->evict = EVICT_RUNNING;
    revocation->retry_at = now + EVICT_TIMEOUT_MS;
}

/* The longest-lived token is over: the document is emptied, then the row deleted. */
static void revocation_end(
    struct core *core, uint32_t slot, uint64_t now, struct effects *effects)
{
    struct revocation *revocation = &core->revocations[slot];
    if (core->link.up && !revocation->dropping && revocation->evict == EVICT_NONE) {
        revocation->dropping = true;
        revocation_say(revocation, 0, now, effects);
        keep_due(core, OBJECT_REVOCATION, slot);
    }
}

static void revocation_keep(struct core *core, uint32_t slot, struct effects *effects)
{
    const struct revocation *revocation = &core->revocations[slot];
    if (keep_is_due(core, OBJECT_REVOCATION, slot)) {
        struct record *record = keep_send(core, OBJECT_REVOCATION, slot, effects);
        record->kind = RECORD_REVOCATION;
        record->gone = revocation->dropping;
        record->revocation = revocation->record;
    }
}

void revocation_due(struct core *core, uint32_t slot, uint64_t now, struct effects *effects)
{
    struct revocation *revocation = &core->revocations[slot];
    uint64_t over_at = revocation_over_at(core, revocation, now);
    if (now >= over_at) {
        revocation_end(core, slot, now, effects);
    }
    revocation_keep(core, slot, effects);
    if (!core->link.up || revocation->dropping || !keep_stored(core, OBJECT_REVOCATION, slot)) {
        return;
    }
    if (revocation->say_due) {
        revocation_say(revocation, revocation->record.before, now, effects);
    }
    revocation_evict(revocation, now, effects);
    uint64_t next = revocation->evict == EVICT_NONE ? over_at : revocation->retry_at;
    agenda_sooner(&core->agenda, core_object(core, OBJECT_REVOCATION, slot), next);
}

void revocation_saved(struct core *core, uint32_t slot, uint64_t now)
{
    (void)now;
    if (core->revocations[slot].dropping) {
        keep_drop(core, OBJECT_REVOCATION, slot);
        table_drop(&core->revocation_table, slot);
        return;
    }
    core_touch(core, OBJECT_REVOCATION, slot);
}
