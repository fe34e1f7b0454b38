/* The bridge's settings: one table, read from flags, environment, file and defaults.
 *
 * Each setting is one row of config_table.c: key, type, range, default, offset, whether a
 * reload may change it, help. From the row follow the file's key (`http_port = 8090`), the
 * environment's name (ARENA_HTTP_PORT), the flag (--http-port 8090 or --http-port=8090) and its
 * line in --help. Precedence: flags > environment > file > default. A wrong value or an unknown
 * key is refused with its name, its value, its range and where it came from (file:line).
 *
 * The result is plain: one small struct for each module, which is handed to that module alone.
 * Thread: any (no shared state). Heap: none.
 */
#ifndef BRIDGE_CONFIG_H
#define BRIDGE_CONFIG_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include "robot/base/id.h"
#include "robot/base/log.h"
#include "robot/base/rc.h"
#include "robot/wire/limits.h"

#define CONFIG_PATH_SIZE    512
#define CONFIG_HOST_SIZE    256
#define CONFIG_LIST_SIZE    1024        /* comma-separated hosts or origins */
#define CONFIG_FILE_MAX     (64 * 1024) /* bytes of a settings file */
#define CONFIG_SETTINGS_MAX 64          /* rows of the table, at most */

struct config_house {
    char state[CONFIG_PATH_SIZE]; /* directory of everything that lasts; made when missing */
    char root[WIRE_ROOT_SIZE];    /* of all topics */
    enum log_level log_level;     /* reloadable */
};

struct config_http {
    uint16_t port; /* 0 = any free one */
    char bind[CONFIG_HOST_SIZE];
    uint16_t internal_port; /* metrics, health, hooks; 0 = any free one */
    char internal_bind[CONFIG_HOST_SIZE];
    char web_root[CONFIG_PATH_SIZE];      /* the built page; "" = none is served */
    char map[CONFIG_PATH_SIZE];           /* the arena's map; "" = none */
    char allowed_hosts[CONFIG_LIST_SIZE]; /* beside the bound address; "" = the rule of the room
                                           */
    char allowed_origins[CONFIG_LIST_SIZE]; /* beside the page's own */
    uint32_t joins_per_minute;              /* for each address; reloadable */
    char ws_url[URL_SIZE]; /* what browsers are told; "" = ws://{Host}:{ws_port} */
    uint16_t ws_port;
    char public_mqtt_host[CONFIG_HOST_SIZE]; /* what robots are told; "" = the Host header's */
    uint16_t public_mqtt_port;               /* 0 = mqtt_port */
};

struct config_mqtt {
    char host[CONFIG_HOST_SIZE];
    uint16_t port;
};

struct config_core {
    uint32_t max_robots;
    uint32_t max_principals;
    uint32_t max_matches;
    uint32_t max_age_ms; /* reloadable, as are the following: for leases from then on */
    uint32_t deadman_ms;
    uint32_t idle_s;        /* a free session's lease ends after this long without moving */
    uint32_t queue_offer_s; /* how long a freed robot is held for the first in its queue */
};

struct config_token {
    uint32_t player_s; /* life of a player's, watcher's, referee's, bot's token; reloadable */
    uint32_t robot_s;  /* reloadable */
};

struct config_store {
    uint32_t telemetry_raw_h; /* reloadable, all five */
    uint32_t telemetry_minute_d;
    uint32_t telemetry_hour_d;
    uint32_t audit_d;
    uint32_t match_days;
};

struct config {
    struct config_house house;
    struct config_http http;
    struct config_mqtt mqtt;
    struct config_core core;
    struct config_token token;
    struct config_store store;
};

/* What the settings are read from. Pointers live as long as the call. */
struct config_sources {
    int argc; /* with the program's name first, as main has them */
    char *const *argv;
    char *const *environment; /* NULL-terminated "NAME=value"; may be NULL */
};

/* What else the flags said. */
struct config_request {
    bool help;    /* --help */
    bool version; /* --version */
    bool check;   /* --check: read everything, print the settings in force, end */
    char file[CONFIG_PATH_SIZE]; /* --config or ARENA_CONFIG; "" = none */
    char strange[256];           /* ARENA_… names no setting has, for a warning; "" = none */
};

struct config_fault {
    char sentence[512]; /* "arena.conf:3: http_port = 99999: must be a whole number from 0 to
                           65535" */
};

/* Reads everything. RC_CONFIG with the fault's sentence; RC_IO when the file cannot be read.
 * *ret and *ret_request are written only on RC_OK; with --help or --version *ret holds the
 * defaults and nothing else was looked at. Called again on SIGHUP with the same sources. */
ARENA_NODISCARD enum rc config_load(const struct config_sources *sources, struct config *ret,
    struct config_request *ret_request, struct config_fault *fault);

void config_defaults(struct config *ret);

/* One setting as text, for tests and the file: "http_port", "8090". RC_CONFIG, sentence without
 * the place it came from. */
ARENA_NODISCARD enum rc config_set(
    struct config *config, const char *key, const char *value, struct config_fault *fault);

/* The parser of a settings file, on its own: applies each `key = value` to *config. `name` is
 * for the fault's place. On RC_CONFIG *config holds what came before the fault. */
ARENA_NODISCARD enum rc config_parse(struct config *config, const char *name, const char *text,
    size_t length, struct config_fault *fault);

/* Which keys differ; the names are the table's own and live for ever. */
struct config_changes {
    unsigned reloaded_count;
    const char *reloaded[CONFIG_SETTINGS_MAX]; /* in force from now on */
    unsigned restart_count;
    const char *restart[CONFIG_SETTINGS_MAX]; /* kept as they were: need a restart */
};

/* Copies the reloadable settings of `wanted` that differ into `running`, and says what
 * happened. */
void config_reload(
    struct config *running, const struct config *wanted, struct config_changes *ret);

/* --help: usage, every setting with flag, key, range, default and what it does. */
void config_print_help(FILE *out, const char *program);
/* The settings in force, as a file that config_parse accepts. */
void config_print(FILE *out, const struct config *config);

#endif
