/* Driving: a frame every 50 ms for each robot held, with the robot's own clock echoed.
 *
 * Until the first link report of this n nothing is sent, for nothing could be echoed; and as
 * long as the report does not say `ready`, none came for PLAYER_LINK_MS, or the bridge does not
 * let the robot move, only neutral is sent.
 */
#include <string.h>

#include "robot/base/text.h"
#include "robot/client/player_inner.h"
#include "robot/client/random.h"

#define STOP_MS 30000 /* then it is not repeated any more: the robot is not there */

static const struct session_way once = {.qos = 0};
static const struct session_way surely = {.qos = 1};

static struct topic to_robot(const char *robot, enum what what)
{
    struct topic topic = {.to = {.kind = KIND_ROBOT}, .what = what};
    (void)text_copy(topic.to.id, sizeof topic.to.id, robot); /* an id, checked before */
    return topic;
}

static bool linked(const struct player *player, const struct player_driven *driven)
{
    return driven->heard && player->now - driven->heard_at <= PLAYER_LINK_MS;
}

static void say_frame(struct player *player, struct player_driven *driven)
{
    char json[WIRE_PAYLOAD_MAX + 1];
    size_t length;
    struct topic topic = to_robot(driven->id, WHAT_DRIVE);
    struct drive drive = {
        .n = driven->n, .s = driven->s + 1, .e = driven->link.c, .t = player->now};
    if (driven->drive && linked(player, driven) && driven->link.ready)
        drive.axes = driven->axes;
    if (!drive_to_json(&drive, json, sizeof json, &length) ||
        session_say(player->session, &topic, json, length, once) != RC_OK)
        return;
    driven->s++;
    driven->sent++;
}

static bool frames_wanted(const struct player_driven *driven)
{
    return driven->id[0] != '\0' && driven->n > 0 && driven->heard;
}

static void say_stop(struct player *player, struct player_standing *stop)
{
    char json[WIRE_PAYLOAD_MAX + 1];
    size_t length;
    struct topic topic = to_robot(stop->robot, WHAT_STOP);
    stop->again_at = player->now + WIRE_STOP_REPEAT_MS;
    if (stop_to_json(&stop->stop, json, sizeof json, &length))
        (void)session_say(player->session, &topic, json, length, surely); /* repeated */
}

static bool stop_wanted(const struct player_standing *stop)
{
    return stop->robot[0] != '\0' && !stop->shown;
}

void player_frames_due(struct player *player)
{
    if (!player_online(player))
        return;
    for (unsigned i = 0; i < PLAYER_STOPS; i++) {
        struct player_standing *stop = &player->stops[i];
        if (stop_wanted(stop) && player->now >= stop->again_at && player->now < stop->until)
            say_stop(player, stop);
    }
    for (unsigned i = 0; i < PLAYER_ROBOTS; i++) {
        struct player_driven *driven = &player->driven[i];
        if (!frames_wanted(driven) || player->now < driven->frame_at)
            continue;
        driven->frame_at += WIRE_DRIVE_PERIOD_MS;
        if (driven->frame_at <= player->now)
            driven->frame_at = player->now + WIRE_DRIVE_PERIOD_MS;
        say_frame(player, driven);
    }
}

uint64_t player_frames_deadline(const struct player *player)
{
    uint64_t at = PLAYER_NEVER;
    for (unsigned i = 0; i < PLAYER_ROBOTS && player_online(player); i++) {
        if (frames_wanted(&player->driven[i]) && player->driven[i].frame_at < at)
            at = player->driven[i].frame_at;
    }
    for (unsigned i = 0; i < PLAYER_STOPS && player_online(player); i++) {
        if (stop_wanted(&player->stops[i]) && player->now < player->stops[i].until &&
            player->stops[i].again_at < at)
            at = player->stops[i].again_at;
    }
    return at;
}

/* The report comes every 100 ms, so one trip looks up to 100 ms too long: the shortest of the
 * last ten is told. */
static void measure(struct player *player, struct player_driven *driven)
{
    uint64_t t = driven->link.t;
    if (t == 0 || t <= driven->trip_t || t > player->now)
        return;
    driven->trip_t = t;
    driven->trips[driven->trip_count++ % PLAYER_TRIPS] = (uint32_t)(player->now - t);
}

void player_hear_link(
    struct player *player, const char *robot, const char *payload, size_t length)
{
    struct link_report report;
    struct player_driven *driven = player_find(player, robot);
    if (link_from_json(payload, length, &report, NULL) != RC_OK)
        return;
    if (driven && driven->n > 0 && report.n == driven->n) {
        /* Frames of this n may have been sent before: by an earlier run of this program. */
        if (!driven->heard && report.s > driven->s)
            driven->s = report.s;
        driven->link = report;
        driven->heard = true;
        driven->heard_at = player->now;
        measure(player, driven);
    }
    if (player->on.on_link)
        player->on.on_link(player->user, robot, &report);
}

static bool shows(const struct status *status, const struct tag *id)
{
    for (unsigned i = 0; i < status->drive_stop_count; i++) {
        if (tag_equal(&status->drive_stops[i], id))
            return true;
    }
    return false;
}

void player_hear_status(
    struct player *player, const char *robot, const char *payload, size_t length)
{
    struct status status;
    bool changed = false;
    if (status_from_json(payload, length, &status, NULL) != RC_OK)
        return;
    for (unsigned i = 0; i < PLAYER_STOPS; i++) {
        struct player_standing *stop = &player->stops[i];
        if (!stop_wanted(stop) || strcmp(stop->robot, robot) != 0 ||
            !shows(&status, &stop->stop.id))
            continue;
        stop->shown = true;
        changed = true;
    }
    if (changed)
        player_update_filters(player);
}

static bool in_range(const struct axes *axes)
{
    for (int i = 0; i < AXIS_COUNT_; i++) {
        if (!(axes->value[i] >= -1 && axes->value[i] <= 1))
            return false;
    }
    return true;
}

enum rc player_drive(struct player *player, const char *robot, const struct axes *axes)
{
    struct player_driven *driven = player_find(player, robot);
    if (!in_range(axes))
        return RC_BAD_REQUEST;
    if (!driven)
        return RC_NOT_YOUR_LEASE;
    driven->axes = *axes;
    return RC_OK;
}

enum rc player_action(struct player *player, const char *robot, const char *name,
    const double *value, struct tag *ret_id)
{
    char json[WIRE_PAYLOAD_MAX + 1];
    size_t length;
    struct player_driven *driven = player_find(player, robot);
    if (!driven || driven->n == 0 || !driven->heard)
        return RC_NOT_YOUR_LEASE;
    struct action action = {.id = random_tag(),
        .n = driven->n,
        .e = driven->link.c,
        .has_value = value != NULL,
        .value = value ? *value : 0};
    struct topic topic = to_robot(robot, WHAT_ACTION);
    struct session_way way = {.qos = 1, .expiry_s = WIRE_ACTION_EXPIRY_S};
    if (!text_copy(action.action, sizeof action.action, name) ||
        !action_to_json(&action, json, sizeof json, &length))
        return RC_BAD_REQUEST;
    enum rc rc = session_say(player->session, &topic, json, length, way);
    if (rc == RC_OK && ret_id)
        *ret_id = action.id;
    return rc;
}

/* The slot of the oldest stop: those before it are shown, or PLAYER_STOPS newer ones were
 * given. */
static struct player_standing *new_stop(struct player *player, const char *robot)
{
    struct player_standing *stop = &player->stops[player->stop_next++ % PLAYER_STOPS];
    memset(stop, 0, sizeof *stop);
    (void)text_copy(stop->robot, sizeof stop->robot, robot); /* checked */
    stop->stop.id = random_tag();
    stop->until = player->now + STOP_MS;
    return stop;
}

enum rc player_stop(
    struct player *player, const char *robot, const char *why, struct tag *ret_id)
{
    struct ask ask;
    memset(&ask, 0, sizeof ask);
    ask.deed = DEED_STOP;
    struct stop checked = {0};
    if (!id_valid(robot) || (why && !text_copy(checked.why, sizeof checked.why, why)))
        return RC_BAD_REQUEST;
    struct player_standing *stop = new_stop(player, robot);
    memcpy(stop->stop.why, checked.why, sizeof checked.why);
    (void)text_copy(ask.robot, sizeof ask.robot, robot); /* checked */
    ask.stop = stop->stop.id;
    struct player_driven *driven = player_find(player, robot);
    if (driven)
        driven->axes = (struct axes){0};
    if (ret_id)
        *ret_id = stop->stop.id;
    player_update_filters(player);
    player_frames_due(player);
    return player_ask(player, &ask, NULL);
}

bool player_stop_shown(const struct player *player, const struct tag *id)
{
    for (unsigned i = 0; i < PLAYER_STOPS; i++) {
        const struct player_standing *stop = &player->stops[i];
        if (stop->robot[0] != '\0' && tag_equal(&stop->stop.id, id))
            return stop->shown;
    }
    return false;
}

void player_stop_refused(struct player *player, const struct tag *id)
{
    for (unsigned i = 0; i < PLAYER_STOPS; i++) {
        struct player_standing *stop = &player->stops[i];
        if (tag_equal(&stop->stop.id, id) && !player_find(player, stop->robot))
            stop->until = player->now;
    }
}

bool player_robot(const struct player *player, const char *robot, struct player_robot *ret)
{
    const struct player_driven *driven = player_find(player, robot);
    if (!driven)
        return false;
    *ret = (struct player_robot){.n = driven->n,
        .session = driven->session,
        .drive = driven->drive,
        .has_link = linked(player, driven),
        .link = driven->link,
        .axes = driven->axes,
        .sent = driven->sent};
    memcpy(ret->id, driven->id, sizeof ret->id);
    unsigned trips = driven->trip_count < PLAYER_TRIPS ? driven->trip_count : PLAYER_TRIPS;
    for (unsigned i = 0; i < trips; i++) {
        if (i == 0 || driven->trips[i] < ret->rtt_ms)
            ret->rtt_ms = driven->trips[i];
    }
    return true;
}
