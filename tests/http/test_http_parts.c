/* The parts of the HTTP door that decide without a socket: rates, names, paths, problems,
 * history. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "bridge/adapters/http/exchange.h"
#include "bridge/adapters/http/limiter.h"
#include "bridge/adapters/http/origin.h"
#include "bridge/adapters/http/pages_json.h"
#include "bridge/adapters/http/path.h"
#include "bridge/adapters/http/policy.h"
#include "bridge/adapters/http/problem_json.h"

#include <cmocka.h>

static void so_many_joins_a_minute_and_no_more(void **state)
{
    (void)state;
    static struct limiter limiter;
    memset(&limiter, 0, sizeof limiter);
    limiter.per_minute = 20;
    for (int i = 0; i < 20; i++)
        assert_true(limiter_allows(&limiter, "10.0.0.1", 1000, true));
    assert_false(limiter_allows(&limiter, "10.0.0.1", 1000, true));
    assert_true(limiter_allows(&limiter, "10.0.0.2", 1000, true));
    assert_false(limiter_allows(&limiter, "10.0.0.1", 3999, true));
    assert_true(limiter_allows(&limiter, "10.0.0.1", 4000, true));
    assert_false(limiter_allows(&limiter, "10.0.0.1", 4000, true));
    unsigned allowed = 0;
    for (int i = 0; i < 100; i++)
        allowed += limiter_allows(&limiter, "10.0.0.1", 10000000, true) ? 1 : 0;
    assert_int_equal(allowed, 20); /* a long pause saves up one minute's worth */
}

static void looking_uses_nothing_up(void **state)
{
    (void)state;
    static struct limiter limiter;
    memset(&limiter, 0, sizeof limiter);
    limiter.per_minute = 1;
    for (int i = 0; i < 100; i++)
        assert_true(limiter_allows(&limiter, "10.0.0.1", 1000, false));
    assert_true(limiter_allows(&limiter, "10.0.0.1", 1000, true));
    assert_false(limiter_allows(&limiter, "10.0.0.1", 1000, false));
}

static void more_addresses_than_places_forget_the_quietest(void **state)
{
    (void)state;
    static struct limiter limiter;
    char address[32];
    memset(&limiter, 0, sizeof limiter);
    limiter.per_minute = 1;
    for (unsigned i = 0; i < 3 * LIMITER_ADDRESSES; i++) {
        (void)snprintf(address, sizeof address, "10.0.%u.%u", i / 256, i % 256);
        assert_true(limiter_allows(&limiter, address, 1000 + i, true));
        assert_false(limiter_allows(&limiter, address, 1000 + i, true));
    }
}

static void only_what_routes_can_be_is_a_path(void **state)
{
    (void)state;
    static const char *const GOOD[] = {
        "/", "/a", "/a/", "/a-b_c.d~/e", "/api/v1/robots/scout1"};
    static const char *const BAD[] = {"", "a", "//", "/a//b", "/.", "/..", "/a/../b", "/.git",
        "/a b", "/a\\b", "/%41", "/a?b", "/a;b", "/\xc3\xa9", "/a\x01"};
    for (size_t i = 0; i < sizeof GOOD / sizeof GOOD[0]; i++)
        assert_true(path_valid(GOOD[i]));
    for (size_t i = 0; i < sizeof BAD / sizeof BAD[0]; i++)
        assert_false(path_valid(BAD[i]));
}

static void a_pattern_gives_its_id_and_only_an_id(void **state)
{
    (void)state;
    char param[PATH_PARAM_SIZE];
    assert_true(path_matches("/r/{id}/t", "/r/scout1/t", param));
    assert_string_equal(param, "scout1");
    assert_true(path_matches("/r", "/r", param));
    assert_string_equal(param, "");
    assert_false(path_matches("/r/{id}", "/r/Scout", param));
    assert_false(path_matches("/r/{id}", "/r/", param));
    assert_false(path_matches("/r/{id}", "/r", param));
    assert_false(path_matches("/r", "/r/", param));
    assert_false(path_matches("/r/{id}", "/r/a/b", param));
}

static void addresses_and_our_names_are_hosts_others_are_not(void **state)
{
    (void)state;
    static const char *const GOOD[] = {"localhost", "127.0.0.1:8090", "[::1]:1", "10.1.2.3",
        "box", "BOX.local:8090", "arena.example", "arena.example:443", "other.example:99"};
    static const char *const BAD[] = {"", "evil.example", "box.evil", "boxer", "x:y", "[::1",
        "arena.example.evil", "other.example", "1.2.3", "a@b", "box.localx"};
    for (size_t i = 0; i < sizeof GOOD / sizeof GOOD[0]; i++)
        assert_true(host_allowed(GOOD[i], "box", "arena.example, other.example:99"));
    for (size_t i = 0; i < sizeof BAD / sizeof BAD[0]; i++)
        assert_false(host_allowed(BAD[i], "box", "arena.example, other.example:99"));
    assert_false(host_allowed(".local", "", ""));
}

static void names_that_change_with_their_content_last(void **state)
{
    (void)state;
    static const char *const GOOD[] = {"/assets/chunk-ABCD2345.js", "/assets/a-b-ZZZZ7777.css",
        "/assets/icon-ABCDEFGH.svg", "/assets/deep/x-ABCDEFGH.woff2"};
    static const char *const BAD[] = {"/index.html", "/assets/main.js", "/main-ABCD2345.js",
        "/assets/main-ABCD234.js", "/assets/main-ABCD23456.js", "/assets/main-abcd2345.js",
        "/assets/main-ABCD2341.js", "/assets/main-ABCD2345", "/assets/ABCD2345.js"};
    for (size_t i = 0; i < sizeof GOOD / sizeof GOOD[0]; i++)
        assert_true(files_name_lasts(GOOD[i]));
    for (size_t i = 0; i < sizeof BAD / sizeof BAD[0]; i++)
        assert_false(files_name_lasts(BAD[i]));
}

static void the_policy_names_the_broker_as_narrowly_as_it_can(void **state)
{
    (void)state;
    static const char *const CASES[][2] = {
        {"ws://10.0.0.5:9001",           "'self' ws://10.0.0.5:9001"     },
        {"wss://arena.example/mqtt?x=1", "'self' wss://arena.example"    },
        {"wss://arena.example:443",      "'self' wss://arena.example:443"},
        {"ws://[::1]:9001",              "'self' ws:"                    },
        {"wss://a;script-src",           "'self' wss:"                   },
        {"wss://a,b",                    "'self' wss:"                   },
        {"",                             "'self' "                       },
    };
    for (size_t i = 0; i < sizeof CASES / sizeof CASES[0]; i++) {
        char buffer[1024];
        struct text text;
        text_init(&text, buffer, sizeof buffer);
        policy_write(&text, CASES[i][0]);
        assert_false(text.cut);
        assert_string_equal(
            strstr(buffer, "connect-src ") + strlen("connect-src "), CASES[i][1]);
    }
}

static void every_public_code_has_a_number_and_internal_ones_are_unavailable(void **state)
{
    (void)state;
    for (int rc = 0; rc < RC_WIRE_COUNT_; rc++) {
        char text[512];
        int status = status_of_rc((enum rc)rc);
        assert_true(status >= 200 && status < 600);
        assert_true(problem_to_json((enum rc)rc, status, NULL, text, sizeof text) > 0);
        assert_non_null(strstr(text, rc_name((enum rc)rc)));
    }
    assert_int_equal(status_of_rc(RC_IO), 503);
}

static void a_detail_that_does_not_fit_is_left_out(void **state)
{
    (void)state;
    char detail[600], text[512];
    memset(detail, 'x', sizeof detail);
    detail[sizeof detail - 1] = '\0';
    assert_true(problem_to_json(RC_BAD_REQUEST, 400, detail, text, sizeof text) > 0);
    assert_null(strstr(text, "xxx"));
    assert_non_null(strstr(text, "bad_request"));
}

static void history_groups_points_by_field(void **state)
{
    (void)state;
    char buffer[512];
    struct history history = {.field = ""};
    struct telemetry_query query = {.robot = "scout1", .from = 1, .to = 9};
    struct telemetry_point points[] = {
        {.at = 1, .field = "battery", .count = 2, .min = 1,  .mean = 1.5, .max = 2 },
        {.at = 2, .field = "battery", .count = 1, .min = 3,  .mean = 3,   .max = 3 },
        {.at = 1, .field = "a\"b",    .count = 1, .min = -1, .mean = -1,  .max = -1},
    };
    text_init(&history.text, buffer, sizeof buffer);
    history_begin(&history, &query);
    for (int i = 0; i < 3; i++)
        history_add(&history, &points[i]);
    history_end(&history);
    assert_string_equal(buffer,
        "{\"robot\":\"scout1\",\"from\":1,\"to\":9,\"fields\":{\"battery\":[[1,2,1,1.5,2],"
        "[2,1,3,3,3]],\"a\\\"b\":[[1,1,-1,-1,-1]]}}");
}

static void when_all_exchanges_are_taken_there_is_none(void **state)
{
    (void)state;
    static struct exchanges exchanges;
    struct exchange *last = NULL;
    memset(&exchanges, 0, sizeof exchanges);
    for (int i = 0; i < EXCHANGES; i++)
        assert_non_null(last = exchange_begin(&exchanges, 0));
    assert_null(exchange_begin(&exchanges, 0));
    uint64_t id = last->id;
    exchange_end(last);
    assert_null(exchange_find(&exchanges, id));
    last = exchange_begin(&exchanges, 0);
    assert_non_null(last);
    assert_int_not_equal(last->id, id);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(so_many_joins_a_minute_and_no_more),
        cmocka_unit_test(looking_uses_nothing_up),
        cmocka_unit_test(more_addresses_than_places_forget_the_quietest),
        cmocka_unit_test(only_what_routes_can_be_is_a_path),
        cmocka_unit_test(a_pattern_gives_its_id_and_only_an_id),
        cmocka_unit_test(addresses_and_our_names_are_hosts_others_are_not),
        cmocka_unit_test(names_that_change_with_their_content_last),
        cmocka_unit_test(the_policy_names_the_broker_as_narrowly_as_it_can),
        cmocka_unit_test(every_public_code_has_a_number_and_internal_ones_are_unavailable),
        cmocka_unit_test(a_detail_that_does_not_fit_is_left_out),
        cmocka_unit_test(history_groups_points_by_field),
        cmocka_unit_test(when_all_exchanges_are_taken_there_is_none),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
