/* Asks on their way: said again with the same id until answered, given up in time. An answer
 * that comes twice finds its ask gone. */
#include <string.h>

#include "robot/base/text.h"
#include "robot/client/player_inner.h"
#include "robot/client/random.h"

static void say(struct player *player, const struct ask *ask)
{
    char json[WIRE_PAYLOAD_MAX + 1];
    size_t length;
    struct topic topic = {.to = player_bridge, .what = WHAT_ASK};
    if (ask_to_json(ask, json, sizeof json, &length))
        (void)session_say(player->session, &topic, json, length,
            (struct session_way){.qos = 1}); /* said again */
}

/* What was claimed again is gone; what the bridge gave meanwhile was not looked at. */
static void claim_failed(struct player *player, const char *robot)
{
    struct player_driven *driven = player_find(player, robot);
    if (driven && driven->n == 0)
        memset(driven, 0, sizeof *driven);
    player_take_given(player);
}

static void give_up(struct player *player, struct player_pending *pending)
{
    struct player_pending gone = *pending;
    struct answer answer;
    memset(&answer, 0, sizeof answer);
    memcpy(answer.id, gone.ask.id, sizeof answer.id);
    answer.rc = RC_UNAVAILABLE;
    memset(pending, 0, sizeof *pending);
    if (gone.ask.deed == DEED_DRIVE_CLAIM)
        claim_failed(player, gone.ask.robot);
    if (player->on.on_answer && strcmp(gone.ask.id, player->renew_id) != 0)
        player->on.on_answer(player->user, &gone.ask, &answer);
}

void player_asks_due(struct player *player)
{
    for (unsigned i = 0; i < PLAYER_ASKS; i++) {
        struct player_pending *pending = &player->asks[i];
        if (pending->ask.id[0] == '\0')
            continue;
        if (player->now >= pending->until) {
            give_up(player, pending);
            continue;
        }
        if (!player_online(player) || player->now < pending->again_at)
            continue;
        if (pending->until == PLAYER_NEVER)
            pending->until = player->now + PLAYER_ASK_MS;
        pending->again_at = player->now + PLAYER_ASK_AGAIN_MS;
        say(player, &pending->ask);
    }
}

uint64_t player_asks_deadline(const struct player *player)
{
    uint64_t at = PLAYER_NEVER;
    for (unsigned i = 0; i < PLAYER_ASKS; i++) {
        const struct player_pending *pending = &player->asks[i];
        if (pending->ask.id[0] != '\0' && pending->until < at)
            at = pending->until;
        if (pending->ask.id[0] != '\0' && player_online(player) && pending->again_at < at)
            at = pending->again_at;
    }
    return at;
}

static struct player_pending *find(struct player *player, const char *id)
{
    for (unsigned i = 0; i < PLAYER_ASKS; i++) {
        if (strcmp(player->asks[i].ask.id, id) == 0)
            return &player->asks[i];
    }
    return NULL;
}

enum rc player_ask(struct player *player, const struct ask *ask, char *ret_id)
{
    struct player_pending *pending = find(player, "");
    if (!pending)
        return RC_FULL;
    struct tag id = random_tag();
    pending->ask = *ask;
    memset(pending->ask.id, 0, sizeof pending->ask.id);
    (void)text_copy(pending->ask.id, sizeof pending->ask.id, id.text); /* 16 characters */
    pending->until = PLAYER_NEVER;
    pending->again_at = 0;
    if (ret_id)
        memcpy(ret_id, pending->ask.id, sizeof pending->ask.id);
    return RC_OK;
}

static bool busy_asking(const struct player *player)
{
    for (unsigned i = 0; i < PLAYER_ASKS; i++) {
        if (player->asks[i].ask.id[0] != '\0')
            return true;
    }
    for (unsigned i = 0; i < PLAYER_STOPS; i++) {
        if (player->stops[i].robot[0] != '\0' && !player->stops[i].shown)
            return true;
    }
    return false;
}

/* What was said and not yet answered would be said again; it can wait as well. */
static enum renewal_moment moment(const struct player *player)
{
    enum renewal_moment moment = RENEWAL_IDLE;
    if (busy_asking(player))
        return RENEWAL_BUSY;
    for (unsigned i = 0; i < PLAYER_ROBOTS; i++) {
        const struct player_driven *driven = &player->driven[i];
        if (driven->id[0] != '\0' && !axes_neutral(&driven->axes))
            return RENEWAL_BUSY;
        if (driven->id[0] != '\0')
            moment = RENEWAL_STANDING;
    }
    return moment;
}

void player_renew_due(struct player *player)
{
    struct ask ask;
    if (!player_online(player))
        return;
    if (renewal_swaps(&player->renewal, moment(player), player->now)) {
        session_again(player->session, "logging in with the new token", player->now);
        return;
    }
    if (player->now < player->renewal.ask_at)
        return;
    player->renewal.ask_at = player->now + RENEWAL_RETRY_MS;
    memset(&ask, 0, sizeof ask);
    ask.deed = DEED_TOKEN_RENEW;
    if (player_ask(player, &ask, player->renew_id) != RC_OK)
        player->renew_id[0] = '\0'; /* no room: the next time */
}

static void hear_renewed(struct player *player, const struct answer *answer)
{
    if (answer->rc != RC_OK || answer->token[0] == '\0')
        return;
    session_set_token(player->session, answer->token);
    renewal_renewed(&player->renewal, answer->token, player->now, random_u32());
    if (player->on.on_token)
        player->on.on_token(player->user, answer->token);
}

static enum rc ask_about(struct player *player, enum deed deed, const char *robot)
{
    struct ask ask;
    memset(&ask, 0, sizeof ask);
    ask.deed = deed;
    if (!id_valid(robot) || !text_copy(ask.robot, sizeof ask.robot, robot))
        return RC_BAD_REQUEST;
    return player_ask(player, &ask, NULL);
}

enum rc player_claim(struct player *player, const char *robot)
{
    return ask_about(player, DEED_DRIVE_CLAIM, robot);
}

enum rc player_release(struct player *player, const char *robot)
{
    struct player_driven *driven = player_find(player, robot);
    if (driven)
        player_let_go(player, driven);
    return ask_about(player, DEED_DRIVE_RELEASE, robot);
}

enum rc player_queue(struct player *player, const char *robot)
{
    return ask_about(player, DEED_DRIVE_QUEUE, robot);
}

enum rc player_clear(struct player *player, const char *robot)
{
    return ask_about(player, DEED_CLEAR, robot);
}

/* After a reconnect the old number of what was claimed is worth nothing: another page may have
 * claimed meanwhile. What the bridge gave it gives again, or still does. */
void player_claim_again(struct player *player)
{
    for (unsigned i = 0; i < PLAYER_ROBOTS; i++) {
        struct player_driven *driven = &player->driven[i];
        if (driven->id[0] == '\0' || driven->n == 0 || driven->given)
            continue;
        driven->n = 0;
        if (player_claim(player, driven->id) != RC_OK)
            memset(driven, 0, sizeof *driven);
    }
}

static void hear_claimed(
    struct player *player, const struct ask *ask, const struct answer *answer)
{
    if (answer->rc == RC_OK)
        (void)player_begin_drive(player, ask->robot, answer->n, &answer->session);
    else
        claim_failed(player, ask->robot);
}

void player_hear_answer(struct player *player, const char *payload, size_t length)
{
    struct answer answer;
    if (answer_from_json(payload, length, &answer, NULL) != RC_OK || answer.id[0] == '\0')
        return;
    struct player_pending *pending = find(player, answer.id);
    if (!pending)
        return;
    struct ask ask = pending->ask;
    memset(pending, 0, sizeof *pending);
    if (ask.deed == DEED_DRIVE_CLAIM)
        hear_claimed(player, &ask, &answer);
    if (ask.deed == DEED_STOP && answer.rc != RC_OK)
        player_stop_refused(player, &ask.stop);
    if (ask.deed == DEED_TOKEN_RENEW)
        hear_renewed(player, &answer);
    if (player->on.on_answer && strcmp(ask.id, player->renew_id) != 0)
        player->on.on_answer(player->user, &ask, &answer);
}
