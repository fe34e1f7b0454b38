/* The authority: whether this robot moves, decided by the robot alone and by its own clock.
 * Source: broker-config/README.md, "Rules for moving"; every sentence there is a line here.
 *
 * A state machine without input or output: no heap, no clock, no JSON, no random number, no
 * log. Messages come in as plain structs, time is handed in, what must follow comes out as a
 * set of effects. The simulation and the ESP32 profile use the same file.
 *
 * Time: `now` is the robot's own clock in ms, monotonic, counting through suspend
 * (CLOCK_BOOTTIME), 64 bit. What the robot says of it is c = clock_start + now, modulo 2^32,
 * with a random clock_start at each start of the program.
 *
 * Retained drive, action, stop and lease messages never reach it: the caller drops them
 * (what_ignores_retained; leases likewise), for only the caller sees the flag.
 *
 * Thread: one owner. Size: about 9 KiB, no pointers but `card`.
 */
#ifndef ROBOT_CLIENT_AUTHORITY_H
#define ROBOT_CLIENT_AUTHORITY_H

#include <stdbool.h>
#include <stdint.h>

#include "robot/base/axes.h"
#include "robot/base/id.h"
#include "robot/base/lease.h"
#include "robot/wire/message.h"

#define AUTHORITY_GAP_MS   1000 /* beyond it, without frame or without pass: neutral first */
#define AUTHORITY_ACKS     64   /* actions remembered */
#define AUTHORITY_REPLACED 8    /* stops a newer one of the same principal took the place of */
#define AUTHORITY_NEVER    UINT64_MAX

/* What survives a restart of the robot. All zero = a robot that never ran. */
struct authority_saved {
    struct lease_number highest;
    unsigned stop_count;
    struct stop_entry stops[LEASE_STOPS];
    unsigned cleared_count;
    struct tag cleared[LEASE_CLEARED]; /* oldest first */
};

/* What must follow. Act in this order: outputs, save, subscriptions, then what is said. OUTPUT
 * and NEUTRAL exclude each other. */
enum authority_effect {
    AUTHORITY_OUTPUT = 1 << 0,  /* set the outputs to effects.axes: a frame was accepted */
    AUTHORITY_NEUTRAL = 1 << 1, /* all outputs neutral now: nobody moves the robot */
    AUTHORITY_SAVE = 1 << 2,    /* keep authority_saved() before anything is said */
    AUTHORITY_SUBSCRIPTIONS = 1 << 3, /* driver or stoppers changed; see authority_subscribed */
    AUTHORITY_STATE = 1 << 4,         /* say `state` at once */
    AUTHORITY_DROP = 1 << 5,          /* drop drive and action messages that lie buffered */
    AUTHORITY_DO = 1 << 6,            /* do the action, then authority_note_ack */
    AUTHORITY_ACK = 1 << 7            /* say effects.ack to the driver */
};

/* The effects of one call; each call writes all of it. */
struct authority_effects {
    unsigned set;         /* of enum authority_effect */
    struct axes axes;     /* with OUTPUT: scaled to card and limits, in the robot's units */
    enum refusal refusal; /* why this frame, action or stop was refused; NONE = it was not */
    struct ack ack;       /* with ACK; ts is 0: a label the caller adds */
};

struct authority_counters {
    uint32_t accepted; /* drive frames */
    uint32_t refused[REFUSAL_COUNT_];
    uint32_t leases_lower; /* ignored: a lower (n, rev) */
    uint32_t
        leases_unfresh;  /* known, but its echo was too old, of the future or of another boot */
    uint32_t stops_full; /* a stop for which there was no room (the robot stands anyway) */
};

struct authority {
    const struct card *card; /* caller's, outlives this; axes with min <= 0 <= max */
    uint32_t clock_start;
    uint64_t born;      /* now at init: no echo may be older */
    uint64_t now;       /* the last seen */
    uint64_t last_pass; /* of the robot's own loop */
    bool connected;

    struct lease_number highest; /* survives a restart */
    struct lease_number
        shown;           /* what state says: once subscribed to the driver and told freshly */
    bool holds;          /* `lease` is known: false after a restart until it is heard */
    bool subscribed;     /* to the lease's driver, or it has none */
    struct lease lease;  /* of `highest`, when holds */
    bool renewed;        /* a fresh echo was heard for it … */
    uint64_t renewed_at; /* … which the robot had said at this time */
    uint64_t began;      /* when this n was heard first */

    unsigned stop_count;
    struct stop_entry stops[LEASE_STOPS];
    unsigned cleared_count;
    struct tag cleared[LEASE_CLEARED]; /* oldest first */
    unsigned replaced_next;
    struct tag replaced[AUTHORITY_REPLACED];

    bool may_move; /* as of `now` */
    bool ready;    /* neutral was accepted since it was last required */
    bool followed; /* a frame was accepted since may_move began */
    bool halted;   /* the outputs were set neutral by us, not by a frame */
    uint64_t accepted_at;
    bool has_s;
    uint32_t s;           /* of the last accepted frame of this n */
    uint64_t moved_at;    /* the last accepted moving frame or action, or the start of n */
    uint64_t rate_at;     /* token bucket: last refill … */
    uint32_t rate_credit; /* … and level, in thousandths of a frame */

    bool seen; /* link: a frame of this driver and n came */
    uint32_t seen_s;
    uint64_t seen_t;
    uint32_t received, lost, link_refused; /* since this n began */

    unsigned ack_next;
    struct ack acks[AUTHORITY_ACKS];
    enum mode mode;
    enum why why[LEASE_WHY];
    struct authority_counters counters;
};

/* saved may be NULL (nothing kept). Starts disconnected, holding nothing, stopped if it was. */
void authority_init(struct authority *authority, const struct card *card, uint32_t clock_start,
    const struct authority_saved *saved, uint64_t now);

/* The robot's clock as it says it. */
uint32_t authority_clock(const struct authority *authority, uint64_t now);

/* Called first in every pass of the robot's loop: time passes, and a gap of more than 1 s since
 * the last pass asks for neutral and for DROP. Call it at authority_deadline() at the latest,
 * and at least every few hundred ms. */
void authority_pass(
    struct authority *authority, uint64_t now, struct authority_effects *effects);

/* When authority_pass has something to do; AUTHORITY_NEVER = nothing by itself. */
uint64_t authority_deadline(const struct authority *authority);

/* Connected and subscribed, but perhaps to the driver: neutral first, state at once. */
void authority_connected(
    struct authority *authority, uint64_t now, struct authority_effects *effects);
/* The connection is gone: outputs neutral at once. */
void authority_disconnected(
    struct authority *authority, uint64_t now, struct authority_effects *effects);
/* The broker confirmed the subscription to this driver: from here on `state` shows its number.
 */
void authority_subscribed(struct authority *authority, const struct principal *driver,
    uint64_t now, struct authority_effects *effects);

/* A lease from the bridge. A lower (n, rev) changes nothing; an equal one renews the echo and
 * brings stops and cleared ids; a higher one replaces. One that is not fresh is known, so
 * fences those before it, brings stops, but clears nothing and lets nobody move. */
void authority_hear_lease(struct authority *authority, const struct lease *lease, uint64_t now,
    struct authority_effects *effects);

/* A frame. Refused: counted, effects.refusal says why, nothing else follows. A moving frame
 * where neutral is due first is refused as HALTED after every other check. */
void authority_hear_drive(struct authority *authority, const struct principal *from,
    const struct drive *drive, uint64_t now, struct authority_effects *effects);

/* An action. DO: it is new and allowed, effects.ack is its ACCEPTED (ACK is set too). ACK
 * alone: the stored acknowledgement again, or a rejection. Neither: not from the driver. */
void authority_hear_action(struct authority *authority, const struct principal *from,
    const struct action *action, uint64_t now, struct authority_effects *effects);

/* A stop, from the driver, a listed stopper or the robot itself (card->id: its own button). */
void authority_hear_stop(struct authority *authority, const struct principal *from,
    const struct stop *stop, uint64_t now, struct authority_effects *effects);

/* A drive, action or stop that could not be read: counted as `form`. */
void authority_hear_malformed(struct authority *authority);

/* What became of an action (done, failed, rejected): stored, so that a repeat hears the same.
 * The action's name is filled in. False when its id is no longer remembered. */
bool authority_note_ack(struct authority *authority, struct ack *ack);

/* The documents. Each is filled as of `now`, which is not before the last call's.
 * authority_state leaves video_rev, authority_status everything but the drive members. */
void authority_state(const struct authority *authority, uint64_t now, struct state *ret);
void authority_link(const struct authority *authority, uint64_t now, struct link_report *ret);
void authority_status(const struct authority *authority, struct status *ret);
void authority_saved(const struct authority *authority, struct authority_saved *ret);

/* Nobody when no lease is held. */
const struct principal *authority_driver(const struct authority *authority);
/* True while `state` is due every 500 ms: there is a driver or a stop. */
bool authority_speaks(const struct authority *authority);
/* The smaller of the card's and the lease's value; status_ms: the lease's, else the card's. */
uint32_t authority_max_age_ms(const struct authority *authority);
uint32_t authority_deadman_ms(const struct authority *authority);
uint32_t authority_status_ms(const struct authority *authority);

#endif
