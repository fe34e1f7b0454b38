/* What robot and bridge both decide on: the lease, its stops, the modes and refusals.
 * Source: broker-config/README.md, "Rules for moving".
 */
#ifndef ROBOT_BASE_LEASE_H
#define ROBOT_BASE_LEASE_H

#include <stdbool.h>
#include <stdint.h>

#include "robot/base/axes.h"
#include "robot/base/id.h"
#include "robot/base/rc.h"

#define LEASE_STOPS        5 /* standing stops; one a principal, the newest replaces */
#define LEASE_STOPPERS     4
#define LEASE_QUEUE        8 /* how many may wait for one robot */
#define LEASE_WHY          4
#define LEASE_CLEARED      32 /* remembered by robot and bridge; one message carries what fits */
#define LEASE_NUMBER_MAX   2147483647u
#define LEASE_MAX_AGE_MS   3000 /* how far a lease's echo may lie behind the robot's clock */
#define LEASE_REPEAT_MS    200  /* until shown in state */
#define LEASE_REFRESH_MS   1000 /* while there is a driver */
#define MAX_AGE_MS_DEFAULT 500
#define MAX_AGE_MS_MIN     50
#define MAX_AGE_MS_LIMIT   800
#define DEADMAN_MS_DEFAULT 250
#define DEADMAN_MS_MIN     50
#define DEADMAN_MS_LIMIT   400
#define STATUS_MS_DEFAULT  1000
#define STATUS_MS_MIN      50
#define STATUS_MS_LIMIT    60000

/* Fencing: compared as a pair, n first. Before the first lease: 0, 0. */
struct lease_number {
    uint32_t n;   /* < 2^31 */
    uint32_t rev; /* < 2^31 */
};

struct stop_entry {
    struct tag id;
    struct principal by;
};

/* Why something may not move or why it ended: one closed list for lease.why, state.why, me.why.
 */
#define WHY_LIST(X)                                                                            \
    X(NONE, "")                                                                                \
    X(NO_LEASE, "no_lease")           /* nobody drives */                                      \
    X(LEASE_STALE, "lease_stale")     /* the bridge has not renewed within 3 s */              \
    X(NOT_DRIVE, "not_drive")         /* the lease says drive: false */                        \
    X(STOPPED, "stopped")             /* a stop stands */                                      \
    X(NEUTRAL_FIRST, "neutral_first") /* let go of the stick once */                           \
    X(DEADMAN, "deadman")             /* no accepted frame within deadman_ms */                \
    X(RELEASED, "released")           /* the driver let go */                                  \
    X(GOODBYE, "goodbye")             /* the driver said offline */                            \
    X(DRIVER_LOST, "driver_lost")     /* the driver's connection died */                       \
    X(REVOKED, "revoked")                                                                      \
    X(IDLE, "idle")                                                                            \
    X(TAKEN_OVER, "taken_over") /* claimed again from another page of the same person */       \
    X(RELEASED_BY_OPERATOR, "released_by_operator")                                            \
    X(ROBOT_OFFLINE, "robot_offline")                                                          \
    X(DEREGISTERED, "deregistered")                                                            \
    X(SESSION_ENDED, "session_ended")                                                          \
    X(UNCONFIRMED, "unconfirmed") /* the robot did not show the number in time */              \
    X(SUPERSEDED, "superseded")   /* the robot knew a higher number (restored backup) */       \
    X(OUT_OF_SERVICE, "out_of_service")                                                        \
    X(PAUSED, "paused")         /* the match is paused */                                      \
    X(COUNTDOWN, "countdown")   /* the match is about to begin */                              \
    X(HELD, "held")             /* its clock stands: the arena lost its connection */          \
    X(ELIMINATED, "eliminated") /* this robot is out, for now or for good */

enum why {
#define X(name, word) WHY_##name,
    WHY_LIST(X)
#undef X
        WHY_COUNT_
};

enum mode { MODE_IDLE, MODE_READY, MODE_DRIVING, MODE_DEADMAN, MODE_STOPPED, MODE_COUNT_ };

/* Why a frame or an action was refused, in the order of the checks. */
enum refusal {
    REFUSAL_NONE,
    REFUSAL_FORM,
    REFUSAL_RANGE,
    REFUSAL_DRIVER,
    REFUSAL_NUMBER,
    REFUSAL_HALTED,
    REFUSAL_ORDER,
    REFUSAL_STALE,
    REFUSAL_RATE,
    REFUSAL_COUNT_
};

struct lease {
    struct lease_number number;
    uint32_t e;              /* the last c heard in the robot's state */
    struct principal driver; /* nobody = null */
    bool drive;              /* may it move now */
    enum why why[LEASE_WHY]; /* WHY_NONE ends the list */
    struct tag session;
    double limits[AXIS_COUNT_]; /* 0..1; absent = 1 */
    unsigned stopper_count;
    struct principal stoppers[LEASE_STOPPERS];
    unsigned stop_count;
    struct stop_entry stops[LEASE_STOPS];
    unsigned cleared_count;
    struct tag cleared[LEASE_CLEARED];
    uint32_t max_age_ms; /* 50..800 */
    uint32_t deadman_ms; /* 50..400 */
    uint32_t status_ms;  /* 0 = the card's */
};

int lease_number_compare(const struct lease_number *a, const struct lease_number *b);

ARENA_API const char *why_name(enum why why);
bool why_from_name(const char *name, enum why *ret); /* unknown words: false */
ARENA_API const char *mode_name(enum mode mode);
bool mode_from_name(const char *name, enum mode *ret);
ARENA_API const char *refusal_name(enum refusal refusal);
bool refusal_from_name(const char *name, enum refusal *ret);

/* How far `c` lies behind `now`, modulo 2^32; negative when it lies in the future. */
int32_t clock_behind(uint32_t now, uint32_t c);

#endif
