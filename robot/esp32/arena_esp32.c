/* The protocol's logic for a small robot: the rules for moving. In reading order: time and what
 * is true (settle), frames, actions, the calls of the program. Leases and stops are in
 * arena_lease.c, addresses, subscriptions and sending in arena_post.c, the formats in
 * arena_messages.c.
 *
 * As in the library's authority, inputs only change facts, and settle alone decides what they
 * mean: whether the robot may move, whether its outputs must be neutral, what its mode is. The
 * outputs move in accept() and nowhere else.
 */
#include "arena_esp32.h"

#include <math.h>
#include <string.h>

#include "arena_json.h"
#include "arena_messages.h"
#include "arena_post.h"

#define GAP_MS       1000
#define FRAME_CREDIT 1000u
#define FRAME_RATE   60u
#define FULL_CREDIT  (30u * FRAME_CREDIT)

/* --- what is true --- */

static uint32_t smaller(uint32_t a, uint32_t b)
{
    return a < b ? a : b;
}

static uint32_t max_age(const struct arena_robot *robot)
{
    uint32_t card = arena_card_value(robot->config->max_age_ms, 500);
    return robot->holds ? smaller(card, robot->lease.max_age_ms) : card;
}

static uint32_t deadman(const struct arena_robot *robot)
{
    uint32_t card = arena_card_value(robot->config->deadman_ms, 250);
    return robot->holds ? smaller(card, robot->lease.deadman_ms) : card;
}

/* When it said e; false when it never did. */
bool arena_said_at(const struct arena_robot *robot, uint32_t e, uint64_t *ret)
{
    uint32_t behind = arena_clock(robot) - e;
    if (behind > 0x7fffffffu || behind > robot->now - robot->born)
        return false;
    *ret = robot->now - behind;
    return true;
}

static bool is_fresh(const struct arena_robot *robot, uint32_t e)
{
    uint64_t said;
    return arena_said_at(robot, e, &said) && robot->now - said <= max_age(robot);
}

static bool lease_fresh(const struct arena_robot *robot)
{
    return robot->renewed && robot->now - robot->renewed_at <= ARENA_LEASE_AGE_MS;
}

bool arena_has_driver(const struct arena_robot *robot)
{
    return robot->holds && robot->lease.driver[0] != '\0';
}

bool arena_from_driver(const struct arena_robot *robot, const char *from)
{
    return arena_has_driver(robot) && strcmp(robot->lease.driver, from) == 0;
}

static bool deadman_due(const struct arena_robot *robot)
{
    return robot->now - robot->accepted_at >= deadman(robot);
}

static enum arena_mode mode_of(const struct arena_robot *robot)
{
    if (robot->kept.stop_count > 0)
        return ARENA_STOPPED;
    if (!robot->may_move)
        return ARENA_IDLE;
    if (robot->followed && deadman_due(robot))
        return ARENA_DEADMAN;
    return robot->ready ? ARENA_DRIVING : ARENA_READY;
}

static unsigned why_of(const struct arena_robot *robot)
{
    unsigned why = 0;
    if (robot->kept.stop_count > 0)
        why |= ARENA_WHY_STOPPED;
    if (!arena_has_driver(robot))
        why |= ARENA_WHY_NO_LEASE;
    else if (!lease_fresh(robot))
        why |= ARENA_WHY_LEASE_STALE;
    if (arena_has_driver(robot) && !robot->lease.drive)
        why |= ARENA_WHY_NOT_DRIVE;
    if (robot->mode == ARENA_DEADMAN)
        why |= ARENA_WHY_DEADMAN;
    if (robot->may_move && !robot->ready)
        why |= ARENA_WHY_NEUTRAL_FIRST;
    return why;
}

static bool allowed(const struct arena_robot *robot)
{
    return robot->connected && arena_has_driver(robot) && robot->lease.drive &&
           lease_fresh(robot) && robot->kept.stop_count == 0;
}

static void settle_mode(struct arena_robot *robot)
{
    enum arena_mode mode_before = robot->mode;
    unsigned why_before = robot->why;
    robot->mode = mode_of(robot);
    robot->why = why_of(robot);
    if (robot->mode != mode_before || robot->why != why_before)
        robot->state_due = true;
}

static void settle(struct arena_robot *robot)
{
    bool may = allowed(robot);
    if (may && !robot->may_move)
        robot->ready = robot->followed = false;
    robot->may_move = may;
    if (robot->now - robot->accepted_at > GAP_MS)
        robot->ready = false;
    bool still = !may || !robot->ready || deadman_due(robot);
    if (still && !robot->halted) {
        robot->halted = true;
        robot->config->neutral(robot->config->user);
    }
    settle_mode(robot);
}

/* Time passes before anything is judged. A gap between passes asks for neutral; what lay
 * buffered meanwhile echoes a clock from before the gap and is refused as stale. */
static void pass(struct arena_robot *robot, uint32_t now_ms)
{
    robot->now += (uint32_t)(now_ms - robot->last_ms);
    robot->last_ms = now_ms;
    if (robot->now - robot->last_pass > GAP_MS)
        robot->ready = false;
    settle(robot);
}

/* --- frames --- */

static bool take_token(struct arena_robot *robot)
{
    uint64_t credit = robot->rate_credit + (robot->now - robot->rate_at) * FRAME_RATE;
    robot->rate_at = robot->now;
    robot->rate_credit = credit > FULL_CREDIT ? FULL_CREDIT : (uint32_t)credit;
    if (robot->rate_credit < FRAME_CREDIT)
        return false;
    robot->rate_credit -= FRAME_CREDIT;
    return true;
}

static enum arena_refusal judge(struct arena_robot *robot, const struct arena_frame *frame)
{
    if (!robot->may_move)
        return ARENA_HALTED;
    if (robot->has_s && frame->s <= robot->s)
        return ARENA_ORDER;
    if (!is_fresh(robot, frame->e))
        return ARENA_STALE;
    if (!frame->neutral && !take_token(robot))
        return ARENA_RATE;
    return frame->neutral || robot->ready ? ARENA_ACCEPTED : ARENA_HALTED;
}

static void note_seen(struct arena_robot *robot, const struct arena_frame *frame)
{
    robot->received++;
    if (robot->seen && frame->s <= robot->seen_s)
        return;
    if (robot->seen)
        robot->lost += frame->s - robot->seen_s - 1;
    robot->seen = true;
    robot->seen_s = frame->s;
    robot->seen_t = frame->t;
}

static float scaled(const struct arena_axis *axis, float limit, double value)
{
    if (!axis->present || value == 0)
        return 0;
    return (float)(limit * (value > 0 ? value * axis->max : -value * axis->min));
}

static void accept(struct arena_robot *robot, const struct arena_frame *frame)
{
    float axes[ARENA_AXES];
    robot->accepted++;
    robot->has_s = true;
    robot->s = frame->s;
    robot->accepted_at = robot->now;
    robot->followed = true;
    robot->halted = false;
    if (frame->neutral)
        robot->ready = true;
    else
        robot->moved_at = robot->now;
    for (unsigned i = 0; i < ARENA_AXES; i++)
        axes[i] = scaled(&robot->config->axes[i], robot->lease.limits[i], frame->axes[i]);
    robot->config->drive(robot->config->user, axes);
}

void arena_hear_drive(struct arena_robot *robot, const char *from, struct arena_slice object)
{
    struct arena_frame frame;
    enum arena_refusal refusal = arena_read_frame(object, &frame);
    if (refusal == ARENA_ACCEPTED && !arena_from_driver(robot, from))
        refusal = ARENA_DRIVER;
    if (refusal == ARENA_ACCEPTED && frame.n != robot->lease.n)
        refusal = ARENA_NUMBER;
    if (refusal != ARENA_ACCEPTED) {
        robot->refused[refusal]++;
        return;
    }
    note_seen(robot, &frame);
    refusal = judge(robot, &frame);
    if (refusal == ARENA_ACCEPTED) {
        accept(robot, &frame);
        return;
    }
    robot->link_refused++;
    robot->refused[refusal]++;
}

/* --- actions --- */

static const struct arena_action *find_rule(const struct arena_robot *robot, const char *name)
{
    for (unsigned i = 0; i < robot->config->action_count; i++)
        if (strcmp(robot->config->actions[i].name, name) == 0)
            return &robot->config->actions[i];
    return NULL;
}

static int find_done(const struct arena_robot *robot, const char *id)
{
    for (unsigned i = 0; i < ARENA_ACKS; i++)
        if (robot->done[i].id[0] != '\0' && strcmp(robot->done[i].id, id) == 0)
            return (int)i;
    return -1;
}

static void set_done(struct arena_done *done, const struct arena_order *order,
    enum arena_ack_state state, const char *why)
{
    (void)arena_copy(done->id, sizeof(done->id), order->id); /* as long */
    (void)arena_copy(done->name, sizeof(done->name), order->name);
    done->state = state;
    if (!arena_copy(done->why, sizeof(done->why), why))
        done->why[0] = '\0';
}

static void do_order(struct arena_robot *robot, const struct arena_order *order)
{
    unsigned place = robot->done_next++ % ARENA_ACKS;
    const struct arena_config *config = robot->config;
    robot->moved_at = robot->now;
    set_done(&robot->done[place], order, ARENA_ACK_ACCEPTED, "");
    robot->acks_due[place] = true;
    enum arena_ack_state state = ARENA_ACK_REJECTED;
    if (config->action)
        state = config->action(config->user, order->id, order->name, (float)order->value);
    if (state != ARENA_ACK_ACCEPTED)
        robot->done[place].state = state;
}

static enum arena_refusal judge_form(
    const struct arena_order *order, const struct arena_action *rule)
{
    if (!rule)
        return ARENA_FORM;
    if (!rule->has_range)
        return ARENA_ACCEPTED;
    if (!order->has_value)
        return ARENA_FORM;
    bool inside = order->value >= rule->min && order->value <= rule->max;
    return inside ? ARENA_ACCEPTED : ARENA_RANGE;
}

static enum arena_refusal judge_sender(const struct arena_robot *robot, const char *from,
    const struct arena_order *order, const struct arena_action *rule)
{
    enum arena_refusal form = judge_form(order, rule);
    if (form != ARENA_ACCEPTED)
        return form;
    if (!arena_from_driver(robot, from))
        return ARENA_DRIVER;
    return order->n == robot->lease.n ? ARENA_ACCEPTED : ARENA_NUMBER;
}

static enum arena_refusal judge_moment(const struct arena_robot *robot,
    const struct arena_order *order, const struct arena_action *rule)
{
    if (!rule->always && !robot->may_move)
        return ARENA_HALTED;
    return is_fresh(robot, order->e) ? ARENA_ACCEPTED : ARENA_STALE;
}

static void reject(struct arena_robot *robot, const char *from, const struct arena_order *order,
    enum arena_refusal refusal)
{
    robot->refused[refusal]++;
    if (!arena_from_driver(robot, from) || !arena_is_tag(order->id))
        return;
    set_done(&robot->reject, order, ARENA_ACK_REJECTED, arena_refusal_word(refusal));
    robot->reject_due = true;
}

void arena_hear_action(struct arena_robot *robot, const char *from, struct arena_slice object)
{
    struct arena_order order;
    if (!arena_read_order(object, &order)) {
        robot->refused[ARENA_FORM]++;
        return;
    }
    const struct arena_action *rule = find_rule(robot, order.name);
    enum arena_refusal refusal = judge_sender(robot, from, &order, rule);
    int before = refusal == ARENA_ACCEPTED ? find_done(robot, order.id) : -1;
    if (before >= 0) {
        robot->acks_due[before] = true;
        return;
    }
    if (refusal == ARENA_ACCEPTED)
        refusal = judge_moment(robot, &order, rule);
    if (refusal == ARENA_ACCEPTED)
        do_order(robot, &order);
    else
        reject(robot, from, &order, refusal);
}

/* --- the calls of the program --- */

static bool ranges_good(const struct arena_config *config)
{
    for (unsigned i = 0; i < ARENA_AXES; i++)
        if (config->axes[i].present && !(config->axes[i].min <= 0 && config->axes[i].max >= 0))
            return false;
    return config->field_count <= ARENA_FIELDS;
}

/* What flash held is not trusted: a wrong count or an unterminated word would be followed. */
static bool saved_good(const struct arena_saved *saved)
{
    bool good = saved->stop_count <= ARENA_STOPS && saved->cleared_count <= ARENA_CLEARED;
    for (unsigned i = 0; good && i < ARENA_STOPS; i++)
        good = memchr(saved->stops[i].id, '\0', ARENA_TAG_SIZE) &&
               memchr(saved->stops[i].by, '\0', ARENA_PRINCIPAL_SIZE);
    for (unsigned i = 0; good && i < ARENA_CLEARED; i++)
        good = memchr(saved->cleared[i], '\0', ARENA_TAG_SIZE) != NULL;
    return good;
}

bool arena_init(struct arena_robot *robot, const struct arena_config *config,
    const struct arena_saved *saved, uint64_t random, uint32_t now_ms)
{
    memset(robot, 0, sizeof(*robot));
    if (!arena_is_id(config->id) || !arena_is_root(config->root) || !ranges_good(config))
        return false;
    robot->config = config;
    robot->clock_start = (uint32_t)random;
    robot->boot = (uint32_t)(random >> 32);
    robot->last_ms = now_ms;
    robot->rate_credit = FULL_CREDIT;
    robot->in_line = true;
    if (saved && saved_good(saved))
        robot->kept = *saved;
    for (unsigned i = 0; i < ARENA_FIELDS; i++)
        robot->values[i] = NAN;
    robot->mode = mode_of(robot);
    robot->why = why_of(robot);
    return arena_post_card_fits(robot);
}

void arena_connected(struct arena_robot *robot, uint32_t now_ms)
{
    pass(robot, now_ms);
    robot->connected = true;
    robot->ready = robot->followed = false;
    robot->in_line = false;
    robot->state_due = robot->status_due = true;
    settle(robot);
    arena_post_connected(robot);
}

void arena_disconnected(struct arena_robot *robot, uint32_t now_ms)
{
    robot->connected = false;
    robot->driver[0] = '\0'; /* a session is clean: subscriptions end with it */
    robot->stopper_count = 0;
    pass(robot, now_ms);
}

void arena_settle(struct arena_robot *robot, uint32_t now_ms)
{
    pass(robot, now_ms);
}

void arena_step(struct arena_robot *robot, uint32_t now_ms)
{
    pass(robot, now_ms);
    robot->last_pass = robot->now;
    if (robot->connected)
        arena_post_send(robot);
}

bool arena_ack(
    struct arena_robot *robot, const char *id, enum arena_ack_state state, const char *why)
{
    int place = find_done(robot, id);
    if (place < 0)
        return false;
    struct arena_done *done = &robot->done[place];
    done->state = state;
    if (!why || !arena_copy(done->why, sizeof(done->why), why))
        done->why[0] = '\0';
    robot->acks_due[place] = true;
    return true;
}

void arena_stop_here(struct arena_robot *robot, const char *id)
{
    char me[ARENA_PRINCIPAL_SIZE];
    if (!arena_is_tag(id))
        return;
    arena_post_me(robot, me);
    (void)arena_adopt_stop(robot, id, me); /* five stops stand already: then it stands */
    robot->state_due = true;
    settle(robot);
}
