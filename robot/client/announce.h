/* When a robot says presence and card again. Source: broker-config/README.md, "Presence".
 *
 * It was heard when a lease came after it had announced itself: the bridge says one to whoever
 * announces itself, but of many at once the broker drops what exceeds the bridge's queue, and
 * neither side is told. So until then each beat brings another attempt, at a random moment of a
 * window that doubles: all who were dropped together must not come back together.
 *
 * Pure: time and chance are handed in. Thread: one owner.
 */
#ifndef ROBOT_CLIENT_ANNOUNCE_H
#define ROBOT_CLIENT_ANNOUNCE_H

#include <stdbool.h>
#include <stdint.h>

#include "robot/wire/message.h"

#define ANNOUNCE_WINDOW_MS                                                                     \
    2000 /* the first window, and after a beat with a new boot or conn                         \
          */
#define ANNOUNCE_WINDOW_MAX_MS 16000
#define ANNOUNCE_CORRECT_MS    100 /* before a wrong presence of one's own is said again */
#define ANNOUNCE_NEVER         UINT64_MAX

struct announce {
    uint64_t at;                     /* say both again; ANNOUNCE_NEVER = not due */
    bool heard;                      /* a lease came since they were last said */
    bool required;                   /* `at` stands even when a lease comes */
    uint32_t window_ms;              /* of the next attempt */
    struct tag beat_boot, beat_conn; /* of the bridge, as last heard */
};

/* Announced for the first time on a connection. All zero is no good value: begin first. */
void announce_begin(struct announce *announce);
/* Said again: not due any more. */
void announce_said(struct announce *announce);
void announce_hear_lease(struct announce *announce);
/* chance: any number, evenly distributed. */
void announce_hear_beat(
    struct announce *announce, const struct beat *beat, uint64_t now, uint32_t chance);
/* Everybody reads that this robot is gone, or of another connection. */
void announce_correct(struct announce *announce, uint64_t now);

#endif
