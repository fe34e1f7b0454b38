/* Driving by a script: each step begins when the one before is over. Where the next line has
 * not come yet the stick is let go. A step that moves waits until the robot is ready for it.
 */
#include <stdio.h>

#include "bridge/ctl/drive.h"
#include "bridge/ctl/script.h"
#include "robot/client/robot.h"

#define TURN_MS 50

struct reading {
    struct driving *driving;
    struct script script;
    bool on;
};

static enum ctl_exit say_bad(const struct reading *reading, const char *sentence)
{
    char whole[200];
    (void)snprintf(
        whole, sizeof whole, "line %u of the script: %s", reading->script.number, sentence);
    return ctl_refuse(reading->driving->desk.ctl, RC_BAD_REQUEST, whole);
}

static enum ctl_exit wait_ready(struct reading *reading)
{
    uint64_t until = robot_now() + DRIVE_READY_MS;
    enum ctl_exit code = CTL_OK;
    while (reading->on && code == CTL_OK && !driving_ready(reading->driving)) {
        if (robot_now() >= until)
            return ctl_refuse(reading->driving->desk.ctl, RC_WRONG_STATE,
                "the robot is not ready to move: is it stopped, or out of reach?");
        code = driving_turn(reading->driving, until, -1, &reading->on);
    }
    return code;
}

static enum ctl_exit hold(struct reading *reading, const struct step *step)
{
    enum ctl_exit code = axes_neutral(&step->axes) ? CTL_OK : wait_ready(reading);
    if (code != CTL_OK || !reading->on)
        return code;
    driving_set(reading->driving, &step->axes);
    uint64_t until = robot_now() + step->ms;
    while (reading->on && code == CTL_OK && robot_now() < until)
        code = driving_turn(reading->driving, until, -1, &reading->on);
    return code;
}

static enum ctl_exit act(struct reading *reading, const struct step *step)
{
    struct driving *driving = reading->driving;
    const double *value = step->has_value ? &step->value : NULL;
    enum rc rc = player_action(driving->desk.player, driving->robot, step->action, value, NULL);
    return rc == RC_OK ? CTL_OK : ctl_refuse(driving->desk.ctl, rc, NULL);
}

static enum ctl_exit play(struct reading *reading, const struct step *step)
{
    switch (step->kind) {
    case STEP_NOTHING:
        return CTL_OK;
    case STEP_HOLD:
        return hold(reading, step);
    case STEP_STOP:
        return driving_stop(reading->driving);
    case STEP_CLEAR:
        return driving_clear(reading->driving);
    case STEP_ACTION:
        return act(reading, step);
    }
    return CTL_OK;
}

static enum ctl_exit play_line(struct reading *reading, const char *line)
{
    struct step step;
    const char *sentence;
    if (!step_from_line(line, &step, &sentence))
        return say_bad(reading, sentence);
    return play(reading, &step);
}

static enum ctl_exit wait_line(struct reading *reading)
{
    static const struct axes neutral = {{0}};
    driving_set(reading->driving, &neutral);
    return driving_turn(
        reading->driving, robot_now() + TURN_MS, reading->script.fd, &reading->on);
}

enum ctl_exit drive_by_script(struct driving *driving, int fd)
{
    struct reading reading = {.driving = driving, .on = true};
    script_init(&reading.script, fd);
    enum ctl_exit code = CTL_OK;
    while (reading.on && code == CTL_OK) {
        char line[SCRIPT_LINE];
        switch (script_take(&reading.script, line)) {
        case SCRIPT_TAKEN:
            code = play_line(&reading, line);
            break;
        case SCRIPT_WAIT:
            code = wait_line(&reading);
            break;
        case SCRIPT_END:
            return CTL_OK;
        case SCRIPT_BAD:
            return say_bad(&reading, "a line is too long, or could not be read");
        }
    }
    return code;
}
