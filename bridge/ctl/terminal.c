#include "bridge/ctl/terminal.h"

#include <poll.h>
#include <unistd.h>

bool terminal_open(struct terminal *terminal)
{
    terminal->raw = false;
    if (isatty(STDIN_FILENO) == 0 || isatty(STDOUT_FILENO) == 0)
        return false;
    if (tcgetattr(STDIN_FILENO, &terminal->before) != 0)
        return false;
    struct termios raw = terminal->before;
    raw.c_lflag &= ~(tcflag_t)(ICANON | ECHO); /* Ctrl-C still signals */
    raw.c_cc[VMIN] = 0;
    raw.c_cc[VTIME] = 0;
    terminal->raw = tcsetattr(STDIN_FILENO, TCSANOW, &raw) == 0;
    return terminal->raw;
}

void terminal_close(struct terminal *terminal)
{
    if (terminal->raw)
        (void)tcsetattr(STDIN_FILENO, TCSANOW, &terminal->before);
    terminal->raw = false;
}

int terminal_read(char *ret, size_t size)
{
    struct pollfd one = {.fd = STDIN_FILENO, .events = POLLIN};
    if (poll(&one, 1, 0) != 1)
        return 0;
    ssize_t got = read(STDIN_FILENO, ret, size);
    return got > 0 ? (int)got : -1;
}
