/* The lines between the agent and a child process, as plain structs. Source:
 * robot/agent/README.md. Pure but for cJSON's heap, freed before return. Fuzzed:
 * tests/fuzz/fuzz_exec_line.c.
 */
#ifndef ROBOT_AGENT_DRIVERS_EXEC_JSON_H
#define ROBOT_AGENT_DRIVERS_EXEC_JSON_H

#include <stdbool.h>
#include <stddef.h>

#include "robot/wire/message.h"

#define EXEC_LINE_MAX                                                                          \
    1024 /* what the agent writes; below PIPE_BUF, so a write is all or nothing */

enum exec_kind { EXEC_HELLO, EXEC_STATUS, EXEC_EVENT, EXEC_ACK };

struct exec_message {
    enum exec_kind kind;
    union {
        struct card card; /* its id is `id`, whatever the child wrote */
        struct status status;
        struct event event; /* kind and by */
        struct ack ack;
    } as;
};

/* One line without its LF. RC_OK, RC_BAD_REQUEST, RC_TOO_LARGE; fault (may be NULL) names the
 * member. *ret is written only on RC_OK. */
ARENA_NODISCARD enum rc exec_from_json(
    const char *line, const char *id, struct exec_message *ret, struct fault *fault);

/* Each writes a line with its LF; 0 when it does not fit. */
size_t exec_hello_to_json(const char *id, char buffer[EXEC_LINE_MAX]);
size_t exec_drive_to_json(
    const struct axes *axes, const struct card *card, char buffer[EXEC_LINE_MAX]);
size_t exec_neutral_to_json(char buffer[EXEC_LINE_MAX]);
size_t exec_action_to_json(const struct action *action, char buffer[EXEC_LINE_MAX]);

#endif
