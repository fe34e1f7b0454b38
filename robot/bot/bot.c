/* The pass of a bot: hear (callbacks inside player_step), then think for each robot that is
 * due, then say what each is to do.
 *
 * The robots of one seat do not talk to each other: each has a brain of its own and sees the
 * others as friends, like everybody else's.
 */
#include "robot/bot/bot.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "robot/agent/credentials.h"
#include "robot/base/log.h"
#include "robot/base/text.h"
#include "robot/bot/sight.h"
#include "robot/client/player.h"
#include "robot/client/robot.h"

#define SPEED_AGAIN_MS 2000 /* until it asks for its speed setting once more */
#define SPEED_OFF      2.0  /* % that do not matter */

struct driven {
    char robot[ID_SIZE]; /* "" = free */
    struct brain brain;
    struct brain_sight sight;
    double speed; /* its setting, by its status; < 0 = it has none */
    uint64_t speed_at;
};

struct bot {
    struct bot_config config;
    struct player *player;
    struct card card; /* names the bot for its credentials */
    struct credentials credentials;
    uint64_t now;
    uint64_t think_at;
    char match[ID_SIZE]; /* "" = no seat */
    enum brain_skill skill;
    struct driven driven[MATCH_ROBOTS];
};

static struct driven *find_driven(struct bot *bot, const char *robot)
{
    for (unsigned i = 0; i < MATCH_ROBOTS; i++)
        if (strcmp(bot->driven[i].robot, robot) == 0)
            return &bot->driven[i];
    return NULL;
}

static struct topic status_of(const char *robot)
{
    struct topic topic = {.from = {.kind = KIND_ROBOT}, .what = WHAT_STATUS};
    (void)text_copy(topic.from.id, sizeof(topic.from.id), robot); /* an id */
    return topic;
}

static struct topic of_match(enum what what, const char *match)
{
    struct topic topic = {
        .from = {KIND_BRIDGE, "main"},
          .what = what
    };
    (void)text_copy(topic.match, sizeof(topic.match), match); /* an id */
    return topic;
}

static void listen_to(struct bot *bot, const struct topic *topic, bool on)
{
    if (!on)
        player_unlisten(bot->player, topic);
    else if (player_listen_to(bot->player, topic) != RC_OK)
        log_warn("bot", "%s: cannot hear more", bot->config.id);
}

static void listen_to_match(struct bot *bot, bool on)
{
    struct topic document = of_match(WHAT_MATCH, bot->match);
    struct topic live = of_match(WHAT_MATCH_LIVE, bot->match);
    if (bot->match[0] == '\0')
        return;
    listen_to(bot, &document, on);
    listen_to(bot, &live, on);
    log_info("bot", "%s: %s %s", bot->config.id, on ? "plays in" : "leaves", bot->match);
}

static void begin_robot(struct bot *bot, const char *robot)
{
    struct driven *driven = find_driven(bot, "");
    if (!driven || find_driven(bot, robot))
        return;
    memset(driven, 0, sizeof(*driven));
    (void)text_copy(driven->robot, sizeof(driven->robot), robot); /* an id */
    driven->speed = -1;
    driven->sight.battery = 100;
    uint64_t seed = bot->config.seed + (uint64_t)(driven - bot->driven) * 7919;
    brain_init(&driven->brain, bot->skill, seed, bot->config.ground);
    struct topic status = status_of(robot);
    listen_to(bot, &status, true);
}

static void end_robot(struct bot *bot, struct driven *driven)
{
    struct topic status = status_of(driven->robot);
    listen_to(bot, &status, false);
    driven->robot[0] = '\0';
}

static bool leased(const struct me *me, const char *robot)
{
    for (unsigned i = 0; i < me->lease_count; i++)
        if (strcmp(me->leases[i].robot, robot) == 0)
            return true;
    return false;
}

static void on_me(void *user, const struct me *me)
{
    struct bot *bot = user;
    if (strcmp(bot->match, me->seat) != 0) {
        listen_to_match(bot, false);
        (void)text_copy(bot->match, sizeof(bot->match), me->seat); /* an id */
        listen_to_match(bot, true);
    }
    for (unsigned i = 0; i < MATCH_ROBOTS; i++)
        if (bot->driven[i].robot[0] != '\0' && !leased(me, bot->driven[i].robot))
            end_robot(bot, &bot->driven[i]);
    for (unsigned i = 0; i < me->lease_count; i++)
        begin_robot(bot, me->leases[i].robot);
}

static void hear_status(struct bot *bot, const char *robot, const char *payload, size_t length)
{
    struct status status;
    struct driven *driven = find_driven(bot, robot);
    if (!driven || status_from_json(payload, length, &status, NULL) != RC_OK)
        return;
    sight_of_status(&driven->sight, &status, bot->now);
    for (unsigned i = 0; i < status.field_count; i++)
        if (strcmp(status.fields[i].name, "speed_limit") == 0)
            driven->speed = status.fields[i].value;
}

static void on_message(
    void *user, const struct topic *topic, const char *payload, size_t length)
{
    struct bot *bot = user;
    if (topic->what == WHAT_STATUS)
        hear_status(bot, topic->from.id, payload, length);
    else
        matches_hear(bot->config.matches, topic, payload, length, bot->now);
}

static void on_online(void *user, bool online, const char *reason)
{
    credentials_online(&((struct bot *)user)->credentials, online, reason);
}

static void on_taken_over(void *user)
{
    log_warn("bot", "%s: another program is this bot now", ((struct bot *)user)->config.id);
}

static bool give_token(void *user, char *ret_token, size_t size)
{
    struct bot *bot = user;
    bool refused = bot->player && player_login_refused(bot->player);
    return credentials_token(&bot->credentials, bot->now, refused, ret_token, size);
}

static void on_token(void *user, const char *token)
{
    credentials_keep(&((struct bot *)user)->credentials, token);
}

/* {directory}/{id}.token; "" without a directory. */
static bool token_path(char ret[CREDENTIALS_PATH_SIZE], const char *directory, const char *id)
{
    ret[0] = '\0';
    if (directory[0] == '\0')
        return true;
    int length = snprintf(ret, CREDENTIALS_PATH_SIZE, "%s/%s.token", directory, id);
    return length > 0 && length < CREDENTIALS_PATH_SIZE;
}

static enum rc open_player(struct bot *bot)
{
    const struct bot_config *config = &bot->config;
    struct player_config player = {
        .principal = {.kind = KIND_BOT    },
        .root = config->root,
        .host = config->host,
        .port = config->port,
        .transport = config->websocket ? LINK_WEBSOCKET : LINK_TCP,
        .mqtt311 = config->mqtt311,
        .on = { .on_online = on_online,
                      .on_me = on_me,
                      .on_taken_over = on_taken_over,
                      .on_message = on_message,
                      .token = give_token,
                      .on_token = on_token},
        .user = bot,
    };
    memcpy(player.principal.id, config->id, sizeof(player.principal.id));
    return player_create(&player, &bot->player);
}

enum rc bot_create(const struct bot_config *config, struct bot **ret)
{
    struct bot *bot = calloc(1, sizeof(*bot));
    if (!bot)
        return RC_NO_MEMORY;
    bot->config = *config;
    memcpy(bot->card.id, config->id, sizeof(bot->card.id));
    bot->credentials.card = &bot->card;
    bool fits = token_path(bot->credentials.kept, config->state, config->id) &&
                token_path(bot->credentials.given, config->token_dir, config->id);
    enum rc rc = fits ? open_player(bot) : RC_CONFIG;
    if (rc != RC_OK) {
        free(bot);
        return rc;
    }
    *ret = bot;
    return RC_OK;
}

void bot_destroy(struct bot *bot)
{
    if (!bot)
        return;
    player_destroy(bot->player);
    free(bot);
}

/* What cannot be said now is not said later: the next thought is a better one. */
static void act(struct bot *bot, const struct driven *driven, const char *name, double *value)
{
    enum rc rc = player_action(bot->player, driven->robot, name, value, NULL);
    if (rc != RC_OK)
        log_debug(
            "bot", "%s: no %s by %s: %s", bot->config.id, name, driven->robot, rc_name(rc));
}

static void set_speed(struct bot *bot, struct driven *driven, double speed)
{
    double off = driven->speed - speed;
    if (driven->speed < 0 || (off < SPEED_OFF && off > -SPEED_OFF) ||
        bot->now < driven->speed_at)
        return;
    driven->speed_at = bot->now + SPEED_AGAIN_MS;
    act(bot, driven, "set_speed", &speed);
}

static void think(struct bot *bot, struct driven *driven, const struct matches_entry *entry)
{
    struct player_robot view;
    struct brain_order order;
    if (!player_robot(bot->player, driven->robot, &view))
        return;
    driven->sight.now = bot->now;
    sight_of_match(&driven->sight, entry, driven->robot, view.drive && view.link.ready);
    brain_think(&driven->brain, &driven->sight, &order);
    (void)player_drive(bot->player, driven->robot, &order.axes); /* within range, and ours */
    if (!driven->sight.plays)
        return;
    set_speed(bot, driven, order.speed);
    if (order.fire)
        act(bot, driven, "fire", NULL);
}

static void think_for_all(struct bot *bot)
{
    const struct matches_entry *entry = matches_find(bot->config.matches, bot->match);
    if (!entry)
        return;
    bot->skill = brain_skill_from_rule(entry->bots);
    for (unsigned i = 0; i < MATCH_ROBOTS; i++) {
        struct driven *driven = &bot->driven[i];
        if (driven->robot[0] == '\0')
            continue;
        driven->brain.skill = bot->skill;
        think(bot, driven, entry);
    }
}

uint64_t bot_step(struct bot *bot, uint64_t now)
{
    bot->now = now;
    if (now >= bot->think_at && bot->match[0] != '\0') {
        bot->think_at = now + BRAIN_THINK_MS;
        think_for_all(bot);
    }
    uint64_t due = player_step(bot->player, now);
    return bot->match[0] != '\0' && bot->think_at < due ? bot->think_at : due;
}

int bot_fd(const struct bot *bot)
{
    return player_fd(bot->player);
}
