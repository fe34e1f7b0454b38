#include "robot/client/runner.h"

#include <poll.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include "robot/client/clock.h"

#define GOODBYE_MS 500
#define LOOK_MS    5 /* between two looks at a session that leaves */

bool runner_init(struct runner *runner)
{
    atomic_init(&runner->quit, false);
    runner->fd = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
    return runner->fd >= 0;
}

void runner_finish(struct runner *runner)
{
    if (runner->fd >= 0)
        (void)close(runner->fd); /* an eventfd: nothing can be lost */
    runner->fd = -1;
}

void runner_quit(struct runner *runner)
{
    uint64_t one = 1;
    atomic_store(&runner->quit, true);
    ssize_t written = write(runner->fd, &one, sizeof one);
    (void)written; /* fails only where it is readable already */
}

bool runner_quitting(struct runner *runner)
{
    return atomic_load(&runner->quit);
}

static void wait_for(int fd, int quit_fd, uint64_t ms)
{
    struct pollfd fds[2] = {
        {.fd = fd,      .events = POLLIN},
        {.fd = quit_fd, .events = POLLIN}
    };
    (void)poll(fds, 2, (int)ms); /* whatever it says, the loop looks for itself */
}

void runner_wait(const struct runner *runner, const struct session *session, uint64_t ms)
{
    wait_for(session_fd(session), runner->fd, ms);
}

void runner_goodbye(struct session *session, uint64_t now)
{
    uint64_t start = clock_now_ms();
    uint64_t passed = 0;
    session_leave(session, now);
    while (!session_gone(session) && passed < GOODBYE_MS) {
        if (!session_step(session, now + passed) && !session_gone(session))
            wait_for(session_fd(session), -1, LOOK_MS);
        passed = clock_now_ms() - start;
    }
}
