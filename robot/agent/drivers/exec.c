/* Driver `exec`: a robot in any language, as a child process that speaks JSON lines.
 * The protocol, for who writes such a child: robot/agent/README.md.
 *
 * A pipe holds 64 KiB: more than a thousand commands that a child which was away for a while
 * would find and obey one by one. So a drive line is written only when the child has read
 * everything before it, and the newest takes the place of one that waits. A child that leaves a
 * line unread for longer than STUCK_MS cannot be told to stand still: it is killed.
 */
#include <stdlib.h>
#include <string.h>

#include "robot/agent/driver.h"
#include "robot/agent/drivers/child.h"
#include "robot/agent/drivers/exec_json.h"
#include "robot/agent/drivers/lines.h"
#include "robot/base/log.h"

#define STUCK_MS        1000
#define HELLO_MS        10000 /* from the start to its hello */
#define BACKOFF_MIN_MS  500
#define BACKOFF_MAX_MS  30000
#define BACKOFF_GOOD_MS 30000 /* who lives this long begins with the shortest again */
#define BUSY_MS         10    /* between looks while something waits to be written */
#define CALM_MS         100
#define READ_SIZE       16384 /* in one pass */
#define EVENT_RATE      20    /* a second, and as many at once */
#define EVENT_CREDIT    20000u
#define COMPLAINT_MS    5000 /* between two lines of the log about what was refused */

struct exec {
    struct driver driver;
    struct driver_options options;
    struct child child;
    struct lines lines;
    bool greeted; /* its hello was heard: card is known, there is a body */
    struct card card;
    struct status status;
    uint64_t now, started, restart_due, hello_due, unread_since;
    uint32_t backoff;
    size_t unread;
    bool drive_waits, neutral_waits, moving; /* moving: the last line written was a drive */
    struct axes axes;
    uint64_t event_at;
    uint32_t event_credit; /* thousandths */
    uint32_t refused, complained_of;
    uint64_t complaint_due;
};

static struct exec *exec_from_driver(struct driver *driver)
{
    return (struct exec *)driver; /* its first member */
}

static const struct exec *exec_from_const(const struct driver *driver)
{
    return (const struct exec *)driver;
}

static void start(struct exec *exec)
{
    char line[EXEC_LINE_MAX];
    exec->started = exec->now;
    exec->hello_due = exec->now + HELLO_MS;
    exec->unread = 0;
    exec->drive_waits = exec->neutral_waits = exec->moving = false;
    exec->lines.length = 0;
    exec->lines.dropping = false;
    memset(&exec->status, 0, sizeof(exec->status));
    if (!child_start(&exec->child, exec->options.command))
        return;
    log_info("exec", "%s: child %d started", exec->options.id, (int)exec->child.pid);
    (void)child_write(&exec->child, line, exec_hello_to_json(exec->options.id, line));
}

/* The body is gone; another is due after a pause. */
static void lose(struct exec *exec, const char *why)
{
    child_kill(&exec->child);
    exec->greeted = false;
    if (exec->now - exec->started >= BACKOFF_GOOD_MS)
        exec->backoff = BACKOFF_MIN_MS;
    exec->restart_due = exec->now + exec->backoff;
    log_warn("exec", "%s: %s; another start in %u ms", exec->options.id, why, exec->backoff);
    exec->backoff = exec->backoff * 2 > BACKOFF_MAX_MS ? BACKOFF_MAX_MS : exec->backoff * 2;
}

static bool event_allowed(struct exec *exec)
{
    uint64_t more = (exec->now - exec->event_at) * EVENT_RATE;
    uint64_t credit = exec->event_credit + more;
    exec->event_at = exec->now;
    exec->event_credit = credit > EVENT_CREDIT ? EVENT_CREDIT : (uint32_t)credit;
    if (exec->event_credit < 1000)
        return false;
    exec->event_credit -= 1000;
    return true;
}

static void greet(struct exec *exec, const struct card *card)
{
    if (exec->greeted)
        return; /* a card changes with the body only */
    exec->card = *card;
    exec->greeted = true;
    exec->driver.bodies++;
    log_info("exec", "%s: the child said hello", exec->options.id);
}

static void hear(struct exec *exec, const struct exec_message *message)
{
    const struct driver_host *host = &exec->options.host;
    switch (message->kind) {
    case EXEC_HELLO:
        greet(exec, &message->as.card);
        return;
    case EXEC_STATUS:
        exec->status = message->as.status;
        return;
    case EXEC_EVENT:
        if (event_allowed(exec))
            host->event(host->user, message->as.event.kind, &message->as.event.by);
        else
            exec->refused++;
        return;
    case EXEC_ACK:
        host->ack(host->user, &message->as.ack.id, message->as.ack.state, message->as.ack.why);
        return;
    }
}

static void complain(struct exec *exec, const struct fault *fault)
{
    uint32_t all = exec->refused + exec->lines.refused;
    if (all == exec->complained_of || exec->now < exec->complaint_due)
        return;
    exec->complained_of = all;
    exec->complaint_due = exec->now + COMPLAINT_MS;
    log_warn("exec", "%s: %u lines of the child refused, the last: %s %s", exec->options.id,
        all, fault->path, fault->sentence);
}

/* False at the end of its output. */
static bool listen_to(struct exec *exec)
{
    char buffer[READ_SIZE];
    struct fault fault = {"", "too long, or too many events"};
    ssize_t got = child_read(&exec->child, buffer, sizeof(buffer));
    const char *bytes = buffer;
    size_t length = got > 0 ? (size_t)got : 0;
    while (lines_take(&exec->lines, &bytes, &length)) {
        struct exec_message message;
        if (exec_from_json(exec->lines.line, exec->options.id, &message, &fault) == RC_OK)
            hear(exec, &message);
        else
            exec->refused++;
    }
    complain(exec, &fault);
    return got >= 0;
}

/* What waits to be said: neutral before anything else, axes only to who has read the last ones.
 */
static void say(struct exec *exec)
{
    char line[EXEC_LINE_MAX];
    if (exec->neutral_waits && child_write(&exec->child, line, exec_neutral_to_json(line)))
        exec->neutral_waits = exec->moving = false;
    if (exec->neutral_waits || !exec->drive_waits || child_unread(&exec->child) > 0)
        return;
    size_t length = exec_drive_to_json(&exec->axes, &exec->card, line);
    if (child_write(&exec->child, line, length)) {
        exec->drive_waits = false;
        exec->moving = true;
    }
}

static bool stuck(struct exec *exec)
{
    size_t unread = child_unread(&exec->child);
    if (unread == 0 || unread < exec->unread || exec->unread == 0)
        exec->unread_since = exec->now;
    exec->unread = unread;
    return exec->greeted && exec->now - exec->unread_since > STUCK_MS;
}

static enum rc exec_create(
    const struct driver_options *options, uint64_t now, struct driver **ret)
{
    if (options->command[0] == '\0') {
        log_error("exec", "%s: --exec \"command …\" says what to run", options->id);
        return RC_CONFIG;
    }
    struct exec *exec = calloc(1, sizeof(*exec));
    if (!exec)
        return RC_NO_MEMORY;
    exec->driver.vtable = &driver_exec;
    exec->options = *options;
    exec->child = (struct child){0, -1, -1};
    exec->backoff = BACKOFF_MIN_MS;
    exec->event_credit = EVENT_CREDIT;
    exec->now = exec->event_at = now;
    start(exec);
    *ret = &exec->driver;
    return RC_OK;
}

static bool exec_card(const struct driver *driver, struct card *ret)
{
    const struct exec *exec = exec_from_const(driver);
    if (exec->greeted)
        *ret = exec->card;
    return exec->greeted;
}

static void exec_apply(struct driver *driver, const struct axes *axes)
{
    struct exec *exec = exec_from_driver(driver);
    exec->axes = *axes;
    exec->drive_waits = exec->greeted;
    if (exec->greeted)
        say(exec);
}

static void exec_neutral(struct driver *driver)
{
    struct exec *exec = exec_from_driver(driver);
    exec->neutral_waits = exec->greeted && (exec->moving || exec->neutral_waits);
    exec->drive_waits = false;
    if (exec->greeted)
        say(exec);
}

static void exec_action(struct driver *driver, const struct action *action)
{
    struct exec *exec = exec_from_driver(driver);
    char line[EXEC_LINE_MAX];
    size_t length = exec_action_to_json(action, line);
    bool room = exec->greeted && length > 0 && child_unread(&exec->child) < EXEC_LINE_MAX;
    if (!room || !child_write(&exec->child, line, length))
        exec->options.host.ack(exec->options.host.user, &action->id, ACK_FAILED, "busy");
}

static void exec_status(struct driver *driver)
{
    struct exec *exec = exec_from_driver(driver);
    const struct driver_host *host = &exec->options.host;
    const struct status *status = &exec->status;
    for (unsigned i = 0; i < status->field_count; i++)
        host->field(host->user, status->fields[i].name, status->fields[i].value);
    if (status->has_pose)
        host->pose(host->user, status->pose_x, status->pose_y, status->pose_heading);
}

/* NULL, or what is wrong with the child. */
static const char *examine(struct exec *exec)
{
    if (!listen_to(exec) || !child_alive(&exec->child))
        return "the child ended";
    if (!exec->greeted && exec->now >= exec->hello_due)
        return "the child said no hello";
    say(exec);
    return stuck(exec) ? "the child does not read what it is told" : NULL;
}

static uint64_t exec_step(struct driver *driver, uint64_t now)
{
    struct exec *exec = exec_from_driver(driver);
    exec->now = now;
    if (exec->child.pid == 0) {
        if (now < exec->restart_due)
            return exec->restart_due;
        start(exec);
    }
    const char *wrong = exec->child.pid == 0 ? "the child cannot be started" : examine(exec);
    if (wrong) {
        lose(exec, wrong);
        return exec->restart_due;
    }
    bool busy = exec->unread > 0 || exec->neutral_waits || exec->drive_waits;
    return now + (busy ? BUSY_MS : CALM_MS);
}

static int exec_fd(const struct driver *driver)
{
    return exec_from_const(driver)->child.output;
}

static void exec_close(struct driver *driver)
{
    struct exec *exec = exec_from_driver(driver);
    exec_neutral(driver);
    child_end(&exec->child);
    free(exec);
}

const struct driver_vtable driver_exec = {
    .name = "exec",
    .help = "a child process that speaks JSON lines: a robot in any language",
    .open = exec_create,
    .card = exec_card,
    .apply = exec_apply,
    .neutral = exec_neutral,
    .action = exec_action,
    .status = exec_status,
    .step = exec_step,
    .fd = exec_fd,
    .close = exec_close,
};
