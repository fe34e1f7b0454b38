/* When a lease is said, and what time does to it. Level-triggered: what the robot should know
 * is compared with what it showed; a lost message costs one repeat.
 */
#include <string.h>

#include "bridge/core/keeper.h"
#include "bridge/core/lease.h"
#include "bridge/core/people.h"
#include "bridge/core/queue.h"
#include "bridge/core/registry.h"
#include "bridge/core/stops.h"
#include "robot/base/pacing.h"

#define TURNS_APART_MS                                                                         \
    619u /* of neighbouring slots: spreads any number of them over a second */

/* A robot whose card was lost on the way hears nothing before its first lease, so that it says
 * presence and card again. */
static bool lease_withheld(const struct core *core, uint32_t slot)
{
    static const struct lease_number none;
    return !core->robots[slot].described &&
           lease_number_compare(&core->leases[slot].record.number, &none) == 0;
}

/* The robot may be there to hear it. */
static bool lease_reaches(const struct core *core, uint32_t slot)
{
    return core->link.up && registry_reachable(core, slot) && !lease_withheld(core, slot);
}

static bool lease_unfinished(const struct core *core, uint32_t slot)
{
    const struct core_lease *lease = &core->leases[slot];
    return !lease->has_shown || lease->greet ||
           lease_number_compare(&lease->shown, &lease->record.number) != 0 ||
           stops_unfinished(core, slot);
}

/* ms until the next repeat; 0 = there is none. */
static uint32_t lease_period(const struct core *core, uint32_t slot)
{
    const struct core_lease *lease = &core->leases[slot];
    if (lease_unfinished(core, slot)) {
        bool patient = lease->phase == PHASE_FREE && lease->unanswered >= SAY_PATIENCE;
        return patient ? LEASE_REFRESH_MS : LEASE_REPEAT_MS;
    }
    return lease->phase == PHASE_FREE ? 0 : LEASE_REFRESH_MS;
}

/* Leases granted in one moment are not refreshed in one moment: each slot has its turns. And
 * whoever announces itself without end is not answered without end. */
static uint64_t lease_next(const struct core *core, uint32_t slot, uint64_t now)
{
    bool refreshed = lease_period(core, slot) == LEASE_REFRESH_MS;
    return refreshed ? pacing_next(now, LEASE_REFRESH_MS, slot * TURNS_APART_MS)
                     : now + LEASE_REPEAT_MS;
}

static uint32_t smaller(uint32_t a, uint32_t b)
{
    return a < b ? a : b;
}

static void lease_fill(const struct core *core, uint32_t slot, struct lease *ret)
{
    const struct core_lease *lease = &core->leases[slot];
    const struct record_lease *record = &lease->record;
    const struct robot_card *card = &core->robots[slot].record.card;
    const struct core_settings *settings = &core->config.settings;
    ret->number = record->number;
    ret->e = lease->c;
    ret->driver = record->driver;
    ret->drive = lease->terms.drive;
    memcpy(ret->why, record->why, sizeof ret->why);
    ret->session = record->session;
    for (unsigned i = 0; i < AXIS_COUNT_; i++) {
        ret->limits[i] = 1;
    }
    if (lease->match != SLOT_NONE) {
        ret->limits[AXIS_X] = ret->limits[AXIS_Y] =
            lease->terms.limit / (double)LEASE_LIMIT_NONE;
    }
    ret->stopper_count = lease->stopper_count;
    memcpy(ret->stoppers, lease->stoppers, sizeof ret->stoppers);
    ret->stop_count = record->stop_count;
    memcpy(ret->stops, record->stops, sizeof ret->stops);
    stops_say_cleared(core, slot, ret);
    ret->max_age_ms = smaller(settings->max_age_ms, card->max_age_ms);
    ret->deadman_ms = smaller(settings->deadman_ms, card->deadman_ms);
    ret->status_ms = lease_status_ms(core, slot);
}

static void lease_say(struct core *core, uint32_t slot, uint64_t now, struct effects *effects)
{
    struct core_lease *lease = &core->leases[slot];
    uint32_t period = lease_period(core, slot);
    if (period == 0 || !lease_reaches(core, slot) || now < lease->say_at) {
        return;
    }
    struct effect_lease *say = &effect_add(effects, EFFECT_LEASE)->lease;
    memcpy(say->robot, lease->record.robot, sizeof say->robot);
    say->max_message = core->robots[slot].record.card.max_message;
    lease_fill(core, slot, &say->lease);
    lease->greet = false;
    lease->unanswered++;
    lease->said_at = now;
    lease->say_at = lease_next(core, slot, now);
}

static void lease_pass_time(struct core *core, uint32_t slot, uint64_t now)
{
    struct core_lease *lease = &core->leases[slot];
    if (lease->phase == PHASE_CLAIMED && now >= lease->confirm_by) {
        lease_end(core, slot, WHY_UNCONFIRMED, now);
    }
    if (core->robots[slot].record.out_of_service) { /* stored before the lease's end was */
        lease_end(core, slot, WHY_OUT_OF_SERVICE, now);
    }
    if (lease->phase == PHASE_HELD && core->link.up) {
        person_end_idle_session(core, person_find(core, &lease->record.driver), now);
    }
    queue_pass_time(core, slot, now);
}

static uint64_t lease_deadline(const struct core *core, uint32_t slot)
{
    const struct core_lease *lease = &core->leases[slot];
    uint64_t at = AGENDA_NEVER;
    if (lease->phase == PHASE_CLAIMED) {
        at = lease->confirm_by;
    } else if (lease->phase == PHASE_HELD && core->link.up) {
        at = person_idle_at(core, person_find(core, &lease->record.driver));
    } else if (!principal_is_nobody(&lease->offer_to)) {
        at = lease->offer_by;
    }
    if (keep_stored(core, OBJECT_LEASE, slot) && lease_reaches(core, slot) &&
        lease_period(core, slot) > 0) {
        at = earlier(at, lease->say_at);
    }
    return at;
}

void lease_due(struct core *core, uint32_t slot, uint64_t now, struct effects *effects)
{
    struct core_lease *lease = &core->leases[slot];
    if (lease->record.robot[0] == '\0') {
        return; /* the robot's row was given up */
    }
    lease_pass_time(core, slot, now);
    /* a state that shows something else is answered at once, but not faster than the repeats */
    if (lease_unfinished(core, slot) && lease->say_at > lease->said_at + LEASE_REPEAT_MS &&
        lease_period(core, slot) == LEASE_REPEAT_MS) {
        lease->say_at = lease->said_at + LEASE_REPEAT_MS;
    }
    if (keep_is_due(core, OBJECT_LEASE, slot)) {
        struct record *record = keep_send(core, OBJECT_LEASE, slot, effects);
        record->kind = RECORD_LEASE;
        record->lease = lease->record;
    } else if (keep_stored(core, OBJECT_LEASE, slot)) {
        lease_say(core, slot, now, effects);
    }
    agenda_sooner(
        &core->agenda, core_object(core, OBJECT_LEASE, slot), lease_deadline(core, slot));
}
