#include "tests/core/bench.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

struct principal who(const char *text)
{
    struct principal principal;
    memset(&principal, 0, sizeof principal);
    assert_true(principal_from_text(text, strlen(text), &principal));
    return principal;
}

struct tag tag_of(const char *text)
{
    struct tag tag;
    memset(&tag, 0, sizeof tag);
    if (text != NULL && text[0] != '\0') {
        assert_true(tag_from_text(text, &tag));
    }
    return tag;
}

static struct input input_of(struct bench *bench, enum input_kind kind)
{
    struct input input;
    memset(&input, 0, sizeof input);
    input.kind = kind;
    input.wall = BENCH_WALL + bench->now + bench->wall_offset;
    return input;
}

static struct fresh fresh_of(struct bench *bench)
{
    struct fresh fresh;
    memset(&fresh, 0, sizeof fresh);
    bench->fresh++;
    snprintf(fresh.tag.text, sizeof fresh.tag.text, "session-%u", bench->fresh);
    snprintf(fresh.code, sizeof fresh.code, "code%08u", bench->fresh);
    snprintf(fresh.suffix, sizeof fresh.suffix, "x%07u", bench->fresh);
    return fresh;
}

static struct bench_robot *robot_of(struct bench *bench, const char *id)
{
    for (unsigned i = 0; i < bench->robot_count; i++) {
        if (strcmp(bench->robots[i].id, id) == 0) {
            return &bench->robots[i];
        }
    }
    if (bench->robot_count == BENCH_ROBOTS) {
        return NULL;
    }
    struct bench_robot *robot = &bench->robots[bench->robot_count++];
    memset(robot, 0, sizeof *robot);
    memcpy(robot->id, id, strlen(id) + 1);
    return robot;
}

static struct bench_match *match_of(struct bench *bench, const char *id)
{
    for (unsigned i = 0; i < bench->match_count; i++) {
        if (strcmp(bench->matches[i].id, id) == 0) {
            return &bench->matches[i];
        }
    }
    assert_true(bench->match_count < BENCH_MATCHES);
    struct bench_match *match = &bench->matches[bench->match_count++];
    memset(match, 0, sizeof *match);
    memcpy(match->id, id, strlen(id) + 1);
    return match;
}

static const struct record_match *stored_match_of(
    const struct bench *bench, const struct tag *session)
{
    for (unsigned i = 0; i < bench->store.count; i++) {
        const struct record *row = &bench->store.rows[i];
        if (row->kind == RECORD_MATCH && tag_equal(&row->match.session, session)) {
            return &row->match;
        }
    }
    return NULL;
}

/* Nobody drives but in a free session, or while the match runs. */
static void check_drive(const struct bench *bench, const struct lease *lease)
{
    static struct match match;
    const struct record_match *stored = stored_match_of(bench, &lease->session);
    bool driven = !principal_is_nobody(&lease->driver);
    if (!driven || stored == NULL) {
        assert_int_equal(lease->drive, driven);
        return;
    }
    assert_true(core_match(bench->core, stored->setup.id, &match));
    assert_true(!lease->drive || (match.state == MATCH_RUNNING && !match.held));
    assert_true(lease->drive || lease->why[0] != WHY_NONE);
}

/* What is said of a match is what a restart would tell. */
static void check_match(struct bench *bench, const char *id)
{
    static struct game game;
    static struct match told;
    const struct match *said = core_match_said(bench->core, id);
    assert_non_null(said);
    assert_true(bench_retell(bench, id, &game, NULL));
    game_match(&game, &told);
    assert_int_equal(told.seq, said->seq);
    assert_int_equal(told.state, said->state);
    for (unsigned i = 0; i < told.team_count; i++) {
        assert_int_equal(told.teams[i].score, said->teams[i].score);
    }
}

static void check_entry(struct bench *bench, const struct effect_match_event *said)
{
    struct bench_match *match = match_of(bench, said->id);
    assert_true(said->entry.seq > match->seq);
    match->seq = said->entry.seq;
}

bool bench_retell(const struct bench *bench, const char *id, struct game *ret_game,
    const struct game_hearer *hearer)
{
    struct record key = {.kind = RECORD_MATCH};
    memcpy(key.match.setup.id, id, strlen(id) + 1);
    const struct record *stored = fake_store_find(&bench->store, &key);
    if (stored == NULL) {
        return false;
    }
    game_init(ret_game, &stored->match.setup, hearer);
    for (unsigned i = 0; i < bench->store.input_count; i++) {
        const struct record_match_input *row = &bench->store.inputs[i];
        if (strcmp(row->match, id) == 0) {
            assert_int_equal(game_take(ret_game, &row->input, hearer), RC_OK);
        }
    }
    return true;
}

static void check_lease(struct bench *bench, const struct effect_lease *said)
{
    const struct record_lease *stored = bench_stored_lease(bench, said->robot);
    assert_non_null(stored);
    assert_int_equal(lease_number_compare(&stored->number, &said->lease.number), 0);
    assert_true(principal_equal(&stored->driver, &said->lease.driver));
    assert_int_equal(stored->stop_count, said->lease.stop_count);
    check_drive(bench, &said->lease);
    struct bench_robot *robot = robot_of(bench, said->robot);
    if (robot == NULL) {
        return;
    }
    assert_true(lease_number_compare(&said->lease.number, &robot->said) >= 0);
    if (said->lease.number.n == robot->said.n && !principal_is_nobody(&said->lease.driver)) {
        assert_true(principal_equal(&said->lease.driver, &robot->driver));
    }
    robot->said = said->lease.number;
    robot->driver = said->lease.driver;
}

static bool deed_reads(enum deed deed)
{
    return deed == DEED_ROSTER || deed == DEED_LEASE_LIST || deed == DEED_CODE_LIST ||
           deed == DEED_TOKEN_RENEW;
}

static void check_answer(struct bench *bench, const struct effect_answer *said)
{
    if (said->answer.rc != RC_OK || deed_reads(said->deed)) {
        return;
    }
    struct record key = {.kind = RECORD_ASK, .ask = {.asker = said->to}};
    memcpy(key.ask.id, said->id, sizeof key.ask.id);
    const struct record *stored = fake_store_find(&bench->store, &key);
    assert_non_null(stored);
    assert_memory_equal(&stored->ask.answer, &said->answer, sizeof said->answer);
}

static void note(struct bench *bench, const struct effect *effect)
{
    if (effect->kind == EFFECT_LEASE) {
        check_lease(bench, &effect->lease);
    } else if (effect->kind == EFFECT_ANSWER) {
        check_answer(bench, &effect->answer);
    } else if (effect->kind == EFFECT_MATCH) {
        check_match(bench, effect->match.id);
    } else if (effect->kind == EFFECT_MATCH_EVENT) {
        check_entry(bench, &effect->match_event);
    }
    if (bench->log_count == BENCH_LOG) { /* days pass in some tests: the older half goes */
        bench->log_count /= 2;
        memmove(
            bench->log, bench->log + bench->log_count, bench->log_count * sizeof bench->log[0]);
    }
    bench->log[bench->log_count++] = (struct said){.at = bench->now, .effect = *effect};
}

/* Of a match the store has the record first. */
static void check_input(
    const struct bench *bench, const struct record *const *keeps, unsigned before)
{
    const struct record_match_input *input = &keeps[before]->match_input;
    struct record key = {.kind = RECORD_MATCH};
    memcpy(key.match.setup.id, input->match, ID_SIZE);
    bool known = fake_store_find(&bench->store, &key) != NULL;
    for (unsigned i = 0; i < before && !known; i++) {
        known = keeps[i]->kind == RECORD_MATCH &&
                strcmp(keeps[i]->match.setup.id, input->match) == 0;
    }
    assert_true(known);
}

/* Says are checked against the store as it was before this batch: what is said may depend on
 * nothing that is stored together with it.
 */
static bool settle_once(struct bench *bench)
{
    const struct record *keeps[BENCH_EFFECTS];
    unsigned count = 0;
    bool any = bench->effects.count > 0;
    for (unsigned i = 0; i < bench->effects.count; i++) {
        if (bench->items[i].kind == EFFECT_KEEP) {
            keeps[count++] = &bench->items[i].keep;
            if (bench->items[i].keep.kind == RECORD_MATCH_INPUT) {
                check_input(bench, keeps, count - 1);
            }
        } else {
            note(bench, &bench->items[i]);
        }
    }
    struct input input = input_of(bench, INPUT_SETTLED);
    if (count > 0) {
        struct port_store port;
        fake_store_port(&bench->store, &port);
        input.settled.written = port.keep(port.self, keeps, count) == RC_OK;
    }
    bench->effects.count = 0;
    if (count > 0) {
        core_step(bench->core, &input, bench->now, &bench->effects);
    }
    return any;
}

void bench_settle(struct bench *bench)
{
    unsigned rounds = 0;
    core_pass_time(bench->core, bench->now, &bench->effects);
    while (settle_once(bench)) {
        core_pass_time(bench->core, bench->now, &bench->effects);
        assert_true(++rounds < 10000);
    }
}

void bench_take_unsettled(struct bench *bench, const struct input *input)
{
    if (bench->effects.size - bench->effects.count < CORE_STEP_EFFECTS) {
        settle_once(bench);
    }
    unsigned before = bench->effects.count;
    core_step(bench->core, input, bench->now, &bench->effects);
    assert_true(bench->effects.count - before <= CORE_STEP_EFFECTS);
}

void bench_take(struct bench *bench, const struct input *input)
{
    bench_take_unsettled(bench, input);
    bench_settle(bench);
}

void bench_pass(struct bench *bench, uint64_t ms)
{
    uint64_t until = bench->now + ms;
    for (;;) {
        uint64_t next = core_next_deadline(bench->core);
        if (next > until) {
            break;
        }
        assert_true(next > bench->now);
        bench->now = next;
        bench_settle(bench);
    }
    bench->now = until;
    bench_settle(bench);
}

void bench_forget(struct bench *bench)
{
    bench->log_count = 0;
}

static void bench_build(struct bench *bench, const struct core_config *config)
{
    bench->config = *config;
    free(bench->memory);
    bench->memory = malloc(core_size(config));
    assert_non_null(bench->memory);
    bench->core = core_init(bench->memory, config);
    bench->effects = (struct effects){.items = bench->items, .size = BENCH_EFFECTS};
}

void bench_broker_up(struct bench *bench)
{
    struct input input = input_of(bench, INPUT_BROKER_UP);
    snprintf(input.broker.conn.text, TAG_SIZE, "conn-%u", ++bench->conns);
    bench_take(bench, &input);
    input = input_of(bench, INPUT_EAR_UP);
    bench_take(bench, &input);
}

void bench_rebuild(struct bench *bench, const struct core_config *config)
{
    fake_store_finish(&bench->store);
    fake_store_init(&bench->store);
    bench_build(bench, config);
    bench->robot_count = bench->match_count = 0;
    bench_forget(bench);
    bench_broker_up(bench);
}

static enum rc restore_one(void *context, const struct record *record)
{
    struct bench *bench = context;
    return core_restore(bench->core, record, BENCH_WALL + bench->now + bench->wall_offset);
}

void bench_restore(struct bench *bench)
{
    bench_build(bench, &bench->config);
    struct port_store port;
    fake_store_port(&bench->store, &port);
    assert_int_equal(
        port.load(port.self, BENCH_WALL + bench->now + bench->wall_offset, restore_one, bench),
        RC_OK);
}

void bench_restart(struct bench *bench)
{
    bench_restore(bench);
    bench_settle(bench);
}

int bench_set_up(void **state)
{
    struct bench *bench = calloc(1, sizeof *bench);
    bench->log = calloc(BENCH_LOG, sizeof bench->log[0]);
    bench->now = 1000;
    fake_store_init(&bench->store);
    struct core_config config = core_config_default(64, 128);
    config.boot = tag_of("boot-1");
    bench_build(bench, &config);
    bench_broker_up(bench);
    bench_forget(bench);
    *state = bench;
    return 0;
}

int bench_tear_down(void **state)
{
    struct bench *bench = *state;
    fake_store_finish(&bench->store);
    free(bench->memory);
    free(bench->log);
    free(bench);
    return 0;
}

void bench_robot_says_presence(
    struct bench *bench, const char *id, enum announced state, const char *conn)
{
    struct input input = input_of(bench, INPUT_ROBOT_PRESENCE);
    memcpy(input.robot_presence.id, id, strlen(id) + 1);
    input.robot_presence.said.state = state;
    input.robot_presence.said.boot = tag_of("b1");
    input.robot_presence.said.conn = tag_of(conn);
    bench_take(bench, &input);
}

void bench_robot_online(struct bench *bench, const char *id)
{
    bench_robot_says_presence(bench, id, ANNOUNCED_ONLINE, "c1");
    struct input input = input_of(bench, INPUT_ROBOT_CARD);
    memcpy(input.robot_card.id, id, strlen(id) + 1);
    input.robot_card.card = (struct robot_card){.name = "Robot",
        .status_ms = STATUS_MS_DEFAULT,
        .deadman_ms = DEADMAN_MS_LIMIT,
        .max_age_ms = MAX_AGE_MS_LIMIT,
        .max_message = 2048};
    bench_take(bench, &input);
    bench_state(bench, id, 0, 0);
}

static void bench_say_state(
    struct bench *bench, const char *id, const struct input_robot_state *state)
{
    struct input input = input_of(bench, INPUT_ROBOT_STATE);
    input.robot_state = *state;
    memcpy(input.robot_state.id, id, strlen(id) + 1);
    input.robot_state.c = (uint32_t)bench->now + 77;
    struct bench_robot *robot = robot_of(bench, id);
    if (robot != NULL) {
        robot->shown = state->number;
    }
    bench_take(bench, &input);
}

void bench_state(struct bench *bench, const char *id, uint32_t n, uint32_t rev)
{
    struct input_robot_state state = {
        .number = {n, rev},
          .highest = n
    };
    bench_say_state(bench, id, &state);
}

void bench_state_agrees(struct bench *bench, const char *id)
{
    const struct record_lease *stored = bench_stored_lease(bench, id);
    struct input_robot_state state = {.number = stored->number,
        .highest = stored->number.n,
        .stop_count = stored->stop_count};
    memcpy(state.stops, stored->stops, sizeof state.stops);
    bench_say_state(bench, id, &state);
}

void bench_status(struct bench *bench, const char *id)
{
    struct input input = input_of(bench, INPUT_ROBOT_WORD);
    memcpy(input.robot_word.id, id, strlen(id) + 1);
    bench_take(bench, &input);
}

void bench_presence(struct bench *bench, const char *whom, enum announced state,
    const char *conn, const char *page)
{
    struct input input = input_of(bench, INPUT_PRESENCE);
    input.presence.principal = who(whom);
    input.presence.said.state = state;
    input.presence.said.conn = tag_of(conn);
    input.presence.said.page = tag_of(page);
    bench_take(bench, &input);
}

struct input bench_ask_input(
    struct bench *bench, const char *whom, enum deed deed, const char *robot, const char *id)
{
    struct input input = input_of(bench, INPUT_ASK);
    input.ask.asker = who(whom);
    input.ask.ask.deed = deed;
    memcpy(input.ask.ask.id, id, strlen(id) + 1);
    if (robot != NULL) {
        memcpy(input.ask.ask.robot, robot, strlen(robot) + 1);
    }
    input.ask.ask.uses = 1;
    input.ask.ask.ttl_s = 86400;
    input.ask.fresh = fresh_of(bench);
    return input;
}

void bench_ask(
    struct bench *bench, const char *whom, enum deed deed, const char *robot, const char *id)
{
    struct input input = bench_ask_input(bench, whom, deed, robot, id);
    bench_take(bench, &input);
}

void bench_drive(struct bench *bench, const char *whom, const char *robot, const char *id)
{
    bench_ask(bench, whom, DEED_DRIVE_CLAIM, robot, id);
    bench_state_agrees(bench, robot);
    const struct effect_answer *answer = bench_answer(bench, id);
    assert_non_null(answer);
    assert_int_equal(answer->answer.rc, RC_OK);
}

unsigned bench_count(const struct bench *bench, enum effect_kind kind)
{
    unsigned count = 0;
    for (unsigned i = 0; i < bench->log_count; i++) {
        count += bench->log[i].effect.kind == kind;
    }
    return count;
}

const struct said *bench_last(const struct bench *bench, enum effect_kind kind)
{
    for (unsigned i = bench->log_count; i > 0; i--) {
        if (bench->log[i - 1].effect.kind == kind) {
            return &bench->log[i - 1];
        }
    }
    return NULL;
}

const struct effect_answer *bench_answer(const struct bench *bench, const char *id)
{
    for (unsigned i = bench->log_count; i > 0; i--) {
        const struct effect *effect = &bench->log[i - 1].effect;
        if (effect->kind == EFFECT_ANSWER && strcmp(effect->answer.id, id) == 0) {
            return &effect->answer;
        }
    }
    return NULL;
}

unsigned bench_answers(const struct bench *bench, const char *id)
{
    unsigned count = 0;
    for (unsigned i = 0; i < bench->log_count; i++) {
        const struct effect *effect = &bench->log[i].effect;
        count += effect->kind == EFFECT_ANSWER && strcmp(effect->answer.id, id) == 0;
    }
    return count;
}

const struct said *bench_lease(const struct bench *bench, const char *robot)
{
    for (unsigned i = bench->log_count; i > 0; i--) {
        const struct effect *effect = &bench->log[i - 1].effect;
        if (effect->kind == EFFECT_LEASE && strcmp(effect->lease.robot, robot) == 0) {
            return &bench->log[i - 1];
        }
    }
    return NULL;
}

unsigned bench_leases(const struct bench *bench, const char *robot)
{
    unsigned count = 0;
    for (unsigned i = 0; i < bench->log_count; i++) {
        const struct effect *effect = &bench->log[i].effect;
        count += effect->kind == EFFECT_LEASE && strcmp(effect->lease.robot, robot) == 0;
    }
    return count;
}

const struct core_me *bench_me(const struct bench *bench, const char *whom)
{
    struct principal principal = who(whom);
    for (unsigned i = bench->log_count; i > 0; i--) {
        const struct effect *effect = &bench->log[i - 1].effect;
        if (effect->kind == EFFECT_ME && principal_equal(&effect->me.to, &principal)) {
            return effect->me.empty ? NULL : &effect->me.me;
        }
    }
    return NULL;
}

const struct effect_reply *bench_reply(const struct bench *bench, uint64_t request)
{
    const struct effect_reply *found = NULL;
    for (unsigned i = 0; i < bench->log_count; i++) {
        const struct effect *effect = &bench->log[i].effect;
        if (effect->kind == EFFECT_REPLY && effect->reply.request == request) {
            assert_null(found); /* exactly once */
            found = &effect->reply;
        }
    }
    return found;
}

const struct record_lease *bench_stored_lease(const struct bench *bench, const char *robot)
{
    struct record key = {.kind = RECORD_LEASE};
    memcpy(key.lease.robot, robot, strlen(robot) + 1);
    const struct record *found = fake_store_find(&bench->store, &key);
    return found == NULL ? NULL : &found->lease;
}

struct roster_entry bench_roster(const struct bench *bench, const char *robot)
{
    struct roster_entry entry;
    assert_true(core_roster_entry(bench->core, robot, &entry));
    return entry;
}
