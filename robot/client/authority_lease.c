/* Leases and stops: what the bridge says, and who may stop the robot.
 *
 * A lease is adopted by its number alone and trusted to let somebody move only by its echo: an
 * old one from a queue still fences off what came before it, and never moves anything. Dropping
 * old leases whole was rejected: the robot would go on obeying a driver the bridge had
 * replaced.
 *
 * Stops: one a principal, the newest replaces. A replaced or cleared id never comes back,
 * neither by a late repeat of the driver's nor by a lease written before the bridge knew.
 */
#include <string.h>

#include "robot/client/authority.h"
#include "robot/client/authority_inner.h"

static bool among(const struct tag *tags, unsigned count, const struct tag *id)
{
    for (unsigned i = 0; i < count; i++) {
        if (tag_equal(&tags[i], id))
            return true;
    }
    return false;
}

static struct stop_entry *standing(struct authority *authority, const struct tag *id)
{
    for (unsigned i = 0; i < authority->stop_count; i++) {
        if (tag_equal(&authority->stops[i].id, id))
            return &authority->stops[i];
    }
    return NULL;
}

static struct stop_entry *stop_by(struct authority *authority, const struct principal *by)
{
    for (unsigned i = 0; i < authority->stop_count; i++) {
        if (principal_equal(&authority->stops[i].by, by))
            return &authority->stops[i];
    }
    return NULL;
}

static void note_replaced(struct authority *authority, const struct tag *id)
{
    authority->replaced[authority->replaced_next % AUTHORITY_REPLACED] = *id;
    authority->replaced_next++;
}

/* True when the stop stands afterwards. */
static bool adopt_stop(struct authority *authority, const struct stop_entry *stop,
    struct authority_effects *effects)
{
    if (standing(authority, &stop->id))
        return true;
    if (among(authority->cleared, authority->cleared_count, &stop->id) ||
        among(authority->replaced, AUTHORITY_REPLACED, &stop->id))
        return false;
    struct stop_entry *place = stop_by(authority, &stop->by);
    if (place) {
        note_replaced(authority, &place->id);
    } else if (authority->stop_count < LEASE_STOPS) {
        place = &authority->stops[authority->stop_count++];
    } else {
        authority->counters.stops_full++;
        return false;
    }
    *place = *stop;
    effects->set |= AUTHORITY_SAVE | AUTHORITY_STATE;
    return true;
}

static void release_stop(struct authority *authority, const struct tag *id)
{
    struct stop_entry *stop = standing(authority, id);
    if (!stop)
        return;
    size_t after = (size_t)(&authority->stops[authority->stop_count] - (stop + 1));
    memmove(stop, stop + 1, after * sizeof *stop);
    authority->stop_count--;
    memset(&authority->stops[authority->stop_count], 0, sizeof *stop);
}

static void remember_cleared(struct authority *authority, const struct tag *id)
{
    if (authority->cleared_count == LEASE_CLEARED) {
        memmove(authority->cleared, authority->cleared + 1,
            (LEASE_CLEARED - 1) * sizeof *authority->cleared);
        authority->cleared_count--;
    }
    authority->cleared[authority->cleared_count++] = *id;
}

static void clear_stops(
    struct authority *authority, const struct lease *lease, struct authority_effects *effects)
{
    for (unsigned i = 0; i < lease->cleared_count; i++) {
        const struct tag *id = &lease->cleared[i];
        if (id->text[0] == '\0' || among(authority->cleared, authority->cleared_count, id))
            continue;
        release_stop(authority, id);
        remember_cleared(authority, id);
        effects->set |= AUTHORITY_SAVE;
    }
}

/* True when every stop the lease names stands. */
static bool adopt_stops(
    struct authority *authority, const struct lease *lease, struct authority_effects *effects)
{
    bool all = true;
    for (unsigned i = 0; i < lease->stop_count; i++)
        all = adopt_stop(authority, &lease->stops[i], effects) && all;
    return all;
}

static bool same_stoppers(const struct lease *a, const struct lease *b)
{
    if (a->stopper_count != b->stopper_count)
        return false;
    for (unsigned i = 0; i < a->stopper_count; i++) {
        if (!principal_equal(&a->stoppers[i], &b->stoppers[i]))
            return false;
    }
    return true;
}

static void begin_drive(struct authority *authority)
{
    authority->began = authority->now;
    authority->moved_at = authority->now;
    authority->ready = false;
    authority->followed = false;
    authority->has_s = false;
    authority->seen = false;
    authority->seen_s = 0;
    authority->seen_t = 0;
    authority->received = 0;
    authority->lost = 0;
    authority->link_refused = 0;
}

static void adopt(
    struct authority *authority, const struct lease *lease, struct authority_effects *effects)
{
    bool new_n = !authority->holds || authority->lease.number.n != lease->number.n;
    bool new_driver = !principal_equal(&authority->lease.driver, &lease->driver);
    if (new_driver || !same_stoppers(&authority->lease, lease))
        effects->set |= AUTHORITY_SUBSCRIPTIONS;
    if (new_driver)
        authority->subscribed = principal_is_nobody(&lease->driver);
    if (lease_number_compare(&lease->number, &authority->highest) > 0) {
        authority->highest = lease->number;
        effects->set |= AUTHORITY_SAVE;
    }
    authority->lease = *lease;
    authority->holds = true;
    authority->renewed = false;
    if (new_n || new_driver)
        begin_drive(authority);
}

static bool echo_fresh(
    const struct authority *authority, const struct lease *lease, uint64_t *ret_said)
{
    return authority_said_at(authority, lease->e, ret_said) &&
           authority->now - *ret_said <= LEASE_MAX_AGE_MS;
}

/* A lease that never was fresh has fenced off what came before it, but what it says may stem
 * from a life that the bridge has lost (a restored backup gives its numbers again): the first
 * fresh one of the same number takes its place. */
static bool takes_place(const struct authority *authority, const struct lease *lease)
{
    uint64_t said;
    return lease_number_compare(&lease->number, &authority->highest) > 0 || !authority->holds ||
           (!authority->renewed && echo_fresh(authority, lease, &said));
}

/* True when this message's own echo is fresh. An older echo than the one known takes nothing
 * away: messages may overtake each other. */
static bool renew(struct authority *authority, const struct lease *lease)
{
    uint64_t said;
    if (!echo_fresh(authority, lease, &said)) {
        authority->counters.leases_unfresh++;
        return false;
    }
    if (!authority->renewed || said > authority->renewed_at)
        authority->renewed_at = said;
    authority->renewed = true;
    return true;
}

/* The number is shown once the robot hears its driver and was told so freshly: who reads it
 * there can drive. With no driver there is nothing to wait for: the robot obeys nobody. */
static void show(struct authority *authority, struct authority_effects *effects)
{
    bool trusted = authority->renewed || principal_is_nobody(&authority->lease.driver);
    if (!authority->holds || !authority->subscribed || !trusted ||
        lease_number_compare(&authority->shown, &authority->lease.number) == 0)
        return;
    authority->shown = authority->lease.number;
    effects->set |= AUTHORITY_STATE;
}

static bool number_valid(const struct lease_number *number)
{
    return number->n <= LEASE_NUMBER_MAX && number->rev <= LEASE_NUMBER_MAX;
}

static bool outdated(const struct authority *authority, const struct lease *lease)
{
    return !number_valid(&lease->number) ||
           lease_number_compare(&lease->number, &authority->highest) < 0;
}

void authority_hear_lease(struct authority *authority, const struct lease *lease, uint64_t now,
    struct authority_effects *effects)
{
    authority_begin(authority, now, effects);
    if (outdated(authority, lease)) {
        authority->counters.leases_lower++;
        /* whoever still says what we showed must learn that we no longer obey it */
        if (lease_number_compare(&lease->number, &authority->shown) == 0)
            authority->shown = (struct lease_number){0};
        effects->set |= AUTHORITY_STATE;
        return;
    }
    if (takes_place(authority, lease))
        adopt(authority, lease, effects);
    bool fresh = renew(authority, lease);
    if (fresh)
        clear_stops(authority, lease, effects);
    bool stops_shown = adopt_stops(authority, lease, effects);
    bool number_shown = lease_number_compare(&authority->shown, &authority->lease.number) == 0;
    if (!fresh || !stops_shown || !number_shown || lease->cleared_count > 0)
        effects->set |= AUTHORITY_STATE;
    show(authority, effects);
    authority_settle(authority, effects);
}

void authority_subscribed(struct authority *authority, const struct principal *driver,
    uint64_t now, struct authority_effects *effects)
{
    authority_begin(authority, now, effects);
    if (authority_from_driver(authority, driver))
        authority->subscribed = true;
    show(authority, effects);
}

static bool may_stop(const struct authority *authority, const struct principal *from)
{
    if (from->kind == KIND_ROBOT && strcmp(from->id, authority->card->id) == 0)
        return true;
    if (authority_from_driver(authority, from))
        return true;
    for (unsigned i = 0; i < authority->lease.stopper_count; i++) {
        if (principal_equal(&authority->lease.stoppers[i], from))
            return true;
    }
    return false;
}

void authority_hear_stop(struct authority *authority, const struct principal *from,
    const struct stop *stop, uint64_t now, struct authority_effects *effects)
{
    authority_begin(authority, now, effects);
    if (!tag_valid(stop->id.text)) {
        authority_refuse(authority, REFUSAL_FORM, effects);
        return;
    }
    if (!may_stop(authority, from)) {
        authority_refuse(authority, REFUSAL_DRIVER, effects);
        return;
    }
    struct stop_entry entry = {.id = stop->id, .by = *from};
    (void)adopt_stop(authority, &entry, effects); /* its answer is what state shows */
    effects->set |= AUTHORITY_STATE;
    authority_settle(authority, effects);
}
