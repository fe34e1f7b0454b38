/* What the vectors cannot say: filters, what a lease sheds to fit, numbers that come back
 * exactly, other locales, ids of malformed asks. */
#include <float.h>
#include <locale.h>
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "robot/wire/message.h"

#include <cmocka.h>

#define COUNT(array) (sizeof(array) / sizeof(array)[0])

#define ROBOT_SCOUT                                                                            \
    {                                                                                          \
        KIND_ROBOT, "scout1"                                                                   \
    }
#define BRIDGE_MAIN                                                                            \
    {                                                                                          \
        KIND_BRIDGE, "main"                                                                    \
    }

static void filters_have_a_plus_for_what_is_not_said(void **state)
{
    (void)state;
    static const struct {
        struct topic topic;
        const char *filter;
    } cases[] = {
        {{.what = WHAT_CARD},                                                    "r/+/+/all/card"               },
        {{.from = {KIND_ROBOT, ""}, .what = WHAT_STATUS},                        "r/robot/+/all/status"         },
        {{.from = ROBOT_SCOUT, .what = WHAT_CARD},                               "r/robot/scout1/all/card"      },
        {{.to = BRIDGE_MAIN, .what = WHAT_ASK},                                  "r/+/+/bridge/main/ask"        },
        {{.from = {KIND_ROBOT, ""}, .to = {KIND_PLAYER, ""}, .what = WHAT_LINK},
         "r/robot/+/player/+/link"                                                                              },
        {{.from = BRIDGE_MAIN, .what = WHAT_MATCH},                              "r/bridge/main/all/match/+"    },
        {{.from = BRIDGE_MAIN, .what = WHAT_MATCH_LIVE, .match = "m1"},
         "r/bridge/main/all/match/m1/live"                                                                      },
        {{.from = BRIDGE_MAIN, .what = WHAT_REVOKED},                            "r/bridge/main/all/revoked/+/+"},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        char text[WIRE_TOPIC_SIZE];
        assert_true(topic_filter("r", &cases[i].topic, text, sizeof text));
        assert_string_equal(text, cases[i].filter);
    }
}

static void a_topic_with_a_part_missing_is_not_written(void **state)
{
    (void)state;
    static const struct topic cases[] = {
        {.what = WHAT_CARD    },
        {                   .from = {KIND_ROBOT, ""},    .what = WHAT_CARD},
        {                   .from = ROBOT_SCOUT                    },
        { .from = ROBOT_SCOUT,                     .what = WHAT_COUNT_},
        {                     .from = ROBOT_SCOUT,    .to = {KIND_PLAYER, ""}, .what = WHAT_LINK},
        {                      .from = BRIDGE_MAIN,   .what = WHAT_MATCH},
        {                   .from = BRIDGE_MAIN, .what = WHAT_REVOKED},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        char text[WIRE_TOPIC_SIZE];
        assert_false(topic_format("r", &cases[i], text, sizeof text));
    }
}

static void a_topic_that_does_not_fit_is_not_written(void **state)
{
    (void)state;
    const struct topic topic = {.from = ROBOT_SCOUT, .what = WHAT_CARD};
    char text[sizeof "r/robot/scout1/all/card"];
    assert_true(topic_format("r", &topic, text, sizeof text));
    assert_false(topic_format("r", &topic, text, sizeof text - 1));
    assert_false(topic_filter("r", &topic, text, sizeof text - 1));
}

static void a_topic_with_a_nul_is_none(void **state)
{
    (void)state;
    struct topic topic = {.what = WHAT_BEAT};
    assert_false(topic_parse("r", "r/robot/a\0b/all/card", 20, &topic));
    assert_false(topic_parse("r", "r/robot/a/all/card\0", 19, &topic));
    assert_false(topic_parse("r", "r/bridge/main/all/match/m1\0/live", 32, &topic));
    assert_int_equal(topic.what, WHAT_BEAT); /* untouched */
}

static void roots_are_1_to_4_levels(void **state)
{
    (void)state;
    static const struct {
        const char *root;
        bool valid;
    } cases[] = {
        {"arena/v1",  true },
        {"a",         true },
        {"a/b/c/d",   true },
        {"a/b/c/d/e", false},
        {"",          false},
        {"/a",        false},
        {"a/",        false},
        {"a//b",      false},
        {"A",         false},
        {"-a",        false},
        {"a/+",       false},
        {"$sys",      false},
        {"a b",       false},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        if (root_valid(cases[i].root) != cases[i].valid)
            fail_msg("%s", cases[i].root);
    }
    char longest[WIRE_ROOT_SIZE + 1];
    memset(longest, 'x', sizeof longest);
    longest[WIRE_ROOT_SIZE - 1] = '\0';
    assert_true(root_valid(longest));
    longest[WIRE_ROOT_SIZE - 1] = 'x';
    longest[WIRE_ROOT_SIZE] = '\0';
    assert_false(root_valid(longest));
}

static void only_what_moves_or_asks_ignores_retained(void **state)
{
    (void)state;
    unsigned count = 0;
    for (int what = 0; what < WHAT_COUNT_; what++)
        count += what_ignores_retained((enum what)what);
    assert_int_equal(count, 6);
    assert_true(what_ignores_retained(WHAT_DRIVE) && what_ignores_retained(WHAT_LEASE));
    assert_false(what_ignores_retained(WHAT_PRESENCE));
}

static void fill(char *text, size_t length, char c)
{
    memset(text, c, length);
    text[length] = '\0';
}

static struct principal longest_principal(char c)
{
    struct principal principal = {KIND_OPERATOR, ""};
    fill(principal.id, ID_SIZE - 1, c);
    return principal;
}

static struct tag longest_tag(char c)
{
    struct tag tag = {""};
    fill(tag.text, TAG_LENGTH_MAX, c);
    return tag;
}

/* Everything in it, everything as long as it gets. */
static struct lease longest_lease(void)
{
    struct lease lease = {
        .number = {LEASE_NUMBER_MAX,   LEASE_NUMBER_MAX},
        .e = UINT32_MAX,
        .driver = longest_principal('d'),
        .why = { WHY_RELEASED_BY_OPERATOR, WHY_NEUTRAL_FIRST,                   WHY_SESSION_ENDED,
                   WHY_OUT_OF_SERVICE},
        .session = longest_tag('s'),
        .stopper_count = LEASE_STOPPERS,
        .stop_count = LEASE_STOPS,
        .cleared_count = LEASE_CLEARED,
        .max_age_ms = MAX_AGE_MS_LIMIT,
        .deadman_ms = DEADMAN_MS_LIMIT,
        .status_ms = STATUS_MS_LIMIT,
    };
    for (int axis = 0; axis < AXIS_COUNT_; axis++)
        lease.limits[axis] = 0.12345678901234567 / (axis + 1);
    for (int i = 0; i < LEASE_STOPPERS; i++)
        lease.stoppers[i] = longest_principal((char)('e' + i));
    for (int i = 0; i < LEASE_STOPS; i++)
        lease.stops[i] = (struct stop_entry){
            longest_tag((char)('a' + i)), longest_principal((char)('a' + i))};
    for (int i = 0; i < LEASE_CLEARED; i++)
        lease.cleared[i] = longest_tag((char)('A' + i % 26));
    return lease;
}

/* What remains of the payload when the smallest robot has the longest topic. */
static size_t smallest_payload(void)
{
    char root[WIRE_ROOT_SIZE];
    fill(root, sizeof root - 1, 'r');
    struct topic topic = {
        .from = BRIDGE_MAIN, .to = {KIND_ROBOT, ""},
             .what = WHAT_LEASE
    };
    fill(topic.to.id, ID_SIZE - 1, 'r');
    char text[WIRE_TOPIC_SIZE];
    assert_true(topic_format(root, &topic, text, sizeof text));
    return WIRE_MESSAGE_MIN - wire_packet_size(strlen(text), 0);
}

static struct lease written_within(const struct lease *lease, size_t payload)
{
    static char text[WIRE_PAYLOAD_MAX + 1];
    struct lease read = {0};
    size_t length = 0;
    assert_true(lease_to_json(lease, text, payload + 1, &length));
    assert_true(length <= payload);
    assert_int_equal(lease_from_json(text, length, &read, NULL), RC_OK);
    return read;
}

static void the_longest_lease_fits_the_smallest_robot(void **state)
{
    (void)state;
    struct lease lease = longest_lease();
    struct lease read = written_within(&lease, smallest_payload());
    assert_int_equal(lease_number_compare(&read.number, &lease.number), 0);
    assert_int_equal(read.e, lease.e);
    assert_true(principal_equal(&read.driver, &lease.driver));
    assert_true(tag_equal(&read.session, &lease.session));
    assert_memory_equal(read.limits, lease.limits, sizeof lease.limits);
    assert_int_equal(read.stop_count, LEASE_STOPS);
    for (int i = 0; i < LEASE_STOPS; i++) {
        assert_true(tag_equal(&read.stops[i].id, &lease.stops[i].id));
        assert_true(principal_equal(&read.stops[i].by, &lease.stops[i].by));
    }
    assert_int_equal(read.max_age_ms, lease.max_age_ms);
    assert_int_equal(read.deadman_ms, lease.deadman_ms);
    assert_int_equal(read.status_ms, lease.status_ms);
    print_message("%zu bytes of payload at the least\n", smallest_payload());
}

static void nothing_is_shed_when_all_fits(void **state)
{
    (void)state;
    struct lease lease = longest_lease();
    struct lease read = written_within(&lease, WIRE_PAYLOAD_MAX);
    assert_memory_equal(read.why, lease.why, sizeof lease.why);
    assert_int_equal(read.cleared_count, LEASE_CLEARED);
    assert_int_equal(read.stopper_count, LEASE_STOPPERS);
}

/* 3: why, 2: more than one cleared, 1: stoppers, 0: only the first cleared is left to shed. */
static void a_lease_sheds_in_the_order_of_its_contract(void **state)
{
    (void)state;
    struct lease lease = longest_lease();
    unsigned cleared = LEASE_CLEARED;
    unsigned stoppers = LEASE_STOPPERS;
    bool why = true;
    for (size_t payload = WIRE_PAYLOAD_MAX; payload >= smallest_payload(); payload--) {
        struct lease read = written_within(&lease, payload);
        bool has_why = read.why[0] != WHY_NONE;
        assert_true(has_why || payload < WIRE_PAYLOAD_MAX);
        assert_true(has_why <= why); /* nothing comes back as the room shrinks */
        assert_true(read.cleared_count <= cleared && read.stopper_count <= stoppers);
        assert_true(!has_why || read.cleared_count == LEASE_CLEARED);
        assert_true(read.cleared_count <= 1 || read.stopper_count == LEASE_STOPPERS);
        assert_true(read.cleared_count >= 1 || read.stopper_count == 0);
        for (unsigned i = 0; i < read.stopper_count; i++)
            assert_true(principal_equal(&read.stoppers[i], &lease.stoppers[i]));
        if (read.cleared_count > 0)
            assert_true(tag_equal(&read.cleared[0], &lease.cleared[0]));
        why = has_why;
        cleared = read.cleared_count;
        stoppers = read.stopper_count;
    }
    assert_false(why);
    assert_true(cleared <= 1);
}

static void a_lease_that_cannot_fit_is_not_written(void **state)
{
    (void)state;
    struct lease lease = longest_lease();
    char text[300];
    size_t length = 7;
    assert_false(lease_to_json(&lease, text, sizeof text, &length));
    assert_int_equal(length, 7);
}

static void lease_is_left_as_it_was_by_being_written(void **state)
{
    (void)state;
    struct lease lease = longest_lease();
    const struct lease before = lease;
    (void)written_within(&lease, smallest_payload());
    assert_memory_equal(&lease, &before, sizeof lease);
}

static double written_and_read(double value)
{
    struct drive drive = {.n = 1, .axes = {{value}}};
    struct drive read = {0};
    char text[512];
    size_t length = 0;
    assert_true(drive_to_json(&drive, text, sizeof text, &length));
    assert_int_equal(drive_from_json(text, length, &read, NULL), RC_OK);
    return read.axes.value[0];
}

static const double numbers[] = {0.1, 1.0 / 3, -0.3333333333333333, 1e-7, 5e-324, DBL_MIN,
    DBL_MAX, -DBL_MAX, 1e21, 123456789.123456789, 9007199254740993.0, 0.30000000000000004, 2.5};

static void numbers_come_back_exactly(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(numbers); i++)
        assert_true(written_and_read(numbers[i]) == numbers[i]);
    unsigned seed = 20240607;
    for (int i = 0; i < 20000; i++) {
        seed = seed * 1664525u + 1013904223u;
        double value = ((double)seed - 2147483648.0) / 2147483648.0;
        assert_true(written_and_read(value) == value);
    }
}

/* A robot's program may have set a locale whose decimal separator is a comma. */
static void numbers_do_not_depend_on_the_locale(void **state)
{
    (void)state;
    static const char *const names[] = {"de_DE.UTF-8", "de_DE.utf8", "fr_FR.UTF-8"};
    bool found = false;
    for (size_t i = 0; i < COUNT(names) && !found; i++)
        found = setlocale(LC_ALL, names[i]) != NULL;
    if (!found)
        skip(); /* this machine has no such locale */
    numbers_come_back_exactly(state);
    struct drive drive = {.n = 1, .axes = {{0.5}}};
    char text[512];
    size_t length = 0;
    assert_true(drive_to_json(&drive, text, sizeof text, &length));
    (void)setlocale(LC_ALL, "C");
    assert_non_null(strstr(text, "\"x\":0.5}"));
}

static void a_number_that_is_not_finite_is_never_said(void **state)
{
    (void)state;
    static const double bad[] = {(double)INFINITY, -(double)INFINITY, (double)NAN};
    for (size_t i = 0; i < COUNT(bad); i++) {
        struct drive drive = {.n = 1, .axes = {{bad[i]}}};
        char text[512];
        size_t length = 7;
        assert_false(drive_to_json(&drive, text, sizeof text, &length));
        assert_int_equal(length, 7);
    }
}

static void a_malformed_ask_still_has_its_id(void **state)
{
    (void)state;
    static const char ask[] = "{\"id\":\"abcdefghijk\",\"do\":\"grue\"}";
    static const char none[] = "{\"do\":\"drive.claim\",\"robot\":\"r\"}";
    char id[ASK_ID_SIZE] = "untouched";
    struct ask whole;
    assert_int_equal(ask_from_json(ask, strlen(ask), &whole, NULL), RC_BAD_REQUEST);
    assert_false(ask_id_from_json(none, strlen(none), id));
    assert_string_equal(id, "untouched");
    assert_true(ask_id_from_json(ask, strlen(ask), id));
    assert_string_equal(id, "abcdefghijk");
}

static void asks_that_mean_the_same_are_the_same_bytes(void **state)
{
    (void)state;
    static const char one[] =
        "{\"id\":\"abcdefghijk\",\"do\":\"clear\",\"robot\":\"r\",\"ids\":[\"s\"]}";
    static const char other[] = " {\"zz\":1,\"uses\":5,\"ids\":[\"\\u0073\"],\"robot\":\"r\","
                                "\"do\":\"clear\",\"id\":\"abcdefghijk\"}";
    struct ask a;
    struct ask b;
    memset(&a, 0xA5, sizeof a);
    memset(&b, 0x5A, sizeof b);
    assert_int_equal(ask_from_json(one, strlen(one), &a, NULL), RC_OK);
    assert_int_equal(ask_from_json(other, strlen(other), &b, NULL), RC_OK);
    assert_memory_equal(&a, &b, sizeof a);
}

static void an_error_without_a_message_has_its_sentence(void **state)
{
    (void)state;
    struct answer *answer = calloc(1, sizeof *answer);
    assert_non_null(answer);
    (void)snprintf(answer->id, sizeof answer->id, "abcdefghijk");
    answer->rc = RC_ROBOT_TAKEN;
    char text[512];
    size_t length = 0;
    assert_true(answer_to_json(answer, text, sizeof text, &length));
    assert_non_null(strstr(text, rc_sentence(RC_ROBOT_TAKEN)));
    free(answer);
}

/* A page of the roster and the roster itself fit their payload with the longest of everything.
 */
static void the_longest_roster_fits(void **state)
{
    (void)state;
    struct roster *roster = calloc(1, sizeof *roster);
    char *text = malloc(WIRE_PAYLOAD_LARGE + 1);
    assert_true(roster && text);
    roster->rev = UINT32_MAX;
    roster->changed_count = ROSTER_CHANGED;
    roster->gone_count = ROSTER_GONE;
    for (int i = 0; i < ROSTER_CHANGED; i++) {
        struct roster_entry *entry = &roster->changed[i];
        fill(entry->id, ID_SIZE - 1, 'i');
        fill(entry->name, ASK_NAME_SIZE - 1, '"'); /* written twice as long */
        fill(entry->kind, ID_SIZE - 1, '\\');
        entry->state = ROSTER_UNVERIFIED;
        entry->driver = longest_principal('d');
        entry->session = longest_tag('s');
        entry->out_of_service = true;
        entry->queue = UINT32_MAX;
        entry->camera_count = ROSTER_CAMERAS;
        for (int c = 0; c < ROSTER_CAMERAS; c++)
            entry->cameras[c] = longest_tag('c');
        fill(roster->gone[i], ID_SIZE - 1, 'g');
    }
    size_t length = 0;
    assert_true(roster_to_json(roster, text, WIRE_PAYLOAD_LARGE + 1, &length));
    print_message("the longest roster has %zu bytes\n", length);
    free(text);
    free(roster);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(filters_have_a_plus_for_what_is_not_said),
        cmocka_unit_test(a_topic_with_a_part_missing_is_not_written),
        cmocka_unit_test(a_topic_that_does_not_fit_is_not_written),
        cmocka_unit_test(a_topic_with_a_nul_is_none),
        cmocka_unit_test(roots_are_1_to_4_levels),
        cmocka_unit_test(only_what_moves_or_asks_ignores_retained),
        cmocka_unit_test(the_longest_lease_fits_the_smallest_robot),
        cmocka_unit_test(nothing_is_shed_when_all_fits),
        cmocka_unit_test(a_lease_sheds_in_the_order_of_its_contract),
        cmocka_unit_test(a_lease_that_cannot_fit_is_not_written),
        cmocka_unit_test(lease_is_left_as_it_was_by_being_written),
        cmocka_unit_test(numbers_come_back_exactly),
        cmocka_unit_test(numbers_do_not_depend_on_the_locale),
        cmocka_unit_test(a_number_that_is_not_finite_is_never_said),
        cmocka_unit_test(a_malformed_ask_still_has_its_id),
        cmocka_unit_test(asks_that_mean_the_same_are_the_same_bytes),
        cmocka_unit_test(an_error_without_a_message_has_its_sentence),
        cmocka_unit_test(the_longest_roster_fits),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
