/* What a robot hears. Each row of the table says who may say it; everything else falls through,
 * though the broker would not have delivered it. */
#include <string.h>

#include "robot/client/random.h"
#include "robot/client/robot_inner.h"

typedef void hear_fn(
    struct robot *robot, const struct topic *topic, const struct link_event *event);

bool robot_topic_own(const struct robot *robot, const struct principal *principal)
{
    return principal->kind == KIND_ROBOT && strcmp(principal->id, robot->card.id) == 0;
}

static void hear_lease(
    struct robot *robot, const struct topic *topic, const struct link_event *event)
{
    (void)topic;
    struct lease lease;
    struct authority_effects effects;
    if (lease_from_json(event->payload, event->length, &lease, NULL) != RC_OK)
        return;
    announce_hear_lease(&robot->announce);
    authority_hear_lease(&robot->authority, &lease, robot->now, &effects);
    robot_act(robot, &effects);
}

static void hear_drive(
    struct robot *robot, const struct topic *topic, const struct link_event *event)
{
    struct drive drive;
    struct authority_effects effects;
    if (robot->dropping)
        return;
    if (drive_from_json(event->payload, event->length, &drive, NULL) != RC_OK) {
        authority_hear_malformed(&robot->authority);
        return;
    }
    authority_hear_drive(&robot->authority, &topic->from, &drive, robot->now, &effects);
    robot_act(robot, &effects);
}

static void hear_action(
    struct robot *robot, const struct topic *topic, const struct link_event *event)
{
    struct action action;
    struct authority_effects effects;
    if (robot->dropping)
        return;
    if (action_from_json(event->payload, event->length, &action, NULL) != RC_OK) {
        authority_hear_malformed(&robot->authority);
        return;
    }
    authority_hear_action(&robot->authority, &topic->from, &action, robot->now, &effects);
    robot_act(robot, &effects);
    if (effects.set & AUTHORITY_DO)
        session_pause(robot->session);
    if ((effects.set & AUTHORITY_DO) && robot->on.on_action)
        robot->on.on_action(robot->user, &action);
}

static void hear_stop(
    struct robot *robot, const struct topic *topic, const struct link_event *event)
{
    struct stop stop;
    struct authority_effects effects;
    if (stop_from_json(event->payload, event->length, &stop, NULL) != RC_OK) {
        authority_hear_malformed(&robot->authority);
        return;
    }
    authority_hear_stop(&robot->authority, &topic->from, &stop, robot->now, &effects);
    robot_act(robot, &effects);
}

static bool same_peers(const struct robot *robot, const struct video *video)
{
    if (robot->peer_count != video->peer_count)
        return false;
    for (unsigned i = 0; i < video->peer_count; i++) {
        if (!principal_equal(&robot->peers[i].principal, &video->peers[i].principal))
            return false;
    }
    return true;
}

static void hear_video(
    struct robot *robot, const struct topic *topic, const struct link_event *event)
{
    (void)topic;
    struct video video;
    if (video_from_json(event->payload, event->length, &video, NULL) != RC_OK)
        return;
    robot->state_due = true;
    if (video.rev == robot->video_rev)
        return;
    bool known = same_peers(robot, &video);
    robot->peer_count = video.peer_count;
    memcpy(robot->peers, video.peers, sizeof robot->peers);
    if (!known)
        robot_update_filters(robot);
    session_pause(robot->session);
    if (robot->on.on_video)
        robot->on.on_video(robot->user, &video);
    robot->video_rev = video.rev;
}

static void hear_signal(
    struct robot *robot, const struct topic *topic, const struct link_event *event)
{
    struct signal_message signal;
    if (!robot->on.on_signal ||
        signal_from_json(event->payload, event->length, &signal, NULL) != RC_OK)
        return;
    for (unsigned i = 0; i < robot->peer_count; i++) {
        if (principal_equal(&robot->peers[i].principal, &topic->from)) {
            session_pause(robot->session);
            robot->on.on_signal(robot->user, &topic->from, &signal);
            return;
        }
    }
}

static void hear_beat(
    struct robot *robot, const struct topic *topic, const struct link_event *event)
{
    (void)topic;
    struct beat beat;
    if (beat_from_json(event->payload, event->length, &beat, NULL) == RC_OK)
        announce_hear_beat(&robot->announce, &beat, robot->now, random_u32());
}

/* A will that came late, or a retained document of an earlier life: everybody reads that this
 * robot is gone. Said again, after a moment, so that two mistaken sides cannot make a storm. */
static void hear_presence(
    struct robot *robot, const struct topic *topic, const struct link_event *event)
{
    (void)topic;
    struct presence presence;
    bool right = presence_from_json(event->payload, event->length, &presence, NULL) == RC_OK &&
                 presence.state == PRESENCE_ONLINE &&
                 tag_equal(&presence.conn, session_conn(robot->session));
    if (!right)
        announce_correct(&robot->announce, robot->now);
}

static void hear_answer(
    struct robot *robot, const struct topic *topic, const struct link_event *event)
{
    (void)topic;
    struct answer answer;
    if (answer_from_json(event->payload, event->length, &answer, NULL) == RC_OK)
        robot_hear_answer(robot, &answer);
}

enum sender { FROM_BRIDGE_TO_ME, FROM_BRIDGE_TO_ALL, FROM_ME_TO_ALL, FROM_ANYBODY_TO_ME };

static const struct {
    enum sender sender;
    hear_fn *hear;
} rows[WHAT_COUNT_] = {
    [WHAT_LEASE] = {FROM_BRIDGE_TO_ME,  hear_lease   },
    [WHAT_VIDEO] = {FROM_BRIDGE_TO_ME,  hear_video   },
    [WHAT_ANSWER] = {FROM_BRIDGE_TO_ME,  hear_answer  },
    [WHAT_BEAT] = {FROM_BRIDGE_TO_ALL, hear_beat    },
    [WHAT_PRESENCE] = {FROM_ME_TO_ALL,     hear_presence},
    [WHAT_DRIVE] = {FROM_ANYBODY_TO_ME, hear_drive   },
    [WHAT_ACTION] = {FROM_ANYBODY_TO_ME, hear_action  },
    [WHAT_STOP] = {FROM_ANYBODY_TO_ME, hear_stop    },
    [WHAT_SIGNAL] = {FROM_ANYBODY_TO_ME, hear_signal  },
};

static bool allowed(const struct robot *robot, const struct topic *topic, enum sender sender)
{
    bool to_me = robot_topic_own(robot, &topic->to);
    bool to_all = principal_is_nobody(&topic->to);
    switch (sender) {
    case FROM_BRIDGE_TO_ME:
        return to_me && principal_equal(&topic->from, &robot_bridge);
    case FROM_BRIDGE_TO_ALL:
        return to_all && principal_equal(&topic->from, &robot_bridge);
    case FROM_ME_TO_ALL:
        return to_all && robot_topic_own(robot, &topic->from);
    case FROM_ANYBODY_TO_ME:
        return to_me;
    }
    return false;
}

void robot_hear(void *user, const struct topic *topic, const struct link_event *event)
{
    struct robot *robot = user;
    if (rows[topic->what].hear && allowed(robot, topic, rows[topic->what].sender))
        rows[topic->what].hear(robot, topic, event);
}
