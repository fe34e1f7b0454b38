#include "robot/agent/agent.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "robot/agent/credentials.h"
#include "robot/base/log.h"
#include "robot/base/text.h"
#include "robot/client/robot.h"

#define REPORT_MS 100
#define RETRY_MS  5000 /* after a robot could not be made of a card */

struct agent {
    struct agent_config *config;
    struct driver *driver;
    struct robot *robot; /* NULL = not in the arena */
    uint32_t body;       /* which of the driver's bodies the robot was made for */
    struct card card;
    struct credentials credentials;
    uint64_t report_due, retry_due;
};

static void on_drive(void *user, const struct axes *axes)
{
    struct agent *agent = user;
    agent->driver->vtable->apply(agent->driver, axes);
}

static void on_neutral(void *user)
{
    struct agent *agent = user;
    agent->driver->vtable->neutral(agent->driver);
}

static void on_action(void *user, const struct action *action)
{
    struct agent *agent = user;
    agent->driver->vtable->action(agent->driver, action);
}

static void on_online(void *user, bool online, const char *reason)
{
    struct agent *agent = user;
    credentials_online(&agent->credentials, online, reason);
}

static bool give_token(void *user, char *ret_token, size_t size)
{
    struct agent *agent = user;
    struct robot_view view;
    robot_view(agent->robot, &view);
    return credentials_token(
        &agent->credentials, robot_now(), view.login_refused, ret_token, size);
}

static void on_token(void *user, const char *token)
{
    struct agent *agent = user;
    credentials_keep(&agent->credentials, token);
}

static void host_field(void *user, const char *name, double value)
{
    struct agent *agent = user;
    if (agent->robot)
        (void)robot_set(
            agent->robot, name, value); /* what the card does not name is not said */
}

static void host_pose(void *user, double x, double y, double heading)
{
    struct agent *agent = user;
    if (agent->robot)
        robot_set_pose(agent->robot, x, y, heading);
}

static void host_event(void *user, const char *kind, const struct principal *by)
{
    struct agent *agent = user;
    if (agent->robot)
        (void)robot_event(agent->robot, kind, by); /* not connected: nobody watches */
}

static void host_ack(void *user, const struct tag *id, enum ack_state state, const char *why)
{
    struct agent *agent = user;
    if (agent->robot) /* an id that is not remembered: nobody waits for it */
        (void)robot_ack(agent->robot, id, state, why && why[0] ? why : NULL);
}

static enum rc set_credentials(struct agent *agent)
{
    const struct agent_config *config = agent->config;
    struct credentials *credentials = &agent->credentials;
    int length = 0;
    credentials->card = &agent->card;
    credentials->api = config->api;
    credentials->enrolment = config->enrolment;
    if (config->state[0])
        length = snprintf(credentials->kept, sizeof(credentials->kept), "%s/%s.token",
            config->state, config->id);
    bool fits = (size_t)length < sizeof(credentials->kept) &&
                text_copy(credentials->given, sizeof(credentials->given), config->token_file);
    return fits ? RC_OK : RC_CONFIG;
}

enum rc agent_create(struct agent_config *config, uint64_t now, struct agent **ret)
{
    const struct driver_vtable *driver = driver_find(config->driver);
    if (!driver || !id_valid(config->id)) {
        log_error("agent", "%s %s: an id is [a-z0-9-], a driver is sim or exec", config->id,
            config->driver);
        return RC_CONFIG;
    }
    struct agent *agent = calloc(1, sizeof(*agent));
    if (!agent)
        return RC_NO_MEMORY;
    agent->config = config;
    struct driver_options options = {
        config->id, config->command, config->seed,
        {agent, host_field, host_pose, host_event, host_ack}
    };
    enum rc rc = set_credentials(agent);
    if (rc == RC_OK)
        rc = driver->open(&options, now, &agent->driver);
    if (rc != RC_OK) {
        agent_destroy(agent);
        return rc;
    }
    *ret = agent;
    return RC_OK;
}

void agent_destroy(struct agent *agent)
{
    if (!agent)
        return;
    robot_destroy(agent->robot);
    if (agent->driver)
        agent->driver->vtable->close(agent->driver);
    free(agent);
}

static void name_card(struct agent *agent)
{
    struct card *card = &agent->card;
    const char *name = agent->config->name[0] ? agent->config->name : agent->config->id;
    (void)text_copy(card->id, sizeof(card->id), agent->config->id);
    if (card->name[0] == '\0' || agent->config->name[0])
        (void)text_copy(card->name, sizeof(card->name), name);
}

static void enter(struct agent *agent, uint64_t now)
{
    const struct agent_config *config = agent->config;
    if (now < agent->retry_due || !agent->driver->vtable->card(agent->driver, &agent->card))
        return;
    name_card(agent);
    agent->body = agent->driver->bodies;
    struct robot_config robot = {
        .card = &agent->card,
        .root = config->root,
        .host = config->host,
        .port = (uint16_t)config->port,
        .transport = config->websocket ? LINK_WEBSOCKET : LINK_TCP,
        .mqtt311 = config->mqtt311,
        .state_dir = config->state[0] ? config->state : NULL,
        .on = {.on_drive = on_drive,
               .on_neutral = on_neutral,
               .on_action = on_action,
               .on_online = on_online,
               .token = give_token,
               .on_token = on_token},
        .user = agent,
    };
    enum rc rc = robot_create(&robot, &agent->robot);
    if (rc == RC_OK)
        return;
    agent->robot = NULL;
    agent->retry_due = now + RETRY_MS;
    log_error("agent", "%s: cannot enter: %s", config->id, rc_sentence(rc));
}

/* The body is gone, or another one came: this robot's time is over. */
static void leave(struct agent *agent)
{
    struct card card;
    bool body = agent->driver->vtable->card(agent->driver, &card);
    if (body && agent->body == agent->driver->bodies)
        return;
    robot_destroy(agent->robot);
    agent->robot = NULL;
}

static void report(struct agent *agent, uint64_t now)
{
    if (now < agent->report_due)
        return;
    agent->report_due = now + REPORT_MS;
    agent->driver->vtable->status(agent->driver);
}

uint64_t agent_step(struct agent *agent, uint64_t now)
{
    uint64_t due = agent->driver->vtable->step(agent->driver, now);
    if (agent->robot)
        leave(agent);
    if (!agent->robot)
        enter(agent, now);
    if (!agent->robot)
        return due;
    report(agent, now);
    uint64_t robot_due = robot_step(agent->robot, now);
    uint64_t driver_due = agent->driver->vtable->step(agent->driver, now);
    due = driver_due < robot_due ? driver_due : robot_due;
    return agent->report_due < due ? agent->report_due : due;
}

unsigned agent_poll_set(const struct agent *agent, struct pollfd ret[AGENT_POLLED])
{
    /* poll(2) skips negative descriptors. */
    int driver = agent->driver->vtable->fd(agent->driver);
    int robot = agent->robot ? robot_fd(agent->robot) : -1;
    ret[0] = (struct pollfd){.fd = driver, .events = POLLIN};
    ret[1] = (struct pollfd){.fd = robot, .events = POLLIN};
    return AGENT_POLLED;
}
