#include "robot/sim/moves.h"

#include <fcntl.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "robot/base/log.h"
#include "robot/base/text.h"

static uint64_t clock_ms(clockid_t clock)
{
    struct timespec now;
    (void)clock_gettime(clock, &now); /* both clocks exist */
    return (uint64_t)now.tv_sec * 1000 + (uint64_t)now.tv_nsec / 1000000;
}

int moves_open(const char *path)
{
    return open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0644);
}

void moves_close(int file)
{
    if (file >= 0)
        (void)close(file); /* every line was written when it was said */
}

static void write_line(int file, const struct moves_of_robot *moves, const char *why)
{
    char buffer[512];
    struct text line;
    text_init(&line, buffer, sizeof(buffer));
    text_addf(&line, "{\"mono\":%llu,\"unix\":%llu,\"robot\":\"%s\",\"why\":\"%s\",",
        (unsigned long long)clock_ms(CLOCK_MONOTONIC),
        (unsigned long long)clock_ms(CLOCK_REALTIME), moves->id, why);
    text_addf(&line, "\"frame\":%llu,\"axes\":{", (unsigned long long)moves->frame);
    static const enum axis said[] = {AXIS_X, AXIS_Y, AXIS_CX, AXIS_CY};
    for (unsigned i = 0; i < sizeof(said) / sizeof(said[0]); i++)
        text_addf(&line, "%s\"%s\":%.6g", i ? "," : "", axis_name(said[i]),
            moves->axes.value[said[i]] + 0.0); /* no -0 */
    text_add(&line, "}}\n");
    if (write(file, buffer, line.length) != (ssize_t)line.length)
        log_error("sim", "%s: a line of the moves' log is lost", moves->id);
}

static void change(
    int file, struct moves_of_robot *moves, const struct axes *axes, const char *why)
{
    bool same = true;
    for (unsigned i = 0; i < AXIS_COUNT_; i++)
        same = same && moves->axes.value[i] == axes->value[i];
    if (same)
        return;
    moves->axes = *axes;
    write_line(file, moves, why);
}

void moves_start(int file, struct moves_of_robot *moves)
{
    if (file >= 0)
        write_line(file, moves, "start");
}

void moves_drive(int file, struct moves_of_robot *moves, const struct axes *axes)
{
    if (file < 0)
        return;
    moves->frame = clock_ms(CLOCK_MONOTONIC);
    change(file, moves, axes, axes_neutral(axes) ? "neutral" : "drive");
}

void moves_neutral(int file, struct moves_of_robot *moves)
{
    static const struct axes still;
    if (file >= 0)
        change(file, moves, &still, "neutral");
}
