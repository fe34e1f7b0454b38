/* libwebsockets' side of the door: its callbacks fill an exchange and write its answer; nothing
 * is decided here but whether the bytes are one request that can be read in one way only.
 *
 * libwebsockets alone would take the first of two lengths, pass over a transfer encoding and
 * leave the body of a GET to be read as the next request: such requests are answered 400 and
 * the connection ends (request smuggling). Upgrades (WebSocket, h2c) are hung up on: nobody
 * here speaks them.
 *
 * What must stay true: one lws_write in a WRITEABLE callback; an exchange and its connection
 * point to each other or not at all.
 */
#include <errno.h>
#include <libwebsockets.h>
#include <netdb.h>
#include <netinet/in.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include "bridge/adapters/http/inside.h"
#include "bridge/adapters/http/policy.h"
#include "robot/base/log.h"
#include "robot/base/text.h"

#define ROOM         "http"
#define CHUNK        16384
#define HEAD_SIZE    4096
#define CHUNK_HEAD   8  /* "003fee" and an end of line */
#define CHUNK_ROOM   16 /* what is around a piece: its head, its end, the last chunk's */
#define TIMEOUT_S    10 /* libwebsockets' own: headers */
#define AH_IDLE_S    5  /* between two pieces of the headers */
#define KEEP_ALIVE_S 15

struct session { /* libwebsockets keeps one for each connection, zeroed */
    struct exchange *exchange;
};

static const enum method METHODS[] = {/* lws_http_get_uri_and_method's order */
    METHOD_GET, METHOD_POST, METHOD_OPTIONS, METHOD_PUT, METHOD_PATCH, METHOD_DELETE,
    METHOD_OTHER, METHOD_HEAD, METHOD_OTHER};

/* True: absent, or copied. False: longer than fits. */
static bool header(struct lws *wsi, enum lws_token_indexes token, char *target, size_t size)
{
    target[0] = '\0';
    return lws_hdr_total_length(wsi, token) == 0 ||
           lws_hdr_copy(wsi, target, (int)size, token) >= 0;
}

static void read_method_and_path(struct lws *wsi, struct request *request)
{
    char *path = NULL;
    int length = 0;
    int method = lws_http_get_uri_and_method(wsi, &path, &length);
    request->method = METHOD_OTHER;
    if (method < 0 || (size_t)method >= sizeof METHODS / sizeof METHODS[0])
        return;
    request->method = METHODS[method];
    if (length > 0 && (size_t)length < sizeof request->path && path[length] == '\0')
        memcpy(request->path, path, (size_t)length); /* else "": no valid path */
}

/* "a=1", "b=2" -> "a=1&b=2"; what is too long becomes "?", which no query is. */
static void read_query(struct lws *wsi, struct request *request)
{
    struct text text;
    char part[QUERY_SIZE];
    text_init(&text, request->query, sizeof request->query);
    for (int i = 0; lws_hdr_fragment_length(wsi, WSI_TOKEN_HTTP_URI_ARGS, i) > 0; i++) {
        if (lws_hdr_copy_fragment(wsi, part, sizeof part, WSI_TOKEN_HTTP_URI_ARGS, i) < 0)
            text.cut = true;
        else
            text_addf(&text, "%s%s", i > 0 ? "&" : "", part);
    }
    if (text.cut)
        (void)text_copy(request->query, sizeof request->query, "?");
}

static void read_token(struct lws *wsi, struct request *request)
{
    static const char BEARER[] = "Bearer ";
    char text[sizeof BEARER + ASK_TOKEN_SIZE];
    request->has_token = lws_hdr_total_length(wsi, WSI_TOKEN_HTTP_AUTHORIZATION) > 0;
    if (header(wsi, WSI_TOKEN_HTTP_AUTHORIZATION, text, sizeof text) &&
        strncmp(text, BEARER, sizeof BEARER - 1) == 0)
        (void)text_copy(request->token, sizeof request->token, text + sizeof BEARER - 1);
}

static bool read_headers(struct lws *wsi, struct request *request)
{
    char encodings[256];
    read_method_and_path(wsi, request);
    read_query(wsi, request);
    read_token(wsi, request);
    (void)lws_get_peer_simple(wsi, request->address, sizeof request->address);
    bool fit = header(wsi, WSI_TOKEN_HOST, request->host, sizeof request->host) &&
               header(wsi, WSI_TOKEN_ORIGIN, request->origin, sizeof request->origin) &&
               header(wsi, WSI_TOKEN_HTTP_CONTENT_TYPE, request->content_type,
                   sizeof request->content_type);
    char version[16];
    request->old =
        header(wsi, WSI_TOKEN_HTTP, version, sizeof version) && strstr(version, "1.0") != NULL;
    if (!header(wsi, WSI_TOKEN_HTTP_IF_NONE_MATCH, request->if_none_match,
            sizeof request->if_none_match))
        request->if_none_match[0] = '\0';
    if (header(wsi, WSI_TOKEN_HTTP_ACCEPT_ENCODING, encodings, sizeof encodings))
        request->gzip = policy_takes_gzip(encodings);
    return fit;
}

/* How many bytes of body follow; false: that cannot be told for certain. */
static bool read_length(struct lws *wsi, uint64_t *ret)
{
    char text[16];
    *ret = 0;
    if (lws_hdr_total_length(wsi, WSI_TOKEN_HTTP_TRANSFER_ENCODING) > 0)
        return false;
    if (lws_hdr_total_length(wsi, WSI_TOKEN_HTTP_CONTENT_LENGTH) == 0)
        return true;
    return header(wsi, WSI_TOKEN_HTTP_CONTENT_LENGTH, text, sizeof text) &&
           number_from_text(text, UINT32_MAX, ret);
}

static bool takes_body(enum method method)
{
    return method == METHOD_POST || method == METHOD_PUT || method == METHOD_PATCH;
}

static void refuse_and_close(
    struct lws *wsi, struct exchange *exchange, enum rc rc, const char *detail)
{
    exchange_refuse(exchange, rc, detail);
    exchange->close = true;
    (void)lws_callback_on_writable(wsi);
}

static void begin_request(struct lws *wsi, struct exchange *exchange)
{
    struct request *request = &exchange->request;
    uint64_t length;
    bool fit = read_headers(wsi, request);
    if (!read_length(wsi, &length) || (length > 0 && !takes_body(request->method)))
        refuse_and_close(wsi, exchange, RC_BAD_REQUEST,
            "Where this request ends is not certain: send one Content-Length with a body.");
    else if (!fit)
        refuse_and_close(wsi, exchange, RC_TOO_LARGE, "A header is too long.");
    else if (length > EXCHANGE_BODY_MAX)
        refuse_and_close(wsi, exchange, RC_TOO_LARGE, NULL);
    else if (length == 0)
        exchange->state = EXCHANGE_READY;
}

static int request_came(struct http *http, struct lws *wsi, struct session *session)
{
    http->counts.requests++;
    struct exchange *exchange =
        exchange_begin(&http->exchanges, http->needs.clock.now(http->needs.clock.self));
    if (exchange == NULL) {
        http->counts.refused_full++;
        return -1;
    }
    session->exchange = exchange;
    exchange->connection = wsi;
    exchange->close = http->closing;
    exchange->request.internal = lws_get_vhost(wsi) == http->listeners[1];
    begin_request(wsi, exchange);
    return 0;
}

static void body_came(
    struct lws *wsi, struct exchange *exchange, const void *bytes, size_t length)
{
    struct request *request = &exchange->request;
    if (exchange->state != EXCHANGE_RECEIVING)
        return; /* answered already; what still comes is let run out */
    if (length > EXCHANGE_BODY_MAX - request->body_length) {
        refuse_and_close(wsi, exchange, RC_TOO_LARGE, NULL);
        return;
    }
    memcpy(request->body + request->body_length, bytes, length);
    request->body_length += length;
}

static bool add_header(struct lws *wsi, const char *name, const char *value, unsigned char **at,
    unsigned char *end)
{
    return value == NULL || value[0] == '\0' ||
           lws_add_http_header_by_name(wsi, (const unsigned char *)name,
               (const unsigned char *)value, (int)strlen(value), at, end) == 0;
}

static bool add_date(
    const struct http *http, struct lws *wsi, unsigned char **at, unsigned char *end)
{
    char text[40];
    struct tm parts;
    time_t wall = (time_t)(http->needs.clock.wall(http->needs.clock.self) / 1000);
    return gmtime_r(&wall, &parts) != NULL &&
           strftime(text, sizeof text, "%a, %d %b %Y %H:%M:%S GMT", &parts) > 0 &&
           add_header(wsi, "date:", text, at, end);
}

static bool add_headers(
    struct lws *wsi, const struct exchange *exchange, unsigned char **at, unsigned char *end)
{
    const struct http *http = lws_get_vhost_user(lws_get_vhost(wsi));
    struct header_line lines[POLICY_HEADERS];
    unsigned count = policy_headers(exchange, lines);
    if (lws_add_http_header_status(wsi, (unsigned)exchange->response.status, at, end) != 0 ||
        !add_date(http, wsi, at, end))
        return false;
    for (unsigned i = 0; i < count; i++) {
        if (!add_header(wsi, lines[i].name, lines[i].value, at, end))
            return false;
    }
    bool lengthless = exchange->response.status == 204 || exchange->response.status == 304 ||
                      exchange->response.told;
    if (!lengthless &&
        lws_add_http_header_content_length(wsi, exchange->response.length, at, end) != 0)
        return false;
    return lws_finalize_http_header(wsi, at, end) == 0;
}

/* True: all of the answer is on its way. False with *ret_failed: the connection is of no use.
 */
static bool write_head(struct lws *wsi, struct exchange *exchange, bool *ret_failed)
{
    unsigned char buffer[LWS_PRE + HEAD_SIZE];
    unsigned char *start = buffer + LWS_PRE, *at = start, *end = buffer + sizeof buffer;
    bool none = (exchange->response.length == 0 && !exchange->response.told) ||
                exchange->request.method == METHOD_HEAD;
    *ret_failed = !add_headers(wsi, exchange, &at, end) ||
                  lws_write(wsi, start, (size_t)(at - start),
                      none ? LWS_WRITE_HTTP_HEADERS | LWS_WRITE_H2_STREAM_END
                           : LWS_WRITE_HTTP_HEADERS) < 0;
    exchange->state = EXCHANGE_SENDING;
    return none;
}

static bool write_chunk(struct lws *wsi, struct exchange *exchange, bool *ret_failed)
{
    unsigned char buffer[LWS_PRE + CHUNK];
    struct response *response = &exchange->response;
    size_t left = response->length - response->written;
    size_t length = left < CHUNK ? left : CHUNK;
    memcpy(buffer + LWS_PRE, response->bytes + response->written, length);
    *ret_failed = lws_write(wsi, buffer + LWS_PRE, length,
                      length == left ? LWS_WRITE_HTTP_FINAL : LWS_WRITE_HTTP) < 0;
    response->written += length;
    return length == left;
}

/* Puts head and end around a piece that lies CHUNK_HEAD bytes behind; returns the size of all.
 */
static size_t make_chunk(unsigned char *piece, size_t length, bool last)
{
    char head[2 * CHUNK_HEAD];
    size_t size = 0;
    if (length > 0) {
        (void)snprintf(head, sizeof head, "%06x\r\n", (unsigned)length);
        memcpy(piece, head, CHUNK_HEAD);
        memcpy(piece + CHUNK_HEAD + length, "\r\n", 2);
        size = CHUNK_HEAD + length + 2;
    }
    if (!last)
        return size;
    memcpy(piece + size, "0\r\n\r\n", 5);
    return size + 5;
}

/* The next piece of what is told; there may be none yet. To an old client nothing but the
 * connection's end marks the end, so that waits until all has left: for the callback after. */
static bool write_told(
    struct http *http, struct lws *wsi, struct exchange *exchange, bool *ret_failed)
{
    unsigned char buffer[LWS_PRE + CHUNK];
    unsigned char *piece = buffer + LWS_PRE;
    bool chunked = !exchange->request.old, done = false;
    size_t length = 0;
    enum rc rc = retell_next(exchange->telling, (char *)piece + (chunked ? CHUNK_HEAD : 0),
        CHUNK - CHUNK_ROOM, &length, &done);
    if (rc != RC_OK)
        log_error(ROOM, "%s: the rest cannot be told", exchange->request.path);
    uint64_t later = http->now + EXCHANGE_SEND_MS;
    exchange->deadline = later < exchange->told_until ? later : exchange->told_until;
    if (chunked)
        length = make_chunk(piece, length, done);
    *ret_failed =
        rc != RC_OK || (length > 0 && lws_write(wsi, piece, length,
                                          done ? LWS_WRITE_HTTP_FINAL : LWS_WRITE_HTTP) < 0);
    return done && (chunked || length == 0);
}

static int finish(struct http *http, struct lws *wsi, struct session *session)
{
    struct exchange *exchange = session->exchange;
    bool close_it = exchange->close;
    http->counts.by_class[exchange->response.status / 100]++;
    exchange_end(exchange);
    session->exchange = NULL;
    if (close_it || lws_http_transaction_completed(wsi) != 0)
        return -1;
    return 0;
}

static int write_more(struct http *http, struct lws *wsi, struct session *session)
{
    struct exchange *exchange = session->exchange;
    bool failed = false, done = false;
    if (exchange == NULL)
        return 0;
    if (exchange->state == EXCHANGE_ANSWERED)
        done = write_head(wsi, exchange, &failed);
    else if (exchange->state == EXCHANGE_SENDING && exchange->telling != NULL)
        done = write_told(http, wsi, exchange, &failed);
    else if (exchange->state == EXCHANGE_SENDING)
        done = write_chunk(wsi, exchange, &failed);
    else
        return 0;
    if (failed)
        return -1;
    if (done)
        return finish(http, wsi, session);
    (void)lws_callback_on_writable(wsi);
    return 0;
}

static void body_ended(struct exchange *exchange)
{
    if (exchange != NULL && exchange->state == EXCHANGE_RECEIVING)
        exchange->state = EXCHANGE_READY;
}

static void connection_closed(struct session *session)
{
    if (session == NULL || session->exchange == NULL)
        return;
    if (session->exchange->state == EXCHANGE_WAITING)
        session->exchange->connection = NULL; /* the core's reply ends it */
    else
        exchange_end(session->exchange);
    session->exchange = NULL;
}

/* Which of the counted places an address belongs to. Two addresses may share one: the limit is
 * then theirs together. */
static unsigned place_of(const struct sockaddr_storage *address)
{
    const unsigned char *bytes = (const unsigned char *)address;
    size_t length = 0;
    if (address->ss_family == AF_INET) {
        bytes += offsetof(struct sockaddr_in, sin_addr);
        length = sizeof(struct in_addr);
    } else if (address->ss_family == AF_INET6) {
        bytes += offsetof(struct sockaddr_in6, sin6_addr);
        length = 8; /* a network: one machine has all of it */
    }
    uint32_t hash = 2166136261u;
    for (size_t i = 0; i < length; i++)
        hash = (hash ^ bytes[i]) * 16777619u;
    return hash % CONNECTION_PLACES;
}

static int connection_asked(struct http *http, const struct lws_filter_network_conn_args *from)
{
    struct connection_limits *limits = &http->connections;
    limits->place = place_of(&from->cli_addr);
    if (http->closing || limits->open >= CONNECTIONS_MAX ||
        limits->by_place[limits->place] >= CONNECTIONS_PER_PLACE) {
        http->counts.refused_full++;
        return -1;
    }
    return 0;
}

/* Follows connection_asked at once. */
static void connection_came(struct http *http, struct lws *wsi)
{
    struct connection_limits *limits = &http->connections;
    http->counts.connections++;
    limits->open++;
    limits->by_place[limits->place]++;
    lws_set_opaque_user_data(wsi, &limits->by_place[limits->place]);
}

static void connection_went(struct http *http, struct lws *wsi)
{
    uint16_t *place = lws_get_opaque_user_data(wsi);
    if (place == NULL)
        return; /* a listening one */
    http->connections.open--;
    (*place)--;
}

static int server_callback(
    struct lws *wsi, enum lws_callback_reasons reason, void *user, void *in, size_t length)
{
    struct session *session = user;
    struct lws_vhost *vhost = wsi != NULL ? lws_get_vhost(wsi) : NULL;
    struct http *http = vhost != NULL ? lws_get_vhost_user(vhost) : NULL;
    if (http == NULL)
        return 0; /* not about one of our listeners */
    switch (reason) {
    case LWS_CALLBACK_FILTER_NETWORK_CONNECTION:
        return connection_asked(http, user);
    case LWS_CALLBACK_SERVER_NEW_CLIENT_INSTANTIATED:
        connection_came(http, wsi);
        return 0;
    case LWS_CALLBACK_WSI_DESTROY:
        connection_went(http, wsi);
        return 0;
    case LWS_CALLBACK_HTTP_CONFIRM_UPGRADE:
        return -1;
    case LWS_CALLBACK_HTTP:
        return request_came(http, wsi, session);
    case LWS_CALLBACK_HTTP_BODY:
        if (session->exchange != NULL)
            body_came(wsi, session->exchange, in, length);
        return 0;
    case LWS_CALLBACK_HTTP_BODY_COMPLETION:
        body_ended(session->exchange);
        return 0;
    case LWS_CALLBACK_HTTP_WRITEABLE:
        return write_more(http, wsi, session);
    case LWS_CALLBACK_CLOSED_HTTP:
        connection_closed(session);
        return 0;
    default: /* libwebsockets has some hundred reasons; the rest are not ours */
        return 0;
    }
}

static const struct lws_protocols PROTOCOLS[] = {
    {.name = "http",
     .callback = server_callback,
     .per_session_data_size = sizeof(struct session)},
    {.name = NULL},
};

void server_answer(struct exchange *exchange)
{
    if (exchange->connection == NULL)
        exchange_end(exchange);
    else
        (void)lws_callback_on_writable(exchange->connection);
}

void server_drop(struct exchange *exchange)
{
    if (exchange->connection != NULL)
        lws_set_timeout(exchange->connection, PENDING_TIMEOUT_HTTP_CONTENT, LWS_TO_KILL_ASYNC);
}

/* The numeric address of the setting; false and a sentence in the log when it is not ours or
 * taken. Tried with a socket of our own, because libwebsockets does not say why it could not
 * bind. */
static bool address_free(const char *bind_to, uint16_t port, char *ret, size_t size)
{
    struct addrinfo hints = {.ai_flags = AI_PASSIVE, .ai_socktype = SOCK_STREAM};
    struct addrinfo *found = NULL;
    char service[8];
    int one = 1, error = EADDRNOTAVAIL;
    (void)snprintf(service, sizeof service, "%u", port);
    if (getaddrinfo(bind_to, service, &hints, &found) != 0) {
        log_error(
            ROOM, "%s is no address of this machine: give another one to bind to", bind_to);
        return false;
    }
    int fd = socket(found->ai_family, SOCK_STREAM | SOCK_CLOEXEC, 0);
    (void)setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &one, sizeof one);
    if (fd >= 0 && bind(fd, found->ai_addr, found->ai_addrlen) == 0 && listen(fd, 1) == 0 &&
        getnameinfo(found->ai_addr, found->ai_addrlen, ret, (socklen_t)size, NULL, 0,
            NI_NUMERICHOST) == 0)
        error = 0;
    else
        error = errno;
    if (fd >= 0)
        (void)close(fd);
    freeaddrinfo(found);
    if (error != 0)
        log_error(ROOM,
            "cannot listen on %s port %u: %s; end what uses it, or set another port", bind_to,
            port, strerror(error));
    return error == 0;
}

static struct lws_vhost *listen_on(
    struct http *http, const char *name, const char *bind_to, uint16_t port)
{
    char address[64];
    if (!address_free(bind_to, port, address, sizeof address))
        return NULL;
    bool any = strcmp(address, "0.0.0.0") == 0 || strcmp(address, "::") == 0;
    struct lws_context_creation_info info = {
        .port = port,
        .iface = any ? NULL : address,
        .protocols = PROTOCOLS,
        .vhost_name = name,
        .user = http,
        .timeout_secs = TIMEOUT_S,
        .timeout_secs_ah_idle = AH_IDLE_S,
        .keepalive_timeout = KEEP_ALIVE_S,
        .options = LWS_SERVER_OPTION_FAIL_UPON_UNABLE_TO_BIND |
                   (strchr(address, ':') == NULL ? LWS_SERVER_OPTION_DISABLE_IPV6 : 0),
    };
    struct lws_vhost *vhost = lws_create_vhost(http->needs.context, &info);
    if (vhost == NULL)
        log_error(ROOM, "cannot listen on %s port %u", bind_to, port);
    else
        log_info(ROOM, "%s: listening on %s port %d", name, bind_to,
            lws_get_vhost_listen_port(vhost));
    return vhost;
}

bool server_open(struct http *http)
{
    const struct http_config *config = &http->config;
    http->listeners[0] = listen_on(http, "public", config->bind, config->port);
    if (http->listeners[0] == NULL)
        return false;
    http->listeners[1] =
        listen_on(http, "internal", config->internal_bind, config->internal_port);
    return http->listeners[1] != NULL;
}
