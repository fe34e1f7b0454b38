/* The composition root: builds the parts, wires them, runs, unwinds. Nothing else.
 *
 * Exit: 0 after SIGTERM or SIGINT; 2 for a wrong setting; 1 when it cannot start or go on. Each
 * time one sentence on stderr says what to do.
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "bridge/adapters/clock.h"
#include "bridge/adapters/http/http.h"
#include "bridge/adapters/loop.h"
#include "bridge/adapters/mailbox.h"
#include "bridge/adapters/mqtt/mqtt.h"
#include "bridge/adapters/reactor.h"
#include "bridge/adapters/store/store.h"
#include "bridge/adapters/token/account.h"
#include "bridge/adapters/token/token.h"
#include "bridge/app/app.h"
#include "bridge/config.h"
#include "bridge/metrics.h"
#include "robot/base/log.h"
#include "robot/base/text.h"

#define ROOM            "bridge"
#define LETTERS_OF_MQTT 1
#define GOODBYE_MS      3000
#define KEYS_MS         5000
#define EXIT_CONFIG     2

extern char **environ;

struct bridge {
    struct config_sources sources;
    struct config config;
    struct clock clock;
    struct token_keys *keys;
    uint64_t keys_at; /* when their directories are looked at again */
    struct token_account account;
    struct store *store;
    struct reactor *reactor;
    struct mailbox *mailbox;
    struct mqtt *mqtt;
    struct http *http;
    struct app *app;
    struct loop loop;
    struct tag boot;
};

/* What the parts are given of each other. */

static void wake(void *self)
{
    const struct bridge *bridge = self;
    reactor_wake(bridge->reactor);
}

static void hear(void *self, const struct heard *heard)
{
    const struct bridge *bridge = self;
    app_hear(bridge->app, heard);
}

static void take(void *self, const struct input *input)
{
    const struct bridge *bridge = self;
    app_take(bridge->app, input);
}

static const struct core *core_of(void *self)
{
    const struct bridge *bridge = self;
    return app_core(bridge->app);
}

static enum rc verify(void *self, const char *token, struct principal *ret)
{
    const struct bridge *bridge = self;
    struct token_claims claims;
    struct token_check check = {
        .root = bridge->config.house.root,
        .audience = TOKEN_HTTP,
        .now_s = clock_port(NULL).wall(NULL) / 1000,
    };
    enum token_refusal refusal =
        token_verify(bridge->keys, &check, token, strlen(token), &claims);
    if (refusal != TOKEN_REFUSED_NONE)
        return refusal == TOKEN_REFUSED_EXPIRED ? RC_EXPIRED : RC_UNAUTHORIZED;
    if (claims.iat <= core_revoked_before(app_core(bridge->app), &claims.principal))
        return RC_UNAUTHORIZED;
    *ret = claims.principal;
    return RC_OK;
}

static void write_metrics(void *self, struct text *text)
{
    const struct bridge *bridge = self;
    struct metrics metrics;
    core_count(app_core(bridge->app), &metrics.core);
    app_count(bridge->app, &metrics.app);
    mqtt_count(bridge->mqtt, &metrics.mqtt);
    mailbox_counts(bridge->mailbox, &metrics.mailbox);
    http_count(bridge->http, &metrics.http);
    metrics_write(&metrics, text);
}

static bool ready(void *self, const char **ret_why)
{
    const struct bridge *bridge = self;
    *ret_why = "no connection to the broker";
    return mqtt_ready(bridge->mqtt);
}

/* The parts of a turn. */

static void open_letter(void *self, const struct letter *letter, uint64_t now)
{
    const struct bridge *bridge = self;
    mqtt_open_letter(bridge->mqtt, letter, now);
}

static void lost_letters(void *self, uint64_t now)
{
    const struct bridge *bridge = self;
    mqtt_restart(bridge->mqtt, now);
}

static uint64_t turn_broker(void *self, uint64_t now)
{
    const struct bridge *bridge = self;
    return mqtt_turn(bridge->mqtt, now);
}

static uint64_t turn_http(void *self, uint64_t now)
{
    const struct bridge *bridge = self;
    return http_turn(bridge->http, now);
}

static uint64_t turn_app(void *self, uint64_t now)
{
    const struct bridge *bridge = self;
    (void)now; /* it asks the clock port */
    return app_pass(bridge->app);
}

/* So that a key that arenactl made signs and verifies without a signal. */
static void look_at_keys(struct bridge *bridge, uint64_t now)
{
    struct token_fault fault;
    if (now < bridge->keys_at)
        return;
    bridge->keys_at = now + KEYS_MS;
    uint64_t now_s = clock_port(NULL).wall(NULL) / 1000;
    if (token_keys_refresh(bridge->keys, now_s, &fault) != RC_OK)
        log_error(ROOM, "%s; the keys stay as they were", fault.sentence);
}

static uint64_t pass(void *self, uint64_t now)
{
    struct bridge *bridge = self;
    look_at_keys(bridge, now);
    return loop_turn(&bridge->loop, now);
}

/* Settings. */

static struct core_settings core_settings_of(const struct config *config)
{
    uint32_t player_s = config->token.player_s, robot_s = config->token.robot_s;
    return (struct core_settings){
        .idle_ms = config->core.idle_s * 1000,
        .offer_ms = config->core.queue_offer_s * 1000,
        .max_age_ms = config->core.max_age_ms,
        .deadman_ms = config->core.deadman_ms,
        .token_s = player_s > robot_s ? player_s : robot_s,
    };
}

static struct store_settings store_settings_of(const struct config *config)
{
    return (struct store_settings){
        .raw_h = config->store.telemetry_raw_h,
        .minute_d = config->store.telemetry_minute_d,
        .hour_d = config->store.telemetry_hour_d,
        .audit_d = config->store.audit_d,
        .match_d = config->store.match_days,
    };
}

static void say_changes(const struct config_changes *changes)
{
    for (unsigned i = 0; i < changes->reloaded_count; i++)
        log_info(ROOM, "setting %s: changed, in force now", changes->reloaded[i]);
    for (unsigned i = 0; i < changes->restart_count; i++)
        log_warn(ROOM, "setting %s: changed, needs a restart", changes->restart[i]);
}

static void apply_settings(struct bridge *bridge)
{
    struct store_settings store = store_settings_of(&bridge->config);
    struct input input;
    memset(&input, 0, sizeof input);
    input.kind = INPUT_SETTINGS;
    input.settings = core_settings_of(&bridge->config);
    log_set_level(bridge->config.house.log_level);
    store_set(bridge->store, &store);
    bridge->account.player_s = bridge->config.token.player_s;
    bridge->account.robot_s = bridge->config.token.robot_s;
    http_set_joins_per_minute(bridge->http, bridge->config.http.joins_per_minute);
    app_take(bridge->app, &input);
}

static void reload(void *self, uint64_t now)
{
    struct bridge *bridge = self;
    struct config wanted;
    struct config_request request;
    struct config_fault fault;
    struct config_changes changes;
    struct token_fault token_fault;
    bridge->clock.now = now;
    if (config_load(&bridge->sources, &wanted, &request, &fault) != RC_OK) {
        log_error(ROOM, "%s; the settings stay as they were", fault.sentence);
        return;
    }
    config_reload(&bridge->config, &wanted, &changes);
    say_changes(&changes);
    apply_settings(bridge);
    if (token_keys_reload(bridge->keys, &token_fault) != RC_OK)
        log_error(ROOM, "%s; the keys stay as they were", token_fault.sentence);
}

/* Building, in the order of the house; unwinding is its reverse and accepts what is half built.
 */

static bool open_state(struct bridge *bridge)
{
    const char *state = bridge->config.house.state;
    struct store_settings settings = store_settings_of(&bridge->config);
    struct store_fault store_fault;
    struct token_fault token_fault;
    uint64_t now_s = clock_port(NULL).wall(NULL) / 1000;
    (void)umask(077);
    if (store_create(state, &settings, &bridge->store, &store_fault) != RC_OK) {
        log_error(ROOM, "%s", store_fault.sentence);
        return false;
    }
    if (token_keys_create(state, true, now_s, &bridge->keys, &token_fault) != RC_OK) {
        log_error(ROOM, "%s", token_fault.sentence);
        return false;
    }
    bridge->account.keys = bridge->keys;
    bridge->account.player_s = bridge->config.token.player_s;
    bridge->account.robot_s = bridge->config.token.robot_s;
    return text_copy(
        bridge->account.root, sizeof bridge->account.root, bridge->config.house.root);
}

static bool build_floor(struct bridge *bridge)
{
    struct reactor_work work = {.self = bridge, .pass = pass, .reload = reload};
    struct mailbox_config mailbox = {
        .bytes = {MAILBOX_DECISIVE_BYTES, MAILBOX_DISPLAY_BYTES},
        .wake = wake,
        .wake_self = bridge,
    };
    bridge->clock.now = reactor_now();
    bridge->reactor = reactor_create(&work);
    bridge->mailbox = bridge->reactor != NULL ? mailbox_create(&mailbox) : NULL;
    bridge->loop = (struct loop){
        .clock = &bridge->clock,
        .mailbox = bridge->mailbox,
        .parts =
            {
                    .self = bridge,
                    .open_letter = open_letter,
                    .lost_letters = lost_letters,
                    .turn_broker = turn_broker,
                    .turn_http = turn_http,
                    .turn_app = turn_app,
                    },
    };
    return bridge->mailbox != NULL;
}

static bool build_mqtt(struct bridge *bridge, const struct ports *ports)
{
    struct mqtt_config config = {
        .source = LETTERS_OF_MQTT,
        .host = bridge->config.mqtt.host,
        .port = bridge->config.mqtt.port,
        .root = bridge->config.house.root,
        .name = "main", /* the grammar's: every robot and page speaks to bridge/main */
        .boot = bridge->boot,
    };
    struct mqtt_needs needs = {
        .mailbox = bridge->mailbox,
        .account = ports->account,
        .clock = ports->clock,
        .sink = {.self = bridge, .hear = hear, .take = take},
    };
    bridge->mqtt = mqtt_create(&config, &needs);
    return bridge->mqtt != NULL;
}

static bool build_http(struct bridge *bridge, const struct ports *ports)
{
    const struct config_http *from = &bridge->config.http;
    uint16_t mqtt_port =
        from->public_mqtt_port != 0 ? from->public_mqtt_port : bridge->config.mqtt.port;
    struct http_config config = {
        .port = from->port,
        .bind = from->bind,
        .internal_port = from->internal_port,
        .internal_bind = from->internal_bind,
        .web_root = from->web_root,
        .map = from->map,
        .allowed_hosts = from->allowed_hosts,
        .allowed_origins = from->allowed_origins,
        .joins_per_minute = from->joins_per_minute,
        .ws_url = from->ws_url,
        .ws_port = from->ws_port,
        .mqtt_host = from->public_mqtt_host,
        .mqtt_port = mqtt_port,
        .root = bridge->config.house.root,
    };
    struct http_needs needs = {
        .context = reactor_context(bridge->reactor),
        .store = ports->store,
        .clock = ports->clock,
        .self = bridge,
        .take = take,
        .core = core_of,
        .verify = verify,
        .write_metrics = write_metrics,
        .ready = ready,
    };
    bridge->http = http_create(&config, &needs);
    return bridge->http != NULL;
}

static bool build_app(struct bridge *bridge, const struct ports *ports)
{
    const struct config_core *from = &bridge->config.core;
    struct core_config config = core_config_default(from->max_robots, from->max_principals);
    config.max_matches = from->max_matches;
    config.boot = bridge->boot;
    config.settings = core_settings_of(&bridge->config);
    bridge->app = app_create(&config, ports);
    if (bridge->app == NULL) {
        log_error(ROOM, "not enough memory for %u robots: lower max_robots", from->max_robots);
        return false;
    }
    enum rc rc = app_load(bridge->app);
    if (rc == RC_FULL)
        log_error(
            ROOM, "more is kept than fits: raise max_robots, max_principals or max_matches");
    else if (rc != RC_OK)
        log_error(ROOM, "%s", store_sentence(bridge->store));
    return rc == RC_OK;
}

static bool build(struct bridge *bridge)
{
    struct ports ports;
    memset(&ports, 0, sizeof ports);
    clock_draw_tag(&bridge->boot);
    if (!open_state(bridge) || !build_floor(bridge))
        return false;
    ports.clock = clock_port(&bridge->clock);
    token_account_port(&bridge->account, &ports.account);
    store_port(bridge->store, &ports.store);
    if (!build_mqtt(bridge, &ports) || !build_http(bridge, &ports))
        return false;
    ports.robots = mqtt_robots(bridge->mqtt);
    ports.audience = mqtt_audience(bridge->mqtt);
    ports.visitors = http_visitors(bridge->http);
    return build_app(bridge, &ports);
}

static void unwind(struct bridge *bridge)
{
    mqtt_destroy(bridge->mqtt);
    reactor_destroy(bridge->reactor);
    http_destroy(bridge->http);
    app_destroy(bridge->app);
    mailbox_destroy(bridge->mailbox);
    token_keys_destroy(bridge->keys);
    store_destroy(bridge->store);
}

/* Lets requests finish and says goodbye to the broker. */
static void leave(struct bridge *bridge)
{
    uint64_t now = reactor_now(), until = now + GOODBYE_MS;
    http_close(bridge->http);
    mqtt_close(bridge->mqtt, now);
    while (now < until && !(mqtt_closed(bridge->mqtt) && http_idle(bridge->http))) {
        if (reactor_run_once(bridge->reactor, (uint32_t)(until - now)) != RC_OK)
            return;
        now = reactor_now();
    }
}

static int run(struct bridge *bridge)
{
    enum rc rc = RC_IO;
    if (build(bridge)) {
        log_info(ROOM, "running: root %s, state %s", bridge->config.house.root,
            bridge->config.house.state);
        mqtt_open(bridge->mqtt, reactor_now());
        rc = reactor_run(bridge->reactor);
        leave(bridge);
    }
    unwind(bridge);
    if (rc == RC_OK)
        log_info(ROOM, "ended");
    return rc == RC_OK ? EXIT_SUCCESS : EXIT_FAILURE;
}

int main(int argc, char **argv)
{
    static struct bridge bridge;
    struct config_request request;
    struct config_fault fault;
    bridge.sources = (struct config_sources){argc, argv, environ};
    if (config_load(&bridge.sources, &bridge.config, &request, &fault) != RC_OK) {
        (void)fprintf(stderr, "arena-bridge: %s\n", fault.sentence);
        return EXIT_CONFIG;
    }
    log_set_level(bridge.config.house.log_level);
    if (request.strange[0] != '\0')
        log_warn(ROOM, "no setting is called so, and it is ignored: %s", request.strange);
    if (request.help)
        config_print_help(stdout, "arena-bridge");
    else if (request.version)
        (void)printf("arena-bridge %s\n", ARENA_VERSION);
    else if (request.check)
        config_print(stdout, &bridge.config);
    if (request.help || request.version || request.check)
        return EXIT_SUCCESS;
    reactor_block_signals();
    return run(&bridge);
}
