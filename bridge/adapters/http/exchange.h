/* An exchange: one request and its answer. A fixed table of them; a connection has one while a
 * request is under way. Plain: no libwebsockets in here. Thread: the loop's.
 *
 * Life: server.c fills the request, marks it READY; http_turn routes it in the loop's own
 * phase; a handler answers at once (exchange_answer…) or leaves it WAITING for the core, whose
 * reply finds it by its id; server.c writes what is ANSWERED.
 */
#ifndef BRIDGE_ADAPTERS_HTTP_EXCHANGE_H
#define BRIDGE_ADAPTERS_HTTP_EXCHANGE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "bridge/adapters/http/files.h"
#include "bridge/adapters/http/limiter.h"
#include "bridge/adapters/http/origin.h"
#include "bridge/adapters/http/path.h"
#include "bridge/app/retell.h"
#include "robot/base/ask.h"
#include "robot/base/id.h"
#include "robot/base/rc.h"
#include "robot/wire/message.h"

#define EXCHANGES           256
#define EXCHANGE_BODY_MAX   16384
#define EXCHANGE_SMALL      2048   /* answers up to this size need no heap */
#define EXCHANGE_RECEIVE_MS 10000  /* from the first byte of the headers' end to the body's */
#define EXCHANGE_DECIDE_MS  10000  /* until the core has replied */
#define EXCHANGE_SEND_MS    30000  /* until the answer is written; of a told one, each piece */
#define EXCHANGE_TELL_MS    600000 /* until a told answer is written whole */
#define EXCHANGE_TYPE_SIZE  64
#define REQUEST_TAGS_SIZE   128 /* of If-None-Match; what is longer is as if absent */

enum method {
    METHOD_GET,
    METHOD_POST,
    METHOD_OPTIONS,
    METHOD_PUT,
    METHOD_PATCH,
    METHOD_DELETE,
    METHOD_HEAD,
    METHOD_OTHER,
    METHOD_COUNT_
};

struct request {
    enum method method;
    char path[PATH_SIZE];
    char query[QUERY_SIZE];
    char host[HOST_SIZE];
    char origin[ORIGIN_SIZE];              /* "" = absent */
    char content_type[EXCHANGE_TYPE_SIZE]; /* "" = absent */
    bool has_token;
    char token[ASK_TOKEN_SIZE]; /* of "Authorization: Bearer"; "" with has_token: something else
                                 */
    char if_none_match[REQUEST_TAGS_SIZE];
    bool gzip;     /* may the answer be packed */
    bool internal; /* came by the internal listener */
    bool old;      /* HTTP/1.0: knows no chunks */
    char address[LIMITER_ADDRESS_SIZE];
    size_t body_length;
    char body[EXCHANGE_BODY_MAX + 1]; /* terminated */
};

struct response {
    int status;
    const char *content_type; /* NULL = no body */
    const char *cache;        /* Cache-Control */
    const char *allow;        /* methods, with 405; NULL = none */
    const char *etag;
    bool gzip;
    bool page;          /* a file of the page */
    const char *policy; /* its Content-Security-Policy; NULL: the API's */
    bool foreign;       /* an allowed other origin asked: say so */
    uint32_t retry_s;
    const char *bytes;
    size_t length, written;
    bool told; /* the bytes come from exchange->telling, how many is not known */
};

enum exchange_state {
    EXCHANGE_FREE,
    EXCHANGE_RECEIVING,
    EXCHANGE_READY,
    EXCHANGE_WAITING, /* for the core */
    EXCHANGE_ANSWERED,
    EXCHANGE_SENDING, /* the head is written */
};

enum awaited { AWAITED_NOTHING, AWAITED_JOIN, AWAITED_REGISTRATION, AWAITED_DEREGISTRATION };

struct exchange {
    enum exchange_state state;
    enum awaited awaited; /* while WAITING */
    uint64_t id;          /* never 0, never twice */
    uint64_t deadline;    /* ms; of the present state */
    void *connection;     /* server.c's; NULL = gone while waiting */
    bool close;           /* the connection ends after the answer */
    char param[PATH_PARAM_SIZE];
    struct principal bearer; /* whom a valid token names; nobody = none was sent */
    struct request request;
    struct response response;
    char small[EXCHANGE_SMALL];
    char *large;               /* heap, or NULL */
    struct retelling *telling; /* heap, or NULL */
    uint64_t told_until;       /* ms: a told answer is not written longer */
};

struct exchanges {
    uint64_t last_id;
    struct exchange items[EXCHANGES];
};

/* NULL: all are taken. */
struct exchange *exchange_begin(struct exchanges *exchanges, uint64_t now);
void exchange_end(struct exchange *exchange); /* frees; the slot is free again */
/* Still open; NULL otherwise. */
struct exchange *exchange_find(struct exchanges *exchanges, uint64_t id);
unsigned exchange_count(const struct exchanges *exchanges);
/* How many are being told. */
unsigned exchange_count_told(const struct exchanges *exchanges, const char *type);

/* The core decides; its reply brings the answer. */
void exchange_wait(struct exchange *exchange, enum awaited awaited, uint64_t now);

/* Answers. Each leaves the exchange ANSWERED. */

/* A problem document; `detail` may be NULL: the code's own sentence. */
void exchange_refuse(struct exchange *exchange, enum rc rc, const char *detail);
/* The same with the path and sentence of a parser's fault. */
void exchange_refuse_fault(struct exchange *exchange, enum rc rc, const struct fault *fault);
/* JSON in exchange->small or exchange->large, of `length` bytes. */
void exchange_answer(struct exchange *exchange, int status, const char *bytes, size_t length);
void exchange_answer_text(
    struct exchange *exchange, int status, const char *type, size_t length);
/* The policy is written into exchange->small before or after. */
void exchange_answer_file(struct exchange *exchange, const struct file *file);
/* What the telling tells, piece by piece; the exchange owns it from now on. */
void exchange_answer_told(
    struct exchange *exchange, const char *type, struct retelling *telling, uint64_t now);
/* 204. */
void exchange_answer_nothing(struct exchange *exchange);

/* A larger buffer for the answer, which the exchange owns; NULL: no memory. */
char *exchange_large_create(struct exchange *exchange, size_t size);

/* 404 and so on: the only place that knows HTTP's numbers for our codes. */
int status_of_rc(enum rc rc);

#endif
