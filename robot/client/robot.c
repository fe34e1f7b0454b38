/* The robot's loop: one pass is time, then what came, then what is due.
 *
 * The authority decides; this file only carries its effects out, in the order it names. Nothing
 * is done in Paho's threads, so a callback of the program is never interrupted by another.
 */
#include "robot/client/robot.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "robot/base/log.h"
#include "robot/base/text.h"
#include "robot/client/clock.h"
#include "robot/client/random.h"
#include "robot/client/robot_inner.h"

#define ROOM    "robot"
#define STEP_MS 100 /* the longest robot_step may be put off */
#define FILTERS 40  /* own 5, driver 3, stoppers 4, peers 8: twice when all change */
#define SDK     "arena-client 0.1.0"

const struct principal robot_bridge = {KIND_BRIDGE, "main"};

uint64_t robot_now(void)
{
    return clock_now_ms();
}

enum rc robot_card_from_json(
    const char *json, size_t length, struct card *ret, struct fault *fault)
{
    return card_from_json(json, length, ret, fault);
}

static void keep(struct robot *robot)
{
    struct authority_saved saved;
    authority_saved(&robot->authority, &saved);
    if (robot->keep_path[0] != '\0' && keep_store(robot->keep_path, &saved) != RC_OK)
        log_error(ROOM, "%s: %s cannot be written: a restart would forget stops and lease",
            robot->card.id, robot->keep_path);
}

/* The program may take its time; what waits behind it must not be judged by the old one. */
static void set_outputs(struct robot *robot, const struct authority_effects *effects)
{
    if (effects->set & (AUTHORITY_OUTPUT | AUTHORITY_NEUTRAL))
        session_pause(robot->session);
    if ((effects->set & AUTHORITY_OUTPUT) && robot->on.on_drive)
        robot->on.on_drive(robot->user, &effects->axes);
    if ((effects->set & AUTHORITY_NEUTRAL) && robot->on.on_neutral)
        robot->on.on_neutral(robot->user);
}

static void tell_mode(struct robot *robot)
{
    const struct principal *driver = authority_driver(&robot->authority);
    if (robot->mode == robot->authority.mode && principal_equal(&robot->driver, driver))
        return;
    robot->mode = robot->authority.mode;
    if (!principal_equal(&robot->driver, driver)) {
        robot->driver = *driver;
        robot->link_at = robot->now;
    }
    session_pause(robot->session);
    if (robot->on.on_mode)
        robot->on.on_mode(robot->user, robot->mode);
}

void robot_act(struct robot *robot, const struct authority_effects *effects)
{
    set_outputs(robot, effects);
    if (effects->set & AUTHORITY_SAVE) {
        keep(robot);
        robot->status_at = robot->now; /* stops and number are shown at once */
    }
    if (effects->set & AUTHORITY_SUBSCRIPTIONS)
        robot_update_filters(robot);
    if (effects->set & AUTHORITY_STATE)
        robot->state_due = true;
    if (effects->set & AUTHORITY_DROP)
        robot->dropping = true;
    if (effects->set & AUTHORITY_ACK)
        robot_say_ack(robot, &effects->ack);
    tell_mode(robot);
}

static void add_filter(struct robot *robot, const struct topic *topic)
{
    if (!session_filters_add(robot->session, topic))
        log_error(ROOM, "%s: no room for a subscription", robot->card.id);
}

static struct topic to_me(
    const struct robot *robot, const struct principal *from, enum what what)
{
    struct topic topic = {.from = *from, .to = {.kind = KIND_ROBOT}, .what = what};
    (void)text_copy(topic.to.id, sizeof topic.to.id, robot->card.id); /* checked by create */
    return topic;
}

static void add_own_filters(struct robot *robot)
{
    static const enum what from_bridge[] = {WHAT_LEASE, WHAT_VIDEO, WHAT_ANSWER};
    for (size_t i = 0; i < sizeof from_bridge / sizeof *from_bridge; i++) {
        struct topic topic = to_me(robot, &robot_bridge, from_bridge[i]);
        add_filter(robot, &topic);
    }
    struct topic beat = {.from = robot_bridge, .what = WHAT_BEAT};
    add_filter(robot, &beat);
    struct topic presence = {.what = WHAT_PRESENCE};
    presence.from = to_me(robot, &robot_bridge, WHAT_LEASE).to;
    add_filter(robot, &presence);
}

static const enum what from_driver[] = {WHAT_DRIVE, WHAT_ACTION, WHAT_STOP};
#define FROM_DRIVER (sizeof from_driver / sizeof *from_driver)

static void add_lease_filters(struct robot *robot)
{
    const struct lease *lease = &robot->authority.lease;
    for (size_t i = 0; i < FROM_DRIVER && !principal_is_nobody(&lease->driver); i++) {
        struct topic topic = to_me(robot, &lease->driver, from_driver[i]);
        add_filter(robot, &topic);
    }
    for (unsigned i = 0; i < lease->stopper_count; i++) {
        struct topic topic = to_me(robot, &lease->stoppers[i], WHAT_STOP);
        add_filter(robot, &topic);
    }
}

void robot_update_filters(struct robot *robot)
{
    session_filters_begin(robot->session);
    add_own_filters(robot);
    add_lease_filters(robot);
    for (unsigned i = 0; i < robot->peer_count; i++) {
        struct topic topic = to_me(robot, &robot->peers[i].principal, WHAT_SIGNAL);
        add_filter(robot, &topic);
    }
    session_filters_commit(robot->session);
    robot_check_driver(robot);
}

void robot_check_driver(struct robot *robot)
{
    const struct principal *driver = authority_driver(&robot->authority);
    if (robot->authority.subscribed || principal_is_nobody(driver))
        return;
    for (size_t i = 0; i < FROM_DRIVER; i++) {
        struct topic topic = to_me(robot, driver, from_driver[i]);
        if (!session_heard(robot->session, &topic))
            return;
    }
    struct authority_effects effects;
    authority_subscribed(&robot->authority, driver, robot->now, &effects);
    robot_act(robot, &effects);
}

static void on_subscribed(void *user)
{
    robot_check_driver(user);
}

static void on_online(void *user, bool online, const char *reason)
{
    struct robot *robot = user;
    struct authority_effects effects;
    if (online) {
        announce_begin(&robot->announce);
        robot_say_card(robot);
        authority_connected(&robot->authority, robot->now, &effects);
        robot->status_at = robot->now;
        robot_ask_online(robot);
    } else {
        authority_disconnected(&robot->authority, robot->now, &effects);
    }
    robot_act(robot, &effects);
    robot_check_driver(robot);
    if (robot->on.on_online)
        robot->on.on_online(robot->user, online, reason);
}

static bool on_token(void *user, char *ret_token, size_t size)
{
    struct robot *robot = user;
    return robot->on.token && robot->on.token(robot->user, ret_token, size);
}

static void fill_defaults(struct card *card)
{
    if (card->status_ms == 0)
        card->status_ms = STATUS_MS_DEFAULT;
    if (card->deadman_ms == 0)
        card->deadman_ms = DEADMAN_MS_DEFAULT;
    if (card->max_age_ms == 0)
        card->max_age_ms = MAX_AGE_MS_DEFAULT;
    if (card->max_message == 0)
        card->max_message = WIRE_PAYLOAD_MAX;
    if (card->sdk[0] == '\0')
        (void)text_copy(card->sdk, sizeof card->sdk, SDK); /* fits */
}

static bool axes_usable(const struct card *card)
{
    for (int i = 0; i < AXIS_COUNT_; i++) {
        const struct axis_range *range = &card->axes[i];
        if (range->present && !(isfinite(range->min) && isfinite(range->max) &&
                                  range->min <= 0 && range->max >= 0))
            return false;
    }
    return true;
}

static const char *fault_of(const struct robot_config *config)
{
    char json[WIRE_PAYLOAD_MAX + 1];
    size_t length;
    if (!config->card || !id_valid(config->card->id))
        return "card.id must be 1 to 31 of a-z, 0-9 and -";
    if (!axes_usable(config->card))
        return "card.axes must hold 0: min <= 0 <= max";
    if (!card_to_json(config->card, json, sizeof json, &length))
        return "card must fit into 4 KiB of JSON";
    struct card read;
    if (card_from_json(json, length, &read, NULL) != RC_OK)
        return "card has a value that no arena accepts: see broker-config/README.md";
    if (!config->on.on_drive != !config->on.on_neutral)
        return "on_drive and on_neutral go together";
    return NULL;
}

static bool set_keep_path(struct robot *robot, const char *directory)
{
    struct text path;
    text_init(&path, robot->keep_path, sizeof robot->keep_path);
    if (directory)
        text_addf(&path, "%s/%s.state", directory, robot->card.id);
    return !path.cut;
}

static enum rc open_session(struct robot *robot, const struct robot_config *config)
{
    struct session_config session = {
        .root = config->root,
        .self = {.kind = KIND_ROBOT},
        .host = config->host,
        .port = config->port,
        .transport = config->transport,
        .path = config->path,
        .tls = config->tls,
        .mqtt311 = config->mqtt311,
        .token = config->token,
        .retain = true,
        .filters = FILTERS,
        .hooks = { .online = on_online,
                 .message = robot_hear,
                 .subscribed = on_subscribed,
                 .token = on_token},
        .user = robot,
        .link = config->link
    };
    (void)text_copy(session.self.id, sizeof session.self.id, robot->card.id); /* checked */
    enum rc rc = session_create(&session, &robot->session);
    if (rc == RC_OK)
        robot_update_filters(robot);
    return rc;
}

static enum rc recall(struct robot *robot, const char *directory)
{
    struct authority_saved saved = {0};
    if (!set_keep_path(robot, directory))
        return RC_CONFIG;
    enum rc rc = directory ? keep_load(robot->keep_path, &saved) : RC_OK;
    if (rc != RC_OK)
        log_error(
            ROOM, "%s: %s cannot be read: mend or remove it", robot->card.id, robot->keep_path);
    authority_init(&robot->authority, &robot->card, random_u32(), &saved, robot->now);
    robot->mode = robot->authority.mode;
    return rc;
}

static void free_robot(struct robot *robot)
{
    session_destroy(robot->session);
    runner_finish(&robot->runner);
    free(robot);
}

static enum rc init(struct robot *robot, const struct robot_config *config)
{
    robot->card = *config->card;
    robot->on = config->on;
    robot->user = config->user;
    robot->now = clock_now_ms();
    robot->state_at = robot->link_at = robot->status_at = robot->now;
    robot->announce.at = ANNOUNCE_NEVER;
    robot->renewal.ask_at = RENEWAL_NEVER;
    robot->phase = random_u32();
    fill_defaults(&robot->card);
    if (!runner_init(&robot->runner)) {
        link_destroy(config->link);
        return RC_NO_MEMORY;
    }
    enum rc rc = recall(robot, config->state_dir);
    if (rc != RC_OK) {
        link_destroy(config->link);
        return rc;
    }
    return open_session(robot, config);
}

enum rc robot_create(const struct robot_config *config, struct robot **ret)
{
    const char *fault = fault_of(config);
    if (fault) {
        log_error(ROOM, "%s", fault);
        link_destroy(config->link);
        return RC_CONFIG;
    }
    struct robot *robot = calloc(1, sizeof *robot);
    if (!robot) {
        link_destroy(config->link);
        return RC_NO_MEMORY;
    }
    enum rc rc = init(robot, config);
    if (rc != RC_OK) {
        free_robot(robot);
        return rc;
    }
    *ret = robot;
    return RC_OK;
}

void robot_destroy(struct robot *robot)
{
    if (!robot)
        return;
    runner_goodbye(robot->session, robot->now);
    if (robot->on.on_neutral)
        robot->on.on_neutral(robot->user);
    free_robot(robot);
}

static uint64_t sooner(uint64_t a, uint64_t b)
{
    return a < b ? a : b;
}

static uint64_t next_step(const struct robot *robot)
{
    uint64_t at = robot->now + STEP_MS;
    at = sooner(at, authority_deadline(&robot->authority));
    at = sooner(at, session_deadline(robot->session));
    at = sooner(at, robot_say_deadline(robot));
    return at < robot->now ? robot->now : at;
}

uint64_t robot_step(struct robot *robot, uint64_t now)
{
    struct authority_effects effects;
    robot->now = now;
    authority_pass(&robot->authority, now, &effects);
    robot_act(robot, &effects);
    bool more = session_step(robot->session, now);
    if (!more)
        robot->dropping = false;
    robot_ask_due(robot);
    robot_say_due(robot);
    return more ? now : next_step(robot);
}

int robot_fd(const struct robot *robot)
{
    return session_fd(robot->session);
}

void robot_run(struct robot *robot)
{
    while (!runner_quitting(&robot->runner)) {
        uint64_t next = robot_step(robot, clock_now_ms());
        uint64_t now = clock_now_ms();
        if (next > now)
            runner_wait(&robot->runner, robot->session, next - now);
    }
}

void robot_quit(struct robot *robot)
{
    runner_quit(&robot->runner);
}

void robot_stop(struct robot *robot, const char *why)
{
    struct stop stop = {.id = random_tag()};
    struct authority_effects effects;
    log_warn(ROOM, "%s: stopped here: %s", robot->card.id, why ? why : "no reason given");
    struct principal self = to_me(robot, &robot_bridge, WHAT_STOP).to;
    authority_hear_stop(&robot->authority, &self, &stop, robot->now, &effects);
    robot_act(robot, &effects);
}

void robot_view(const struct robot *robot, struct robot_view *ret)
{
    struct state state;
    authority_state(&robot->authority, robot->now, &state);
    *ret = (struct robot_view){.online = session_online(robot->session),
        .login_refused = session_login_refused(robot->session),
        .deregistered = robot->deregistered,
        .mode = state.mode,
        .number = state.number,
        .highest = state.highest,
        .driver = *authority_driver(&robot->authority),
        .ready = robot->authority.may_move && robot->authority.ready,
        .stop_count = state.stop_count,
        .accepted = robot->authority.counters.accepted,
        .connects = session_connects(robot->session)};
    memcpy(ret->why, state.why, sizeof ret->why);
    memcpy(ret->stops, state.stops, sizeof ret->stops);
    memcpy(ret->refused, robot->authority.counters.refused, sizeof ret->refused);
}
