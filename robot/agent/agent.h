/* The agent: one robot of the arena (robot.h) with a driver (driver.h) behind it.
 *
 * It is in the arena while the driver has a body, and says goodbye when it has none.
 * Thread: one. Heap: at creation, and a robot for each body.
 */
#ifndef ROBOT_AGENT_AGENT_H
#define ROBOT_AGENT_AGENT_H

#include <poll.h>
#include <stdbool.h>
#include <stdint.h>

#include "robot/agent/driver.h"
#include "robot/base/rc.h"
#include "robot/wire/limits.h"

#define AGENT_PATH_SIZE    256
#define AGENT_COMMAND_SIZE 1024
#define AGENT_POLLED       2

struct agent_config {
    char id[ID_SIZE];
    char name[NAME_SIZE]; /* "" = the card's, else the id */
    char driver[16];      /* "sim" or "exec" */
    char command[AGENT_COMMAND_SIZE];
    char state[AGENT_PATH_SIZE]; /* "" = nothing lasts */
    char token_file[AGENT_PATH_SIZE];
    char api[AGENT_PATH_SIZE];
    char enrolment[64];
    char host[128];
    uint32_t port;
    char root[WIRE_ROOT_SIZE];
    uint32_t seed;
    bool websocket, mqtt311;
};

struct agent;

/* RC_OK, RC_CONFIG (logged), RC_IO, RC_NO_MEMORY. *ret is written only on RC_OK; config
 * outlives the agent. */
ARENA_NODISCARD enum rc agent_create(
    struct agent_config *config, uint64_t now, struct agent **ret);
/* Neutral, goodbye, the driver's end. NULL is allowed. */
void agent_destroy(struct agent *agent);

unsigned agent_poll_set(const struct agent *agent, struct pollfd ret[AGENT_POLLED]);
/* One pass; returns when the next is due. */
uint64_t agent_step(struct agent *agent, uint64_t now);

#endif
