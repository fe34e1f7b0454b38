/* The messages of a small robot: text into plain structs, and its own state into text.
 *
 * Readers take a well-formed object and say whether the message is one; they keep no opinion.
 * Writers read the robot as it is; out->cut says that a message is larger than a packet. No
 * state, no heap.
 */
#ifndef ARENA_MESSAGES_H
#define ARENA_MESSAGES_H

#include "arena_esp32.h"
#include "arena_json.h"

#ifdef __cplusplus
extern "C" {
#endif

struct arena_frame { /* drive */
    uint32_t n, s, e;
    double t, axes[ARENA_AXES];
    bool neutral;
};

struct arena_order { /* action */
    char id[ARENA_TAG_SIZE], name[ARENA_WORD_SIZE];
    uint32_t n, e;
    bool has_value;
    double value;
};

struct arena_heard {             /* presence and beat */
    char state[ARENA_WORD_SIZE]; /* "" for beat */
    char boot[ARENA_TAG_SIZE], conn[ARENA_TAG_SIZE];
};

/* Why it may not move, as bits: robot->why. */
enum arena_why {
    ARENA_WHY_STOPPED = 1,
    ARENA_WHY_NO_LEASE = 2,
    ARENA_WHY_LEASE_STALE = 4,
    ARENA_WHY_NOT_DRIVE = 8,
    ARENA_WHY_DEADMAN = 16,
    ARENA_WHY_NEUTRAL_FIRST = 32
};

bool arena_is_id(const char *text);
bool arena_is_tag(const char *text);
bool arena_is_root(const char *text);
const char *arena_refusal_word(enum arena_refusal refusal);
bool arena_copy(char *target, size_t size, const char *source); /* false: too long, untouched */

/* ARENA_ACCEPTED, ARENA_FORM or ARENA_RANGE: the axes are judged here. */
enum arena_refusal arena_read_frame(struct arena_slice object, struct arena_frame *ret);
bool arena_read_order(struct arena_slice object, struct arena_order *ret);
bool arena_read_lease(struct arena_slice object, struct arena_lease *ret);
bool arena_read_stop(struct arena_slice object, char ret_id[ARENA_TAG_SIZE]);
bool arena_read_video(struct arena_slice object, uint32_t *ret_rev);
bool arena_read_heard(struct arena_slice object, struct arena_heard *ret);

void arena_write_presence(
    const struct arena_robot *robot, const char *state, struct arena_out *out);
void arena_write_card(const struct arena_robot *robot, struct arena_out *out);
void arena_write_state(const struct arena_robot *robot, struct arena_out *out);
void arena_write_status(const struct arena_robot *robot, struct arena_out *out);
void arena_write_link(const struct arena_robot *robot, struct arena_out *out);
void arena_write_ack(const struct arena_done *done, struct arena_out *out);
void arena_write_event(const struct arena_robot *robot, struct arena_out *out); /* the oldest */

/* What several of them carry. */
uint32_t arena_clock(const struct arena_robot *robot); /* c, as of robot->now */
uint32_t arena_card_value(uint32_t configured, uint32_t standard);

#ifdef __cplusplus
}
#endif

#endif
