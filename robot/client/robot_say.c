/* What a robot says, and when: a document each has its time; at most one of each a pass. What
 * is repeated falls on the robot's own turns (pacing.h), so that many do not speak at once. */
#include <math.h>
#include <string.h>

#include "robot/base/log.h"
#include "robot/base/pacing.h"
#include "robot/base/text.h"
#include "robot/client/clock.h"
#include "robot/client/robot_inner.h"

#define ROOM "robot"

static const struct session_way once = {.qos = 0};
static const struct session_way surely = {.qos = 1};
static const struct session_way kept = {.qos = 1, .retain = true};

static struct topic to_all(enum what what)
{
    return (struct topic){.what = what};
}

static struct topic to_one(const struct principal *to, enum what what)
{
    return (struct topic){.to = *to, .what = what};
}

void robot_say_card(struct robot *robot)
{
    char json[WIRE_PAYLOAD_MAX + 1];
    size_t length;
    struct topic topic = to_all(WHAT_CARD);
    if (card_to_json(&robot->card, json, sizeof json, &length))
        (void)session_say(robot->session, &topic, json, length, kept); /* repeated on beat */
}

static void say_state(struct robot *robot)
{
    char json[WIRE_PAYLOAD_MAX + 1];
    size_t length;
    struct state state;
    struct topic topic = to_one(&robot_bridge, WHAT_STATE);
    authority_state(&robot->authority, robot->now, &state);
    state.video_rev = robot->video_rev;
    robot->state_due = false;
    robot->state_at = pacing_next(robot->now, WIRE_STATE_REPEAT_MS, robot->phase);
    if (state_to_json(&state, json, sizeof json, &length))
        (void)session_say(robot->session, &topic, json, length, once); /* repeated */
}

static void say_link(struct robot *robot)
{
    char json[WIRE_PAYLOAD_MAX + 1];
    size_t length;
    struct link_report report;
    struct topic topic = to_one(authority_driver(&robot->authority), WHAT_LINK);
    authority_link(&robot->authority, robot->now, &report);
    robot->link_at = pacing_next(robot->now, WIRE_LINK_PERIOD_MS, robot->phase);
    if (link_to_json(&report, json, sizeof json, &length))
        (void)session_say(robot->session, &topic, json, length, once); /* repeated */
}

static void say_status(struct robot *robot)
{
    char json[WIRE_PAYLOAD_MAX + 1];
    size_t length;
    struct topic topic = to_all(WHAT_STATUS);
    authority_status(&robot->authority, &robot->status);
    robot->status.ts = clock_wall_ms();
    robot->status_at =
        pacing_next(robot->now, authority_status_ms(&robot->authority), robot->phase);
    if (status_to_json(&robot->status, json, sizeof json, &length))
        (void)session_say(robot->session, &topic, json, length, once); /* repeated */
}

static void announce(struct robot *robot)
{
    announce_said(&robot->announce);
    session_announce(robot->session);
    robot_say_card(robot);
}

static bool driven(const struct robot *robot)
{
    return !principal_is_nobody(authority_driver(&robot->authority));
}

static bool state_is_due(const struct robot *robot)
{
    return robot->state_due ||
           (authority_speaks(&robot->authority) && robot->now >= robot->state_at);
}

/* A lease with a shorter status_ms counts from the last status. */
static bool status_is_due(const struct robot *robot)
{
    return robot->now >= robot->status_at ||
           robot->status_at > robot->now + authority_status_ms(&robot->authority);
}

void robot_say_due(struct robot *robot)
{
    if (!session_online(robot->session))
        return;
    if (robot->now >= robot->announce.at)
        announce(robot);
    if (state_is_due(robot))
        say_state(robot);
    if (driven(robot) && robot->now >= robot->link_at)
        say_link(robot);
    if (status_is_due(robot))
        say_status(robot);
}

static uint64_t sooner(uint64_t a, uint64_t b)
{
    return a < b ? a : b;
}

uint64_t robot_say_deadline(const struct robot *robot)
{
    if (!session_online(robot->session))
        return ROBOT_NEVER;
    uint64_t at = sooner(robot->announce.at, robot->status_at);
    if (authority_speaks(&robot->authority))
        at = sooner(at, robot->state_at);
    if (driven(robot))
        at = sooner(at, robot->link_at);
    return at;
}

void robot_say_ack(struct robot *robot, const struct ack *ack)
{
    char json[WIRE_PAYLOAD_MAX + 1];
    size_t length;
    struct ack stamped = *ack;
    struct topic topic = to_one(authority_driver(&robot->authority), WHAT_ACK);
    if (stamped.ts == 0)
        stamped.ts = clock_wall_ms();
    if (driven(robot) && ack_to_json(&stamped, json, sizeof json, &length) &&
        session_say(robot->session, &topic, json, length, surely) != RC_OK)
        log_warn(ROOM, "%s: the ack of %s could not be said", robot->card.id, ack->id.text);
}

enum rc robot_ack(
    struct robot *robot, const struct tag *id, enum ack_state state, const char *why)
{
    struct ack ack = {.id = *id, .state = state, .ts = clock_wall_ms()};
    if (why && !text_copy(ack.why, sizeof ack.why, why))
        return RC_BAD_REQUEST;
    if (!authority_note_ack(&robot->authority, &ack))
        return RC_NOT_FOUND;
    robot_say_ack(robot, &ack);
    return RC_OK;
}

enum rc robot_event(struct robot *robot, const char *kind, const struct principal *by)
{
    char json[WIRE_PAYLOAD_MAX + 1];
    size_t length;
    struct topic topic = to_all(WHAT_EVENT);
    struct event event = {.id = robot->event_id + 1, .t = robot->now, .ts = clock_wall_ms()};
    if (by)
        event.by = *by;
    if (!text_copy(event.kind, sizeof event.kind, kind) ||
        !event_to_json(&event, json, sizeof json, &length))
        return RC_BAD_REQUEST;
    enum rc rc = session_say(robot->session, &topic, json, length, surely);
    if (rc == RC_OK)
        robot->event_id++;
    return rc;
}

enum rc robot_signal(
    struct robot *robot, const struct principal *to, const struct signal_message *signal)
{
    char json[WIRE_PAYLOAD_LARGE + 1];
    size_t length;
    struct topic topic = to_one(to, WHAT_SIGNAL);
    if (!signal_to_json(signal, json, sizeof json, &length))
        return RC_TOO_LARGE;
    return session_say(robot->session, &topic, json, length, surely);
}

static bool declared(const struct card *card, const char *field)
{
    for (unsigned i = 0; i < card->field_count; i++) {
        if (strcmp(card->fields[i].name, field) == 0)
            return true;
    }
    return false;
}

bool robot_set(struct robot *robot, const char *field, double value)
{
    struct status *status = &robot->status;
    if (!declared(&robot->card, field) || !isfinite(value))
        return false;
    unsigned i = 0;
    while (i < status->field_count && strcmp(status->fields[i].name, field) != 0)
        i++;
    if (i == CARD_FIELDS)
        return false;
    if (i == status->field_count) {
        (void)text_copy(status->fields[i].name, sizeof status->fields[i].name, field);
        status->field_count++;
    }
    status->fields[i].value = value;
    return true;
}

void robot_set_pose(struct robot *robot, double x, double y, double heading)
{
    robot->status.has_pose = isfinite(x) && isfinite(y) && isfinite(heading);
    robot->status.pose_x = x;
    robot->status.pose_y = y;
    robot->status.pose_heading = heading;
}
