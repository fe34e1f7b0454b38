#include "bridge/core/session.h"

#include <stddef.h>

struct session_row {
    enum session_state from;
    enum session_event on;
    enum session_state to;
};

static const struct session_row session_rows[] = {
    {SESSION_NONE,    SESSION_CLAIM,   SESSION_OPENING},
    {SESSION_OPENING, SESSION_CLAIM,   SESSION_OPENING},
    {SESSION_OPENING, SESSION_CONFIRM, SESSION_DRIVING},
    {SESSION_OPENING, SESSION_OVER,    SESSION_NONE   },
    {SESSION_DRIVING, SESSION_CLAIM,   SESSION_DRIVING},
    {SESSION_DRIVING, SESSION_CONFIRM, SESSION_DRIVING},
    {SESSION_DRIVING, SESSION_IDLE,    SESSION_ENDING },
    {SESSION_DRIVING, SESSION_OVER,    SESSION_NONE   },
    {SESSION_ENDING,  SESSION_OVER,    SESSION_NONE   },
};

bool session_step(enum session_state *state, enum session_event on)
{
    for (size_t i = 0; i < sizeof session_rows / sizeof session_rows[0]; i++) {
        if (session_rows[i].from == *state && session_rows[i].on == on) {
            *state = session_rows[i].to;
            return true;
        }
    }
    return false;
}
