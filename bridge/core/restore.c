/* Bringing back what the store kept. A lease with a driver comes back as HELD: whoever it is
 * has ANNOUNCE_MS after the connection began to be heard, and its robot shows what it holds.
 */
#include <string.h>

#include "bridge/core/asks.h"
#include "bridge/core/codes.h"
#include "bridge/core/core.h"
#include "bridge/core/match.h"
#include "bridge/core/people.h"
#include "bridge/core/registry.h"
#include "bridge/core/revocations.h"
#include "bridge/core/state.h"

static enum rc restore_robot(struct core *core, const struct record *kept)
{
    const struct record_robot *record = &kept->robot;
    if (!id_valid(record->id)) {
        return RC_BAD_REQUEST;
    }
    uint32_t slot = registry_take(core, record->id, NULL);
    if (slot == SLOT_NONE) {
        return record->registered ? RC_FULL : RC_OK; /* only its numbers are lost */
    }
    core->robots[slot].record = *record;
    core->robots[slot].described = true;
    return RC_OK;
}

static enum rc restore_queue(struct core *core, uint32_t slot)
{
    const struct record_lease *record = &core->leases[slot].record;
    for (unsigned i = 0; i < record->queue_count; i++) {
        uint32_t person = person_take(core, &record->queue[i]);
        if (person == SLOT_NONE) {
            return RC_FULL;
        }
        struct person *who = &core->people[person];
        if (who->queue_count == CORE_ME_QUEUE) {
            return RC_BAD_REQUEST;
        }
        who->queues[who->queue_count++] = slot;
        who->me_said = true; /* by the bridge that was before */
    }
    return RC_OK;
}

static enum rc restore_driver(struct core *core, uint32_t slot)
{
    struct core_lease *lease = &core->leases[slot];
    if (principal_is_nobody(&lease->record.driver)) {
        return RC_OK;
    }
    uint32_t person = person_take(core, &lease->record.driver);
    if (person == SLOT_NONE) {
        return RC_FULL;
    }
    if (!person_take_hold(core, person, slot, &lease->record.session)) {
        return RC_BAD_REQUEST;
    }
    (void)session_step(&core->people[person].session_state, SESSION_CONFIRM);
    core->people[person].me_said = true;
    lease->phase = PHASE_HELD;
    lease->terms = (struct lease_terms){.drive = true, .limit = LEASE_LIMIT_NONE};
    return RC_OK;
}

static bool lease_makes_sense(const struct record_lease *record)
{
    return record->number.n <= LEASE_NUMBER_MAX && record->number.rev <= LEASE_NUMBER_MAX &&
           record->stop_count <= LEASE_STOPS && record->cleared_count <= LEASE_CLEARED &&
           record->queue_count <= LEASE_QUEUE;
}

static enum rc restore_lease(struct core *core, const struct record *kept)
{
    const struct record_lease *record = &kept->lease;
    uint32_t slot = table_find(&core->robot_table, record->robot);
    if (slot == SLOT_NONE) {
        return RC_OK; /* of a row that was given up */
    }
    if (!lease_makes_sense(record)) {
        return RC_BAD_REQUEST;
    }
    core->leases[slot].record = *record;
    enum rc rc = restore_driver(core, slot);
    return rc == RC_OK ? restore_queue(core, slot) : rc;
}

static enum rc restore_ask(struct core *core, const struct record *kept)
{
    const struct record_ask *record = &kept->ask;
    enum rc rc = asks_restore(core, record);
    uint32_t person = person_find(core, &record->asker);
    if (rc == RC_OK && kind_may_drive(record->asker.kind)) {
        core->people[person].me_said = true;
    }
    return rc == RC_FULL ? RC_OK : rc; /* an answer forgotten early */
}

static enum rc restore_one_invite(struct core *core, const struct record *record)
{
    return codes_restore_invite(core, &record->invite);
}

static enum rc restore_one_enrolment(struct core *core, const struct record *record)
{
    return codes_restore_enrolment(core, &record->enrolment);
}

static enum rc restore_one_slot(struct core *core, const struct record *record)
{
    return codes_restore_slot(core, &record->slot);
}

static enum rc restore_one_revocation(struct core *core, const struct record *record)
{
    return revocations_restore(core, &record->revocation);
}

static enum rc restore_match(struct core *core, const struct record *record)
{
    return match_restore(core, &record->match);
}

static enum rc restore_input(struct core *core, const struct record *record)
{
    return match_restore_input(core, &record->match_input);
}

static enum rc restore_tally(struct core *core, const struct record *record)
{
    return match_restore_tally(core, &record->tally);
}

typedef enum rc restore_fn(struct core *core, const struct record *record);

static restore_fn *const restore_rows[RECORD_COUNT_] = {
    [RECORD_ROBOT] = restore_robot,
    [RECORD_LEASE] = restore_lease,
    [RECORD_INVITE] = restore_one_invite,
    [RECORD_ENROLMENT] = restore_one_enrolment,
    [RECORD_SLOT] = restore_one_slot,
    [RECORD_REVOCATION] = restore_one_revocation,
    [RECORD_ASK] = restore_ask,
    [RECORD_MATCH] = restore_match,
    [RECORD_MATCH_INPUT] = restore_input,
    [RECORD_TALLY] = restore_tally,
};

enum rc core_restore(struct core *core, const struct record *record, uint64_t wall)
{
    core->wall = wall;
    bool known = (unsigned)record->kind < RECORD_COUNT_ && restore_rows[record->kind] != NULL;
    return known ? restore_rows[record->kind](core, record) : RC_BAD_REQUEST;
}
