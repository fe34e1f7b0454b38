/* What a microcontroller's robot says and whom it hears: every word of it is read by the
 * arena's own parsers, and nothing is larger than a packet. */
#include <stdio.h>
#include <string.h>

#include "robot/wire/message.h"
#include "tests/sim/esp32_fixture.h"

static struct esp32 esp;

static void hear_beat(const char *boot)
{
    char payload[128];
    int length =
        snprintf(payload, sizeof(payload), "{\"boot\":\"%s\",\"conn\":\"c\",\"ts\":1}", boot);
    esp32_hear_raw(&esp, "arena/v1/bridge/main/all/beat", payload, (size_t)length, false);
}

static void greet(void)
{
    esp32_hear(&esp, "bridge/main", "lease",
        "{\"n\":0,\"rev\":0,\"e\":%u,\"driver\":null,\"drive\":false}", esp32_c(&esp, esp.t));
}

/* Beats of one boot each second; how often it announced itself. */
static unsigned announcements(unsigned seconds)
{
    esp.said_count = 0;
    for (unsigned step = 0; step < seconds * 10; step++) {
        if (step % 10 == 0)
            hear_beat("one");
        esp32_at(&esp, esp.t + 100);
    }
    assert_int_equal(esp32_count(&esp, "presence"), esp32_count(&esp, "card"));
    return esp32_count(&esp, "presence");
}

static void it_announces_itself_again_until_a_lease_says_that_it_was_heard(void **state)
{
    (void)state;
    esp32_init(&esp, NULL);
    esp32_connect(&esp);
    assert_in_range(announcements(5), 1, 4);
    assert_in_range(announcements(60), 3, 12);
    greet();
    assert_int_equal(announcements(60), 0);
}

static void a_connected_robot_hears_the_bridge_and_itself_alone(void **state)
{
    (void)state;
    esp32_init(&esp, NULL);
    esp32_connect(&esp);
    assert_int_equal(esp.heard_count, 4);
    assert_true(esp32_hears(&esp, "arena/v1/bridge/main/robot/r1/lease"));
    assert_true(esp32_hears(&esp, "arena/v1/bridge/main/robot/r1/video"));
    assert_true(esp32_hears(&esp, "arena/v1/bridge/main/all/beat"));
    assert_true(esp32_hears(&esp, "arena/v1/robot/r1/all/presence"));
}

static void the_number_is_shown_after_the_driver_is_heard(void **state)
{
    (void)state;
    esp32_init(&esp, NULL);
    esp32_connect(&esp);
    esp.said_count = 0;
    esp32_hear(&esp, "bridge/main", "lease",
        "{\"n\":7,\"rev\":1,\"e\":%u,\"driver\":\"" ANN "\",\"drive\":true,"
        "\"stoppers\":[\"" REFEREE "\",\"" ANN "\"]}",
        esp32_c(&esp, 0));
    esp.hears_nobody = true;
    esp32_at(&esp, 10);
    esp.hears_nobody = false;
    assert_non_null(strstr(esp32_last(&esp, "state"), "\"n\":0,\"rev\":0"));
    esp32_at(&esp, 20);
    assert_non_null(strstr(esp32_last(&esp, "state"), "\"n\":7,\"rev\":1"));
    assert_true(esp32_hears(&esp, "arena/v1/" ANN "/robot/r1/drive"));
    assert_true(esp32_hears(&esp, "arena/v1/" ANN "/robot/r1/action"));
    assert_true(esp32_hears(&esp, "arena/v1/" ANN "/robot/r1/stop"));
    assert_true(esp32_hears(&esp, "arena/v1/" REFEREE "/robot/r1/stop"));
    esp32_hear(&esp, "bridge/main", "lease",
        "{\"n\":7,\"rev\":2,\"e\":%u,\"driver\":null,\"drive\":false}", esp32_c(&esp, 20));
    esp32_at(&esp, 30);
    assert_int_equal(esp.heard_count, 4);
    assert_non_null(strstr(esp32_last(&esp, "state"), "\"n\":7,\"rev\":2"));
}

static void the_arena_reads_all_it_says(void **state)
{
    (void)state;
    struct presence presence;
    struct card card;
    struct state said;
    struct status status;
    struct link_report link;
    struct ack ack;
    struct event event;
    const char *text;
    esp32_driving(&esp);
    arena_set(&esp.robot, 0, 81.5f);
    arena_set_pose(&esp.robot, 1, 2, 90);
    assert_true(arena_event(&esp.robot, "hit", "robot/scout2"));
    esp32_hear(&esp, ANN, "action", "{\"id\":\"i\",\"n\":7,\"e\":%u,\"do\":\"fire\"}",
        esp32_c(&esp, 20));
    esp32_hear(&esp, ANN, "stop", "{\"id\":\"s\"}");
    esp32_at(&esp, 1100);
    assert_non_null(text = esp32_last(&esp, "presence"));
    assert_int_equal(presence_from_json(text, strlen(text), &presence, NULL), RC_OK);
    assert_string_equal(presence.conn.text, "00c0ffee");
    assert_non_null(text = esp32_last(&esp, "card"));
    assert_int_equal(card_from_json(text, strlen(text), &card, NULL), RC_OK);
    assert_int_equal(card.max_message, ARENA_PACKET);
    assert_int_equal(card.action_count, 3);
    assert_true(card.axes[AXIS_Y].min == -50 && card.axes[AXIS_Y].max == 100);
    assert_int_equal(card.actions[2].when, WHEN_ALWAYS);
    assert_non_null(text = esp32_last(&esp, "state"));
    assert_int_equal(state_from_json(text, strlen(text), &said, NULL), RC_OK);
    assert_int_equal(said.number.n, 7);
    assert_int_equal(said.mode, MODE_STOPPED);
    assert_string_equal(said.stops[0].id.text, "s");
    assert_int_equal(said.c, esp32_c(&esp, 1100));
    assert_non_null(text = esp32_last(&esp, "status"));
    assert_int_equal(status_from_json(text, strlen(text), &status, NULL), RC_OK);
    assert_int_equal(status.field_count, 1); /* speed was never measured */
    assert_true(status.has_pose && status.fields[0].value == 81.5);
    assert_non_null(text = esp32_last(&esp, "link"));
    assert_int_equal(link_from_json(text, strlen(text), &link, NULL), RC_OK);
    assert_int_equal(link.t, 5);
    assert_non_null(text = esp32_last(&esp, "ack"));
    assert_int_equal(ack_from_json(text, strlen(text), &ack, NULL), RC_OK);
    assert_int_equal(ack.state, ACK_DONE);
    assert_non_null(text = esp32_last(&esp, "event"));
    assert_int_equal(event_from_json(text, strlen(text), &event, NULL), RC_OK);
    assert_string_equal(event.kind, "hit");
    assert_int_equal(event.id, 1);
    assert_int_equal(event.by.kind, KIND_ROBOT);
    assert_string_equal(event.by.id, "scout2");
    assert_true(event.t > 0);
}

static void it_reads_whatever_lease_the_arena_writes(void **state)
{
    (void)state;
    struct lease lease;
    char payload[ARENA_PACKET];
    size_t length;
    memset(&lease, 0, sizeof(lease));
    esp32_init(&esp, NULL);
    esp32_connect(&esp);
    lease.number = (struct lease_number){2147483647, 2147483646};
    lease.e = esp32_c(&esp, 0);
    lease.driver = (struct principal){KIND_OPERATOR, "abcdefghijklmnopqrstuvwxyz01234"};
    lease.drive = true;
    lease.why[0] = WHY_PAUSED;
    for (unsigned i = 0; i < AXIS_COUNT_; i++)
        lease.limits[i] = 0.123456789;
    lease.max_age_ms = 800;
    lease.deadman_ms = 400;
    lease.status_ms = 60000;
    lease.stopper_count = LEASE_STOPPERS;
    lease.stop_count = LEASE_STOPS;
    lease.cleared_count = LEASE_CLEARED;
    for (unsigned i = 0; i < LEASE_CLEARED; i++)
        (void)snprintf(lease.cleared[i].text, TAG_SIZE, "cleared-%014u", i);
    for (unsigned i = 0; i < LEASE_STOPS; i++) {
        lease.stops[i].by = lease.driver;
        lease.stops[i].by.id[0] = (char)('a' + i);
        (void)snprintf(lease.stops[i].id.text, TAG_SIZE, "stopping-%013u", i);
        if (i < LEASE_STOPPERS)
            lease.stoppers[i] = lease.stops[i].by;
    }
    const char *topic = "arena/v1/bridge/main/robot/r1/lease";
    assert_true(lease_to_json(&lease, payload, ARENA_PACKET - strlen(topic) - 8, &length));
    esp32_hear_raw(&esp, topic, payload, length, false);
    assert_true(esp.robot.holds);
    assert_int_equal(esp.robot.lease.n, 2147483647);
    assert_string_equal(esp.robot.lease.driver, "operator/abcdefghijklmnopqrstuvwxyz01234");
    assert_int_equal(esp.robot.kept.stop_count, LEASE_STOPS);
    esp.said_count = 0;
    esp32_at(&esp, 61000); /* and says them all: the state's and the status' longest */
    assert_int_equal(esp.robot.too_large, 0);
    assert_true(esp32_count(&esp, "state") > 0 && esp32_count(&esp, "status") > 0);
}

static void leases_that_are_none_change_nothing(void **state)
{
    (void)state;
    static const char *const wrong[] = {"", "\"n\":8", "\"n\":8,\"rev\":1",
        "\"n\":8,\"rev\":1,\"drive\":true", "\"n\":8,\"rev\":1,\"drive\":1,\"driver\":null",
        "\"n\":8,\"rev\":1,\"drive\":true,\"driver\":7",
        "\"n\":8,\"rev\":1,\"drive\":true,\"driver\":\"ann\"",
        "\"n\":8,\"rev\":1,\"drive\":true,\"driver\":\"player/Ann\"",
        "\"n\":8,\"rev\":1,\"drive\":true,\"driver\":\"player/a/b\"",
        "\"n\":2147483648,\"rev\":1,\"drive\":true,\"driver\":null",
        "\"n\":8,\"rev\":1,\"drive\":true,\"driver\":null,\"limits\":{\"x\":1.5}",
        "\"n\":8,\"rev\":1,\"drive\":true,\"driver\":null,\"limits\":[]",
        "\"n\":8,\"rev\":1,\"drive\":true,\"driver\":null,\"stoppers\":{}",
        "\"n\":8,\"rev\":1,\"drive\":true,\"driver\":null,\"stoppers\":[1]",
        "\"n\":8,\"rev\":1,\"drive\":true,\"driver\":null,\"stops\":[{\"id\":\"a\"}]",
        "\"n\":8,\"rev\":1,\"drive\":true,\"driver\":null,\"stops\":[\"a\"]",
        "\"n\":8,\"rev\":1,\"drive\":true,\"driver\":null,\"cleared\":[\"a b\"]",
        "\"n\":8,\"rev\":1,\"drive\":true,\"driver\":null,\"cleared\":\"a\"",
        "\"n\":8,\"rev\":1,\"drive\":true,\"driver\":null,\"max_age_ms\":49",
        "\"n\":8,\"rev\":1,\"drive\":true,\"driver\":null,\"deadman_ms\":401",
        "\"n\":8,\"rev\":1,\"drive\":true,\"driver\":null,\"status_ms\":\"1\""};
    for (unsigned i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++) {
        esp32_driving(&esp);
        esp32_hear(&esp, "bridge/main", "lease", "{\"e\":%u%s%s}", esp32_c(&esp, 20),
            wrong[i][0] ? "," : "", wrong[i]);
        esp32_hear(&esp, BOB, "lease",
            "{\"e\":%u,\"n\":8,\"rev\":1,\"drive\":true,\"driver\":null}", esp32_c(&esp, 20));
        if (esp.robot.lease.n != 7)
            fail_msg("taken: %s", wrong[i]);
        esp32_frame(&esp, 2, 1);
        assert_true(esp32_moves(&esp));
    }
}

static void state_link_and_status_come_in_their_own_time(void **state)
{
    (void)state;
    esp32_lease(&esp);
    for (uint32_t t = 11; t <= 1010; t++)
        esp32_at(&esp, t);
    esp.said_count = 0;
    for (uint32_t t = 1011; t <= 3000; t++)
        esp32_at(&esp, t);
    assert_in_range(esp32_count(&esp, "state"), 3, 4);
    assert_in_range(esp32_count(&esp, "link"), 19, 20);
    assert_in_range(esp32_count(&esp, "status"), 1, 2);
    esp32_hear(&esp, "bridge/main", "lease",
        "{\"n\":7,\"rev\":2,\"e\":%u,\"driver\":null,\"drive\":false,\"status_ms\":100}",
        esp32_c(&esp, 3000));
    esp32_at(&esp, 3000);
    esp.said_count = 0;
    for (uint32_t t = 3001; t <= 4000; t++)
        esp32_at(&esp, t);
    assert_in_range(esp32_count(&esp, "status"), 9, 10);
    assert_int_equal(esp32_count(&esp, "link") + esp32_count(&esp, "state"), 0);
}

static void it_announces_itself_again_to_a_new_bridge_and_after_a_late_will(void **state)
{
    (void)state;
    esp32_init(&esp, NULL);
    esp32_connect(&esp);
    const char *boots[] = {"one", "one", "two"};
    unsigned announced[] = {1, 0, 1};
    for (unsigned i = 0; i < 3; i++) {
        esp.said_count = 0;
        hear_beat(boots[i]);
        for (unsigned step = 0; step < 20; step++)
            esp32_at(&esp, esp.t + 100);
        assert_int_equal(esp32_count(&esp, "presence"), announced[i]);
        assert_int_equal(esp32_count(&esp, "card"), announced[i]);
        greet();
    }
    const char *own = "arena/v1/robot/r1/all/presence";
    static const struct {
        const char *payload;
        bool answered;
    } cases[] = {
        {"{\"state\":\"online\",\"boot\":\"0000b007\",\"conn\":\"00c0ffee\"}", false},
        {"{\"state\":\"lost\",\"boot\":\"0000b007\",\"conn\":\"00000001\"}",   true },
        {"{\"state\":\"offline\"}",                                            true },
        {"",                                                                   false},
    };
    for (unsigned i = 0; i < 4; i++) {
        esp.said_count = 0;
        esp32_hear_raw(&esp, own, cases[i].payload, strlen(cases[i].payload), true);
        esp32_at(&esp, esp.t + 200);
        assert_int_equal(esp32_count(&esp, "presence"), cases[i].answered);
    }
}

static void the_will_and_the_goodbye_are_retained_words_of_this_connection(void **state)
{
    (void)state;
    const char *topic, *payload;
    esp32_init(&esp, NULL);
    arena_will(&esp.robot, 0x12345678, &topic, &payload);
    assert_string_equal(topic, "arena/v1/robot/r1/all/presence");
    assert_string_equal(
        payload, "{\"state\":\"lost\",\"boot\":\"0000b007\",\"conn\":\"12345678\"}");
    arena_connected(&esp.robot, BORN);
    esp32_at(&esp, 0);
    arena_goodbye(&esp.robot);
    assert_non_null(strstr(esp32_last(&esp, "presence"), "\"offline\""));
    assert_true(esp.said[esp.said_count - 1].retain);
}

/* The program reads on for a while: it hears its own `offline`, and may step as ever. */
static void after_the_goodbye_it_stands_and_says_nothing_more(void **state)
{
    (void)state;
    esp32_driving(&esp);
    esp32_frame(&esp, 2, 0.5);
    assert_true(esp32_moves(&esp));
    arena_goodbye(&esp.robot);
    assert_false(esp32_moves(&esp));
    esp.said_count = 0;
    static const char offline[] = "{\"state\":\"offline\"}";
    esp32_hear_raw(&esp, "arena/v1/robot/r1/all/presence", offline, sizeof offline - 1, false);
    for (uint32_t t = 30; t < 2000; t += 10)
        esp32_at(&esp, t);
    assert_int_equal(esp.said_count, 0);
    esp.heard_count = 0; /* a new connection: a clean session */
    esp32_connect(&esp);
    esp32_at(&esp, 2010);
    assert_true(esp32_hears(&esp, "arena/v1/" ANN "/robot/r1/drive"));
}

static void video_is_shown_as_seen(void **state)
{
    (void)state;
    esp32_lease(&esp);
    esp32_hear(&esp, "bridge/main", "video", "{\"rev\":12,\"cameras\":[]}");
    esp32_at(&esp, 20);
    assert_non_null(strstr(esp32_last(&esp, "state"), "\"video_rev\":12"));
}

static void what_the_network_does_not_take_stays_due(void **state)
{
    (void)state;
    esp32_driving(&esp);
    esp32_at(&esp, 30);
    esp.said_count = 0;
    esp.deaf = true;
    esp32_hear(&esp, ANN, "action", "{\"id\":\"i\",\"n\":7,\"e\":%u,\"do\":\"fire\"}",
        esp32_c(&esp, 30));
    assert_true(arena_event(&esp.robot, "hit", NULL));
    esp32_at(&esp, 40);
    esp.deaf = false;
    esp32_at(&esp, 50);
    assert_int_equal(esp32_count(&esp, "ack"), 1);
    assert_int_equal(esp32_count(&esp, "event"), 1);
    for (unsigned i = 0; i < ARENA_EVENTS; i++)
        assert_true(arena_event(&esp.robot, "bump", NULL));
    assert_false(arena_event(&esp.robot, "bump", NULL));
}

static void topics_of_others_and_nonsense_are_not_heard(void **state)
{
    (void)state;
    static const char *const topics[] = {"", "/", "arena", "arena/v1", "arena/v1/",
        "arena/v1/bridge/main", "arena/v1/bridge/main/", "arena/v1/bridge/main/robot",
        "arena/v1/bridge/main/robot/r1", "arena/v1/bridge/main/robot/r1/",
        "arena/v1/bridge/main/robot/r12/lease", "arena/v1/bridge/main/robot/r/lease",
        "arena/v1/bridge/main/all/lease", "arena/v2/bridge/main/robot/r1/lease",
        "arena/v1/bridge/main/robot/r1/lease/x", "arena/v1/player/main/robot/r1/lease",
        "arena/v1/bridge/other/robot/r1/lease", "arena/v1//main/robot/r1/lease",
        "arena/v1/aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa/bbbbbbbbbbbbbbbbbbbbbbbbb/robot/r1/lease"};
    for (unsigned i = 0; i < sizeof(topics) / sizeof(topics[0]); i++) {
        char payload[128];
        esp32_driving(&esp);
        int length = snprintf(payload, sizeof(payload),
            "{\"n\":9,\"rev\":1,\"e\":%u,\"driver\":null,\"drive\":false}", esp32_c(&esp, 20));
        esp32_hear_raw(&esp, topics[i], payload, (size_t)length, false);
        if (esp.robot.lease.n != 7)
            fail_msg("heard: %s", topics[i]);
    }
}

static void a_robot_that_does_not_fit_is_not_begun(void **state)
{
    (void)state;
    static const struct arena_action many[24];
    static struct arena_action filled[24];
    struct arena_config good;
    struct arena_robot robot;
    memcpy(filled, many, sizeof(filled));
    for (unsigned i = 0; i < 24; i++)
        filled[i] =
            (struct arena_action){"an_action_with_a_long_name", true, 0, 1, "unit", true};
    esp32_init(&esp, NULL);
    for (unsigned i = 0; i < 6; i++) {
        good = esp.config;
        if (i == 1)
            good.id = "R1";
        if (i == 2)
            good.root = "arena/v1/";
        if (i == 3)
            good.axes[ARENA_X].min = 0.5f;
        if (i == 4)
            good.field_count = ARENA_FIELDS + 1;
        if (i == 5) {
            good.actions = filled;
            good.action_count = 24;
        }
        assert_int_equal(arena_init(&robot, &good, NULL, 1, 0), i == 0);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_connected_robot_hears_the_bridge_and_itself_alone),
        cmocka_unit_test(the_number_is_shown_after_the_driver_is_heard),
        cmocka_unit_test(the_arena_reads_all_it_says),
        cmocka_unit_test(it_reads_whatever_lease_the_arena_writes),
        cmocka_unit_test(leases_that_are_none_change_nothing),
        cmocka_unit_test(state_link_and_status_come_in_their_own_time),
        cmocka_unit_test(it_announces_itself_again_until_a_lease_says_that_it_was_heard),
        cmocka_unit_test(it_announces_itself_again_to_a_new_bridge_and_after_a_late_will),
        cmocka_unit_test(the_will_and_the_goodbye_are_retained_words_of_this_connection),
        cmocka_unit_test(after_the_goodbye_it_stands_and_says_nothing_more),
        cmocka_unit_test(video_is_shown_as_seen),
        cmocka_unit_test(what_the_network_does_not_take_stays_due),
        cmocka_unit_test(topics_of_others_and_nonsense_are_not_heard),
        cmocka_unit_test(a_robot_that_does_not_fit_is_not_begun),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
