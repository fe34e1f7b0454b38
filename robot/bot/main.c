/* arena-bot: bots that wait for a seat and play. See robot/bot/README.md. */
#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>

#include "robot/base/flags.h"
#include "robot/base/log.h"
#include "robot/base/quit.h"
#include "robot/bot/squad.h"
#include "robot/client/robot.h"
#include "robot/wire/limits.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

static int run(const struct squad_config *config)
{
    struct squad *squad = NULL;
    int quit = quit_watch();
    if (quit < 0) {
        log_error("bot", "cannot watch for signals: %s", strerror(errno));
        return 1;
    }
    enum rc rc = squad_create(config, robot_now(), &squad);
    if (rc == RC_NO_MEMORY)
        log_error("bot", "cannot start: %s", rc_sentence(rc));
    if (rc != RC_OK)
        return 1; /* and why was logged */
    struct pollfd polled[SQUAD_BOTS + 1];
    memset(polled, 0, sizeof(polled));
    unsigned count;
    uint64_t due;
    do {
        due = squad_step(squad, polled, robot_now());
        count = squad_poll_set(squad, polled);
    } while (quit_poll(quit, polled, count, robot_now(), due));
    log_info("bot", "leaving");
    squad_destroy(squad);
    return 0;
}

static int usage(const char *sentence)
{
    (void)fprintf(stderr, "arena-bot: %s\n", sentence);
    return 2;
}

int main(int argc, char **argv)
{
    bool help = false;
    struct squad_config config = {.bots = 4,
        .prefix = "bot",
        .host = "127.0.0.1",
        .port = 1883,
        .seed = 1,
        .root = WIRE_ROOT_DEFAULT};
    const struct flag flags[] = {
        {"bots",      "ARENA_BOTS",      "N",      "how many",                                            FLAG_NUMBER, &config.bots,      0,                        1, SQUAD_BOTS},
        {"prefix",    NULL,              "WORD",   "ids are WORD1, WORD2, …",                           FLAG_TEXT,   config.prefix,
         sizeof(config.prefix),                                                                                                                                     0, 0         },
        {"state",     NULL,              "DIR",    "keeps renewed tokens over restarts: {id}.token",      FLAG_TEXT,
         config.state,                                                                                                                    sizeof(config.state),     0, 0         },
        {"token-dir", NULL,              "DIR",    "{id}.token to log in with (arenactl token bot/bot1)",
         FLAG_TEXT,                                                                                                    config.token_dir,  sizeof(config.token_dir), 0, 0         },
        {"map",       "ARENA_MAP",       "FILE",   "the map they play on; see robot/sim/README.md",       FLAG_TEXT,
         config.map,                                                                                                                      sizeof(config.map),       0, 0         },
        {"mqtt-host", "ARENA_MQTT_HOST", "HOST",   "the broker",                                          FLAG_TEXT,   config.host,
         sizeof(config.host),                                                                                                                                       0, 0         },
        {"mqtt-port", "ARENA_MQTT_PORT", "PORT",   "its port",                                            FLAG_NUMBER, &config.port,      0,                        1,
         65535                                                                                                                                                                   },
        {"root",      "ARENA_ROOT",      "ROOT",   "root of all topics",                                  FLAG_TEXT,   config.root,
         sizeof(config.root),                                                                                                                                       0, 0         },
        {"seed",      NULL,              "NUMBER", "of what is random in them",                           FLAG_NUMBER, &config.seed,      0,                        0,
         UINT32_MAX                                                                                                                                                              },
        {"websocket", NULL,              NULL,     "MQTT over WebSocket",                                 FLAG_SWITCH, &config.websocket, 0,                        0,
         0                                                                                                                                                                       },
        {"mqtt311",   NULL,              NULL,     "MQTT 3.1.1 instead of 5",                             FLAG_SWITCH, &config.mqtt311,   0,                        0,
         0                                                                                                                                                                       },
        {"help",      NULL,              NULL,     "this text",                                           FLAG_SWITCH, &help,             0,                        0, 0         },
    };
    char sentence[FLAGS_SENTENCE];
    if (flags_read(flags, COUNT(flags), argc, argv, sentence) != RC_OK)
        return usage(sentence);
    if (help) {
        flags_print_help(stdout, "arena-bot [flags]", flags, COUNT(flags));
        return 0;
    }
    return run(&config);
}
