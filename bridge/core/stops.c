/* Clearing is told to the robot only once it is stored; a write that fails takes it back
 * (undo), for the asker is told that it could not be done.
 */
#include "bridge/core/stops.h"

#include <string.h>

#include "bridge/core/audit.h"
#include "bridge/core/lease.h"
#include "bridge/core/match.h"
#include "bridge/core/people.h"

static unsigned tags_find(const struct tag *tags, unsigned count, const struct tag *tag)
{
    unsigned i = 0;
    while (i < count && !tag_equal(&tags[i], tag)) {
        i++;
    }
    return i;
}

static bool stops_was_cleared(const struct record_lease *record, const struct tag *id)
{
    return tags_find(record->cleared, record->cleared_count, id) < record->cleared_count;
}

static unsigned stops_find(const struct record_lease *record, const struct tag *id)
{
    unsigned i = 0;
    while (i < record->stop_count && !tag_equal(&record->stops[i].id, id)) {
        i++;
    }
    return i;
}

static struct stop_entry *stops_place(struct record_lease *record, const struct principal *by)
{
    for (unsigned i = 0; i < record->stop_count; i++) {
        if (principal_equal(&record->stops[i].by, by)) {
            return &record->stops[i];
        }
    }
    return record->stop_count < LEASE_STOPS ? &record->stops[record->stop_count++] : NULL;
}

/* The robot hears of it, and so does whoever drives it. */
static void stops_changed(struct core *core, uint32_t slot)
{
    lease_changed(core, slot);
    person_me_due(core, person_find(core, &core->leases[slot].record.driver));
    matches_stir(core);
}

static struct record_audit stops_entry(
    const struct record_lease *record, const struct principal *who, const struct tag *id)
{
    struct record_audit entry = {.who = *who, .n = record->number.n, .tag = *id};
    memcpy(entry.robot, record->robot, sizeof entry.robot);
    return entry;
}

enum rc stops_add(struct core *core, uint32_t slot, const struct stop_entry *stop, uint64_t now)
{
    struct record_lease *record = &core->leases[slot].record;
    if (stops_was_cleared(record, &stop->id)) {
        return RC_WRONG_STATE;
    }
    if (stops_find(record, &stop->id) < record->stop_count) {
        return RC_OK;
    }
    struct stop_entry *place = stops_place(record, &stop->by);
    if (place == NULL) {
        core->counts.full++;
        return RC_FULL;
    }
    *place = *stop;
    core->counts.stops_adopted++;
    match_note_stop(core, slot);
    struct record_audit entry = stops_entry(record, &stop->by, &stop->id);
    entry.kind = AUDIT_STOPPED;
    audit_add(core, &entry, now);
    stops_changed(core, slot);
    return RC_OK;
}

/* A robot repeats what it shows: a stop that its principal has since replaced must not replace
 * its successor again. */
static bool stops_superseded(const struct record_lease *record, const struct principal *by)
{
    for (unsigned i = 0; i < record->stop_count; i++) {
        if (principal_equal(&record->stops[i].by, by)) {
            return true;
        }
    }
    return false;
}

void stops_adopt(
    struct core *core, uint32_t slot, const struct input_robot_state *state, uint64_t now)
{
    const struct record_lease *record = &core->leases[slot].record;
    bool behind = lease_number_compare(&state->number, &record->number) < 0;
    for (unsigned i = 0; i < state->stop_count; i++) {
        const struct stop_entry *stop = &state->stops[i];
        if (behind && stops_superseded(record, &stop->by)) {
            continue;
        }
        (void)stops_add(
            core, slot, stop, now); /* cleared or no room: the robot stands anyway */
    }
}

static bool stops_may_clear(
    const struct core *core, uint32_t slot, const struct principal *asker, const struct tag *id)
{
    if (asker->kind == KIND_REFEREE || asker->kind == KIND_OPERATOR) {
        return true;
    }
    const struct record_lease *record = &core->leases[slot].record;
    unsigned i = stops_find(record, id);
    return core->leases[slot].match == SLOT_NONE && i < record->stop_count &&
           principal_equal(&record->stops[i].by, asker) &&
           principal_equal(&record->driver, asker);
}

static void stops_remember(struct record_lease *record, const struct tag *id)
{
    if (stops_was_cleared(record, id)) {
        return;
    }
    unsigned kept =
        record->cleared_count < LEASE_CLEARED ? record->cleared_count : LEASE_CLEARED - 1;
    memmove(&record->cleared[1], &record->cleared[0], kept * sizeof record->cleared[0]);
    record->cleared[0] = *id;
    record->cleared_count = kept + 1;
}

static void stops_remove(struct core *core, uint32_t slot, const struct principal *asker,
    const struct tag *id, uint64_t now)
{
    struct core_lease *lease = &core->leases[slot];
    struct record_lease *record = &lease->record;
    unsigned i = stops_find(record, id);
    if (i < record->stop_count) {
        if (lease->undo_count < LEASE_STOPS) {
            lease->undo[lease->undo_count++] = record->stops[i];
        }
        record->stop_count--;
        record->stops[i] = record->stops[record->stop_count];
        memset(&record->stops[record->stop_count], 0, sizeof record->stops[0]);
    }
    struct record_audit entry = stops_entry(record, asker, id);
    entry.kind = AUDIT_CLEARED;
    audit_add(core, &entry, now);
    core->counts.stops_cleared++;
    stops_remember(record, id);
}

static bool stops_known(const struct core_lease *lease, const struct tag *id)
{
    return stops_find(&lease->record, id) < lease->record.stop_count ||
           tags_find(lease->shown_stops, lease->shown_stop_count, id) < lease->shown_stop_count;
}

/* The ids to clear: those named, or all that stand or are shown and this one may clear. */
static unsigned stops_chosen(const struct core *core, uint32_t slot,
    const struct input_ask *ask, struct tag ret[2 * LEASE_STOPS])
{
    const struct core_lease *lease = &core->leases[slot];
    unsigned count = 0;
    for (unsigned i = 0; i < ask->ask.id_count; i++) {
        if (stops_known(lease, &ask->ask.ids[i])) {
            ret[count++] = ask->ask.ids[i];
        }
    }
    if (ask->ask.id_count > 0) {
        return count;
    }
    for (unsigned i = 0; i < lease->record.stop_count; i++) {
        if (stops_may_clear(core, slot, &ask->asker, &lease->record.stops[i].id)) {
            ret[count++] = lease->record.stops[i].id;
        }
    }
    for (unsigned i = 0; i < lease->shown_stop_count; i++) {
        if (tags_find(ret, count, &lease->shown_stops[i]) == count &&
            stops_may_clear(core, slot, &ask->asker, &lease->shown_stops[i])) {
            ret[count++] = lease->shown_stops[i];
        }
    }
    return count;
}

/* All that was named has been cleared before: whoever asks again has what they want. */
static bool stops_were_cleared(const struct record_lease *record, const struct ask *ask)
{
    for (unsigned i = 0; i < ask->id_count; i++) {
        if (!stops_was_cleared(record, &ask->ids[i])) {
            return false;
        }
    }
    return true;
}

enum rc stops_clear(struct core *core, uint32_t slot, const struct input_ask *ask, uint64_t now)
{
    struct tag ids[2 * LEASE_STOPS];
    unsigned count = stops_chosen(core, slot, ask, ids);
    for (unsigned i = 0; i < count; i++) {
        if (!stops_may_clear(core, slot, &ask->asker, &ids[i])) {
            return RC_NOT_ALLOWED;
        }
    }
    if (count == 0 && ask->ask.id_count == 0 && core->leases[slot].record.stop_count > 0) {
        return RC_NOT_ALLOWED;
    }
    if (count == 0 && !stops_were_cleared(&core->leases[slot].record, &ask->ask)) {
        return RC_WRONG_STATE;
    }
    for (unsigned i = 0; i < count; i++) {
        stops_remove(core, slot, &ask->asker, &ids[i], now);
    }
    if (count > 0) {
        stops_changed(core, slot);
    }
    return RC_OK;
}

bool stops_unfinished(const struct core *core, uint32_t slot)
{
    const struct core_lease *lease = &core->leases[slot];
    for (unsigned i = 0; i < lease->shown_stop_count; i++) {
        if (stops_was_cleared(&lease->record, &lease->shown_stops[i])) {
            return true;
        }
    }
    return false;
}

void stops_say_cleared(const struct core *core, uint32_t slot, struct lease *ret)
{
    const struct core_lease *lease = &core->leases[slot];
    const struct record_lease *record = &lease->record;
    for (unsigned i = 0; i < lease->shown_stop_count; i++) {
        if (stops_was_cleared(record, &lease->shown_stops[i])) {
            ret->cleared[ret->cleared_count++] = lease->shown_stops[i];
        }
    }
    for (unsigned i = 0; i < record->cleared_count && ret->cleared_count < CORE_CLEARS_SAID;
         i++) {
        if (tags_find(ret->cleared, ret->cleared_count, &record->cleared[i]) ==
            ret->cleared_count) {
            ret->cleared[ret->cleared_count++] = record->cleared[i];
        }
    }
}

static void stops_forget_cleared(struct record_lease *record, const struct tag *id)
{
    unsigned i = tags_find(record->cleared, record->cleared_count, id);
    if (i == record->cleared_count) {
        return;
    }
    record->cleared_count--;
    memmove(&record->cleared[i], &record->cleared[i + 1],
        (record->cleared_count - i) * sizeof record->cleared[0]);
    memset(&record->cleared[record->cleared_count], 0, sizeof record->cleared[0]);
}

void stops_undo(struct core *core, uint32_t slot)
{
    struct core_lease *lease = &core->leases[slot];
    for (unsigned i = 0; i < lease->undo_count; i++) {
        const struct stop_entry *stop = &lease->undo[i];
        stops_forget_cleared(&lease->record, &stop->id);
        struct stop_entry *place = stops_place(&lease->record, &stop->by);
        if (place != NULL) {
            *place = *stop;
        }
    }
    lease->undo_count = 0;
}
