/* The command path, measured: what drivers and robots of the benchmark share.
 *
 * Drivers and robots are shared out to many processes: Paho has one receiving thread for all
 * connections of a process, which looks at every socket each time one is readable. With two
 * hundred in one process that thread is what would be measured. All use the same client library
 * whatever is measured. A file mapped by all holds when each frame was due: the latency counts
 * from the schedule, not from the send, so a generator that falls behind shows. A frame's
 * identity travels in its x axis, exactly: k in 0..1023 as (k - 512) / 1024.
 */
#ifndef TESTS_BENCH_PATH_H
#define TESTS_BENCH_PATH_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "robot/base/rc.h"

#define PATH_ROBOTS  256
#define PATH_IDS     1024
#define PATH_SAMPLES 2000000

struct path_shared {
    _Atomic uint32_t robots_online, drivers_ready;
    _Atomic uint64_t begin; /* ns: when the first frame is due; 0 = not known yet */
    _Atomic bool quit;      /* the drivers are done: the robots report and leave */
    _Atomic uint64_t sent;
    _Atomic size_t sample_count;
    uint32_t samples[PATH_SAMPLES];              /* ns */
    _Atomic uint64_t due[PATH_ROBOTS][PATH_IDS]; /* ns, CLOCK_MONOTONIC */
};

struct path_options {
    const char *shared; /* path of the mapped file */
    const char *tokens; /* directory with {kind}-{id}.jwt; NULL = none */
    unsigned robots;
    unsigned hz;
    unsigned seconds;
    unsigned port;
    unsigned processes; /* that robots, and as many that drivers, share out */
    bool websocket;     /* the drivers' transport; robots are native */
    bool bare;          /* no lease, no checks: frames go straight to a subscriber */
    bool relay;         /* bare, and over the WebSocket relay instead of a broker */
    bool back;          /* bare, and the subscribers say what robots say (path_back.h) */
};

/* Reads flags; exits with a sentence when one is wrong. */
struct path_options path_options_read(int argc, char **argv);
struct path_shared *path_map(const char *path);

/* Runs work in as many processes as the options say, each with its number, and waits for all.
 * False when one did not return 0; then quit is set, so that the others leave. */
bool path_in_processes(const struct path_options *options, struct path_shared *shared,
    int (*work)(unsigned process));

/* Exits with a sentence unless it is RC_OK. */
void path_must(enum rc rc, const char *what);

/* A link of the kind that is measured. */
struct link *path_link_create(const struct path_options *options);

uint64_t path_now_ns(void);
double path_axis_from_id(unsigned id);
unsigned path_id_from_axis(double x);

/* Reads a token of "player-bench1" into the buffer; NULL where there is no directory. */
const char *path_token(
    const struct path_options *options, const char *name, char *buffer, size_t size);

#endif
