#include "robot/base/quit.h"

#include <errno.h>
#include <signal.h>
#include <stddef.h>
#include <sys/signalfd.h>

int quit_watch(void)
{
    sigset_t set;
    struct sigaction ignore = {.sa_handler = SIG_IGN}, usual = {.sa_handler = SIG_DFL};
    (void)sigemptyset(&ignore.sa_mask);
    (void)sigemptyset(&usual.sa_mask);
    (void)sigemptyset(&set);
    (void)sigaddset(&set, SIGTERM);
    (void)sigaddset(&set, SIGINT);
    if (sigaction(SIGPIPE, &ignore, NULL) != 0 || sigprocmask(SIG_BLOCK, &set, NULL) != 0)
        return -1;
    /* a shell ignores SIGINT for what it starts in the background: it would never arrive */
    if (sigaction(SIGTERM, &usual, NULL) != 0 || sigaction(SIGINT, &usual, NULL) != 0)
        return -1;
    return signalfd(-1, &set, SFD_NONBLOCK | SFD_CLOEXEC);
}

bool quit_poll(int quit, struct pollfd *polled, unsigned count, uint64_t now, uint64_t due)
{
    uint64_t wait = due > now ? due - now : 0;
    polled[count] = (struct pollfd){.fd = quit, .events = POLLIN};
    int ready = poll(polled, count + 1, (int)(wait > QUIT_POLL_MS ? QUIT_POLL_MS : wait));
    bool interrupted = ready < 0 && errno == EINTR; /* then nothing was written */
    return interrupted || polled[count].revents == 0;
}
