/* A door to knock at: the real HTTP adapter on the real reactor, with a core and a store of its
 * own that answer everything at once, so that tests of bad input need neither broker nor
 * database. Prints "PUBLIC INTERNAL" (ports) on its first line and runs until SIGTERM.
 *
 *   door [web_root [allowed_origins [map]]]
 *
 * Tokens: "good-KIND-ID" is valid for kind/id, everything else is not. Invites: "good-code" is
 * the only one. What reached the core is counted; SIGHUP prints the counts. Matches: m-1 was
 * played to its end, m-here is on and in the core, m-old-1 … m-old-30 are over, m-broken has an
 * input that never was.
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
#include "tests/app/played.h"

#define WAITING 64
#define OLD     30

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

/* ---- matches ---- */

static void keep(struct played *played, const struct record *record)
{
    if (played->port.keep(played->port.self, &record, 1) != RC_OK)
        abort();
}

static struct record match_of(const struct played *played, const char *id, uint64_t created)
{
    struct record record;
    memset(&record, 0, sizeof record);
    record.kind = RECORD_MATCH;
    record.match.setup = played->ground->setup;
    (void)text_copy(record.match.setup.id, ID_SIZE, id);
    record.match.setup.wall = created;
    record.match.over = true;
    record.match.state = MATCH_ABORTED;
    record.match.winner = MATCH_UNDECIDED;
    return record;
}

static struct played *matches_create(void)
{
    struct played *played = played_create("m-1", 7, -60000);
    for (unsigned i = 1; i <= OLD; i++) {
        char id[ID_SIZE];
        (void)snprintf(id, sizeof id, "m-old-%u", i);
        struct record old = match_of(played, id, 1000 * i);
        keep(played, &old);
    }
    struct record here = match_of(played, "m-here", GROUND_WALL + 1);
    here.match.over = false;
    here.match.state = MATCH_LOBBY;
    keep(played, &here);
    struct record broken = match_of(played, "m-broken", 1);
    keep(played, &broken);
    struct record input;
    memset(&input, 0, sizeof input);
    input.kind = RECORD_MATCH_INPUT;
    (void)text_copy(input.match_input.match, ID_SIZE, "m-broken");
    input.match_input.input = game_input(GAME_RESUME);
    input.match_input.input.seq = 1;
    keep(played, &input);
    return played;
}

/* The core's reading side: one robot, scout1; one match, m-here. */

bool core_match(const struct core *core, const char *id, struct match *ret)
{
    (void)core;
    if (strcmp(id, "m-here") != 0)
        return false;
    memset(ret, 0, sizeof *ret);
    (void)text_copy(ret->id, sizeof ret->id, id);
    ret->state = MATCH_RUNNING;
    ret->winner = MATCH_UNDECIDED;
    ret->rules = match_rules_default();
    ret->team_count = 2;
    (void)text_copy(ret->teams[0].name, sizeof ret->teams[0].name, "red");
    (void)text_copy(ret->teams[1].name, sizeof ret->teams[1].name, "blue");
    ret->teams[1].score = 5;
    ret->player_count = 1;
    ret->players[0].player = (struct principal){KIND_PLAYER, "ann"};
    return true;
}

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

static enum rc open_door(struct door *door, struct reactor *reactor)
{
    door->visitors = http_visitors(door->http);
    (void)printf("%u %u\n", http_port(door->http), http_internal_port(door->http));
    (void)fflush(stdout);
    return reactor_run(reactor);
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
        .map = argc > 3 ? argv[3] : "",
        .allowed_hosts = "arena.example",
        .allowed_origins = argc > 2 ? argv[2] : "",
        .joins_per_minute = 20000,
        .ws_url = "",
        .ws_port = 9001,
        .mqtt_host = "",
        .mqtt_port = 1883,
        .root = "arena/v1",
    };
    struct played *played = matches_create();
    struct http_needs needs = {
        .context = reactor != NULL ? reactor_context(reactor) : NULL,
        .store = played->port,
        .clock = clock_port(&door.clock),
        .self = &door,
        .take = take,
        .core = no_core,
        .verify = verify,
        .write_metrics = write_metrics,
        .ready = ready,
    };
    needs.store.read_telemetry = read_telemetry;
    needs.store.read_audit = read_audit;
    door.http = reactor != NULL ? http_create(&config, &needs) : NULL;
    enum rc rc = door.http != NULL ? open_door(&door, reactor) : RC_IO;
    reactor_destroy(reactor);
    http_destroy(door.http);
    played_destroy(played);
    return rc == RC_OK ? EXIT_SUCCESS : EXIT_FAILURE;
}
