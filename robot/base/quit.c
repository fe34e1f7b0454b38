#include "robot/base/quit.h"

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
