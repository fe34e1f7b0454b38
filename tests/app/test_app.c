/* The app with fakes for all ports: what is heard reaches the core, what is decided reaches the
 * right port in the right order, and nothing that must last is said before it is stored.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bridge/app/app.h"
#include "tests/support/fake_ports.h"

#include <cmocka.h>

struct fixture {
    struct fake_ports fake;
    struct app *app;
    struct core_config config;
};

static void take(struct fixture *fixture, enum input_kind kind)
{
    struct input input = {.kind = kind};
    if (kind == INPUT_BROKER_UP) {
        memcpy(input.broker.conn.text, "conn-1", 7);
    }
    app_take(fixture->app, &input);
    (void)app_pass(fixture->app);
}

static int set_up(void **state)
{
    struct fixture *fixture = calloc(1, sizeof *fixture);
    fake_ports_init(&fixture->fake);
    fixture->config = core_config_default(16, 64);
    struct ports ports = fake_ports_of(&fixture->fake);
    fixture->app = app_create(&fixture->config, &ports);
    assert_non_null(fixture->app);
    assert_int_equal(app_load(fixture->app), RC_OK);
    take(fixture, INPUT_BROKER_UP);
    take(fixture, INPUT_EAR_UP);
    fake_ports_forget(&fixture->fake);
    *state = fixture;
    return 0;
}

static int tear_down(void **state)
{
    struct fixture *fixture = *state;
    app_destroy(fixture->app);
    fake_ports_finish(&fixture->fake);
    free(fixture);
    return 0;
}

static void hear_only(struct fixture *fixture, const char *topic, const char *payload)
{
    struct heard heard = {.payload = payload, .length = strlen(payload)};
    assert_true(topic_parse(WIRE_ROOT_DEFAULT, topic, strlen(topic), &heard.topic));
    app_hear(fixture->app, &heard);
}

static void hear(struct fixture *fixture, const char *topic, const char *payload)
{
    hear_only(fixture, topic, payload);
    (void)app_pass(fixture->app);
}

static void pass(struct fixture *fixture, uint64_t ms)
{
    uint64_t until = fixture->fake.now + ms;
    uint64_t next = app_pass(fixture->app);
    while (next <= until) {
        if (next > fixture->fake.now) {
            fixture->fake.wall += next - fixture->fake.now;
            fixture->fake.now = next;
        }
        next = app_pass(fixture->app);
    }
    fixture->fake.wall += until - fixture->fake.now;
    fixture->fake.now = until;
}

#define ROBOT "arena/v1/robot/scout1/"
#define ANN   "arena/v1/player/ann/"

static void robot_comes(struct fixture *fixture)
{
    hear(fixture, ROBOT "all/presence",
        "{\"state\":\"online\",\"boot\":\"b1\",\"conn\":\"c1\",\"ts\":1}");
    hear(fixture, ROBOT "all/card",
        "{\"id\":\"scout1\",\"name\":\"Scout\",\"max_message\":1024}");
    hear(fixture, ROBOT "bridge/main/state",
        "{\"c\":5,\"n\":0,\"rev\":0,\"highest\":0,\"mode\":\"idle\",\"idle_ms\":0}");
}

/* All zero when there is none. */
static const struct answer *last_answer(const struct fixture *fixture)
{
    static const struct answer none;
    const struct fake_say *say = fake_ports_last(&fixture->fake, FAKE_ANSWER);
    return say == NULL ? &none : say->answer;
}

static bool is_answered(const struct fixture *fixture)
{
    return fake_ports_count(&fixture->fake, FAKE_ANSWER) > 0;
}

static void a_claim_goes_from_the_ask_to_the_answer(void **state)
{
    struct fixture *fixture = *state;
    robot_comes(fixture);
    hear(fixture, ANN "bridge/main/ask",
        "{\"id\":\"0123456789a\",\"do\":\"drive.claim\",\"robot\":\"scout1\"}");
    const struct fake_say *lease = fake_ports_last(&fixture->fake, FAKE_LEASE);
    assert_int_equal(lease->lease.number.n, 1);
    assert_int_equal(lease->max_message, 1024);
    assert_string_equal(lease->lease.driver.id, "ann");
    assert_false(is_answered(fixture));
    hear(fixture, ROBOT "bridge/main/state",
        "{\"c\":9,\"n\":1,\"rev\":1,\"highest\":1,\"mode\":\"idle\",\"idle_ms\":0}");
    const struct answer *answer = last_answer(fixture);
    assert_string_equal(answer->id, "0123456789a");
    assert_int_equal(answer->rc, RC_OK);
    assert_int_equal(answer->n, 1);
    const struct fake_say *me = fake_ports_last(&fixture->fake, FAKE_ME);
    assert_int_equal(me->me.lease_count, 1);
}

static void a_malformed_ask_is_answered_with_the_member_to_mend(void **state)
{
    struct fixture *fixture = *state;
    hear(fixture, ANN "bridge/main/ask",
        "{\"id\":\"0123456789a\",\"do\":\"drive.claim\",\"robot\":7}");
    const struct answer *answer = last_answer(fixture);
    assert_int_equal(answer->rc, RC_BAD_REQUEST);
    assert_string_equal(answer->id, "0123456789a");
    assert_non_null(strstr(answer->message, "robot"));
    fake_ports_forget(&fixture->fake);
    hear(fixture, ANN "bridge/main/ask", "{\"do\":\"drive.claim\"}");
    hear(fixture, ANN "bridge/main/ask", "not json");
    assert_false(is_answered(fixture));
    struct app_counts counts;
    app_count(fixture->app, &counts);
    assert_int_equal(counts.malformed, 3);
}

static void what_a_sender_may_not_say_is_dropped(void **state)
{
    struct fixture *fixture = *state;
    robot_comes(fixture);
    static const char *const topics[] = {
        ANN "all/card",
        ANN "all/status",
        ANN "bridge/main/state",
        ANN "all/ask",
        ROBOT "all/ask",
        ROBOT "player/ann/link",
        "arena/v1/media/janus/bridge/main/ask",
        "arena/v1/bridge/main/all/presence",
        ANN "robot/scout1/drive",
    };
    for (unsigned i = 0; i < sizeof topics / sizeof topics[0]; i++) {
        hear(fixture, topics[i], "{\"id\":\"0123456789a\",\"do\":\"roster\"}");
    }
    struct app_counts counts;
    app_count(fixture->app, &counts);
    assert_int_equal(counts.foreign, sizeof topics / sizeof topics[0]);
    assert_int_equal(counts.malformed, 0);
}

static void a_card_of_another_robot_is_dropped(void **state)
{
    struct fixture *fixture = *state;
    hear(fixture, ROBOT "all/card", "{\"id\":\"scout2\",\"name\":\"Liar\"}");
    struct roster_entry entry;
    assert_false(core_roster_entry(app_core(fixture->app), "scout2", &entry));
    assert_false(core_roster_entry(app_core(fixture->app), "scout1", &entry));
}

static void the_brokers_memory_of_an_ask_is_not_an_ask(void **state)
{
    struct fixture *fixture = *state;
    const char *payload = "{\"id\":\"0123456789a\",\"do\":\"roster\"}";
    struct heard heard = {.payload = payload, .length = strlen(payload), .retained = true};
    const char *topic = ANN "bridge/main/ask";
    assert_true(topic_parse(WIRE_ROOT_DEFAULT, topic, strlen(topic), &heard.topic));
    app_hear(fixture->app, &heard);
    (void)app_pass(fixture->app);
    assert_false(is_answered(fixture));
}

static void the_roster_is_answered_with_its_page(void **state)
{
    struct fixture *fixture = *state;
    robot_comes(fixture);
    hear(fixture, ANN "bridge/main/ask", "{\"id\":\"0123456789a\",\"do\":\"roster\"}");
    const struct answer *answer = last_answer(fixture);
    assert_true(answer->has_robots);
    assert_int_equal(answer->robot_count, 1);
    assert_string_equal(answer->robots[0].name, "Scout");
    assert_true(answer->has_rev);
}

static void leases_are_answered_to_operators(void **state)
{
    struct fixture *fixture = *state;
    robot_comes(fixture);
    hear(fixture, "arena/v1/operator/op/bridge/main/ask",
        "{\"id\":\"0123456789a\",\"do\":\"lease.list\"}");
    assert_true(last_answer(fixture)->has_leases);
    assert_int_equal(last_answer(fixture)->lease_count, 0);
}

static void a_token_is_minted_for_the_asker(void **state)
{
    struct fixture *fixture = *state;
    hear(fixture, ANN "bridge/main/ask", "{\"id\":\"0123456789a\",\"do\":\"token.renew\"}");
    assert_string_equal(last_answer(fixture)->token, "player/ann 1700000000");
    fixture->fake.no_keys = true;
    hear(fixture, ANN "bridge/main/ask", "{\"id\":\"0123456789b\",\"do\":\"token.renew\"}");
    assert_int_equal(last_answer(fixture)->rc, RC_UNAVAILABLE);
    assert_string_equal(last_answer(fixture)->token, "");
}

static void a_failing_store_grants_nothing(void **state)
{
    struct fixture *fixture = *state;
    robot_comes(fixture);
    fake_ports_forget(&fixture->fake);
    fixture->fake.store.failing = true;
    hear(fixture, ANN "bridge/main/ask",
        "{\"id\":\"0123456789a\",\"do\":\"drive.claim\",\"robot\":\"scout1\"}");
    assert_int_equal(last_answer(fixture)->rc, RC_UNAVAILABLE);
    assert_int_equal(fake_ports_count(&fixture->fake, FAKE_LEASE), 0);
    struct app_counts counts;
    app_count(fixture->app, &counts);
    assert_true(counts.store_failures > 0);
}

static void an_ending_reaches_the_robot_before_anybody_else(void **state)
{
    struct fixture *fixture = *state;
    robot_comes(fixture);
    hear(fixture, ANN "bridge/main/ask",
        "{\"id\":\"0123456789a\",\"do\":\"drive.claim\",\"robot\":\"scout1\"}");
    hear(fixture, ROBOT "bridge/main/state",
        "{\"c\":9,\"n\":1,\"rev\":1,\"highest\":1,\"mode\":\"idle\",\"idle_ms\":0}");
    pass(fixture, 300);
    fake_ports_forget(&fixture->fake);
    hear(fixture, ANN "bridge/main/ask",
        "{\"id\":\"0123456789b\",\"do\":\"drive.release\",\"robot\":\"scout1\"}");
    assert_true(fixture->fake.count >= 3);
    assert_int_equal(fixture->fake.says[0].kind, FAKE_LEASE);
    assert_true(principal_is_nobody(&fixture->fake.says[0].lease.driver));
    assert_int_equal(fake_ports_count(&fixture->fake, FAKE_ANSWER), 1);
    assert_int_equal(fake_ports_last(&fixture->fake, FAKE_ME)->me.lease_count, 0);
}

static void many_claims_settle_in_few_transactions(void **state)
{
    struct fixture *fixture = *state;
    robot_comes(fixture);
    uint64_t before = fixture->fake.store.transactions;
    for (unsigned i = 0; i < 40; i++) {
        char topic[96];
        char payload[128];
        snprintf(topic, sizeof topic, "arena/v1/player/p%u/bridge/main/ask", i);
        snprintf(payload, sizeof payload,
            "{\"id\":\"0123456789a%u\",\"do\":\"drive.queue\",\"robot\":\"scout1\"}", i);
        hear_only(fixture, topic, payload);
    }
    (void)app_pass(fixture->app);
    assert_int_equal(fake_ports_count(&fixture->fake, FAKE_ANSWER), 40);
    assert_true(fixture->fake.store.transactions - before <= 2);
}

static void more_than_a_batch_of_answers_loses_none(void **state)
{
    struct fixture *fixture = *state;
    for (unsigned i = 0; i < 1000; i++) {
        char payload[128];
        snprintf(payload, sizeof payload, "{\"id\":\"0123456789a%u\",\"do\":\"roster\"}", i);
        hear_only(fixture, ANN "bridge/main/ask", payload);
    }
    (void)app_pass(fixture->app);
    assert_int_equal(fake_ports_count(&fixture->fake, FAKE_ANSWER), 1000);
}

static void a_join_is_replied_to_with_a_token(void **state)
{
    struct fixture *fixture = *state;
    hear(fixture, "arena/v1/operator/op/bridge/main/ask",
        "{\"id\":\"0123456789a\",\"do\":\"invite.create\",\"kind\":\"player\"}");
    struct input input = {.kind = INPUT_JOIN, .join = {.request = 7}};
    const struct answer *made = last_answer(fixture);
    assert_true(made->code[0] != '\0');
    memcpy(input.join.code, made->code, sizeof input.join.code);
    app_slug("  Ann Of Green-Gables & Co., Ltd. and more ", input.join.slug);
    assert_string_equal(input.join.slug, "ann-of-green-gables-co");
    app_take(fixture->app, &input);
    (void)app_pass(fixture->app);
    const struct fake_say *reply = fake_ports_last(&fixture->fake, FAKE_REPLY);
    assert_int_equal(reply->request, 7);
    assert_int_equal(reply->reply.rc, RC_OK);
    assert_int_equal(strlen(reply->reply.principal.id), 31);
    assert_non_null(strstr(reply->reply.token, reply->reply.principal.id));
}

static void a_name_without_letters_makes_a_guest(void **state)
{
    (void)state;
    char slug[SLUG_SIZE];
    app_slug("\xe2\x98\x83 ---", slug);
    assert_string_equal(slug, "guest");
    app_slug("", slug);
    assert_string_equal(slug, "guest");
    app_slug("ABC", slug);
    assert_string_equal(slug, "abc");
}

static void an_eviction_the_port_refuses_is_ordered_again(void **state)
{
    struct fixture *fixture = *state;
    robot_comes(fixture);
    fixture->fake.evicts_refused = true;
    hear(fixture, ROBOT "bridge/main/ask",
        "{\"id\":\"0123456789a\",\"do\":\"robot.deregister\"}");
    assert_int_equal(last_answer(fixture)->rc, RC_OK);
    assert_int_equal(fake_ports_count(&fixture->fake, FAKE_EVICT), 0);
    fixture->fake.evicts_refused = false;
    pass(fixture, 5000);
    const struct fake_say *evict = fake_ports_last(&fixture->fake, FAKE_EVICT);
    assert_string_equal(evict->token, "robot/scout1 1700000005");
}

static void the_answer_goes_out_before_the_revocation_cuts_its_reader_off(void **state)
{
    struct fixture *fixture = *state;
    robot_comes(fixture);
    fake_ports_forget(&fixture->fake);
    hear(fixture, ROBOT "bridge/main/ask",
        "{\"id\":\"0123456789a\",\"do\":\"robot.deregister\"}");
    unsigned answered = 0;
    unsigned revoked = 0;
    for (unsigned i = 0; i < fixture->fake.count; i++) {
        answered = fixture->fake.says[i].kind == FAKE_ANSWER ? i + 1 : answered;
        revoked = fixture->fake.says[i].kind == FAKE_REVOKED ? i + 1 : revoked;
    }
    assert_true(answered > 0 && answered < revoked);
}

static void statuses_go_to_the_history_in_batches(void **state)
{
    struct fixture *fixture = *state;
    robot_comes(fixture);
    for (unsigned i = 0; i < 10; i++) {
        hear(fixture, ROBOT "all/status", "{\"battery\":50,\"speed\":0.5,\"ts\":1}");
    }
    assert_int_equal(fixture->fake.store.telemetry_count, 0);
    pass(fixture, 1000);
    assert_int_equal(fixture->fake.store.telemetry_count, 10);
    assert_int_equal(fixture->fake.store.telemetry[0].field_count, 2);
    for (unsigned i = 0; i < 64; i++) {
        hear_only(fixture, ROBOT "all/status", "{\"battery\":50}");
    }
    assert_int_equal(fixture->fake.store.telemetry_count, 74);
}

static void what_was_kept_comes_back(void **state)
{
    struct fixture *fixture = *state;
    robot_comes(fixture);
    hear(fixture, ANN "bridge/main/ask",
        "{\"id\":\"0123456789a\",\"do\":\"drive.claim\",\"robot\":\"scout1\"}");
    hear(fixture, ROBOT "bridge/main/state",
        "{\"c\":9,\"n\":1,\"rev\":1,\"highest\":1,\"mode\":\"idle\",\"idle_ms\":0}");
    app_destroy(fixture->app);
    struct ports ports = fake_ports_of(&fixture->fake);
    fixture->app = app_create(&fixture->config, &ports);
    assert_int_equal(app_load(fixture->app), RC_OK);
    struct roster_entry entry;
    assert_true(core_roster_entry(app_core(fixture->app), "scout1", &entry));
    assert_string_equal(entry.driver.id, "ann");
    take(fixture, INPUT_BROKER_UP);
    fake_ports_forget(&fixture->fake);
    hear(fixture, ANN "bridge/main/ask",
        "{\"id\":\"0123456789a\",\"do\":\"drive.claim\",\"robot\":\"scout1\"}");
    assert_int_equal(last_answer(fixture)->n, 1);
}

static void without_a_broker_nothing_is_said_and_nothing_breaks(void **state)
{
    struct fixture *fixture = *state;
    robot_comes(fixture);
    fixture->fake.disconnected = true;
    hear(fixture, ANN "bridge/main/ask", "{\"id\":\"0123456789a\",\"do\":\"roster\"}");
    struct app_counts counts;
    app_count(fixture->app, &counts);
    assert_true(counts.say_failures > 0);
    take(fixture, INPUT_BROKER_DOWN);
    pass(fixture, 60000);
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(a_claim_goes_from_the_ask_to_the_answer),
        CASE(a_malformed_ask_is_answered_with_the_member_to_mend),
        CASE(what_a_sender_may_not_say_is_dropped),
        CASE(a_card_of_another_robot_is_dropped),
        CASE(the_brokers_memory_of_an_ask_is_not_an_ask),
        CASE(the_roster_is_answered_with_its_page),
        CASE(leases_are_answered_to_operators),
        CASE(a_token_is_minted_for_the_asker),
        CASE(a_failing_store_grants_nothing),
        CASE(an_ending_reaches_the_robot_before_anybody_else),
        CASE(many_claims_settle_in_few_transactions),
        CASE(more_than_a_batch_of_answers_loses_none),
        CASE(a_join_is_replied_to_with_a_token),
        CASE(a_name_without_letters_makes_a_guest),
        CASE(an_eviction_the_port_refuses_is_ordered_again),
        CASE(the_answer_goes_out_before_the_revocation_cuts_its_reader_off),
        CASE(statuses_go_to_the_history_in_batches),
        CASE(what_was_kept_comes_back),
        CASE(without_a_broker_nothing_is_said_and_nothing_breaks),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
