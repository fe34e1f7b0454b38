#include <stdio.h>
#include <string.h>

#include "robot/base/text.h"
#include "tests/seed/sim.h"

#define ROBOT_STEP_MS 100

uint64_t robot_clock(const struct sim *sim, const struct sim_robot *robot)
{
    return sim->now + robot->clock_offset;
}

static void robot_plan(struct sim *sim, unsigned index, uint64_t at)
{
    struct sim_robot *robot = &sim->robots[index];
    at = at > sim->now ? at : sim->now;
    if (robot->turn_at > sim->now && robot->turn_at <= at) {
        return;
    }
    robot->turn_at = at;
    sim_at(sim, at, EVENT_ROBOT_TURN, index, robot->run);
}

void robots_begin(struct sim *sim)
{
    for (unsigned i = 0; i < SIM_ROBOTS; i++) {
        struct sim_robot *robot = &sim->robots[i];
        robot->principal.kind = KIND_ROBOT;
        (void)snprintf(robot->principal.id, ID_SIZE, "scout%u", i + 1);
        (void)text_copy(robot->card.id, sizeof robot->card.id, robot->principal.id);
        robot->card.status_ms = 1000;
        robot->card.deadman_ms = i == 1 ? 200 : 400;
        robot->card.max_age_ms = i == 1 ? 300 : 800;
        robot->card.max_message = 1024;
        robot->card.axes[AXIS_X] = (struct axis_range){true, -1, 1};
        robot->card.axes[AXIS_Y] = (struct axis_range){true, -2, 2};
        robot->card.action_count = 1;
        (void)text_copy(robot->card.actions[0].name, WORD_SIZE, "jump");
        robot->clock_offset = dice_below(&sim->dice, 1000000);
        robot_boot(sim, i);
    }
}

void robot_boot(struct sim *sim, unsigned index)
{
    struct sim_robot *robot = &sim->robots[index];
    robot->running = true;
    robot->run++;
    robot->boot = sim_tag(sim, "b");
    robot->frozen_until = 0;
    robot->drop_at = 0;
    robot->events = 0;
    robot->moving = false;
    robot->was_leased = false;
    robot->beat_boot = robot->beat_conn = (struct tag){0};
    authority_init(&robot->authority, &robot->card, (uint32_t)dice_roll(&sim->dice),
        &robot->saved, robot_clock(sim, robot));
    if (robot->saved.stop_count > 0) {
        sim_note(sim, RARE_ROBOT_BOOTED_STOPPED);
    }
    sim_tell(sim, "%s boots, highest %u/%u", robot->principal.id, robot->saved.highest.n,
        robot->saved.highest.rev);
    robot->state_at = robot->link_at = robot->status_at = sim->now;
    robot->announce_at = SIM_NEVER;
    robot->turn_at = 0;
    robot_plan(sim, index, sim->now);
}

void robot_crash(struct sim *sim, unsigned index)
{
    struct sim_robot *robot = &sim->robots[index];
    if (!robot->running) {
        return;
    }
    sim_note(sim, RARE_ROBOT_CRASHES);
    sim_tell(sim, "%s crashes", robot->principal.id);
    wire_cut(sim, &robot->principal, &robot->link);
    robot->running = false;
    robot->frozen_until = 0;
    robot->moving = false; /* the motors have lost their master */
    robot->run++;
    sim_at(sim, sim->now + dice_from(&sim->dice, 100, 6000), EVENT_ROBOT_BOOT, index, 0);
}

void robot_freeze(struct sim *sim, unsigned index, uint64_t ms)
{
    struct sim_robot *robot = &sim->robots[index];
    if (!robot->running || robot->frozen_until > sim->now) {
        return;
    }
    sim_note(sim, RARE_ROBOT_FREEZES);
    sim_tell(sim, "%s freezes for %llu ms", robot->principal.id, (unsigned long long)ms);
    robot->frozen_until = sim->now + ms;
}

void robot_thaw(struct sim *sim, unsigned index)
{
    struct sim_robot *robot = &sim->robots[index];
    if (robot->frozen_until > sim->now) {
        robot->frozen_until = sim->now;
        robot->turn_at = 0;
        robot_plan(sim, index, sim->now);
    }
}

static void robot_say_state(struct sim *sim, struct sim_robot *robot)
{
    if (!robot->link.up) {
        return;
    }
    struct message *message = wire_new(sim, WHAT_STATE, &robot->principal);
    authority_state(&robot->authority, robot_clock(sim, robot), &message->state);
    wire_send(sim, message, (struct address){PLACE_BRIDGE, 0});
    robot->state_at = sim->now + WIRE_STATE_REPEAT_MS;
}

static void robot_note_refusal(struct sim *sim, enum refusal refusal)
{
    static const enum rare rare[REFUSAL_COUNT_] = {
        [REFUSAL_RANGE] = RARE_FRAMES_RANGE,
        [REFUSAL_DRIVER] = RARE_FRAMES_DRIVER,
        [REFUSAL_NUMBER] = RARE_FRAMES_NUMBER,
        [REFUSAL_HALTED] = RARE_FRAMES_HALTED,
        [REFUSAL_ORDER] = RARE_FRAMES_ORDER,
        [REFUSAL_STALE] = RARE_FRAMES_STALE,
    };
    if (rare[refusal] != 0) {
        sim_note(sim, rare[refusal]);
    }
}

static void robot_move(
    struct sim *sim, struct sim_robot *robot, const struct authority_effects *effects)
{
    if (effects->set & AUTHORITY_OUTPUT) {
        robot->output = effects->axes;
        robot->moving = !axes_neutral(&effects->axes);
    }
    if (effects->set & AUTHORITY_NEUTRAL) {
        robot->output = (struct axes){0};
        robot->moving = false;
    }
    if (effects->set & AUTHORITY_SAVE) {
        authority_saved(&robot->authority, &robot->saved);
    }
    if (effects->set & AUTHORITY_DROP) {
        robot->drop_at = sim->now;
    }
}

static void robot_act(struct sim *sim, unsigned index, const struct authority_effects *effects)
{
    struct sim_robot *robot = &sim->robots[index];
    robot_move(sim, robot, effects);
    if (effects->set & AUTHORITY_SUBSCRIPTIONS) {
        struct happening event = {.at = sim->now + dice_from(&sim->dice, 1, 60),
            .kind = EVENT_ROBOT_SUBSCRIBED,
            .index = index,
            .epoch = robot->link.epoch,
            .who = robot->authority.lease.driver};
        events_add(&sim->events, &event);
    }
    if (effects->set & AUTHORITY_STATE) {
        robot_say_state(sim, robot);
    }
    uint64_t clock = robot_clock(sim, robot);
    uint64_t deadline = authority_deadline(&robot->authority);
    if (deadline != AUTHORITY_NEVER) {
        robot_plan(sim, index, sim->now + (deadline > clock ? deadline - clock : 0));
    }
}

void robot_subscribed(struct sim *sim, const struct happening *event)
{
    struct sim_robot *robot = &sim->robots[event->index];
    if (!robot->running || !robot->link.up || robot->link.epoch != event->epoch) {
        return;
    }
    if (robot->frozen_until > sim->now) {
        struct happening later = *event;
        later.at = robot->frozen_until;
        events_add(&sim->events, &later);
        return;
    }
    struct authority_effects effects;
    authority_pass(&robot->authority, robot_clock(sim, robot), &effects);
    robot_act(sim, event->index, &effects);
    authority_subscribed(&robot->authority, &event->who, robot_clock(sim, robot), &effects);
    robot_act(sim, event->index, &effects);
}

static void robot_announce(struct sim *sim, struct sim_robot *robot)
{
    robot->announce_at = SIM_NEVER;
    struct message *presence = wire_new(sim, WHAT_PRESENCE, &robot->principal);
    presence->presence = (struct presence){
        .state = PRESENCE_ONLINE, .boot = robot->boot, .conn = robot->link.conn};
    wire_say_to_all(sim, presence);
    wire_say_to_all(sim, wire_new(sim, WHAT_CARD, &robot->principal));
}

void robot_connect(struct sim *sim, unsigned index)
{
    struct sim_robot *robot = &sim->robots[index];
    struct authority_effects effects;
    wire_connect(sim, &robot->principal, &robot->link);
    robot_announce(sim, robot);
    authority_connected(&robot->authority, robot_clock(sim, robot), &effects);
    effects.set |= AUTHORITY_SUBSCRIPTIONS;
    robot->status_at = sim->now;
    robot_act(sim, index, &effects);
}

void robot_cut(struct sim *sim, unsigned index)
{
    struct sim_robot *robot = &sim->robots[index];
    if (!robot->running || !robot->link.up) {
        return;
    }
    struct authority_effects effects;
    sim_note(sim, RARE_ROBOT_CUTS);
    sim_tell(sim, "%s is cut off", robot->principal.id);
    wire_cut(sim, &robot->principal, &robot->link);
    if (robot->frozen_until > sim->now) {
        return; /* it will find out when it wakes */
    }
    authority_disconnected(&robot->authority, robot_clock(sim, robot), &effects);
    robot_act(sim, index, &effects);
}

static void robot_say_link(struct sim *sim, struct sim_robot *robot)
{
    const struct principal *driver = authority_driver(&robot->authority);
    robot->link_at = sim->now + WIRE_LINK_PERIOD_MS;
    if (principal_is_nobody(driver)) {
        return;
    }
    struct message *message = wire_new(sim, WHAT_LINK, &robot->principal);
    authority_link(&robot->authority, robot_clock(sim, robot), &message->link);
    wire_send(sim, message, (struct address){PLACE_PERSON, person_index(sim, driver)});
}

static void robot_say_due(struct sim *sim, struct sim_robot *robot)
{
    if (sim->now >= robot->announce_at) {
        robot_announce(sim, robot);
    }
    if (authority_speaks(&robot->authority) && sim->now >= robot->state_at) {
        robot_say_state(sim, robot);
    }
    if (sim->now >= robot->link_at) {
        robot_say_link(sim, robot);
    }
    if (robot->authority.may_move) {
        match_robot_acts(sim, (unsigned)(robot - sim->robots));
    }
    if (sim->now >= robot->status_at) {
        robot->status_at = sim->now + robot->card.status_ms;
        struct message *status = wire_new(sim, WHAT_STATUS, &robot->principal);
        wire_send(sim, status, (struct address){PLACE_EAR, 0});
    }
}

static void robot_note_mode(struct sim *sim, struct sim_robot *robot)
{
    bool leased = robot->authority.may_move;
    bool stale = false;
    for (unsigned i = 0; i < LEASE_WHY; i++) {
        stale |= robot->authority.why[i] == WHY_LEASE_STALE;
    }
    if (robot->was_leased && !leased && stale) {
        sim_note(sim, RARE_LEASE_RAN_OUT);
    }
    robot->was_leased = leased;
    if (robot->authority.mode == MODE_DEADMAN) {
        sim_note(sim, RARE_DEADMAN);
    }
}

void robot_turn(struct sim *sim, unsigned index)
{
    struct sim_robot *robot = &sim->robots[index];
    if (sim->now != robot->turn_at) {
        return; /* a sooner one has taken its place */
    }
    if (robot->frozen_until > sim->now) {
        robot_plan(sim, index, robot->frozen_until);
        return;
    }
    struct authority_effects effects;
    authority_pass(&robot->authority, robot_clock(sim, robot), &effects);
    robot->turn_at = 0;
    robot_act(sim, index, &effects);
    robot_note_mode(sim, robot);
    if (!robot->link.up && robot->authority.connected) {
        authority_disconnected(&robot->authority, robot_clock(sim, robot), &effects);
        robot_act(sim, index, &effects);
    }
    if (!robot->link.up && dice_chance(&sim->dice, sim->calm ? 5000 : 1000)) {
        robot_connect(sim, index);
    }
    if (robot->link.up) {
        robot_say_due(sim, robot);
    }
    robot_plan(sim, index, sim->now + ROBOT_STEP_MS);
}

static void robot_hear_beat(
    struct sim *sim, struct sim_robot *robot, const struct message *message)
{
    if (tag_equal(&message->beat.boot, &robot->beat_boot) &&
        tag_equal(&message->beat.conn, &robot->beat_conn)) {
        return;
    }
    robot->beat_boot = message->beat.boot;
    robot->beat_conn = message->beat.conn;
    robot->announce_at = sim->now + dice_below(&sim->dice, 2000);
}

static void robot_hear_lease(struct sim *sim, struct sim_robot *robot,
    const struct message *message, struct authority_effects *effects)
{
    struct authority_counters before = robot->authority.counters;
    authority_hear_lease(&robot->authority, &message->lease, robot_clock(sim, robot), effects);
    sim_tell(sim, "%s hears lease %u/%u, e %d ms behind, driver %s, stops %u",
        robot->principal.id, message->lease.number.n, message->lease.number.rev,
        clock_behind(
            authority_clock(&robot->authority, robot_clock(sim, robot)), message->lease.e),
        message->lease.driver.id, message->lease.stop_count);
    if (robot->authority.counters.leases_unfresh > before.leases_unfresh) {
        sim_note(sim, RARE_LEASES_UNFRESH);
    }
    if (robot->authority.counters.leases_lower > before.leases_lower) {
        sim_note(sim, RARE_LEASES_LOWER);
    }
}

static void robot_hear_action(struct sim *sim, struct sim_robot *robot,
    const struct message *message, struct authority_effects *effects)
{
    authority_hear_action(
        &robot->authority, &message->from, &message->action, robot_clock(sim, robot), effects);
    if (effects->set & AUTHORITY_DO) {
        check_action(sim, robot, message);
        struct ack done = effects->ack;
        done.state = ACK_DONE;
        (void)authority_note_ack(&robot->authority, &done);
    } else if (effects->set & AUTHORITY_ACK) {
        sim_note(sim,
            effects->ack.state == ACK_REJECTED ? RARE_ACTIONS_REJECTED : RARE_ACTIONS_REPEATED);
    }
}

static void robot_hear_drive(struct sim *sim, struct sim_robot *robot,
    const struct message *message, struct authority_effects *effects)
{
    authority_hear_drive(
        &robot->authority, &message->from, &message->drive, robot_clock(sim, robot), effects);
    if (effects->set & AUTHORITY_OUTPUT) {
        check_frame(sim, robot, message);
    } else {
        sim_tell(sim, "%s refuses %s's frame n %u s %u: %s", robot->principal.id,
            message->from.id, message->drive.n, message->drive.s,
            refusal_name(effects->refusal));
        robot_note_refusal(sim, effects->refusal);
    }
}

static bool robot_drops(struct sim *sim, const struct sim_robot *robot, enum what what)
{
    bool buffered = robot->drop_at == sim->now && (what == WHAT_DRIVE || what == WHAT_ACTION);
    if (buffered) {
        sim_note(sim, RARE_FRAMES_DROPPED);
    }
    return buffered;
}

void robot_hear(struct sim *sim, unsigned index, const struct message *message)
{
    struct sim_robot *robot = &sim->robots[index];
    struct authority_effects effects = {0};
    if (!robot->running) {
        return;
    }
    authority_pass(&robot->authority, robot_clock(sim, robot), &effects);
    robot_act(sim, index, &effects);
    memset(&effects, 0, sizeof effects);
    unsigned stops = robot->authority.stop_count;
    if (robot_drops(sim, robot, message->what)) {
        return;
    }
    if (message->what == WHAT_LEASE) {
        robot_hear_lease(sim, robot, message, &effects);
    } else if (message->what == WHAT_DRIVE) {
        robot_hear_drive(sim, robot, message, &effects);
    } else if (message->what == WHAT_ACTION) {
        robot_hear_action(sim, robot, message, &effects);
    } else if (message->what == WHAT_STOP) {
        authority_hear_stop(&robot->authority, &message->from, &message->stop,
            robot_clock(sim, robot), &effects);
    } else if (message->what == WHAT_BEAT) {
        robot_hear_beat(sim, robot, message);
    }
    if (robot->authority.stop_count != stops) {
        sim_note(
            sim, robot->authority.stop_count > stops ? RARE_STOPS_STOOD : RARE_STOPS_CLEARED);
    }
    robot_act(sim, index, &effects);
    robot_note_mode(sim, robot);
}
