/* A script of timed axes, a step a line, read as it comes: so a pipe from any program drives,
 * too.
 *
 *   500 x=0 y=0.5     hold these axes for 500 ms (0 and no axes: neutral, at once)
 *   stop              stop the robot;   clear     clear its stops
 *   action fire 3     do an action, with a value or without
 *   # comment
 */
#ifndef BRIDGE_CTL_SCRIPT_H
#define BRIDGE_CTL_SCRIPT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "robot/base/axes.h"
#include "robot/wire/limits.h"

#define SCRIPT_LINE   256
#define SCRIPT_MS_MAX 3600000u

enum step_kind { STEP_NOTHING, STEP_HOLD, STEP_STOP, STEP_CLEAR, STEP_ACTION };

struct step {
    enum step_kind kind;
    uint32_t ms; /* hold */
    struct axes axes;
    char action[WORD_SIZE];
    bool has_value;
    double value;
};

/* False with a sentence when it is no step. Pure. */
bool step_from_line(const char *line, struct step *ret, const char **ret_sentence);

/* Lines from a file descriptor that may have nothing to say yet. */
struct script {
    int fd;
    unsigned number; /* of the line taken last */
    size_t used;
    bool ended;
    char buffer[SCRIPT_LINE];
};

enum script_line { SCRIPT_TAKEN, SCRIPT_WAIT, SCRIPT_END, SCRIPT_BAD };

void script_init(struct script *script, int fd);
/* Never blocks on a pipe or terminal. SCRIPT_BAD: longer than a line may be, or a read failed.
 */
enum script_line script_take(struct script *script, char line[SCRIPT_LINE]);

#endif
