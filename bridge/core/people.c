#include "bridge/core/people.h"

#include <string.h>

#include "bridge/core/asks.h"
#include "bridge/core/keeper.h"
#include "bridge/core/lease.h"
#include "bridge/core/match.h"
#include "bridge/core/me.h"
#include "bridge/core/queue.h"
#include "bridge/core/stoppers.h"

uint32_t person_find(const struct core *core, const struct principal *principal)
{
    char key[PRINCIPAL_SIZE];
    return table_find(&core->person_table, principal_to_text(principal, key));
}

static bool person_holds_nothing(const struct person *person)
{
    return person->lease_count == 0 && person->queue_count == 0 && person->untold == 0 &&
           person->match == SLOT_NONE && person->waits == SLOT_NONE;
}

static void person_drop(struct core *core, uint32_t slot)
{
    asks_drop_all(core, slot);
    agenda_set(&core->agenda, core_object(core, OBJECT_PERSON, slot), AGENDA_NEVER);
    table_drop(&core->person_table, slot);
}

/* The longest silent of those who hold nothing, are not there and wait for no answer. */
static void people_make_room(struct core *core)
{
    uint32_t chosen = SLOT_NONE;
    for (uint32_t i = 0; i < core->person_table.count; i++) {
        uint32_t slot = table_at(&core->person_table, i);
        const struct person *person = &core->people[slot];
        if (person->state != PERSON_PRESENT && person->state != PERSON_LOST &&
            person_holds_nothing(person) && !person->me_said && !asks_pending(core, slot) &&
            (chosen == SLOT_NONE || person->heard_at < core->people[chosen].heard_at)) {
            chosen = slot;
        }
    }
    if (chosen != SLOT_NONE) {
        person_drop(core, chosen);
    }
}

uint32_t person_take(struct core *core, const struct principal *principal)
{
    uint32_t slot = person_find(core, principal);
    if (slot != SLOT_NONE) {
        return slot;
    }
    if (core->person_table.count == core->person_table.capacity) {
        people_make_room(core);
    }
    char key[PRINCIPAL_SIZE];
    slot = table_take(&core->person_table, principal_to_text(principal, key));
    if (slot == SLOT_NONE) {
        core->counts.full++;
        return SLOT_NONE;
    }
    core->people[slot].principal = *principal;
    core->people[slot].asks = SLOT_NONE;
    core->people[slot].match = core->people[slot].waits = SLOT_NONE;
    return slot;
}

void person_alive(struct core *core, uint32_t slot, uint64_t now)
{
    struct person *person = &core->people[slot];
    bool back = !person->announced || person->state == PERSON_LOST;
    person->announced = true;
    person->heard_at = now;
    if (person->state == PERSON_LOST) {
        person->state = PERSON_PRESENT;
    } else if (person->state == PERSON_LEFT) {
        person->state = PERSON_UNKNOWN;
        person->conn = (struct tag){0};
    }
    core_touch(core, OBJECT_PERSON, slot);
    if (back) {
        matches_stir(core);
    }
    for (unsigned i = 0; back && i < person->queue_count; i++) {
        core_touch(core, OBJECT_LEASE, person->queues[i]); /* may be offered to them now */
    }
}

bool person_is_there(const struct core *core, uint32_t slot)
{
    const struct person *person = &core->people[slot];
    return person->announced && person->state != PERSON_LOST && person->state != PERSON_LEFT;
}

void person_me_due(struct core *core, uint32_t slot)
{
    if (slot != SLOT_NONE) {
        core->people[slot].me_due = true;
        core_touch(core, OBJECT_PERSON, slot);
    }
}

bool person_take_hold(struct core *core, uint32_t slot, uint32_t robot, const struct tag *fresh)
{
    struct person *person = &core->people[slot];
    bool first = person->session_state == SESSION_NONE;
    if (person->lease_count == CORE_ME_LEASES ||
        !session_step(&person->session_state, SESSION_CLAIM)) {
        core->counts.full++;
        return false;
    }
    if (first) {
        person->session = *fresh;
    }
    person->leases[person->lease_count++] = robot;
    return true;
}

static void list_remove(uint32_t *list, unsigned *count, uint32_t value)
{
    for (unsigned i = 0; i < *count; i++) {
        if (list[i] == value) {
            (*count)--;
            memmove(&list[i], &list[i + 1], (*count - i) * sizeof list[0]);
            return;
        }
    }
}

void person_let_go(struct core *core, uint32_t slot, uint32_t robot)
{
    struct person *person = &core->people[slot];
    list_remove(person->leases, &person->lease_count, robot);
    if (person->lease_count == 0) {
        (void)session_step(&person->session_state, SESSION_OVER);
        person->session = (struct tag){0};
    }
    core_touch(core, OBJECT_PERSON, slot);
}

void person_leave_queue(struct core *core, uint32_t slot, uint32_t robot)
{
    list_remove(core->people[slot].queues, &core->people[slot].queue_count, robot);
}

void person_leave(struct core *core, uint32_t slot, enum why why, uint64_t now)
{
    struct person *person = &core->people[slot];
    while (person->queue_count > 0) {
        (void)queue_leave(core, person->queues[0], &person->principal); /* they are in it */
    }
    while (person->lease_count > 0) {
        lease_end(core, person->leases[0], why, now);
    }
}

uint64_t person_idle_at(const struct core *core, uint32_t slot)
{
    const struct person *person = &core->people[slot];
    uint64_t since = 0;
    for (unsigned i = 0; i < person->lease_count; i++) {
        const struct core_lease *lease = &core->leases[person->leases[i]];
        if (lease->phase == PHASE_CLAIMED || lease->match != SLOT_NONE) {
            return AGENDA_NEVER; /* a match's leases do not end by idleness */
        }
        since = lease->idle_since > since ? lease->idle_since : since;
    }
    return since + core->config.settings.idle_ms;
}

void person_end_idle_session(struct core *core, uint32_t slot, uint64_t now)
{
    struct person *person = &core->people[slot];
    if (now < person_idle_at(core, slot) ||
        !session_step(&person->session_state, SESSION_IDLE)) {
        return;
    }
    while (person->lease_count > 0) {
        lease_end(core, person->leases[0], WHY_IDLE, now);
    }
}

static void person_hear_online(
    struct core *core, uint32_t slot, const struct announcement *said, uint64_t now)
{
    struct person *person = &core->people[slot];
    bool another = person->state != PERSON_PRESENT || !tag_equal(&person->page, &said->page) ||
                   !tag_equal(&person->conn, &said->conn);
    person_alive(core, slot, now);
    person->state = PERSON_PRESENT;
    person->conn = said->conn;
    person->page = said->page;
    if (another) {
        person_me_due(core, slot);
        stoppers_refresh(core);
        matches_stir(core);
    }
}

static void person_hear_away(
    struct core *core, uint32_t slot, const struct announcement *said, uint64_t now)
{
    struct person *person = &core->people[slot];
    if (person->state == PERSON_LEFT ||
        (person->conn.text[0] != '\0' && !tag_equal(&person->conn, &said->conn))) {
        return; /* of a connection that a later one has replaced */
    }
    person->heard_at = now;
    if (said->state == ANNOUNCED_LOST) {
        if (person->state != PERSON_LOST) {
            person->state = PERSON_LOST;
            person->lost_at = now;
        }
        core_touch(core, OBJECT_PERSON, slot);
        return;
    }
    person->state = PERSON_LEFT;
    person_leave(core, slot, WHY_GOODBYE, now);
    stoppers_refresh(core);
    matches_stir(core);
    core_touch(core, OBJECT_PERSON, slot);
}

void people_hear(struct core *core, const struct input_presence *heard, uint64_t now)
{
    if (heard->said.retained || !kind_may_drive(heard->principal.kind)) {
        return;
    }
    uint32_t slot = person_find(core, &heard->principal);
    if (heard->said.state != ANNOUNCED_ONLINE) {
        if (slot != SLOT_NONE) {
            person_hear_away(core, slot, &heard->said, now);
        }
        return;
    }
    slot = person_take(core, &heard->principal);
    if (slot != SLOT_NONE) {
        person_hear_online(core, slot, &heard->said, now);
    }
}

void people_link_down(struct core *core)
{
    for (uint32_t i = 0; i < core->person_table.count; i++) {
        core->people[table_at(&core->person_table, i)].announced = false;
    }
}

/* Those that came back from the store have not been silent: nobody could hear them until now.
 */
void people_link_up(struct core *core, uint64_t now)
{
    for (uint32_t i = 0; i < core->person_table.count; i++) {
        uint32_t slot = table_at(&core->person_table, i);
        struct person *person = &core->people[slot];
        person->announced = false;
        person->me_due |= person->me_said;
        person->heard_at = person->heard_at == 0 ? now : person->heard_at;
        core_touch(core, OBJECT_PERSON, slot);
    }
}

/* When what is silent now counts as gone; AGENDA_NEVER while there is nothing to fear. */
static uint64_t person_gone_at(const struct core *core, const struct person *person)
{
    if (person->state == PERSON_LEFT) {
        return AGENDA_NEVER;
    }
    if (!person->announced) {
        return core->link.up_at + ANNOUNCE_MS;
    }
    return person->state == PERSON_LOST ? person->lost_at + LOSS_GRACE_MS : AGENDA_NEVER;
}

static void person_pass_time(struct core *core, uint32_t slot, uint64_t now)
{
    struct person *person = &core->people[slot];
    if (now >= person_gone_at(core, person)) {
        person->state = PERSON_LEFT;
        person_leave(core, slot, WHY_DRIVER_LOST, now);
        stoppers_refresh(core);
        matches_stir(core);
    }
}

/* Gone for good: first the document is emptied, then the row given up. */
static uint64_t person_forget_at(const struct core *core, uint32_t slot)
{
    const struct person *person = &core->people[slot];
    if (person->state == PERSON_PRESENT || person->state == PERSON_LOST ||
        !person_holds_nothing(person)) {
        return AGENDA_NEVER;
    }
    return person->heard_at + (person->me_said ? PRINCIPAL_GONE_MS : ASK_KEPT_MS);
}

/* Nothing that `me` would say still waits for the store. */
static bool person_is_stored(const struct core *core, const struct person *person)
{
    bool stored = person->untold == 0 && person->waits == SLOT_NONE;
    for (unsigned i = 0; i < person->lease_count; i++) {
        stored &= keep_stored(core, OBJECT_LEASE, person->leases[i]);
    }
    for (unsigned i = 0; i < person->queue_count; i++) {
        stored &= keep_stored(core, OBJECT_LEASE, person->queues[i]);
    }
    return stored;
}

void person_due(struct core *core, uint32_t slot, uint64_t now, struct effects *effects)
{
    struct person *person = &core->people[slot];
    if (!core->link.up) {
        return;
    }
    person_pass_time(core, slot, now);
    if (now >= person_forget_at(core, slot)) {
        if (!person->me_said) {
            person_drop(core, slot);
            return;
        }
        me_empty(core, slot, effects);
    } else if (person->me_due && person_is_stored(core, person)) {
        me_say(core, slot, now, effects);
    }
    uint64_t next = earlier(person_gone_at(core, person), person_forget_at(core, slot));
    agenda_sooner(&core->agenda, core_object(core, OBJECT_PERSON, slot), next);
}
