#include "tests/support/fake_ports.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* A say to fill, or NULL when there is no connection. */
static struct fake_say *say_new(struct fake_ports *fake, enum fake_say_kind kind)
{
    if (fake->disconnected) {
        return NULL;
    }
    if (fake->count == FAKE_SAYS) {
        fake_ports_forget(fake);
    }
    struct fake_say *say = &fake->says[fake->count];
    memset(say, 0, sizeof *say);
    say->kind = kind;
    say->transactions = fake->store.transactions;
    return say;
}

static void say_free(struct fake_say *say)
{
    if (say->kind == FAKE_ANSWER) {
        free(say->answer);
    } else if (say->kind == FAKE_MATCH) {
        free(say->game.match);
    } else if (say->kind == FAKE_MATCH_LIVE) {
        free(say->game.live);
    }
}

static enum rc say_done(struct fake_ports *fake, struct fake_say *say)
{
    if (fake->listener == NULL) {
        fake->count++;
        return RC_OK;
    }
    fake->listener(fake->context, say);
    say_free(say);
    return RC_OK;
}

static struct principal robot_named(const char *id)
{
    struct principal robot = {.kind = KIND_ROBOT};
    memcpy(robot.id, id, strlen(id) + 1);
    return robot;
}

/* No robot takes less than 1024 bytes; only what is below is measured, here without its topic:
 * simulations say a lot. */
static bool lease_fits(const struct lease *lease, uint32_t max_message)
{
    char buffer[512];
    size_t length;
    return max_message >= sizeof buffer || lease_to_json(lease, buffer, max_message, &length);
}

static enum rc say_lease(
    void *self, const char *robot, const struct lease *lease, uint32_t max_message)
{
    if (!lease_fits(lease, max_message)) {
        return RC_TOO_LARGE;
    }
    struct fake_say *say = say_new(self, FAKE_LEASE);
    if (say == NULL) {
        return RC_NOT_CONNECTED;
    }
    say->to = robot_named(robot);
    say->lease = *lease;
    say->max_message = max_message;
    return say_done(self, say);
}

static enum rc say_video(
    void *self, const char *robot, const struct video *video, uint32_t max_message)
{
    (void)video;
    (void)max_message;
    struct fake_say *say = say_new(self, FAKE_VIDEO);
    if (say == NULL) {
        return RC_NOT_CONNECTED;
    }
    say->to = robot_named(robot);
    return say_done(self, say);
}

static enum rc evict(void *self, const char *robot, const char *token)
{
    struct fake_ports *fake = self;
    struct fake_say *say = say_new(fake, FAKE_EVICT);
    if (say == NULL) {
        return RC_NOT_CONNECTED;
    }
    if (fake->evicts_refused) {
        return RC_FULL;
    }
    say->to = robot_named(robot);
    memcpy(say->token, token, strlen(token) + 1);
    return say_done(self, say);
}

static enum rc say_answer(void *self, const struct principal *to, const struct answer *answer)
{
    struct fake_say *say = say_new(self, FAKE_ANSWER);
    if (say == NULL) {
        return RC_NOT_CONNECTED;
    }
    say->to = *to;
    say->answer = malloc(sizeof *say->answer);
    assert(say->answer != NULL);
    *say->answer = *answer;
    return say_done(self, say);
}

static enum rc say_me(void *self, const struct principal *to, const struct me *me)
{
    struct fake_say *say = say_new(self, FAKE_ME);
    if (say == NULL) {
        return RC_NOT_CONNECTED;
    }
    say->to = *to;
    say->empty = me == NULL;
    if (me != NULL) {
        say->me = *me;
    }
    return say_done(self, say);
}

static enum rc say_revoked(void *self, const struct principal *principal, uint64_t before)
{
    struct fake_say *say = say_new(self, FAKE_REVOKED);
    if (say == NULL) {
        return RC_NOT_CONNECTED;
    }
    say->to = *principal;
    say->before = before;
    return say_done(self, say);
}

static enum rc say_roster(void *self, const struct roster *roster)
{
    struct fake_say *say = say_new(self, FAKE_ROSTER);
    if (say == NULL) {
        return RC_NOT_CONNECTED;
    }
    say->roster.rev = roster->rev;
    say->roster.changed_count = roster->changed_count;
    say->roster.gone_count = roster->gone_count;
    say->roster.first_changed = roster->changed[0];
    return say_done(self, say);
}

static enum rc say_beat(void *self, const struct beat *beat)
{
    struct fake_say *say = say_new(self, FAKE_BEAT);
    if (say == NULL) {
        return RC_NOT_CONNECTED;
    }
    say->beat = *beat;
    return say_done(self, say);
}

static struct fake_say *say_of_match(
    struct fake_ports *fake, enum fake_say_kind kind, const char *id)
{
    struct fake_say *say = say_new(fake, kind);
    if (say != NULL) {
        memcpy(say->game.id, id, strlen(id) + 1);
    }
    return say;
}

static enum rc say_match(void *self, const char *id, const struct match *match)
{
    struct fake_say *say = say_of_match(self, FAKE_MATCH, id);
    if (say == NULL) {
        return RC_NOT_CONNECTED;
    }
    if (match != NULL) {
        say->game.match = malloc(sizeof *match);
        assert(say->game.match != NULL);
        *say->game.match = *match;
    }
    return say_done(self, say);
}

static enum rc say_match_live(void *self, const char *id, const struct match_live *live)
{
    struct fake_say *say = say_of_match(self, FAKE_MATCH_LIVE, id);
    if (say == NULL) {
        return RC_NOT_CONNECTED;
    }
    say->game.live = malloc(sizeof *live);
    assert(say->game.live != NULL);
    *say->game.live = *live;
    return say_done(self, say);
}

static enum rc say_match_event(void *self, const char *id, const struct match_entry *entry)
{
    struct fake_say *say = say_of_match(self, FAKE_MATCH_EVENT, id);
    if (say == NULL) {
        return RC_NOT_CONNECTED;
    }
    say->game.entry = *entry;
    return say_done(self, say);
}

static void reply(void *self, uint64_t request, const struct reply *answer)
{
    struct fake_ports *fake = self;
    bool disconnected = fake->disconnected;
    fake->disconnected = false; /* HTTP does not go by the broker */
    struct fake_say *say = say_new(fake, FAKE_REPLY);
    fake->disconnected = disconnected;
    say->request = request;
    say->reply = *answer;
    (void)say_done(fake, say); /* it never fails */
}

static enum rc mint(
    void *self, const struct mint_order *order, char *ret_token, uint64_t *ret_expires)
{
    const struct fake_ports *fake = self;
    if (fake->no_keys) {
        return RC_UNAVAILABLE;
    }
    uint64_t iat = order->wall > order->iat_after ? order->wall : order->iat_after + 1;
    char text[PRINCIPAL_SIZE];
    (void)snprintf(ret_token, ASK_TOKEN_SIZE, "%s %llu",
        principal_to_text(&order->principal, text), (unsigned long long)iat);
    *ret_expires = iat + order->life_s;
    return RC_OK;
}

static uint64_t clock_now(void *self)
{
    return ((struct fake_ports *)self)->now;
}

static uint64_t clock_wall(void *self)
{
    return ((struct fake_ports *)self)->wall;
}

static void clock_random(void *self, void *ret_bytes, size_t size)
{
    struct fake_ports *fake = self;
    unsigned char *bytes = ret_bytes;
    for (size_t i = 0; i < size; i++) {
        fake->seed = fake->seed * 6364136223846793005u + 1442695040888963407u;
        bytes[i] = (unsigned char)(fake->seed >> 56);
    }
}

void fake_ports_init(struct fake_ports *fake)
{
    memset(fake, 0, sizeof *fake);
    fake_store_init(&fake->store);
    fake->now = 1000;
    fake->wall = 1700000000000u;
    fake->seed = 1;
    fake->says = calloc(FAKE_SAYS, sizeof fake->says[0]);
    assert(fake->says != NULL);
}

void fake_ports_forget(struct fake_ports *fake)
{
    for (unsigned i = 0; i < fake->count; i++) {
        say_free(&fake->says[i]);
    }
    fake->count = 0;
}

void fake_ports_finish(struct fake_ports *fake)
{
    fake_ports_forget(fake);
    fake_store_finish(&fake->store);
    free(fake->says);
}

struct ports fake_ports_of(struct fake_ports *fake)
{
    struct ports ports = {
        .robots = {fake,                 say_lease, say_video, evict},
        .audience = {.self = fake,
                   .say_answer = say_answer,
                   .say_me = say_me,
                   .say_revoked = say_revoked,
                   .say_roster = say_roster,
                   .say_beat = say_beat,
                   .say_match = say_match,
                   .say_match_live = say_match_live,
                   .say_match_event = say_match_event},
        .visitors = {fake, reply         },
        .account = {fake,                 mint                    },
        .clock = {fake,                    clock_now,      clock_wall,           clock_random               },
    };
    fake_store_port(&fake->store, &ports.store);
    return ports;
}

const struct fake_say *fake_ports_last(const struct fake_ports *fake, enum fake_say_kind kind)
{
    for (unsigned i = fake->count; i > 0; i--) {
        if (fake->says[i - 1].kind == kind) {
            return &fake->says[i - 1];
        }
    }
    return NULL;
}

unsigned fake_ports_count(const struct fake_ports *fake, enum fake_say_kind kind)
{
    unsigned count = 0;
    for (unsigned i = 0; i < fake->count; i++) {
        count += fake->says[i].kind == kind;
    }
    return count;
}
