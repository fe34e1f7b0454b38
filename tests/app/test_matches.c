/* A match from the asks to what is said of it: every message as it comes over the wire, every
 * port a fake. Two players, two robots, one hit.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bridge/app/app.h"
#include "bridge/app/retell.h"
#include "robot/base/text.h"
#include "tests/support/fake_ports.h"

#include <cmocka.h>

struct fixture {
    struct fake_ports fake;
    struct app *app;
    char match[ID_SIZE];
    uint32_t clock; /* of both robots */
    unsigned asks, events;
    bool
        leased[2]; /* heard by `note`, which remembers the leases instead of all that is said */
    struct lease leases[2];
};

static const char *const robots[] = {"scout1", "scout2"};
static const char *const people[] = {"player/ann", "player/bob"};

static void take(struct fixture *fixture, enum input_kind kind)
{
    struct input input = {.kind = kind};
    if (kind == INPUT_BROKER_UP) {
        memcpy(input.broker.conn.text, "conn-1", 7);
    }
    app_take(fixture->app, &input);
    (void)app_pass(fixture->app);
}

static void hear(struct fixture *fixture, const char *topic, const char *payload)
{
    char whole[WIRE_TOPIC_SIZE];
    (void)snprintf(whole, sizeof whole, WIRE_ROOT_DEFAULT "/%.200s", topic);
    struct heard heard = {.payload = payload, .length = strlen(payload)};
    assert_true(topic_parse(WIRE_ROOT_DEFAULT, whole, strlen(whole), &heard.topic));
    app_hear(fixture->app, &heard);
    (void)app_pass(fixture->app);
}

/* who: a principal; tail: what stands behind it in the topic. */
static void hear_from(
    struct fixture *fixture, const char *who, const char *tail, const char *payload)
{
    char topic[WIRE_TOPIC_SIZE];
    (void)snprintf(topic, sizeof topic, "%s/%s", who, tail);
    hear(fixture, topic, payload);
}

static const char *robot_named(const char *id)
{
    static char text[PRINCIPAL_SIZE];
    (void)snprintf(text, sizeof text, "robot/%s", id);
    return text;
}

static void ask(struct fixture *fixture, const char *who, const char *members)
{
    char json[1024];
    (void)snprintf(json, sizeof json, "{\"id\":\"ask-%08u\",%s}", ++fixture->asks, members);
    hear_from(fixture, who, "bridge/main/ask", json);
}

static const struct answer *last_answer(const struct fixture *fixture)
{
    const struct fake_say *say = fake_ports_last(&fixture->fake, FAKE_ANSWER);
    assert_non_null(say);
    return say->answer;
}

static const struct lease *lease_of(const struct fixture *fixture, const char *robot)
{
    unsigned which = strcmp(robot, robots[1]) == 0;
    if (fixture->leased[which]) {
        return &fixture->leases[which];
    }
    for (unsigned i = fixture->fake.count; i > 0; i--) {
        const struct fake_say *say = &fixture->fake.says[i - 1];
        if (say->kind == FAKE_LEASE && strcmp(say->to.id, robot) == 0) {
            return &say->lease;
        }
    }
    return NULL;
}

static void robot_lives(struct fixture *fixture, unsigned i)
{
    char json[512];
    const struct lease *lease = lease_of(fixture, robots[i]);
    struct lease_number number = lease ? lease->number : (struct lease_number){0, 0};
    (void)snprintf(json, sizeof json,
        "{\"c\":%u,\"n\":%u,\"rev\":%u,\"highest\":%u,\"mode\":\"%s\",\"idle_ms\":0}",
        fixture->clock, number.n, number.rev, number.n,
        lease && lease->drive ? "driving" : "idle");
    hear_from(fixture, robot_named(robots[i]), "bridge/main/state", json);
    (void)snprintf(json, sizeof json,
        "{\"speed\":0.5,\"pose\":{\"x\":%u.00049,\"y\":2,\"heading\":90},\"drive\":{\"n\":%u,"
        "\"mode\":\"driving\",\"refused\":{\"stale\":3}}}",
        i, number.n);
    hear_from(fixture, robot_named(robots[i]), "all/status", json);
}

/* Time passes, and the robots live. */
static void live(struct fixture *fixture, unsigned ms)
{
    for (unsigned passed = 0; passed < ms; passed += 100) {
        fixture->fake.now += 100;
        fixture->fake.wall += 100;
        fixture->clock += 100;
        (void)app_pass(fixture->app);
        robot_lives(fixture, 0);
        robot_lives(fixture, 1);
    }
}

static void event(struct fixture *fixture, const char *robot, const char *members)
{
    char json[256];
    (void)snprintf(json, sizeof json, "{\"id\":%u,\"ts\":%llu,%s}", ++fixture->events,
        (unsigned long long)fixture->fake.wall, members);
    hear_from(fixture, robot_named(robot), "all/event", json);
}

static int set_up(void **state)
{
    struct fixture *fixture = calloc(1, sizeof *fixture);
    assert_non_null(fixture);
    fake_ports_init(&fixture->fake);
    struct core_config config = core_config_default(16, 64);
    struct ports ports = fake_ports_of(&fixture->fake);
    fixture->app = app_create(&config, &ports);
    assert_non_null(fixture->app);
    assert_int_equal(app_load(fixture->app), RC_OK);
    take(fixture, INPUT_BROKER_UP);
    take(fixture, INPUT_EAR_UP);
    for (int i = 0; i < 2; i++) {
        char card[128];
        (void)snprintf(card, sizeof card, "{\"id\":\"%s\",\"name\":\"Scout\"}", robots[i]);
        hear_from(fixture, robot_named(robots[i]), "all/presence",
            "{\"state\":\"online\",\"boot\":\"b1\",\"conn\":\"c1\",\"ts\":1}");
        hear_from(fixture, robot_named(robots[i]), "all/card", card);
        hear_from(fixture, people[i], "all/presence",
            "{\"state\":\"online\",\"boot\":\"b1\",\"conn\":\"c1\",\"page\":\"p1\"}");
    }
    live(fixture, 200);
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

static void create(struct fixture *fixture)
{
    ask(fixture, "player/ann",
        "\"do\":\"match.create\",\"name\":\"Duel\",\"teams\":[{\"name\":\"red\",\"seats\":1},"
        "{\"name\":\"blue\",\"seats\":1}],\"rules\":{\"countdown_ms\":0,\"bots\":0}");
    const struct answer *answer = last_answer(fixture);
    assert_int_equal(answer->rc, RC_OK);
    memcpy(fixture->match, answer->match, sizeof fixture->match);
    assert_true(id_valid(fixture->match));
}

static void join(struct fixture *fixture, const char *who, unsigned team)
{
    char members[256];
    (void)snprintf(members, sizeof members,
        "\"do\":\"match.join\",\"match\":\"%s\",\"team\":%u", fixture->match, team);
    ask(fixture, who, members);
    assert_int_equal(last_answer(fixture)->rc, RC_OK);
    assert_true(last_answer(fixture)->has_seat);
    assert_int_equal(last_answer(fixture)->seat, team);
    (void)snprintf(members, sizeof members,
        "\"do\":\"match.ready\",\"match\":\"%s\",\"ready\":true", fixture->match);
    ask(fixture, who, members);
    assert_int_equal(last_answer(fixture)->rc, RC_OK);
}

static const struct match *document(const struct fixture *fixture)
{
    const struct fake_say *say = fake_ports_last(&fixture->fake, FAKE_MATCH);
    assert_non_null(say);
    assert_string_equal(say->game.id, fixture->match);
    return say->game.match;
}

static void play(struct fixture *fixture)
{
    create(fixture);
    join(fixture, "player/ann", 0);
    join(fixture, "player/bob", 1);
    live(fixture, 3000);
    assert_int_equal(document(fixture)->state, MATCH_RUNNING);
}

static const struct match_entry *entry_of(const struct fixture *fixture, enum entry_kind kind)
{
    for (unsigned i = fixture->fake.count; i > 0; i--) {
        const struct fake_say *say = &fixture->fake.says[i - 1];
        if (say->kind == FAKE_MATCH_EVENT && say->game.entry.kind == kind) {
            return &say->game.entry;
        }
    }
    return NULL;
}

static void a_match_is_kept_and_then_told(void **state)
{
    struct fixture *fixture = *state;
    uint64_t before = fixture->fake.store.transactions;
    create(fixture);
    live(fixture, 200);
    const struct match *match = document(fixture);
    assert_int_equal(match->state, MATCH_LOBBY);
    assert_string_equal(match->name, "Duel");
    assert_int_equal(match->rules.value[RULE_COUNTDOWN], 0);
    assert_string_equal(match->teams[1].name, "blue");
    assert_string_equal(match->host.id, "ann");
    const struct match_entry *created = entry_of(fixture, ENTRY_CREATED);
    assert_non_null(created);
    assert_int_equal(created->seq, 1);
    for (unsigned i = 0; i < fixture->fake.count; i++) {
        const struct fake_say *say = &fixture->fake.says[i];
        assert_true(say->kind != FAKE_MATCH_EVENT || say->transactions > before);
    }
}

static void what_a_start_waits_for_is_answered(void **state)
{
    struct fixture *fixture = *state;
    char members[256];
    create(fixture);
    (void)snprintf(
        members, sizeof members, "\"do\":\"match.start\",\"match\":\"%s\"", fixture->match);
    ask(fixture, "player/ann", members);
    assert_int_equal(last_answer(fixture)->rc, RC_WRONG_STATE);
    assert_string_equal(
        last_answer(fixture)->message, "red has a free seat, and there is no bot for it.");
}

static void players_are_given_their_robots(void **state)
{
    struct fixture *fixture = *state;
    play(fixture);
    const struct lease *lease = lease_of(fixture, "scout1");
    assert_non_null(lease);
    assert_true(lease->drive);
    assert_string_equal(lease->driver.id, "ann");
    const struct fake_say *me = fake_ports_last(&fixture->fake, FAKE_ME);
    assert_non_null(me);
    assert_string_equal(me->me.seat, fixture->match);
    assert_int_equal(me->me.lease_count, 1);
    assert_true(me->me.leases[0].drive);
}

static void what_is_live_is_said_and_is_a_frame_of_the_record(void **state)
{
    struct fixture *fixture = *state;
    play(fixture);
    fake_ports_forget(&fixture->fake);
    unsigned frames = fixture->fake.store.frame_count;
    live(fixture, 1000);
    const struct fake_say *say = fake_ports_last(&fixture->fake, FAKE_MATCH_LIVE);
    assert_non_null(say);
    assert_string_equal(say->game.id, fixture->match);
    const struct match_live *told = say->game.live;
    assert_int_equal(told->state, MATCH_RUNNING);
    assert_int_equal(told->unit_count, 2);
    assert_string_equal(told->units[1].robot, "scout2");
    assert_true(told->units[1].has_pose && told->units[1].x == 1 && told->units[1].y == 2);
    assert_in_range(fake_ports_count(&fixture->fake, FAKE_MATCH_LIVE), 9, 11);
    assert_in_range(fixture->fake.store.frame_count - frames, 9, 11);
}

static void a_shot_and_a_hit_are_judged(void **state)
{
    struct fixture *fixture = *state;
    play(fixture);
    event(fixture, "scout1", "\"kind\":\"fire\"");
    event(fixture, "scout2", "\"kind\":\"hit\",\"by\":\"robot/scout1\"");
    live(fixture, 200);
    const struct match_entry *hit = entry_of(fixture, ENTRY_HIT);
    assert_non_null(hit);
    assert_int_equal(hit->verdict, VERDICT_COUNTED);
    assert_string_equal(hit->robot, "scout2");
    assert_string_equal(hit->by, "scout1");
    assert_int_equal(hit->fire, 1);
    assert_int_equal(hit->hit, 2);
    assert_int_equal(hit->team, 0);
    assert_int_equal(hit->value, 80);
    live(fixture, 1100);
    assert_int_equal(document(fixture)->teams[0].score, 1);
    const struct fake_say *say = fake_ports_last(&fixture->fake, FAKE_MATCH_LIVE);
    assert_int_equal(say->game.live->units[1].health, 80);
}

static void a_hit_by_nobody_changes_nothing_and_is_counted(void **state)
{
    struct fixture *fixture = *state;
    struct core_counts counts;
    play(fixture);
    event(fixture, "scout2", "\"kind\":\"hit\"");
    event(fixture, "scout2", "\"kind\":\"hit\",\"by\":\"robot/ghost\"");
    live(fixture, 1000);
    assert_null(entry_of(fixture, ENTRY_HIT));
    core_count(app_core(fixture->app), &counts);
    assert_int_equal(counts.events_ignored[IGNORED_NO_SHOOTER], 1);
    assert_int_equal(counts.events_ignored[IGNORED_FOREIGN], 1);
}

static void an_end_is_told_and_the_document_is_emptied_later(void **state)
{
    struct fixture *fixture = *state;
    char members[256];
    create(fixture);
    (void)snprintf(
        members, sizeof members, "\"do\":\"match.abort\",\"match\":\"%s\"", fixture->match);
    ask(fixture, "player/ann", members);
    assert_int_equal(last_answer(fixture)->rc, RC_OK);
    live(fixture, 200);
    assert_int_equal(document(fixture)->state, MATCH_ABORTED);
    live(fixture, MATCH_KEPT_MS + 2000);
    const struct fake_say *say = fake_ports_last(&fixture->fake, FAKE_MATCH);
    assert_non_null(say);
    assert_string_equal(say->game.id, fixture->match);
    assert_null(say->game.match);
}

/* ---- told again ---- */

#define HEARD (4u << 20)

/* What was said, a line each: of the log, live while it ran, and the last document. */
struct heard_of_match {
    struct fixture *fixture; /* NULL: told again */
    struct text log, live, document;
};

static void text_create(struct text *text)
{
    char *buffer = malloc(HEARD);
    assert_non_null(buffer);
    text_init(text, buffer, HEARD);
}

static void add_line(struct text *text, const char *json, size_t length)
{
    text_add_bytes(text, json, length);
    text_add(text, "\n");
    assert_false(text->cut);
}

static void note(void *context, const struct fake_say *say)
{
    static char json[WIRE_PAYLOAD_LARGE];
    struct heard_of_match *heard = context;
    size_t length = 0;
    if (say->kind == FAKE_LEASE) {
        unsigned which = strcmp(say->to.id, robots[1]) == 0;
        heard->fixture->leased[which] = true;
        heard->fixture->leases[which] = say->lease;
    } else if (say->kind == FAKE_MATCH_EVENT) {
        assert_true(match_event_to_json(&say->game.entry, json, sizeof json, &length));
        add_line(&heard->log, json, length);
    } else if (say->kind == FAKE_MATCH_LIVE && say->game.live->state == MATCH_RUNNING) {
        assert_true(match_live_to_json(say->game.live, json, sizeof json, &length));
        add_line(&heard->live, json, length);
    } else if (say->kind == FAKE_MATCH && say->game.match != NULL) {
        assert_true(match_to_json(say->game.match, json, sizeof json, &length));
        text_init(&heard->document, heard->document.buffer, HEARD);
        add_line(&heard->document, json, length);
    }
}

static void tell_again(struct fixture *fixture, struct text *ret)
{
    struct retelling *telling = NULL;
    struct retell_order order = {.what = RETELL_RECORD};
    struct ports ports = fake_ports_of(&fixture->fake);
    memcpy(order.match, fixture->match, sizeof order.match);
    assert_int_equal(retell_create(&ports.store, &order, &telling), RC_OK);
    for (bool done = false; !done;) {
        char piece[4096];
        size_t length = 0;
        assert_int_equal(retell_next(telling, piece, sizeof piece, &length, &done), RC_OK);
        text_add_bytes(ret, piece, length);
    }
    assert_false(ret->cut);
    retell_destroy(telling);
}

/* The same of the record: what stands behind "said" in its lines. */
static void take_apart(const struct text *record, struct heard_of_match *ret)
{
    for (const char *at = record->buffer; *at != '\0';) {
        const char *end = strchr(at, '\n');
        const char *said = strstr(at, ",\"said\":");
        assert_true(end != NULL && said != NULL && said < end);
        said += 8;
        size_t length = (size_t)(end - 1 - said);
        if (strncmp(at, "{\"what\":\"event\"", 15) == 0) {
            add_line(&ret->log, said, length);
        } else if (strncmp(at, "{\"what\":\"live\"", 14) == 0) {
            add_line(&ret->live, said, length);
        } else if (strncmp(at, "{\"what\":\"match\"", 15) == 0) {
            text_init(&ret->document, ret->document.buffer, HEARD);
            add_line(&ret->document, said, length);
        }
        at = end + 1;
    }
}

static void fight(struct fixture *fixture)
{
    for (int i = 0; i < 120; i++) {
        unsigned shooter = (unsigned)(i * 7 % 3 == 0);
        event(fixture, robots[shooter], "\"kind\":\"fire\"");
        if (i % 3 != 2) {
            char hit[64];
            (void)snprintf(
                hit, sizeof hit, "\"kind\":\"hit\",\"by\":\"robot/%s\"", robots[shooter]);
            event(fixture, robots[1 - shooter], hit);
        }
        live(fixture, 700 + (unsigned)(i % 5) * 300);
    }
}

static void what_is_told_again_is_what_was_said(void **state)
{
    struct fixture *fixture = *state;
    struct heard_of_match heard = {.fixture = fixture};
    struct heard_of_match told = {.fixture = NULL};
    struct text record;
    struct text *const all[] = {&heard.log, &heard.live, &heard.document, &told.log, &told.live,
        &told.document, &record};
    for (unsigned i = 0; i < 7; i++) {
        text_create(all[i]);
    }
    create(fixture);
    join(fixture, "player/ann", 0);
    join(fixture, "player/bob", 1);
    for (unsigned i = 0; i < fixture->fake.count; i++) {
        note(&heard, &fixture->fake.says[i]);
    }
    fixture->fake.listener = note;
    fixture->fake.context = &heard;
    fight(fixture);
    live(fixture, 200000);
    tell_again(fixture, &record);
    take_apart(&record, &told);
    assert_non_null(strstr(heard.log.buffer, "\"kind\":\"finished\""));
    assert_non_null(strstr(heard.log.buffer, "\"kind\":\"eliminated\""));
    assert_string_equal(told.log.buffer, heard.log.buffer);
    assert_string_equal(told.live.buffer, heard.live.buffer);
    assert_string_equal(told.document.buffer, heard.document.buffer);
    struct record key = {.kind = RECORD_MATCH};
    memcpy(key.match.setup.id, fixture->match, ID_SIZE);
    const struct record *kept = fake_store_find(&fixture->fake.store, &key);
    assert_true(kept != NULL && kept->match.session.text[0] != '\0');
    assert_null(strstr(record.buffer, kept->match.session.text)); /* it would let one drive */
    assert_null(strstr(record.buffer, "session"));
    for (unsigned i = 0; i < 7; i++) {
        free(all[i]->buffer);
    }
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(a_match_is_kept_and_then_told),
        CASE(what_a_start_waits_for_is_answered),
        CASE(players_are_given_their_robots),
        CASE(what_is_live_is_said_and_is_a_frame_of_the_record),
        CASE(a_shot_and_a_hit_are_judged),
        CASE(a_hit_by_nobody_changes_nothing_and_is_counted),
        CASE(what_is_told_again_is_what_was_said),
        CASE(an_end_is_told_and_the_document_is_emptied_later),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
