/* What was heard becomes an input, and what was decided an answer: without an opinion. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bridge/app/translate.h"

#include <cmocka.h>

static const struct principal scout = {KIND_ROBOT, "scout1"};

static struct input status_input(const char *json)
{
    struct status *status = calloc(1, sizeof *status);
    assert_non_null(status);
    assert_int_equal(status_from_json(json, strlen(json), status, NULL), RC_OK);
    struct input input = input_from_status(&scout, status);
    free(status);
    return input;
}

static struct input event_input(const char *json)
{
    struct event event;
    assert_int_equal(event_from_json(json, strlen(json), &event, NULL), RC_OK);
    return input_from_event(&scout, &event);
}

static void a_status_says_where_it_is_and_what_became_of_frames(void **state)
{
    (void)state;
    struct input input = status_input(
        "{\"speed\":-0.25,\"pose\":{\"x\":1.23456,\"y\":-0.0004,\"heading\":90.04},"
        "\"drive\":{\"n\":7,\"mode\":\"driving\",\"refused\":{\"stale\":3}}}");
    const struct robot_status *said = &input.robot_word.status;
    assert_int_equal(input.kind, INPUT_ROBOT_WORD);
    assert_string_equal(input.robot_word.id, "scout1");
    assert_true(input.robot_word.has_status && said->has_pose && said->has_speed);
    assert_true(said->x == 1.235 && said->y == 0 && said->heading == 90); /* mm, 0.1 degrees */
    assert_true(said->speed == -0.25);
    assert_true(said->has_drive);
    assert_int_equal(said->n, 7);
    assert_int_equal(said->mode, MODE_DRIVING);
    assert_int_equal(said->refused[REFUSAL_STALE], 3);
}

static void what_a_status_does_not_say_is_absent(void **state)
{
    (void)state;
    struct input input = status_input("{}");
    const struct robot_status *said = &input.robot_word.status;
    assert_true(input.robot_word.has_status);
    assert_false(said->has_pose || said->has_speed || said->has_drive);
    input = status_input("{\"pose\":{\"x\":1e300,\"y\":0,\"heading\":0}}");
    assert_false(input.robot_word.status.has_pose); /* nowhere in an arena */
}

static void an_event_says_who_shot(void **state)
{
    (void)state;
    struct input input =
        event_input("{\"id\":9,\"kind\":\"hit\",\"by\":\"robot/scout2\",\"ts\":1700000000000}");
    assert_int_equal(input.kind, INPUT_ROBOT_EVENT);
    assert_string_equal(input.robot_event.id, "scout1");
    assert_int_equal(input.robot_event.kind, ROBOT_EVENT_HIT);
    assert_int_equal(input.robot_event.event, 9);
    assert_int_equal(input.robot_event.by.kind, KIND_ROBOT);
    assert_string_equal(input.robot_event.by.id, "scout2");
    assert_true(input.robot_event.ts == 1700000000000u);
}

static void other_events_only_show_that_it_lives(void **state)
{
    (void)state;
    assert_int_equal(
        event_input("{\"id\":1,\"kind\":\"fire\"}").robot_event.kind, ROBOT_EVENT_FIRE);
    assert_int_equal(event_input("{\"id\":1,\"kind\":\"hit\"}").robot_event.by.kind, KIND_NONE);
    assert_int_equal(
        event_input("{\"id\":1,\"kind\":\"bump\"}").robot_event.kind, ROBOT_EVENT_OTHER);
    assert_int_equal(
        event_input("{\"id\":1,\"kind\":\"Fire\"}").robot_event.kind, ROBOT_EVENT_OTHER);
}

static struct answer *answered(const struct kept_answer *kept)
{
    struct answer *answer = calloc(1, sizeof *answer);
    assert_non_null(answer);
    answer_from_kept("abcdefghijk", kept, answer);
    return answer;
}

static void a_seat_is_answered_with_its_match(void **state)
{
    (void)state;
    struct kept_answer kept = {.rc = RC_OK, .match = "m1", .has_seat = true, .seat = 3};
    struct answer *answer = answered(&kept);
    assert_string_equal(answer->match, "m1");
    assert_true(answer->has_seat && answer->seat == 3);
    free(answer);
}

static void a_start_that_must_wait_says_for_whom(void **state)
{
    (void)state;
    static const struct {
        enum missing missing;
        const char *who, *message;
    } cases[] = {
        {MISSING_NOT_READY,     "player/ann-x7", "ann-x7 is not ready." },
        {MISSING_ROBOT_OFFLINE, "scout1",        "scout1 is not online."},
        {MISSING_EMPTY_SEAT,    "red/blue",
         "red/blue has a free seat, and there is no bot for it."        },
        {MISSING_NOT_READY,     "",              ""                     },
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct kept_answer kept = {.rc = RC_WRONG_STATE, .missing = cases[i].missing};
        (void)snprintf(kept.who, sizeof kept.who, "%s", cases[i].who);
        struct answer *answer = answered(&kept);
        assert_int_equal(answer->rc, RC_WRONG_STATE);
        assert_string_equal(answer->message, cases[i].message);
        free(answer);
    }
}

static void me_names_the_match_of_the_seat(void **state)
{
    (void)state;
    struct core_me core = {.seat = "m1"};
    struct me me;
    me_from_core(&core, &me);
    assert_string_equal(me.seat, "m1");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_status_says_where_it_is_and_what_became_of_frames),
        cmocka_unit_test(what_a_status_does_not_say_is_absent),
        cmocka_unit_test(an_event_says_who_shot),
        cmocka_unit_test(other_events_only_show_that_it_lives),
        cmocka_unit_test(a_seat_is_answered_with_its_match),
        cmocka_unit_test(a_start_that_must_wait_says_for_whom),
        cmocka_unit_test(me_names_the_match_of_the_seat),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
