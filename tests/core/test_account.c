/* Invites, enrolments, registration, deregistration, revocation, service.
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

static struct input input_now(const struct bench *bench, enum input_kind kind)
{
    struct input input;
    memset(&input, 0, sizeof input);
    input.kind = kind;
    input.wall = BENCH_WALL + bench->now;
    return input;
}

static struct kept_answer invite(struct bench *bench, enum kind kind, uint32_t uses)
{
    struct input input =
        bench_ask_input(bench, "operator/op", DEED_INVITE_CREATE, NULL, "ask-invite1");
    input.ask.ask.kind = kind;
    input.ask.ask.uses = uses;
    bench_take(bench, &input);
    return bench_answer(bench, "ask-invite1")->answer;
}

static struct kept_answer enrolment(struct bench *bench, uint32_t uses)
{
    struct input input =
        bench_ask_input(bench, "operator/op", DEED_ENROLMENT_CREATE, NULL, "ask-enrol01");
    input.ask.ask.uses = uses;
    bench_take(bench, &input);
    return bench_answer(bench, "ask-enrol01")->answer;
}

static const struct effect_reply *join(
    struct bench *bench, const char *slug, const char *suffix, const char *code)
{
    static uint64_t request = 100;
    struct input input = input_now(bench, INPUT_JOIN);
    input.join.request = ++request;
    memcpy(input.join.slug, slug, strlen(slug) + 1);
    memcpy(input.join.code, code, strlen(code) + 1);
    memcpy(input.join.fresh.suffix, suffix, strlen(suffix) + 1);
    bench_take(bench, &input);
    return bench_reply(bench, request);
}

static const struct effect_reply *enrol(
    struct bench *bench, const char *id, const char *code, const char *bearer)
{
    static uint64_t request = 1000;
    struct input input = input_now(bench, INPUT_REGISTER);
    input.registration.request = ++request;
    memcpy(input.registration.id, id, strlen(id) + 1);
    memcpy(input.registration.code, code, strlen(code) + 1);
    input.registration.card = (struct robot_card){.name = "By HTTP",
        .status_ms = 1000,
        .deadman_ms = 250,
        .max_age_ms = 500,
        .max_message = 1024};
    if (bearer != NULL) {
        input.registration.bearer = who(bearer);
    }
    bench_take(bench, &input);
    return bench_reply(bench, request);
}

static uint64_t take_away(struct bench *bench, const char *id, const char *bearer)
{
    static uint64_t request = 2000;
    struct input input = input_now(bench, INPUT_DEREGISTER);
    input.deregister.request = ++request;
    memcpy(input.deregister.id, id, strlen(id) + 1);
    if (bearer != NULL) {
        input.deregister.bearer = who(bearer);
    }
    bench_take(bench, &input);
    return request;
}

static void evicted(struct bench *bench, const char *id, bool done)
{
    struct input input = input_now(bench, INPUT_EVICTED);
    memcpy(input.evicted.id, id, strlen(id) + 1);
    input.evicted.done = done;
    bench_take(bench, &input);
}

static void an_invite_makes_people_of_its_kind(void **state)
{
    struct bench *bench = *state;
    struct kept_answer made = invite(bench, KIND_REFEREE, 2);
    assert_string_not_equal(made.code, "");
    assert_int_equal(made.expires, (BENCH_WALL + bench->now) / 1000 + 86400);
    const struct effect_reply *reply = join(bench, "ann", "x7k2p9qa", made.code);
    assert_int_equal(reply->rc, RC_OK);
    assert_int_equal(reply->principal.kind, KIND_REFEREE);
    assert_string_equal(reply->principal.id, "ann-x7k2p9qa");
    assert_true(reply->token);
}

static void an_invite_has_so_many_places(void **state)
{
    struct bench *bench = *state;
    struct kept_answer made = invite(bench, KIND_PLAYER, 2);
    assert_int_equal(join(bench, "ann", "aaaaaaaa", made.code)->rc, RC_OK);
    assert_int_equal(join(bench, "ann", "bbbbbbbb", made.code)->rc, RC_OK);
    assert_int_equal(join(bench, "ann", "cccccccc", made.code)->rc, RC_USED_UP);
    assert_int_equal(join(bench, "ann", "dddddddd", "no-such-code")->rc, RC_UNKNOWN_CODE);
    bench_restart(bench);
    bench_broker_up(bench);
    assert_int_equal(join(bench, "ann", "eeeeeeee", made.code)->rc, RC_USED_UP);
}

static void an_invite_expires(void **state)
{
    struct bench *bench = *state;
    struct kept_answer made = invite(bench, KIND_PLAYER, 2);
    bench_pass(bench, 86400u * 1000);
    assert_int_equal(join(bench, "ann", "aaaaaaaa", made.code)->rc, RC_EXPIRED);
}

static void a_join_that_cannot_be_stored_uses_no_place(void **state)
{
    struct bench *bench = *state;
    struct kept_answer made = invite(bench, KIND_PLAYER, 1);
    bench->store.fail_next = 1;
    assert_int_equal(join(bench, "ann", "aaaaaaaa", made.code)->rc, RC_UNAVAILABLE);
    assert_int_equal(join(bench, "ann", "bbbbbbbb", made.code)->rc, RC_OK);
}

static void an_invite_that_cannot_be_stored_does_not_exist(void **state)
{
    struct bench *bench = *state;
    bench->store.fail_next = 1;
    invite(bench, KIND_PLAYER, 1);
    expect_rc(bench, "ask-invite1", RC_UNAVAILABLE);
    struct core_counts counts;
    core_count(bench->core, &counts);
    assert_int_equal(counts.invites, 0);
}

static void invites_are_for_people_only(void **state)
{
    struct bench *bench = *state;
    static const enum kind kinds[] = {KIND_NONE, KIND_ROBOT, KIND_BRIDGE, KIND_MEDIA};
    for (unsigned i = 0; i < sizeof kinds / sizeof kinds[0]; i++) {
        char id[16];
        snprintf(id, sizeof id, "ask-000000%u", i);
        struct input input =
            bench_ask_input(bench, "operator/op", DEED_INVITE_CREATE, NULL, id);
        input.ask.ask.kind = kinds[i];
        bench_take(bench, &input);
        expect_rc(bench, id, RC_BAD_REQUEST);
    }
}

static void a_place_is_bound_to_the_robot_that_took_it(void **state)
{
    struct bench *bench = *state;
    struct kept_answer made = enrolment(bench, 1);
    assert_int_equal(enrol(bench, "scout1", made.code, NULL)->rc, RC_OK);
    assert_int_equal(enrol(bench, "scout2", made.code, NULL)->rc, RC_USED_UP);
    assert_int_equal(enrol(bench, "scout1", made.code, NULL)->rc, RC_OK);
    assert_string_equal(bench_roster(bench, "scout1").name, "By HTTP");
    bench_restart(bench);
    bench_broker_up(bench);
    assert_int_equal(enrol(bench, "scout1", made.code, NULL)->rc, RC_OK);
    assert_int_equal(enrol(bench, "scout2", made.code, NULL)->rc, RC_USED_UP);
}

static void an_id_that_is_taken_needs_its_own_code_or_token(void **state)
{
    struct bench *bench = *state;
    bench_robot_online(bench, "scout1");
    struct kept_answer made = enrolment(bench, 5);
    assert_int_equal(enrol(bench, "scout1", made.code, NULL)->rc, RC_NOT_ALLOWED);
    assert_int_equal(enrol(bench, "scout1", "", NULL)->rc, RC_UNAUTHORIZED);
    assert_int_equal(enrol(bench, "scout1", "", "robot/scout2")->rc, RC_UNAUTHORIZED);
    assert_int_equal(enrol(bench, "scout1", "", "robot/scout1")->rc, RC_OK);
    assert_int_equal(enrol(bench, "scout3", "wrong", NULL)->rc, RC_UNKNOWN_CODE);
}

static void deregistering_ends_the_lease_then_evicts(void **state)
{
    struct bench *bench = *state;
    bench_robot_online(bench, "scout1");
    bench_drive(bench, "player/ann", "scout1", "ask-0000001");
    bench_forget(bench);
    uint64_t request = take_away(bench, "scout1", "robot/scout1");
    assert_true(principal_is_nobody(&bench_stored_lease(bench, "scout1")->driver));
    assert_int_equal(bench_count(bench, EFFECT_REVOKED), 1);
    assert_int_equal(bench_count(bench, EFFECT_EVICT), 1);
    assert_null(bench_reply(bench, request));
    bench_robot_says_presence(bench, "scout1", ANNOUNCED_ONLINE, "c1"); /* the past */
    struct roster_entry entry;
    assert_false(core_roster_entry(bench->core, "scout1", &entry));
    bench_pass(bench, 200); /* the roster is told at most so often */
    assert_string_equal(core_roster_said(bench->core)->gone[0], "scout1");
    evicted(bench, "scout1", true);
    assert_int_equal(bench_reply(bench, request)->rc, RC_OK);
}

static void a_robot_comes_back_with_a_later_token_and_a_higher_number(void **state)
{
    struct bench *bench = *state;
    struct kept_answer made = enrolment(bench, 1);
    for (unsigned i = 1; i < 6; i++) {
        char id[16];
        snprintf(id, sizeof id, "ask-000000%u", i);
        const struct effect_reply *reply = enrol(bench, "scout1", made.code, NULL);
        assert_int_equal(reply->rc, RC_OK);
        assert_int_equal(reply->iat_after, i == 1 ? 0 : (BENCH_WALL + bench->now) / 1000);
        bench_robot_online(bench, "scout1");
        bench_drive(bench, "player/ann", "scout1", id);
        assert_int_equal(bench_stored_lease(bench, "scout1")->number.n, i);
        take_away(bench, "scout1", "operator/op");
        evicted(bench, "scout1", true);
    }
}

static void an_eviction_that_fails_is_tried_again_also_after_a_restart(void **state)
{
    struct bench *bench = *state;
    bench_robot_online(bench, "scout1");
    uint64_t request = take_away(bench, "scout1", "operator/op");
    evicted(bench, "scout1", false);
    bench_pass(bench, 4999);
    assert_int_equal(bench_count(bench, EFFECT_EVICT), 1);
    bench_pass(bench, 1);
    assert_int_equal(bench_count(bench, EFFECT_EVICT), 2);
    assert_int_equal(bench_reply(bench, request)->rc, RC_OK); /* patience is over */
    bench_restart(bench);
    bench_broker_up(bench);
    assert_int_equal(bench_count(bench, EFFECT_EVICT), 3);
    assert_int_equal(enrol(bench, "scout1", "", "robot/scout1")->rc, RC_UNAVAILABLE);
    evicted(bench, "scout1", true);
    bench_restart(bench);
    bench_broker_up(bench);
    assert_int_equal(bench_count(bench, EFFECT_EVICT), 3);
}

static void who_may_deregister(void **state)
{
    struct bench *bench = *state;
    bench_robot_online(bench, "scout1");
    uint64_t nobody = take_away(bench, "scout1", NULL);
    uint64_t player = take_away(bench, "scout1", "player/ann");
    uint64_t other = take_away(bench, "scout1", "robot/scout2");
    uint64_t unknown = take_away(bench, "ghost", "operator/op");
    assert_int_equal(bench_reply(bench, nobody)->rc, RC_UNAUTHORIZED);
    assert_int_equal(bench_reply(bench, player)->rc, RC_NOT_ALLOWED);
    assert_int_equal(bench_reply(bench, other)->rc, RC_NOT_ALLOWED);
    assert_int_equal(bench_reply(bench, unknown)->rc, RC_UNKNOWN_ROBOT);
    bench_ask(bench, "robot/scout1", DEED_ROBOT_DEREGISTER, NULL, "ask-0000001");
    expect_rc(bench, "ask-0000001", RC_OK);
    bench_ask(bench, "robot/scout2", DEED_ROBOT_DEREGISTER, "scout1", "ask-0000002");
    expect_rc(bench, "ask-0000002", RC_NOT_ALLOWED);
}

static void a_revocation_ends_the_lease_and_stands_as_long_as_any_token(void **state)
{
    struct bench *bench = *state;
    bench_robot_online(bench, "scout1");
    bench_drive(bench, "player/ann", "scout1", "ask-0000001");
    bench_forget(bench);
    struct input input =
        bench_ask_input(bench, "operator/op", DEED_REVOKE, NULL, "ask-0000002");
    input.ask.ask.principal = who("player/ann");
    bench_take(bench, &input);
    expect_rc(bench, "ask-0000002", RC_OK);
    uint64_t before = (BENCH_WALL + bench->now) / 1000;
    assert_int_equal(bench_answer(bench, "ask-0000002")->answer.before, before);
    assert_int_equal(bench_last(bench, EFFECT_REVOKED)->effect.revoked.before, before);
    assert_int_equal(bench_stored_lease(bench, "scout1")->why[0], WHY_REVOKED);
    struct principal ann = who("player/ann");
    assert_int_equal(core_revoked_before(bench->core, &ann), before);
    bench_restart(bench);
    bench_broker_up(bench);
    assert_int_equal(bench_last(bench, EFFECT_REVOKED)->effect.revoked.before, before);
    bench->wall_offset +=
        (uint64_t)ASK_TTL_MAX_S * 1000 - 10000; /* whatever settings say now */
    bench_broker_up(bench);
    assert_int_equal(bench_last(bench, EFFECT_REVOKED)->effect.revoked.before, before);
    assert_int_equal(core_revoked_before(bench->core, &ann), before);
    bench_pass(bench, 12000);
    assert_int_equal(bench_last(bench, EFFECT_REVOKED)->effect.revoked.before, 0);
    assert_int_equal(core_revoked_before(bench->core, &ann), 0);
}

/* Who floods the bridge with renewals would else catch the moment between the revocation and
 * the end of the old connection, and hold a token that is later than it. */
static void a_revoked_one_gets_no_token_until_the_old_connection_has_surely_ended(void **state)
{
    struct bench *bench = *state;
    struct input input =
        bench_ask_input(bench, "operator/op", DEED_REVOKE, NULL, "ask-0000001");
    input.ask.ask.principal = who("player/ann");
    bench_take_unsettled(bench, &input);
    bench_ask(bench, "player/ann", DEED_TOKEN_RENEW, NULL, "ask-0000002");
    expect_rc(bench, "ask-0000002", RC_NOT_ALLOWED);
    bench_pass(bench, 9000);
    bench_ask(bench, "player/ann", DEED_TOKEN_RENEW, NULL, "ask-0000003");
    expect_rc(bench, "ask-0000003", RC_NOT_ALLOWED);
    bench_broker_up(bench); /* said again: nobody knows who heard it before */
    bench_pass(bench, 9000);
    bench_ask(bench, "player/ann", DEED_TOKEN_RENEW, NULL, "ask-0000004");
    expect_rc(bench, "ask-0000004", RC_NOT_ALLOWED);
}

static void one_who_was_let_in_again_renews_with_a_later_iat(void **state)
{
    struct bench *bench = *state;
    struct input input =
        bench_ask_input(bench, "operator/op", DEED_REVOKE, NULL, "ask-0000001");
    input.ask.ask.principal = who("player/ann");
    bench_take(bench, &input);
    uint64_t before = (BENCH_WALL + bench->now) / 1000;
    bench_pass(bench, 10000);
    bench_ask(bench, "player/ann", DEED_TOKEN_RENEW, NULL, "ask-0000002");
    expect_rc(bench, "ask-0000002", RC_OK);
    assert_int_equal(bench_answer(bench, "ask-0000002")->iat_after, before);
}

static void out_of_service_means_no_claim(void **state)
{
    struct bench *bench = *state;
    bench_robot_online(bench, "scout1");
    bench_drive(bench, "player/ann", "scout1", "ask-0000001");
    bench_ask(bench, "operator/op", DEED_ROBOT_SERVICE, "scout1", "ask-0000002");
    assert_true(bench_roster(bench, "scout1").out_of_service);
    assert_int_equal(bench_stored_lease(bench, "scout1")->why[0], WHY_OUT_OF_SERVICE);
    bench_ask(bench, "player/ann", DEED_DRIVE_CLAIM, "scout1", "ask-0000003");
    expect_rc(bench, "ask-0000003", RC_WRONG_STATE);
    struct input input =
        bench_ask_input(bench, "operator/op", DEED_ROBOT_SERVICE, "scout1", "ask-0000004");
    input.ask.ask.in = true;
    bench_take(bench, &input);
    bench_drive(bench, "player/ann", "scout1", "ask-0000005");
}

static void full_tables_of_codes_say_so_and_expired_ones_give_way(void **state)
{
    struct bench *bench = *state;
    struct core_config config = core_config_default(4, 8);
    config.max_invites = 2;
    bench_rebuild(bench, &config);
    for (unsigned i = 0; i < 4; i++) {
        char id[16];
        snprintf(id, sizeof id, "ask-000000%u", i);
        struct input input =
            bench_ask_input(bench, "operator/op", DEED_INVITE_CREATE, NULL, id);
        input.ask.ask.kind = KIND_PLAYER;
        if (i == 3) {
            bench_pass(bench, 86400u * 1000);
            input.wall = BENCH_WALL + bench->now;
        }
        bench_take(bench, &input);
        expect_rc(bench, id, i == 2 ? RC_FULL : RC_OK);
    }
}

static void the_audit_tells_who_did_what(void **state)
{
    struct bench *bench = *state;
    bench_robot_online(bench, "scout1");
    bench->store.fail_next = 0;
    bench_drive(bench, "player/ann", "scout1", "ask-0000001");
    bench_ask(bench, "player/ann", DEED_DRIVE_RELEASE, "scout1", "ask-0000002");
    static const enum audit_kind kinds[] = {AUDIT_REGISTERED, AUDIT_CLAIMED, AUDIT_ENDED};
    assert_int_equal(bench->store.audit_count, 3);
    for (unsigned i = 0; i < 3; i++) {
        const struct record_audit *entry = &bench->store.audit[i];
        assert_int_equal(entry->kind, kinds[i]);
        assert_string_equal(entry->robot, "scout1");
        assert_int_equal(entry->at, BENCH_WALL + bench->now);
    }
    assert_string_equal(bench->store.audit[1].who.id, "ann");
    assert_int_equal(bench->store.audit[2].why, WHY_RELEASED);
}

static void the_audit_waits_for_a_failing_store_in_order(void **state)
{
    struct bench *bench = *state;
    bench->store.failing = true;
    for (unsigned i = 0; i < 20; i++) {
        char robot[16];
        snprintf(robot, sizeof robot, "scout%u", i);
        bench_robot_online(bench, robot);
    }
    bench->store.failing = false;
    bench_pass(bench, STORE_RETRY_MS);
    assert_int_equal(bench->store.audit_count, 20);
    assert_string_equal(bench->store.audit[0].robot, "scout0");
    assert_string_equal(bench->store.audit[19].robot, "scout19");
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, bench_set_up, bench_tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(an_invite_makes_people_of_its_kind),
        CASE(an_invite_has_so_many_places),
        CASE(an_invite_expires),
        CASE(a_join_that_cannot_be_stored_uses_no_place),
        CASE(an_invite_that_cannot_be_stored_does_not_exist),
        CASE(invites_are_for_people_only),
        CASE(a_place_is_bound_to_the_robot_that_took_it),
        CASE(an_id_that_is_taken_needs_its_own_code_or_token),
        CASE(deregistering_ends_the_lease_then_evicts),
        CASE(a_robot_comes_back_with_a_later_token_and_a_higher_number),
        CASE(an_eviction_that_fails_is_tried_again_also_after_a_restart),
        CASE(who_may_deregister),
        CASE(a_revocation_ends_the_lease_and_stands_as_long_as_any_token),
        CASE(a_revoked_one_gets_no_token_until_the_old_connection_has_surely_ended),
        CASE(one_who_was_let_in_again_renews_with_a_later_iat),
        CASE(out_of_service_means_no_claim),
        CASE(full_tables_of_codes_say_so_and_expired_ones_give_way),
        CASE(the_audit_tells_who_did_what),
        CASE(the_audit_waits_for_a_failing_store_in_order),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
