/* The heart: what is true at `now`, and the judgement of a drive frame.
 *
 * All conditions are recomputed from facts in authority_settle after every input, instead of
 * being switched by each event: with a dozen causes (lease, its age, stops, connection,
 * neutral, deadman, gaps) a handler per transition forgets one. So inputs only change facts,
 * and only settle decides what they mean.
 *
 * Must stay true: outputs move only through authority_hear_drive; whatever makes may_move,
 * ready or the deadman false makes settle emit NEUTRAL once.
 */
#include "robot/client/authority.h"

#include <math.h>
#include <string.h>

#include "robot/client/authority_inner.h"
#include "robot/wire/limits.h"

#define FRAME_CREDIT 1000u /* a frame, in the bucket's unit */
#define FULL_CREDIT  (WIRE_DRIVE_BURST * FRAME_CREDIT)

void authority_init(struct authority *authority, const struct card *card, uint32_t clock_start,
    const struct authority_saved *saved, uint64_t now)
{
    memset(authority, 0, sizeof *authority);
    authority->card = card;
    authority->clock_start = clock_start;
    authority->born = now;
    authority->now = now;
    authority->last_pass = now;
    authority->moved_at = now;
    authority->rate_at = now;
    authority->rate_credit = FULL_CREDIT;
    authority->subscribed = true;
    if (saved) {
        authority->highest = saved->highest;
        authority->stop_count = saved->stop_count;
        memcpy(authority->stops, saved->stops, sizeof authority->stops);
        authority->cleared_count = saved->cleared_count;
        memcpy(authority->cleared, saved->cleared, sizeof authority->cleared);
    }
    struct authority_effects unused;
    authority_begin(authority, now, &unused);
    authority->halted = false; /* the first pass says neutral */
}

uint32_t authority_clock(const struct authority *authority, uint64_t now)
{
    return authority->clock_start + (uint32_t)now;
}

bool authority_said_at(const struct authority *authority, uint32_t e, uint64_t *ret)
{
    int32_t behind = clock_behind(authority_clock(authority, authority->now), e);
    if (behind < 0 || (uint64_t)behind > authority->now - authority->born)
        return false;
    *ret = authority->now - (uint64_t)behind;
    return true;
}

bool authority_fresh(const struct authority *authority, uint32_t e)
{
    uint64_t said;
    return authority_said_at(authority, e, &said) &&
           authority->now - said <= authority_max_age_ms(authority);
}

bool authority_lease_fresh(const struct authority *authority)
{
    return authority->renewed && authority->now - authority->renewed_at <= LEASE_MAX_AGE_MS;
}

bool authority_from_driver(const struct authority *authority, const struct principal *from)
{
    return authority->holds && !principal_is_nobody(from) &&
           principal_equal(&authority->lease.driver, from);
}

void authority_refuse(
    struct authority *authority, enum refusal refusal, struct authority_effects *effects)
{
    authority->counters.refused[refusal]++;
    effects->refusal = refusal;
}

static bool deadman_due(const struct authority *authority)
{
    return authority->now - authority->accepted_at >= authority_deadman_ms(authority);
}

static bool may_move(const struct authority *authority)
{
    return authority->connected && authority->holds && authority->lease.drive &&
           !principal_is_nobody(&authority->lease.driver) && authority_lease_fresh(authority) &&
           authority->stop_count == 0;
}

static enum mode mode_of(const struct authority *authority)
{
    if (authority->stop_count > 0)
        return MODE_STOPPED;
    if (!authority->may_move)
        return MODE_IDLE;
    if (authority->followed && deadman_due(authority))
        return MODE_DEADMAN;
    return authority->ready ? MODE_DRIVING : MODE_READY;
}

static void add_why(enum why *list, enum why why)
{
    for (unsigned i = 0; i < LEASE_WHY; i++) {
        if (list[i] == why)
            return;
        if (list[i] == WHY_NONE) {
            list[i] = why;
            return;
        }
    }
}

static void add_lease_whys(const struct authority *authority, enum why *list)
{
    if (!authority->holds || principal_is_nobody(&authority->lease.driver)) {
        add_why(list, WHY_NO_LEASE);
        return;
    }
    if (!authority_lease_fresh(authority))
        add_why(list, WHY_LEASE_STALE);
    if (authority->lease.drive)
        return;
    add_why(list, WHY_NOT_DRIVE);
    for (unsigned i = 0; i < LEASE_WHY && authority->lease.why[i] != WHY_NONE; i++)
        add_why(list, authority->lease.why[i]);
}

static void explain(const struct authority *authority, enum why list[LEASE_WHY])
{
    memset(list, 0, LEASE_WHY * sizeof *list);
    if (authority->stop_count > 0)
        add_why(list, WHY_STOPPED);
    add_lease_whys(authority, list);
    if (authority->mode == MODE_DEADMAN)
        add_why(list, WHY_DEADMAN);
    if (authority->may_move && !authority->ready)
        add_why(list, WHY_NEUTRAL_FIRST);
}

static void settle_mode(struct authority *authority, struct authority_effects *effects)
{
    enum why why[LEASE_WHY];
    enum mode before = authority->mode;
    authority->mode = mode_of(authority);
    explain(authority, why);
    if (authority->mode != before || memcmp(why, authority->why, sizeof why) != 0)
        effects->set |= AUTHORITY_STATE;
    memcpy(authority->why, why, sizeof why);
}

void authority_settle(struct authority *authority, struct authority_effects *effects)
{
    bool may = may_move(authority);
    if (may && !authority->may_move) {
        authority->ready = false;
        authority->followed = false;
    }
    authority->may_move = may;
    if (authority->now - authority->accepted_at > AUTHORITY_GAP_MS)
        authority->ready = false;
    bool still = !may || !authority->ready || deadman_due(authority);
    if (still && !authority->halted) {
        authority->halted = true;
        effects->set |= AUTHORITY_NEUTRAL;
    }
    settle_mode(authority, effects);
}

void authority_begin(
    struct authority *authority, uint64_t now, struct authority_effects *effects)
{
    memset(effects, 0, sizeof *effects);
    if (now > authority->now)
        authority->now = now;
    authority_settle(authority, effects);
}

void authority_pass(
    struct authority *authority, uint64_t now, struct authority_effects *effects)
{
    authority_begin(authority, now, effects);
    if (authority->now - authority->last_pass > AUTHORITY_GAP_MS) {
        authority->ready = false;
        effects->set |= AUTHORITY_DROP;
    }
    authority->last_pass = authority->now;
    authority_settle(authority, effects);
}

static uint64_t sooner(uint64_t a, uint64_t b)
{
    return a < b ? a : b;
}

uint64_t authority_deadline(const struct authority *authority)
{
    uint64_t deadline = AUTHORITY_NEVER;
    if (authority_lease_fresh(authority))
        deadline = authority->renewed_at + LEASE_MAX_AGE_MS + 1;
    if (!authority->halted)
        deadline = sooner(deadline, authority->accepted_at + authority_deadman_ms(authority));
    if (authority->ready)
        deadline = sooner(deadline, authority->accepted_at + AUTHORITY_GAP_MS + 1);
    return deadline;
}

void authority_connected(
    struct authority *authority, uint64_t now, struct authority_effects *effects)
{
    authority_begin(authority, now, effects);
    authority->connected = true;
    authority->ready = false;
    authority->followed = false;
    effects->set |= AUTHORITY_STATE;
    authority_settle(authority, effects);
}

void authority_disconnected(
    struct authority *authority, uint64_t now, struct authority_effects *effects)
{
    authority_begin(authority, now, effects);
    authority->connected = false;
    authority->subscribed = principal_is_nobody(&authority->lease.driver);
    authority_settle(authority, effects);
}

static enum refusal judge_values(const struct axes *axes)
{
    for (int i = 0; i < AXIS_COUNT_; i++) {
        if (!isfinite(axes->value[i]))
            return REFUSAL_FORM;
    }
    for (int i = 0; i < AXIS_COUNT_; i++) {
        if (axes->value[i] < -1 || axes->value[i] > 1)
            return REFUSAL_RANGE;
    }
    return REFUSAL_NONE;
}

static enum refusal judge_sender(
    const struct authority *authority, const struct principal *from, const struct drive *drive)
{
    enum refusal values = judge_values(&drive->axes);
    if (values != REFUSAL_NONE)
        return values;
    if (!authority_from_driver(authority, from))
        return REFUSAL_DRIVER;
    return drive->n == authority->lease.number.n ? REFUSAL_NONE : REFUSAL_NUMBER;
}

static bool take_token(struct authority *authority)
{
    uint64_t credit =
        authority->rate_credit + (authority->now - authority->rate_at) * WIRE_DRIVE_RATE;
    authority->rate_at = authority->now;
    authority->rate_credit = credit > FULL_CREDIT ? FULL_CREDIT : (uint32_t)credit;
    if (authority->rate_credit < FRAME_CREDIT)
        return false;
    authority->rate_credit -= FRAME_CREDIT;
    return true;
}

static enum refusal judge_frame(struct authority *authority, const struct drive *drive)
{
    bool neutral = axes_neutral(&drive->axes);
    if (!authority->may_move)
        return REFUSAL_HALTED;
    if (authority->has_s && drive->s <= authority->s)
        return REFUSAL_ORDER;
    if (!authority_fresh(authority, drive->e))
        return REFUSAL_STALE;
    if (!neutral && !take_token(authority))
        return REFUSAL_RATE;
    return neutral || authority->ready ? REFUSAL_NONE : REFUSAL_HALTED;
}

/* For the link report: also frames that are refused afterwards tell the driver how far away the
 * robot is. */
static void note_seen(struct authority *authority, const struct drive *drive)
{
    authority->received++;
    if (authority->seen && drive->s <= authority->seen_s)
        return;
    if (authority->seen)
        authority->lost += drive->s - authority->seen_s - 1;
    authority->seen = true;
    authority->seen_s = drive->s;
    authority->seen_t = drive->t;
}

/* 0 stays 0 whatever the range, so neutral is exact. */
static double scaled(const struct axis_range *range, double limit, double value)
{
    if (!range->present || value == 0)
        return 0;
    double factor = limit > 1 ? 1 : limit;
    if (!(factor > 0))
        return 0;
    return factor * (value > 0 ? value * range->max : -value * range->min);
}

static void accept(
    struct authority *authority, const struct drive *drive, struct authority_effects *effects)
{
    authority->counters.accepted++;
    authority->has_s = true;
    authority->s = drive->s;
    authority->accepted_at = authority->now;
    authority->followed = true;
    if (axes_neutral(&drive->axes))
        authority->ready = true;
    else
        authority->moved_at = authority->now;
    for (int i = 0; i < AXIS_COUNT_; i++)
        effects->axes.value[i] =
            scaled(&authority->card->axes[i], authority->lease.limits[i], drive->axes.value[i]);
    effects->set |= AUTHORITY_OUTPUT;
    effects->set &= ~(unsigned)AUTHORITY_NEUTRAL;
    authority->halted = false;
}

void authority_hear_drive(struct authority *authority, const struct principal *from,
    const struct drive *drive, uint64_t now, struct authority_effects *effects)
{
    authority_begin(authority, now, effects);
    enum refusal refusal = judge_sender(authority, from, drive);
    if (refusal != REFUSAL_NONE) {
        authority_refuse(authority, refusal, effects);
        return;
    }
    note_seen(authority, drive);
    refusal = judge_frame(authority, drive);
    if (refusal != REFUSAL_NONE) {
        authority->link_refused++;
        authority_refuse(authority, refusal, effects);
        return;
    }
    accept(authority, drive, effects);
    authority_settle(authority, effects);
}

void authority_hear_malformed(struct authority *authority)
{
    authority->counters.refused[REFUSAL_FORM]++;
}
