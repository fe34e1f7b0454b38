/* arena-robot: one robot of the arena, with a driver for what moves. See robot/agent/README.md.
 */
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "robot/agent/agent.h"
#include "robot/base/flags.h"
#include "robot/base/log.h"
#include "robot/base/quit.h"
#include "robot/client/robot.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

static bool make_state(const char *path)
{
    if (path[0] == '\0' || mkdir(path, 0700) == 0 || errno == EEXIST)
        return true;
    log_error("agent", "cannot make %s: %s", path, strerror(errno));
    return false;
}

static int run(struct agent_config *config)
{
    struct agent *agent = NULL;
    if (!make_state(config->state))
        return 1;
    int quit = quit_watch();
    if (quit < 0) {
        log_error("agent", "cannot watch for signals: %s", strerror(errno));
        return 1;
    }
    if (agent_create(config, robot_now(), &agent) != RC_OK)
        return 1;
    struct pollfd polled[AGENT_POLLED + 1];
    unsigned count;
    uint64_t due;
    do {
        due = agent_step(agent, robot_now());
        count = agent_poll_set(agent, polled);
    } while (quit_poll(quit, polled, count, robot_now(), due));
    log_info("agent", "%s: leaving", config->id);
    agent_destroy(agent);
    return 0;
}

static int usage(const char *sentence)
{
    (void)fprintf(stderr, "arena-robot: %s\n", sentence);
    return 2;
}

int main(int argc, char **argv)
{
    bool help = false;
    struct agent_config config = {
        .driver = "sim", .host = "127.0.0.1", .port = 1883, .seed = 1};
    const struct flag flags[] = {
        {"id",         NULL,              "ID",      "the robot's id: [a-z0-9-], unique in the arena",       FLAG_TEXT,
         config.id,                                                                                                                          sizeof(config.id),         0, 0},
        {"name",       NULL,              "NAME",    "its name for people; otherwise the card's, or the id",
         FLAG_TEXT,                                                                                                       config.name,       sizeof(config.name),       0, 0},
        {"driver",     NULL,              "DRIVER",  "sim or exec",                                          FLAG_TEXT,   config.driver,
         sizeof(config.driver),                                                                                                                                         0, 0},
        {"exec",       NULL,              "COMMAND", "driver exec: the child, run by /bin/sh -c",            FLAG_TEXT,
         config.command,                                                                                                                     sizeof(config.command),    0, 0},
        {"state",      NULL,              "DIR",     "keeps {id}.state and {id}.token over restarts",        FLAG_TEXT,
         config.state,                                                                                                                       sizeof(config.state),      0, 0},
        {"mqtt-host",  "ARENA_MQTT_HOST", "HOST",    "the broker",                                           FLAG_TEXT,   config.host,
         sizeof(config.host),                                                                                                                                           0, 0},
        {"mqtt-port",  "ARENA_MQTT_PORT", "PORT",    "its port",                                             FLAG_NUMBER, &config.port,      0,                         1,
         65535                                                                                                                                                              },
        {"token-file", NULL,              "FILE",    "the token, as arenactl token prints it",               FLAG_TEXT,
         config.token_file,                                                                                                                  sizeof(config.token_file), 0, 0},
        {"api",        "ARENA_API",       "URL",     "the bridge, to register with an enrolment code",       FLAG_TEXT,
         config.api,                                                                                                                         sizeof(config.api),        0, 0},
        {"enrolment",  "ARENA_ENROLMENT", "CODE",    "the enrolment code",                                   FLAG_TEXT,
         config.enrolment,                                                                                                                   sizeof(config.enrolment),  0, 0},
        {"root",       "ARENA_ROOT",      "ROOT",    "root of all topics",                                   FLAG_TEXT,   config.root,
         sizeof(config.root),                                                                                                                                           0, 0},
        {"seed",       NULL,              "NUMBER",  "driver sim: of its world",                             FLAG_NUMBER, &config.seed,      0,                         0,
         UINT32_MAX                                                                                                                                                         },
        {"websocket",  NULL,              NULL,      "MQTT over WebSocket",                                  FLAG_SWITCH, &config.websocket, 0,                         0,
         0                                                                                                                                                                  },
        {"mqtt311",    NULL,              NULL,      "MQTT 3.1.1 instead of 5",                              FLAG_SWITCH, &config.mqtt311,   0,                         0,
         0                                                                                                                                                                  },
        {"help",       NULL,              NULL,      "this text",                                            FLAG_SWITCH, &help,             0,                         0, 0},
    };
    char sentence[FLAGS_SENTENCE];
    (void)snprintf(config.root, sizeof(config.root), "%s", WIRE_ROOT_DEFAULT);
    if (flags_read(flags, COUNT(flags), argc, argv, sentence) != RC_OK)
        return usage(sentence);
    if (help) {
        flags_print_help(stdout, "arena-robot --id ID [flags]", flags, COUNT(flags));
        return 0;
    }
    if (config.id[0] == '\0')
        return usage("--id says which robot this is; see --help");
    return run(&config);
}
