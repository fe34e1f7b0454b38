/* arenactl: the arena from a terminal. Signals become a flag, everything else is in ctl_main.
 */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bridge/ctl/ctl.h"

static volatile sig_atomic_t interrupted;

static void interrupt(int signal)
{
    (void)signal;
    interrupted = 1;
}

int main(int argc, char **argv)
{
    struct sigaction action;
    memset(&action, 0, sizeof action);
    action.sa_handler = interrupt;
    (void)sigaction(SIGINT, &action, NULL);
    (void)sigaction(SIGTERM, &action, NULL);
    action.sa_handler = SIG_IGN;
    (void)sigaction(SIGPIPE, &action, NULL);
    struct ctl ctl = {.out = stdout, .err = stderr, .interrupted = &interrupted};
    enum ctl_exit code = ctl_main(argc, argv, &ctl);
    if (fflush(stdout) != 0 && code == CTL_OK)
        code = CTL_REFUSED; /* the answer did not reach whoever asked */
    return (int)code;
}
