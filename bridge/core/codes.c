#include "bridge/core/codes.h"

#include <string.h>

#include "bridge/core/audit.h"
#include "bridge/core/keeper.h"
#include "bridge/core/revocations.h"

static uint64_t wall_s(const struct core *core, uint64_t now)
{
    return core_wall(core, now) / 1000;
}

static void codes_audit(
    struct core *core, enum audit_kind kind, const struct principal *who, uint64_t now)
{
    struct record_audit entry = {.kind = kind, .who = *who};
    audit_add(core, &entry, now);
}

static void invites_make_room(struct core *core, uint64_t wall)
{
    for (uint32_t i = 0; i < core->invite_table.count; i++) {
        uint32_t slot = table_at(&core->invite_table, i);
        const struct record_invite *invite = &core->invites[slot].record;
        bool over = invite->expires <= wall || invite->used == invite->uses;
        if (over && keep_stored(core, OBJECT_INVITE, slot)) {
            table_drop(&core->invite_table, slot);
            return;
        }
    }
}

static void enrolments_make_room(struct core *core, uint64_t wall)
{
    for (uint32_t i = 0; i < core->enrolment_table.count; i++) {
        uint32_t slot = table_at(&core->enrolment_table, i);
        const struct enrolment *enrolment = &core->enrolments[slot];
        if (enrolment->record.expires <= wall && enrolment->used == 0 &&
            keep_stored(core, OBJECT_ENROLMENT, slot)) {
            table_drop(&core->enrolment_table, slot);
            return;
        }
    }
}

enum rc codes_restore_invite(struct core *core, const struct record_invite *invite)
{
    if (table_find(&core->invite_table, invite->code) != SLOT_NONE) {
        return RC_BAD_REQUEST;
    }
    if (core->invite_table.count == core->invite_table.capacity) {
        invites_make_room(core, core->wall / 1000);
    }
    uint32_t slot = table_take(&core->invite_table, invite->code);
    if (slot == SLOT_NONE) {
        return RC_FULL;
    }
    core->invites[slot].record = *invite;
    return RC_OK;
}

enum rc codes_restore_enrolment(struct core *core, const struct record_enrolment *enrolment)
{
    if (table_find(&core->enrolment_table, enrolment->code) != SLOT_NONE) {
        return RC_BAD_REQUEST;
    }
    if (core->enrolment_table.count == core->enrolment_table.capacity) {
        enrolments_make_room(core, core->wall / 1000);
    }
    uint32_t slot = table_take(&core->enrolment_table, enrolment->code);
    if (slot == SLOT_NONE) {
        return RC_FULL;
    }
    core->enrolments[slot].record = *enrolment;
    if (enrolment->serial > core->serial) {
        core->serial = enrolment->serial;
    }
    return RC_OK;
}

enum rc codes_add_invite(struct core *core, const struct record_invite *invite,
    const struct principal *by, uint64_t now)
{
    enum rc rc = codes_restore_invite(core, invite);
    if (rc != RC_OK) {
        core->counts.full += rc == RC_FULL;
        return rc;
    }
    keep_due(core, OBJECT_INVITE, table_find(&core->invite_table, invite->code));
    codes_audit(core, AUDIT_INVITED, by, now);
    return RC_OK;
}

enum rc codes_add_enrolment(struct core *core, const struct record_enrolment *enrolment,
    const struct principal *by, uint64_t now)
{
    struct record_enrolment next = *enrolment;
    next.serial = core->serial + 1;
    enum rc rc = codes_restore_enrolment(core, &next);
    if (rc != RC_OK) {
        core->counts.full += rc == RC_FULL;
        return rc;
    }
    keep_due(core, OBJECT_ENROLMENT, table_find(&core->enrolment_table, enrolment->code));
    codes_audit(core, AUDIT_ENROLLED, by, now);
    return RC_OK;
}

void codes_drop_invite(struct core *core, const char *code)
{
    uint32_t slot = table_find(&core->invite_table, code);
    if (slot != SLOT_NONE) {
        keep_drop(core, OBJECT_INVITE, slot);
        table_drop(&core->invite_table, slot);
    }
}

void codes_drop_enrolment(struct core *core, const char *code)
{
    uint32_t slot = table_find(&core->enrolment_table, code);
    if (slot != SLOT_NONE) {
        keep_drop(core, OBJECT_ENROLMENT, slot);
        table_drop(&core->enrolment_table, slot);
    }
}

enum rc codes_use_invite(
    struct core *core, const char *code, uint64_t now, uint32_t *ret_invite)
{
    uint32_t slot = table_find(&core->invite_table, code);
    if (slot == SLOT_NONE || core->invites[slot].withdrawn) {
        return RC_UNKNOWN_CODE;
    }
    struct record_invite *invite = &core->invites[slot].record;
    if (invite->expires <= wall_s(core, now)) {
        return RC_EXPIRED;
    }
    if (invite->used >= invite->uses) {
        return RC_USED_UP;
    }
    invite->used++;
    keep_due(core, OBJECT_INVITE, slot);
    *ret_invite = slot;
    return RC_OK;
}

void codes_return_invite(struct core *core, uint32_t slot)
{
    core->invites[slot].record.used--;
    keep_due(core, OBJECT_INVITE, slot);
}

static void slot_key(const char *code, const char *robot, char ret[ASK_CODE_SIZE + ID_SIZE])
{
    size_t length = strlen(code);
    memcpy(ret, code, length);
    ret[length] = '/';
    memcpy(ret + length + 1, robot, strlen(robot) + 1);
}

static uint32_t slot_take(struct core *core, const char *code, const char *robot)
{
    char key[ASK_CODE_SIZE + ID_SIZE];
    slot_key(code, robot, key);
    uint32_t slot = table_take(&core->slot_table, key);
    if (slot == SLOT_NONE) {
        core->counts.full++;
        return SLOT_NONE;
    }
    memcpy(core->slots[slot].record.code, code, strlen(code) + 1);
    memcpy(core->slots[slot].record.robot, robot, strlen(robot) + 1);
    core->enrolments[table_find(&core->enrolment_table, code)].used++;
    return slot;
}

enum rc codes_enrol(
    struct core *core, const char *code, const char *robot, bool taken, uint64_t now)
{
    uint32_t enrolment = table_find(&core->enrolment_table, code);
    if (enrolment == SLOT_NONE || core->enrolments[enrolment].withdrawn) {
        return RC_UNKNOWN_CODE;
    }
    char key[ASK_CODE_SIZE + ID_SIZE];
    slot_key(code, robot, key);
    if (table_find(&core->slot_table, key) != SLOT_NONE) {
        return RC_OK;
    }
    if (taken) {
        return RC_NOT_ALLOWED;
    }
    if (core->enrolments[enrolment].record.expires <= wall_s(core, now)) {
        return RC_EXPIRED;
    }
    if (core->enrolments[enrolment].used >= core->enrolments[enrolment].record.uses) {
        return RC_USED_UP;
    }
    uint32_t slot = slot_take(core, code, robot);
    if (slot == SLOT_NONE) {
        return RC_FULL;
    }
    keep_due(core, OBJECT_SLOT, slot);
    return RC_OK;
}

enum rc codes_restore_slot(struct core *core, const struct record_slot *record)
{
    char key[ASK_CODE_SIZE + ID_SIZE];
    slot_key(record->code, record->robot, key);
    if (table_find(&core->enrolment_table, record->code) == SLOT_NONE ||
        table_find(&core->slot_table, key) != SLOT_NONE) {
        return RC_BAD_REQUEST;
    }
    return slot_take(core, record->code, record->robot) == SLOT_NONE ? RC_FULL : RC_OK;
}

bool codes_barred(const struct core *core, const char *code, const char *robot)
{
    uint32_t enrolment = table_find(&core->enrolment_table, code);
    uint32_t bar = revocations_bar_of(core, robot);
    return bar > 0 && enrolment != SLOT_NONE && !core->enrolments[enrolment].withdrawn &&
           core->enrolments[enrolment].record.serial <= bar;
}

static bool codes_bound(
    const struct core *core, const struct enrolment *enrolment, const char *robot)
{
    char key[ASK_CODE_SIZE + ID_SIZE];
    slot_key(enrolment->record.code, robot, key);
    return enrolment->used > 0 && table_find(&core->slot_table, key) != SLOT_NONE;
}

bool codes_bound_before(const struct core *core, const char *robot, uint32_t bar)
{
    bool found = false;
    for (uint32_t i = 0; i < core->enrolment_table.count && !found; i++) {
        uint32_t slot = table_at(&core->enrolment_table, i);
        found = core->enrolments[slot].record.serial <= bar &&
                codes_bound(core, &core->enrolments[slot], robot);
    }
    return found;
}

bool codes_bound_after(const struct core *core, const char *robot, uint32_t bar)
{
    bool found = false;
    for (uint32_t i = 0; i < core->enrolment_table.count && !found; i++) {
        uint32_t slot = table_at(&core->enrolment_table, i);
        found = core->enrolments[slot].record.serial > bar &&
                codes_bound(core, &core->enrolments[slot], robot);
    }
    return found;
}

void invite_due(struct core *core, uint32_t slot, uint64_t now, struct effects *effects)
{
    (void)now;
    if (keep_is_due(core, OBJECT_INVITE, slot)) {
        struct record *record = keep_send(core, OBJECT_INVITE, slot, effects);
        record->kind = RECORD_INVITE;
        record->gone = core->invites[slot].withdrawn;
        record->invite = core->invites[slot].record;
    }
}

void enrolment_due(struct core *core, uint32_t slot, uint64_t now, struct effects *effects)
{
    (void)now;
    if (keep_is_due(core, OBJECT_ENROLMENT, slot)) {
        struct record *record = keep_send(core, OBJECT_ENROLMENT, slot, effects);
        record->kind = RECORD_ENROLMENT;
        record->gone = core->enrolments[slot].withdrawn;
        record->enrolment = core->enrolments[slot].record;
    }
}

void slot_due(struct core *core, uint32_t slot, uint64_t now, struct effects *effects)
{
    (void)now;
    if (keep_is_due(core, OBJECT_SLOT, slot)) {
        struct record *record = keep_send(core, OBJECT_SLOT, slot, effects);
        record->kind = RECORD_SLOT;
        record->slot = core->slots[slot].record;
    }
}
