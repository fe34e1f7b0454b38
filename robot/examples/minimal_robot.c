/* A complete robot: two axes, one action, a battery. Build: see robot/README.md. */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>

#include "robot/client/robot.h"

static struct robot *robot;

static const struct card card = {
    .id = "rover1",
    .name = "Rover",
    .axes = {[AXIS_X] = {true, -1, 1}, [AXIS_Y] = {true, -0.5, 0.5}},
    .action_count = 1,
    .actions = {{.name = "horn", .when = WHEN_ALWAYS}                       },
    .field_count = 1,
    .fields = {{"battery", "%"}}
};

static void drive(void *user, const struct axes *axes)
{
    (void)user;
    printf("motors: turn %.2f, forward %.2f\n", axes->value[AXIS_X], axes->value[AXIS_Y]);
}

static void neutral(void *user)
{
    (void)user;
    printf("motors: off\n");
}

static void action(void *user, const struct action *what)
{
    (void)user;
    robot_ack(robot, &what->id, ACK_DONE, NULL);
}

static void quit(int number)
{
    (void)number;
    robot_quit(robot);
}

int main(int argc, char **argv)
{
    struct robot_config config = {
        .card = &card,
        .host = argc > 1 ? argv[1] : NULL,
        .port = (uint16_t)(argc > 2 ? strtoul(argv[2], NULL, 10) : 0),
        .token = getenv("ARENA_TOKEN"),
        .state_dir = ".", /* remembers stops */
        .on = {.on_drive = drive, .on_neutral = neutral, .on_action = action}
    };
    if (robot_create(&config, &robot) != RC_OK)
        return 1;
    signal(SIGTERM, quit);
    robot_set(robot, "battery", 87);
    robot_run(robot);
    robot_destroy(robot);
}
