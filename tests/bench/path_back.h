/* What a driven robot says besides obeying, said by a bare subscriber: `link` to its driver,
 * `state` and `status`, as often and as long as the robot library says them, each robot in its
 * own turns; and the bridge's `beat`, which the first robot says in its place, for all of them.
 * So a bare broker can be measured with the same traffic in it. */
#ifndef TESTS_BENCH_PATH_BACK_H
#define TESTS_BENCH_PATH_BACK_H

#include <stdint.h>

#include "robot/client/link.h"

#define PATH_BEAT "arena/v1/bridge/main/all/beat"

struct path_back {
    uint32_t phase;
    uint64_t link_at, state_at, status_at, beat_at; /* ms; 0 = now */
};

/* Says what is due; the moment (ms) of the next. */
uint64_t path_back_say(
    struct path_back *back, struct link *link, unsigned index, uint64_t now_ms);

#endif
