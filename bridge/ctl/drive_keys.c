/* Driving by keys: a screen of a few lines, drawn again in place. */
#include <string.h>

#include "bridge/ctl/drive.h"
#include "bridge/ctl/facts.h"
#include "bridge/ctl/stick.h"
#include "bridge/ctl/terminal.h"
#include "robot/client/robot.h"

#define FRAME_MS 50
#define DRAW_MS  100

struct cockpit {
    struct driving *driving;
    struct stick stick;
    struct axes axes;
    size_t typed;
    char keys[64];
    uint64_t draw_at;
    bool drawn;
    bool quit;
};

static void draw(struct cockpit *cockpit)
{
    const struct driving *driving = cockpit->driving;
    const struct player_robot *last = &driving->last;
    char buffer[4096];
    struct text text;
    text_init(&text, buffer, sizeof buffer);
    if (cockpit->drawn)
        text_addf(&text, "\033[%dA", FACTS_SCREEN_LINES);
    const struct facts_screen screen = {
        .robot = driving->robot,
        .ready = driving_ready(driving),
        .has_link = last->has_link,
        .rtt_ms = last->rtt_ms,
        .sent = last->sent,
        .received = last->link.received,
        .lost = last->link.lost,
        .refused = last->link.refused,
        .axes = cockpit->axes,
        .speed = cockpit->stick.speed,
        .status = driving->has_status ? &driving->status : NULL,
        .card = driving->has_card ? &driving->card : NULL,
        .note = driving->note,
    };
    facts_screen(&text, &screen);
    (void)fputs(buffer, driving->desk.ctl->out);
    (void)fflush(driving->desk.ctl->out); /* a screen: the next drawing mends it */
    cockpit->drawn = true;
}

static enum ctl_exit press(struct cockpit *cockpit, enum stick_key key, uint64_t now)
{
    if (key == STICK_QUIT)
        cockpit->quit = true;
    if (key == STICK_STOP) {
        stick_let_go(&cockpit->stick);
        return driving_stop(cockpit->driving);
    }
    if (key == STICK_CLEAR)
        return driving_clear(cockpit->driving);
    stick_press(&cockpit->stick, key, now);
    return CTL_OK;
}

static enum ctl_exit take_keys(struct cockpit *cockpit, uint64_t now)
{
    size_t room = sizeof cockpit->keys - cockpit->typed;
    int got = terminal_read(cockpit->keys + cockpit->typed, room);
    if (got < 0) {
        cockpit->quit = true;
        return CTL_OK;
    }
    bool whole = got == 0; /* what a sequence still lacks comes with it or never */
    cockpit->typed += (size_t)got;
    size_t at = 0;
    enum ctl_exit code = CTL_OK;
    while (code == CTL_OK && at < cockpit->typed) {
        enum stick_key key;
        size_t taken =
            stick_key_from_bytes(cockpit->keys + at, cockpit->typed - at, whole, &key);
        if (taken == 0)
            break;
        at += taken;
        code = press(cockpit, key, now);
    }
    memmove(cockpit->keys, cockpit->keys + at, cockpit->typed - at);
    cockpit->typed -= at;
    return code;
}

static enum ctl_exit fly(struct cockpit *cockpit)
{
    bool on = true;
    enum ctl_exit code = CTL_OK;
    while (on && code == CTL_OK && !cockpit->quit) {
        uint64_t now = robot_now();
        code = driving_turn(cockpit->driving, now + FRAME_MS, 0, &on);
        if (code != CTL_OK || !on)
            break;
        now = robot_now();
        code = take_keys(cockpit, now);
        stick_axes(&cockpit->stick, now, &cockpit->axes);
        driving_set(cockpit->driving, &cockpit->axes);
        if (now >= cockpit->draw_at) {
            draw(cockpit);
            cockpit->draw_at = now + DRAW_MS;
        }
    }
    return code;
}

enum ctl_exit drive_by_keys(struct driving *driving)
{
    struct cockpit cockpit = {.driving = driving};
    struct terminal terminal;
    const struct ctl *ctl = driving->desk.ctl;
    if (ctl->options->json)
        return ctl_usage(ctl->err, "--json needs --script: keys are for people");
    if (!terminal_open(&terminal))
        return ctl_usage(ctl->err, "this is no terminal: say --script FILE, or --script -");
    stick_init(&cockpit.stick, ctl->options->hold_ms);
    enum ctl_exit code = fly(&cockpit);
    terminal_close(&terminal);
    return code;
}
