/* What the files of this room share; nobody else includes it. */
#ifndef BRIDGE_ADAPTERS_HTTP_INSIDE_H
#define BRIDGE_ADAPTERS_HTTP_INSIDE_H

#include <stdbool.h>
#include <stdint.h>

#include "bridge/adapters/http/exchange.h"
#include "bridge/adapters/http/files.h"
#include "bridge/adapters/http/http.h"
#include "bridge/adapters/http/limiter.h"

#define CONNECTIONS_MAX       1024 /* of both listeners */
#define CONNECTIONS_PER_PLACE 256  /* of one address */
#define CONNECTION_PLACES     1024

struct connection_limits {
    unsigned open;
    unsigned place; /* of the connection that is being accepted */
    uint16_t by_place[CONNECTION_PLACES];
};

struct http {
    struct http_config config;
    struct http_needs needs;
    char own_name[HOST_SIZE]; /* this machine's, lower case; "" = unknown */
    struct files *files;
    char *map; /* "" = none */
    size_t map_length;
    struct limiter limiter;
    struct http_counts counts;
    struct connection_limits connections;
    bool closing;
    uint64_t now; /* of this turn */
    struct lws_vhost *listeners[2];
    struct exchanges exchanges;
};

/* arena.c: reads the map at start. False: already logged, with what to do. */
bool arena_read_map(struct http *http);

/* routes.c: answers the exchange or leaves it WAITING. */
void route_exchange(struct http *http, struct exchange *exchange);

/* Handlers, by their file. */
void players_join(struct http *http, struct exchange *exchange);
void robots_register(struct http *http, struct exchange *exchange);
void robots_deregister(struct http *http, struct exchange *exchange);
void robots_list(struct http *http, struct exchange *exchange);
void robots_show(struct http *http, struct exchange *exchange);
void telemetry_show(struct http *http, struct exchange *exchange);
void audit_show(struct http *http, struct exchange *exchange);
void matches_list(struct http *http, struct exchange *exchange);
void matches_show(struct http *http, struct exchange *exchange);
void matches_entries(struct http *http, struct exchange *exchange);
void matches_record(struct http *http, struct exchange *exchange);
void arena_rules(struct http *http, struct exchange *exchange);
void arena_map(struct http *http, struct exchange *exchange);
void health_live(struct http *http, struct exchange *exchange);
void health_ready(struct http *http, struct exchange *exchange);
void health_metrics(struct http *http, struct exchange *exchange);

/* replies.c: the broker's address for a browser that asks by this Host. */
void broker_url(const struct http *http, const struct request *request, struct text *url);
/* What the core said about a WAITING exchange. */
void exchange_reply(struct http *http, struct exchange *exchange, const struct reply *reply);

/* server.c: the listeners. False: already logged. */
bool server_open(struct http *http);
/* Has the answer written when the connection takes it; ends the exchange if it is gone. */
void server_answer(struct exchange *exchange);
/* Drops the connection of an exchange that took too long. */
void server_drop(struct exchange *exchange);

#endif
