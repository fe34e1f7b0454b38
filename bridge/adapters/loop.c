#include "bridge/adapters/loop.h"

#include <inttypes.h>
#include <stdbool.h>

#include "robot/base/log.h"

#define ROOM         "loop"
#define LOG_EVERY_MS 1000

static uint64_t least(uint64_t a, uint64_t b)
{
    return a < b ? a : b;
}

/* True when more may be waiting. */
static bool take_letters(struct loop *loop, uint64_t now)
{
    struct letter letter;
    for (unsigned taken = 0; taken < LOOP_LETTERS; taken++) {
        if (!mailbox_take(loop->mailbox, &letter))
            return false;
        loop->parts.open_letter(loop->parts.self, &letter, now);
    }
    return true;
}

static void say_what_was_refused(struct loop *loop, uint64_t now)
{
    struct mailbox_counts counts;
    mailbox_counts(loop->mailbox, &counts);
    uint64_t refused = counts.refused[MAILBOX_DECISIVE] + counts.refused[MAILBOX_DISPLAY];
    if (refused == loop->refused || now < loop->log_after)
        return;
    log_warn(ROOM,
        "the mailbox was full: %" PRIu64 " messages that decide and %" PRIu64
        " that are shown were refused since the start",
        counts.refused[MAILBOX_DECISIVE], counts.refused[MAILBOX_DISPLAY]);
    loop->refused = refused;
    loop->log_after = now + LOG_EVERY_MS;
}

uint64_t loop_turn(struct loop *loop, uint64_t now)
{
    loop->clock->now = now;
    bool more = take_letters(loop, now);
    if (mailbox_overflowed(loop->mailbox))
        loop->parts.lost_letters(loop->parts.self, now);
    say_what_was_refused(loop, now);
    uint64_t broker = loop->parts.turn_broker(loop->parts.self, now);
    uint64_t http = loop->parts.turn_http(loop->parts.self, now);
    uint64_t app = loop->parts.turn_app(loop->parts.self, now);
    return more ? now : least(broker, least(http, app));
}
