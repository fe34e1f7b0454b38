#include <string.h>

#include "tests/seed/sim.h"

static bool is_qos1(enum what what)
{
    return what == WHAT_PRESENCE || what == WHAT_CARD || what == WHAT_ASK ||
           what == WHAT_ANSWER || what == WHAT_ME || what == WHAT_EVENT;
}

static bool is_for_robots(enum what what)
{
    return what == WHAT_DRIVE || what == WHAT_ACTION || what == WHAT_STOP || what == WHAT_LEASE;
}

struct message *wire_new(struct sim *sim, enum what what, const struct principal *from)
{
    uint32_t index = sim->message_free;
    if (index >= SIM_MESSAGES) {
        sim_fail(sim, "the wire is full: %u messages under way", SIM_MESSAGES);
    }
    sim->message_free = sim->next_free[index];
    struct message *message = &sim->messages[index];
    memset(message, 0, sizeof *message);
    message->what = what;
    message->from = *from;
    message->written = sim->now;
    return message;
}

static uint32_t message_index(const struct sim *sim, const struct message *message)
{
    return (uint32_t)(message - sim->messages);
}

static void message_drop(struct sim *sim, uint32_t index)
{
    sim->next_free[index] = sim->message_free;
    sim->message_free = index;
}

static struct address address_of(const struct sim *sim, const struct principal *principal)
{
    if (principal->kind == KIND_BRIDGE) {
        return (struct address){PLACE_BRIDGE, 0};
    }
    if (principal->kind == KIND_ROBOT) {
        return (struct address){PLACE_ROBOT, (unsigned)(principal->id[5] - '1')};
    }
    return (struct address){PLACE_PERSON, person_index(sim, principal)};
}

static struct connection *connection_at(struct sim *sim, struct address address)
{
    switch (address.place) {
    case PLACE_BRIDGE:
    case PLACE_EAR:
        return &sim->bridge.link;
    case PLACE_ROBOT:
        return &sim->robots[address.index].link;
    case PLACE_PERSON:
        return &sim->people[address.index].link;
    }
    return NULL;
}

static uint64_t wire_delay(struct sim *sim)
{
    const struct weather *weather = &sim->weather;
    uint64_t delay = dice_from(&sim->dice, weather->delay_low, weather->delay_high);
    if (dice_chance(&sim->dice, weather->stall)) {
        delay += dice_from(&sim->dice, 100, dice_chance(&sim->dice, 1000) ? 60000 : 4000);
    }
    return delay;
}

static void wire_queue(struct sim *sim, struct message *message, uint64_t at)
{
    struct happening event = {
        .at = at, .kind = EVENT_DELIVER, .message = message_index(sim, message)};
    events_add(&sim->events, &event);
}

static void wire_remember(struct sim *sim, const struct message *message)
{
    unsigned place = sim->history_count < SIM_HISTORY ? sim->history_count
                                                      : dice_below(&sim->dice, SIM_HISTORY);
    sim->history[place] = *message;
    sim->history_count += sim->history_count < SIM_HISTORY;
}

void wire_inject(struct sim *sim, const struct message *message, uint64_t at)
{
    struct message *copy = wire_new(sim, message->what, &message->from);
    *copy = *message;
    wire_queue(sim, copy, at);
}

static void wire_send_in_order(struct sim *sim, struct message *message)
{
    struct address from = address_of(sim, &message->from);
    uint64_t *last = &sim->fifo[from.place][from.index][message->to.place][message->to.index];
    uint64_t at =
        sim->now + dice_from(&sim->dice, sim->weather.delay_low, sim->weather.delay_high);
    *last = at > *last ? at : *last;
    message->epoch = connection_at(sim, message->to)->epoch;
    wire_queue(sim, message, *last);
}

void wire_send(struct sim *sim, struct message *message, struct address to)
{
    message->to = to;
    if (is_qos1(message->what)) {
        wire_send_in_order(sim, message);
        return;
    }
    if (is_for_robots(message->what)) {
        wire_remember(sim, message);
    }
    message->epoch = connection_at(sim, to)->epoch;
    message->from_epoch = connection_at(sim, address_of(sim, &message->from))->epoch;
    if (dice_chance(&sim->dice, sim->weather.twice)) {
        wire_inject(sim, message, sim->now + wire_delay(sim));
    }
    if (dice_chance(&sim->dice, sim->weather.loss)) {
        message_drop(sim, message_index(sim, message));
        return;
    }
    wire_queue(sim, message, sim->now + wire_delay(sim));
}

void wire_say_to_all(struct sim *sim, struct message *message)
{
    if (message->from.kind != KIND_BRIDGE) {
        struct address from = address_of(sim, &message->from);
        if (from.place == PLACE_ROBOT && message->what == WHAT_PRESENCE) {
            sim->retained[from.index].presence_there = true;
            sim->retained[from.index].presence = message->presence;
        }
        sim->retained[from.index % SIM_ROBOTS].card_there |= message->what == WHAT_CARD;
        wire_send(sim, message, (struct address){PLACE_BRIDGE, 0});
        return;
    }
    for (unsigned i = 0; i < SIM_ROBOTS + SIM_PEOPLE; i++) {
        struct message *copy = wire_new(sim, message->what, &message->from);
        *copy = *message;
        wire_send(sim, copy,
            i < SIM_ROBOTS ? (struct address){PLACE_ROBOT, i}
                           : (struct address){PLACE_PERSON, i - SIM_ROBOTS});
    }
    message_drop(sim, message_index(sim, message));
}

/* Until when the receiver does nothing; 0 = it listens now. */
static uint64_t receiver_busy_until(const struct sim *sim, struct address to)
{
    uint64_t until = 0;
    switch (to.place) {
    case PLACE_BRIDGE:
    case PLACE_EAR:
        until = sim->bridge.suspended_until;
        break;
    case PLACE_ROBOT:
        until = sim->robots[to.index].frozen_until;
        break;
    case PLACE_PERSON:
        until = sim->people[to.index].frozen_until;
        break;
    }
    return until > sim->now ? until : 0;
}

static void wire_hand_over(struct sim *sim, const struct message *message)
{
    switch (message->to.place) {
    case PLACE_BRIDGE:
    case PLACE_EAR:
        bridge_hear(sim, message);
        break;
    case PLACE_ROBOT:
        robot_hear(sim, message->to.index, message);
        break;
    case PLACE_PERSON:
        person_hear(sim, message->to.index, message);
        break;
    }
}

/* QoS 1, and what the bridge hears: it has a clean session, and a sender's second login ends
 * the first before anything more of it is read. Robots and people may hear the past all the
 * same. */
static bool wire_is_lost_with_a_connection(struct sim *sim, const struct message *message)
{
    bool bridge = message->to.place == PLACE_BRIDGE || message->to.place == PLACE_EAR;
    if (is_qos1(message->what)) {
        return message->epoch != connection_at(sim, message->to)->epoch;
    }
    return bridge && (message->epoch != connection_at(sim, message->to)->epoch ||
                         message->from_epoch !=
                             connection_at(sim, address_of(sim, &message->from))->epoch);
}

void wire_deliver(struct sim *sim, const struct happening *event)
{
    struct message *message = &sim->messages[event->message];
    const struct connection *connection = connection_at(sim, message->to);
    uint64_t busy_until = receiver_busy_until(sim, message->to);
    if (connection->up && busy_until > 0) {
        wire_queue(sim, message, busy_until);
        return;
    }
    struct message heard = *message;
    message_drop(sim, event->message);
    if (connection->up && !wire_is_lost_with_a_connection(sim, &heard)) {
        wire_hand_over(sim, &heard);
    }
}

static void wire_say_lost(struct sim *sim, const struct principal *who, const struct tag *conn)
{
    struct message *lost = wire_new(sim, WHAT_PRESENCE, who);
    lost->presence.state = PRESENCE_LOST;
    lost->presence.conn = *conn;
    struct address address = address_of(sim, who);
    if (address.place == PLACE_ROBOT) {
        lost->presence.boot = sim->robots[address.index].boot;
        sim->robots[address.index].announce_at = sim->now + 100; /* it corrects what it hears */
    }
    wire_say_to_all(sim, lost);
}

void wire_connect(struct sim *sim, const struct principal *who, struct connection *connection)
{
    struct tag before = connection->conn;
    bool takes_over = connection->broker_up;
    connection->up = connection->broker_up = true;
    connection->epoch++;
    connection->conn = sim_tag(sim, "c");
    if (takes_over && who->kind != KIND_BRIDGE) {
        sim_note(sim, RARE_LATE_WILLS);
        struct happening will = {.at = sim->now + dice_below(&sim->dice, 50),
            .kind = EVENT_WILL,
            .conn = before,
            .who = *who};
        events_add(&sim->events, &will);
    }
}

void wire_cut(struct sim *sim, const struct principal *who, struct connection *connection)
{
    if (!connection->up) {
        return;
    }
    connection->up = false;
    uint32_t notice = 0;
    if (dice_chance(&sim->dice, 5000)) {
        notice = dice_from(&sim->dice, 4600, 12000); /* a silent end: the broker's sweep */
    }
    struct happening will = {.at = sim->now + notice,
        .kind = EVENT_WILL,
        .epoch = connection->epoch,
        .conn = connection->conn,
        .who = *who};
    events_add(&sim->events, &will);
}

/* Of a connection that ended, or (epoch 0) of one that was taken over. */
void wire_will(struct sim *sim, const struct happening *event)
{
    struct connection *connection = connection_at(sim, address_of(sim, &event->who));
    if (event->epoch > 0) {
        if (connection->epoch != event->epoch || !connection->broker_up) {
            return; /* it was taken over: its will has been said */
        }
        connection->broker_up = false;
    }
    wire_say_lost(sim, &event->who, &event->conn);
}

void wire_restart_broker(struct sim *sim)
{
    sim_note(sim, RARE_BROKER_RESTARTS);
    sim_tell(sim, "the broker restarts");
    for (unsigned i = 0; i < SIM_ROBOTS; i++) {
        robot_cut(sim, i);
        sim->robots[i].link.broker_up = false;
        sim->robots[i].link.epoch++;
        sim->retained[i] = (struct retained){0};
    }
    for (unsigned i = 0; i < SIM_PEOPLE; i++) {
        sim->people[i].link.up = sim->people[i].link.broker_up = false;
        sim->people[i].link.epoch++;
        sim->people[i].back_at = sim->now + dice_from(&sim->dice, 20, 1500);
    }
    bridge_cut(sim);
    sim->bridge.link.epoch++;
}

void wire_tell_retained(struct sim *sim)
{
    for (unsigned i = 0; i < SIM_ROBOTS; i++) {
        const struct principal *robot = &sim->robots[i].principal;
        for (unsigned j = 0; j < 2; j++) {
            bool there = j == 0 ? sim->retained[i].presence_there : sim->retained[i].card_there;
            if (!there) {
                continue;
            }
            struct message *message = wire_new(sim, j == 0 ? WHAT_PRESENCE : WHAT_CARD, robot);
            message->retained = true;
            message->presence = sim->retained[i].presence;
            wire_send(sim, message, (struct address){PLACE_BRIDGE, 0});
        }
    }
}
