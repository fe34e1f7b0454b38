/* Leases and stops of a small robot: what the bridge says, and who may stop it.
 *
 * As in the library: a lease is known by its number alone, and trusted to let somebody move, or
 * to clear a stop, only by its echo. One from a queue still fences off what came before it.
 */
#include <string.h>

#include "arena_messages.h"
#include "arena_post.h"

/* tags: rows of ARENA_TAG_SIZE. */
static bool is_among(const char *tags, uint32_t count, const char *id)
{
    for (uint32_t i = 0; i < count; i++)
        if (strcmp(tags + (size_t)i * ARENA_TAG_SIZE, id) == 0)
            return true;
    return false;
}

static void keep(struct arena_robot *robot)
{
    if (robot->config->save)
        robot->config->save(robot->config->user, &robot->kept);
}

/* --- stops --- */

/* One a principal, the newest replaces. */
bool arena_adopt_stop(struct arena_robot *robot, const char *id, const char *by)
{
    struct arena_saved *kept = &robot->kept;
    uint32_t place = 0;
    for (uint32_t i = 0; i < kept->stop_count; i++)
        if (strcmp(kept->stops[i].id, id) == 0)
            return true;
    if (is_among(kept->cleared[0], kept->cleared_count, id) ||
        is_among(robot->replaced[0], ARENA_REPLACED, id))
        return false;
    while (place < kept->stop_count && strcmp(kept->stops[place].by, by) != 0)
        place++;
    if (place == ARENA_STOPS)
        return false; /* it stands still as it is */
    if (place < kept->stop_count)
        memcpy(robot->replaced[robot->replaced_next++ % ARENA_REPLACED], kept->stops[place].id,
            ARENA_TAG_SIZE);
    else
        kept->stop_count++;
    (void)arena_copy(kept->stops[place].id, ARENA_TAG_SIZE, id); /* measured by who read it */
    (void)arena_copy(kept->stops[place].by, ARENA_PRINCIPAL_SIZE, by);
    keep(robot);
    robot->state_due = true;
    return true;
}

static void release_stop(struct arena_saved *kept, const char *id)
{
    uint32_t i = 0;
    while (i < kept->stop_count && strcmp(kept->stops[i].id, id) != 0)
        i++;
    if (i == kept->stop_count)
        return;
    kept->stop_count--;
    memmove(
        &kept->stops[i], &kept->stops[i + 1], (kept->stop_count - i) * sizeof(kept->stops[0]));
}

static void clear_stop(struct arena_robot *robot, const char *id)
{
    struct arena_saved *kept = &robot->kept;
    if (is_among(kept->cleared[0], kept->cleared_count, id))
        return;
    release_stop(kept, id);
    if (kept->cleared_count == ARENA_CLEARED) {
        memmove(kept->cleared, kept->cleared + 1, sizeof(kept->cleared) - ARENA_TAG_SIZE);
        kept->cleared_count--;
    }
    (void)arena_copy(kept->cleared[kept->cleared_count++], ARENA_TAG_SIZE, id);
    keep(robot);
}

static bool may_stop(const struct arena_robot *robot, const char *from)
{
    char me[ARENA_PRINCIPAL_SIZE];
    arena_post_me(robot, me);
    if (strcmp(me, from) == 0)
        return true;
    for (unsigned i = 0; i < robot->lease.stopper_count; i++)
        if (strcmp(robot->lease.stoppers[i], from) == 0)
            return true;
    return arena_from_driver(robot, from);
}

void arena_hear_stop(struct arena_robot *robot, const char *from, struct arena_slice object)
{
    char id[ARENA_TAG_SIZE];
    if (!arena_read_stop(object, id)) {
        robot->refused[ARENA_FORM]++;
        return;
    }
    if (!may_stop(robot, from)) {
        robot->refused[ARENA_DRIVER]++;
        return;
    }
    (void)arena_adopt_stop(robot, id, from); /* the answer is what state shows */
    robot->state_due = true;
}

/* --- leases --- */

static int compare(uint32_t n, uint32_t rev, uint32_t other_n, uint32_t other_rev)
{
    if (n != other_n)
        return n < other_n ? -1 : 1;
    return rev == other_rev ? 0 : rev < other_rev ? -1 : 1;
}

static void begin_drive(struct arena_robot *robot)
{
    robot->moved_at = robot->now;
    robot->ready = robot->followed = robot->has_s = robot->seen = false;
    robot->seen_s = robot->received = robot->lost = robot->link_refused = 0;
    robot->seen_t = 0;
}

static void adopt(struct arena_robot *robot, const struct arena_lease *lease)
{
    bool begins = !robot->holds || robot->lease.n != lease->n ||
                  strcmp(robot->lease.driver, lease->driver) != 0;
    if (compare(lease->n, lease->rev, robot->kept.n, robot->kept.rev) > 0) {
        robot->kept.n = lease->n;
        robot->kept.rev = lease->rev;
        keep(robot);
    }
    robot->lease = *lease;
    robot->holds = true;
    robot->renewed = false;
    robot->in_line = false;
    if (begins)
        begin_drive(robot);
}

static bool echo_fresh(const struct arena_robot *robot, uint32_t e, uint64_t *ret_said)
{
    return arena_said_at(robot, e, ret_said) && robot->now - *ret_said <= ARENA_LEASE_AGE_MS;
}

/* A lease that never was fresh fences off what came before it, but may stem from a life that
 * the bridge has lost: the first fresh one of the same number takes its place. */
static bool takes_place(const struct arena_robot *robot, const struct arena_lease *lease)
{
    uint64_t said;
    return compare(lease->n, lease->rev, robot->kept.n, robot->kept.rev) > 0 || !robot->holds ||
           (!robot->renewed && echo_fresh(robot, lease->e, &said));
}

static bool renew(struct arena_robot *robot, uint32_t e)
{
    uint64_t said;
    if (!echo_fresh(robot, e, &said))
        return false;
    if (!robot->renewed || said > robot->renewed_at)
        robot->renewed_at = said;
    robot->renewed = true;
    return true;
}

/* False when the lease names a stop for which there is no room. */
static bool take_stops(struct arena_robot *robot, const struct arena_lease *lease, bool fresh)
{
    bool all = true;
    for (unsigned i = 0; fresh && i < lease->cleared_count; i++)
        clear_stop(robot, lease->cleared[i]);
    for (unsigned i = 0; i < lease->stop_count; i++)
        all = arena_adopt_stop(robot, lease->stops[i].id, lease->stops[i].by) && all;
    return all;
}

/* A lower number than the highest: known already to be over. */
static bool outdated(struct arena_robot *robot, const struct arena_lease *lease)
{
    if (compare(lease->n, lease->rev, robot->kept.n, robot->kept.rev) >= 0)
        return false;
    /* whoever still says what was shown must learn that it is no longer obeyed */
    if (lease->n == robot->shown_n && lease->rev == robot->shown_rev)
        robot->shown_n = robot->shown_rev = 0;
    robot->state_due = true;
    return true;
}

/* Known by its number alone; trusted to let somebody move, or to clear a stop, only when fresh.
 */
void arena_hear_lease(struct arena_robot *robot, const char *from, struct arena_slice object)
{
    struct arena_lease lease;
    (void)from; /* the bridge */
    if (!arena_read_lease(object, &lease))
        return;
    arena_post_greeted(robot);
    if (outdated(robot, &lease))
        return;
    if (takes_place(robot, &lease))
        adopt(robot, &lease);
    bool fresh = renew(robot, lease.e);
    bool stops_shown = take_stops(robot, &lease, fresh);
    bool shown = robot->shown_n == robot->lease.n && robot->shown_rev == robot->lease.rev;
    if (!fresh || !stops_shown || !shown || lease.cleared_count > 0)
        robot->state_due = true;
}
