/* The HTTP door: libwebsockets' server on the reactor's event loop, two listeners.
 *
 * What: routes (routes.c, one table), the page's files, joining, registering, the list of
 * robots, history, health and metrics. Source: broker-config/README.md, "HTTP". Errors are
 *   application/problem+json with the codes of robot/base/rc.h.
 * How: a request that has arrived whole waits until http_turn, which is one of the loop's
 * phases; what the core must decide goes to the sink as an input and comes back by the port
 * `visitors`. Refused at the door: foreign Host or Origin, bodies that are not JSON or larger
 * than 16 KiB, headers beyond 8 KiB, requests that take too long, what could be read in two
 * ways (two lengths, a transfer encoding, a body where none belongs). Thread: the loop's.
 * Owner: main; destroyed after the reactor.
 */
#ifndef BRIDGE_ADAPTERS_HTTP_HTTP_H
#define BRIDGE_ADAPTERS_HTTP_HTTP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "bridge/app/ports.h"
#include "bridge/core/core.h"
#include "bridge/core/input.h"
#include "robot/base/id.h"
#include "robot/base/rc.h"
#include "robot/base/text.h"

#define HTTP_MAP_MAX 65536 /* bytes of a map */

struct lws_context;

struct http_config {
    uint16_t port; /* 0 = any free one */
    const char *bind;
    uint16_t internal_port;
    const char *internal_bind;
    const char *web_root;
    const char *map; /* a file: the arena's map; "" = none */
    const char *allowed_hosts;
    const char *allowed_origins;
    uint32_t joins_per_minute;
    const char *ws_url; /* "" = ws://{Host}:{ws_port} */
    uint16_t ws_port;
    const char *mqtt_host; /* what robots are told; "" = the Host header's */
    uint16_t mqtt_port;
    const char *root;
};

/* What it needs of the others; self is main's. */
struct http_needs {
    struct lws_context *context;
    struct port_store store; /* reading only */
    struct port_clock clock;
    void *self;
    void (*take)(void *self, const struct input *input);
    const struct core *(*core)(void *self);
    /* A bearer's token, for this door: RC_OK, RC_UNAUTHORIZED, RC_EXPIRED. */
    enum rc (*verify)(void *self, const char *token, struct principal *ret);
    /* Fill in what /metrics and /readyz say. ready: false with a reason. */
    void (*write_metrics)(void *self, struct text *text);
    bool (*ready)(void *self, const char **ret_why);
};

struct http_counts {
    uint64_t connections, requests, by_class[6]; /* [2] = 2xx … */
    uint64_t refused_host, refused_origin, refused_rate, refused_full, timeouts;
    unsigned open;
};

struct http;

/* NULL: already logged, with what to do (a port in use, an address that is not ours, a map that
 * is none). */
struct http *http_create(const struct http_config *config, const struct http_needs *needs);
void http_destroy(struct http *http);

struct port_visitors http_visitors(struct http *http);

/* Routes what has arrived, ends what took too long. Returns the next deadline, UINT64_MAX:
 * none. */
uint64_t http_turn(struct http *http, uint64_t now);

/* Refuse what is new, let what is under way finish; http_idle says when it has. */
void http_close(struct http *http);
bool http_idle(const struct http *http);

void http_set_joins_per_minute(struct http *http, uint32_t joins);
void http_count(const struct http *http, struct http_counts *ret);
uint16_t http_port(const struct http *http); /* the ones that are listened on */
uint16_t http_internal_port(const struct http *http);

#endif
