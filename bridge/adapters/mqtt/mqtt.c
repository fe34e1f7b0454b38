/* Both connections and what arrives by them. The app's core learns of a new connection before
 * anything that came by it: the letter that says "connected" is in the same lane, ahead.
 *
 * What must stay true: each connection has a new `conn`, the same in its will, its presence,
 * its beats and INPUT_BROKER_UP; nothing is parsed here but topics (and an ask's id, where
 * correlation data came with it).
 */
#include "bridge/adapters/mqtt/mqtt.h"

#include <stdlib.h>
#include <string.h>

#include "bridge/adapters/mqtt/inside.h"
#include "robot/base/log.h"
#include "robot/base/text.h"
#include "robot/wire/message.h"

#define ROOM "mqtt"

struct subscription { /* from {kind}/+ or +/+, to all or to the bridge */
    enum kind from;
    bool to_all;
    enum what what;
    int qos;
};

/* The first is what a goodbye comes back by. */
static const struct subscription OF_MAIN[] = {
    {KIND_NONE,  true,  WHAT_PRESENCE, 1},
    {KIND_ROBOT, true,  WHAT_CARD,     1},
    {KIND_ROBOT, true,  WHAT_EVENT,    1},
    {KIND_NONE,  false, WHAT_ASK,      1},
    {KIND_ROBOT, false, WHAT_STATE,    0},
};
static const struct subscription OF_EAR[] = {
    {KIND_ROBOT, true, WHAT_STATUS, 0},
};

#define LENGTH(array) (sizeof(array) / sizeof((array)[0]))

static void draw_tag(const struct mqtt *mqtt, struct tag *ret)
{
    static const char ALPHABET[] =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    unsigned char bytes[TAG_SIZE - 2];
    mqtt->needs.clock.random(mqtt->needs.clock.self, bytes, sizeof bytes);
    for (size_t i = 0; i < sizeof bytes; i++)
        ret->text[i] = ALPHABET[bytes[i] % 64];
    ret->text[sizeof bytes] = '\0';
}

static bool mint(const struct mqtt *mqtt, const struct principal *principal, char *ret)
{
    struct mint_order order = {
        .principal = *principal,
        .wall = mqtt->needs.clock.wall(mqtt->needs.clock.self) / 1000,
        .life_s = MQTT_TOKEN_S,
    };
    uint64_t expires;
    return mqtt->needs.account.mint(mqtt->needs.account.self, &order, ret, &expires) == RC_OK;
}

bool mqtt_presence_text(
    const struct mqtt *mqtt, enum presence_state state, char *ret, size_t size)
{
    struct presence presence = {
        .state = state,
        .boot = mqtt->config.boot,
        .conn = mqtt->conn,
        .ts = mqtt->needs.clock.wall(mqtt->needs.clock.self),
    };
    size_t length;
    return presence_to_json(&presence, ret, size, &length);
}

static bool login(void *self, uint32_t index, struct connection_login *ret)
{
    struct mqtt *mqtt = self;
    if (index == INDEX_EAR)
        return mint(mqtt, &mqtt->ear, ret->token);
    draw_tag(mqtt, &mqtt->conn);
    struct topic topic = {.from = mqtt->self, .what = WHAT_PRESENCE};
    return mint(mqtt, &mqtt->self, ret->token) &&
           topic_format(mqtt->config.root, &topic, ret->will_topic, sizeof ret->will_topic) &&
           mqtt_presence_text(mqtt, PRESENCE_LOST, ret->will, sizeof ret->will);
}

static struct connection *connection_to(
    struct mqtt *mqtt, uint32_t index, const struct subscription *subscriptions, size_t count)
{
    struct connection_config config = {
        .source = mqtt->config.source,
        .index = index,
        .lane = index == INDEX_EAR ? MAILBOX_DISPLAY : MAILBOX_DECISIVE,
        .port = mqtt->config.port,
        .principal = index == INDEX_EAR ? mqtt->ear : mqtt->self,
        .filter_count = (unsigned)count,
    };
    if (!text_copy(config.host, sizeof config.host, mqtt->config.host))
        return NULL;
    for (size_t i = 0; i < count; i++) {
        struct topic topic = {
            .from.kind = subscriptions[i].from, .what = subscriptions[i].what};
        if (!subscriptions[i].to_all)
            topic.to = mqtt->self;
        config.filter_qos[i] = subscriptions[i].qos;
        if (!topic_filter(mqtt->config.root, &topic, config.filters[i], WIRE_TOPIC_SIZE))
            return NULL;
    }
    struct connection_needs needs = {
        .mailbox = mqtt->needs.mailbox,
        .self = mqtt,
        .login = login,
    };
    return connection_create(&config, &needs);
}

static void farewell_done(void *self, const char *robot, bool emptied)
{
    struct mqtt *mqtt = self;
    struct input input;
    memset(&input, 0, sizeof input);
    input.kind = INPUT_EVICTED;
    input.evicted.done = emptied;
    (void)text_copy(input.evicted.id, sizeof input.evicted.id, robot);
    mqtt->needs.sink.take(mqtt->needs.sink.self, &input);
}

static bool build(struct mqtt *mqtt)
{
    struct farewells_config farewells = {
        .count = MQTT_FAREWELLS,
        .source = mqtt->config.source,
        .first_index = INDEX_FAREWELL,
        .host = mqtt->config.host,
        .port = mqtt->config.port,
        .root = mqtt->config.root,
        .mailbox = mqtt->needs.mailbox,
        .self = mqtt,
        .done = farewell_done,
    };
    mqtt->farewells = farewells_create(&farewells);
    mqtt->main_connection = connection_to(mqtt, INDEX_MAIN, OF_MAIN, LENGTH(OF_MAIN));
    mqtt->ear_connection = connection_to(mqtt, INDEX_EAR, OF_EAR, LENGTH(OF_EAR));
    return mqtt->farewells != NULL && mqtt->main_connection != NULL &&
           mqtt->ear_connection != NULL;
}

struct mqtt *mqtt_create(const struct mqtt_config *config, const struct mqtt_needs *needs)
{
    struct mqtt *mqtt = calloc(1, sizeof *mqtt);
    if (mqtt == NULL)
        return NULL;
    mqtt->config = *config;
    mqtt->needs = *needs;
    mqtt->goodbye_deadline = UINT64_MAX;
    mqtt->self.kind = KIND_BRIDGE;
    mqtt->ear = (struct principal){.kind = KIND_BRIDGE, .id = "ear"};
    if (!text_copy(mqtt->self.id, sizeof mqtt->self.id, config->name) || !build(mqtt)) {
        log_error(ROOM, "the connections to the broker cannot be made");
        mqtt_destroy(mqtt);
        return NULL;
    }
    return mqtt;
}

void mqtt_destroy(struct mqtt *mqtt)
{
    if (mqtt == NULL)
        return;
    connection_destroy(mqtt->main_connection);
    connection_destroy(mqtt->ear_connection);
    farewells_destroy(mqtt->farewells);
    free(mqtt);
}

void mqtt_open(struct mqtt *mqtt, uint64_t now)
{
    connection_open(mqtt->main_connection, now);
    connection_open(mqtt->ear_connection, now);
}

static void tell(struct mqtt *mqtt, enum input_kind kind)
{
    struct input input;
    memset(&input, 0, sizeof input);
    input.kind = kind;
    if (kind == INPUT_BROKER_UP)
        input.broker.conn = mqtt->conn;
    mqtt->needs.sink.take(mqtt->needs.sink.self, &input);
}

static void main_happened(struct mqtt *mqtt, enum connection_event event)
{
    if (event == CONNECTION_OPENED) {
        mqtt->counts.connects++;
        mqtt->counts.unsaid += mqtt_say_presence(mqtt, PRESENCE_ONLINE, NULL) == RC_OK ? 0 : 1;
        tell(mqtt, INPUT_BROKER_UP);
    } else if (event == CONNECTION_ENDED) {
        mqtt->counts.losses++;
        tell(mqtt, INPUT_BROKER_DOWN);
    }
}

static void ear_happened(struct mqtt *mqtt, enum connection_event event)
{
    if (event == CONNECTION_OPENED)
        tell(mqtt, INPUT_EAR_UP);
    else if (event == CONNECTION_ENDED)
        tell(mqtt, INPUT_EAR_DOWN);
}

static void keep_correlation(
    struct mqtt *mqtt, const struct heard *heard, const char *data, size_t size)
{
    struct ask ask;
    if (heard->topic.what != WHAT_ASK || size > CONNECTION_CORRELATION ||
        ask_from_json(heard->payload, heard->length, &ask, NULL) != RC_OK)
        return;
    struct correlation correlation = {.asker = heard->topic.from, .size = size};
    (void)text_copy(correlation.id, sizeof correlation.id, ask.id);
    memcpy(correlation.data, data, size);
    correlations_keep(&mqtt->correlations, &correlation);
}

/* Its own `offline` comes behind all that the broker still had for it: once that is heard and
 * acknowledged, nothing is on its way any more, and it may leave. */
static void goodbye_happened(struct mqtt *mqtt, bool delivered, bool heard)
{
    mqtt->goodbye_delivered |= delivered;
    mqtt->goodbye_heard |= heard;
    if (mqtt->goodbye_delivered && mqtt->goodbye_heard && mqtt->goodbye_deadline != UINT64_MAX)
        mqtt->goodbye_deadline = 0;
}

static void hear_own_presence(struct mqtt *mqtt, const struct heard *heard)
{
    struct presence presence;
    if (mqtt->closing && heard->topic.what == WHAT_PRESENCE &&
        presence_from_json(heard->payload, heard->length, &presence, NULL) == RC_OK &&
        presence.state == PRESENCE_OFFLINE && tag_equal(&presence.conn, &mqtt->conn))
        goodbye_happened(mqtt, false, true);
}

static void hear(struct mqtt *mqtt, const struct letter *letter)
{
    const char *head = letter->head;
    size_t topic_length = strlen(head); /* NUL-terminated by the poster */
    struct heard heard = {
        .payload = letter->body,
        .length = letter->body_size,
        .retained = letter->flag,
        .ear = letter->number == INDEX_EAR,
    };
    mqtt->counts.heard++;
    if (!topic_parse(mqtt->config.root, head, topic_length, &heard.topic)) {
        mqtt->counts.foreign++;
        return;
    }
    if (heard.topic.from.kind == KIND_BRIDGE) {
        hear_own_presence(mqtt, &heard);
        return; /* its own presence, or the ear's */
    }
    if (letter->head_size > topic_length + 1)
        keep_correlation(
            mqtt, &heard, head + topic_length + 1, letter->head_size - topic_length - 1);
    mqtt->needs.sink.hear(mqtt->needs.sink.self, &heard);
}

void mqtt_open_letter(struct mqtt *mqtt, const struct letter *letter, uint64_t now)
{
    if (letter->number >= INDEX_FAREWELL) {
        farewells_read(mqtt->farewells, letter, now);
        return;
    }
    bool ear = letter->number == INDEX_EAR;
    struct connection *connection = ear ? mqtt->ear_connection : mqtt->main_connection;
    enum connection_event event = connection_read(connection, letter, now);
    if (event == CONNECTION_HEARD)
        hear(mqtt, letter);
    else if (event == CONNECTION_DELIVERED && mqtt->closing && letter->code == mqtt->goodbye)
        goodbye_happened(mqtt, true, false);
    else if (ear)
        ear_happened(mqtt, event);
    else
        main_happened(mqtt, event);
}

static void leave(struct mqtt *mqtt, uint64_t now)
{
    mqtt->goodbye_deadline = UINT64_MAX;
    connection_close(mqtt->main_connection, now, 0);
    connection_close(mqtt->ear_connection, now, 0);
}

static uint64_t least(uint64_t a, uint64_t b)
{
    return a < b ? a : b;
}

uint64_t mqtt_turn(struct mqtt *mqtt, uint64_t now)
{
    if (mqtt->closing && now >= mqtt->goodbye_deadline)
        leave(mqtt, now);
    main_happened(mqtt, connection_pass_time(mqtt->main_connection, now));
    ear_happened(mqtt, connection_pass_time(mqtt->ear_connection, now));
    farewells_pass_time(mqtt->farewells, now);
    uint64_t next = least(connection_next_deadline(mqtt->main_connection),
        connection_next_deadline(mqtt->ear_connection));
    next = least(next, farewells_next_deadline(mqtt->farewells));
    return least(next, mqtt->goodbye_deadline);
}

void mqtt_restart(struct mqtt *mqtt, uint64_t now)
{
    if (connection_state(mqtt->main_connection) != CONNECTION_UP)
        return;
    log_warn(ROOM, "messages that decide were lost: beginning a new connection");
    connection_restart(mqtt->main_connection, now);
    main_happened(mqtt, CONNECTION_ENDED);
}

void mqtt_close(struct mqtt *mqtt, uint64_t now)
{
    mqtt->closing = true;
    connection_hush(mqtt->main_connection, 1);
    connection_hush(mqtt->ear_connection, 0);
    if (mqtt_say_presence(mqtt, PRESENCE_OFFLINE, &mqtt->goodbye) == RC_OK)
        mqtt->goodbye_deadline = now + MQTT_GOODBYE_MS;
    else
        leave(mqtt, now);
}

bool mqtt_closed(const struct mqtt *mqtt)
{
    return connection_state(mqtt->main_connection) == CONNECTION_IDLE &&
           connection_state(mqtt->ear_connection) == CONNECTION_IDLE;
}

bool mqtt_ready(const struct mqtt *mqtt)
{
    return connection_state(mqtt->main_connection) == CONNECTION_UP &&
           connection_state(mqtt->ear_connection) == CONNECTION_UP;
}

void mqtt_count(const struct mqtt *mqtt, struct mqtt_counts *ret)
{
    *ret = mqtt->counts;
    ret->main_up = connection_state(mqtt->main_connection) == CONNECTION_UP;
    ret->ear_up = connection_state(mqtt->ear_connection) == CONNECTION_UP;
}
