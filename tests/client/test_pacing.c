/* Turns: the rule, and a robot that keeps to it. */
#include "robot/base/pacing.h"
#include "robot/client/random.h"
#include "tests/client/stage.h"

static void a_turn_is_the_first_moment_of_its_phase_after_now(void **state)
{
    (void)state;
    assert_true(pacing_next(1000, 100, 0) == 1100);
    assert_true(pacing_next(1001, 100, 0) == 1100);
    assert_true(pacing_next(1000, 100, 1) == 1001);
    assert_true(pacing_next(1099, 100, 99) == 1199);
    assert_true(pacing_next(0, 1000, 999) == 999);
    for (uint64_t now = 5000; now < 5300; now++) {
        uint32_t phase = random_u32();
        uint64_t next = pacing_next(now, 250, phase);
        assert_in_range(next - now, 1, 250);
        assert_int_equal(next % 250, phase % 250);
        assert_true(pacing_next(next, 250, phase) == next + 250);
    }
}

static enum kind driver_of(const struct stage *stage)
{
    struct robot_view view;
    robot_view(stage->robot, &view);
    return view.driver.kind;
}

/* ms until the player hears of the connection again. */
static uint64_t until_link(struct stage *stage)
{
    unsigned links = stage->links;
    uint64_t begin = stage->now;
    stage_until(stage, stage->links > links);
    return stage->now - begin;
}

static void the_first_link_is_said_at_once_and_the_next_in_the_robots_own_turns(void **state)
{
    (void)state;
    static struct stage on_stage;
    struct stage *stage = &on_stage;
    unsigned shorter = 0;
    stage_init(stage, NULL);
    stage_claim(stage);
    for (unsigned i = 0; i < 8; i++) {
        robot_destroy(stage->robot);
        unsigned links = stage->links;
        stage_start_robot(stage);
        stage_until(stage, driver_of(stage) == KIND_PLAYER);
        assert_int_equal(stage->links, links + 1);
        uint64_t first = until_link(stage);
        assert_in_range(first, 0, 105); /* the stage goes in steps of 5 */
        shorter += first < 90;
        assert_in_range(until_link(stage), 95, 105);
        assert_in_range(until_link(stage), 95, 105);
    }
    assert_true(shorter > 0);
    stage_finish(stage);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_turn_is_the_first_moment_of_its_phase_after_now),
        cmocka_unit_test(the_first_link_is_said_at_once_and_the_next_in_the_robots_own_turns),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
