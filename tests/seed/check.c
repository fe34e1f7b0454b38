/* What must always hold. Each check fails the program with the seed and step that show it. */
#include <stdio.h>
#include <string.h>

#include "tests/seed/sim.h"

#define TICK_MS 1 /* the granularity of clocks */

static struct sim_robot *robot_named(struct sim *sim, const char *id)
{
    return &sim->robots[id[5] - '1'];
}

static const struct record_lease *stored_lease(const struct sim *sim, const char *robot)
{
    struct record key = {.kind = RECORD_LEASE};
    memcpy(key.lease.robot, robot, strlen(robot) + 1);
    const struct record *found = fake_store_find(&sim->bridge.ports.store, &key);
    return found == NULL ? NULL : &found->lease;
}

/* Nothing is said that is not stored; numbers rise. */
void check_lease_said(struct sim *sim, const struct fake_say *say)
{
    struct sim_robot *robot = robot_named(sim, say->to.id);
    const struct lease_number *number = &say->lease.number;
    const struct record_lease *stored = stored_lease(sim, say->to.id);
    if (stored == NULL || lease_number_compare(&stored->number, number) < 0) {
        sim_fail(
            sim, "%s is told %u/%u, which is not stored", say->to.id, number->n, number->rev);
    }
    if (lease_number_compare(&stored->number, number) == 0 &&
        !principal_equal(&stored->driver, &say->lease.driver)) {
        sim_fail(sim, "%s is told another driver than the stored one", say->to.id);
    }
    if (lease_number_compare(number, &robot->said) < 0) {
        sim_fail(sim, "%s is told %u/%u after %u/%u", say->to.id, number->n, number->rev,
            robot->said.n, robot->said.rev);
    }
    check_drive_said(sim, say);
    robot->said = *number;
    if (!principal_is_nobody(&say->lease.driver)) {
        robot->live_n[number->n % 64] = number->n;
        robot->live_said[number->n % 64] = sim->now;
    }
}

static void check_claim_said(struct sim *sim, const struct fake_say *say)
{
    struct sim_robot *robot = robot_named(sim, say->answer->robot);
    if (say->answer->n <= robot->told_n) {
        return; /* a repeated answer */
    }
    if (robot->authority.highest.n < say->answer->n) {
        sim_fail(sim, "%s was told to drive %s by %u, which the robot never heard", say->to.id,
            say->answer->robot, say->answer->n);
    }
    sim_note(sim, RARE_CLAIMS_CONFIRMED);
    if (principal_equal(&robot->told, &say->to)) {
        sim_note(sim, RARE_CLAIMS_AGAIN);
    }
    sim->calm_confirmed++;
    robot->told_n = say->answer->n;
    robot->told = say->to;
    robot->told_boots = sim->bridge.boots;
}

static const struct record_ask *kept_ask(
    const struct sim *sim, const struct principal *asker, const char *id)
{
    struct record key = {.kind = RECORD_ASK, .ask = {.asker = *asker}};
    memcpy(key.ask.id, id, strlen(id) + 1);
    const struct record *stored = fake_store_find(&sim->bridge.ports.store, &key);
    if (stored != NULL) {
        return &stored->ask;
    }
    for (unsigned i = 0; i < SIM_KEPT; i++) {
        if (strcmp(sim->kept[i].id, id) == 0) {
            return &sim->kept[i];
        }
    }
    return NULL;
}

/* What was acknowledged was stored. (By now it may be forgotten: the wall clock jumps.) */
static void check_ok_said(struct sim *sim, const struct fake_say *say)
{
    const struct answer *answer = say->answer;
    const struct record_ask *kept = kept_ask(sim, &say->to, answer->id);
    if (kept == NULL || kept->answer.rc != RC_OK || kept->answer.n != answer->n) {
        sim_fail(sim, "%s is answered ok (%s), which was not stored", say->to.id, answer->id);
    }
    if (kept->deed == DEED_DRIVE_CLAIM) {
        check_claim_said(sim, say);
    }
}

void check_answer_said(struct sim *sim, const struct fake_say *say)
{
    const struct answer *answer = say->answer;
    bool reads = answer->has_robots || answer->has_leases || answer->token[0] != '\0';
    if (answer->rc == RC_BAD_REQUEST) {
        sim_note(sim, RARE_ASKS_REFUSED_AS_OTHER);
    } else if (answer->rc == RC_UNAVAILABLE) {
        sim_note(sim, RARE_ANSWERS_UNAVAILABLE);
    } else if (answer->rc == RC_OK && !reads) {
        check_ok_said(sim, say);
    }
}

static void check_age(const struct sim *sim, const struct sim_robot *robot,
    const struct message *message, const char *what)
{
    uint32_t max_age = authority_max_age_ms(&robot->authority);
    uint32_t e = message->what == WHAT_DRIVE ? message->drive.e : message->action.e;
    int32_t behind =
        clock_behind(authority_clock(&robot->authority, robot_clock(sim, robot)), e);
    if (behind < 0 || (uint32_t)behind > max_age) {
        sim_fail(
            sim, "%s accepts a %s whose echo is %d ms old", robot->principal.id, what, behind);
    }
    if (sim->now - message->written > max_age + TICK_MS) {
        sim_fail(sim, "%s accepts a %s that is %llu ms old", robot->principal.id, what,
            (unsigned long long)(sim->now - message->written));
    }
}

/* Never two drivers: by number, by person, and by who was told so. */
static void check_driver(
    const struct sim *sim, struct sim_robot *robot, const struct message *message, uint32_t n)
{
    if (n < robot->told_n || n < robot->accepted_n) {
        sim_fail(sim, "%s accepts number %u though %u was told and %u accepted",
            robot->principal.id, n, robot->told_n, robot->accepted_n);
    }
    if (n == robot->accepted_n && !principal_equal(&robot->accepted_driver, &message->from)) {
        sim_fail(sim, "%s is driven by two: %s and %s by number %u", robot->principal.id,
            robot->accepted_driver.id, message->from.id, n);
    }
    robot->accepted_n = n;
    robot->accepted_driver = message->from;
    uint64_t said = robot->live_n[n % 64] == n ? robot->live_said[n % 64] : 0;
    if (sim->now - said > LEASE_MAX_AGE_MS + TICK_MS) {
        sim_fail(sim, "%s is driven by number %u, last renewed %llu ms ago",
            robot->principal.id, n, (unsigned long long)(sim->now - said));
    }
}

void check_frame(struct sim *sim, struct sim_robot *robot, const struct message *message)
{
    check_age(sim, robot, message, "frame");
    check_driver(sim, robot, message, message->drive.n);
    robot->accepted_at = sim->now;
    if (axes_neutral(&message->drive.axes)) {
        return;
    }
    sim_note(sim, RARE_FRAMES_MOVED);
    if (match_runs_for(sim, &message->from)) {
        sim_note(sim, RARE_FRAMES_MOVED_IN_A_MATCH);
    }
    if (message->drive.n == robot->told_n && sim->bridge.boots > robot->told_boots &&
        sim->bridge.link.up) {
        sim_note(sim, RARE_DRIVER_WENT_ON_AFTER_BRIDGE_CRASH);
    }
}

void check_action(struct sim *sim, struct sim_robot *robot, const struct message *message)
{
    check_age(sim, robot, message, "action");
    check_driver(sim, robot, message, message->action.n);
    sim_note(sim, RARE_ACTIONS_DONE);
    for (unsigned i = 0; i < AUTHORITY_ACKS; i++) {
        if (tag_equal(&robot->done[i], &message->action.id)) {
            sim_fail(
                sim, "%s does action %s twice", robot->principal.id, message->action.id.text);
        }
    }
    robot->done[robot->done_next++ % AUTHORITY_ACKS] = message->action.id;
}

/* Whose cause to move is gone is still within its bound. */
void check_still(struct sim *sim, const struct sim_robot *robot)
{
    if (!robot->moving || !robot->running || robot->frozen_until >= sim->now) {
        return;
    }
    const struct authority *authority = &robot->authority;
    uint64_t clock = robot_clock(sim, robot);
    if (sim->now - robot->accepted_at > authority_deadman_ms(authority)) {
        sim_fail(sim, "%s moves %llu ms after its last frame", robot->principal.id,
            (unsigned long long)(sim->now - robot->accepted_at));
    }
    if (!robot->link.up || authority->stop_count > 0) {
        sim_fail(sim, "%s moves though it is cut off or stopped", robot->principal.id);
    }
    if (clock - authority->renewed_at > LEASE_MAX_AGE_MS + TICK_MS) {
        sim_fail(sim, "%s moves by a lease last renewed %llu ms ago", robot->principal.id,
            (unsigned long long)(clock - authority->renewed_at));
    }
}

void check_kept(struct sim *sim, const struct record *record)
{
    static const enum rare rare[WHY_COUNT_] = {
        [WHY_RELEASED] = RARE_ENDED_RELEASED,
        [WHY_GOODBYE] = RARE_ENDED_GOODBYE,
        [WHY_DRIVER_LOST] = RARE_ENDED_LOST,
        [WHY_IDLE] = RARE_ENDED_IDLE,
        [WHY_RELEASED_BY_OPERATOR] = RARE_ENDED_BY_OPERATOR,
        [WHY_REVOKED] = RARE_ENDED_REVOKED,
        [WHY_DEREGISTERED] = RARE_ENDED_DEREGISTERED,
        [WHY_OUT_OF_SERVICE] = RARE_ENDED_OUT_OF_SERVICE,
        [WHY_SESSION_ENDED] = RARE_ENDED_SESSION,
    };
    if (record->kind == RECORD_ASK) {
        sim->kept[sim->kept_next++ % SIM_KEPT] = record->ask;
    }
    if (record->kind == RECORD_ROBOT) {
        sim_tell(sim, "kept: %s%s", record->robot.id,
            record->robot.out_of_service ? " out of service" : "");
    }
    if (record->kind == RECORD_LEASE) {
        robot_named(sim, record->lease.robot)->kept_at = sim->now;
        sim_tell(sim, "kept: %s %u/%u %s", record->lease.robot, record->lease.number.n,
            record->lease.number.rev, record->lease.driver.id);
    }
    if (record->kind == RECORD_AUDIT && record->audit.kind == AUDIT_ENDED &&
        rare[record->audit.why] != 0) {
        sim_note(sim, rare[record->audit.why]);
    }
}

static void note_counts(struct sim *sim)
{
    struct core_counts now;
    struct core_counts *before = &sim->bridge.counts;
    core_count(app_core(sim->bridge.app), &now);
    if (now.claims_unconfirmed > before->claims_unconfirmed) {
        sim_note(sim, RARE_CLAIMS_BURNT);
    }
    if (now.leases_superseded > before->leases_superseded) {
        sim_note(sim, RARE_LEASES_SUPERSEDED);
    }
    if (now.asks_repeated > before->asks_repeated) {
        sim_note(sim, RARE_ASKS_REPEATED);
    }
    for (unsigned i = 0; i < IGNORED_COUNT_; i++) {
        if (now.events_ignored[i] > before->events_ignored[i]) {
            sim_note(sim, RARE_EVENTS_IGNORED);
        }
    }
    *before = now;
}

/* Every lease the core shows has a session if it has a driver, and is in the store. */
void check_bridge(struct sim *sim)
{
    const struct core *core = app_core(sim->bridge.app);
    struct core_lease_page page;
    note_counts(sim);
    check_matches(sim);
    core_lease_page(core, "", sim->now, &page);
    for (unsigned i = 0; i < page.count; i++) {
        const struct lease_row *row = &page.leases[i];
        const struct record_lease *stored = stored_lease(sim, row->robot);
        bool driven = !principal_is_nobody(&row->driver);
        if (driven != (row->session.text[0] != '\0') || (row->drive && !driven)) {
            sim_fail(sim, "%s has a driver without a session, or the reverse", row->robot);
        }
        /* what could not be written is tried again within a second, and not said meanwhile */
        if (sim->now - sim->bridge.failed_at <= 2 * STORE_RETRY_MS) {
            continue;
        }
        if (stored == NULL || lease_number_compare(&stored->number, &row->number) != 0 ||
            !principal_equal(&stored->driver, &row->driver) ||
            stored->stop_count != row->stop_count) {
            sim_fail(sim, "%s: the core's lease is not the stored one", row->robot);
        }
    }
}

/* Robot and bridge know the same. */
static void check_agreement(const struct sim *sim, const struct sim_robot *robot)
{
    const char *id = robot->principal.id;
    const struct record_lease *stored = stored_lease(sim, id);
    const struct lease_number *shown = &robot->authority.shown;
    if (sim->now - robot->kept_at < 1000) {
        return; /* a match goes on in a calm, and changes leases by itself */
    }
    if (lease_number_compare(&stored->number, shown) != 0) {
        sim_fail(sim, "%s shows %u/%u, the bridge says %u/%u", id, shown->n, shown->rev,
            stored->number.n, stored->number.rev);
    }
    if (stored->stop_count != robot->authority.stop_count) {
        sim_fail(sim, "%s shows %u stops, the bridge has %u", id, robot->authority.stop_count,
            stored->stop_count);
    }
    if (!principal_equal(&stored->driver, &robot->authority.lease.driver)) {
        sim_fail(sim, "%s obeys another driver than the bridge's", id);
    }
}

/* Who holds it drives it. */
static void check_driving(const struct sim *sim, const struct sim_robot *robot)
{
    const char *id = robot->principal.id;
    const struct record_lease *stored = stored_lease(sim, id);
    if (principal_is_nobody(&stored->driver) || stored->stop_count > 0 ||
        !robot->authority.lease.drive || sim->now - robot->accepted_at <= 2000 ||
        sim->now - robot->kept_at <= 2000) {
        return;
    }
    const struct sim_person *person = &sim->people[person_index(sim, &stored->driver)];
    const struct hold *hold = &person->holds[id[5] - '1'];
    sim_fail(sim, "%s is held by %s (%u), who cannot drive it: %u %s%s%s%s", id,
        stored->driver.id, stored->number.n, hold->n, hold->heard ? "heard " : "",
        hold->ready ? "ready " : "", person->link.up ? "up " : "",
        robot->authority.may_move ? "may move " : "");
}

static void check_calm_robot(const struct sim *sim, const struct sim_robot *robot)
{
    struct roster_entry entry = {.state = ROSTER_OFFLINE};
    const char *id = robot->principal.id;
    (void)core_roster_entry(app_core(sim->bridge.app), id, &entry);
    if (entry.state != ROSTER_ONLINE) {
        sim_fail(sim, "%s is %s after the calm", id, roster_state_name(entry.state));
    }
    check_agreement(sim, robot);
    check_driving(sim, robot);
}

/* When nothing has happened to anybody for a while, all agree and people drive. */
void check_calm(struct sim *sim)
{
    sim_note(sim, RARE_CALMS);
    if (sim->bridge.app == NULL || !sim->bridge.link.up) {
        sim_fail(sim, "the bridge has not come back");
    }
    for (unsigned i = 0; i < SIM_ROBOTS; i++) {
        check_calm_robot(sim, &sim->robots[i]);
    }
    check_calm_seats(sim);
    if (sim->calm_confirmed > 0) {
        sim_note(sim, RARE_CLAIMED_IN_A_CALM);
    }
}
