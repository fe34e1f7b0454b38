/* The player's loop, and who it is: one connection of a principal at a time.
 *
 * A program that was taken over must not come back, or two evict each other for ever. MQTT
 * tells the reason of an eviction only in version 5, and Paho not even there; so after a loss
 * the player comes back without a word, looks at the retained `me`, and announces itself only
 * if the page there is still its own.
 */
#include "robot/client/player.h"

#include <stdlib.h>
#include <string.h>

#include "robot/base/text.h"
#include "robot/client/clock.h"
#include "robot/client/player_inner.h"
#include "robot/client/random.h"

#define STEP_MS            100
#define FILTERS            (PLAYER_LISTENS + 2 * PLAYER_STOPS + 8)
#define LOOK_MS            300 /* after a reconnect: for the retained `me` */
#define ANNOUNCE_JITTER_MS 1000

const struct principal player_bridge = {KIND_BRIDGE, "main"};

bool player_online(const struct player *player)
{
    return session_online(player->session);
}

bool player_login_refused(const struct player *player)
{
    return session_login_refused(player->session);
}

struct player_driven *player_find(const struct player *player, const char *robot)
{
    for (unsigned i = 0; i < PLAYER_ROBOTS; i++) {
        const struct player_driven *driven = &player->driven[i];
        if (driven->id[0] != '\0' && strcmp(driven->id, robot) == 0)
            return (struct player_driven *)driven;
    }
    return NULL;
}

static void add_own_filters(struct player *player)
{
    const struct topic filters[] = {
        {.from = player_bridge, .to = player->self, .what = WHAT_ANSWER},
        {.from = player_bridge, .to = player->self, .what = WHAT_ME    },
        {.from = player_bridge, .what = WHAT_BEAT },
        {.from = {.kind = KIND_ROBOT},   .to = player->self,  .what = WHAT_LINK                   },
        {.from = {.kind = KIND_ROBOT},   .to = player->self,   .what = WHAT_ACK},
    };
    for (size_t i = 0; i < sizeof filters / sizeof *filters; i++)
        (void)session_filters_add(player->session, &filters[i]); /* FILTERS has room */
}

void player_update_filters(struct player *player)
{
    session_filters_begin(player->session);
    add_own_filters(player);
    for (unsigned i = 0; i < player->listen_count; i++)
        (void)session_filters_add(player->session, &player->listens[i]); /* FILTERS … */
    for (unsigned i = 0; i < PLAYER_STOPS; i++) {
        const struct player_standing *stop = &player->stops[i];
        struct topic status = {.from = {.kind = KIND_ROBOT}, .what = WHAT_STATUS};
        memcpy(status.from.id, stop->robot, sizeof status.from.id);
        if (stop->robot[0] != '\0' && !stop->shown)
            (void)session_filters_add(player->session, &status); /* … has room */
    }
    session_filters_commit(player->session);
}

static void announce(struct player *player)
{
    player->announce_at = PLAYER_NEVER;
    session_announce(player->session);
    if (player->claim_due)
        player_claim_again(player);
    player->claim_due = false;
}

static void on_online(void *user, bool online, const char *reason)
{
    struct player *player = user;
    player->claim_due = online;
    if (online)
        renewal_begin(&player->renewal, session_token(player->session), player->now);
    if (online && player->page_shown)
        player->announce_at = player->now + LOOK_MS;
    else if (online)
        announce(player);
    if (player->on.on_online && !player->taken_over)
        player->on.on_online(player->user, online, reason);
}

static void be_taken_over(struct player *player)
{
    player->taken_over = true;
    memset(player->driven, 0, sizeof player->driven);
    memset(&player->me, 0, sizeof player->me);
    session_drop(player->session, player->now);
    if (player->on.on_taken_over)
        player->on.on_taken_over(player->user);
}

static void hear_me(struct player *player, const char *payload, size_t length)
{
    struct me me;
    if (me_from_json(payload, length, &me, NULL) != RC_OK)
        return;
    bool ours = tag_equal(&me.page, &player->page);
    if (!ours && player->page_shown && me.page.text[0] != '\0') {
        be_taken_over(player);
        return;
    }
    player->page_shown = player->page_shown || ours;
    if (ours && player->announce_at != PLAYER_NEVER)
        announce(player);
    if (ours)
        player_hear_leases(player, &me);
    if (player->on.on_me)
        player->on.on_me(player->user, &me);
}

static void hear_beat(struct player *player, const char *payload, size_t length)
{
    struct beat beat;
    if (beat_from_json(payload, length, &beat, NULL) != RC_OK ||
        (tag_equal(&beat.boot, &player->beat_boot) &&
            tag_equal(&beat.conn, &player->beat_conn)))
        return;
    player->beat_boot = beat.boot;
    player->beat_conn = beat.conn;
    if (player->announce_at == PLAYER_NEVER)
        player->announce_at = player->now + random_below(ANNOUNCE_JITTER_MS + 1);
}

static void hear_ack(
    struct player *player, const struct topic *topic, const char *payload, size_t length)
{
    struct ack ack;
    if (player->on.on_ack && ack_from_json(payload, length, &ack, NULL) == RC_OK)
        player->on.on_ack(player->user, topic->from.id, &ack);
}

static void hear_own(
    struct player *player, const struct topic *topic, const struct link_event *event)
{
    bool bridge = principal_equal(&topic->from, &player_bridge);
    bool robot = topic->from.kind == KIND_ROBOT;
    if (bridge && topic->what == WHAT_ANSWER)
        player_hear_answer(player, event->payload, event->length);
    else if (bridge && topic->what == WHAT_ME)
        hear_me(player, event->payload, event->length);
    else if (robot && topic->what == WHAT_LINK)
        player_hear_link(player, topic->from.id, event->payload, event->length);
    else if (robot && topic->what == WHAT_ACK)
        hear_ack(player, topic, event->payload, event->length);
}

static bool listened(const struct topic *wanted, const struct topic *topic)
{
    return wanted->what == topic->what && wanted->from.kind == topic->from.kind &&
           (wanted->from.id[0] == '\0' || strcmp(wanted->from.id, topic->from.id) == 0) &&
           (wanted->match[0] == '\0' || strcmp(wanted->match, topic->match) == 0);
}

static void hear_all(
    struct player *player, const struct topic *topic, const struct link_event *event)
{
    if (principal_equal(&topic->from, &player_bridge) && topic->what == WHAT_BEAT)
        hear_beat(player, event->payload, event->length);
    if (topic->from.kind == KIND_ROBOT && topic->what == WHAT_STATUS)
        player_hear_status(player, topic->from.id, event->payload, event->length);
    for (unsigned i = 0; i < player->listen_count && player->on.on_message; i++) {
        if (listened(&player->listens[i], topic)) {
            player->on.on_message(player->user, topic, event->payload, event->length);
            return;
        }
    }
}

static void on_message(void *user, const struct topic *topic, const struct link_event *event)
{
    struct player *player = user;
    if (principal_is_nobody(&topic->to))
        hear_all(player, topic, event);
    else if (principal_equal(&topic->to, &player->self))
        hear_own(player, topic, event);
}

static bool on_token(void *user, char *ret_token, size_t size)
{
    struct player *player = user;
    return player->on.token && player->on.token(player->user, ret_token, size);
}

static enum rc open_session(struct player *player, const struct player_config *config)
{
    struct session_config session = {
        .root = config->root,
        .self = config->principal,
        .host = config->host,
        .port = config->port,
        .transport = config->transport,
        .path = config->path,
        .tls = config->tls,
        .mqtt311 = config->mqtt311,
        .token = config->token,
        .quiet = true,
        .page = player->page,
        .filters = FILTERS,
        .hooks = {.online = on_online, .message = on_message, .token = on_token},
        .user = player,
        .link = config->link
    };
    enum rc rc = session_create(&session, &player->session);
    if (rc == RC_OK)
        player_update_filters(player);
    return rc;
}

static void free_player(struct player *player)
{
    session_destroy(player->session);
    runner_finish(&player->runner);
    free(player);
}

enum rc player_create(const struct player_config *config, struct player **ret)
{
    struct player *player = calloc(1, sizeof *player);
    if (!player || !runner_init(&player->runner)) {
        free(player);
        link_destroy(config->link);
        return RC_NO_MEMORY;
    }
    player->self = config->principal;
    player->on = config->on;
    player->user = config->user;
    player->now = clock_now_ms();
    player->page = random_tag();
    player->announce_at = PLAYER_NEVER;
    player->renewal.ask_at = RENEWAL_NEVER;
    enum rc rc = open_session(player, config);
    if (rc != RC_OK) {
        free_player(player);
        return rc;
    }
    *ret = player;
    return RC_OK;
}

void player_destroy(struct player *player)
{
    if (!player)
        return;
    for (unsigned i = 0; i < PLAYER_ROBOTS; i++) {
        player->driven[i].axes = (struct axes){0};
        player->driven[i].frame_at = player->now;
    }
    player_frames_due(player);
    runner_goodbye(player->session, player->now);
    free_player(player);
}

static uint64_t sooner(uint64_t a, uint64_t b)
{
    return a < b ? a : b;
}

uint64_t player_step(struct player *player, uint64_t now)
{
    player->now = now;
    bool more = session_step(player->session, now);
    if (player_online(player) && now >= player->announce_at)
        announce(player);
    player_renew_due(player);
    player_asks_due(player);
    player_frames_due(player);
    if (more)
        return now;
    uint64_t at = sooner(now + STEP_MS, session_deadline(player->session));
    at = sooner(at, player_asks_deadline(player));
    at = sooner(at, player_frames_deadline(player));
    return at < now ? now : at;
}

int player_fd(const struct player *player)
{
    return session_fd(player->session);
}

void player_run(struct player *player)
{
    while (!runner_quitting(&player->runner)) {
        uint64_t next = player_step(player, clock_now_ms());
        uint64_t now = clock_now_ms();
        if (next > now)
            runner_wait(&player->runner, player->session, next - now);
    }
}

void player_quit(struct player *player)
{
    runner_quit(&player->runner);
}

enum rc player_listen(
    struct player *player, enum kind from_kind, const char *from_id, enum what what)
{
    struct topic topic = {.from = {.kind = from_kind}, .what = what};
    if (!text_copy(topic.from.id, sizeof topic.from.id, from_id))
        return RC_BAD_REQUEST;
    return player_listen_to(player, &topic);
}

/* Its place among the listens; listen_count when it is none. */
static unsigned find_listen(const struct player *player, const struct topic *topic)
{
    unsigned i = 0;
    while (i < player->listen_count &&
           !(player->listens[i].what == topic->what &&
               principal_equal(&player->listens[i].from, &topic->from) &&
               strcmp(player->listens[i].match, topic->match) == 0))
        i++;
    return i;
}

enum rc player_listen_to(struct player *player, const struct topic *topic)
{
    char text[WIRE_TOPIC_SIZE];
    struct topic wanted = {.from = topic->from, .what = topic->what};
    memcpy(wanted.match, topic->match, sizeof wanted.match);
    if (wanted.from.kind == KIND_NONE ||
        !topic_filter(session_root(player->session), &wanted, text, sizeof text))
        return RC_BAD_REQUEST;
    if (find_listen(player, &wanted) < player->listen_count)
        return RC_OK;
    if (player->listen_count == PLAYER_LISTENS)
        return RC_FULL;
    player->listens[player->listen_count++] = wanted;
    player_update_filters(player);
    return RC_OK;
}

void player_unlisten(struct player *player, const struct topic *topic)
{
    unsigned place = find_listen(player, topic);
    if (place == player->listen_count)
        return;
    player->listens[place] = player->listens[--player->listen_count];
    player_update_filters(player);
}

void player_continue(struct player *player)
{
    if (!player->taken_over)
        return;
    player->taken_over = false;
    player->page_shown = false;
    session_return(player->session, player->now);
}
