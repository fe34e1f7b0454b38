#include "bridge/adapters/http/http.h"

#include <libwebsockets.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "bridge/adapters/http/inside.h"
#include "robot/base/log.h"

#define ROOM "http"

static void read_own_name(struct http *http)
{
    if (gethostname(http->own_name, sizeof http->own_name - 1) != 0)
        http->own_name[0] = '\0';
}

struct http *http_create(const struct http_config *config, const struct http_needs *needs)
{
    struct http *http = calloc(1, sizeof *http);
    if (http == NULL)
        return NULL;
    http->config = *config;
    http->needs = *needs;
    http->limiter.per_minute = config->joins_per_minute;
    read_own_name(http);
    http->files = files_create(config->web_root);
    if (http->files == NULL || !arena_read_map(http) || !server_open(http)) {
        http_destroy(http);
        return NULL;
    }
    return http;
}

void http_destroy(struct http *http)
{
    if (http == NULL)
        return;
    for (unsigned i = 0; i < EXCHANGES; i++)
        exchange_end(&http->exchanges.items[i]);
    files_destroy(http->files);
    free(http->map);
    free(http);
}

static void reply(void *self, uint64_t request, const struct reply *reply)
{
    struct http *http = self;
    struct exchange *exchange = exchange_find(&http->exchanges, request);
    if (exchange == NULL || exchange->state != EXCHANGE_WAITING)
        return;
    exchange_reply(http, exchange, reply);
    server_answer(exchange);
}

struct port_visitors http_visitors(struct http *http)
{
    return (struct port_visitors){.self = http, .reply = reply};
}

static void answer_now(struct http *http, struct exchange *exchange)
{
    route_exchange(http, exchange);
    if (exchange->state == EXCHANGE_ANSWERED) {
        exchange->deadline = http->now + EXCHANGE_SEND_MS;
        server_answer(exchange);
    }
}

/* The core always replies: a missing reply is our bug, and the visitor need not wait for it. */
static void too_late(struct http *http, struct exchange *exchange)
{
    http->counts.timeouts++;
    exchange->deadline = http->now + EXCHANGE_SEND_MS;
    if (exchange->state == EXCHANGE_WAITING) {
        log_error(ROOM, "request %llu got no reply", (unsigned long long)exchange->id);
        exchange_refuse(exchange, RC_UNAVAILABLE, NULL);
        server_answer(exchange);
    } else {
        server_drop(exchange);
    }
}

uint64_t http_turn(struct http *http, uint64_t now)
{
    uint64_t next = UINT64_MAX;
    http->now = now;
    for (unsigned i = 0; i < EXCHANGES; i++) {
        struct exchange *exchange = &http->exchanges.items[i];
        if (exchange->state == EXCHANGE_READY)
            answer_now(http, exchange);
        else if (exchange->state != EXCHANGE_FREE && now >= exchange->deadline)
            too_late(http, exchange);
        if (exchange->state != EXCHANGE_FREE && exchange->deadline < next)
            next = exchange->deadline;
    }
    return next;
}

void http_close(struct http *http)
{
    http->closing = true;
    for (unsigned i = 0; i < EXCHANGES; i++)
        http->exchanges.items[i].close = true;
}

bool http_idle(const struct http *http)
{
    return exchange_count(&http->exchanges) == 0;
}

void http_set_joins_per_minute(struct http *http, uint32_t joins)
{
    http->limiter.per_minute = joins;
}

void http_count(const struct http *http, struct http_counts *ret)
{
    *ret = http->counts;
    ret->open = exchange_count(&http->exchanges);
}

static uint16_t port_of(const struct http *http, unsigned listener)
{
    return (uint16_t)lws_get_vhost_listen_port(http->listeners[listener]);
}

uint16_t http_port(const struct http *http)
{
    return port_of(http, 0);
}

uint16_t http_internal_port(const struct http *http)
{
    return port_of(http, 1);
}
