/* Asks: each is done once. Source: broker-config/README.md, "Asking".
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/core/bench.h"

#include <cmocka.h>

static void expect_rc(const struct bench *bench, const char *id, enum rc rc)
{
    const struct effect_answer *answer = bench_answer(bench, id);
    assert_non_null(answer);
    assert_string_equal(rc_name(answer->answer.rc), rc_name(rc));
}

static void a_repeated_ask_gets_the_same_answer_and_is_not_done_again(void **state)
{
    struct bench *bench = *state;
    bench_robot_online(bench, "scout1");
    struct input claim =
        bench_ask_input(bench, "player/ann", DEED_DRIVE_CLAIM, "scout1", "ask-0000001");
    bench_take(bench, &claim);
    bench_take(bench, &claim); /* while it is open: one answer, later */
    assert_int_equal(bench_answers(bench, "ask-0000001"), 0);
    bench_state_agrees(bench, "scout1");
    assert_int_equal(bench_answers(bench, "ask-0000001"), 1);
    bench_take(bench, &claim);
    assert_int_equal(bench_answers(bench, "ask-0000001"), 2);
    assert_int_equal(bench_answer(bench, "ask-0000001")->answer.n, 1);
    assert_int_equal(bench_stored_lease(bench, "scout1")->number.n, 1);
}

static void a_repeat_is_answered_the_same_after_a_restart(void **state)
{
    struct bench *bench = *state;
    bench_robot_online(bench, "scout1");
    bench_drive(bench, "player/ann", "scout1", "ask-0000001");
    struct kept_answer before = bench_answer(bench, "ask-0000001")->answer;
    bench_restart(bench);
    bench_broker_up(bench);
    bench_forget(bench);
    bench_ask(bench, "player/ann", DEED_DRIVE_CLAIM, "scout1", "ask-0000001");
    assert_memory_equal(&bench_answer(bench, "ask-0000001")->answer, &before, sizeof before);
    assert_int_equal(bench_stored_lease(bench, "scout1")->number.n, 1);
}

static void a_repeat_after_a_restart_finds_its_answer_though_its_asker_holds_nothing(
    void **state)
{
    struct bench *bench = *state;
    bench_robot_online(bench, "scout1");
    bench_pass(bench, 3 * ASK_KEPT_MS); /* the machine has been up for long */
    bench_status(bench, "scout1");
    bench_drive(bench, "player/ann", "scout1", "ask-0000001");
    bench_ask(bench, "player/ann", DEED_DRIVE_RELEASE, "scout1", "ask-0000002");
    expect_rc(bench, "ask-0000002", RC_OK);
    bench_restart(bench);
    bench_broker_up(bench);
    bench_pass(bench, 3000);
    bench_forget(bench);
    bench_ask(bench, "player/ann", DEED_DRIVE_RELEASE, "scout1", "ask-0000002");
    expect_rc(bench, "ask-0000002", RC_OK);
    assert_int_equal(bench_answers(bench, "ask-0000002"), 1);
}

static void the_same_id_with_other_content_is_a_bad_request(void **state)
{
    struct bench *bench = *state;
    bench_robot_online(bench, "scout1");
    bench_robot_online(bench, "scout2");
    bench_drive(bench, "player/ann", "scout1", "ask-0000001");
    bench_ask(bench, "player/ann", DEED_DRIVE_CLAIM, "scout2", "ask-0000001");
    expect_rc(bench, "ask-0000001", RC_BAD_REQUEST);
    bench_ask(bench, "player/bob", DEED_DRIVE_CLAIM, "scout2", "ask-0000001");
    bench_state_agrees(bench, "scout2");
    expect_rc(bench, "ask-0000001", RC_OK); /* ids are each principal's own */
}

static void a_refusal_is_repeated_too(void **state)
{
    struct bench *bench = *state;
    bench_robot_online(bench, "scout1");
    bench_drive(bench, "player/ann", "scout1", "ask-0000001");
    bench_ask(bench, "player/bob", DEED_DRIVE_CLAIM, "scout1", "ask-0000002");
    bench_ask(bench, "player/ann", DEED_DRIVE_RELEASE, "scout1", "ask-0000003");
    bench_ask(bench, "player/bob", DEED_DRIVE_CLAIM, "scout1", "ask-0000002");
    expect_rc(bench, "ask-0000002", RC_ROBOT_TAKEN);
    assert_int_equal(bench_answers(bench, "ask-0000002"), 2);
}

static void answers_are_forgotten_after_ten_minutes(void **state)
{
    struct bench *bench = *state;
    bench_robot_online(bench, "scout1");
    bench_drive(bench, "player/ann", "scout1", "ask-0000001");
    bench_pass(bench, ASK_KEPT_MS - 1);
    bench_ask(bench, "player/ann", DEED_DRIVE_CLAIM, "scout1", "ask-0000001");
    expect_rc(bench, "ask-0000001", RC_OK);
    bench_pass(bench, 1);
    bench_status(bench, "scout1");
    bench_ask(bench, "player/ann", DEED_DRIVE_CLAIM, "scout1", "ask-0000001");
    bench_state_agrees(bench, "scout1");
    assert_int_equal(bench_answer(bench, "ask-0000001")->answer.n, 2);
}

static void of_one_principal_sixty_four_answers_are_remembered(void **state)
{
    struct bench *bench = *state;
    bench_robot_online(bench, "scout1");
    for (unsigned i = 0; i <= ASKS_PER_PRINCIPAL; i++) {
        char id[32];
        snprintf(id, sizeof id, "ask-1%06u", i);
        bench_ask(bench, "player/ann", i % 2 == 0 ? DEED_DRIVE_QUEUE : DEED_DRIVE_RELEASE,
            "scout1", id);
        expect_rc(bench, id, RC_OK);
    }
    struct core_counts counts;
    core_count(bench->core, &counts);
    assert_int_equal(counts.asks, ASKS_PER_PRINCIPAL);
    uint64_t repeated = counts.asks_repeated;
    bench_ask(bench, "player/ann", DEED_DRIVE_RELEASE, "scout1", "ask-1000001");
    bench_ask(bench, "player/ann", DEED_DRIVE_QUEUE, "scout1", "ask-1000000");
    core_count(bench->core, &counts);
    assert_int_equal(counts.asks_repeated, repeated + 1);
}

static void a_full_table_of_asks_forgets_the_oldest_answer(void **state)
{
    struct bench *bench = *state;
    struct core_config config = core_config_default(4, 8);
    config.max_asks = 4;
    bench_rebuild(bench, &config);
    bench_robot_online(bench, "scout1");
    for (unsigned i = 0; i < 12; i++) {
        char name[32];
        char id[32];
        snprintf(name, sizeof name, "player/p%u", i % 6);
        snprintf(id, sizeof id, "ask-1%06u", i);
        bench_ask(bench, name, i < 6 ? DEED_DRIVE_QUEUE : DEED_DRIVE_RELEASE, "scout1", id);
        expect_rc(bench, id, RC_OK);
    }
}

static void more_than_waits_at_once_is_too_many(void **state)
{
    struct bench *bench = *state;
    struct core_config config = core_config_default(4, 8);
    config.max_asks = 3;
    bench_rebuild(bench, &config);
    bench_robot_online(bench, "scout1");
    bench_forget(bench);
    for (unsigned i = 0; i < 4; i++) {
        char name[32];
        char id[32];
        snprintf(name, sizeof name, "player/p%u", i);
        snprintf(id, sizeof id, "ask-1%06u", i);
        struct input input = bench_ask_input(bench, name, DEED_DRIVE_QUEUE, "scout1", id);
        bench_take_unsettled(bench, &input);
    }
    bench_settle(bench);
    expect_rc(bench, "ask-1000000", RC_OK);
    expect_rc(bench, "ask-1000002", RC_OK);
    expect_rc(bench, "ask-1000003", RC_TOO_MANY_REQUESTS);
}

static void unavailable_is_not_remembered(void **state)
{
    struct bench *bench = *state;
    bench_robot_online(bench, "scout1");
    bench->store.fail_next = 1;
    bench_ask(bench, "player/ann", DEED_DRIVE_QUEUE, "scout1", "ask-0000001");
    expect_rc(bench, "ask-0000001", RC_UNAVAILABLE);
    bench_ask(bench, "player/ann", DEED_DRIVE_QUEUE, "scout1", "ask-0000001");
    expect_rc(bench, "ask-0000001", RC_OK);
    assert_int_equal(bench_stored_lease(bench, "scout1")->queue_count, 1);
}

static void reading_asks_are_answered_each_time(void **state)
{
    struct bench *bench = *state;
    bench_ask(bench, "player/ann", DEED_ROSTER, NULL, "ask-0000001");
    bench_ask(bench, "player/ann", DEED_ROSTER, NULL, "ask-0000001");
    bench_ask(bench, "player/ann", DEED_TOKEN_RENEW, NULL, "ask-0000002");
    assert_int_equal(bench_answers(bench, "ask-0000001"), 2);
    assert_true(bench_answer(bench, "ask-0000002")->token);
    struct core_counts counts;
    core_count(bench->core, &counts);
    assert_int_equal(counts.asks, 0);
}

static void each_deed_is_for_its_kinds_only(void **state)
{
    struct bench *bench = *state;
    static const struct {
        enum deed deed;
        const char *allowed; /* first letters: player watcher referee bot operator Robot */
    } rows[] = {
        {DEED_DRIVE_CLAIM,      "prbo"  },
        {DEED_DRIVE_RELEASE,    "prbo"  },
        {DEED_DRIVE_QUEUE,      "prbo"  },
        {DEED_STOP,             "prbo"  },
        {DEED_CLEAR,            "prbo"  },
        {DEED_ROSTER,           "pwrbo" },
        {DEED_TOKEN_RENEW,      "pwrboR"},
        {DEED_ROBOT_DEREGISTER, "oR"    },
        {DEED_ROBOT_SERVICE,    "o"     },
        {DEED_LEASE_LIST,       "o"     },
        {DEED_INVITE_CREATE,    "o"     },
        {DEED_ENROLMENT_CREATE, "o"     },
        {DEED_CODE_LIST,        "o"     },
        {DEED_CODE_WITHDRAW,    "o"     },
        {DEED_REVOKE,           "o"     },
    };
    static const struct {
        const char *who;
        char letter;
    } people[] = {
        {"player/x",   'p'},
        {"watcher/x",  'w'},
        {"referee/x",  'r'},
        {"bot/x",      'b'},
        {"operator/x", 'o'},
        {"robot/x",    'R'}
    };
    unsigned cells = 0;
    for (unsigned i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        for (unsigned j = 0; j < sizeof people / sizeof people[0]; j++) {
            char id[32];
            snprintf(id, sizeof id, "ask-%03u-%03u", i, j);
            bench_ask(bench, people[j].who, rows[i].deed, "ghost", id);
            bool allowed = strchr(rows[i].allowed, people[j].letter) != NULL;
            enum rc rc = bench_answer(bench, id)->answer.rc;
            bool refused = rc == RC_NOT_ALLOWED;
            /* robots may deregister themselves only, "ghost" is another */
            if (rows[i].deed != DEED_ROBOT_DEREGISTER || people[j].letter != 'R') {
                assert_int_equal(refused, !allowed);
            }
            cells++;
        }
    }
    assert_int_equal(cells, 90);
}

static void the_bridge_and_the_media_server_ask_nothing(void **state)
{
    struct bench *bench = *state;
    bench_ask(bench, "media/janus", DEED_ROSTER, NULL, "ask-0000001");
    bench_ask(bench, "bridge/main", DEED_ROSTER, NULL, "ask-0000002");
    assert_int_equal(bench_count(bench, EFFECT_ANSWER), 0);
}

static void what_is_not_built_yet_says_so(void **state)
{
    struct bench *bench = *state;
    bench_ask(bench, "player/ann", DEED_WATCH, "scout1", "ask-0000001");
    expect_rc(bench, "ask-0000001", RC_UNAVAILABLE);
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, bench_set_up, bench_tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(a_repeated_ask_gets_the_same_answer_and_is_not_done_again),
        CASE(a_repeat_is_answered_the_same_after_a_restart),
        CASE(a_repeat_after_a_restart_finds_its_answer_though_its_asker_holds_nothing),
        CASE(the_same_id_with_other_content_is_a_bad_request),
        CASE(a_refusal_is_repeated_too),
        CASE(answers_are_forgotten_after_ten_minutes),
        CASE(of_one_principal_sixty_four_answers_are_remembered),
        CASE(a_full_table_of_asks_forgets_the_oldest_answer),
        CASE(more_than_waits_at_once_is_too_many),
        CASE(unavailable_is_not_remembered),
        CASE(reading_asks_are_answered_each_time),
        CASE(each_deed_is_for_its_kinds_only),
        CASE(the_bridge_and_the_media_server_ask_nothing),
        CASE(what_is_not_built_yet_says_so),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
