/* Command-line flags of the small programs: --name VALUE, --name=VALUE, or the environment.
 * (The bridge has a table of its own, with a file and reloading.)
 *
 * Precedence: flags > environment > what the target held before. Thread: one, at the start.
 */
#ifndef ROBOT_BASE_FLAGS_H
#define ROBOT_BASE_FLAGS_H

#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include "robot/base/rc.h"

#define FLAGS_SENTENCE 256

enum flag_kind {
    FLAG_TEXT,   /* target: char[size] */
    FLAG_NUMBER, /* target: uint32_t, min..max */
    FLAG_SWITCH  /* target: bool; no value */
};

struct flag {
    const char *name;        /* "mqtt-port" */
    const char *environment; /* "ARENA_MQTT_PORT"; NULL = none */
    const char *value;       /* for the help: "PORT"; NULL for switches */
    const char *help;
    enum flag_kind kind;
    void *target;
    size_t size;       /* FLAG_TEXT: of the target */
    uint32_t min, max; /* FLAG_NUMBER */
};

/* RC_OK, or RC_CONFIG with a sentence that says what to mend. Anything that is not a flag is
 * refused. Targets before the fault are written. */
ARENA_NODISCARD enum rc flags_read(const struct flag *flags, size_t count, int argc,
    char *const *argv, char ret_sentence[FLAGS_SENTENCE]);

void flags_print_help(FILE *out, const char *usage, const struct flag *flags, size_t count);

#endif
