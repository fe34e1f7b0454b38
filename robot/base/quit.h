/* SIGTERM and SIGINT as something to poll for: for programs with a loop of their own.
 *
 * Through a signalfd, so nothing runs in a handler and nothing is global; the bridge's reactor
 * does the same. Children must be started with an empty mask (robot/agent/drivers/child.c).
 *
 * Thread: the first, before it starts others: they inherit the mask.
 */
#ifndef ROBOT_BASE_QUIT_H
#define ROBOT_BASE_QUIT_H

#include <poll.h>
#include <stdbool.h>
#include <stdint.h>

#define QUIT_POLL_MS 1000 /* the longest wait */

/* Readable once one of them came, and from then on. SIGPIPE is ignored: a write says it as
 * well. The descriptor, the program's until it ends; -1 = there is none (errno says why). */
int quit_watch(void);

/* Waits until one of the `count` descriptors is ready or `due` has come; both times are ms of
 * one clock. `polled` has room for one more: the one to watch, `quit`. False: it is time to
 * end. */
bool quit_poll(int quit, struct pollfd *polled, unsigned count, uint64_t now, uint64_t due);

#endif
