/* The fleet: N simulated robots in one world, each an MQTT client of its own (robot.h).
 *
 * A robot that cannot be made ends the start; one that cannot connect keeps trying by itself.
 * Thread: one. Heap: the fleet and its robots, at the start only.
 */
#ifndef ROBOT_SIM_FLEET_H
#define ROBOT_SIM_FLEET_H

#include <poll.h>
#include <stdbool.h>
#include <stdint.h>

#include "robot/base/rc.h"
#include "robot/sim/world.h"

#define FLEET_PATH_SIZE 256
#define FLEET_HOST_SIZE 128

struct fleet_config {
    uint32_t robots;                 /* 1..WORLD_ROBOTS */
    char prefix[24];                 /* ids: scout1, scout2, … */
    char state[FLEET_PATH_SIZE];     /* {id}.state and {id}.token; "" = nothing lasts */
    char token_dir[FLEET_PATH_SIZE]; /* {id}.token to read; "" = state */
    char api[FLEET_PATH_SIZE];       /* http://host:port to register at; "" = not by HTTP */
    char enrolment[64];
    char host[FLEET_HOST_SIZE];
    uint32_t port;
    char root[64];
    uint32_t rate; /* steps of the world a second */
    uint32_t seed;
    char map[FLEET_PATH_SIZE];   /* file of a map; "" = a world of its own */
    char moves[FLEET_PATH_SIZE]; /* moves.h; "" = none */
    bool websocket, mqtt311;
};

struct fleet;

/* RC_OK, RC_CONFIG (an id would be too long, the map is none or too small; logged), RC_IO
 * (directory or file; logged), RC_NO_MEMORY or what robot_create says. *ret is written only on
 * RC_OK. */
ARENA_NODISCARD enum rc fleet_create(
    const struct fleet_config *config, uint64_t now, struct fleet **ret);
/* Everybody says goodbye; at most about 3 s in all. NULL is allowed. */
void fleet_destroy(struct fleet *fleet);

/* What poll(2) is to wait for: one entry a robot, filled into `ret` (WORLD_ROBOTS of them). */
unsigned fleet_poll_set(const struct fleet *fleet, struct pollfd *ret);

/* One pass: the robots whose descriptor is ready or whose time has come, the world, its events.
 * Returns when the next pass is due. */
uint64_t fleet_step(struct fleet *fleet, const struct pollfd *polled, uint64_t now);

#endif
