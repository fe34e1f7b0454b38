/* Every address of the API as a row: who may come by which door with what. The page's files
 * come after all rows. What all requests have in common (Host, Origin, method, body, token,
 * rate) is checked here, in this order, before a handler sees anything.
 */
#include <string.h>
#include <strings.h>

#include "bridge/adapters/http/inside.h"
#include "bridge/adapters/http/policy.h"

enum door { DOOR_PUBLIC, DOOR_INTERNAL, DOOR_BOTH };
enum auth { AUTH_NONE, AUTH_OPTIONAL, AUTH_TOKEN };
enum rate { RATE_FREE, RATE_TAKE, RATE_LOOK };

typedef void route_handler(struct http *http, struct exchange *exchange);

struct route {
    enum method method;
    const char *pattern;
    enum door door;
    enum auth auth;
    enum rate rate;  /* TAKE: each counts against its address; LOOK: refused ones do */
    size_t body_max; /* 0 = none is allowed */
    route_handler *handler;
};

static const struct route ROUTES[] = {
    {METHOD_POST,   "/api/v1/players",               DOOR_PUBLIC,   AUTH_NONE,     RATE_TAKE, 1024,              players_join  },
    {METHOD_POST,   "/api/v1/robots",                DOOR_PUBLIC,   AUTH_OPTIONAL, RATE_LOOK, EXCHANGE_BODY_MAX,
     robots_register                                                                                                           },
    {METHOD_GET,    "/api/v1/robots",                DOOR_PUBLIC,   AUTH_NONE,     RATE_FREE, 0,                 robots_list   },
    {METHOD_GET,    "/api/v1/robots/{id}",           DOOR_PUBLIC,   AUTH_NONE,     RATE_FREE, 0,                 robots_show   },
    {METHOD_DELETE, "/api/v1/robots/{id}",           DOOR_PUBLIC,   AUTH_TOKEN,    RATE_FREE, 0,
     robots_deregister                                                                                                         },
    {METHOD_GET,    "/api/v1/robots/{id}/telemetry", DOOR_PUBLIC,   AUTH_TOKEN,    RATE_FREE, 0,
     telemetry_show                                                                                                            },
    {METHOD_GET,    "/api/v1/audit",                 DOOR_PUBLIC,   AUTH_TOKEN,    RATE_FREE, 0,                 audit_show    },
    {METHOD_GET,    "/api/v1/matches",               DOOR_PUBLIC,   AUTH_TOKEN,    RATE_FREE, 0,                 matches_list  },
    {METHOD_GET,    "/api/v1/matches/{id}",          DOOR_PUBLIC,   AUTH_TOKEN,    RATE_FREE, 0,                 matches_show  },
    {METHOD_GET,    "/api/v1/matches/{id}/events",   DOOR_PUBLIC,   AUTH_TOKEN,    RATE_FREE, 0,
     matches_entries                                                                                                           },
    {METHOD_GET,    "/api/v1/matches/{id}/record",   DOOR_PUBLIC,   AUTH_TOKEN,    RATE_FREE, 0,
     matches_record                                                                                                            },
    {METHOD_GET,    "/api/v1/rules",                 DOOR_PUBLIC,   AUTH_TOKEN,    RATE_FREE, 0,                 arena_rules   },
    {METHOD_GET,    "/api/v1/map",                   DOOR_PUBLIC,   AUTH_TOKEN,    RATE_FREE, 0,                 arena_map     },
    {METHOD_GET,    "/healthz",                      DOOR_BOTH,     AUTH_NONE,     RATE_FREE, 0,                 health_live   },
    {METHOD_GET,    "/readyz",                       DOOR_BOTH,     AUTH_NONE,     RATE_FREE, 0,                 health_ready  },
    {METHOD_GET,    "/metrics",                      DOOR_INTERNAL, AUTH_NONE,     RATE_FREE, 0,                 health_metrics},
};

#define ROUTE_COUNT (sizeof ROUTES / sizeof ROUTES[0])

static bool by_this_door(const struct route *route, const struct request *request)
{
    return route->door == DOOR_BOTH || (route->door == DOOR_INTERNAL) == request->internal;
}

static bool same_method(enum method wanted, enum method method)
{
    return wanted == method || (wanted == METHOD_GET && method == METHOD_HEAD);
}

/* The row, or NULL; *ret_known: another method would find one. */
static const struct route *route_find(struct exchange *exchange, bool *ret_known)
{
    const struct request *request = &exchange->request;
    *ret_known = false;
    for (size_t i = 0; i < ROUTE_COUNT; i++) {
        const struct route *route = &ROUTES[i];
        if (!by_this_door(route, request) ||
            !path_matches(route->pattern, request->path, exchange->param))
            continue;
        *ret_known = true;
        if (same_method(route->method, request->method))
            return route;
    }
    return NULL;
}

static const char *methods_of(struct exchange *exchange)
{
    static const char *const NAMES[] = {
        "GET, HEAD", "POST", "GET, HEAD, POST", "DELETE", "GET, HEAD, DELETE"};
    unsigned get = 0, post = 0, delete = 0;
    char param[PATH_PARAM_SIZE];
    for (size_t i = 0; i < ROUTE_COUNT; i++) {
        if (!path_matches(ROUTES[i].pattern, exchange->request.path, param))
            continue;
        get |= ROUTES[i].method == METHOD_GET ? 1 : 0;
        post |= ROUTES[i].method == METHOD_POST ? 1 : 0;
        delete |= ROUTES[i].method == METHOD_DELETE ? 1 : 0;
    }
    if (delete)
        return NAMES[3 + get];
    return post ? NAMES[1 + get] : NAMES[0];
}

static void refuse_method(struct exchange *exchange, const char *allow)
{
    exchange_refuse(exchange, RC_METHOD_NOT_ALLOWED, NULL);
    exchange->response.allow = allow;
}

static bool is_json(const char *content_type)
{
    static const char JSON[] = "application/json";
    size_t length = sizeof JSON - 1;
    if (strncasecmp(content_type, JSON, length) != 0)
        return false;
    const char *rest = content_type + length + strspn(content_type + length, " ");
    return *rest == '\0' || *rest == ';';
}

static bool body_passes(const struct route *route, struct exchange *exchange)
{
    const struct request *request = &exchange->request;
    if (route->body_max == 0)
        return true;
    if (!is_json(request->content_type))
        exchange_refuse(exchange, RC_UNSUPPORTED_MEDIA_TYPE, NULL);
    else if (request->body_length > route->body_max)
        exchange_refuse(exchange, RC_TOO_LARGE, NULL);
    else
        return true;
    return false;
}

static bool token_passes(
    struct http *http, const struct route *route, struct exchange *exchange)
{
    const struct request *request = &exchange->request;
    if (route->auth == AUTH_NONE || (route->auth == AUTH_OPTIONAL && !request->has_token))
        return true;
    enum rc rc = request->token[0] != '\0'
                     ? http->needs.verify(http->needs.self, request->token, &exchange->bearer)
                     : RC_UNAUTHORIZED;
    if (rc != RC_OK)
        exchange_refuse(
            exchange, RC_UNAUTHORIZED, rc == RC_EXPIRED ? "This token has expired." : NULL);
    return rc == RC_OK;
}

static bool rate_passes(struct http *http, const struct route *route, struct exchange *exchange)
{
    if (route->rate == RATE_FREE || limiter_allows(&http->limiter, exchange->request.address,
                                        http->now, route->rate == RATE_TAKE))
        return true;
    http->counts.refused_rate++;
    exchange_refuse(exchange, RC_TOO_MANY_REQUESTS, NULL);
    exchange->response.retry_s = 60 / http->limiter.per_minute + 1;
    return false;
}

static bool origin_passes(struct http *http, struct exchange *exchange)
{
    const struct request *request = &exchange->request;
    if (request->origin[0] == '\0')
        return true;
    enum origin origin =
        origin_judge(request->origin, request->host, http->config.allowed_origins);
    exchange->response.foreign = origin == ORIGIN_ALLOWED;
    if (origin != ORIGIN_FOREIGN)
        return true;
    http->counts.refused_origin++;
    exchange_refuse(exchange, RC_NOT_ALLOWED,
        "Another site's page may not use this arena: see the setting allowed_origins.");
    return false;
}

static void answer_file(struct http *http, struct exchange *exchange, const struct file *file)
{
    char broker[HOST_SIZE + URL_SIZE];
    struct text url, policy;
    text_init(&url, broker, sizeof broker);
    broker_url(http, &exchange->request, &url);
    text_init(&policy, exchange->small, sizeof exchange->small);
    policy_write(&policy, broker);
    exchange_answer_file(exchange, file);
}

static void route_file(struct http *http, struct exchange *exchange)
{
    const struct request *request = &exchange->request;
    const struct file *file = request->internal ? NULL : files_find(http->files, request->path);
    if (file == NULL)
        exchange_refuse(exchange, RC_NOT_FOUND, NULL);
    else if (!same_method(METHOD_GET, request->method))
        refuse_method(exchange, "GET, HEAD");
    else
        answer_file(http, exchange, file);
}

static bool address_passes(struct http *http, struct exchange *exchange)
{
    if (!host_allowed(exchange->request.host, http->own_name, http->config.allowed_hosts)) {
        http->counts.refused_host++;
        exchange_refuse(exchange, RC_NOT_ALLOWED,
            "This arena is not called by that name: see the setting allowed_hosts.");
        return false;
    }
    if (!path_valid(exchange->request.path)) {
        exchange_refuse(exchange, RC_BAD_REQUEST, "The path holds what no address here has.");
        return false;
    }
    return true;
}

static void route_call(struct http *http, const struct route *route, struct exchange *exchange)
{
    if (body_passes(route, exchange) && rate_passes(http, route, exchange) &&
        token_passes(http, route, exchange))
        route->handler(http, exchange);
}

void route_exchange(struct http *http, struct exchange *exchange)
{
    bool known;
    if (!address_passes(http, exchange))
        return;
    const struct route *route = route_find(exchange, &known);
    if (!known)
        route_file(http, exchange);
    else if (!origin_passes(http, exchange))
        return;
    else if (route != NULL)
        route_call(http, route, exchange);
    else if (exchange->request.method == METHOD_OPTIONS)
        exchange_answer_nothing(exchange);
    else
        refuse_method(exchange, methods_of(exchange));
}
