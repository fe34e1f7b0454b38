/* A match that was played, as the store has it afterwards: its setup, inputs, tallies and live
 * frames; and its log, as it was said. By chance, which the seed decides.
 */
#ifndef TESTS_APP_PLAYED_H
#define TESTS_APP_PLAYED_H

#include "tests/core/ground.h"
#include "tests/support/fake_store.h"

struct played {
    struct ground *ground; /* with the log and the inputs */
    struct fake_store store;
    struct port_store port;
    uint64_t seed;
    unsigned frame_count;
    bool dense; /* shots as fast as it goes */
};

/* Plays a match of `duration_ms` to its end; negative: the same with shots as fast as it goes.
 */
struct played *played_create(const char *id, uint64_t seed, int32_t duration_ms);
void played_destroy(struct played *played);

/* Keeps what the ground took since; `over` as the game has it. */
void played_keep(struct played *played);

#endif
