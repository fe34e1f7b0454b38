/* Whom a small robot hears and what it says.
 *
 * Nothing is sent while a message is being heard: it may lie in the very buffer that sending
 * overwrites. What is due is noted and goes out in arena_post_send, in this order:
 * subscriptions, presence and card, acks, state, events, link, status. What the network did not
 * take stays due.
 *
 * MQTT 3.1.1 with PubSubClient does not tell when a subscription was confirmed. It need not:
 * the SUBSCRIBE goes before the `state` that shows the number, on one connection, and the
 * broker takes them in this order; so who reads that state can be heard.
 */
#include "arena_post.h"

#include <stdio.h>
#include <string.h>

#include "arena_messages.h"

#define BRIDGE          "bridge/main"
#define STATE_MS        500
#define LINK_MS         100
#define OVERHEAD        8 /* of a packet, beside topic and payload */
#define ANNOUNCE_JITTER 2000u
#define ANNOUNCE_MOST   16000u

void arena_post_me(const struct arena_robot *robot, char ret[ARENA_PRINCIPAL_SIZE])
{
    (void)snprintf(ret, ARENA_PRINCIPAL_SIZE, "robot/%.31s", robot->config->id);
}

/* --- in --- */

static void announce_at(struct arena_robot *robot, uint64_t at)
{
    robot->retrying = false;
    if (robot->announce_due && robot->announce_at <= at)
        return;
    robot->announce_due = true;
    robot->announce_at = at;
}

void arena_post_greeted(struct arena_robot *robot)
{
    robot->greeted = true;
    if (robot->retrying)
        robot->announce_due = false;
    robot->retrying = false;
}

static void hear_video(struct arena_robot *robot, const char *from, struct arena_slice object)
{
    (void)from; /* the bridge */
    /* No cameras: to have seen it is all there is to do. */
    if (arena_read_video(object, &robot->video_rev))
        robot->state_due = true;
}

/* Within so many ms; conn and clock differ enough between robots. */
static void announce_within(struct arena_robot *robot, uint32_t ms)
{
    announce_at(robot, robot->now + (robot->conn ^ arena_clock(robot)) % ms);
}

/* Another boot or connection of the bridge: it may know nothing of this robot. Nor does it when
 * it answered the last announcement with no lease: of many at once the broker drops some. The
 * next tries lie ever further apart. */
static void hear_beat(struct arena_robot *robot, const char *from, struct arena_slice object)
{
    struct arena_heard beat;
    (void)from; /* the bridge */
    arena_read_heard(object, &beat);
    if (strcmp(beat.boot, robot->bridge_boot) == 0 &&
        strcmp(beat.conn, robot->bridge_conn) == 0) {
        if (robot->greeted || robot->announce_due)
            return;
        announce_within(robot, robot->retry_ms);
        robot->retrying = true;
        if (robot->retry_ms < ANNOUNCE_MOST)
            robot->retry_ms *= 2;
        return;
    }
    robot->retry_ms = ANNOUNCE_JITTER;
    (void)arena_copy(robot->bridge_boot, sizeof(robot->bridge_boot), beat.boot);
    (void)arena_copy(robot->bridge_conn, sizeof(robot->bridge_conn), beat.conn);
    announce_within(robot, ANNOUNCE_JITTER);
}

/* What everybody believes of this robot: an old will may come after a new hello. */
static void hear_presence(
    struct arena_robot *robot, const char *from, struct arena_slice object)
{
    struct arena_heard presence;
    char conn[ARENA_TAG_SIZE];
    (void)from; /* itself */
    arena_read_heard(object, &presence);
    (void)snprintf(conn, sizeof(conn), "%08lx", (unsigned long)robot->conn);
    if (strcmp(presence.state, "online") != 0 || strcmp(presence.conn, conn) != 0)
        announce_at(robot, robot->now + LINK_MS);
}

/* Who may say what to whom. A message that is not of this list is not for a robot. */
static const struct {
    const char *what;
    const char *from; /* NULL = anyone, "" = itself */
    bool to_all, ignore_retained, command;
    void (*hear)(struct arena_robot *robot, const char *from, struct arena_slice object);
} ears[] = {
    {"drive",    NULL,   false, true,  true,  arena_hear_drive },
    {"action",   NULL,   false, true,  true,  arena_hear_action},
    {"stop",     NULL,   false, true,  true,  arena_hear_stop  },
    {"lease",    BRIDGE, false, true,  false, arena_hear_lease },
    {"video",    BRIDGE, false, false, false, hear_video       },
    {"beat",     BRIDGE, true,  false, false, hear_beat        },
    {"presence", "",     true,  false, false, hear_presence    },
};

struct arena_address {
    char from[ARENA_PRINCIPAL_SIZE], me[ARENA_PRINCIPAL_SIZE];
    const char *what;
    bool to_all;
};

/* {root}/{kind}/{id}/{kind}/{id}/{what} or {root}/{kind}/{id}/all/{what} */
static bool read_address(
    const struct arena_robot *robot, const char *topic, struct arena_address *ret)
{
    size_t root = strlen(robot->config->root);
    if (strncmp(topic, robot->config->root, root) != 0 || topic[root] != '/')
        return false;
    const char *from = topic + root + 1, *slash = strchr(from, '/');
    slash = slash ? strchr(slash + 1, '/') : NULL;
    if (!slash || (size_t)(slash - from) >= sizeof(ret->from))
        return false;
    memcpy(ret->from, from, (size_t)(slash - from));
    ret->from[slash - from] = '\0';
    arena_post_me(robot, ret->me);
    size_t me = strlen(ret->me);
    ret->to_all = strncmp(slash + 1, "all/", 4) == 0;
    if (ret->to_all)
        ret->what = slash + 5;
    else if (strncmp(slash + 1, ret->me, me) == 0 && slash[1 + me] == '/')
        ret->what = slash + me + 2;
    else
        return false;
    return true;
}

static bool is_for(unsigned ear, const struct arena_address *address, bool retained)
{
    const char *from = ears[ear].from;
    if (from && from[0] == '\0')
        from = address->me;
    return strcmp(ears[ear].what, address->what) == 0 && ears[ear].to_all == address->to_all &&
           !(from && strcmp(from, address->from) != 0) &&
           !(retained && ears[ear].ignore_retained);
}

void arena_receive(struct arena_robot *robot, const char *topic, const uint8_t *payload,
    size_t length, bool retained, uint32_t now_ms)
{
    struct arena_address address;
    struct arena_slice object;
    arena_settle(robot, now_ms);
    if (!robot->connected || !read_address(robot, topic, &address))
        return;
    for (unsigned i = 0; i < sizeof(ears) / sizeof(ears[0]); i++) {
        if (!is_for(i, &address, retained))
            continue;
        if (arena_json_object((const char *)payload, length, &object))
            ears[i].hear(robot, address.from, object);
        else if (ears[i].command)
            robot->refused[ARENA_FORM]++;
    }
    arena_settle(robot, now_ms);
}

/* --- out --- */

/* {root}/{from}/{to}/{what}, in robot->topic */
static const char *address(
    struct arena_robot *robot, const char *from, const char *to, const char *what)
{
    (void)snprintf(robot->topic, sizeof(robot->topic), "%s/%s/%s/%s", robot->config->root, from,
        to, what); /* fits: root 63, principals 41, what 8 */
    return robot->topic;
}

static const char *from_me(struct arena_robot *robot, const char *to, const char *what)
{
    char me[ARENA_PRINCIPAL_SIZE];
    arena_post_me(robot, me);
    return address(robot, me, to, what);
}

static const char *to_me(struct arena_robot *robot, const char *from, const char *what)
{
    char me[ARENA_PRINCIPAL_SIZE];
    arena_post_me(robot, me);
    return address(robot, from, me, what);
}

static void begin(struct arena_robot *robot, struct arena_out *out)
{
    arena_out_begin(out, robot->payload, sizeof(robot->payload));
}

/* False: the network did not take it. What is too large for a packet is counted and given up.
 */
static bool send(struct arena_robot *robot, const struct arena_out *out, bool retain)
{
    if (out->cut || out->length + strlen(robot->topic) + OVERHEAD > ARENA_PACKET) {
        robot->too_large++;
        return true;
    }
    return robot->config->publish(
        robot->config->user, robot->topic, out->buffer, out->length, retain);
}

bool arena_post_card_fits(struct arena_robot *robot)
{
    struct arena_out out;
    begin(robot, &out);
    arena_write_card(robot, &out);
    return !out.cut &&
           out.length + strlen(from_me(robot, "all", "card")) + OVERHEAD <= ARENA_PACKET;
}

void arena_will(struct arena_robot *robot, uint32_t random, const char **ret_topic,
    const char **ret_payload)
{
    struct arena_out out;
    robot->conn = random;
    begin(robot, &out);
    arena_write_presence(robot, "lost", &out);
    *ret_topic = from_me(robot, "all", "presence");
    *ret_payload = robot->payload;
}

static bool say_presence(struct arena_robot *robot, const char *state)
{
    struct arena_out out;
    begin(robot, &out);
    arena_write_presence(robot, state, &out);
    (void)from_me(robot, "all", "presence");
    return send(robot, &out, true);
}

void arena_goodbye(struct arena_robot *robot)
{
    if (robot->connected)
        (void)say_presence(robot, "offline");  /* else there is nobody to tell */
    arena_disconnected(robot, robot->last_ms); /* or it would correct its own last word */
}

static bool announce(struct arena_robot *robot)
{
    struct arena_out out;
    if (!say_presence(robot, "online"))
        return false;
    begin(robot, &out);
    arena_write_card(robot, &out);
    (void)from_me(robot, "all", "card");
    robot->greeted = false;
    return send(robot, &out, true);
}

static bool hear_more(struct arena_robot *robot, const char *topic)
{
    return robot->config->subscribe(robot->config->user, topic);
}

static bool hear_no_more(struct arena_robot *robot, const char *topic)
{
    return robot->config->unsubscribe(robot->config->user, topic);
}

void arena_post_connected(struct arena_robot *robot)
{
    /* A subscription that the network does not take means the end of the connection; the next
     * one begins here again. */
    (void)hear_more(robot, to_me(robot, BRIDGE, "lease"));
    (void)hear_more(robot, to_me(robot, BRIDGE, "video"));
    (void)hear_more(robot, address(robot, BRIDGE, "all", "beat"));
    (void)hear_more(robot, from_me(robot, "all", "presence"));
    robot->retry_ms = ANNOUNCE_JITTER;
    announce_at(robot, robot->now);
}

static bool each_topic(
    struct arena_robot *robot, bool (*act)(struct arena_robot *robot, const char *topic))
{
    static const char *const commands[] = {"drive", "action", "stop"};
    bool good = true;
    for (unsigned i = 0; robot->driver[0] != '\0' && i < 3; i++)
        good = act(robot, to_me(robot, robot->driver, commands[i])) && good;
    for (unsigned i = 0; i < robot->stopper_count; i++)
        good = act(robot, to_me(robot, robot->stoppers[i], "stop")) && good;
    return good;
}

/* Hears the driver and the stoppers of the lease, and nobody else. All at once: a stopper may
 * be the driver as well, and one list taken apart would end the other's subscription. */
static void come_in_line(struct arena_robot *robot)
{
    const struct arena_lease *lease = &robot->lease;
    if (robot->in_line)
        return;
    bool same = strcmp(robot->driver, lease->driver) == 0 &&
                robot->stopper_count == lease->stopper_count &&
                memcmp(robot->stoppers, lease->stoppers, sizeof(robot->stoppers)) == 0;
    if (!same) {
        if (!each_topic(robot, hear_no_more))
            return;
        memcpy(robot->driver, lease->driver, sizeof(robot->driver));
        memcpy(robot->stoppers, lease->stoppers, sizeof(robot->stoppers));
        robot->stopper_count = lease->stopper_count;
        if (!each_topic(robot, hear_more)) {
            robot->driver[0] = '\0';
            robot->stopper_count = 0;
            return;
        }
    }
    robot->in_line = true;
}

/* The number is shown once the driver is heard and the lease was heard freshly; with no driver
 * there is nothing to wait for: nobody is obeyed. */
static void show(struct arena_robot *robot)
{
    bool shown = robot->shown_n == robot->lease.n && robot->shown_rev == robot->lease.rev;
    bool trusted = robot->renewed || !arena_has_driver(robot);
    if (!robot->in_line || !robot->holds || !trusted || shown)
        return;
    robot->shown_n = robot->lease.n;
    robot->shown_rev = robot->lease.rev;
    robot->state_due = true;
}

static bool say_ack(struct arena_robot *robot, const struct arena_done *done)
{
    struct arena_out out;
    if (!arena_has_driver(robot))
        return true;
    begin(robot, &out);
    arena_write_ack(done, &out);
    (void)from_me(robot, robot->lease.driver, "ack");
    return send(robot, &out, false);
}

static void say_acks(struct arena_robot *robot)
{
    for (unsigned i = 0; i < ARENA_ACKS; i++)
        if (robot->acks_due[i] && say_ack(robot, &robot->done[i]))
            robot->acks_due[i] = false;
    if (robot->reject_due && say_ack(robot, &robot->reject))
        robot->reject_due = false;
}

static void say_state(struct arena_robot *robot)
{
    struct arena_out out;
    bool speaks = arena_has_driver(robot) || robot->kept.stop_count > 0;
    if (!robot->state_due && !(speaks && robot->now - robot->state_at >= STATE_MS))
        return;
    begin(robot, &out);
    arena_write_state(robot, &out);
    (void)from_me(robot, BRIDGE, "state");
    if (!send(robot, &out, false))
        return;
    robot->state_due = false;
    robot->state_at = robot->now;
}

static void say_events(struct arena_robot *robot)
{
    struct arena_out out;
    while (robot->event_count > 0) {
        begin(robot, &out);
        arena_write_event(robot, &out);
        (void)from_me(robot, "all", "event");
        if (!send(robot, &out, false))
            return;
        robot->event_id++;
        robot->event_count--;
        memmove(robot->events, robot->events + 1, robot->event_count * sizeof robot->events[0]);
    }
}

static void say_link(struct arena_robot *robot)
{
    struct arena_out out;
    if (!arena_has_driver(robot) || robot->now - robot->link_at < LINK_MS)
        return;
    begin(robot, &out);
    arena_write_link(robot, &out);
    (void)from_me(robot, robot->lease.driver, "link");
    if (send(robot, &out, false))
        robot->link_at = robot->now;
}

static void say_status(struct arena_robot *robot)
{
    struct arena_out out;
    uint32_t period = arena_card_value(robot->config->status_ms, 1000);
    if (robot->holds && robot->lease.status_ms > 0)
        period = robot->lease.status_ms;
    if (!robot->status_due && robot->now - robot->status_at < period)
        return;
    begin(robot, &out);
    arena_write_status(robot, &out);
    (void)from_me(robot, "all", "status");
    robot->status_due = !send(robot, &out, false);
    robot->status_at = robot->now;
}

void arena_post_send(struct arena_robot *robot)
{
    come_in_line(robot);
    show(robot);
    if (robot->announce_due && robot->now >= robot->announce_at)
        robot->announce_due = !announce(robot);
    say_acks(robot);
    say_state(robot);
    say_events(robot);
    say_link(robot);
    say_status(robot);
}

/* --- what the program has to say --- */

void arena_set(struct arena_robot *robot, unsigned field, float value)
{
    if (field < robot->config->field_count)
        robot->values[field] = value;
}

void arena_set_pose(struct arena_robot *robot, float x, float y, float heading)
{
    robot->has_pose = true;
    robot->pose[0] = x;
    robot->pose[1] = y;
    robot->pose[2] = heading;
}

bool arena_event(struct arena_robot *robot, const char *kind, const char *by)
{
    if (robot->event_count == ARENA_EVENTS)
        return false;
    struct arena_event_waiting *event = &robot->events[robot->event_count];
    if (!arena_copy(event->kind, sizeof event->kind, kind) ||
        !arena_copy(event->by, sizeof event->by, by != NULL ? by : ""))
        return false;
    robot->event_count++;
    return true;
}
