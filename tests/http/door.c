/* A door to knock at: the real HTTP adapter on the real reactor, with a core and a store of its
 * own that answer everything at once, so that tests of bad input need neither broker nor
 * database. Prints "PUBLIC INTERNAL" (ports) on its first line and runs until SIGTERM.
 *
 *   door [web_root [allowed_origins]]
 *
 * Tokens: "good-KIND-ID" is valid for kind/id, everything else is not. Invites: "good-code" is
 * the only one. What reached the core is counted; SIGHUP prints the counts.
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bridge/adapters/clock.h"
#include "bridge/adapters/http/http.h"
#include "bridge/adapters/reactor.h"
#include "bridge/app/app.h"
#include "robot/base/text.h"

#define WAITING 64

struct door {
    struct clock clock;
    struct http *http;
    struct port_visitors visitors;
    unsigned inputs[INPUT_COUNT_];
    unsigned waiting;
    struct input queue[WAITING];
};

static void take(void *self, const struct input *input)
{
    struct door *door = self;
    door->inputs[input->kind]++;
    if (door->waiting < WAITING)
        door->queue[door->waiting++] = *input;
}

static enum rc judge(const struct input *input, struct reply *reply, uint64_t *ret_request)
{
    switch (input->kind) {
    case INPUT_JOIN:
        *ret_request = input->join.request;
        reply->principal.kind = KIND_PLAYER;
        (void)text_copy(reply->principal.id, sizeof reply->principal.id, input->join.slug);
        return strcmp(input->join.code, "good-code") == 0 ? RC_OK : RC_UNKNOWN_CODE;
    case INPUT_REGISTER:
        *ret_request = input->registration.request;
        reply->principal.kind = KIND_ROBOT;
        (void)text_copy(
            reply->principal.id, sizeof reply->principal.id, input->registration.id);
        return strcmp(input->registration.code, "good-code") == 0 ? RC_OK : RC_UNKNOWN_CODE;
    case INPUT_DEREGISTER:
        *ret_request = input->deregister.request;
        return input->deregister.bearer.kind == KIND_OPERATOR ? RC_OK : RC_NOT_ALLOWED;
    default:
        abort();
    }
}

static void answer(struct door *door, const struct input *input)
{
    struct reply reply = {.expires = 4000000000u};
    uint64_t request;
    reply.rc = judge(input, &reply, &request);
    if (reply.rc == RC_OK)
        (void)text_copy(reply.token, sizeof reply.token, "a.b.c");
    door->visitors.reply(door->visitors.self, request, &reply);
}

static uint64_t pass(void *self, uint64_t now)
{
    struct door *door = self;
    door->clock.now = now;
    uint64_t next = http_turn(door->http, now);
    for (unsigned i = 0; i < door->waiting; i++)
        answer(door, &door->queue[i]);
    door->waiting = 0;
    return next;
}

static void print_counts(void *self, uint64_t now)
{
    const struct door *door = self;
    (void)now;
    (void)printf("%u %u %u\n", door->inputs[INPUT_JOIN], door->inputs[INPUT_REGISTER],
        door->inputs[INPUT_DEREGISTER]);
    (void)fflush(stdout);
}

static const struct core *no_core(void *self)
{
    (void)self;
    return NULL;
}

static enum rc verify(void *self, const char *token, struct principal *ret)
{
    char text[PRINCIPAL_SIZE];
    (void)self;
    if (strncmp(token, "good-", 5) != 0 || !text_copy(text, sizeof text, token + 5))
        return RC_UNAUTHORIZED;
    char *hyphen = strchr(text, '-');
    if (hyphen == NULL)
        return RC_UNAUTHORIZED;
    *hyphen = '/';
    return principal_from_text(text, strlen(text), ret) ? RC_OK : RC_UNAUTHORIZED;
}

static void write_metrics(void *self, struct text *text)
{
    const struct door *door = self;
    struct http_counts counts;
    http_count(door->http, &counts);
    text_addf(text, "requests %" PRIu64 "\n", counts.requests);
}

static bool ready(void *self, const char **ret_why)
{
    (void)self;
    *ret_why = "never";
    return false;
}

static enum rc read_telemetry(
    void *self, const struct telemetry_query *query, telemetry_sink *sink, void *context)
{
    struct telemetry_point point = {.at = query->from, .field = "battery", .count = 2};
    (void)self;
    for (uint32_t i = 0; i < query->points; i++)
        sink(context, &point);
    return RC_OK;
}

/* One that is damaged, then so many like each other. */
static enum rc read_audit(
    void *self, const struct audit_query *query, audit_sink *sink, void *context)
{
    struct record_audit entry = {.at = 7, .kind = AUDIT_CLAIMED, .n = 3, .who = query->who};
    (void)self;
    (void)text_copy(entry.robot, sizeof entry.robot, query->robot);
    sink(context, 1000, NULL);
    for (uint32_t i = 1; i < query->limit && i < 1000; i++)
        sink(context, 1000 - i, &entry);
    return RC_OK;
}

/* The core's reading side: one robot, scout1. */

void core_roster_page(const struct core *core, const char *after, struct core_roster_page *ret)
{
    (void)core;
    memset(ret, 0, sizeof *ret);
    ret->rev = 3;
    if (strcmp(after, "scout1") < 0)
        (void)core_roster_entry(core, "scout1", &ret->robots[ret->count++]);
}

bool core_roster_entry(const struct core *core, const char *id, struct roster_entry *ret)
{
    (void)core;
    if (strcmp(id, "scout1") != 0)
        return false;
    memset(ret, 0, sizeof *ret);
    (void)text_copy(ret->id, sizeof ret->id, id);
    (void)text_copy(ret->name, sizeof ret->name, "Scout \"1\"");
    return true;
}

int main(int argc, char **argv)
{
    static struct door door;
    struct reactor_work work = {.self = &door, .pass = pass, .reload = print_counts};
    reactor_block_signals();
    struct reactor *reactor = reactor_create(&work);
    struct http_config config = {
        .bind = "127.0.0.1",
        .internal_bind = "127.0.0.1",
        .web_root = argc > 1 ? argv[1] : "",
        .allowed_hosts = "arena.example",
        .allowed_origins = argc > 2 ? argv[2] : "",
        .joins_per_minute = 20000,
        .ws_url = "",
        .ws_port = 9001,
        .mqtt_host = "",
        .mqtt_port = 1883,
        .root = "arena/v1",
    };
    struct http_needs needs = {
        .context = reactor != NULL ? reactor_context(reactor) : NULL,
        .store = {.self = &door, .read_telemetry = read_telemetry, .read_audit = read_audit},
        .clock = clock_port(&door.clock),
        .self = &door,
        .take = take,
        .core = no_core,
        .verify = verify,
        .write_metrics = write_metrics,
        .ready = ready,
    };
    door.http = reactor != NULL ? http_create(&config, &needs) : NULL;
    if (door.http == NULL)
        return EXIT_FAILURE;
    door.visitors = http_visitors(door.http);
    (void)printf("%u %u\n", http_port(door.http), http_internal_port(door.http));
    (void)fflush(stdout);
    enum rc rc = reactor_run(reactor);
    reactor_destroy(reactor);
    http_destroy(door.http);
    return rc == RC_OK ? EXIT_SUCCESS : EXIT_FAILURE;
}
