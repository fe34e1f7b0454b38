/* The words both sides decide on: results, ids, leases, clocks, bounded text, the log. */
#include <float.h>
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "robot/base/ask.h"
#include "robot/base/axes.h"
#include "robot/base/id.h"
#include "robot/base/lease.h"
#include "robot/base/log.h"
#include "robot/base/match.h"
#include "robot/base/rc.h"
#include "robot/base/text.h"

#include <cmocka.h>

#define COUNT(array) (sizeof(array) / sizeof(array)[0])

static void every_code_has_a_word_of_its_own_and_a_sentence(void **state)
{
    (void)state;
    for (int rc = 0; rc < RC_COUNT_; rc++) {
        assert_int_equal(rc_from_name(rc_name((enum rc)rc)), rc);
        size_t length = strlen(rc_sentence((enum rc)rc));
        assert_true(length > 0 && rc_sentence((enum rc)rc)[length - 1] == '.');
    }
    assert_string_equal(rc_name(RC_OK), "ok");
    assert_string_equal(rc_name((enum rc)999), "internal");
    assert_int_equal(rc_from_name("grue"), RC_INTERNAL);
}

static void internal_codes_are_told_to_nobody(void **state)
{
    (void)state;
    for (int rc = 0; rc < RC_COUNT_; rc++) {
        bool inside = rc >= RC_WIRE_COUNT_;
        assert_int_equal(rc_public((enum rc)rc), inside ? RC_UNAVAILABLE : (enum rc)rc);
    }
}

static void ids_are_1_to_31_of_their_alphabet(void **state)
{
    (void)state;
    static const struct {
        const char *id;
        bool valid;
    } cases[] = {
        {"a",                                true },
        {"0",                                true },
        {"a-",                               true },
        {"scout-1",                          true },
        {"abcdefghijklmnopqrstuvwxyz01234",  true },
        {"abcdefghijklmnopqrstuvwxyz012345", false},
        {"",                                 false},
        {"-a",                               false},
        {"A",                                false},
        {"a_b",                              false},
        {"a/b",                              false},
        {"a b",                              false},
        {"a\n",                              false},
        {"\xC3\xA4",                         false},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        if (id_valid(cases[i].id) != cases[i].valid)
            fail_msg("%s", cases[i].id);
    }
}

static void tags_are_1_to_22_of_their_alphabet(void **state)
{
    (void)state;
    struct tag tag = {"untouched"};
    assert_true(tag_valid("A-_z09"));
    assert_true(tag_valid("abcdefghijklmnopqrstuv"));
    assert_false(tag_valid("abcdefghijklmnopqrstuvw"));
    assert_false(tag_valid(""));
    assert_false(tag_valid("a.b"));
    assert_false(tag_from_text("a b", &tag));
    assert_string_equal(tag.text, "untouched");
    assert_true(tag_from_text("s1", &tag));
    struct tag same = {"s1\0garbage"};
    assert_true(tag_equal(&tag, &same));
    struct tag padded = {"s1"};
    assert_memory_equal(&tag, &padded, sizeof tag); /* asks are compared as bytes */
}

static void principals_are_kind_and_id(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        enum kind kind;
    } cases[] = {
        {"robot/scout1",                             KIND_ROBOT   },
        {"player/ann-x7",                            KIND_PLAYER  },
        {"watcher/a",                                KIND_WATCHER },
        {"referee/a",                                KIND_REFEREE },
        {"bot/a",                                    KIND_BOT     },
        {"operator/abcdefghijklmnopqrstuvwxyz01234", KIND_OPERATOR},
        {"bridge/main",                              KIND_BRIDGE  },
        {"media/janus-events",                       KIND_MEDIA   },
        {"",                                         KIND_NONE    },
        {"/",                                        KIND_NONE    },
        {"robot",                                    KIND_NONE    },
        {"robot/",                                   KIND_NONE    },
        {"/a",                                       KIND_NONE    },
        {"robots/a",                                 KIND_NONE    },
        {"robo/a",                                   KIND_NONE    },
        {"robot/a/b",                                KIND_NONE    },
        {"robot/A",                                  KIND_NONE    },
        {"all/a",                                    KIND_NONE    },
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct principal principal = {KIND_NONE, ""};
        char text[PRINCIPAL_SIZE];
        bool good = principal_from_text(cases[i].text, strlen(cases[i].text), &principal);
        assert_int_equal(good, cases[i].kind != KIND_NONE);
        assert_int_equal(principal.kind, cases[i].kind);
        assert_string_equal(principal_to_text(&principal, text), good ? cases[i].text : "");
    }
}

static void a_principal_may_stand_inside_a_longer_text(void **state)
{
    (void)state;
    struct principal principal;
    assert_true(principal_from_text("robot/scout1/all/card", 12, &principal));
    assert_string_equal(principal.id, "scout1");
    assert_false(principal_from_text("robot/scout1", 6, &principal));
    assert_false(principal_from_text("robot/a\0b", 9, &principal));
}

static void nobody_is_only_nobody(void **state)
{
    (void)state;
    struct principal nobody = {0};
    struct principal also = {KIND_NONE, "left"};
    struct principal ann = {KIND_PLAYER, "ann"};
    struct principal bot = {KIND_BOT, "ann"};
    assert_true(principal_is_nobody(&nobody));
    assert_true(principal_equal(&nobody, &also));
    assert_false(principal_equal(&nobody, &ann));
    assert_false(principal_equal(&ann, &bot));
    assert_true(principal_equal(&ann, &ann));
}

static void only_those_with_a_seat_may_drive(void **state)
{
    (void)state;
    for (int kind = 0; kind < KIND_COUNT_; kind++) {
        bool may = kind == KIND_PLAYER || kind == KIND_BOT || kind == KIND_REFEREE ||
                   kind == KIND_OPERATOR;
        assert_int_equal(kind_may_drive((enum kind)kind), may);
    }
}

static void lease_numbers_compare_as_pairs(void **state)
{
    (void)state;
    struct lease_number low = {1, 9};
    struct lease_number high = {2, 0};
    struct lease_number higher = {2, 1};
    assert_true(lease_number_compare(&low, &high) < 0);
    assert_true(lease_number_compare(&higher, &high) > 0);
    assert_int_equal(lease_number_compare(&high, &high), 0);
    struct lease_number last = {LEASE_NUMBER_MAX, LEASE_NUMBER_MAX};
    assert_true(lease_number_compare(&last, &higher) > 0);
}

static void clocks_are_compared_modulo_2_to_the_32(void **state)
{
    (void)state;
    static const struct {
        uint32_t now, c;
        int32_t behind;
    } cases[] = {
        {0,           0,           0         },
        {1000,        500,         500       },
        {500,         1000,        -500      },
        {5,           4294967291u, 10        },
        {4294967291u, 5,           -10       },
        {2147483647u, 0,           2147483647},
        {2147483648u, 0,           INT32_MIN },
        {0,           2147483648u, INT32_MIN },
        {0,           1,           -1        },
        {0,           4294967295u, 1         },
    };
    for (size_t i = 0; i < COUNT(cases); i++)
        assert_int_equal(clock_behind(cases[i].now, cases[i].c), cases[i].behind);
}

static void every_word_comes_back_as_itself(void **state)
{
    (void)state;
    for (int i = 1; i < WHY_COUNT_; i++) {
        enum why why = WHY_NONE;
        assert_true(why_from_name(why_name((enum why)i), &why));
        assert_int_equal(why, i);
    }
    for (int i = 0; i < MODE_COUNT_; i++) {
        enum mode mode = MODE_COUNT_;
        assert_true(mode_from_name(mode_name((enum mode)i), &mode));
        assert_int_equal(mode, i);
    }
    for (int i = 1; i < REFUSAL_COUNT_; i++) {
        enum refusal refusal = REFUSAL_NONE;
        assert_true(refusal_from_name(refusal_name((enum refusal)i), &refusal));
        assert_int_equal(refusal, i);
    }
    for (int i = 1; i < DEED_COUNT_; i++) {
        enum deed deed = DEED_NONE;
        assert_true(deed_from_name(deed_name((enum deed)i), &deed));
        assert_int_equal(deed, i);
    }
    for (int i = 0; i < ROSTER_STATE_COUNT_; i++) {
        enum roster_state is = ROSTER_STATE_COUNT_;
        assert_true(roster_state_from_name(roster_state_name((enum roster_state)i), &is));
        assert_int_equal(is, i);
    }
    for (int i = 0; i < AXIS_COUNT_; i++) {
        enum axis axis = AXIS_COUNT_;
        assert_true(axis_from_name(axis_name((enum axis)i), &axis));
        assert_int_equal(axis, i);
    }
}

static void every_word_of_matches_comes_back_as_itself(void **state)
{
    (void)state;
    for (int i = 0; i < MATCH_STATE_COUNT_; i++) {
        enum match_state is = MATCH_STATE_COUNT_;
        assert_true(match_state_from_name(match_state_name((enum match_state)i), &is));
        assert_int_equal(is, i);
    }
    for (int i = 0; i < UNIT_STATE_COUNT_; i++) {
        enum unit_state is = UNIT_STATE_COUNT_;
        assert_true(unit_state_from_name(unit_state_name((enum unit_state)i), &is));
        assert_int_equal(is, i);
    }
    for (int i = 0; i < MISSING_COUNT_; i++) {
        enum missing missing = MISSING_COUNT_;
        assert_true(missing_from_name(missing_name((enum missing)i), &missing));
        assert_int_equal(missing, i);
        assert_true(strlen(missing_sentence((enum missing)i)) > 0);
    }
    for (int i = 1; i < VERDICT_COUNT_; i++) {
        enum verdict verdict = VERDICT_NONE;
        assert_true(verdict_from_name(verdict_name((enum verdict)i), &verdict));
        assert_int_equal(verdict, i);
    }
    for (int i = 0; i < ENTRY_KIND_COUNT_; i++) {
        enum entry_kind kind = ENTRY_KIND_COUNT_;
        assert_true(entry_kind_from_name(entry_kind_name((enum entry_kind)i), &kind));
        assert_int_equal(kind, i);
    }
    enum verdict verdict = VERDICT_COUNTED;
    assert_false(verdict_from_name("", &verdict));
}

static void every_rule_has_a_word_and_a_default_within_its_range(void **state)
{
    (void)state;
    struct match_rules rules = match_rules_default();
    for (int i = 0; i < RULE_COUNT_; i++) {
        const struct rule_row *row = rule_row((enum rule)i);
        enum rule rule = RULE_COUNT_;
        assert_true(rule_from_name(row->word, &rule));
        assert_int_equal(rule, i);
        assert_in_range(row->standard, row->least, row->most);
        assert_int_equal(rules.value[i], row->standard);
    }
    enum rule rule = RULE_SLOW;
    assert_false(rule_from_name("", &rule));
}

static void no_word_is_not_a_word(void **state)
{
    (void)state;
    enum why why = WHY_IDLE;
    enum refusal refusal = REFUSAL_RATE;
    enum deed deed = DEED_STOP;
    enum mode mode = MODE_READY;
    assert_false(why_from_name("", &why) || why_from_name("grue", &why));
    assert_false(refusal_from_name("", &refusal) || refusal_from_name("grue", &refusal));
    assert_false(deed_from_name("", &deed) || deed_from_name("grue", &deed));
    assert_false(mode_from_name("", &mode) || mode_from_name("Idle", &mode));
    assert_int_equal(why, WHY_IDLE);
    assert_int_equal(deed, DEED_STOP);
    assert_string_equal(why_name((enum why)999), "");
    assert_string_equal(mode_name((enum mode)999), "");
    assert_string_equal(kind_name((enum kind)999), "");
}

static void neutral_is_all_axes_at_exactly_zero(void **state)
{
    (void)state;
    struct axes axes = {{0}};
    assert_true(axes_neutral(&axes));
    axes.value[AXIS_CY] = -0.0;
    assert_true(axes_neutral(&axes));
    for (int axis = 0; axis < AXIS_COUNT_; axis++) {
        struct axes moved = {{0}};
        moved.value[axis] = DBL_MIN;
        assert_false(axes_neutral(&moved));
        moved.value[axis] = (double)NAN;
        assert_false(axes_neutral(&moved));
    }
}

static void text_stops_at_its_end_and_says_so(void **state)
{
    (void)state;
    char buffer[9] = "xxxxxxxx";
    struct text text;
    text_init(&text, buffer, 8);
    text_add(&text, "abc");
    text_addf(&text, "%d", 4567);
    assert_string_equal(buffer, "abc4567");
    assert_int_equal(text.length, 7);
    assert_false(text.cut);
    text_add(&text, "");
    assert_false(text.cut);
    text_add(&text, "8");
    assert_true(text.cut);
    assert_string_equal(buffer, "abc4567");
    text_addf(&text, "%s", "9");
    assert_string_equal(buffer, "abc4567");
    assert_int_equal(buffer[8], '\0'); /* the array's own end, untouched */
}

static void formatted_text_that_does_not_fit_is_cut(void **state)
{
    (void)state;
    char buffer[4];
    struct text text;
    text_init(&text, buffer, sizeof buffer);
    text_addf(&text, "%s", "abcdef");
    assert_string_equal(buffer, "abc");
    assert_int_equal(text.length, 3);
    assert_true(text.cut);
    char one[1];
    text_init(&text, one, 1);
    text_add_bytes(&text, "a", 1);
    assert_true(text.cut);
    assert_int_equal(one[0], '\0');
}

static void a_copy_that_does_not_fit_leaves_nothing(void **state)
{
    (void)state;
    char target[4] = "old";
    assert_true(text_copy(target, sizeof target, "abc"));
    assert_string_equal(target, "abc");
    assert_false(text_copy(target, sizeof target, "abcd"));
    assert_string_equal(target, "");
}

static void printable_is_utf8_without_controls(void **state)
{
    (void)state;
    static const struct {
        const char *bytes;
        size_t length;
        bool printable;
    } cases[] = {
        {"",                                     0, true },
        {"abc",                                  3, true },
        {"\xC3\xA4\xE2\x82\xAC\xF0\x9F\xA4\x96", 9, true },
        {"\xEF\xBF\xBD",                         3, true },
        {"\xF4\x8F\xBF\xBF",                     4, true },
        {"a\0b",                                 3, false},
        {"a\nb",                                 3, false},
        {"\x7F",                                 1, false},
        {"\xC2\x85",                             2, false},
        {"\xC2\xA0",                             2, true },
        {"\xC1\x81",                             2, false}, /* overlong */
        {"\xE0\x80\xAF",                         3, false}, /* overlong */
        {"\xF0\x80\x80\xAF",                     4, false}, /* overlong */
        {"\xED\xA0\x80",                         3, false}, /* a surrogate */
        {"\xF4\x90\x80\x80",                     4, false}, /* beyond U+10FFFF */
        {"\xF8\x88\x80\x80\x80",                 5, false},
        {"\xE2\x82",                             2, false}, /* cut off */
        {"\x80",                                 1, false},
        {"\xFF",                                 1, false},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        if (text_is_printable_utf8(cases[i].bytes, cases[i].length) != cases[i].printable)
            fail_msg("case %zu", i);
    }
}

/* What log_line writes on stderr, terminated. */
static void catch_line(char *caught, size_t size, enum log_level level, const char *said)
{
    int ends[2];
    assert_int_equal(pipe(ends), 0);
    int saved = dup(STDERR_FILENO);
    assert_true(saved >= 0);
    assert_true(dup2(ends[1], STDERR_FILENO) >= 0);
    log_line(level, "test", "%s", said);
    assert_true(dup2(saved, STDERR_FILENO) >= 0);
    (void)close(ends[1]);
    (void)close(saved);
    ssize_t length = read(ends[0], caught, size - 1);
    (void)close(ends[0]);
    caught[length > 0 ? length : 0] = '\0';
}

static void a_log_line_cannot_be_forged(void **state)
{
    (void)state;
    char caught[4096];
    catch_line(caught, sizeof caught, LOG_LEVEL_WARN, "robot/x\nERROR core: \x1B[31mdead");
    assert_string_equal(caught, "WARN test: robot/x?ERROR core: ?[31mdead\n");
}

static void a_long_log_line_is_cut_and_still_one_line(void **state)
{
    (void)state;
    static char said[3000];
    memset(said, 'y', sizeof said - 1);
    char caught[4096];
    catch_line(caught, sizeof caught, LOG_LEVEL_ERROR, said);
    size_t length = strlen(caught);
    assert_true(length > 900 && length <= 1024);
    assert_int_equal(caught[length - 1], '\n');
    assert_ptr_equal(strchr(caught, '\n'), &caught[length - 1]);
}

static void the_log_says_only_what_its_level_asks(void **state)
{
    (void)state;
    char caught[64];
    log_set_level(LOG_LEVEL_ERROR);
    catch_line(caught, sizeof caught, LOG_LEVEL_WARN, "hush");
    assert_string_equal(caught, "");
    log_set_level(LOG_LEVEL_DEBUG);
    catch_line(caught, sizeof caught, LOG_LEVEL_DEBUG, "all");
    assert_string_equal(caught, "DEBUG test: all\n");
    log_set_level(LOG_LEVEL_INFO);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_code_has_a_word_of_its_own_and_a_sentence),
        cmocka_unit_test(internal_codes_are_told_to_nobody),
        cmocka_unit_test(ids_are_1_to_31_of_their_alphabet),
        cmocka_unit_test(tags_are_1_to_22_of_their_alphabet),
        cmocka_unit_test(principals_are_kind_and_id),
        cmocka_unit_test(a_principal_may_stand_inside_a_longer_text),
        cmocka_unit_test(nobody_is_only_nobody),
        cmocka_unit_test(only_those_with_a_seat_may_drive),
        cmocka_unit_test(lease_numbers_compare_as_pairs),
        cmocka_unit_test(clocks_are_compared_modulo_2_to_the_32),
        cmocka_unit_test(every_word_comes_back_as_itself),
        cmocka_unit_test(every_word_of_matches_comes_back_as_itself),
        cmocka_unit_test(every_rule_has_a_word_and_a_default_within_its_range),
        cmocka_unit_test(no_word_is_not_a_word),
        cmocka_unit_test(neutral_is_all_axes_at_exactly_zero),
        cmocka_unit_test(text_stops_at_its_end_and_says_so),
        cmocka_unit_test(formatted_text_that_does_not_fit_is_cut),
        cmocka_unit_test(a_copy_that_does_not_fit_leaves_nothing),
        cmocka_unit_test(printable_is_utf8_without_controls),
        cmocka_unit_test(a_log_line_cannot_be_forged),
        cmocka_unit_test(a_long_log_line_is_cut_and_still_one_line),
        cmocka_unit_test(the_log_says_only_what_its_level_asks),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
