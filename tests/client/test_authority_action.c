/* Actions: the order of their checks, once only, and the same acknowledgement each time. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "robot/base/text.h"
#include "tests/client/authority_fixture.h"

static struct fixture f;

static int begin(void **state)
{
    (void)state;
    fixture_driving(&f);
    return 0;
}

static struct action action_of(const char *id, const char *name, uint64_t said)
{
    struct action action = {.n = 7, .e = echo(&f, said)};
    (void)text_copy(action.id.text, sizeof action.id.text, id);
    (void)text_copy(action.action, sizeof action.action, name);
    return action;
}

static void hear(const struct principal *from, const struct action *action, uint64_t now)
{
    authority_hear_action(&f.authority, from, action, now, &f.effects);
}

static const struct {
    const char *name;
    const char *id, *action;
    bool has_value;
    double value;
    const struct principal *from;
    uint32_t n;
    uint64_t said;
    bool stopped;
    enum refusal refusal;
    bool answered;
} rows[] = {
    {"good",               "i1", "fire",      false, 0,        &ann, 7, T,       false, REFUSAL_NONE,   true },
    {"good with value",    "i1", "set_speed", true,  50,       &ann, 7, T,       false, REFUSAL_NONE,   true },
    {"lowest value",       "i1", "set_speed", true,  1,        &ann, 7, T,       false, REFUSAL_NONE,   true },
    {"highest value",      "i1", "set_speed", true,  100,      &ann, 7, T,       false, REFUSAL_NONE,   true },
    {"value not needed",   "i1", "fire",      true,  1e9,      &ann, 7, T,       false, REFUSAL_NONE,   true },
    {"no id",              "",   "fire",      false, 0,        &ann, 7, T,       false, REFUSAL_FORM,   false},
    {"unknown",            "i1", "fly",       false, 0,        &ann, 7, T,       false, REFUSAL_FORM,   true },
    {"nameless",           "i1", "",          false, 0,        &ann, 7, T,       false, REFUSAL_FORM,   true },
    {"value missing",      "i1", "set_speed", false, 0,        &ann, 7, T,       false, REFUSAL_FORM,   true },
    {"value not a number", "i1", "set_speed", true,  NAN,      &ann, 7, T,       false, REFUSAL_FORM,   true },
    {"value infinite",     "i1", "fire",      true,  HUGE_VAL, &ann, 7, T,       false, REFUSAL_FORM,   true },
    {"value below",        "i1", "set_speed", true,  0.99,     &ann, 7, T,       false, REFUSAL_RANGE,  true },
    {"value above",        "i1", "set_speed", true,  100.1,    &ann, 7, T,       false, REFUSAL_RANGE,  true },
    {"a stranger's",       "i1", "fire",      false, 0,        &eve, 7, T,       false, REFUSAL_DRIVER, false},
    {"a stranger's, form", "i1", "fly",       false, 0,        &eve, 7, T,       false, REFUSAL_FORM,   false},
    {"lower n",            "i1", "fire",      false, 0,        &ann, 6, T,       false, REFUSAL_NUMBER, true },
    {"higher n",           "i1", "fire",      false, 0,        &ann, 8, T,       false, REFUSAL_NUMBER, true },
    {"stopped",            "i1", "fire",      false, 0,        &ann, 7, T,       true,  REFUSAL_HALTED, true },
    {"stopped, always",    "i1", "light",     false, 0,        &ann, 7, T,       true,  REFUSAL_NONE,   true },
    {"stale",              "i1", "fire",      false, 0,        &ann, 7, T - 491, false, REFUSAL_STALE,  true },
    {"stale, always",      "i1", "light",     false, 0,        &ann, 7, T - 491, true,  REFUSAL_STALE,  true },
    {"stopped and stale",  "i1", "fire",      false, 0,        &ann, 7, T - 491, true,  REFUSAL_HALTED, true },
    {"wrong n, stopped",   "i1", "fire",      false, 0,        &ann, 6, T,       true,  REFUSAL_NUMBER, true },
};

static void check(size_t i)
{
    fixture_driving(&f);
    if (rows[i].stopped)
        hear_stop(&f, &ann, "a-stop", T);
    struct action action = action_of(rows[i].id, rows[i].action, rows[i].said);
    action.has_value = rows[i].has_value;
    action.value = rows[i].value;
    action.n = rows[i].n;
    uint32_t before = f.authority.counters.refused[rows[i].refusal];
    hear(rows[i].from, &action, T + 10);
    bool done = rows[i].refusal == REFUSAL_NONE;
    if (f.effects.refusal != rows[i].refusal || has(&f, AUTHORITY_DO) != done ||
        has(&f, AUTHORITY_ACK) != rows[i].answered)
        fail_msg("%s: %s", rows[i].name, refusal_name(f.effects.refusal));
    if (rows[i].answered) {
        assert_int_equal(f.effects.ack.state, done ? ACK_ACCEPTED : ACK_REJECTED);
        assert_string_equal(f.effects.ack.why, done ? "" : refusal_name(rows[i].refusal));
        assert_string_equal(f.effects.ack.id.text, rows[i].id);
    }
    if (!done)
        assert_int_equal(f.authority.counters.refused[rows[i].refusal], before + 1);
}

static void every_row_is_answered_as_it_says(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        check(i);
}

static void a_repeat_is_not_done_again_and_hears_what_became_of_it(void **state)
{
    (void)state;
    struct action action = action_of("i1", "fire", T);
    hear(&ann, &action, T + 1);
    assert_true(has(&f, AUTHORITY_DO));
    hear(&ann, &action, T + 2);
    assert_false(has(&f, AUTHORITY_DO));
    assert_int_equal(f.effects.ack.state, ACK_ACCEPTED);
    struct ack done = {.id = tag_of("i1"), .state = ACK_FAILED, .why = "jammed", .ts = 5};
    assert_true(authority_note_ack(&f.authority, &done));
    assert_string_equal(done.action, "fire");
    hear(&ann, &action, T + 3);
    assert_int_equal(f.effects.ack.state, ACK_FAILED);
    assert_string_equal(f.effects.ack.why, "jammed");
    assert_int_equal(f.effects.ack.ts, 5);
}

static void a_repeat_hears_its_ack_even_when_it_is_stale_or_the_robot_stopped(void **state)
{
    (void)state;
    struct action action = action_of("i1", "fire", T);
    hear(&ann, &action, T + 1);
    hear_stop(&f, &ann, "a-stop", T + 2);
    hear(&ann, &action, T + 900);
    assert_true(has(&f, AUTHORITY_ACK));
    assert_false(has(&f, AUTHORITY_DO));
    assert_int_equal(f.effects.ack.state, ACK_ACCEPTED);
}

static void fill_memory(unsigned count, uint64_t now)
{
    for (unsigned i = 0; i < count; i++) {
        char id[16];
        snprintf(id, sizeof id, "more-%u", i);
        struct action action = action_of(id, "fire", now);
        hear(&ann, &action, now);
        assert_true(has(&f, AUTHORITY_DO));
    }
}

static void the_last_64_actions_are_remembered(void **state)
{
    (void)state;
    struct action action = action_of("oldest", "fire", T);
    hear(&ann, &action, T);
    fill_memory(AUTHORITY_ACKS - 1, T + 1);
    hear(&ann, &action, T + 2);
    assert_false(has(&f, AUTHORITY_DO));
    struct action last = action_of("one-more", "fire", T);
    hear(&ann, &last, T + 3);
    struct ack gone = {.id = tag_of("oldest"), .state = ACK_DONE};
    assert_false(authority_note_ack(&f.authority, &gone));
}

static void rejected_actions_push_nothing_out_and_may_be_tried_again(void **state)
{
    (void)state;
    struct action first = action_of("first", "fire", T);
    hear(&ann, &first, T);
    for (unsigned i = 0; i < 3 * AUTHORITY_ACKS; i++) {
        char id[16];
        snprintf(id, sizeof id, "stale-%u", i);
        struct action stale = action_of(id, "fire", T - 1000);
        hear(&ann, &stale, T + 1);
        assert_int_equal(f.effects.refusal, REFUSAL_STALE);
    }
    hear(&ann, &first, T + 2);
    assert_false(has(&f, AUTHORITY_DO));
    struct action again = action_of("stale-0", "fire", T + 2);
    hear(&ann, &again, T + 2);
    assert_true(has(&f, AUTHORITY_DO));
}

static void an_action_ends_idleness(void **state)
{
    (void)state;
    struct state shown;
    struct action action = action_of("i1", "fire", T + 300);
    hear(&ann, &action, T + 300);
    authority_state(&f.authority, T + 400, &shown);
    assert_int_equal(shown.idle_ms, 100);
}

static void what_became_of_an_unknown_action_is_not_noted(void **state)
{
    (void)state;
    struct ack nobody = {.id = tag_of("never"), .state = ACK_DONE};
    struct ack empty = {.state = ACK_DONE};
    assert_false(authority_note_ack(&f.authority, &nobody));
    assert_false(authority_note_ack(&f.authority, &empty));
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup(name, begin)
    const struct CMUnitTest tests[] = {
        TEST(every_row_is_answered_as_it_says),
        TEST(a_repeat_is_not_done_again_and_hears_what_became_of_it),
        TEST(a_repeat_hears_its_ack_even_when_it_is_stale_or_the_robot_stopped),
        TEST(the_last_64_actions_are_remembered),
        TEST(rejected_actions_push_nothing_out_and_may_be_tried_again),
        TEST(an_action_ends_idleness),
        TEST(what_became_of_an_unknown_action_is_not_noted),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
