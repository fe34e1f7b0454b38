/* What a player hears besides what is said to it. */
#include <stdio.h>
#include <string.h>

#include "tests/client/stage.h"

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

static void a_player_hears_what_it_listens_to(void **state)
{
    struct stage *stage = *state;
    stage_start_player(stage);
    assert_int_equal(player_listen(stage->player, KIND_ROBOT, "", WHAT_STATUS), RC_OK);
    stage_until(stage, stage->messages >= 3);
    for (unsigned i = 1; i < PLAYER_LISTENS; i++) {
        char robot[8];
        (void)snprintf(robot, sizeof robot, "r%u", i);
        assert_int_equal(player_listen(stage->player, KIND_ROBOT, robot, WHAT_STATUS), RC_OK);
    }
    assert_int_equal(player_listen(stage->player, KIND_ROBOT, "", WHAT_STATUS), RC_OK);
    assert_int_equal(player_listen(stage->player, KIND_ROBOT, "", WHAT_CARD), RC_FULL);
}

static void say_live(struct stage *stage, const char *match)
{
    char topic[128];
    (void)snprintf(topic, sizeof topic, "arena/v1/bridge/main/all/match/%s/live", match);
    struct link_message message = {
        .topic = topic, .payload = "{\"at\":1}", .length = 8, .qos = 1};
    assert_int_equal(link_publish(stage->bridge, &message, 0), RC_OK);
    stage_run(stage, 100);
}

static void a_player_hears_one_match_until_it_does_not_listen_any_more(void **state)
{
    struct stage *stage = *state;
    struct topic live = {
        .from = {KIND_BRIDGE, "main"},
          .what = WHAT_MATCH_LIVE, .match = "m1"
    };
    stage_start_player(stage);
    assert_int_equal(player_listen_to(stage->player, &live), RC_OK);
    stage_run(stage, 100);
    say_live(stage, "m2");
    assert_int_equal(stage->messages, 0);
    say_live(stage, "m1");
    assert_int_equal(stage->messages, 1);
    player_unlisten(stage->player, &live);
    stage_run(stage, 100);
    say_live(stage, "m1");
    assert_int_equal(stage->messages, 1);
    live.from.kind = KIND_NONE;
    assert_int_equal(player_listen_to(stage->player, &live), RC_BAD_REQUEST);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_player_hears_what_it_listens_to, start, finish),
        cmocka_unit_test_setup_teardown(
            a_player_hears_one_match_until_it_does_not_listen_any_more, start, finish),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
