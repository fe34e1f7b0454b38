/* The life of a connection, as a state machine over link events and deadlines.
 *
 * Every state but WAITING, ONLINE and GONE has a deadline after which the attempt is given up:
 * a broker that accepts and then says nothing is no reason to wait for ever. Rejected:
 * subscribing after announcing. A robot that is online but deaf would be leased.
 */
#include "robot/client/session.h"

#include <stdlib.h>
#include <string.h>

#include "robot/base/text.h"
#include "robot/client/clock.h"
#include "robot/client/filters.h"
#include "robot/client/link_paho.h"
#include "robot/client/random.h"

#define NEVER   UINT64_MAX
#define GOODBYE 1u /* token of the last word; filters count from 2 */

enum session_state {
    SESSION_WAITING,
    SESSION_CONNECTING,
    SESSION_SUBSCRIBING,
    SESSION_ONLINE,
    SESSION_LEAVING,
    SESSION_CLOSING,
    SESSION_GONE
};

struct session {
    struct session_config config; /* its texts point into this struct */
    char root[WIRE_ROOT_SIZE], host[SESSION_HOST_SIZE], path[64], token[SESSION_TOKEN_SIZE];
    char name[PRINCIPAL_SIZE];
    char presence_topic[WIRE_TOPIC_SIZE];
    struct link *link;
    enum session_state state;
    uint64_t now, deadline;
    uint32_t backoff_ms;
    uint32_t next_token;
    uint32_t connects;
    bool login_refused; /* the last answer of a broker was that */
    bool stay_away;
    bool paused;     /* the present step */
    char reason[80]; /* of the last change between online and not */
    uint64_t online_since;
    struct tag boot, conn;
    struct filters filters;
    struct filter list[]; /* config.filters */
};

static bool copy_optional(char *target, size_t size, const char *source, const char *otherwise)
{
    return text_copy(target, size, source ? source : otherwise);
}

static bool copy_texts(struct session *session, const struct session_config *config)
{
    bool websocket = config->transport == LINK_WEBSOCKET;
    struct topic presence = {.from = config->self, .what = WHAT_PRESENCE};
    return copy_optional(
               session->root, sizeof session->root, config->root, WIRE_ROOT_DEFAULT) &&
           root_valid(session->root) &&
           copy_optional(session->host, sizeof session->host, config->host, "127.0.0.1") &&
           copy_optional(
               session->path, sizeof session->path, config->path, websocket ? "/mqtt" : "") &&
           copy_optional(session->token, sizeof session->token, config->token, "") &&
           topic_format(session->root, &presence, session->presence_topic,
               sizeof session->presence_topic);
}

enum rc session_create(const struct session_config *config, struct session **ret)
{
    struct session *session =
        calloc(1, sizeof *session + config->filters * sizeof *session->list);
    if (!session) {
        link_destroy(config->link);
        return RC_NO_MEMORY;
    }
    session->config = *config;
    session->filters = (struct filters){config->filters, session->list};
    session->boot = random_tag();
    session->backoff_ms = SESSION_BACKOFF_MS;
    session->next_token = GOODBYE + 1;
    session->link = config->link ? config->link : link_paho_create();
    (void)principal_to_text(&config->self, session->name);
    if (session->config.port == 0)
        session->config.port = config->transport == LINK_WEBSOCKET ? 9001 : 1883;
    enum rc rc = session->link ? RC_OK : RC_NO_MEMORY;
    if (rc == RC_OK && !copy_texts(session, config))
        rc = RC_CONFIG;
    if (rc != RC_OK) {
        session_destroy(session);
        return rc;
    }
    *ret = session;
    return RC_OK;
}

void session_destroy(struct session *session)
{
    if (!session)
        return;
    link_destroy(session->link);
    free(session);
}

int session_fd(const struct session *session)
{
    return link_fd(session->link);
}

bool session_online(const struct session *session)
{
    return session->state == SESSION_ONLINE;
}

bool session_gone(const struct session *session)
{
    return session->state == SESSION_GONE;
}

const struct tag *session_conn(const struct session *session)
{
    return &session->conn;
}

const struct tag *session_boot(const struct session *session)
{
    return &session->boot;
}

const char *session_root(const struct session *session)
{
    return session->root;
}

bool session_login_refused(const struct session *session)
{
    return session->login_refused;
}

uint32_t session_connects(const struct session *session)
{
    return session->connects;
}

uint64_t session_deadline(const struct session *session)
{
    return session->deadline;
}

void session_set_token(struct session *session, const char *token)
{
    (void)text_copy(session->token, sizeof session->token, token); /* too long = none */
}

const char *session_token(const struct session *session)
{
    return session->token;
}

static void say_online(struct session *session, bool online)
{
    if (session->config.hooks.online)
        session->config.hooks.online(session->config.user, online, session->reason);
}

static void give_reason(struct session *session, const char *reason)
{
    struct text text;
    text_init(&text, session->reason, sizeof session->reason);
    text_add(&text, reason);
}

/* Whoever leaves ONLINE is told so at once. */
static void enter(struct session *session, enum session_state state, uint64_t deadline)
{
    bool was_online = session->state == SESSION_ONLINE;
    session->state = state;
    session->deadline = deadline;
    if (was_online && state != SESSION_ONLINE)
        say_online(session, false);
}

/* Half to whole of the back-off, which doubles. */
static void wait_and_retry(struct session *session)
{
    uint32_t half = session->backoff_ms / 2;
    uint32_t delay = half + random_below(half + 1);
    session->backoff_ms *= 2;
    if (session->backoff_ms > SESSION_BACKOFF_MAX_MS)
        session->backoff_ms = SESSION_BACKOFF_MAX_MS;
    enter(session, SESSION_WAITING, session->now + delay);
}

/* The connection is gone, or was never made. */
static void over(struct session *session, const char *reason)
{
    if (session->state == SESSION_ONLINE &&
        session->now - session->online_since >= SESSION_STEADY_MS)
        session->backoff_ms = SESSION_BACKOFF_MS;
    give_reason(session, reason);
    if (session->stay_away)
        enter(session, SESSION_GONE, NEVER);
    else
        wait_and_retry(session);
}

static void close_link(struct session *session)
{
    enter(session, SESSION_CLOSING, session->now + SESSION_GOODBYE_MS);
    if (link_disconnect(session->link) != RC_OK)
        over(session, "closed");
}

static bool presence_text(const struct session *session, enum presence_state state,
    char *buffer, size_t size, size_t *ret_length)
{
    struct presence presence = {.state = state,
        .boot = session->boot,
        .conn = session->conn,
        .page = session->config.page,
        .ts = clock_wall_ms()};
    return presence_to_json(&presence, buffer, size, ret_length);
}

static enum rc say_presence(struct session *session, enum presence_state state, uint32_t token)
{
    char payload[512];
    size_t length;
    if (!presence_text(session, state, payload, sizeof payload, &length))
        return RC_INTERNAL;
    struct link_message message = {.topic = session->presence_topic,
        .payload = payload,
        .length = length,
        .qos = 1,
        .retain = session->config.retain};
    return link_publish(session->link, &message, token);
}

void session_announce(struct session *session)
{
    if (session->state == SESSION_ONLINE)
        (void)say_presence(session, PRESENCE_ONLINE, 0); /* lost with the connection only */
}

static void refresh_token(struct session *session)
{
    char token[SESSION_TOKEN_SIZE];
    if (session->config.hooks.token &&
        session->config.hooks.token(session->config.user, token, sizeof token))
        session_set_token(session, token);
}

static void try_connect(struct session *session)
{
    refresh_token(session);
    session->conn = random_tag();
    char payload[512];
    size_t length = 0;
    (void)presence_text(session, PRESENCE_LOST, payload, sizeof payload, &length); /* fits */
    struct link_message will = {.topic = session->presence_topic,
        .payload = payload,
        .length = length,
        .qos = 1,
        .retain = session->config.retain};
    struct link_options options = {.host = session->host,
        .port = session->config.port,
        .path = session->path,
        .transport = session->config.transport,
        .mqtt311 = session->config.mqtt311,
        .tls = session->config.tls,
        .client_id = session->name,
        .user = session->name,
        .password = session->token[0] != '\0' ? session->token : NULL,
        .will = &will};
    enter(session, SESSION_CONNECTING, session->now + 2 * SESSION_STEP_MS);
    if (link_connect(session->link, &options) != RC_OK)
        wait_and_retry(session);
}

static void subscribe_new(struct session *session)
{
    const char *texts[LINK_FILTERS];
    unsigned count;
    while ((count = filters_ask(&session->filters, session->next_token, texts)) > 0) {
        if (link_subscribe(session->link, texts, count, 1, session->next_token++) != RC_OK) {
            close_link(session);
            return;
        }
    }
}

static void go_online(struct session *session)
{
    enter(session, SESSION_ONLINE, NEVER);
    session->connects++;
    session->login_refused = false;
    session->online_since = session->now;
    if (!session->config.quiet)
        session_announce(session);
    give_reason(session, "connected");
    say_online(session, true);
}

static void on_connected(struct session *session)
{
    filters_forget(&session->filters);
    enter(session, SESSION_SUBSCRIBING, session->now + SESSION_STEP_MS);
    subscribe_new(session);
    if (session->state == SESSION_SUBSCRIBING && filters_all_heard(&session->filters))
        go_online(session);
}

static void on_subscribed(struct session *session, const struct link_event *event)
{
    if (event->rc != RC_OK) {
        close_link(session);
        return;
    }
    filters_confirm(&session->filters, event->token);
    if (session->state == SESSION_SUBSCRIBING && filters_all_heard(&session->filters))
        go_online(session);
    if (session->config.hooks.subscribed)
        session->config.hooks.subscribed(session->config.user);
}

static void on_message(struct session *session, const struct link_event *event)
{
    struct topic topic;
    if (!topic_parse(session->root, event->topic, strlen(event->topic), &topic))
        return;
    if (event->retained && what_ignores_retained(topic.what))
        return;
    session->config.hooks.message(session->config.user, &topic, event);
}

static void on_refused(struct session *session, const struct link_event *event)
{
    session->login_refused = event->rc == RC_UNAUTHORIZED;
    over(session, event->reason);
    say_online(session, false);
}

static void on_event(struct session *session, const struct link_event *event)
{
    switch (event->kind) {
    case LINK_CONNECTED:
        on_connected(session);
        break;
    case LINK_REFUSED:
        on_refused(session, event);
        break;
    case LINK_LOST:
        over(session, event->reason);
        break;
    case LINK_CLOSED:
        over(session, "left");
        break;
    case LINK_MESSAGE:
        on_message(session, event);
        break;
    case LINK_SUBSCRIBED:
        if (session->state == SESSION_SUBSCRIBING || session->state == SESSION_ONLINE)
            on_subscribed(session, event);
        break;
    case LINK_PUBLISHED:
        if (session->state == SESSION_LEAVING && event->token == GOODBYE)
            close_link(session);
        break;
    }
}

static void on_deadline(struct session *session)
{
    switch (session->state) {
    case SESSION_WAITING:
        try_connect(session);
        break;
    case SESSION_CONNECTING:
    case SESSION_SUBSCRIBING:
    case SESSION_LEAVING:
        close_link(session);
        break;
    case SESSION_CLOSING:
        over(session, "closed");
        break;
    case SESSION_ONLINE:
    case SESSION_GONE:
        break;
    }
}

bool session_step(struct session *session, uint64_t now)
{
    session->now = now;
    session->paused = false;
    struct link_event event;
    unsigned heard = 0;
    while (!session->paused && heard < SESSION_EVENTS && link_poll(session->link, &event)) {
        on_event(session, &event);
        heard++;
    }
    if (now >= session->deadline)
        on_deadline(session);
    return session->paused || heard == SESSION_EVENTS;
}

void session_pause(struct session *session)
{
    session->paused = true;
}

void session_filters_begin(struct session *session)
{
    filters_begin(&session->filters);
}

bool session_filters_add(struct session *session, const struct topic *topic)
{
    char text[FILTER_SIZE];
    return topic_filter(session->root, topic, text, sizeof text) &&
           filters_add(&session->filters, text);
}

static bool connected(const struct session *session)
{
    return session->state == SESSION_SUBSCRIBING || session->state == SESSION_ONLINE;
}

void session_filters_commit(struct session *session)
{
    const char *gone[LINK_FILTERS];
    unsigned count = filters_gone(&session->filters, gone);
    if (connected(session) && count > 0)
        link_unsubscribe(session->link, gone, count); /* fails with the connection only */
    filters_sweep(&session->filters);
    if (connected(session))
        subscribe_new(session);
}

bool session_heard(const struct session *session, const struct topic *topic)
{
    char text[FILTER_SIZE];
    return connected(session) && topic_filter(session->root, topic, text, sizeof text) &&
           filters_heard(&session->filters, text);
}

enum rc session_say(struct session *session, const struct topic *topic, const char *payload,
    size_t length, struct session_way way)
{
    if (session->state != SESSION_ONLINE)
        return RC_NOT_CONNECTED;
    struct topic full = *topic;
    full.from = session->config.self;
    char text[WIRE_TOPIC_SIZE];
    if (!topic_format(session->root, &full, text, sizeof text))
        return RC_BAD_REQUEST;
    struct link_message message = {.topic = text,
        .payload = payload,
        .length = length,
        .qos = way.qos,
        .retain = way.retain,
        .expiry_s = way.expiry_s};
    return link_publish(session->link, &message, 0);
}

/* A socket that is closed while something arrives is reset, and the broker may take that for a
 * loss. The filters stay wanted: for a return. */
static void hear_no_more(struct session *session)
{
    const char *texts[LINK_FILTERS];
    unsigned count;
    while ((count = filters_let_go(&session->filters, texts)) > 0)
        (void)link_unsubscribe(
            session->link, texts, count); /* fails with the connection only */
}

/* Its PUBACK says that nothing is on its way any more. */
static bool say_last(struct session *session, enum presence_state state)
{
    hear_no_more(session);
    if (say_presence(session, state, GOODBYE) != RC_OK)
        return false;
    enter(session, SESSION_LEAVING, session->now + SESSION_GOODBYE_MS);
    return true;
}

void session_leave(struct session *session, uint64_t now)
{
    session->now = now;
    session->stay_away = true;
    give_reason(session, "left");
    if (session->state != SESSION_ONLINE || !say_last(session, PRESENCE_OFFLINE))
        session_drop(session, now);
}

void session_drop(struct session *session, uint64_t now)
{
    session->now = now;
    session->stay_away = true;
    give_reason(session, "left");
    if (session->state == SESSION_WAITING)
        enter(session, SESSION_GONE, NEVER);
    else if (session->state != SESSION_GONE && session->state != SESSION_CLOSING)
        close_link(session);
}

void session_again(struct session *session, const char *reason, uint64_t now)
{
    if (session->state != SESSION_ONLINE)
        return;
    session->now = now;
    session->backoff_ms = SESSION_BACKOFF_MS;
    give_reason(session, reason);
    if (!say_last(session, PRESENCE_ONLINE))
        close_link(session);
}

void session_return(struct session *session, uint64_t now)
{
    session->now = now;
    session->stay_away = false;
    if (session->state == SESSION_GONE)
        enter(session, SESSION_WAITING, now);
}
