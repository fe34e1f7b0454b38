/* Withdrawing a code. The row stays, opening nothing, until the store has forgotten it: should
 * that fail, the code stands again and nothing has to be remembered elsewhere.
 */
#include <string.h>

#include "bridge/core/audit.h"
#include "bridge/core/codes.h"
#include "bridge/core/keeper.h"
#include "bridge/core/requests.h"

/* The first place of an enrolment at or after a place of the order; SLOT_NONE: there is none.
 * The keys of one enrolment, code/robot, stand together. */
static uint32_t slot_of(const struct core *core, const char *code, uint32_t place)
{
    if (place >= core->slot_table.count) {
        return SLOT_NONE;
    }
    uint32_t slot = table_at(&core->slot_table, place);
    return strcmp(core->slots[slot].record.code, code) == 0 ? slot : SLOT_NONE;
}

static uint32_t slots_begin(const struct core *core, const char *code)
{
    char key[ASK_CODE_SIZE + 1];
    size_t length = strlen(code);
    memcpy(key, code, length);
    memcpy(key + length, "/", 2);
    return table_after(&core->slot_table, key);
}

/* `all`: or only those that the store has not heard of: written after the enrolment is deleted
 * they would be places of nothing. */
static void slots_drop(struct core *core, struct enrolment *enrolment, bool all)
{
    const char *code = enrolment->record.code;
    uint32_t place = slots_begin(core, code);
    uint32_t slot = slot_of(core, code, place);
    while (slot != SLOT_NONE) {
        if (all || !keep_stored(core, OBJECT_SLOT, slot)) {
            keep_drop(core, OBJECT_SLOT, slot);
            table_drop(&core->slot_table, slot);
            enrolment->used--;
        } else {
            place++;
        }
        slot = slot_of(core, code, place);
    }
}

static bool *withdrawn_of(struct core *core, const char *code)
{
    uint32_t invite = table_find(&core->invite_table, code);
    if (invite != SLOT_NONE) {
        return &core->invites[invite].withdrawn;
    }
    uint32_t enrolment = table_find(&core->enrolment_table, code);
    return enrolment == SLOT_NONE ? NULL : &core->enrolments[enrolment].withdrawn;
}

static void code_keep(struct core *core, const char *code)
{
    uint32_t invite = table_find(&core->invite_table, code);
    if (invite != SLOT_NONE) {
        keep_due(core, OBJECT_INVITE, invite);
        return;
    }
    uint32_t enrolment = table_find(&core->enrolment_table, code);
    slots_drop(core, &core->enrolments[enrolment], false);
    keep_due(core, OBJECT_ENROLMENT, enrolment);
}

enum rc codes_withdraw(
    struct core *core, const char *code, const struct principal *by, uint64_t now)
{
    bool *withdrawn = withdrawn_of(core, code);
    if (withdrawn == NULL || *withdrawn) {
        return RC_UNKNOWN_CODE;
    }
    *withdrawn = true;
    code_keep(core, code);
    struct record_audit entry = {.kind = AUDIT_WITHDRAWN, .who = *by};
    audit_add(core, &entry, now);
    return RC_OK;
}

void codes_undo_withdraw(struct core *core, const char *code)
{
    bool *withdrawn = withdrawn_of(core, code);
    if (withdrawn != NULL && *withdrawn) {
        *withdrawn = false;
        code_keep(core, code);
    }
}

void invite_saved(struct core *core, uint32_t slot, uint64_t now)
{
    (void)now;
    if (core->invites[slot].withdrawn) {
        requests_forget_invite(core, slot);
        keep_drop(core, OBJECT_INVITE, slot);
        table_drop(&core->invite_table, slot);
    }
}

void enrolment_saved(struct core *core, uint32_t slot, uint64_t now)
{
    (void)now;
    struct enrolment *enrolment = &core->enrolments[slot];
    if (enrolment->withdrawn) {
        slots_drop(core, enrolment, true);
        keep_drop(core, OBJECT_ENROLMENT, slot);
        table_drop(&core->enrolment_table, slot);
    }
}

bool codes_lists_invite(const struct core *core, uint32_t slot, uint64_t wall_s)
{
    const struct invite *invite = &core->invites[slot];
    return !invite->withdrawn && invite->record.expires > wall_s &&
           invite->record.used < invite->record.uses;
}

bool codes_lists_enrolment(const struct core *core, uint32_t slot, uint64_t wall_s)
{
    const struct enrolment *enrolment = &core->enrolments[slot];
    return !enrolment->withdrawn && (enrolment->record.expires > wall_s || enrolment->used > 0);
}
