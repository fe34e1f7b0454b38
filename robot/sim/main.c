/* arena-sim: simulated robots in one world, each its own MQTT client. See robot/README.md. */
#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>

#include "robot/base/flags.h"
#include "robot/base/log.h"
#include "robot/base/quit.h"
#include "robot/client/robot.h"
#include "robot/sim/fleet.h"
#include "robot/wire/limits.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

static int run(const struct fleet_config *config)
{
    struct fleet *fleet = NULL;
    int quit = quit_watch();
    if (quit < 0) {
        log_error("sim", "cannot watch for signals: %s", strerror(errno));
        return 1;
    }
    enum rc rc = fleet_create(config, robot_now(), &fleet);
    if (rc == RC_NO_MEMORY)
        log_error("sim", "cannot start: %s", rc_sentence(rc));
    if (rc != RC_OK)
        return 1; /* and why was logged */
    struct pollfd polled[WORLD_ROBOTS + 1];
    memset(polled, 0, sizeof(polled));
    unsigned count;
    uint64_t due;
    do {
        due = fleet_step(fleet, polled, robot_now());
        count = fleet_poll_set(fleet, polled);
    } while (quit_poll(quit, polled, count, robot_now(), due));
    log_info("sim", "leaving");
    fleet_destroy(fleet);
    return 0;
}

static int usage(const char *sentence)
{
    (void)fprintf(stderr, "arena-sim: %s\n", sentence);
    return 2;
}

int main(int argc, char **argv)
{
    bool help = false;
    struct fleet_config config = {.robots = 4,
        .prefix = "scout",
        .host = "127.0.0.1",
        .port = 1883,
        .rate = 50,
        .seed = 1,
        .root = WIRE_ROOT_DEFAULT};
    const struct flag flags[] = {
        {"robots",    "ARENA_ROBOTS",    "N",      "how many",                                       FLAG_NUMBER, &config.robots,    0,                        1,
         WORLD_ROBOTS                                                                                                                                                       },
        {"prefix",    NULL,              "WORD",   "ids are WORD1, WORD2, …",                      FLAG_TEXT,   config.prefix,
         sizeof(config.prefix),                                                                                                                                0, 0         },
        {"state",     NULL,              "DIR",    "keeps {id}.state and {id}.token over restarts",  FLAG_TEXT,
         config.state,                                                                                                               sizeof(config.state),     0, 0         },
        {"token-dir", NULL,              "DIR",    "{id}.token to log in with",                      FLAG_TEXT,   config.token_dir,
         sizeof(config.token_dir),                                                                                                                             0, 0         },
        {"api",       "ARENA_API",       "URL",    "the bridge, to register with an enrolment code", FLAG_TEXT,
         config.api,                                                                                                                 sizeof(config.api),       0, 0         },
        {"enrolment", "ARENA_ENROLMENT", "CODE",   "the enrolment code",                             FLAG_TEXT,
         config.enrolment,                                                                                                           sizeof(config.enrolment), 0, 0         },
        {"mqtt-host", "ARENA_MQTT_HOST", "HOST",   "the broker",                                     FLAG_TEXT,   config.host,
         sizeof(config.host),                                                                                                                                  0, 0         },
        {"mqtt-port", "ARENA_MQTT_PORT", "PORT",   "its port",                                       FLAG_NUMBER, &config.port,      0,                        1,
         65535                                                                                                                                                              },
        {"root",      "ARENA_ROOT",      "ROOT",   "root of all topics",                             FLAG_TEXT,   config.root,
         sizeof(config.root),                                                                                                                                  0, 0         },
        {"rate",      NULL,              "HZ",     "steps of the world a second",                    FLAG_NUMBER, &config.rate,      0,                        1,
         200                                                                                                                                                                },
        {"seed",      NULL,              "NUMBER", "of the world",                                   FLAG_NUMBER, &config.seed,      0,                        0, UINT32_MAX},
        {"map",       "ARENA_MAP",       "FILE",   "a map to drive on; see robot/sim/README.md",     FLAG_TEXT,
         config.map,                                                                                                                 sizeof(config.map),       0, 0         },
        {"log-moves", NULL,              "FILE",   "a line for each change of a robot's outputs",    FLAG_TEXT,
         config.moves,                                                                                                               sizeof(config.moves),     0, 0         },
        {"websocket", NULL,              NULL,     "MQTT over WebSocket",                            FLAG_SWITCH, &config.websocket, 0,                        0,
         0                                                                                                                                                                  },
        {"mqtt311",   NULL,              NULL,     "MQTT 3.1.1 instead of 5",                        FLAG_SWITCH, &config.mqtt311,   0,                        0,
         0                                                                                                                                                                  },
        {"help",      NULL,              NULL,     "this text",                                      FLAG_SWITCH, &help,             0,                        0, 0         },
    };
    char sentence[FLAGS_SENTENCE];
    if (flags_read(flags, COUNT(flags), argc, argv, sentence) != RC_OK)
        return usage(sentence);
    if (help) {
        flags_print_help(stdout, "arena-sim [flags]", flags, COUNT(flags));
        return 0;
    }
    return run(&config);
}
