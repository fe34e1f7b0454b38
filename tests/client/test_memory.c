/* Memory of a robot is flat: what is allocated after the first thousand frames is what is
 * allocated after the last, with states, links, status, leases, stops and reconnects in
 * between. test_memory N: this many frames (default 20000). */
#define _DEFAULT_SOURCE
#include <malloc.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/client/stage.h"

static unsigned long frames = 20000;

static size_t allocated(void)
{
    return mallinfo2().uordblks;
}

static unsigned long resident_kib(void)
{
    char line[128];
    unsigned long kib = 0;
    FILE *file = fopen("/proc/self/status", "r");
    assert_non_null(file);
    while (fgets(line, sizeof line, file)) {
        if (strncmp(line, "VmRSS:", 6) == 0)
            kib = strtoul(line + 6, NULL, 10);
    }
    (void)fclose(file);
    return kib;
}

static void drive_frames(struct stage *stage, unsigned long count)
{
    struct axes axes = {.value = {[AXIS_X] = 0.5}};
    unsigned long end = stage->drives + count;
    for (unsigned long next = stage->drives + 5000; stage->drives < end;) {
        (void)player_drive(stage->player, "rover", &axes);
        stage_run(stage, 50);
        if (stage->drives < next)
            continue;
        loopback_cut(stage->broker, "robot/rover");
        stage_run(stage, 500);
        next = stage->drives + 5000;
    }
}

static void memory_is_flat(void **state)
{
    (void)state;
    static struct stage stage;
    stage_init(&stage, NULL);
    stage_claim(&stage);
    drive_frames(&stage, 1000);
    size_t before = allocated();
    if (before == 0)
        skip(); /* a sanitizer's heap, which does not count */
    unsigned long resident = resident_kib();
    drive_frames(&stage, frames);
    print_message("%lu frames: %zu -> %zu bytes allocated, %lu -> %lu KiB resident\n", frames,
        before, allocated(), resident, resident_kib());
    assert_in_range(allocated(), 0, before + 16384); /* messages on their way */
    assert_in_range(resident_kib(), 0, resident + 1024);
    stage_finish(&stage);
}

static void what_a_robot_takes_is_what_the_documents_say(void **state)
{
    (void)state;
    struct loopback *broker = loopback_create();
    struct link *link = loopback_link_create(broker);
    struct card card = {.id = "rover"};
    struct robot_config config = {.card = &card, .link = link};
    struct robot *robot;
    size_t before = allocated();
    assert_int_equal(robot_create(&config, &robot), RC_OK);
    print_message("a robot takes %zu bytes\n", allocated() - before);
    assert_in_range(allocated() - before, 0, 48 * 1024); /* robot/README.md */
    robot_destroy(robot);
    loopback_destroy(broker);
}

int main(int argc, char **argv)
{
    if (argc == 2)
        frames = strtoul(argv[1], NULL, 10);
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(memory_is_flat),
        cmocka_unit_test(what_a_robot_takes_is_what_the_documents_say),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
