/* Codes: who may list and withdraw them, and what a withdrawn access means for their places.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include "tests/core/bench.h"

#include <cmocka.h>

#define MOST 200

static const char *next_ask(void)
{
    static char id[ASK_ID_SIZE];
    static unsigned count = 0;
    snprintf(id, sizeof id, "ask-%08u", ++count);
    return id;
}

static struct kept_answer asked(struct bench *bench, const char *who, const struct ask *ask)
{
    const char *id = next_ask();
    struct input input = bench_ask_input(bench, who, ask->deed, NULL, id);
    memcpy(input.ask.ask.id, id, strlen(id) + 1);
    input.ask.ask.kind = ask->kind;
    if (ask->uses > 0) {
        input.ask.ask.uses = ask->uses;
    }
    if (ask->ttl_s > 0) {
        input.ask.ask.ttl_s = ask->ttl_s;
    }
    memcpy(input.ask.ask.code, ask->code, sizeof ask->code);
    input.ask.ask.principal = ask->principal;
    bench_take(bench, &input);
    return bench_answer(bench, id)->answer;
}

static struct kept_answer invite(struct bench *bench, uint32_t uses)
{
    struct ask ask = {.deed = DEED_INVITE_CREATE, .kind = KIND_PLAYER, .uses = uses};
    return asked(bench, "operator/op", &ask);
}

static struct kept_answer enrolment(struct bench *bench, uint32_t uses)
{
    struct ask ask = {.deed = DEED_ENROLMENT_CREATE, .uses = uses};
    return asked(bench, "operator/op", &ask);
}

static enum rc withdraw(struct bench *bench, const char *who, const char *code)
{
    struct ask ask = {.deed = DEED_CODE_WITHDRAW};
    memcpy(ask.code, code, strlen(code) + 1);
    return asked(bench, who, &ask).rc;
}

static void revoke(struct bench *bench, const char *whom)
{
    struct ask ask = {.deed = DEED_REVOKE, .principal = who(whom)};
    assert_int_equal(asked(bench, "operator/op", &ask).rc, RC_OK);
}

static struct input request_of(const struct bench *bench, enum input_kind kind)
{
    struct input input;
    memset(&input, 0, sizeof input);
    input.kind = kind;
    input.wall = BENCH_WALL + bench->now + bench->wall_offset;
    return input;
}

static uint64_t next_request(void)
{
    static uint64_t request = 0;
    return ++request;
}

static enum rc join(struct bench *bench, const char *suffix, const char *code)
{
    struct input input = request_of(bench, INPUT_JOIN);
    input.join.request = next_request();
    memcpy(input.join.slug, "ann", 4);
    memcpy(input.join.code, code, strlen(code) + 1);
    memcpy(input.join.fresh.suffix, suffix, strlen(suffix) + 1);
    bench_take(bench, &input);
    return bench_reply(bench, input.join.request)->rc;
}

static const struct effect_reply *enrol(struct bench *bench, const char *id, const char *code)
{
    struct input input = request_of(bench, INPUT_REGISTER);
    input.registration.request = next_request();
    memcpy(input.registration.id, id, strlen(id) + 1);
    memcpy(input.registration.code, code, strlen(code) + 1);
    input.registration.card = (struct robot_card){.name = "By HTTP",
        .status_ms = 1000,
        .deadman_ms = 250,
        .max_age_ms = 500,
        .max_message = 1024};
    bench_take(bench, &input);
    return bench_reply(bench, input.registration.request);
}

static void restart(struct bench *bench)
{
    bench_restart(bench);
    bench_broker_up(bench);
}

/* All pages. */
static unsigned listed(const struct bench *bench, struct code_row rows[MOST])
{
    struct core_code_page page = {.next = ""};
    unsigned count = 0;
    do {
        core_code_page(bench->core, page.next, bench->now, &page);
        assert_true(count + page.count <= MOST);
        memcpy(rows + count, page.codes, page.count * sizeof rows[0]);
        count += page.count;
    } while (page.next[0] != '\0');
    return count;
}

static const struct code_row *find(
    const struct bench *bench, const char *code, struct code_row rows[MOST])
{
    unsigned count = listed(bench, rows);
    for (unsigned i = 0; i < count; i++) {
        if (strcmp(rows[i].code, code) == 0) {
            return &rows[i];
        }
    }
    return NULL;
}

static void the_list_says_what_each_code_still_opens(void **state)
{
    struct bench *bench = *state;
    struct code_row rows[MOST];
    struct kept_answer people = invite(bench, 3);
    struct kept_answer robots = enrolment(bench, 2);
    assert_int_equal(join(bench, "aaaaaaaa", people.code), RC_OK);
    assert_int_equal(enrol(bench, "scout1", robots.code)->rc, RC_OK);
    assert_int_equal(listed(bench, rows), 2);
    const struct code_row *row = find(bench, people.code, rows);
    assert_int_equal(row->type, CODE_INVITE);
    assert_int_equal(row->kind, KIND_PLAYER);
    assert_int_equal(row->uses, 3);
    assert_int_equal(row->left, 2);
    assert_int_equal(row->expires, people.expires);
    row = find(bench, robots.code, rows);
    assert_int_equal(row->type, CODE_ENROLMENT);
    assert_int_equal(row->kind, KIND_NONE);
    assert_int_equal(row->uses, 2);
    assert_int_equal(row->left, 1);
    assert_int_equal(row->expires, robots.expires);
}

static void what_opens_nothing_is_not_listed(void **state)
{
    struct bench *bench = *state;
    struct code_row rows[MOST];
    struct kept_answer used = invite(bench, 1);
    struct kept_answer waiting = invite(bench, 1);
    struct kept_answer bound = enrolment(bench, 1);
    (void)enrolment(bench, 1);
    assert_int_equal(join(bench, "aaaaaaaa", used.code), RC_OK);
    assert_int_equal(enrol(bench, "scout1", bound.code)->rc, RC_OK);
    assert_int_equal(listed(bench, rows), 3);
    assert_null(find(bench, used.code, rows));
    bench_pass(bench, 86400u * 1000);
    assert_int_equal(listed(bench, rows), 1); /* its robot may still register again */
    assert_non_null(find(bench, bound.code, rows));
    assert_null(find(bench, waiting.code, rows));
}

static void the_list_comes_in_pages_that_leave_nothing_out(void **state)
{
    struct bench *bench = *state;
    struct code_row rows[MOST];
    for (unsigned i = 0; i < 2 * ROSTER_PAGE; i++) {
        (void)(i % 3 == 0 ? enrolment(bench, 1) : invite(bench, 1));
        assert_int_equal(listed(bench, rows), i + 1);
    }
    for (unsigned i = 1; i < 2 * ROSTER_PAGE; i++) {
        assert_true(strcmp(rows[i - 1].code, rows[i].code) < 0);
    }
}

static void a_withdrawn_invite_lets_nobody_in_and_takes_nobody_away(void **state)
{
    struct bench *bench = *state;
    struct code_row rows[MOST];
    struct kept_answer made = invite(bench, 5);
    assert_int_equal(join(bench, "aaaaaaaa", made.code), RC_OK);
    assert_int_equal(withdraw(bench, "operator/op", made.code), RC_OK);
    assert_int_equal(bench_count(bench, EFFECT_REVOKED), 0);
    assert_int_equal(join(bench, "bbbbbbbb", made.code), RC_UNKNOWN_CODE);
    assert_int_equal(listed(bench, rows), 0);
    assert_int_equal(withdraw(bench, "operator/op", made.code), RC_UNKNOWN_CODE);
    restart(bench);
    assert_int_equal(join(bench, "cccccccc", made.code), RC_UNKNOWN_CODE);
    assert_int_equal(bench->store.audit[bench->store.audit_count - 1].kind, AUDIT_WITHDRAWN);
}

static void a_withdrawn_enrolment_frees_its_places_for_good(void **state)
{
    struct bench *bench = *state;
    struct kept_answer made = enrolment(bench, 5);
    struct kept_answer other = enrolment(bench, 5);
    assert_int_equal(enrol(bench, "scout1", made.code)->rc, RC_OK);
    assert_int_equal(enrol(bench, "scout2", made.code)->rc, RC_OK);
    assert_int_equal(enrol(bench, "scout3", other.code)->rc, RC_OK);
    assert_int_equal(withdraw(bench, "operator/op", made.code), RC_OK);
    assert_int_equal(enrol(bench, "scout1", made.code)->rc, RC_UNKNOWN_CODE);
    assert_int_equal(enrol(bench, "scout3", other.code)->rc, RC_OK);
    restart(bench);
    assert_int_equal(enrol(bench, "scout2", made.code)->rc, RC_UNKNOWN_CODE);
    assert_int_equal(enrol(bench, "scout3", other.code)->rc, RC_OK);
    struct record key = {.kind = RECORD_SLOT};
    memcpy(key.slot.code, made.code, sizeof made.code);
    memcpy(key.slot.robot, "scout1", 7);
    assert_null(fake_store_find(&bench->store, &key));
}

static void only_operators_list_and_withdraw(void **state)
{
    struct bench *bench = *state;
    struct kept_answer made = invite(bench, 1);
    struct ask list = {.deed = DEED_CODE_LIST};
    assert_int_equal(asked(bench, "operator/op", &list).rc, RC_OK);
    static const char *const others[] = {
        "player/ann", "referee/ann", "bot/b", "watcher/w", "robot/scout1"};
    for (unsigned i = 0; i < sizeof others / sizeof others[0]; i++) {
        assert_int_equal(asked(bench, others[i], &list).rc, RC_NOT_ALLOWED);
        assert_int_equal(withdraw(bench, others[i], made.code), RC_NOT_ALLOWED);
    }
    assert_int_equal(join(bench, "aaaaaaaa", made.code), RC_OK);
}

static void a_withdrawal_that_cannot_be_stored_is_undone(void **state)
{
    struct bench *bench = *state;
    struct kept_answer people = invite(bench, 2);
    struct kept_answer robots = enrolment(bench, 2);
    assert_int_equal(enrol(bench, "scout1", robots.code)->rc, RC_OK);
    bench->store.fail_next = 1;
    assert_int_equal(withdraw(bench, "operator/op", people.code), RC_UNAVAILABLE);
    bench->store.fail_next = 1;
    assert_int_equal(withdraw(bench, "operator/op", robots.code), RC_UNAVAILABLE);
    bench_pass(bench, 2 * STORE_RETRY_MS);
    assert_int_equal(join(bench, "aaaaaaaa", people.code), RC_OK);
    assert_int_equal(enrol(bench, "scout1", robots.code)->rc, RC_OK);
    restart(bench);
    assert_int_equal(join(bench, "bbbbbbbb", people.code), RC_OK);
    assert_int_equal(enrol(bench, "scout1", robots.code)->rc, RC_OK);
}

/* One turn of the loop: the place would be written behind the deletion of its enrolment. */
static void a_place_taken_in_the_turn_of_the_withdrawal_leaves_no_orphan(void **state)
{
    struct bench *bench = *state;
    struct kept_answer made = enrolment(bench, 2);
    struct input input = request_of(bench, INPUT_REGISTER);
    input.registration.request = next_request();
    memcpy(input.registration.id, "scout1", 7);
    memcpy(input.registration.code, made.code, sizeof made.code);
    bench_take_unsettled(bench, &input);
    assert_int_equal(withdraw(bench, "operator/op", made.code), RC_OK);
    assert_int_equal(bench_reply(bench, input.registration.request)->rc, RC_OK);
    restart(bench); /* a place of nothing would be refused here */
    assert_int_equal(enrol(bench, "scout1", made.code)->rc, RC_UNKNOWN_CODE);
}

static void a_join_in_the_turn_of_the_withdrawal_gives_no_place_back(void **state)
{
    struct bench *bench = *state;
    struct kept_answer made = invite(bench, 2);
    struct input input = request_of(bench, INPUT_JOIN);
    input.join.request = next_request();
    memcpy(input.join.slug, "ann", 4);
    memcpy(input.join.code, made.code, sizeof made.code);
    memcpy(input.join.fresh.suffix, "aaaaaaaa", 9);
    bench_take_unsettled(bench, &input);
    bench->store.fail_next = 1;
    assert_int_equal(withdraw(bench, "operator/op", made.code), RC_UNAVAILABLE);
    assert_int_equal(bench_reply(bench, input.join.request)->rc, RC_UNAVAILABLE);
    assert_int_equal(join(bench, "bbbbbbbb", made.code), RC_OK);
    assert_int_equal(join(bench, "cccccccc", made.code), RC_OK);
    assert_int_equal(join(bench, "dddddddd", made.code), RC_USED_UP);
}

/* ---- access withdrawn from a robot ---- */

static void lose(struct bench *bench, const char *robot)
{
    bench_robot_says_presence(bench, robot, ANNOUNCED_LOST, "c1");
}

static void a_revoked_robot_needs_a_later_enrolment(void **state)
{
    struct bench *bench = *state;
    struct kept_answer own = enrolment(bench, 5);
    struct kept_answer other = enrolment(bench, 5);
    assert_int_equal(enrol(bench, "scout1", own.code)->rc, RC_OK);
    assert_int_equal(enrol(bench, "scout2", own.code)->rc, RC_OK);
    revoke(bench, "robot/scout1");
    for (unsigned i = 0; i < 2; i++) {
        const struct effect_reply *reply = enrol(bench, "scout1", own.code);
        assert_int_equal(reply->rc, RC_NOT_ALLOWED);
        assert_true(reply->barred);
        assert_true(enrol(bench, "scout1", other.code)->barred);
        assert_int_equal(enrol(bench, "scout1", "wrong")->rc, RC_UNKNOWN_CODE);
        assert_int_equal(enrol(bench, "scout2", own.code)->rc, RC_OK);
        restart(bench);
    }
    struct kept_answer later = enrolment(bench, 5);
    const struct effect_reply *reply = enrol(bench, "scout1", later.code);
    assert_int_equal(reply->rc, RC_OK);
    assert_true(reply->iat_after > 0);
    restart(bench);
    assert_int_equal(enrol(bench, "scout1", later.code)->rc, RC_OK);
    assert_int_equal(enrol(bench, "scout1", own.code)->rc, RC_NOT_ALLOWED);
    revoke(bench, "robot/scout1");
    assert_true(enrol(bench, "scout1", later.code)->barred);
}

static void who_is_back_keeps_the_id_from_others(void **state)
{
    struct bench *bench = *state;
    struct kept_answer own = enrolment(bench, 1);
    assert_int_equal(enrol(bench, "scout1", own.code)->rc, RC_OK);
    bench_robot_online(bench, "scout1");
    revoke(bench, "robot/scout1");
    struct kept_answer mine = enrolment(bench, 1);
    struct kept_answer theirs = enrolment(bench, 1);
    const struct effect_reply *reply = enrol(bench, "scout1", mine.code);
    assert_int_equal(reply->rc, RC_NOT_ALLOWED); /* it is there: by a later token, it may be */
    assert_false(reply->barred);
    lose(bench, "scout1");
    assert_int_equal(enrol(bench, "scout1", mine.code)->rc, RC_OK);
    assert_int_equal(enrol(bench, "scout1", theirs.code)->rc, RC_NOT_ALLOWED);
}

static void deregistering_bars_nobody_but_lifts_no_bar(void **state)
{
    struct bench *bench = *state;
    struct kept_answer made = enrolment(bench, 1);
    for (unsigned i = 0; i < 2; i++) {
        const struct effect_reply *reply = enrol(bench, "scout1", made.code);
        assert_int_equal(reply->rc, i == 0 ? RC_OK : RC_NOT_ALLOWED);
        if (i == 0) {
            revoke(bench, "robot/scout1");
            struct input input = request_of(bench, INPUT_DEREGISTER);
            input.deregister.request = next_request();
            memcpy(input.deregister.id, "scout1", 7);
            input.deregister.bearer = who("operator/op");
            bench_take(bench, &input);
            input = request_of(bench, INPUT_EVICTED);
            memcpy(input.evicted.id, "scout1", 7);
            input.evicted.done = true;
            bench_take(bench, &input);
        }
    }
}

/* A year later no token of before lives, and the document is emptied; but a place in an old
 * enrolment never expires. */
static void a_bar_stands_as_long_as_a_place_does(void **state)
{
    struct bench *bench = *state;
    struct kept_answer made = enrolment(bench, 1);
    assert_int_equal(enrol(bench, "scout1", made.code)->rc, RC_OK);
    revoke(bench, "robot/scout1");
    revoke(bench, "robot/scout2"); /* which has no place */
    bench->wall_offset += ((uint64_t)ASK_TTL_MAX_S + 10) * 1000;
    restart(bench);
    bench_pass(bench, 5000);
    assert_true(enrol(bench, "scout1", made.code)->barred);
    struct principal scout2 = who("robot/scout2");
    assert_int_equal(core_revoked_before(bench->core, &scout2), 0);
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, bench_set_up, bench_tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(the_list_says_what_each_code_still_opens),
        CASE(what_opens_nothing_is_not_listed),
        CASE(the_list_comes_in_pages_that_leave_nothing_out),
        CASE(a_withdrawn_invite_lets_nobody_in_and_takes_nobody_away),
        CASE(a_withdrawn_enrolment_frees_its_places_for_good),
        CASE(only_operators_list_and_withdraw),
        CASE(a_withdrawal_that_cannot_be_stored_is_undone),
        CASE(a_place_taken_in_the_turn_of_the_withdrawal_leaves_no_orphan),
        CASE(a_join_in_the_turn_of_the_withdrawal_gives_no_place_back),
        CASE(a_revoked_robot_needs_a_later_enrolment),
        CASE(who_is_back_keeps_the_id_from_others),
        CASE(deregistering_bars_nobody_but_lifts_no_bar),
        CASE(a_bar_stands_as_long_as_a_place_does),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
