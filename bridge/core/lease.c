/* The life of a lease. Rejected: taking a failed write back to the lease before it. An end that
 * could not be stored is still an end: it is not said (so the robot's lease runs out within 3
 * s) and the write is tried again; only a claim that could not be stored is burnt, its number
 * with it.
 */
#include "bridge/core/lease.h"

#include <assert.h>
#include <string.h>

#include "bridge/core/asks.h"
#include "bridge/core/audit.h"
#include "bridge/core/keeper.h"
#include "bridge/core/match.h"
#include "bridge/core/people.h"
#include "bridge/core/queue.h"
#include "bridge/core/roster.h"
#include "bridge/core/stops.h"

bool lease_is_driven(const struct core *core, uint32_t slot)
{
    return core->leases[slot].phase != PHASE_FREE;
}

uint32_t lease_status_ms(const struct core *core, uint32_t slot)
{
    uint32_t own = core->leases[slot].terms.status_ms;
    return own > 0 ? own : core->config.settings.status_ms;
}

uint32_t lease_idle_ms(const struct core *core, uint32_t slot, uint64_t now)
{
    uint64_t since = core->leases[slot].idle_since;
    uint64_t idle = now > since ? now - since : 0;
    return idle < UINT32_MAX ? (uint32_t)idle : UINT32_MAX;
}

static uint32_t greater(uint32_t a, uint32_t b)
{
    return a > b ? a : b;
}

void lease_changed(struct core *core, uint32_t slot)
{
    struct core_lease *lease = &core->leases[slot];
    struct lease_number *number = &lease->record.number;
    if (number->rev < LEASE_NUMBER_MAX) {
        number->rev++;
    } else if (number->n < LEASE_NUMBER_MAX) {
        *number = (struct lease_number){.n = number->n + 1, .rev = 0};
    }
    lease->say_at = 0;
    lease->unanswered = 0;
    lease->otherwise = 0;
    keep_due(core, OBJECT_LEASE, slot);
}

static void lease_audit(
    struct core *core, uint32_t slot, enum audit_kind kind, enum why why, uint64_t now)
{
    const struct record_lease *record = &core->leases[slot].record;
    struct record_audit entry = {
        .kind = kind, .who = record->driver, .n = record->number.n, .why = why};
    memcpy(entry.robot, record->robot, sizeof entry.robot);
    audit_add(core, &entry, now);
}

/* Whoever was told that they drive is told of the end, once the end is stored. */
static void lease_tell(struct core *core, uint32_t slot, uint32_t person)
{
    struct core_lease *lease = &core->leases[slot];
    if (principal_is_nobody(&lease->tell)) {
        lease->tell = core->people[person].principal;
        core->people[person].untold++;
    }
}

/* What a claim that came to nothing is answered, by the reason of its end. */
static const enum rc claim_rc[WHY_COUNT_] = {
    [WHY_UNCONFIRMED] = RC_ROBOT_OFFLINE,
    [WHY_ROBOT_OFFLINE] = RC_ROBOT_OFFLINE,
    [WHY_DEREGISTERED] = RC_UNKNOWN_ROBOT,
    [WHY_REVOKED] = RC_NOT_ALLOWED,
    [WHY_SUPERSEDED] = RC_UNAVAILABLE,
    [WHY_RELEASED] = RC_WRONG_STATE,
    [WHY_RELEASED_BY_OPERATOR] = RC_WRONG_STATE,
    [WHY_GOODBYE] = RC_WRONG_STATE,
    [WHY_DRIVER_LOST] = RC_WRONG_STATE,
    [WHY_TAKEN_OVER] = RC_WRONG_STATE,
    [WHY_OUT_OF_SERVICE] = RC_WRONG_STATE,
    [WHY_SESSION_ENDED] = RC_WRONG_STATE,
};

static void lease_claim_failed(struct core *core, uint32_t slot, enum why why)
{
    struct core_lease *lease = &core->leases[slot];
    uint32_t ask = lease->claim;
    lease->claim = SLOT_NONE;
    core->counts.claims_unconfirmed += why == WHY_UNCONFIRMED;
    if (ask != SLOT_NONE) {
        ask_failed_with(core, ask, claim_rc[why] == RC_OK ? RC_WRONG_STATE : claim_rc[why]);
    }
}

/* Everything but the lease's own members: person, session, audit, who is told. */
static void lease_over(struct core *core, uint32_t slot, enum why why, uint64_t now)
{
    struct core_lease *lease = &core->leases[slot];
    uint32_t person = person_find(core, &lease->record.driver);
    assert(person != SLOT_NONE);
    if (lease->phase == PHASE_CLAIMED) {
        lease_claim_failed(core, slot, why);
    } else {
        lease_audit(core, slot, AUDIT_ENDED, why, now);
        core->counts.leases_ended++;
        lease_tell(core, slot, person);
    }
    core->people[person].why = why;
}

static bool terms_equal(const struct lease_terms *a, const struct lease_terms *b)
{
    return a->drive == b->drive && a->why == b->why && a->limit == b->limit &&
           a->status_ms == b->status_ms;
}

void lease_set_terms(struct core *core, uint32_t slot, const struct lease_terms *terms)
{
    struct core_lease *lease = &core->leases[slot];
    if (terms_equal(&lease->terms, terms)) {
        return;
    }
    lease->terms = *terms;
    memset(lease->record.why, 0, sizeof lease->record.why);
    lease->record.why[0] = terms->why;
    lease_changed(core, slot);
    person_me_due(core, person_find(core, &lease->record.driver));
}

static void lease_leave_match(struct core *core, uint32_t slot, enum why why, uint64_t now)
{
    struct core_lease *lease = &core->leases[slot];
    uint32_t match = lease->match;
    lease->match = SLOT_NONE;
    if (match != SLOT_NONE) {
        match_lease_ended(core, match, slot, why, now);
    }
    matches_stir(core);
}

void lease_end(struct core *core, uint32_t slot, enum why why, uint64_t now)
{
    struct core_lease *lease = &core->leases[slot];
    if (lease->phase == PHASE_FREE) {
        return;
    }
    uint32_t person = person_find(core, &lease->record.driver);
    lease_over(core, slot, why, now);
    person_let_go(core, person, slot);
    lease->phase = PHASE_FREE;
    lease->record.driver = (struct principal){0};
    lease->record.session = (struct tag){0};
    lease->stopper_count = 0;
    memset(&lease->terms, 0, sizeof lease->terms);
    memset(lease->record.why, 0, sizeof lease->record.why);
    lease->record.why[0] = why;
    lease_changed(core, slot);
    lease_leave_match(core, slot, why, now);
    queue_pass_time(core, slot, now);
}

static struct lease_terms lease_first_terms(
    const struct core *core, uint32_t slot, uint32_t match)
{
    if (match != SLOT_NONE) {
        return match_terms(core, match, core->robots[slot].unit);
    }
    return (struct lease_terms){.drive = true, .limit = LEASE_LIMIT_NONE};
}

enum rc lease_grant(
    struct core *core, uint32_t slot, const struct lease_claim *claim, uint64_t now)
{
    struct core_lease *lease = &core->leases[slot];
    uint32_t n = greater(lease->record.number.n, lease->highest);
    if (n >= LEASE_NUMBER_MAX) {
        return RC_UNAVAILABLE;
    }
    if (lease->phase != PHASE_FREE) {
        lease_over(core, slot, WHY_TAKEN_OVER, now); /* the holder claims again */
    } else if (!person_take_hold(core, claim->person, slot, &claim->fresh)) {
        return RC_FULL;
    } else if (claim->match != SLOT_NONE && !match_add_lease(core, claim->match, slot)) {
        person_let_go(core, claim->person, slot);
        return RC_FULL;
    }
    struct person *driver = &core->people[claim->person];
    driver->why = WHY_NONE;
    lease->phase = PHASE_CLAIMED;
    lease->claim = claim->ask;
    lease->confirm_by = now + CLAIM_CONFIRM_MS;
    lease->idle_since = now;
    lease->record.number = (struct lease_number){.n = n + 1, .rev = 0};
    lease->record.driver = driver->principal;
    lease->record.session = driver->session;
    lease->match = claim->match;
    lease->terms = lease_first_terms(core, slot, claim->match);
    memset(lease->record.why, 0, sizeof lease->record.why);
    lease->record.why[0] = lease->terms.why;
    lease->stopper_count = core->stopper_count;
    memcpy(lease->stoppers, core->stoppers, sizeof lease->stoppers);
    lease_changed(core, slot);
    (void)queue_leave(core, slot, &driver->principal); /* they need not have waited */
    matches_stir(core);
    return RC_OK;
}

/* The robot knows a higher pair than we do: our store is an older one. Whatever lease stood is
 * over; one number above everything known brings the robot back to ours. One that shows the
 * last number of all is followed, and never driven again. */
static void lease_supersede(
    struct core *core, uint32_t slot, const struct input_robot_state *state, uint64_t now)
{
    struct core_lease *lease = &core->leases[slot];
    uint32_t n = greater(lease->record.number.n, greater(state->number.n, state->highest));
    core->counts.leases_superseded++;
    lease_end(core, slot, WHY_SUPERSEDED, now);
    if (n < LEASE_NUMBER_MAX) {
        lease->record.number = (struct lease_number){.n = n + 1, .rev = 0};
    } else {
        uint32_t rev = state->number.n == n ? state->number.rev : 0;
        struct lease_number last = {.n = n, .rev = rev};
        if (lease_number_compare(&last, &lease->record.number) > 0) {
            lease->record.number = last;
        }
    }
    lease_changed(core, slot);
}

/* It shows a higher pair, or it answers again and again and never shows ours: then it has kept
 * a higher rev of this n (state tells only the highest n), which it will show to nobody. */
static bool lease_is_superseded(
    const struct core_lease *lease, const struct input_robot_state *state)
{
    return lease_number_compare(&state->number, &lease->record.number) > 0 ||
           state->highest > lease->record.number.n || lease->otherwise >= SHOW_PATIENCE;
}

static void lease_confirm(struct core *core, uint32_t slot, uint64_t now)
{
    struct core_lease *lease = &core->leases[slot];
    uint32_t person = person_find(core, &lease->record.driver);
    struct kept_answer answer = {
        .rc = RC_OK, .n = lease->record.number.n, .session = lease->record.session};
    memcpy(answer.robot, lease->record.robot, sizeof answer.robot);
    lease->phase = PHASE_HELD;
    core->counts.claims_granted++;
    lease_audit(core, slot, AUDIT_CLAIMED, WHY_NONE, now);
    (void)session_step(&core->people[person].session_state, SESSION_CONFIRM);
    if (lease->claim != SLOT_NONE) {
        ask_done(core, lease->claim, &answer);
        lease->claim = SLOT_NONE;
    }
    roster_changed(core, slot);
    person_me_due(core, person);
}

static void lease_note_shown(
    struct core_lease *lease, const struct input_robot_state *state, uint64_t now)
{
    lease->has_shown = true;
    lease->unanswered = 0;
    lease->shown = state->number;
    bool ours = lease_number_compare(&state->number, &lease->record.number) == 0;
    lease->otherwise = ours ? 0 : lease->otherwise + 1;
    lease->c = state->c;
    lease->highest = greater(lease->highest, state->highest);
    lease->shown_stop_count = state->stop_count;
    for (unsigned i = 0; i < state->stop_count; i++) {
        lease->shown_stops[i] = state->stops[i].id;
    }
    lease->idle_since = now > state->idle_ms ? now - state->idle_ms : 0;
}

void lease_hear_state(
    struct core *core, uint32_t slot, const struct input_robot_state *state, uint64_t now)
{
    struct core_lease *lease = &core->leases[slot];
    bool known = lease->has_shown;
    lease_note_shown(lease, state, now);
    if (!known) {
        matches_stir(core); /* it can be claimed from now on */
    }
    if (lease_is_superseded(lease, state)) {
        lease_supersede(core, slot, state, now);
    }
    stops_adopt(core, slot, state, now);
    if (lease->phase == PHASE_CLAIMED && state->number.n == lease->record.number.n &&
        keep_stored(core, OBJECT_LEASE, slot)) {
        lease_confirm(core, slot, now);
    }
    core_touch(core, OBJECT_LEASE, slot);
}

void lease_robot_back(struct core *core, uint32_t slot, uint64_t now)
{
    struct core_lease *lease = &core->leases[slot];
    if (lease->phase == PHASE_CLAIMED) {
        lease_end(core, slot, WHY_UNCONFIRMED,
            now); /* its number is not above what it kept, perhaps */
    }
    lease->has_shown = false;
    lease->shown_stop_count = 0;
    lease->unanswered = 0;
    lease->say_at = 0;
    core_touch(core, OBJECT_LEASE, slot);
}

void lease_greet(struct core *core, uint32_t slot)
{
    core->leases[slot].greet = true;
    core_touch(core, OBJECT_LEASE, slot);
}

void lease_saved(struct core *core, uint32_t slot, uint64_t now)
{
    (void)now;
    struct core_lease *lease = &core->leases[slot];
    lease->undo_count = 0;
    if (!principal_is_nobody(&lease->tell)) {
        uint32_t person = person_find(core, &lease->tell);
        lease->tell = (struct principal){0};
        core->people[person].untold--;
        person_me_due(core, person);
        roster_changed(core, slot);
    }
    if (lease->phase != PHASE_FREE) {
        core_touch(core, OBJECT_PERSON, person_find(core, &lease->record.driver));
    }
    for (unsigned i = 0; i < lease->record.queue_count; i++) {
        core_touch(core, OBJECT_PERSON, person_find(core, &lease->record.queue[i]));
    }
    core_touch(core, OBJECT_LEASE, slot);
}

void lease_failed(struct core *core, uint32_t slot, uint64_t now)
{
    struct core_lease *lease = &core->leases[slot];
    stops_undo(core, slot);
    if (lease->phase == PHASE_CLAIMED) {
        if (lease->claim != SLOT_NONE) {
            ask_failed_with(core, lease->claim, RC_UNAVAILABLE);
            lease->claim = SLOT_NONE;
        }
        lease_end(core, slot, WHY_UNCONFIRMED, now);
        agenda_set(&core->agenda, core_object(core, OBJECT_LEASE, slot), now + STORE_RETRY_MS);
    }
}
