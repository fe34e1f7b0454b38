/* The terminal as a keyboard: keys at once, not echoed. */
#ifndef BRIDGE_CTL_TERMINAL_H
#define BRIDGE_CTL_TERMINAL_H

#include <stdbool.h>
#include <stddef.h>
#include <termios.h>

struct terminal {
    bool raw; /* to be given back */
    struct termios before;
};

/* Standard input and output. False: they are no terminal. */
bool terminal_open(struct terminal *terminal);
void terminal_close(struct terminal *terminal); /* zeroed or closed is fine */

/* What was typed since, never blocking; 0 = nothing. -1: the terminal is gone. */
int terminal_read(char *ret, size_t size);

#endif
