/* A driver: what stands between the arena and one real robot, as a table of functions.
 *
 * The agent (arena-robot) is the MQTT client and decides by the rules of moving; a driver sets
 * outputs and says what it measures. To add one: a file in drivers/ with a `const struct
 * driver_vtable`, a row in drivers/table.c.
 *
 * Thread: one; all slots are called from the agent's loop, and none may block, but close for a
 * bounded time. A driver has a body when its card is known and what it drives is alive; without
 * a body the agent leaves the arena (a robot without a body is offline, and that is what people
 * are to see), with one it comes back. The lease outlives that; neutral is due first, as after
 * every reconnect.
 *
 * Watchdog: a driver stops its motors when it is told neutral, but nothing here helps when this
 * process, or the machine, dies. Motors need a watchdog of their own: 0.5 s without a new
 * command.
 */
#ifndef ROBOT_AGENT_DRIVER_H
#define ROBOT_AGENT_DRIVER_H

#include <stdbool.h>
#include <stdint.h>

#include "robot/base/axes.h"
#include "robot/base/rc.h"
#include "robot/wire/message.h"

/* What a driver says; the agent's, handed over at open. Pointers live as long as the call. */
struct driver_host {
    void *user;
    void (*field)(void *user, const char *name, double value); /* one of the card's status */
    void (*pose)(void *user, double x, double y, double heading);
    /* by: who did it (fired the shot that hit); NULL or nobody = not known. */
    void (*event)(void *user, const char *kind, const struct principal *by);
    void (*ack)(void *user, const struct tag *id, enum ack_state state, const char *why);
};

struct driver_options {
    const char *id; /* of the robot */
    char *command;  /* exec: for /bin/sh -c; "" = none was given */
    uint32_t seed;  /* sim */
    struct driver_host host;
};

struct driver;

struct driver_vtable {
    const char *name;
    const char *help;
    /* Options' pointers outlive the driver. RC_OK, RC_CONFIG (logged), RC_IO, RC_NO_MEMORY. */
    enum rc (*open)(const struct driver_options *options, uint64_t now, struct driver **ret);
    /* The card (its id is the agent's business); false while there is no body. */
    bool (*card)(const struct driver *driver, struct card *ret);
    void (*apply)(struct driver *driver, const struct axes *axes); /* in the card's units */
    void (*neutral)(struct driver *driver);                        /* at once; may repeat */
    void (*action)(
        struct driver *driver, const struct action *action); /* answers by host.ack */
    /* Fill host.field and host.pose in; called about ten times a second. */
    void (*status)(struct driver *driver);
    /* One pass, never blocks; returns when the next is due. */
    uint64_t (*step)(struct driver *driver, uint64_t now);
    int (*fd)(const struct driver *driver); /* step also when it is readable; -1 = none */
    void (*close)(struct driver *driver);   /* neutral, then the end. NULL is not allowed */
};

struct driver {
    const struct driver_vtable *vtable;
    /* Rises whenever a body came back: another card may be due. */
    uint32_t bodies;
};

/* NULL when there is none of that name. */
const struct driver_vtable *driver_find(const char *name);

extern const struct driver_vtable driver_sim;
extern const struct driver_vtable driver_exec;

#endif
