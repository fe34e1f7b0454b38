/* A robot and a player, each in its own thread, over a real broker that is killed in between.
 * Built with ThreadSanitizer this is the test of the one-owner rule: Paho's threads, robot_run,
 * player_run, and quit from another thread. The test's own thread is the bridge. */
#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include "robot/client/link_paho.h"
#include "robot/client/player.h"
#include "robot/client/robot.h"
#include "tests/client/broker_fixture.h"

#include <cmocka.h>

#define PATIENCE_MS 20000

static const struct principal bridge = {KIND_BRIDGE, "main"};
static const struct principal rover = {KIND_ROBOT, "rover"};
static const struct principal ann = {KIND_PLAYER, "ann"};
static const struct card card = {.id = "rover", .axes = {[AXIS_Y] = {true, -1, 1}}};

struct cast {
    struct broker_fixture broker;
    struct link *link; /* the bridge's */
    struct robot *robot;
    struct player *player;
    struct state state;
    uint32_t n;
    char claim[ASK_ID_SIZE];
    uint64_t lease_at;
    atomic_uint drives, neutrals, answers; /* counted in the robot's and the player's thread */
};

static void on_drive(void *user, const struct axes *axes)
{
    struct cast *cast = user;
    if (axes->value[AXIS_Y] == 0.5)
        atomic_fetch_add(&cast->drives, 1);
}

static void on_neutral(void *user)
{
    struct cast *cast = user;
    atomic_fetch_add(&cast->neutrals, 1);
}

static void on_online(void *user, bool online, const char *reason)
{
    struct cast *cast = user;
    (void)reason;
    if (online && player_claim(cast->player, "rover") != RC_OK)
        print_error("no claim\n");
}

static void on_answer(void *user, const struct ask *ask, const struct answer *answer)
{
    struct cast *cast = user;
    struct axes axes = {.value = {[AXIS_Y] = 0.5}};
    (void)ask;
    if (answer->rc == RC_OK)
        (void)player_drive(cast->player, "rover", &axes);
    atomic_fetch_add(&cast->answers, 1);
}

static void *run_robot(void *user)
{
    struct cast *cast = user;
    robot_run(cast->robot);
    return NULL;
}

static void *run_player(void *user)
{
    struct cast *cast = user;
    player_run(cast->player);
    return NULL;
}

/* ---- the bridge ---- */

static void say(struct cast *cast, const struct principal *to, enum what what, const char *json,
    size_t length)
{
    char text[WIRE_TOPIC_SIZE];
    struct topic topic = {.from = bridge, .to = *to, .what = what};
    assert_true(topic_format(WIRE_ROOT_DEFAULT, &topic, text, sizeof text));
    struct link_message message = {.topic = text, .payload = json, .length = length};
    (void)!link_publish(cast->link, &message, 0);
}

static void say_lease(struct cast *cast)
{
    char json[4096];
    size_t length;
    struct lease lease = {
        .number = {cast->n, 1},
        .e = cast->state.c,
        .driver = ann,
        .drive = true,
        .limits = { 1, 1, 1, 1, 1, 1},
        .max_age_ms = MAX_AGE_MS_LIMIT,
        .deadman_ms = DEADMAN_MS_LIMIT
    };
    assert_true(lease_to_json(&lease, json, sizeof json, &length));
    say(cast, &rover, WHAT_LEASE, json, length);
    cast->lease_at = test_now() + 200;
}

static void answer(struct cast *cast)
{
    char json[256];
    int length = snprintf(json, sizeof json,
        "{\"id\":\"%s\",\"ok\":true,\"robot\":\"rover\",\"n\":%u}", cast->claim, cast->n);
    say(cast, &ann, WHAT_ANSWER, json, (size_t)length);
    cast->claim[0] = '\0';
}

static void hear_ask(struct cast *cast, const struct link_event *event)
{
    struct ask ask;
    assert_int_equal(ask_from_json(event->payload, event->length, &ask, NULL), RC_OK);
    if (ask.deed != DEED_DRIVE_CLAIM || strcmp(ask.id, cast->claim) == 0)
        return;
    memcpy(cast->claim, ask.id, sizeof cast->claim);
    cast->n++;
    say_lease(cast);
}

static void hear(struct cast *cast, const struct link_event *event)
{
    struct topic topic;
    assert_true(topic_parse(WIRE_ROOT_DEFAULT, event->topic, strlen(event->topic), &topic));
    if (topic.what == WHAT_ASK)
        hear_ask(cast, event);
    if (topic.what != WHAT_STATE)
        return;
    assert_int_equal(state_from_json(event->payload, event->length, &cast->state, NULL), RC_OK);
    if (cast->claim[0] != '\0' && cast->state.number.n == cast->n)
        answer(cast);
}

static void connect_bridge(struct cast *cast)
{
    struct link_options options = {.host = "127.0.0.1",
        .port = cast->broker.port,
        .client_id = "bridge/main",
        .user = "bridge/main"};
    (void)!link_connect(cast->link, &options); /* or it is on its way already */
}

static void step_bridge(struct cast *cast)
{
    static const char *const filter = "arena/v1/+/+/bridge/main/+";
    struct link_event event;
    while (link_poll(cast->link, &event)) {
        if (event.kind == LINK_CONNECTED)
            assert_int_equal(link_subscribe(cast->link, &filter, 1, 1, 0), RC_OK);
        else if (event.kind == LINK_MESSAGE)
            hear(cast, &event);
        else if (event.kind == LINK_LOST || event.kind == LINK_REFUSED)
            connect_bridge(cast);
    }
    if (cast->n > 0 && test_now() >= cast->lease_at)
        say_lease(cast);
    test_pause();
}

static void until_driven(struct cast *cast, unsigned more)
{
    unsigned end = atomic_load(&cast->drives) + more;
    uint64_t start = test_now();
    while (atomic_load(&cast->drives) < end) {
        assert_true(test_now() < start + PATIENCE_MS);
        step_bridge(cast);
    }
    print_message("%u frames after %d ms\n", more, (int)(test_now() - start));
}

static void open_cast(struct cast *cast)
{
    struct robot_config robot = {
        .card = &card,
        .port = cast->broker.port,
        .on = {.on_drive = on_drive, .on_neutral = on_neutral},
        .user = cast
    };
    struct player_config player = {
        .principal = ann,
        .port = cast->broker.port,
        .mqtt311 = true,
        .on = {.on_online = on_online, .on_answer = on_answer},
        .user = cast
    };
    assert_int_equal(robot_create(&robot, &cast->robot), RC_OK);
    assert_int_equal(player_create(&player, &cast->player), RC_OK);
    cast->link = link_paho_create();
    assert_non_null(cast->link);
    connect_bridge(cast);
}

static void a_robot_is_driven_before_and_after_the_broker_was_killed(void **state)
{
    (void)state;
    static struct cast cast;
    pthread_t robot, player;
    broker_start(&cast.broker, true);
    open_cast(&cast);
    assert_int_equal(pthread_create(&robot, NULL, run_robot, &cast), 0);
    assert_int_equal(pthread_create(&player, NULL, run_player, &cast), 0);
    until_driven(&cast, 20);
    unsigned neutrals = atomic_load(&cast.neutrals);
    broker_kill(&cast.broker);
    uint64_t killed = test_now();
    while (atomic_load(&cast.neutrals) == neutrals) {
        assert_true(test_now() < killed + 1000);
        step_bridge(&cast);
    }
    broker_again(&cast.broker);
    until_driven(&cast, 20);
    player_quit(cast.player);
    robot_quit(cast.robot);
    pthread_join(player, NULL);
    pthread_join(robot, NULL);
    player_destroy(cast.player);
    robot_destroy(cast.robot);
    link_destroy(cast.link);
    broker_finish(&cast.broker);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_robot_is_driven_before_and_after_the_broker_was_killed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
