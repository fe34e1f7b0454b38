/* The bridge's connections on a real broker: what others say reaches the app, what the app says
 * reaches others, and what breaks comes back. Run with the thread sanitizer, too: Paho's
 * threads post while this one takes.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "bridge/adapters/clock.h"
#include "bridge/adapters/mailbox.h"
#include "bridge/adapters/mqtt/connection.h"
#include "bridge/adapters/mqtt/mqtt.h"
#include "robot/base/text.h"
#include "tests/mqtt_adapter/bell.h"
#include "tests/mqtt_adapter/broker.h"

#include <cmocka.h>

#define ROOT       "arena/v1"
#define SOURCE     1
#define PATIENCE_S 15
#define KEPT       64

struct kept_message {
    struct topic topic;
    char text[512];
    bool retained, ear;
};

struct house { /* what stands in for the app */
    struct broker broker;
    struct bell bell;
    struct mailbox *mailbox;
    struct clock clock;
    struct mqtt *mqtt;
    unsigned inputs[INPUT_COUNT_];
    struct input last[INPUT_COUNT_];
    unsigned heard_by_what[WHAT_COUNT_];
    unsigned kept;
    struct kept_message messages[KEPT];
};

struct guest { /* another client: a robot or a person */
    struct bell bell;
    struct mailbox *mailbox;
    struct connection *connection;
    unsigned heard;
    char topic[WIRE_TOPIC_SIZE], text[4096], previous[4096],
        correlation[CONNECTION_CORRELATION];
    size_t correlation_size;
    bool retained;
};

static uint64_t now_ms(void)
{
    struct timespec now;
    (void)clock_gettime(CLOCK_MONOTONIC, &now);
    return (uint64_t)now.tv_sec * 1000u + (uint64_t)now.tv_nsec / 1000000u;
}

static void hear(void *self, const struct heard *heard)
{
    struct house *house = self;
    house->heard_by_what[heard->topic.what]++;
    if (house->kept == KEPT)
        return;
    struct kept_message *kept = &house->messages[house->kept++];
    kept->topic = heard->topic;
    kept->retained = heard->retained;
    kept->ear = heard->ear;
    size_t length =
        heard->length < sizeof kept->text - 1 ? heard->length : sizeof kept->text - 1;
    memcpy(kept->text, heard->payload, length);
    kept->text[length] = '\0';
}

static void take(void *self, const struct input *input)
{
    struct house *house = self;
    house->inputs[input->kind]++;
    house->last[input->kind] = *input;
}

static enum rc mint(
    void *self, const struct mint_order *order, char *ret, uint64_t *ret_expires)
{
    (void)self;
    (void)order;
    *ret_expires = 0;
    return text_copy(ret, ASK_TOKEN_SIZE, "any") ? RC_OK : RC_UNAVAILABLE;
}

static struct mailbox *mailbox_with(struct bell *bell, size_t bytes)
{
    struct mailbox_config config = {
        .bytes = {bytes, bytes},
          .wake = bell_ring, .wake_self = bell
    };
    bell_init(bell);
    return mailbox_create(&config);
}

static void house_build(struct house *house, size_t mailbox_bytes)
{
    struct mqtt_config config = {
        .source = SOURCE,
        .host = "127.0.0.1",
        .port = house->broker.port,
        .root = ROOT,
        .name = "main",
        .boot = {"boot"},
    };
    house->mailbox = mailbox_with(&house->bell, mailbox_bytes);
    struct mqtt_needs needs = {
        .mailbox = house->mailbox,
        .account = {.mint = mint },
        .clock = clock_port(&house->clock),
        .sink = { .self = house, .hear = hear, .take = take},
    };
    house->mqtt = mqtt_create(&config, &needs);
    assert_non_null(house->mqtt);
    mqtt_open(house->mqtt, now_ms());
}

/* One turn of a small loop. */
static void house_turn(struct house *house)
{
    struct letter letter;
    uint64_t now = now_ms();
    house->clock.now = now;
    while (mailbox_take(house->mailbox, &letter))
        mqtt_open_letter(house->mqtt, &letter, now);
    if (mailbox_overflowed(house->mailbox))
        mqtt_restart(house->mqtt, now);
    (void)mqtt_turn(house->mqtt, now);
    bell_wait(&house->bell);
}

#define HOUSE_WAIT(house, condition)                                                           \
    do {                                                                                       \
        uint64_t until_ = now_ms() + PATIENCE_S * 1000;                                        \
        while (!(condition) && now_ms() < until_)                                              \
            house_turn(house);                                                                 \
        assert_true(condition);                                                                \
    } while (0)

static void house_leave(struct house *house)
{
    mqtt_close(house->mqtt, now_ms());
    HOUSE_WAIT(house, mqtt_closed(house->mqtt));
    mqtt_destroy(house->mqtt);
    mailbox_destroy(house->mailbox);
    house->mqtt = NULL;
}

static bool guest_login(void *self, uint32_t index, struct connection_login *ret)
{
    (void)self;
    (void)index;
    return text_copy(ret->token, sizeof ret->token, "any");
}

static void guest_come(
    struct guest *guest, const struct broker *broker, const char *principal, const char *filter)
{
    struct connection_config config = {.port = broker->port, .filter_count = filter ? 1 : 0};
    memset(guest, 0, sizeof *guest);
    guest->mailbox = mailbox_with(&guest->bell, 1 << 20);
    (void)text_copy(config.host, sizeof config.host, "127.0.0.1");
    assert_true(principal_from_text(principal, strlen(principal), &config.principal));
    if (filter != NULL)
        (void)text_copy(config.filters[0], WIRE_TOPIC_SIZE, filter);
    struct connection_needs needs = {.mailbox = guest->mailbox, .login = guest_login};
    guest->connection = connection_create(&config, &needs);
    assert_non_null(guest->connection);
    connection_open(guest->connection, now_ms());
}

static void guest_keep(struct guest *guest, const struct letter *letter)
{
    const char *head = letter->head;
    size_t length = strlen(head);
    guest->heard++;
    guest->retained = letter->flag;
    (void)text_copy(guest->topic, sizeof guest->topic, head);
    guest->correlation_size = letter->head_size - length - 1;
    memcpy(guest->correlation, head + length + 1, guest->correlation_size);
    memcpy(guest->previous, guest->text, sizeof guest->previous);
    size_t size =
        letter->body_size < sizeof guest->text - 1 ? letter->body_size : sizeof guest->text - 1;
    memcpy(guest->text, letter->body, size);
    guest->text[size] = '\0';
}

static void guest_turn(struct guest *guest)
{
    struct letter letter;
    while (mailbox_take(guest->mailbox, &letter)) {
        if (connection_read(guest->connection, &letter, now_ms()) == CONNECTION_HEARD)
            guest_keep(guest, &letter);
    }
    (void)connection_pass_time(guest->connection, now_ms());
    bell_wait(&guest->bell);
}

#define GUEST_WAIT(guest, condition)                                                           \
    do {                                                                                       \
        uint64_t until_ = now_ms() + PATIENCE_S * 1000;                                        \
        while (!(condition) && now_ms() < until_)                                              \
            guest_turn(guest);                                                                 \
        assert_true(condition);                                                                \
    } while (0)

static bool guest_is_in(const struct guest *guest)
{
    return connection_state(guest->connection) == CONNECTION_UP;
}

static void guest_say(
    struct guest *guest, const char *topic, const char *payload, bool retained)
{
    struct publication publication = {
        .topic = topic,
        .payload = payload,
        .length = strlen(payload),
        .qos = 1,
        .retained = retained,
    };
    enum rc rc = connection_publish(guest->connection, &publication, NULL);
    assert_int_equal(rc, RC_OK);
}

/* QoS 0 */
static void guest_mutter(struct guest *guest, const char *topic)
{
    struct publication publication = {.topic = topic, .payload = "{}", .length = 2};
    enum rc rc = connection_publish(guest->connection, &publication, NULL);
    assert_int_equal(rc, RC_OK);
}

static void guest_leave(struct guest *guest)
{
    connection_destroy(guest->connection);
    mailbox_destroy(guest->mailbox);
}

static int begin(void **state)
{
    static struct house house;
    memset(&house, 0, sizeof house);
    broker_init(&house.broker);
    broker_start(&house.broker);
    *state = &house;
    return 0;
}

static int end(void **state)
{
    struct house *house = *state;
    if (house->mqtt != NULL)
        house_leave(house);
    broker_finish(&house->broker);
    return 0;
}

static void it_announces_itself_with_the_conn_the_core_is_told(void **state)
{
    struct house *house = *state;
    struct guest ann;
    house_build(house, 1 << 20);
    HOUSE_WAIT(house, mqtt_ready(house->mqtt) && house->inputs[INPUT_EAR_UP] == 1);
    assert_int_equal(house->inputs[INPUT_BROKER_UP], 1);
    guest_come(&ann, &house->broker, "player/ann", ROOT "/bridge/main/all/presence");
    GUEST_WAIT(&ann, ann.heard == 1);
    assert_true(ann.retained);
    assert_non_null(strstr(ann.text, "\"online\""));
    assert_non_null(strstr(ann.text, house->last[INPUT_BROKER_UP].broker.conn.text));

    house_leave(house);
    GUEST_WAIT(&ann, ann.heard == 2);
    assert_non_null(strstr(ann.text, "\"offline\""));
    guest_leave(&ann);
}

/* What arrives while a socket is closed resets it, and the broker may see that before it reads
 * the DISCONNECT: then it says the will. */
static void a_goodbye_in_a_flood_is_no_loss(void **state)
{
    struct house *house = *state;
    struct guest robot, ann;
    guest_come(&robot, &house->broker, "robot/scout1", NULL);
    GUEST_WAIT(&robot, guest_is_in(&robot));
    guest_come(&ann, &house->broker, "player/ann", ROOT "/bridge/main/all/presence");
    GUEST_WAIT(&ann, guest_is_in(&ann));
    for (unsigned i = 0; i < 5; i++) {
        house_build(house, 8 << 20);
        HOUSE_WAIT(house, mqtt_ready(house->mqtt));
        GUEST_WAIT(&ann, strstr(ann.text, "\"online\"") != NULL);
        for (unsigned j = 0; j < 12000; j++)
            guest_mutter(&robot, ROOT "/robot/scout1/bridge/main/state");
        house_leave(house);
        guest_say(&robot, ROOT "/bridge/main/all/presence", "done", false); /* behind a will */
        GUEST_WAIT(&ann, strcmp(ann.text, "done") == 0);
        assert_null(strstr(ann.previous, "\"lost\""));
    }
    guest_leave(&robot);
    guest_leave(&ann);
}

static void what_decides_and_what_is_shown_come_by_their_own_ways(void **state)
{
    struct house *house = *state;
    struct guest robot;
    house_build(house, 1 << 20);
    HOUSE_WAIT(house, mqtt_ready(house->mqtt));
    guest_come(&robot, &house->broker, "robot/scout1", NULL);
    GUEST_WAIT(&robot, guest_is_in(&robot));
    guest_say(&robot, ROOT "/robot/scout1/all/presence", "{\"state\":\"online\"}", true);
    guest_say(&robot, ROOT "/robot/scout1/all/card", "{}", true);
    guest_say(&robot, ROOT "/robot/scout1/bridge/main/state", "{\"c\":1}", false);
    guest_say(&robot, ROOT "/robot/scout1/all/event", "{}", false);
    guest_say(&robot, ROOT "/robot/scout1/bridge/main/ask", "{}", false);
    guest_say(&robot, ROOT "/robot/scout1/all/status", "{}", false);
    guest_say(&robot, ROOT "/robot/scout1/player/ann/link", "{}", false);
    guest_say(&robot, ROOT "/robot/scout1/bridge/main/drive", "{}", false);
    HOUSE_WAIT(
        house, house->heard_by_what[WHAT_STATUS] == 1 && house->heard_by_what[WHAT_ASK] == 1);
    for (unsigned i = 0; i < house->kept; i++) {
        const struct kept_message *message = &house->messages[i];
        assert_int_equal(message->ear, message->topic.what == WHAT_STATUS);
        if (message->topic.what == WHAT_STATE)
            assert_string_equal(message->text, "{\"c\":1}");
    }
    assert_int_equal(house->heard_by_what[WHAT_STATE], 1);
    assert_int_equal(house->heard_by_what[WHAT_LINK], 0);
    assert_int_equal(house->heard_by_what[WHAT_DRIVE], 0);
    guest_leave(&robot);
}

static void ten_thousand_messages_all_arrive(void **state)
{
    struct house *house = *state;
    struct guest robot;
    house_build(house, 8 << 20);
    HOUSE_WAIT(house, mqtt_ready(house->mqtt));
    guest_come(&robot, &house->broker, "robot/scout1", NULL);
    GUEST_WAIT(&robot, guest_is_in(&robot));
    for (unsigned i = 0; i < 5000; i++) {
        guest_mutter(&robot, ROOT "/robot/scout1/bridge/main/state");
        guest_mutter(&robot, ROOT "/robot/scout1/all/status");
    }
    HOUSE_WAIT(house,
        house->heard_by_what[WHAT_STATE] == 5000 && house->heard_by_what[WHAT_STATUS] == 5000);
    guest_leave(&robot);
}

static void a_lost_broker_comes_back_with_a_new_conn(void **state)
{
    struct house *house = *state;
    const struct beat beat = {.boot = {"boot"}};
    house_build(house, 1 << 20);
    HOUSE_WAIT(house, mqtt_ready(house->mqtt));
    struct tag first = house->last[INPUT_BROKER_UP].broker.conn;
    struct port_audience audience = mqtt_audience(house->mqtt);

    broker_kill(&house->broker);
    HOUSE_WAIT(
        house, house->inputs[INPUT_BROKER_DOWN] == 1 && house->inputs[INPUT_EAR_DOWN] == 1);
    assert_int_equal(audience.say_beat(audience.self, &beat), RC_NOT_CONNECTED);
    broker_start(&house->broker);
    uint64_t listening = now_ms();
    HOUSE_WAIT(house, mqtt_ready(house->mqtt));
    assert_true(now_ms() - listening < 3000);
    assert_int_equal(house->inputs[INPUT_BROKER_UP], 2);
    assert_int_equal(house->inputs[INPUT_EAR_UP], 2);
    assert_false(tag_equal(&first, &house->last[INPUT_BROKER_UP].broker.conn));
    assert_int_equal(audience.say_beat(audience.self, &beat), RC_OK);
}

static void without_a_broker_it_waits_for_one(void **state)
{
    struct house *house = *state;
    broker_kill(&house->broker);
    house_build(house, 1 << 20);
    for (int i = 0; i < 20; i++)
        house_turn(house);
    assert_false(mqtt_ready(house->mqtt));
    broker_start(&house->broker);
    HOUSE_WAIT(house, mqtt_ready(house->mqtt));
}

static void an_answer_brings_the_correlation_data_back(void **state)
{
    struct house *house = *state;
    struct guest ann;
    house_build(house, 1 << 20);
    HOUSE_WAIT(house, mqtt_ready(house->mqtt));
    guest_come(&ann, &house->broker, "player/ann", ROOT "/bridge/main/player/ann/answer");
    GUEST_WAIT(&ann, guest_is_in(&ann));
    static const char ASK[] = "{\"id\":\"abcdefghijklm\",\"do\":\"ice\"}";
    struct publication publication = {
        .topic = ROOT "/player/ann/bridge/main/ask",
        .payload = ASK,
        .length = sizeof ASK - 1,
        .qos = 1,
        .correlation = "\0\1\2",
        .correlation_size = 3,
    };
    enum rc rc = connection_publish(ann.connection, &publication, NULL);
    assert_int_equal(rc, RC_OK);
    HOUSE_WAIT(house, house->heard_by_what[WHAT_ASK] == 1);

    static struct answer answer;
    memset(&answer, 0, sizeof answer);
    (void)text_copy(answer.id, sizeof answer.id, "abcdefghijklm");
    struct port_audience audience = mqtt_audience(house->mqtt);
    struct principal to = {.kind = KIND_PLAYER, .id = "ann"};
    assert_int_equal(audience.say_answer(audience.self, &to, &answer), RC_OK);
    GUEST_WAIT(&ann, ann.heard == 1);
    assert_int_equal(ann.correlation_size, 3);
    assert_memory_equal(ann.correlation, "\0\1\2", 3);
    guest_leave(&ann);
}

static void a_lease_stays_within_what_the_robot_takes(void **state)
{
    struct house *house = *state;
    struct guest robot;
    static struct lease lease;
    house_build(house, 1 << 20);
    HOUSE_WAIT(house, mqtt_ready(house->mqtt));
    guest_come(&robot, &house->broker, "robot/scout1", ROOT "/bridge/main/robot/scout1/lease");
    GUEST_WAIT(&robot, guest_is_in(&robot));
    memset(&lease, 0, sizeof lease);
    lease.number = (struct lease_number){3, 4};
    lease.max_age_ms = 500;
    lease.deadman_ms = 250;
    lease.cleared_count = LEASE_CLEARED;
    for (unsigned i = 0; i < LEASE_CLEARED; i++)
        (void)snprintf(lease.cleared[i].text, TAG_SIZE, "0123456789abcdefgh%03u", i);
    struct port_robots robots = mqtt_robots(house->mqtt);
    for (uint32_t most = WIRE_MESSAGE_MIN; most >= 300; most -= 100) {
        unsigned before = robot.heard;
        assert_int_equal(robots.say_lease(robots.self, "scout1", &lease, most), RC_OK);
        GUEST_WAIT(&robot, robot.heard == before + 1);
        assert_true(wire_packet_size(strlen(robot.topic), strlen(robot.text)) <= most);
        assert_non_null(strstr(robot.text, "\"n\":3"));
    }
    assert_int_equal(robots.say_lease(robots.self, "scout1", &lease, 60), RC_TOO_LARGE);
    guest_leave(&robot);
}

static void a_deregistered_robots_documents_are_emptied_and_it_is_evicted(void **state)
{
    struct house *house = *state;
    struct guest robot, watcher;
    house_build(house, 1 << 20);
    HOUSE_WAIT(house, mqtt_ready(house->mqtt));
    guest_come(&robot, &house->broker, "robot/scout1", NULL);
    GUEST_WAIT(&robot, guest_is_in(&robot));
    guest_say(&robot, ROOT "/robot/scout1/all/presence", "{\"state\":\"online\"}", true);
    guest_say(&robot, ROOT "/robot/scout1/all/card", "{}", true);
    HOUSE_WAIT(house, house->heard_by_what[WHAT_CARD] == 1);

    struct port_robots robots = mqtt_robots(house->mqtt);
    uint64_t began = now_ms();
    house->clock.now = began;
    assert_int_equal(robots.evict(robots.self, "scout1", "any"), RC_OK);
    assert_int_equal(robots.evict(robots.self, "scout1", "any"), RC_FULL);
    GUEST_WAIT(&robot, (house_turn(house), !guest_is_in(&robot)));
    guest_leave(&robot); /* it would come again: there is no guard in this broker */
    HOUSE_WAIT(house, house->inputs[INPUT_EVICTED] == 1);
    assert_true(house->last[INPUT_EVICTED].evicted.done);
    assert_string_equal(house->last[INPUT_EVICTED].evicted.id, "scout1");
    assert_true(now_ms() - began >= 1000);

    guest_come(&watcher, &house->broker, "player/ann", ROOT "/robot/scout1/all/+");
    GUEST_WAIT(&watcher, guest_is_in(&watcher));
    guest_say(&watcher, ROOT "/robot/scout1/all/end", "x", false);
    GUEST_WAIT(&watcher, watcher.heard >= 1);
    assert_string_equal(watcher.text, "x"); /* nothing retained came before it */
    guest_leave(&watcher);
}

static void an_eviction_without_a_broker_fails_and_says_so(void **state)
{
    struct house *house = *state;
    house_build(house, 1 << 20);
    HOUSE_WAIT(house, mqtt_ready(house->mqtt));
    struct port_robots robots = mqtt_robots(house->mqtt);
    house->clock.now = now_ms();
    assert_int_equal(robots.evict(robots.self, "scout1", "any"), RC_OK);
    broker_kill(&house->broker);
    HOUSE_WAIT(house, house->inputs[INPUT_EVICTED] == 1);
    assert_false(house->last[INPUT_EVICTED].evicted.done);
    HOUSE_WAIT(house, house->inputs[INPUT_BROKER_DOWN] == 1);
    assert_int_equal(robots.evict(robots.self, "scout1", "any"), RC_NOT_CONNECTED);
}

static void when_what_decides_is_lost_it_begins_anew(void **state)
{
    struct house *house = *state;
    struct guest robot;
    house_build(house, 16384);
    HOUSE_WAIT(house, mqtt_ready(house->mqtt));
    guest_come(&robot, &house->broker, "robot/scout1", NULL);
    GUEST_WAIT(&robot, guest_is_in(&robot));
    struct mailbox_counts counts = {.refused = {0}};
    char payload[1024];
    memset(payload, 'x', sizeof payload);
    payload[sizeof payload - 1] = '\0';
    uint64_t until = now_ms() + PATIENCE_S * 1000;
    while (counts.refused[MAILBOX_DECISIVE] == 0 && now_ms() < until) { /* the house sleeps */
        guest_say(&robot, ROOT "/robot/scout1/bridge/main/state", payload, false);
        guest_turn(&robot);
        mailbox_counts(house->mailbox, &counts);
    }
    assert_true(counts.refused[MAILBOX_DECISIVE] > 0);
    HOUSE_WAIT(house, house->inputs[INPUT_BROKER_UP] == 2 && mqtt_ready(house->mqtt));
    assert_int_equal(house->inputs[INPUT_BROKER_DOWN], 1);
    guest_leave(&robot);
}

static void foreign_topics_and_broken_documents_do_no_harm(void **state)
{
    struct house *house = *state;
    struct guest robot;
    struct mqtt_counts counts = {0};
    house_build(house, 1 << 20);
    HOUSE_WAIT(house, mqtt_ready(house->mqtt));
    guest_come(&robot, &house->broker, "robot/scout1", NULL);
    GUEST_WAIT(&robot, guest_is_in(&robot));
    guest_say(&robot, ROOT "/nobody/scout1/all/presence", "{}", false);
    guest_say(&robot, ROOT "/robot/SCOUT/all/presence", "{}", false);
    guest_say(&robot, ROOT "/robot//all/presence", "", false);
    guest_say(&robot, ROOT "/robot/a b/all/card", "\xff", false);
    guest_say(&robot, ROOT "/robot/scout1/all/status", "", false);
    guest_say(&robot, ROOT "/robot/scout1/bridge/main/ask", "{", false);
    HOUSE_WAIT(
        house, house->heard_by_what[WHAT_ASK] == 1 && house->heard_by_what[WHAT_STATUS] == 1);
    mqtt_count(house->mqtt, &counts);
    assert_int_equal(counts.foreign, 4);
    guest_leave(&robot);
}

/* Paho 1.3.12 now and then forgets what was under way when a broker is killed. */
const char *__lsan_default_suppressions(void);
const char *__lsan_default_suppressions(void)
{
    return "leak:libpaho-mqtt3a\n";
}

int main(void)
{
    const struct CMUnitTest tests[] = {
#define CASE(name) cmocka_unit_test_setup_teardown(name, begin, end)
        CASE(it_announces_itself_with_the_conn_the_core_is_told),
        CASE(a_goodbye_in_a_flood_is_no_loss),
        CASE(what_decides_and_what_is_shown_come_by_their_own_ways),
        CASE(ten_thousand_messages_all_arrive),
        CASE(a_lost_broker_comes_back_with_a_new_conn),
        CASE(without_a_broker_it_waits_for_one),
        CASE(an_answer_brings_the_correlation_data_back),
        CASE(a_lease_stays_within_what_the_robot_takes),
        CASE(a_deregistered_robots_documents_are_emptied_and_it_is_evicted),
        CASE(an_eviction_without_a_broker_fails_and_says_so),
        CASE(when_what_decides_is_lost_it_begins_anew),
        CASE(foreign_topics_and_broken_documents_do_no_harm),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
