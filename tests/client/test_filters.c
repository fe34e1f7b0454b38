/* Whom a robot hears: exactly the topics of broker-config/README.md, section 2, at every
 * moment.
 */
#include <stdio.h>

#include "tests/client/stage.h"

static const struct principal bob = {KIND_PLAYER, "bob"}, rita = {KIND_REFEREE, "rita"};

static int start(void **state)
{
    static struct stage stage;
    stage_init(&stage, NULL);
    *state = &stage;
    return 0;
}

static int finish(void **state)
{
    stage_finish(*state);
    return 0;
}

static unsigned connects(const struct stage *stage)
{
    struct robot_view view;
    robot_view(stage->robot, &view);
    return view.connects;
}

static void subscribes_exactly_to(struct stage *stage, const char *const *more, unsigned count)
{
    const char *wanted[16] = {"bridge/main/robot/rover/lease", "bridge/main/robot/rover/video",
        "bridge/main/robot/rover/answer", "bridge/main/all/beat", "robot/rover/all/presence"};
    char texts[16][WIRE_TOPIC_SIZE];
    const char *filters[16];
    unsigned found, all = 5 + count;
    for (unsigned i = 0; i < count; i++)
        wanted[5 + i] = more[i];
    for (unsigned i = 0; i < all; i++) {
        snprintf(texts[i], sizeof texts[i], "arena/v1/%s", wanted[i]);
        filters[i] = texts[i];
    }
    stage_run(stage, 100);
    assert_int_equal(loopback_filters(stage->broker, "robot/rover", filters, all, &found), all);
    assert_int_equal(found, all);
}

static void give_to(struct stage *stage, const struct principal *driver)
{
    stage->lease.number.n++;
    stage->lease.driver = *driver;
    stage->lease.drive = true;
    stage_until(stage, stage->state.number.n == stage->lease.number.n);
}

static void a_robot_hears_its_driver_and_its_stoppers_and_nobody_else(void **state)
{
    static const char *const anns[] = {"player/ann/robot/rover/drive",
        "player/ann/robot/rover/action", "player/ann/robot/rover/stop"};
    static const char *const bobs[] = {"player/bob/robot/rover/drive",
        "player/bob/robot/rover/action", "player/bob/robot/rover/stop",
        "referee/rita/robot/rover/stop"};
    struct stage *stage = *state;
    stage_until(stage, stage->states > 0);
    subscribes_exactly_to(stage, NULL, 0);
    give_to(stage, &stage_ann);
    subscribes_exactly_to(stage, anns, 3);
    stage->lease.stopper_count = 1;
    stage->lease.stoppers[0] = rita;
    give_to(stage, &bob);
    subscribes_exactly_to(stage, bobs, 4);
    stage->lease.stopper_count = 0;
    stage->lease.number.rev++;
    stage->lease.driver = (struct principal){0};
    stage_until(stage, stage->state.number.rev == stage->lease.number.rev);
    subscribes_exactly_to(stage, NULL, 0);
}

/* The driver of before and after a reconnect, and a viewer who comes and goes. */
static void a_robot_hears_its_viewers_while_they_are_listed(void **state)
{
    static const char *const both[] = {"player/ann/robot/rover/drive",
        "player/ann/robot/rover/action", "player/ann/robot/rover/stop",
        "player/bob/robot/rover/signal"};
    static const char *const anns[] = {"player/ann/robot/rover/drive",
        "player/ann/robot/rover/action", "player/ann/robot/rover/stop"};
    struct stage *stage = *state;
    stage_until(stage, stage->states > 0);
    give_to(stage, &stage_ann);
    stage_say(stage, &stage_robot, WHAT_VIDEO,
        "{\"rev\":1,\"cameras\":[],\"peers\":[{\"session\":\"s1\",\"principal\":\"player/bob\","
        "\"camera\":\"front\",\"until\":2000000000}]}",
        false);
    subscribes_exactly_to(stage, both, 4);
    loopback_cut(stage->broker, "robot/rover");
    stage_until(stage, connects(stage) == 2);
    subscribes_exactly_to(stage, both, 4);
    stage_say(
        stage, &stage_robot, WHAT_VIDEO, "{\"rev\":2,\"cameras\":[],\"peers\":[]}", false);
    subscribes_exactly_to(stage, anns, 3);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, start, finish)
    const struct CMUnitTest tests[] = {
        TEST(a_robot_hears_its_driver_and_its_stoppers_and_nobody_else),
        TEST(a_robot_hears_its_viewers_while_they_are_listed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
