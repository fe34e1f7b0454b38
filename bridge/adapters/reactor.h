/* The reactor: libwebsockets' event loop as the bridge's owner thread.
 *
 * What: sleeps until a socket, the mailbox (reactor_wake), the one timer or a signal wants
 *   something, then calls work->pass(now). It is the only reader of the monotonic clock.
 * Signals: SIGTERM and SIGINT end reactor_run; SIGHUP calls work->reload. They arrive through a
 *   signalfd, so nothing runs in a signal handler: reactor_block_signals must have been called
 * in main before any other thread began. Thread: create, run and destroy in one thread;
 * reactor_wake and reactor_stop from any.
 */
#ifndef BRIDGE_ADAPTERS_REACTOR_H
#define BRIDGE_ADAPTERS_REACTOR_H

#include <stdint.h>

#include "robot/base/rc.h"

#define REACTOR_NEVER UINT64_MAX

struct lws_context;
struct reactor;

struct reactor_work {
    void *self;
    /* Everything that is due at `now` (monotonic ms). Returns when to be called again at the
     * latest, monotonic ms; REACTOR_NEVER = only when woken. */
    uint64_t (*pass)(void *self, uint64_t now);
    void (*reload)(void *self, uint64_t now); /* SIGHUP; may be NULL */
};

/* Blocks the signals the reactor takes, for this thread and those it starts. */
void reactor_block_signals(void);

/* NULL: out of memory or file descriptors; already logged. `work` is copied. */
struct reactor *reactor_create(const struct reactor_work *work);
void reactor_destroy(struct reactor *reactor); /* NULL allowed; ends all that listens on it */

/* For the HTTP adapter, whose listeners live on it. */
struct lws_context *reactor_context(struct reactor *reactor);

/* Until a signal or reactor_stop. Returns RC_OK then; RC_IO when the event loop itself fails.
 */
ARENA_NODISCARD enum rc reactor_run(struct reactor *reactor);

/* One round of at most `timeout_ms`, for the end of main and for tests. */
ARENA_NODISCARD enum rc reactor_run_once(struct reactor *reactor, uint32_t timeout_ms);

/* Have `pass` called soon. From any thread. */
void reactor_wake(struct reactor *reactor);
void reactor_stop(struct reactor *reactor);

/* Monotonic ms: the same clock `pass` is handed. */
uint64_t reactor_now(void);

#endif
