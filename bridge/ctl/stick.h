/* Keys as a stick. A terminal tells when a key is pressed and repeats it, never when it is let
 * go; so a press counts for hold_ms (longer than the terminal's first delay, or driving would
 * stutter) and each repeat for STICK_REPEAT_MS more. Pure: time is handed in.
 */
#ifndef BRIDGE_CTL_STICK_H
#define BRIDGE_CTL_STICK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "robot/base/axes.h"

#define STICK_REPEAT_MS 200

enum stick_key {
    STICK_NONE, /* any other key: lets go of everything */
    STICK_FORWARD,
    STICK_BACK,
    STICK_LEFT,
    STICK_RIGHT,
    STICK_CAMERA_UP,
    STICK_CAMERA_DOWN,
    STICK_CAMERA_LEFT,
    STICK_CAMERA_RIGHT,
    STICK_FASTER,
    STICK_SLOWER,
    STICK_STOP,
    STICK_CLEAR,
    STICK_QUIT,
    STICK_KEY_COUNT_
};

struct stick {
    uint32_t hold_ms;
    unsigned speed;                   /* percent, 10..100 */
    uint64_t until[STICK_KEY_COUNT_]; /* of the eight directions: held until then */
};

void stick_init(struct stick *stick, uint32_t hold_ms);

/* The key that the bytes begin with; returns how many it takes (0: an escape sequence that is
 * not whole yet, or nothing). A lone escape counts as STICK_NONE when `whole`: no more will
 * come. */
size_t stick_key_from_bytes(const char *bytes, size_t length, bool whole, enum stick_key *ret);

/* Directions, speed and letting go; the other keys are the caller's. */
void stick_press(struct stick *stick, enum stick_key key, uint64_t now);
void stick_let_go(struct stick *stick);
void stick_axes(const struct stick *stick, uint64_t now, struct axes *ret);

#endif
