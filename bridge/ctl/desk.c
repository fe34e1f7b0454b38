#include "bridge/ctl/desk.h"

#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>

#include "bridge/adapters/token/token.h"
#include "robot/base/text.h"
#include "robot/client/robot.h"

#define TOKEN_LIFE_S 43200

/* ---- callbacks ---- */

static void on_online(void *user, bool online, const char *reason)
{
    struct desk *desk = user;
    desk->lost = desk->online && !online;
    desk->online = online;
    (void)snprintf(desk->reason, sizeof desk->reason, "%s", reason != NULL ? reason : "");
}

static void on_answer(void *user, const struct ask *ask, const struct answer *answer)
{
    (void)ask;
    struct desk *desk = user;
    desk->answer = *answer;
    desk->answered = true;
}

static void on_taken_over(void *user)
{
    struct desk *desk = user;
    desk->taken_over = true;
}

static void on_message(
    void *user, const struct topic *topic, const char *payload, size_t length)
{
    const struct desk *desk = user;
    if (desk->ears.on_message != NULL)
        desk->ears.on_message(desk->ears.user, topic, payload, length);
}

static void on_ack(void *user, const char *robot, const struct ack *ack)
{
    const struct desk *desk = user;
    if (desk->ears.on_ack != NULL)
        desk->ears.on_ack(desk->ears.user, robot, ack);
}

static void on_me(void *user, const struct me *me)
{
    const struct desk *desk = user;
    if (desk->ears.on_me != NULL)
        desk->ears.on_me(desk->ears.user, me);
}

static bool give_token(void *user, char *ret_token, size_t size)
{
    const struct desk *desk = user;
    if (desk->keys == NULL)
        return text_copy(ret_token, size, desk->ctl->options->token);
    uint64_t now_s = ctl_wall_ms() / 1000;
    const struct token_claims claims = {
        .principal = desk->principal,
        .audiences = TOKEN_MQTT | TOKEN_HTTP,
        .iat = now_s,
        .exp = now_s + TOKEN_LIFE_S,
    };
    char token[TOKEN_SIZE];
    return token_mint(desk->keys, desk->ctl->options->root, &claims, token) == RC_OK &&
           text_copy(ret_token, size, token);
}

/* ---- opening ---- */

static enum ctl_exit be_bearer(struct desk *desk)
{
    struct token_claims claims;
    const char *token = desk->ctl->options->token;
    if (!token_peek(token, strlen(token), &claims))
        return ctl_refuse(desk->ctl, RC_UNAUTHORIZED, "ARENA_TOKEN is no token");
    desk->principal = claims.principal;
    return CTL_OK;
}

static enum ctl_exit be_operator(struct desk *desk)
{
    const struct ctl_options *options = desk->ctl->options;
    struct token_fault fault;
    if (token_keys_create(options->state, false, 0, &desk->keys, &fault) != RC_OK)
        return ctl_refuse(desk->ctl, RC_UNAUTHORIZED, fault.sentence);
    if (token_keys_signer(desk->keys) == NULL) {
        char sentence[160];
        (void)snprintf(sentence, sizeof sentence,
            "%.80s/keys holds no key: say --state, or run arenactl keys", options->state);
        return ctl_refuse(desk->ctl, RC_UNAUTHORIZED, sentence);
    }
    char random[9];
    ctl_random_word(random, 8);
    desk->principal.kind = KIND_OPERATOR;
    (void)snprintf(
        desk->principal.id, sizeof desk->principal.id, "%s-%s", options->name, random);
    return CTL_OK;
}

static enum ctl_exit connect_player(struct desk *desk)
{
    const struct ctl_options *options = desk->ctl->options;
    const struct player_config config = {
        .principal = desk->principal,
        .root = options->root,
        .host = options->mqtt_host,
        .port = (uint16_t)options->mqtt_port,
        .on = {.on_online = on_online,
               .on_answer = on_answer,
               .on_me = on_me,
               .on_taken_over = on_taken_over,
               .on_ack = on_ack,
               .on_message = on_message,
               .token = give_token},
        .user = desk,
    };
    enum rc rc = player_create(&config, &desk->player);
    if (rc != RC_OK)
        return ctl_refuse(desk->ctl, rc, NULL);
    return CTL_OK;
}

static enum ctl_exit say_unreachable(const struct desk *desk)
{
    const struct ctl_options *options = desk->ctl->options;
    char sentence[400];
    (void)snprintf(sentence, sizeof sentence, "no connection to the broker at %.120s:%u%s%s",
        options->mqtt_host, options->mqtt_port, desk->reason[0] != '\0' ? ": " : "",
        desk->reason);
    return ctl_no_connection(desk->ctl, sentence);
}

static enum ctl_exit wait_online(struct desk *desk)
{
    uint64_t until = robot_now() + DESK_CONNECT_MS;
    while (!desk->online && robot_now() < until) {
        desk->lost = false; /* refused once: it tries again */
        if (!desk_turn(desk, until, -1))
            return desk_end(desk);
    }
    return desk->online ? CTL_OK : say_unreachable(desk);
}

enum ctl_exit desk_open(struct desk *desk, const struct ctl *ctl, const struct desk_ears *ears)
{
    memset(desk, 0, sizeof *desk);
    desk->ctl = ctl;
    if (ears != NULL)
        desk->ears = *ears;
    enum ctl_exit code = ctl->options->token[0] != '\0' ? be_bearer(desk) : be_operator(desk);
    if (code == CTL_OK)
        code = connect_player(desk);
    if (code == CTL_OK)
        code = wait_online(desk);
    if (code != CTL_OK)
        desk_close(desk);
    return code;
}

void desk_close(struct desk *desk)
{
    player_destroy(desk->player);
    token_keys_destroy(desk->keys);
    desk->player = NULL;
    desk->keys = NULL;
}

/* ---- turning and asking ---- */

static int wait_ms(uint64_t now, uint64_t a, uint64_t b)
{
    uint64_t until = a < b ? a : b;
    uint64_t wait = until > now ? until - now : 0;
    return wait > 100 ? 100 : (int)wait;
}

static bool interrupted(const struct desk *desk)
{
    return *desk->ctl->interrupted != 0 && !desk->insists;
}

bool desk_turn(struct desk *desk, uint64_t until, int fd)
{
    struct pollfd waiting[2] = {
        {.fd = player_fd(desk->player), .events = POLLIN},
        {.fd = fd,                      .events = POLLIN}
    };
    /* A signal ends the waiting early and is looked at below. */
    (void)poll(waiting, 2, wait_ms(robot_now(), until, desk->due));
    desk->due = player_step(desk->player, robot_now());
    return !interrupted(desk) && !desk->lost && !desk->taken_over;
}

enum ctl_exit desk_end(const struct desk *desk)
{
    if (desk->taken_over)
        return ctl_no_connection(desk->ctl, "another program logged in as the same principal");
    if (desk->lost)
        return say_unreachable(desk);
    return CTL_OK;
}

enum ctl_exit desk_await(struct desk *desk)
{
    uint64_t until = robot_now() + DESK_ANSWER_MS;
    desk->due = 0; /* what was asked goes out at once */
    while (!desk->answered && robot_now() < until)
        if (!desk_turn(desk, until, -1))
            return interrupted(desk)
                       ? ctl_refuse(desk->ctl, RC_UNAVAILABLE, "interrupted before the answer")
                       : desk_end(desk);
    if (!desk->answered)
        return ctl_no_connection(desk->ctl, "the bridge does not answer: is it running?");
    desk->answered = false;
    if (desk->answer.rc != RC_OK)
        return ctl_refuse(desk->ctl, desk->answer.rc, desk->answer.message);
    return CTL_OK;
}

enum ctl_exit desk_ask(struct desk *desk, const struct ask *ask)
{
    desk->answered = false;
    enum rc rc = player_ask(desk->player, ask, NULL);
    if (rc != RC_OK)
        return ctl_refuse(desk->ctl, rc, NULL);
    return desk_await(desk);
}
