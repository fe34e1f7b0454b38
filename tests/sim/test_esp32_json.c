/* The microcontroller's JSON: what it takes is exactly what the arena's own scanner takes,
 * apart from what that one looks at in addition (UTF-8, surrogates). */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "robot/esp32/arena_json.h"
#include "robot/wire/scan_json.h"

#include <cmocka.h>

static bool taken(const char *text)
{
    struct arena_slice slice;
    return arena_json_object(text, strlen(text), &slice);
}

static void it_takes_what_is_json(void **state)
{
    (void)state;
    static const char *const good[] = {"{}", " {\t\r\n} ", "{\"a\":1}", "{\"a\":-0.5e+10}",
        "{\"a\":[]}", "{\"a\":[1,2 , 3],\"b\":{\"c\":null}}", "{\"\":true,\"x\":false}",
        "{\"a\":\"\\\"\\\\\\/\\b\\f\\n\\r\\t\\u00e9\"}", "{\"a\":0}", "{\"a\":0.0}",
        "{\"a\":[[[[[[[]]]]]]]}", "{\"a\":\"}\"}", "{\"a\":1E5}"};
    static const char *const bad[] = {"", " ", "{", "}", "[]", "1", "\"a\"", "{a:1}", "{\"a\"}",
        "{\"a\":}", "{\"a\":1,}", "{,}", "{\"a\":1 \"b\":2}", "{\"a\":01}", "{\"a\":+1}",
        "{\"a\":1.}", "{\"a\":.5}", "{\"a\":1e}", "{\"a\":-}", "{\"a\":tru}", "{\"a\":nulll}",
        "{\"a\":\"\n\"}", "{\"a\":\"\\x\"}", "{\"a\":\"\\u12g4\"}", "{\"a\":\"\\u123\"}",
        "{\"a\":\"b}", "{\"a\":[1}", "{\"a\":[1,]}", "{\"a\":{]}", "{\"a\":1}}", "{}{}",
        "{\"a\":[[[[[[[[]]]]]]]]}", "{\"a\":NaN}", "{\"a\":'b'}", "{\"a\":1/**/}"};
    for (unsigned i = 0; i < sizeof(good) / sizeof(good[0]); i++)
        if (!taken(good[i]) || !json_scan(good[i], strlen(good[i])))
            fail_msg("refused: %s", good[i]);
    for (unsigned i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
        if (taken(bad[i]))
            fail_msg("taken: %s", bad[i]);
}

static void a_text_cut_anywhere_is_refused(void **state)
{
    (void)state;
    static const char text[] =
        "{\"a\":[1.5e3,true,null,\"\\u0041\\n\"],\"b\":{\"c\":-0.25,\"d\":[{},[]]}}";
    char exact[sizeof(text)];
    struct arena_slice slice;
    for (size_t length = 0; length < sizeof(text) - 1; length++) {
        memcpy(exact, text, length); /* sanitizers see what is read beyond */
        assert_false(arena_json_object(exact, length, &slice));
    }
    assert_true(arena_json_object(text, sizeof(text) - 1, &slice));
}

static void members_are_found_by_their_whole_name(void **state)
{
    (void)state;
    static const char text[] =
        "{\"xy\":1,\"s\":\"x\",\"o\":{\"x\":2},\"\\u0078\":3, \"x\" : 4 ,"
        "\"x\":5}";
    struct arena_slice object, value;
    double number = 0;
    assert_true(arena_json_object(text, sizeof(text) - 1, &object));
    assert_true(arena_json_member(object, "x", &value));
    assert_true(arena_json_number(value, &number) && number == 4);
    assert_true(arena_json_member(object, "o", &value));
    assert_true(arena_json_member(value, "x", &value));
    assert_true(arena_json_number(value, &number) && number == 2);
    assert_false(arena_json_member(value, "x", &value));
    assert_false(arena_json_member(object, "y", &value));
}

static void values_are_of_one_kind(void **state)
{
    (void)state;
    static const char text[] = "{\"i\":4294967295,\"f\":1.5,\"n\":-1,\"h\":1e999,\"t\":true,"
                               "\"z\":null,\"s\":\"word\",\"e\":\"a\\nb\",\"w\":1e3,"
                               "\"long\":1.00000000000000000000000000000000000001}";
    struct arena_slice object, value;
    double number = -5;
    bool truth = false;
    char word[5];
    assert_true(arena_json_object(text, sizeof(text) - 1, &object));
    assert_true(arena_json_member(object, "i", &value));
    assert_true(arena_json_whole(value, 4294967295.0, &number) && number == 4294967295.0);
    assert_false(arena_json_whole(value, 4294967294.0, &number));
    assert_true(arena_json_member(object, "w", &value));
    assert_true(arena_json_whole(value, 1000, &number) && number == 1000);
    assert_true(arena_json_member(object, "f", &value));
    assert_false(arena_json_whole(value, 10, &number));
    assert_true(arena_json_member(object, "n", &value));
    assert_false(arena_json_whole(value, 10, &number));
    assert_true(arena_json_member(object, "h", &value));
    assert_true(arena_json_number(value, &number) && isinf(number));
    assert_true(arena_json_member(object, "long", &value));
    assert_false(arena_json_number(value, &number));
    assert_true(arena_json_member(object, "t", &value));
    assert_true(arena_json_bool(value, &truth) && truth);
    assert_false(arena_json_number(value, &number));
    assert_true(arena_json_member(object, "z", &value));
    assert_true(arena_json_is_null(value));
    assert_false(arena_json_bool(value, &truth));
    assert_true(arena_json_member(object, "s", &value));
    assert_true(arena_json_string(value, word, sizeof(word)));
    assert_string_equal(word, "word");
    assert_false(arena_json_string(value, word, 4));
    assert_false(arena_json_bool(value, &truth));
    assert_true(arena_json_member(object, "e", &value));
    assert_false(arena_json_string(value, word, sizeof(word)));
}

static void arrays_give_their_elements_in_order(void **state)
{
    (void)state;
    static const char text[] = "{\"a\":[ 1 , [2,3], {\"x\":[4]} ,\"5\" ],\"b\":[]}";
    struct arena_slice object, rest, value;
    unsigned count = 0;
    assert_true(arena_json_object(text, sizeof(text) - 1, &object));
    assert_true(arena_json_member(object, "a", &value));
    assert_true(arena_json_array(value, &rest));
    while (arena_json_next(&rest, &value))
        count++;
    assert_int_equal(count, 4);
    assert_memory_equal(value.at, "\"5\"", 3);
    assert_true(arena_json_member(object, "b", &value));
    assert_true(arena_json_array(value, &rest));
    assert_false(arena_json_next(&rest, &value));
    assert_false(arena_json_array(object, &rest));
}

static void the_writer_escapes_and_never_writes_beyond(void **state)
{
    (void)state;
    char buffer[32];
    struct arena_out out;
    arena_out_begin(&out, buffer, sizeof(buffer));
    arena_out_string(&out, "a\"b\\c\nd");
    arena_out_whole(&out, 4294967295.0);
    arena_out_number(&out, NAN);
    assert_string_equal(buffer, "\"a\\\"b\\\\c d\"4294967295null");
    assert_false(out.cut);
    for (size_t size = 1; size < 12; size++) {
        memset(buffer, '#', sizeof(buffer));
        arena_out_begin(&out, buffer, size);
        arena_out_string(&out, "0123456789");
        assert_true(out.cut);
        assert_int_equal(buffer[size], '#');
        assert_true(strlen(buffer) < size);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(it_takes_what_is_json),
        cmocka_unit_test(a_text_cut_anywhere_is_refused),
        cmocka_unit_test(members_are_found_by_their_whole_name),
        cmocka_unit_test(values_are_of_one_kind),
        cmocka_unit_test(arrays_give_their_elements_in_order),
        cmocka_unit_test(the_writer_escapes_and_never_writes_beyond),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
