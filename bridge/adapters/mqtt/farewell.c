/* Each farewell is a connection of its own and three steps: stay, empty, leave. What fails or
 * takes too long ends it with emptied = false, and the core tries again later.
 *
 * What must stay true: indexes are never used twice, so a letter of an ended farewell finds
 * nobody; `done` is called after the slot is free, so that it may begin another one.
 */
#include "bridge/adapters/mqtt/farewell.h"

#include <stdlib.h>
#include <string.h>

#include "robot/base/log.h"
#include "robot/base/text.h"
#include "robot/wire/topic.h"

#define ROOM      "farewell"
#define DOCUMENTS 2

enum stage { STAGE_FREE, STAGE_COMING, STAGE_STAYING, STAGE_EMPTYING, STAGE_LEAVING };

struct farewell {
    enum stage stage;
    char robot[ID_SIZE];
    char token[ASK_TOKEN_SIZE];
    uint32_t index;
    struct connection *connection;
    uint64_t empty_at; /* STAYING */
    uint64_t give_up;
    int publications[DOCUMENTS]; /* 0 = acknowledged */
};

struct farewells {
    struct farewells_config config;
    uint32_t next_index;
    struct farewell items[];
};

static const enum what EMPTIED[DOCUMENTS] = {WHAT_CARD, WHAT_PRESENCE};

struct farewells *farewells_create(const struct farewells_config *config)
{
    struct farewells *farewells =
        calloc(1, sizeof *farewells + config->count * sizeof(struct farewell));
    if (farewells == NULL)
        return NULL;
    farewells->config = *config;
    farewells->next_index = config->first_index;
    return farewells;
}

static void farewell_reset(struct farewell *farewell)
{
    connection_destroy(farewell->connection);
    memset(farewell, 0, sizeof *farewell);
}

void farewells_destroy(struct farewells *farewells)
{
    if (farewells == NULL)
        return;
    for (unsigned i = 0; i < farewells->config.count; i++)
        farewell_reset(&farewells->items[i]);
    free(farewells);
}

static void end(struct farewells *farewells, struct farewell *farewell, bool emptied)
{
    char robot[ID_SIZE];
    (void)text_copy(robot, sizeof robot, farewell->robot);
    if (!emptied)
        log_warn(ROOM, "robot/%s: its card and presence could not be emptied", robot);
    farewell_reset(farewell);
    farewells->config.done(farewells->config.self, robot, emptied);
}

static bool login(void *self, uint32_t index, struct connection_login *ret)
{
    struct farewells *farewells = self;
    for (unsigned i = 0; i < farewells->config.count; i++) {
        const struct farewell *farewell = &farewells->items[i];
        if (farewell->stage != STAGE_FREE && farewell->index == index)
            return text_copy(ret->token, sizeof ret->token, farewell->token);
    }
    return false;
}

static struct connection *connection_of(struct farewells *farewells, struct farewell *farewell)
{
    struct connection_config config = {
        .source = farewells->config.source,
        .index = farewell->index,
        .lane = MAILBOX_DISPLAY,
        .port = farewells->config.port,
        .principal = {.kind = KIND_ROBOT},
        .once = true,
    };
    (void)text_copy(config.host, sizeof config.host, farewells->config.host);
    (void)text_copy(config.principal.id, sizeof config.principal.id, farewell->robot);
    struct connection_needs needs = {
        .mailbox = farewells->config.mailbox,
        .self = farewells,
        .login = login,
    };
    return connection_create(&config, &needs);
}

enum rc farewells_begin(
    struct farewells *farewells, const char *robot, const char *token, uint64_t now)
{
    struct farewell *free_one = NULL;
    for (unsigned i = 0; i < farewells->config.count; i++) {
        struct farewell *farewell = &farewells->items[i];
        if (farewell->stage == STAGE_FREE)
            free_one = farewell;
        else if (strcmp(farewell->robot, robot) == 0)
            return RC_WRONG_STATE;
    }
    if (free_one == NULL)
        return RC_FULL;
    if (!text_copy(free_one->robot, sizeof free_one->robot, robot) ||
        !text_copy(free_one->token, sizeof free_one->token, token))
        return RC_BAD_REQUEST;
    free_one->index = farewells->next_index++;
    free_one->connection = connection_of(farewells, free_one);
    if (free_one->connection == NULL) {
        farewell_reset(free_one);
        return RC_FULL;
    }
    free_one->stage = STAGE_COMING;
    free_one->give_up = now + FAREWELL_GIVEUP_MS;
    connection_open(free_one->connection, now);
    return RC_OK;
}

static bool empty_documents(struct farewells *farewells, struct farewell *farewell)
{
    for (int i = 0; i < DOCUMENTS; i++) {
        struct topic topic = {.from = {.kind = KIND_ROBOT}, .what = EMPTIED[i]};
        (void)text_copy(topic.from.id, sizeof topic.from.id, farewell->robot);
        char text[WIRE_TOPIC_SIZE];
        if (!topic_format(farewells->config.root, &topic, text, sizeof text))
            return false;
        struct publication publication = {.topic = text, .qos = 1, .retained = true};
        if (connection_publish(
                farewell->connection, &publication, &farewell->publications[i]) != RC_OK)
            return false;
    }
    farewell->stage = STAGE_EMPTYING;
    return true;
}

static void acknowledged(struct farewell *farewell, int token, uint64_t now)
{
    bool open = false;
    for (int i = 0; i < DOCUMENTS; i++) {
        if (farewell->publications[i] == token)
            farewell->publications[i] = 0;
        open = open || farewell->publications[i] != 0;
    }
    if (open || farewell->stage != STAGE_EMPTYING)
        return;
    farewell->stage = STAGE_LEAVING;
    connection_close(farewell->connection, now, 0);
}

static void happened(struct farewells *farewells, struct farewell *farewell,
    enum connection_event event, int token, uint64_t now)
{
    switch (event) {
    case CONNECTION_OPENED:
        farewell->stage = STAGE_STAYING;
        farewell->empty_at = now + FAREWELL_STAY_MS;
        return;
    case CONNECTION_ENDED:
    case CONNECTION_FAILED:
    case CONNECTION_LEFT:
        end(farewells, farewell, farewell->stage == STAGE_LEAVING);
        return;
    case CONNECTION_DELIVERED:
        acknowledged(farewell, token, now);
        return;
    case CONNECTION_NOTHING:
    case CONNECTION_HEARD:
        return;
    }
}

void farewells_read(struct farewells *farewells, const struct letter *letter, uint64_t now)
{
    for (unsigned i = 0; i < farewells->config.count; i++) {
        struct farewell *farewell = &farewells->items[i];
        if (farewell->stage != STAGE_FREE && farewell->index == letter->number) {
            enum connection_event event = connection_read(farewell->connection, letter, now);
            happened(farewells, farewell, event, letter->code, now);
            return;
        }
    }
}

static void farewell_pass_time(
    struct farewells *farewells, struct farewell *farewell, uint64_t now)
{
    if (now >= farewell->give_up) {
        end(farewells, farewell, false);
        return;
    }
    if (farewell->stage == STAGE_STAYING && now >= farewell->empty_at &&
        !empty_documents(farewells, farewell)) {
        end(farewells, farewell, false);
        return;
    }
    enum connection_event event = connection_pass_time(farewell->connection, now);
    happened(farewells, farewell, event, 0, now);
}

void farewells_pass_time(struct farewells *farewells, uint64_t now)
{
    for (unsigned i = 0; i < farewells->config.count; i++) {
        if (farewells->items[i].stage != STAGE_FREE)
            farewell_pass_time(farewells, &farewells->items[i], now);
    }
}

static uint64_t farewell_next_deadline(const struct farewell *farewell)
{
    uint64_t next = connection_next_deadline(farewell->connection);
    if (next > farewell->give_up)
        next = farewell->give_up;
    if (farewell->stage == STAGE_STAYING && next > farewell->empty_at)
        next = farewell->empty_at;
    return next;
}

uint64_t farewells_next_deadline(const struct farewells *farewells)
{
    uint64_t next = UINT64_MAX;
    for (unsigned i = 0; i < farewells->config.count; i++) {
        const struct farewell *farewell = &farewells->items[i];
        uint64_t its = farewell->stage == STAGE_FREE ? next : farewell_next_deadline(farewell);
        next = its < next ? its : next;
    }
    return next;
}
