/* What the ports `robots` and `audience` must do (bridge/app/ports.h): the fake, and MQTT's on
 * a real broker where somebody listens to all that the bridge says. What is said is compared as
 * what it is on the wire: a topic and a text.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "bridge/adapters/clock.h"
#include "bridge/adapters/mailbox.h"
#include "bridge/adapters/mqtt/connection.h"
#include "bridge/adapters/mqtt/mqtt.h"
#include "robot/base/text.h"
#include "tests/mqtt_adapter/bell.h"
#include "tests/mqtt_adapter/broker.h"
#include "tests/support/fake_ports.h"

#include <cmocka.h>

#define ROOT       "arena/v1"
#define MAIN       ROOT "/bridge/main/"
#define PATIENCE_S 20
#define SAID       64

struct said {
    char topic[WIRE_TOPIC_SIZE];
    char text[2048];
};

struct subject {
    struct port_robots robots;
    struct port_audience audience;
    bool real;
    unsigned count; /* what was said, the bridge's own presence left out */
    struct said said[SAID];
    struct fake_ports fake;
    struct broker broker; /* the rest is of the real one */
    struct bell bell;
    struct clock clock;
    struct mailbox *mailbox, *ears;
    struct mqtt *mqtt;
    struct connection *listener;
};

static const struct principal ann = {.kind = KIND_PLAYER, .id = "ann"};

/* ---- the fake ---- */

static bool text_of_say(const struct fake_say *say, char *ret, size_t size)
{
    size_t length;
    struct roster roster = {.rev = say->roster.rev, .changed_count = say->roster.changed_count};
    struct revoked revoked = {.before = say->before};
    switch (say->kind) {
    case FAKE_LEASE:
        return lease_to_json(&say->lease, ret, size, &length);
    case FAKE_ANSWER:
        return answer_to_json(say->answer, ret, size, &length);
    case FAKE_ME:
        return say->empty || me_to_json(&say->me, ret, size, &length);
    case FAKE_REVOKED:
        return say->before == 0 || revoked_to_json(&revoked, ret, size, &length);
    case FAKE_ROSTER:
        roster.changed[0] = say->roster.first_changed;
        return roster_to_json(&roster, ret, size, &length);
    case FAKE_BEAT:
        return beat_to_json(&say->beat, ret, size, &length);
    case FAKE_MATCH:
        return say->game.match == NULL || match_to_json(say->game.match, ret, size, &length);
    case FAKE_MATCH_LIVE:
        return match_live_to_json(say->game.live, ret, size, &length);
    case FAKE_MATCH_EVENT:
        return match_event_to_json(&say->game.entry, ret, size, &length);
    case FAKE_VIDEO:
    case FAKE_EVICT:
    case FAKE_REPLY:
        break;
    }
    return false;
}

static bool is_of_match(enum fake_say_kind kind)
{
    return kind == FAKE_MATCH || kind == FAKE_MATCH_LIVE || kind == FAKE_MATCH_EVENT;
}

static void fake_look(struct subject *subject)
{
    static const enum what whats[] = {
        [FAKE_LEASE] = WHAT_LEASE,
        [FAKE_ANSWER] = WHAT_ANSWER,
        [FAKE_ME] = WHAT_ME,
        [FAKE_REVOKED] = WHAT_REVOKED,
        [FAKE_ROSTER] = WHAT_ROSTER,
        [FAKE_BEAT] = WHAT_BEAT,
        [FAKE_MATCH] = WHAT_MATCH,
        [FAKE_MATCH_LIVE] = WHAT_MATCH_LIVE,
        [FAKE_MATCH_EVENT] = WHAT_MATCH_EVENT,
    };
    subject->count = subject->fake.count;
    for (unsigned i = 0; i < subject->count; i++) {
        const struct fake_say *say = &subject->fake.says[i];
        struct said *said = &subject->said[i];
        struct topic topic = {
            .from = {KIND_BRIDGE, "main"},
              .what = whats[say->kind]
        };
        *(say->kind == FAKE_REVOKED ? &topic.subject : &topic.to) = say->to;
        if (is_of_match(say->kind))
            memcpy(topic.match, say->game.id, sizeof topic.match);
        said->text[0] = '\0';
        assert_true(topic_format(ROOT, &topic, said->topic, sizeof said->topic));
        assert_true(text_of_say(say, said->text, sizeof said->text));
    }
}

static int set_up_fake(void **state)
{
    static struct subject subject;
    memset(&subject, 0, sizeof subject);
    fake_ports_init(&subject.fake);
    struct ports ports = fake_ports_of(&subject.fake);
    subject.fake.disconnected = true;
    subject.robots = ports.robots;
    subject.audience = ports.audience;
    *state = &subject;
    return 0;
}

static int tear_down_fake(void **state)
{
    struct subject *subject = *state;
    fake_ports_finish(&subject->fake);
    return 0;
}

/* ---- the real one ---- */

static uint64_t now_ms(void)
{
    struct timespec now;
    (void)clock_gettime(CLOCK_MONOTONIC, &now);
    return (uint64_t)now.tv_sec * 1000u + (uint64_t)now.tv_nsec / 1000000u;
}

static enum rc mint(
    void *self, const struct mint_order *order, char *ret, uint64_t *ret_expires)
{
    (void)self;
    (void)order;
    *ret_expires = 0;
    return text_copy(ret, ASK_TOKEN_SIZE, "any") ? RC_OK : RC_UNAVAILABLE;
}

static void hear_nothing(void *self, const struct heard *heard)
{
    (void)self;
    (void)heard;
}

static void take_nothing(void *self, const struct input *input)
{
    (void)self;
    (void)input;
}

static bool login(void *self, uint32_t index, struct connection_login *ret)
{
    (void)self;
    (void)index;
    return text_copy(ret->token, sizeof ret->token, "any");
}

static struct mailbox *mailbox_with(struct bell *bell)
{
    const struct mailbox_config config = {
        .bytes = {1 << 20, 1 << 20},
          .wake = bell_ring, .wake_self = bell
    };
    return mailbox_create(&config);
}

static void build_bridge(struct subject *subject)
{
    const struct mqtt_config config = {.source = 1,
        .host = "127.0.0.1",
        .port = subject->broker.port,
        .root = ROOT,
        .name = "main",
        .boot = {"boot"}};
    const struct mqtt_needs needs = {
        .mailbox = subject->mailbox,
        .account = {.mint = mint         },
        .clock = clock_port(&subject->clock),
        .sink = { .self = subject, .hear = hear_nothing, .take = take_nothing},
    };
    subject->mqtt = mqtt_create(&config, &needs);
    assert_non_null(subject->mqtt);
    subject->robots = mqtt_robots(subject->mqtt);
    subject->audience = mqtt_audience(subject->mqtt);
}

static void build_listener(struct subject *subject)
{
    struct connection_config config = {.port = subject->broker.port, .filter_count = 1};
    (void)text_copy(config.host, sizeof config.host, "127.0.0.1");
    (void)text_copy(config.filters[0], WIRE_TOPIC_SIZE, MAIN "#");
    config.filter_qos[0] = 1;
    config.principal = ann;
    const struct connection_needs needs = {.mailbox = subject->ears, .login = login};
    subject->listener = connection_create(&config, &needs);
    assert_non_null(subject->listener);
}

static int set_up_real(void **state)
{
    static struct subject subject;
    memset(&subject, 0, sizeof subject);
    subject.real = true;
    bell_init(&subject.bell);
    broker_init(&subject.broker);
    broker_start(&subject.broker);
    subject.mailbox = mailbox_with(&subject.bell);
    subject.ears = mailbox_with(&subject.bell);
    build_bridge(&subject);
    build_listener(&subject);
    *state = &subject;
    return 0;
}

static void keep_letter(struct subject *subject, const struct letter *letter)
{
    const char *topic = letter->head;
    if (strcmp(topic, MAIN "all/presence") == 0)
        return;
    assert_true(subject->count < SAID && letter->body_size < sizeof subject->said[0].text);
    struct said *said = &subject->said[subject->count++];
    (void)text_copy(said->topic, sizeof said->topic, topic);
    memcpy(said->text, letter->body, letter->body_size);
    said->text[letter->body_size] = '\0';
}

static void real_turn(struct subject *subject)
{
    struct letter letter;
    uint64_t now = now_ms();
    subject->clock.now = now;
    while (mailbox_take(subject->mailbox, &letter))
        mqtt_open_letter(subject->mqtt, &letter, now);
    while (mailbox_take(subject->ears, &letter)) {
        if (connection_read(subject->listener, &letter, now) == CONNECTION_HEARD)
            keep_letter(subject, &letter);
    }
    (void)mqtt_turn(subject->mqtt, now);
    (void)connection_pass_time(subject->listener, now);
    bell_wait(&subject->bell);
}

#define REAL_WAIT(subject, condition)                                                          \
    do {                                                                                       \
        uint64_t until_ = now_ms() + PATIENCE_S * 1000;                                        \
        while (!(condition) && now_ms() < until_)                                              \
            real_turn(subject);                                                                \
        assert_true(condition);                                                                \
    } while (0)

static int tear_down_real(void **state)
{
    struct subject *subject = *state;
    mqtt_close(subject->mqtt, now_ms());
    REAL_WAIT(subject, mqtt_closed(subject->mqtt));
    mqtt_destroy(subject->mqtt);
    connection_destroy(subject->listener);
    mailbox_destroy(subject->mailbox);
    mailbox_destroy(subject->ears);
    broker_finish(&subject->broker);
    return 0;
}

/* ---- both ---- */

static void come_up(struct subject *subject)
{
    subject->fake.disconnected = false;
    if (!subject->real)
        return;
    connection_open(subject->listener, now_ms());
    REAL_WAIT(subject, connection_state(subject->listener) == CONNECTION_UP);
    mqtt_open(subject->mqtt, now_ms());
    REAL_WAIT(subject, mqtt_ready(subject->mqtt));
}

/* The listener anew, as one who comes only now: it has heard nothing. */
static void come_later(struct subject *subject)
{
    connection_destroy(subject->listener);
    build_listener(subject);
    subject->count = 0;
    connection_open(subject->listener, now_ms());
    REAL_WAIT(subject, connection_state(subject->listener) == CONNECTION_UP);
}

/* Until so many things were heard. */
static void hear(struct subject *subject, unsigned count)
{
    if (subject->real)
        REAL_WAIT(subject, subject->count >= count);
    else
        fake_look(subject);
    assert_int_equal(subject->count, count);
}

static void expect_said(
    const struct subject *subject, unsigned i, const char *topic, const char *part)
{
    char whole[WIRE_TOPIC_SIZE];
    (void)snprintf(whole, sizeof whole, MAIN "%s", topic);
    assert_string_equal(subject->said[i].topic, whole);
    assert_non_null(strstr(subject->said[i].text, part));
}

static struct lease lease_of(uint32_t n)
{
    struct lease lease = {
        .number = {.n = n, .rev = 1},
        .driver = ann,
        .drive = true,
        .max_age_ms = MAX_AGE_MS_DEFAULT,
        .deadman_ms = DEADMAN_MS_DEFAULT
    };
    return lease;
}

static enum rc say_lease(struct subject *subject, uint32_t n, uint32_t max_message)
{
    struct lease lease = lease_of(n);
    enum rc rc = subject->robots.say_lease(subject->robots.self, "scout1", &lease, max_message);
    memset(&lease, 0xff, sizeof lease); /* it was borrowed for the call */
    return rc;
}

static enum rc say_beat(struct subject *subject)
{
    struct beat beat = {.boot = {"b1"}, .conn = {"c1"}, .ts = 5};
    return subject->audience.say_beat(subject->audience.self, &beat);
}

static enum rc say_answer(struct subject *subject)
{
    static struct answer answer;
    memset(&answer, 0, sizeof answer);
    answer = (struct answer){.id = "abcdefghijk", .rc = RC_OK, .robot = "scout1", .n = 7};
    return subject->audience.say_answer(subject->audience.self, &ann, &answer);
}

static enum rc say_roster(struct subject *subject)
{
    static struct roster roster;
    memset(&roster, 0, sizeof roster);
    roster.rev = 3;
    roster.changed_count = 1;
    memcpy(roster.changed[0].id, "scout1", 7);
    return subject->audience.say_roster(subject->audience.self, &roster);
}

static enum rc say_me(struct subject *subject)
{
    struct me me;
    memset(&me, 0, sizeof me);
    me.lease_count = 1;
    memcpy(me.leases[0].robot, "scout1", 7);
    me.leases[0].n = 7;
    return subject->audience.say_me(subject->audience.self, &ann, &me);
}

static enum rc say_match(struct subject *subject)
{
    static struct match match;
    memset(&match, 0, sizeof match);
    match = (struct match){.id = "m1", .state = MATCH_RUNNING, .seq = 17, .team_count = 1};
    match.rules = match_rules_default();
    memcpy(match.teams[0].name, "red", 4);
    enum rc rc = subject->audience.say_match(subject->audience.self, "m1", &match);
    memset(&match, 0xff, sizeof match); /* it was borrowed for the call */
    return rc;
}

static enum rc say_match_live(struct subject *subject, uint32_t at)
{
    static struct match_live live;
    memset(&live, 0, sizeof live);
    live = (struct match_live){.at = at, .state = MATCH_RUNNING, .unit_count = 1};
    memcpy(live.units[0].robot, "scout1", 7);
    enum rc rc = subject->audience.say_match_live(subject->audience.self, "m1", &live);
    memset(&live, 0xff, sizeof live);
    return rc;
}

static enum rc say_match_event(struct subject *subject, uint32_t seq)
{
    struct match_entry entry = {
        .seq = seq, .kind = ENTRY_HIT, .team = -1, .seat = -1, .unit = -1};
    memcpy(entry.robot, "scout1", 7);
    return subject->audience.say_match_event(subject->audience.self, "m1", &entry);
}

static void without_a_connection_nothing_is_said(void **state)
{
    struct subject *subject = *state;
    const struct port_audience *audience = &subject->audience;
    struct port_robots *robots = &subject->robots;
    struct video video;
    memset(&video, 0, sizeof video);
    assert_int_equal(say_lease(subject, 1, 1024), RC_NOT_CONNECTED);
    assert_int_equal(robots->say_video(robots->self, "scout1", &video, 1024), RC_NOT_CONNECTED);
    assert_int_equal(robots->evict(robots->self, "scout1", "token"), RC_NOT_CONNECTED);
    assert_int_equal(say_answer(subject), RC_NOT_CONNECTED);
    assert_int_equal(say_me(subject), RC_NOT_CONNECTED);
    assert_int_equal(audience->say_revoked(audience->self, &ann, 9), RC_NOT_CONNECTED);
    assert_int_equal(say_roster(subject), RC_NOT_CONNECTED);
    assert_int_equal(say_beat(subject), RC_NOT_CONNECTED);
    assert_int_equal(say_match(subject), RC_NOT_CONNECTED);
    assert_int_equal(say_match_live(subject, 1), RC_NOT_CONNECTED);
    assert_int_equal(say_match_event(subject, 1), RC_NOT_CONNECTED);
    come_up(subject);
    assert_int_equal(say_beat(subject), RC_OK); /* the first that is heard */
    hear(subject, 1);
    expect_said(subject, 0, "all/beat", "\"boot\":\"b1\"");
}

static void each_say_is_heard_by_whom_it_is_for(void **state)
{
    struct subject *subject = *state;
    const struct port_audience *audience = &subject->audience;
    come_up(subject);
    assert_int_equal(say_lease(subject, 7, 1024), RC_OK);
    assert_int_equal(say_answer(subject), RC_OK);
    assert_int_equal(say_me(subject), RC_OK);
    assert_int_equal(audience->say_revoked(audience->self, &ann, 1700000000), RC_OK);
    assert_int_equal(say_roster(subject), RC_OK);
    hear(subject, 5);
    expect_said(subject, 0, "robot/scout1/lease", "\"n\":7,\"rev\":1");
    expect_said(subject, 1, "player/ann/answer", "\"robot\":\"scout1\",\"n\":7");
    expect_said(subject, 2, "player/ann/me", "\"robot\":\"scout1\",\"n\":7");
    expect_said(subject, 3, "all/revoked/player/ann", "{\"before\":1700000000}");
    expect_said(subject, 4, "all/roster", "\"id\":\"scout1\"");
}

static void a_match_is_heard_by_all(void **state)
{
    struct subject *subject = *state;
    come_up(subject);
    assert_int_equal(say_match(subject), RC_OK);
    assert_int_equal(say_match_live(subject, 61000), RC_OK);
    assert_int_equal(say_match_event(subject, 18), RC_OK);
    assert_int_equal(say_match_event(subject, 19), RC_OK);
    hear(subject, 4);
    expect_said(subject, 0, "all/match/m1", "\"state\":\"running\"");
    expect_said(subject, 0, "all/match/m1", "\"name\":\"red\"");
    expect_said(subject, 1, "all/match/m1/live", "\"at\":61000");
    expect_said(subject, 1, "all/match/m1/live", "\"robot\":\"scout1\"");
    expect_said(subject, 2, "all/match/m1/event", "{\"seq\":18,");
    expect_said(subject, 3, "all/match/m1/event", "{\"seq\":19,");
}

/* What somebody who comes later is told; the fake has no memory of it. */
static void only_the_document_of_a_match_is_remembered(void **state)
{
    struct subject *subject = *state;
    come_up(subject);
    assert_int_equal(say_match(subject), RC_OK);
    assert_int_equal(say_match_live(subject, 1), RC_OK);
    assert_int_equal(say_match_event(subject, 18), RC_OK);
    hear(subject, 3);
    come_later(subject);
    assert_int_equal(say_beat(subject), RC_OK);
    hear(subject, 2);
    expect_said(subject, 0, "all/match/m1", "\"seq\":17");
    expect_said(subject, 1, "all/beat", "\"boot\"");
}

static void documents_are_emptied(void **state)
{
    struct subject *subject = *state;
    const struct port_audience *audience = &subject->audience;
    come_up(subject);
    assert_int_equal(audience->say_me(audience->self, &ann, NULL), RC_OK);
    assert_int_equal(audience->say_revoked(audience->self, &ann, 0), RC_OK);
    assert_int_equal(audience->say_match(audience->self, "m1", NULL), RC_OK);
    hear(subject, 3);
    expect_said(subject, 0, "player/ann/me", "");
    expect_said(subject, 1, "all/revoked/player/ann", "");
    expect_said(subject, 2, "all/match/m1", "");
    for (unsigned i = 0; i < 3; i++)
        assert_string_equal(subject->said[i].text, "");
}

static void what_is_said_is_heard_in_its_order(void **state)
{
    struct subject *subject = *state;
    come_up(subject);
    for (uint32_t n = 1; n <= 50; n++)
        assert_int_equal(say_lease(subject, n, 1024), RC_OK);
    hear(subject, 50);
    for (uint32_t n = 1; n <= 50; n++) {
        char number[32];
        (void)snprintf(number, sizeof number, "\"n\":%u,", n);
        expect_said(subject, n - 1, "robot/scout1/lease", number);
    }
}

static void what_a_robot_cannot_take_is_refused_and_not_said(void **state)
{
    struct subject *subject = *state;
    come_up(subject);
    assert_int_equal(say_lease(subject, 1, 40), RC_TOO_LARGE);
    assert_int_equal(say_lease(subject, 2, 1024), RC_OK);
    hear(subject, 1);
    expect_said(subject, 0, "robot/scout1/lease", "\"n\":2,");
}

/* Paho never frees a few small things of its own; nothing of ours may leak. */
const char *__lsan_default_suppressions(void);
const char *__lsan_default_suppressions(void)
{
    return "leak:libpaho-mqtt3a\n";
}

#define BOTH(name)                                                                             \
    {#name " (fake)", name, set_up_fake, tear_down_fake, NULL},                                \
    {                                                                                          \
#name " (mqtt)", name, set_up_real, tear_down_real, NULL                               \
    }

int main(void)
{
    const struct CMUnitTest tests[] = {
        BOTH(without_a_connection_nothing_is_said),
        BOTH(each_say_is_heard_by_whom_it_is_for),
        BOTH(a_match_is_heard_by_all),
        {"only_the_document_of_a_match_is_remembered (mqtt)",
                                   only_the_document_of_a_match_is_remembered, set_up_real, tear_down_real, NULL},
        BOTH(documents_are_emptied),
        BOTH(what_is_said_is_heard_in_its_order),
        BOTH(what_a_robot_cannot_take_is_refused_and_not_said),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
