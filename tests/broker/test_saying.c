/* What may be retained and how large things may be, and what counts as a stop. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "broker-config/guard/saying.h"
#include "robot/wire/limits.h"

#include <cmocka.h>

#define ROOT "arena/v1"

static char filler[WIRE_PAYLOAD_LARGE + 1];

static enum saying_verdict verdict(
    enum kind kind, const char *topic, size_t length, bool retain)
{
    struct saying saying = {topic, filler, length, retain};
    return saying_look(ROOT, kind, &saying).verdict;
}

static void a_robot_retains_its_presence_and_card_and_nothing_else(void **state)
{
    (void)state;
    assert_int_equal(verdict(KIND_ROBOT, ROOT "/robot/a/all/presence", 9, true), SAYING_FINE);
    assert_int_equal(verdict(KIND_ROBOT, ROOT "/robot/a/all/card", 9, true), SAYING_FINE);
    assert_int_equal(verdict(KIND_ROBOT, ROOT "/robot/a/all/card", 0, true), SAYING_FINE);
    static const char *const others[] = {ROOT "/robot/a/all/status", ROOT "/robot/a/all/event",
        ROOT "/robot/a/bridge/main/presence", ROOT "/robot/a/bridge/main/state",
        ROOT "/robot/a/player/b/link", ROOT "/robot/a/all/card/x", ROOT "/robot/a/all/flag",
        "robot/a/all/card", ""};
    for (size_t i = 0; i < sizeof(others) / sizeof(others[0]); i++) {
        assert_int_equal(verdict(KIND_ROBOT, others[i], 9, true), SAYING_RETAINED);
        assert_int_not_equal(verdict(KIND_ROBOT, others[i], 9, false), SAYING_RETAINED);
    }
}

static void people_retain_nothing(void **state)
{
    (void)state;
    static const enum kind kinds[] = {
        KIND_PLAYER, KIND_WATCHER, KIND_REFEREE, KIND_BOT, KIND_OPERATOR};
    for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++) {
        assert_int_equal(
            verdict(kinds[i], ROOT "/player/a/all/presence", 9, true), SAYING_RETAINED);
        assert_int_equal(
            verdict(kinds[i], ROOT "/player/a/all/presence", 9, false), SAYING_FINE);
    }
}

static void bridge_and_media_retain_what_they_say(void **state)
{
    (void)state;
    assert_int_equal(
        verdict(KIND_BRIDGE, ROOT "/bridge/main/player/a/me", 9, true), SAYING_FINE);
    assert_int_equal(
        verdict(KIND_BRIDGE, ROOT "/bridge/main/all/match/m1", 9, true), SAYING_FINE);
    assert_int_equal(
        verdict(KIND_MEDIA, ROOT "/media/janus/all/presence", 9, true), SAYING_FINE);
}

static void each_message_has_its_size(void **state)
{
    (void)state;
    static const struct {
        const char *topic;
        size_t most;
    } cases[] = {
        {ROOT "/robot/a/all/status",                WIRE_PAYLOAD_MAX  },
        {ROOT "/player/a/bridge/main/ask",          WIRE_PAYLOAD_MAX  },
        {ROOT "/player/a/robot/b/signal",           WIRE_PAYLOAD_LARGE},
        {ROOT "/bridge/main/all/roster",            WIRE_PAYLOAD_LARGE},
        {ROOT "/media/janus/bridge/main/api",       WIRE_PAYLOAD_LARGE},
        {ROOT "/player/a/all/something-of-his-own", WIRE_PAYLOAD_MAX  },
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        assert_int_equal(
            verdict(KIND_BRIDGE, cases[i].topic, cases[i].most, false), SAYING_FINE);
        assert_int_equal(
            verdict(KIND_BRIDGE, cases[i].topic, cases[i].most + 1, false), SAYING_LARGE);
    }
}

static void what_moves_or_stops_a_robot_fits_the_smallest_one(void **state)
{
    (void)state;
    static const char *const topics[] = {ROOT "/player/a/robot/b/drive",
        ROOT "/player/a/robot/b/action", ROOT "/player/a/robot/b/stop"};
    for (size_t i = 0; i < sizeof(topics) / sizeof(topics[0]); i++) {
        assert_int_equal(verdict(KIND_PLAYER, topics[i], 900, false), SAYING_FINE);
        assert_int_equal(verdict(KIND_PLAYER, topics[i], 1024, false), SAYING_LARGE);
    }
}

static void an_overlong_topic_is_refused(void **state)
{
    (void)state;
    char topic[WIRE_TOPIC_SIZE + 1];
    memset(topic, 'a', sizeof(topic) - 1);
    topic[sizeof(topic) - 1] = '\0';
    assert_int_equal(verdict(KIND_PLAYER, topic, 1, false), SAYING_LARGE);
    topic[WIRE_TOPIC_SIZE - 1] = '\0';
    assert_int_equal(verdict(KIND_PLAYER, topic, 1, false), SAYING_FINE);
}

static bool stops(const char *topic, const char *payload)
{
    struct saying saying = {topic, payload, strlen(payload), false};
    struct saying_view view = saying_look(ROOT, KIND_PLAYER, &saying);
    return saying_stops(&view, &saying);
}

static void a_stop_and_an_ask_to_stop_are_stops_and_nothing_else_is(void **state)
{
    (void)state;
    assert_true(stops(ROOT "/player/a/robot/b/stop", "{}"));
    assert_true(stops(ROOT "/player/a/robot/b/stop", "what?"));
    assert_true(stops(ROOT "/player/a/bridge/main/ask", "{\"id\":\"x\",\"do\":\"stop\"}"));
    assert_false(stops(ROOT "/player/a/bridge/main/ask", "{\"id\":\"x\",\"do\":\"clear\"}"));
    assert_false(stops(ROOT "/player/a/bridge/main/ask", "{\"do\":{\"do\":\"stop\"}}"));
    assert_false(stops(ROOT "/player/a/bridge/main/ask", "[\"do\",\"stop\"]"));
    assert_false(stops(ROOT "/player/a/bridge/main/ask", "\"stop\""));
    assert_false(stops(ROOT "/player/a/bridge/main/ask", "{\"do\":\"stop\""));
    assert_false(stops(ROOT "/player/a/bridge/main/ask", ""));
    assert_false(stops(ROOT "/player/a/robot/b/drive", "{\"do\":\"stop\"}"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_robot_retains_its_presence_and_card_and_nothing_else),
        cmocka_unit_test(people_retain_nothing),
        cmocka_unit_test(bridge_and_media_retain_what_they_say),
        cmocka_unit_test(each_message_has_its_size),
        cmocka_unit_test(what_moves_or_stops_a_robot_fits_the_smallest_one),
        cmocka_unit_test(an_overlong_topic_is_refused),
        cmocka_unit_test(a_stop_and_an_ask_to_stop_are_stops_and_nothing_else_is),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
