/* A complete robot: two axes, a horn, a battery. Build and run: robot/README.md. */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>

#include "robot/client/robot.h"

static struct robot *robot;

static const struct card card = {
    .id = "rover1",
    .axes = {[AXIS_X] = {true, -1, 1}, [AXIS_Y] = {true, -0.5, 0.5}},
    .action_count = 1,
    .actions = {{.name = "horn", .when = WHEN_ALWAYS}                       },
    .field_count = 1,
    .fields = {{"battery", "%"}},
};

static void drive(void *user, const struct axes *axes)
{
    fprintf(user, "turn %.2f, forward %.2f\n", axes->value[AXIS_X], axes->value[AXIS_Y]);
    robot_set(robot, "battery", 87);
}

static void neutral(void *user)
{
    fprintf(user, "motors off\n");
}

static void action(void *user, const struct action *what)
{
    fprintf(user, "%s!\n", what->action);
    robot_ack(robot, &what->id, ACK_DONE, NULL);
}

static void quit(int number)
{
    (void)number;
    robot_quit(robot); /* NOLINT(bugprone-signal-handler): made for it */
}

int main(int argc, char **argv)
{
    struct robot_config config = {
        .card = &card,
        .host = argc > 1 ? argv[1] : NULL,
        .port = (uint16_t)(argc > 2 ? strtoul(argv[2], NULL, 10) : 0),
        .token = getenv("ARENA_TOKEN"),
        .state_dir = ".", /* remembers stops */
        .on = {.on_drive = drive, .on_neutral = neutral, .on_action = action},
        .user = stdout,
    };
    if (robot_create(&config, &robot) != RC_OK)
        return 1;
    sigaction(SIGTERM, &(struct sigaction){.sa_handler = quit}, NULL);
    robot_run(robot);
    robot_destroy(robot);
}
