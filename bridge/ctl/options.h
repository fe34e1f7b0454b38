/* arenactl's options: one table serves flags, environment and --help. Flags outweigh the
 * environment; an option that the command does not know is refused. They may stand anywhere on
 * the line.
 */
#ifndef BRIDGE_CTL_OPTIONS_H
#define BRIDGE_CTL_OPTIONS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "robot/base/ask.h"
#include "robot/base/id.h"
#include "robot/base/match.h"
#include "robot/base/rc.h"
#include "robot/wire/limits.h"

#define CTL_PATH_SIZE 512
#define CTL_NAME_SIZE                                                                          \
    23 /* of the operator; with a hyphen and 8 random characters it is an id */
#define CTL_OPTION_MAX 64

struct ctl_options {
    /* common */
    char state[CTL_PATH_SIZE];
    char mqtt_host[CTL_PATH_SIZE];
    uint32_t mqtt_port;
    char api[CTL_PATH_SIZE];
    char root[WIRE_ROOT_SIZE];
    char name[CTL_NAME_SIZE];
    char token[ASK_TOKEN_SIZE]; /* environment only: a flag would be seen by every ps */
    bool json, help, version;
    /* commands' */
    uint32_t ttl_s; /* 0 = absent */
    uint32_t uses;  /* 0 = absent */
    enum kind kind; /* KIND_NONE = absent */
    unsigned audiences;
    uint64_t from, to; /* Unix ms; 0 = absent */
    uint32_t points;
    uint32_t limit;
    char robot[ID_SIZE];
    struct principal who;
    char script[CTL_PATH_SIZE]; /* "-" = standard input */
    uint32_t hold_ms;
    uint32_t count; /* 0 = for ever */
    uint32_t for_s; /* 0 = for ever */
    bool add;
    char match[ID_SIZE];
    bool has_team;
    uint32_t team;             /* from 0 */
    char teams[CTL_PATH_SIZE]; /* names, a comma between */
    uint32_t seats;            /* of each team */
    uint32_t robots;           /* of each seat; 0 = absent */
    bool rules_given[RULE_COUNT_];
    int32_t rules[RULE_COUNT_];
    enum matches_shown {
        MATCHES_SHOWN_ALL,
        MATCHES_SHOWN_OPEN,
        MATCHES_SHOWN_OVER
    } state_shown;
    bool wait, not_ready;
    char out[CTL_PATH_SIZE]; /* a file; "" = standard output */
};

struct ctl_option {
    const char *name;     /* without dashes */
    const char *value;    /* in --help: "TIME"; NULL = a switch */
    const char *variable; /* environment; NULL = none */
    bool common;
    size_t offset, size;
    bool (*take)(const char *text, void *target, size_t size);
    const char *must;     /* "must be …" */
    const char *fallback; /* "" = none */
    const char *help;
};

extern const struct ctl_option ctl_option_table[];
extern const size_t ctl_option_count;

struct ctl_line {
    struct ctl_options options;
    unsigned count; /* of words that are no options: the command and its arguments */
    const char *words[36];
    uint64_t used; /* bit i: the row i of the table was given as a flag */
    char fault[256];
};

/* Reads environment and line. False with line->fault. */
ARENA_NODISCARD bool options_parse(
    struct ctl_line *line, int argc, char *const *argv, char *const *environment);

/* The first given flag that is neither common nor in the list ("ttl uses"); NULL = all are
 * fine. */
const char *options_strange(const struct ctl_line *line, const char *known);
/* True when the list names it. */
bool options_listed(const char *list, const char *name);

#endif
