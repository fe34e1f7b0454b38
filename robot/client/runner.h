/* What robot_run and player_run have in common: waiting on a descriptor, being told to end from
 * any thread or a signal handler, and leaving with a goodbye in bounded time. */
#ifndef ROBOT_CLIENT_RUNNER_H
#define ROBOT_CLIENT_RUNNER_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

#include "robot/client/session.h"

struct runner {
    int fd; /* readable once told to quit */
    atomic_bool quit;
};

bool runner_init(struct runner *runner); /* false: no file descriptor */
void runner_finish(struct runner *runner);

void runner_quit(struct runner *runner); /* thread: any; signal handlers too */
bool runner_quitting(struct runner *runner);
/* Until the session's descriptor is readable, quit, or `ms` have passed. */
void runner_wait(const struct runner *runner, const struct session *session, uint64_t ms);

/* Blocks up to 500 ms. `now` is the time of the last step: the session's clock goes on from it.
 */
void runner_goodbye(struct session *session, uint64_t now);

#endif
