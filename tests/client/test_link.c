/* What link.h promises, asked of every link: in the process, and of a real broker by TCP and
 * WebSocket, in MQTT 3.1.1 and 5. */
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "robot/client/link_loopback.h"
#include "robot/client/link_paho.h"
#include "tests/client/broker_fixture.h"

#include <cmocka.h>

#define PATIENCE_MS 15000
#define QUIET_MS    60 /* how long nothing must come, after what was to come is there */

struct world {
    const char *name;
    bool real;
    enum link_transport transport;
    bool mqtt311;
};

static const struct world worlds[] = {
    {"loopback", false, LINK_TCP,       false},
    {"tcp5",     true,  LINK_TCP,       false},
    {"tcp3",     true,  LINK_TCP,       true },
    {"ws5",      true,  LINK_WEBSOCKET, false},
    {"ws3",      true,  LINK_WEBSOCKET, true },
};

static struct world world; /* the one under test */
static struct broker_fixture mosquitto, closed;
static struct loopback *loopback;

static struct link *make_link(void)
{
    struct link *link = world.real ? link_paho_create() : loopback_link_create(loopback);
    assert_non_null(link);
    return link;
}

static struct link_options options_of(const char *id, const struct link_message *will)
{
    bool websocket = world.transport == LINK_WEBSOCKET;
    return (struct link_options){.host = "127.0.0.1",
        .port = websocket ? mosquitto.ws_port : mosquitto.port,
        .path = "/mqtt",
        .transport = world.transport,
        .mqtt311 = world.mqtt311,
        .client_id = id,
        .user = id,
        .will = will};
}

/* The next event; fails the test when none comes. */
static struct link_event next(struct link *link)
{
    struct link_event event;
    uint64_t deadline = test_now() + PATIENCE_MS;
    while (!link_poll(link, &event)) {
        if (test_now() >= deadline)
            fail_msg("%s: nothing came", world.name);
        test_pause();
    }
    return event;
}

static struct link_event expect(struct link *link, enum link_event_kind kind)
{
    struct link_event event = next(link);
    if (event.kind != kind)
        fail_msg("%s: event %d instead of %d", world.name, event.kind, kind);
    return event;
}

static void expect_message(struct link *link, const char *topic, const char *payload)
{
    struct link_event event = expect(link, LINK_MESSAGE);
    assert_string_equal(event.topic, topic);
    assert_int_equal(event.length, strlen(payload));
    assert_memory_equal(event.payload, payload, event.length);
}

static void expect_quiet(struct link *link)
{
    struct link_event event;
    uint64_t deadline = test_now() + (world.real ? QUIET_MS : 0);
    do {
        if (link_poll(link, &event))
            fail_msg("%s: event %d with %s", world.name, event.kind, event.topic);
        test_pause();
    } while (test_now() < deadline);
}

/* Several links connect at the same time: Paho takes about a second for each, or for all. */
static struct link *begin(const char *id, const struct link_message *will)
{
    struct link *link = make_link();
    struct link_options options = options_of(id, will);
    assert_int_equal(link_connect(link, &options), RC_OK);
    return link;
}

static struct link *connected(const char *id, const struct link_message *will)
{
    struct link *link = begin(id, will);
    (void)expect(link, LINK_CONNECTED);
    return link;
}

static void connect_two(struct link **ret_a, struct link **ret_b)
{
    *ret_a = begin("a", NULL);
    *ret_b = begin("b", NULL);
    (void)expect(*ret_a, LINK_CONNECTED);
    (void)expect(*ret_b, LINK_CONNECTED);
}

static void subscribe(struct link *link, const char *filter)
{
    assert_int_equal(link_subscribe(link, &filter, 1, 1, 77), RC_OK);
    struct link_event event = expect(link, LINK_SUBSCRIBED);
    assert_int_equal(event.token, 77);
    assert_int_equal(event.rc, RC_OK);
}

static struct link_message text(const char *topic, const char *payload, int qos)
{
    return (struct link_message){
        .topic = topic, .payload = payload, .length = strlen(payload), .qos = qos};
}

static void publish(struct link *link, const char *topic, const char *payload)
{
    struct link_message message = text(topic, payload, 1);
    assert_int_equal(link_publish(link, &message, 0), RC_OK);
}

static void a_message_reaches_those_who_subscribe_and_nobody_else(void **state)
{
    (void)state;
    struct link *a, *b, *c = begin("c", NULL);
    connect_two(&a, &b);
    (void)expect(c, LINK_CONNECTED);
    subscribe(a, "t/one/x");
    subscribe(b, "t/+/x");
    subscribe(c, "t/two/#");
    publish(c, "t/one/x", "hello");
    expect_message(a, "t/one/x", "hello");
    expect_message(b, "t/one/x", "hello");
    expect_quiet(c);
    publish(a, "t/two/x/y", "deep");
    expect_message(c, "t/two/x/y", "deep");
    expect_quiet(b);
    link_destroy(a);
    link_destroy(b);
    link_destroy(c);
}

static void retained_messages_say_so_and_live_ones_do_not(void **state)
{
    (void)state;
    struct link *a, *b;
    connect_two(&a, &b);
    struct link_message message = text("keep/x", "last word", 1);
    message.retain = true;
    subscribe(b, "keep/x");
    assert_int_equal(link_publish(a, &message, 5), RC_OK);
    assert_int_equal(expect(a, LINK_PUBLISHED).token, 5);
    assert_false(expect(b, LINK_MESSAGE).retained);
    subscribe(a, "keep/+");
    assert_true(expect(a, LINK_MESSAGE).retained);
    message.length = 0;
    assert_int_equal(link_publish(a, &message, 0), RC_OK);
    assert_int_equal(expect(b, LINK_MESSAGE).length, 0);
    link_destroy(a);
    link_destroy(b);
}

static void publications_with_a_token_are_acknowledged(void **state)
{
    (void)state;
    struct link *a = connected("a", NULL);
    for (int qos = 0; qos <= 1; qos++) {
        struct link_message message = text("t/ack", "x", qos);
        assert_int_equal(link_publish(a, &message, 40 + (uint32_t)qos), RC_OK);
        struct link_event event = expect(a, LINK_PUBLISHED);
        assert_int_equal(event.token, 40 + qos);
        assert_int_equal(event.rc, RC_OK);
    }
    link_destroy(a);
}

static void many_filters_fit_into_one_subscription(void **state)
{
    (void)state;
    struct link *a = connected("a", NULL);
    char names[LINK_FILTERS][16];
    const char *filters[LINK_FILTERS + 1];
    for (unsigned i = 0; i < LINK_FILTERS; i++) {
        snprintf(names[i], sizeof names[i], "many/%u", i);
        filters[i] = names[i];
    }
    filters[LINK_FILTERS] = "many/over";
    assert_int_equal(link_subscribe(a, filters, LINK_FILTERS + 1, 1, 9), RC_FULL);
    assert_int_equal(link_subscribe(a, filters, LINK_FILTERS, 1, 9), RC_OK);
    assert_int_equal(expect(a, LINK_SUBSCRIBED).rc, RC_OK);
    publish(a, "many/15", "last");
    expect_message(a, "many/15", "last");
    link_destroy(a);
}

static void an_unsubscribed_filter_is_silent(void **state)
{
    (void)state;
    struct link *a = connected("a", NULL);
    const char *filter = "t/gone";
    subscribe(a, filter);
    subscribe(a, "t/stays");
    assert_int_equal(link_unsubscribe(a, &filter, 1), RC_OK);
    publish(a, "t/gone", "x");
    publish(a, "t/stays", "y");
    expect_message(a, "t/stays", "y");
    expect_quiet(a);
    link_destroy(a);
}

static void a_goodbye_closes_once_and_says_no_will(void **state)
{
    (void)state;
    struct link_message will = text("will/a", "lost", 1);
    struct link *a = begin("a", &will), *b = begin("b", NULL);
    (void)expect(a, LINK_CONNECTED);
    (void)expect(b, LINK_CONNECTED);
    subscribe(b, "will/+");
    assert_int_equal(link_disconnect(a), RC_OK);
    (void)expect(a, LINK_CLOSED);
    expect_quiet(a);
    expect_quiet(b);
    assert_int_equal(link_disconnect(a), RC_OK);
    (void)expect(a, LINK_CLOSED);
    link_destroy(a);
    link_destroy(b);
}

static void a_second_login_takes_the_firsts_place_and_its_will_is_said(void **state)
{
    (void)state;
    struct link_message will = text("will/a", "lost 1", 1);
    struct link_message second = text("will/a", "lost 2", 1);
    struct link *b = connected("b", NULL);
    subscribe(b, "will/+");
    struct link *a = connected("a", &will);
    struct link *again = connected("a", &second);
    (void)expect(a, LINK_LOST);
    expect_message(b, "will/a", "lost 1");
    struct link_options options = options_of("a", &will);
    assert_int_equal(link_connect(a, &options), RC_OK);
    (void)expect(a, LINK_CONNECTED);
    (void)expect(again, LINK_LOST);
    expect_message(b, "will/a", "lost 2");
    link_destroy(a);
    link_destroy(again);
    link_destroy(b);
}

static void a_connection_begins_without_the_subscriptions_of_the_last(void **state)
{
    (void)state;
    struct link *a, *b;
    connect_two(&a, &b);
    struct link_options options = options_of("a", NULL);
    subscribe(a, "t/old");
    assert_int_equal(link_disconnect(a), RC_OK);
    (void)expect(a, LINK_CLOSED);
    assert_int_equal(link_connect(a, &options), RC_OK);
    (void)expect(a, LINK_CONNECTED);
    publish(b, "t/old", "x");
    expect_quiet(a);
    link_destroy(a);
    link_destroy(b);
}

static void without_a_connection_nothing_can_be_said(void **state)
{
    (void)state;
    struct link *a = make_link();
    struct link_message message = text("t/x", "x", 1);
    const char *filter = "t/x";
    assert_int_equal(link_publish(a, &message, 0), RC_NOT_CONNECTED);
    assert_int_equal(link_subscribe(a, &filter, 1, 1, 3), RC_NOT_CONNECTED);
    assert_int_equal(link_unsubscribe(a, &filter, 1), RC_NOT_CONNECTED);
    expect_quiet(a);
    link_destroy(a);
}

static void connecting_twice_is_refused(void **state)
{
    (void)state;
    struct link *a = connected("a", NULL);
    struct link_options options = options_of("a", NULL);
    assert_int_equal(link_connect(a, &options), RC_WRONG_STATE);
    link_destroy(a);
}

static void a_wrong_password_is_told_apart_from_a_dead_broker(void **state)
{
    (void)state;
    struct link *a = make_link();
    struct link_options options = options_of("a", NULL);
    options.password = "wrong";
    options.port = world.transport == LINK_WEBSOCKET ? closed.ws_port : closed.port;
    loopback_set_password(loopback, "right");
    assert_int_equal(link_connect(a, &options), RC_OK);
    struct link_event event = expect(a, LINK_REFUSED);
    if (event.rc != RC_UNAUTHORIZED)
        fail_msg("%s: refused with %s: %s", world.name, rc_name(event.rc), event.reason);
    loopback_set_password(loopback, NULL);
    link_destroy(a);
}

static void set_down(bool down)
{
    loopback_set_down(loopback, down);
    if (world.real && down)
        broker_kill(&mosquitto);
    if (world.real && !down)
        broker_again(&mosquitto);
}

static void a_dead_broker_is_noticed_and_found_again(void **state)
{
    (void)state;
    struct link *a = connected("a", NULL);
    struct link_options options = options_of("a", NULL);
    subscribe(a, "t/before");
    set_down(true);
    (void)expect(a, LINK_LOST);
    assert_int_equal(link_connect(a, &options), RC_OK);
    assert_int_equal(expect(a, LINK_REFUSED).rc, RC_NOT_CONNECTED);
    set_down(false);
    assert_int_equal(link_connect(a, &options), RC_OK);
    (void)expect(a, LINK_CONNECTED);
    subscribe(a, "t/x");
    publish(a, "t/x", "back");
    expect_message(a, "t/x", "back");
    link_destroy(a);
}

static void messages_keep_their_order_and_their_size(void **state)
{
    (void)state;
    struct link *a = connected("a", NULL);
    static char large[60000];
    memset(large, 'x', sizeof large - 1);
    subscribe(a, "t/order");
    for (int i = 0; i < 200; i++) {
        char payload[16];
        snprintf(payload, sizeof payload, "%d", i);
        struct link_message message = text("t/order", payload, 0);
        assert_int_equal(link_publish(a, &message, 0), RC_OK);
    }
    publish(a, "t/order", large);
    for (int i = 0; i < 200; i++) {
        char payload[16];
        snprintf(payload, sizeof payload, "%d", i);
        expect_message(a, "t/order", payload);
    }
    expect_message(a, "t/order", large);
    link_destroy(a);
}

static void the_file_descriptor_is_readable_while_something_waits(void **state)
{
    (void)state;
    struct link *a = connected("a", NULL);
    subscribe(a, "t/fd");
    publish(a, "t/fd", "x");
    struct link_event event;
    uint64_t deadline = test_now() + PATIENCE_MS;
    while (!link_poll(a, &event)) {
        assert_true(test_now() < deadline);
        test_pause();
    }
    assert_int_equal(event.kind, LINK_MESSAGE);
    assert_true(world.real ? link_fd(a) >= 0 : link_fd(a) == -1);
    link_destroy(a);
}

static int choose(void **state)
{
    (void)state;
    loopback = loopback_create();
    return loopback ? 0 : -1;
}

static int leave(void **state)
{
    (void)state;
    loopback_destroy(loopback);
    return 0;
}

static int start_brokers(void **state)
{
    (void)state;
    if (!world.real)
        return 0;
    assert_true(broker_installed());
    broker_start(&mosquitto, true);
    broker_start(&closed, false);
    return 0;
}

static int stop_brokers(void **state)
{
    (void)state;
    if (!world.real)
        return 0;
    broker_finish(&mosquitto);
    broker_finish(&closed);
    return 0;
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
#define PROMISE(name) cmocka_unit_test_setup_teardown(name, choose, leave)
        PROMISE(a_message_reaches_those_who_subscribe_and_nobody_else),
        PROMISE(retained_messages_say_so_and_live_ones_do_not),
        PROMISE(publications_with_a_token_are_acknowledged),
        PROMISE(many_filters_fit_into_one_subscription),
        PROMISE(an_unsubscribed_filter_is_silent),
        PROMISE(a_goodbye_closes_once_and_says_no_will),
        PROMISE(a_second_login_takes_the_firsts_place_and_its_will_is_said),
        PROMISE(a_connection_begins_without_the_subscriptions_of_the_last),
        PROMISE(without_a_connection_nothing_can_be_said),
        PROMISE(connecting_twice_is_refused),
        PROMISE(a_wrong_password_is_told_apart_from_a_dead_broker),
        PROMISE(a_dead_broker_is_noticed_and_found_again),
        PROMISE(messages_keep_their_order_and_their_size),
        PROMISE(the_file_descriptor_is_readable_while_something_waits),
    };
    for (size_t i = 0; i < sizeof worlds / sizeof *worlds; i++) {
        if (argc == 2 && strcmp(argv[1], worlds[i].name) == 0) {
            world = worlds[i];
            return cmocka_run_group_tests_name(world.name, tests, start_brokers, stop_brokers);
        }
    }
    (void)fprintf(stderr, "usage: test_link loopback|tcp5|tcp3|ws5|ws3\n");
    return 2;
}
