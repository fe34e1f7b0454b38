/* The rules for moving, at the microcontroller's robot: to the millisecond, by its own clock.
 */
#include <stdio.h>
#include <string.h>

#include "robot/esp32/arena_messages.h"
#include "tests/sim/esp32_fixture.h"

static struct esp32 esp;

static void lease(uint32_t n, uint32_t rev, uint32_t said, const char *more)
{
    esp32_hear(&esp, "bridge/main", "lease", "{\"n\":%u,\"rev\":%u,\"e\":%u%s}", n, rev,
        esp32_c(&esp, said), more);
}

#define DRIVEN ",\"driver\":\"" ANN "\",\"drive\":true"

static void a_frame_moves_the_outputs_by_the_card_and_the_limits(void **state)
{
    (void)state;
    static const struct {
        const char *axes, *limits;
        float x, y;
    } cases[] = {
        {"\"y\":1",                 "",                        0,    100},
        {"\"y\":-1",                "",                        0,    -50},
        {"\"y\":0.5,\"x\":-0.25",   "",                        -.25, 50 },
        {"\"y\":1",                 ",\"limits\":{\"y\":0.3}", 0,    30 },
        {"\"y\":-1",                ",\"limits\":{\"y\":0}",   0,    0  },
        {"\"y\":1,\"z\":1",         ",\"limits\":{\"x\":0}",   0,    100},
        {"\"r\":1",                 "",                        0,    0  },
        {"\"y\":1.0,\"unknown\":9", "",                        0,    100},
        {"\"y\":1e-1",              "",                        0,    10 },
    };
    for (unsigned i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        char more[128];
        esp32_driving(&esp);
        (void)snprintf(more, sizeof(more), DRIVEN "%s", cases[i].limits);
        lease(7, 2, 20, more);
        esp32_hear(&esp, ANN, "drive", "{\"n\":7,\"s\":2,\"e\":%u,%s}", esp32_c(&esp, 20),
            cases[i].axes);
        if (esp.drives != 2)
            fail_msg("case %u was not accepted", i);
        assert_float_equal(esp.axes[ARENA_X], cases[i].x, 1e-4);
        assert_float_equal(esp.axes[ARENA_Y], cases[i].y, 1e-4);
    }
}

/* Each spoils one thing. A frame with several faults is refused for the first in this order. */
struct spoilt {
    const char *from, *y;
    uint32_t n, s;
    int32_t age; /* of its echo */
    bool stopped, hurried;
};

static void spoil(struct spoilt *frame, enum arena_refusal fault)
{
    switch (fault) {
    case ARENA_FORM:
        frame->y = "\"1\"";
        return;
    case ARENA_RANGE:
        if (frame->y[0] != '"')
            frame->y = "1.001";
        return;
    case ARENA_DRIVER:
        frame->from = BOB;
        return;
    case ARENA_NUMBER:
        frame->n = 6;
        return;
    case ARENA_HALTED:
        frame->stopped = true;
        return;
    case ARENA_ORDER:
        frame->s = 1;
        return;
    case ARENA_STALE:
        frame->age = 501;
        return;
    case ARENA_RATE:
        frame->hurried = true;
        return;
    case ARENA_ACCEPTED:
    case ARENA_REFUSALS:
        return;
    }
}

static void play(const struct spoilt *frame)
{
    esp32_driving(&esp);
    uint32_t s = 1;
    for (uint32_t t = 120; t <= 620; t += 100) {
        esp32_at(&esp, t);
        esp32_frame(&esp, ++s, 0);
    }
    for (unsigned i = 0; frame->hurried && i < 30; i++)
        esp32_frame(&esp, ++s, 1);
    if (frame->stopped)
        esp32_hear(&esp, ANN, "stop", "{\"id\":\"stop-1\"}");
    memset(esp.robot.refused, 0, sizeof(esp.robot.refused));
    esp32_hear(&esp, frame->from, "drive", "{\"n\":%u,\"s\":%u,\"e\":%u,\"y\":%s}", frame->n,
        frame->s, esp32_c(&esp, 620) - (uint32_t)frame->age, frame->y);
}

static void faults_are_found_in_the_order_of_the_checks(void **state)
{
    (void)state;
    for (int first = ARENA_FORM; first < ARENA_REFUSALS; first++)
        for (int also = first; also < ARENA_REFUSALS; also++) {
            struct spoilt frame = {ANN, "1", 7, 1000, 0, false, false};
            spoil(&frame, (enum arena_refusal)first);
            spoil(&frame, (enum arena_refusal)also);
            play(&frame);
            for (int i = 1; i < ARENA_REFUSALS; i++)
                if (esp.robot.refused[i] != (i == first))
                    fail_msg("%s and %s: %u counted as %s",
                        arena_refusal_word((enum arena_refusal)first),
                        arena_refusal_word((enum arena_refusal)also), esp.robot.refused[i],
                        arena_refusal_word((enum arena_refusal)i));
        }
    struct spoilt good = {ANN, "1", 7, 1000, 500, false, false};
    play(&good);
    assert_true(esp32_moves(&esp));
    esp32_hear(&esp, ANN, "drive", "{\"n\":7,\"s\":1000,\"e\":%u,\"y\":1}", esp32_c(&esp, 620));
    assert_int_equal(esp.robot.refused[ARENA_ORDER], 1); /* the same again */
}

static void what_is_no_frame_is_refused_for_its_form(void **state)
{
    (void)state;
    static const char *const frames[] = {"", "{", "[]", "null", "{\"n\":7,\"s\":2}",
        "{\"n\":7,\"s\":2,\"e\":%u,\"y\":}", "{\"n\":7,\"s\":2,\"e\":%u,\"y\":1e999}",
        "{\"n\":7,\"s\":2,\"e\":%u,\"y\":null}", "{\"n\":7,\"s\":2,\"e\":%u,\"y\":NaN}",
        "{\"n\":7,\"s\":2,\"e\":%u,\"y\":[0.5]}", "{\"n\":\"7\",\"s\":2,\"e\":%u,\"y\":1}",
        "{\"n\":7.5,\"s\":2,\"e\":%u,\"y\":1}", "{\"n\":-7,\"s\":2,\"e\":%u,\"y\":1}",
        "{\"n\":7,\"s\":4294967296,\"e\":%u,\"y\":1}", "{\"n\":2147483648,\"s\":2,\"e\":%u}",
        "{\"n\":7,\"s\":2,\"e\":%u,\"t\":-1,\"y\":1}", "{\"n\":7,\"s\":2,\"e\":%u,\"y\":1}x",
        "{\"n\":7,\"s\":2,\"e\":%u,\"y\":01}", "{\"n\":7,\"s\":2,\"e\":%u,\"y\":1,}",
        "{\"n\":7,\"s\":2,\"e\":%u,\"a\":[[[[[[[[[1]]]]]]]]],\"y\":1}"};
    for (unsigned i = 0; i < sizeof(frames) / sizeof(frames[0]); i++) {
        char text[256];
        const char *mark = strstr(frames[i], "%u");
        esp32_driving(&esp);
        if (mark)
            (void)snprintf(text, sizeof(text), "%.*s%u%s", (int)(mark - frames[i]), frames[i],
                esp32_c(&esp, 20), mark + 2);
        else
            (void)snprintf(text, sizeof(text), "%s", frames[i]);
        esp32_hear(&esp, ANN, "drive", "%s", text);
        if (esp.robot.refused[ARENA_FORM] != 1 || esp32_moves(&esp))
            fail_msg("not refused: %s", text);
    }
}

static void without_a_frame_for_the_deadman_it_stands(void **state)
{
    (void)state;
    static const struct {
        const char *more;
        uint32_t ms;
    } cases[] = {
        {DRIVEN,                       250},
        {DRIVEN ",\"deadman_ms\":100", 100},
        {DRIVEN ",\"deadman_ms\":400", 250}, /* the card's is the smaller */
    };
    for (unsigned i = 0; i < 3; i++) {
        esp32_driving(&esp);
        lease(7, 2, 20, cases[i].more);
        esp32_frame(&esp, 2, 1);
        esp32_at(&esp, 20 + cases[i].ms - 1);
        assert_true(esp32_moves(&esp));
        esp32_at(&esp, 20 + cases[i].ms);
        assert_false(esp32_moves(&esp));
        assert_non_null(strstr(esp32_last(&esp, "state"), "\"mode\":\"deadman\""));
        esp32_frame(&esp, 3, 1); /* a short gap ends with the next good frame */
        assert_true(esp32_moves(&esp));
    }
}

static void no_frame_for_a_second(void)
{
    for (uint32_t t = 50; t <= 1021; t++)
        esp32_at(&esp, t);
}

static void no_pass_for_a_second(void)
{
    esp32_at(&esp, 1022);
}

static void messages_come_but_its_loop_is_away(void)
{
    for (uint32_t t = 520; t <= 1020; t += 250) {
        esp.t = t;
        esp32_frame(&esp, t, 1);
        assert_true(esp32_moves(&esp));
    }
    esp.t = 1021;
}

static void paused_and_resumed(void)
{
    lease(7, 2, 20, ",\"driver\":\"" ANN "\",\"drive\":false");
    assert_false(esp32_moves(&esp));
    lease(7, 3, 20, DRIVEN);
}

static void stopped_and_cleared(void)
{
    esp32_hear(&esp, ANN, "stop", "{\"id\":\"one\"}");
    lease(7, 2, 20, DRIVEN ",\"cleared\":[\"one\"]");
}

static void connected_again(void)
{
    arena_disconnected(&esp.robot, BORN + esp.t);
    assert_false(esp32_moves(&esp));
    esp32_connect(&esp);
}

static void connected_again_and_nobody_told_of_the_loss(void)
{
    esp32_connect(&esp);
}

static void the_lease_was_stale(void)
{
    for (uint32_t t = 100; t <= 3100; t += 100) {
        esp32_at(&esp, t);
        esp32_frame(&esp, t, 1);
    }
    lease(7, 1, 3100, DRIVEN);
}

static void claimed_anew(void)
{
    lease(9, 1, 20, DRIVEN);
}

static void neutral_is_due_first_whenever_it_may_move_again(void **state)
{
    (void)state;
    static void (*const causes[])(void) = {no_frame_for_a_second, no_pass_for_a_second,
        messages_come_but_its_loop_is_away, paused_and_resumed, stopped_and_cleared,
        connected_again, connected_again_and_nobody_told_of_the_loss, the_lease_was_stale,
        claimed_anew};
    for (unsigned i = 0; i < sizeof(causes) / sizeof(causes[0]); i++) {
        esp32_driving(&esp);
        esp32_frame(&esp, 2, 1);
        assert_true(esp32_moves(&esp));
        causes[i]();
        unsigned drives = esp.drives;
        static const double sticks[] = {1, 0, 1};
        for (unsigned s = 0; s < 3; s++) {
            esp32_hear(&esp, ANN, "drive", "{\"n\":%u,\"s\":%u,\"e\":%u,\"y\":%g}",
                esp.robot.lease.n, 5000 + s, esp32_c(&esp, esp.t), sticks[s]);
            bool accepted = esp.drives - drives == s;
            if (!accepted || esp32_moves(&esp) != (s == 2))
                fail_msg("cause %u, frame %u: %u accepted", i, s, esp.drives - drives);
            esp32_at(&esp, esp.t);
        }
    }
}

static void a_lease_moves_nobody_longer_than_three_seconds_after_its_echo(void **state)
{
    (void)state;
    esp32_driving(&esp);
    for (uint32_t t = 100, s = 2; t <= 3010; t += 90, s++) {
        esp32_at(&esp, t);
        esp32_frame(&esp, s, 1);
    }
    esp32_at(&esp, 3010); /* it was written at 10 */
    assert_true(esp32_moves(&esp));
    esp32_at(&esp, 3011);
    assert_false(esp32_moves(&esp));
    assert_non_null(strstr(esp32_last(&esp, "state"), "lease_stale"));
    lease(7, 1, 10, DRIVEN); /* an old repeat does not help */
    esp32_frame(&esp, 1000, 0);
    assert_int_equal(esp.robot.refused[ARENA_HALTED], 1);
}

static void echoes_of_the_future_and_of_another_life_are_not_fresh(void **state)
{
    (void)state;
    static const int32_t ages[] = {-1, -1000, 31, 100000, INT32_MAX, INT32_MIN};
    for (unsigned i = 0; i < sizeof(ages) / sizeof(ages[0]); i++) {
        esp32_init(&esp, NULL);
        esp32_connect(&esp);
        esp32_at(&esp, 30); /* so nothing said before is older than 30 */
        esp32_hear(&esp, "bridge/main", "lease", "{\"n\":7,\"rev\":1,\"e\":%u" DRIVEN "}",
            esp32_c(&esp, 30) - (uint32_t)ages[i]);
        esp32_frame(&esp, 1, 0);
        assert_int_equal(esp.robot.refused[ARENA_HALTED], 1);
        esp32_driving(&esp);
        esp32_hear(&esp, ANN, "drive", "{\"n\":7,\"s\":2,\"e\":%u,\"y\":1}",
            esp32_c(&esp, 20) - (uint32_t)ages[i]);
        assert_int_equal(esp.robot.refused[ARENA_STALE], 1);
        assert_false(esp32_moves(&esp));
    }
}

static void a_lower_number_changes_nothing_and_a_higher_one_replaces(void **state)
{
    (void)state;
    static const struct {
        uint32_t n, rev;
        bool adopted;
    } cases[] = {
        {6,          99,         false},
        {7,          0,          false},
        {7,          1,          false},
        {7,          2,          true },
        {8,          0,          true },
        {2147483647, 2147483647, true }
    };
    for (unsigned i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        esp32_driving(&esp);
        lease(cases[i].n, cases[i].rev, 20, ",\"driver\":\"" BOB "\",\"drive\":true");
        esp32_at(&esp, 21);
        assert_int_equal(
            esp32_hears(&esp, "arena/v1/" BOB "/robot/r1/drive"), cases[i].adopted);
        assert_int_equal(
            esp32_hears(&esp, "arena/v1/" ANN "/robot/r1/drive"), !cases[i].adopted);
        assert_int_equal(esp.flash.n, cases[i].adopted ? cases[i].n : 7);
    }
}

static void stops_beat_everything_until_their_id_is_cleared_freshly(void **state)
{
    (void)state;
    esp32_driving(&esp);
    lease(7, 2, 20, DRIVEN ",\"stoppers\":[\"" REFEREE "\"]");
    esp32_at(&esp, 25);
    esp32_frame(&esp, 2, 1);
    esp32_hear(&esp, BOB, "stop", "{\"id\":\"no\"}");
    assert_true(esp32_moves(&esp));
    esp32_hear(&esp, REFEREE, "stop", "{\"id\":\"halt\"}");
    assert_false(esp32_moves(&esp));
    assert_int_equal(esp.flash.stop_count, 1);
    esp32_at(&esp, 30);
    assert_non_null(strstr(
        esp32_last(&esp, "state"), "\"stops\":[{\"id\":\"halt\",\"by\":\"" REFEREE "\"}]"));
    lease(7, 3, 30, DRIVEN ",\"cleared\":[\"other\"]");
    esp32_at(&esp, 4000);
    lease(7, 3, 30, DRIVEN ",\"cleared\":[\"halt\"]"); /* too old to clear */
    assert_int_equal(esp.robot.kept.stop_count, 1);
    lease(7, 3, 4000, DRIVEN ",\"cleared\":[\"halt\"]");
    assert_int_equal(esp.robot.kept.stop_count, 0);
    esp32_hear(&esp, ANN, "stop", "{\"id\":\"halt\"}"); /* cleared ids never come back */
    assert_int_equal(esp.robot.kept.stop_count, 0);
    lease(7, 3, 4000, DRIVEN ",\"stops\":[{\"id\":\"lease\",\"by\":\"" REFEREE "\"}]");
    assert_int_equal(esp.robot.kept.stop_count, 1);
}

static void one_stop_a_principal_and_the_newest_replaces(void **state)
{
    (void)state;
    esp32_driving(&esp);
    esp32_hear(&esp, ANN, "stop", "{\"id\":\"a\"}");
    esp32_hear(&esp, ANN, "stop", "{\"id\":\"b\"}");
    esp32_hear(&esp, ANN, "stop", "{\"id\":\"a\"}"); /* a late repeat */
    assert_int_equal(esp.robot.kept.stop_count, 1);
    assert_string_equal(esp.robot.kept.stops[0].id, "b");
    arena_stop_here(&esp.robot, "button");
    lease(7, 2, 20,
        DRIVEN
        ",\"stops\":[{\"id\":\"c\",\"by\":\"player/c\"},{\"id\":\"d\",\"by\":\"player/d\"},"
        "{\"id\":\"e\",\"by\":\"player/e\"},{\"id\":\"f\",\"by\":\"player/f\"}]");
    assert_int_equal(esp.robot.kept.stop_count, ARENA_STOPS);
    esp32_at(&esp, 30);
    assert_non_null(esp32_last(&esp, "state"));
}

static void it_comes_back_stopped_and_with_its_number(void **state)
{
    (void)state;
    esp32_driving(&esp);
    lease(9, 4, 20, DRIVEN);
    esp32_hear(&esp, ANN, "stop", "{\"id\":\"keep\"}");
    esp32_init(&esp, &esp.flash);
    esp32_connect(&esp);
    assert_non_null(strstr(esp32_last(&esp, "state"), "\"mode\":\"stopped\""));
    assert_non_null(strstr(esp32_last(&esp, "state"), "\"highest\":9"));
    assert_non_null(strstr(esp32_last(&esp, "state"), "\"n\":0,\"rev\":0"));
    lease(9, 3, 0, DRIVEN);
    assert_false(esp.robot.holds);
    lease(9, 4, 0, DRIVEN ",\"cleared\":[\"keep\"]");
    esp32_at(&esp, 5);
    assert_non_null(strstr(esp32_last(&esp, "state"), "\"n\":9,\"rev\":4"));
    esp32_hear(&esp, ANN, "drive", "{\"n\":9,\"s\":1,\"e\":%u}", esp32_c(&esp, 5));
    esp32_hear(&esp, ANN, "drive", "{\"n\":9,\"s\":2,\"e\":%u,\"y\":1}", esp32_c(&esp, 5));
    assert_true(esp32_moves(&esp));
}

static void a_broken_flash_is_not_trusted(void **state)
{
    (void)state;
    struct arena_saved saved;
    memset(&saved, 0xff, sizeof(saved));
    esp32_init(&esp, &saved);
    assert_int_equal(esp.robot.kept.n, 0);
    memset(&saved, 0, sizeof(saved));
    saved.stop_count = 1;
    memset(saved.stops[0].id, 'x', sizeof(saved.stops[0].id));
    esp32_init(&esp, &saved);
    assert_int_equal(esp.robot.kept.stop_count, 0);
    memset(&saved, 0, sizeof(saved));
    saved.n = 5;
    memset(saved.cleared[7], 'x', sizeof(saved.cleared[7]));
    esp32_init(&esp, &saved);
    assert_int_equal(esp.robot.kept.n, 0);
}

static void an_action_is_done_once_and_answered_every_time(void **state)
{
    (void)state;
    static const struct {
        const char *from, *members;
        int32_t age;
        bool stopped;
        const char *ack; /* NULL = none */
        bool done;
    } cases[] = {
        {ANN, "\"id\":\"i\",\"n\":7,\"do\":\"set_speed\",\"value\":100", 0,   false, "\"done\"",
         true                                                                                           },
        {ANN, "\"id\":\"i\",\"n\":7,\"do\":\"set_speed\",\"value\":101", 0,   false, "\"range\"",
         false                                                                                          },
        {ANN, "\"id\":\"i\",\"n\":7,\"do\":\"set_speed\"",               0,   false, "\"form\"",   false},
        {ANN, "\"id\":\"i\",\"n\":7,\"do\":\"fly\"",                     0,   false, "\"form\"",   false},
        {BOB, "\"id\":\"i\",\"n\":7,\"do\":\"fire\"",                    0,   false, NULL,         false},
        {ANN, "\"id\":\"\",\"n\":7,\"do\":\"fire\"",                     0,   false, NULL,         false},
        {ANN, "\"id\":\"i\",\"n\":6,\"do\":\"fire\"",                    0,   false, "\"number\"", false},
        {ANN, "\"id\":\"i\",\"n\":7,\"do\":\"fire\"",                    0,   true,  "\"halted\"", false},
        {ANN, "\"id\":\"i\",\"n\":7,\"do\":\"lights\",\"value\":1",      0,   true,  "\"done\"",   true },
        {ANN, "\"id\":\"i\",\"n\":7,\"do\":\"fire\"",                    501, false, "\"stale\"",  false},
        {ANN, "\"id\":\"i\",\"n\":7,\"do\":\"fire\",\"value\":1e999",    0,   false, NULL,         false},
    };
    for (unsigned i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        esp32_driving(&esp);
        esp32_at(&esp, 700);
        if (cases[i].stopped)
            esp32_hear(&esp, ANN, "stop", "{\"id\":\"s\"}");
        for (unsigned round = 0; round < 2; round++) {
            esp32_hear(&esp, cases[i].from, "action", "{%s,\"e\":%u}", cases[i].members,
                esp32_c(&esp, 700) - (uint32_t)cases[i].age);
            esp32_at(&esp, 701);
        }
        assert_int_equal(esp.deeds, cases[i].done);
        assert_int_equal(esp32_count(&esp, "ack"), cases[i].ack ? 2 : 0);
        if (cases[i].ack && !strstr(esp32_last(&esp, "ack"), cases[i].ack))
            fail_msg("case %u: %s", i, esp32_last(&esp, "ack"));
    }
}

static void the_last_64_actions_are_remembered(void **state)
{
    (void)state;
    esp32_driving(&esp);
    for (unsigned i = 0; i < 64; i++) {
        esp32_hear(&esp, ANN, "action", "{\"id\":\"a%u\",\"n\":7,\"e\":%u,\"do\":\"fire\"}", i,
            esp32_c(&esp, 20));
        esp32_at(&esp, 20);
    }
    esp32_hear(&esp, ANN, "action", "{\"id\":\"a0\",\"n\":7,\"e\":1,\"do\":\"fire\"}");
    assert_int_equal(esp.deeds, 64);
    esp32_hear(&esp, ANN, "action", "{\"id\":\"b\",\"n\":7,\"e\":%u,\"do\":\"fire\"}",
        esp32_c(&esp, 20));
    esp32_hear(&esp, ANN, "action", "{\"id\":\"a0\",\"n\":7,\"e\":%u,\"do\":\"fire\"}",
        esp32_c(&esp, 20));
    assert_int_equal(esp.deeds, 66);
}

static void an_outcome_may_come_later(void **state)
{
    (void)state;
    esp32_driving(&esp);
    esp.outcome = ARENA_ACK_ACCEPTED;
    esp32_hear(&esp, ANN, "action", "{\"id\":\"slow\",\"n\":7,\"e\":%u,\"do\":\"fire\"}",
        esp32_c(&esp, 20));
    esp32_at(&esp, 21);
    assert_non_null(strstr(esp32_last(&esp, "ack"), "\"accepted\""));
    assert_true(arena_ack(&esp.robot, "slow", ARENA_ACK_FAILED, "jammed"));
    assert_false(arena_ack(&esp.robot, "unknown", ARENA_ACK_DONE, NULL));
    esp32_at(&esp, 22);
    assert_non_null(strstr(esp32_last(&esp, "ack"), "\"state\":\"failed\",\"why\":\"jammed\""));
}

static void retained_commands_and_leases_are_ignored(void **state)
{
    (void)state;
    static const char *const whats[] = {"drive", "action", "stop", "lease"};
    for (unsigned i = 0; i < 4; i++) {
        char topic[128], payload[256];
        esp32_driving(&esp);
        (void)snprintf(topic, sizeof(topic), "arena/v1/%s/robot/r1/%s",
            i == 3 ? "bridge/main" : ANN, whats[i]);
        int length = snprintf(payload, sizeof(payload),
            "{\"n\":%u,\"rev\":9,\"s\":2,\"e\":%u,\"y\":1,\"id\":\"x\",\"do\":\"fire\","
            "\"driver\":null,\"drive\":false}",
            i == 3 ? 99 : 7, esp32_c(&esp, 20));
        esp32_hear_raw(&esp, topic, payload, (size_t)length, true);
        assert_int_equal(esp.drives + esp.deeds, 1);
        assert_int_equal(esp.robot.kept.stop_count, 0);
        assert_int_equal(esp.robot.lease.n, 7);
        esp32_hear_raw(&esp, topic, payload, (size_t)length, false);
        assert_true(esp.drives + esp.deeds == 2 || esp.robot.kept.stop_count == 1 ||
                    esp.robot.lease.n == 99);
    }
}

static void days_pass_and_counters_wrap(void **state)
{
    (void)state;
    esp32_driving(&esp);
    for (uint32_t day = 0; day < 200; day++) {
        esp32_at(&esp, esp.t + 86400000u);
        esp.said_count = 0;
    }
    esp32_frame(&esp, 2, 0);
    assert_int_equal(esp.robot.refused[ARENA_HALTED], 1); /* no lease has been that fresh */
    lease(7, 1, esp.t, DRIVEN);
    esp32_frame(&esp, 3, 0);
    esp32_frame(&esp, 4, 1);
    assert_true(esp32_moves(&esp));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_frame_moves_the_outputs_by_the_card_and_the_limits),
        cmocka_unit_test(faults_are_found_in_the_order_of_the_checks),
        cmocka_unit_test(what_is_no_frame_is_refused_for_its_form),
        cmocka_unit_test(without_a_frame_for_the_deadman_it_stands),
        cmocka_unit_test(neutral_is_due_first_whenever_it_may_move_again),
        cmocka_unit_test(a_lease_moves_nobody_longer_than_three_seconds_after_its_echo),
        cmocka_unit_test(echoes_of_the_future_and_of_another_life_are_not_fresh),
        cmocka_unit_test(a_lower_number_changes_nothing_and_a_higher_one_replaces),
        cmocka_unit_test(stops_beat_everything_until_their_id_is_cleared_freshly),
        cmocka_unit_test(one_stop_a_principal_and_the_newest_replaces),
        cmocka_unit_test(it_comes_back_stopped_and_with_its_number),
        cmocka_unit_test(a_broken_flash_is_not_trusted),
        cmocka_unit_test(an_action_is_done_once_and_answered_every_time),
        cmocka_unit_test(the_last_64_actions_are_remembered),
        cmocka_unit_test(an_outcome_may_come_later),
        cmocka_unit_test(retained_commands_and_leases_are_ignored),
        cmocka_unit_test(days_pass_and_counters_wrap),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
