#include "robot/bot/squad.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "robot/base/log.h"
#include "robot/bot/bot.h"
#include "robot/client/robot.h"

#define GOODBYE_MS 3000

struct squad {
    struct squad_config config;
    struct map map;
    struct ground ground;
    struct matches matches;
    unsigned count;
    struct {
        struct bot *bot;
        uint64_t due;
    } members[SQUAD_BOTS];
};

static enum rc load_map(struct squad *squad)
{
    const char *path = squad->config.map;
    struct map_fault fault;
    if (path[0] == '\0')
        return RC_OK;
    if (map_load(path, &squad->map, &fault) != RC_OK) {
        log_error("bot", "%s:%u:%u: %s", path, fault.line, fault.column, fault.sentence);
        return RC_CONFIG;
    }
    ground_init(&squad->ground, &squad->map);
    return RC_OK;
}

static enum rc make_state(const struct squad_config *config)
{
    if (config->state[0] == '\0' || mkdir(config->state, 0700) == 0 || errno == EEXIST)
        return RC_OK;
    log_error("bot", "cannot make %s: %s", config->state, strerror(errno));
    return RC_IO;
}

static enum rc add_member(struct squad *squad, unsigned index)
{
    const struct squad_config *config = &squad->config;
    struct bot_config bot = {
        .state = config->state,
        .token_dir = config->token_dir,
        .host = config->host,
        .port = (uint16_t)config->port,
        .root = config->root,
        .websocket = config->websocket,
        .mqtt311 = config->mqtt311,
        .seed = ((uint64_t)config->seed << 32) + index,
        .ground = config->map[0] ? &squad->ground : NULL,
        .matches = &squad->matches,
    };
    int length = snprintf(bot.id, sizeof(bot.id), "%s%u", config->prefix, index + 1);
    if (length < 0 || (size_t)length >= sizeof(bot.id) || !id_valid(bot.id)) {
        log_error("bot", "%s%u is not an id: [a-z0-9][a-z0-9-]*, at most 31 characters",
            config->prefix, index + 1);
        return RC_CONFIG;
    }
    enum rc rc = bot_create(&bot, &squad->members[index].bot);
    if (rc == RC_OK)
        squad->count++;
    else
        log_error("bot", "%s: cannot be made: %s", bot.id, rc_sentence(rc));
    return rc;
}

enum rc squad_create(const struct squad_config *config, uint64_t now, struct squad **ret)
{
    struct squad *squad = calloc(1, sizeof(*squad));
    if (!squad)
        return RC_NO_MEMORY;
    squad->config = *config;
    enum rc rc = load_map(squad);
    if (rc == RC_OK)
        rc = make_state(config);
    for (unsigned i = 0; i < config->bots && rc == RC_OK; i++) {
        squad->members[i].due = now;
        rc = add_member(squad, i);
    }
    if (rc != RC_OK) {
        squad_destroy(squad);
        return rc;
    }
    *ret = squad;
    return RC_OK;
}

void squad_destroy(struct squad *squad)
{
    if (!squad)
        return;
    uint64_t end = robot_now() + GOODBYE_MS;
    for (unsigned i = 0; i < squad->count; i++)
        if (robot_now() < end) /* later ones leave by their will, with the process */
            bot_destroy(squad->members[i].bot);
    free(squad);
}

uint64_t squad_step(struct squad *squad, const struct pollfd *polled, uint64_t now)
{
    uint64_t due = UINT64_MAX;
    for (unsigned i = 0; i < squad->count; i++) {
        if (now >= squad->members[i].due || polled[i].revents != 0)
            squad->members[i].due = bot_step(squad->members[i].bot, now);
        if (squad->members[i].due < due)
            due = squad->members[i].due;
    }
    return due;
}

unsigned squad_poll_set(const struct squad *squad, struct pollfd *ret)
{
    for (unsigned i = 0; i < squad->count; i++)
        ret[i] = (struct pollfd){.fd = bot_fd(squad->members[i].bot), .events = POLLIN};
    return squad->count;
}
