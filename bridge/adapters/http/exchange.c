#include "bridge/adapters/http/exchange.h"

#include <stdlib.h>
#include <string.h>

#include "bridge/adapters/http/problem_json.h"
#include "robot/base/text.h"

#define JSON    "application/json"
#define PROBLEM "application/problem+json"

static const int STATUS[RC_WIRE_COUNT_] = {
    [RC_OK] = 200,
    [RC_BAD_REQUEST] = 400,
    [RC_UNKNOWN_ROBOT] = 404,
    [RC_UNKNOWN_MATCH] = 404,
    [RC_UNKNOWN_CAMERA] = 404,
    [RC_UNKNOWN_CODE] = 403,
    [RC_EXPIRED] = 403,
    [RC_USED_UP] = 403,
    [RC_ROBOT_TAKEN] = 409,
    [RC_ROBOT_OFFLINE] = 409,
    [RC_NOT_YOUR_LEASE] = 409,
    [RC_NOT_ALLOWED] = 403,
    [RC_MATCH_FULL] = 409,
    [RC_WRONG_STATE] = 409,
    [RC_TOO_MANY_REQUESTS] = 429,
    [RC_TOO_LARGE] = 413,
    [RC_UNAUTHORIZED] = 401,
    [RC_NOT_FOUND] = 404,
    [RC_METHOD_NOT_ALLOWED] = 405,
    [RC_UNSUPPORTED_MEDIA_TYPE] = 415,
    [RC_FULL] = 503,
    [RC_UNAVAILABLE] = 503,
};

int status_of_rc(enum rc rc)
{
    return STATUS[rc_public(rc)];
}

struct exchange *exchange_begin(struct exchanges *exchanges, uint64_t now)
{
    for (unsigned i = 0; i < EXCHANGES; i++) {
        struct exchange *exchange = &exchanges->items[i];
        if (exchange->state != EXCHANGE_FREE)
            continue;
        memset(exchange, 0, sizeof *exchange);
        exchange->state = EXCHANGE_RECEIVING;
        exchange->id = ++exchanges->last_id;
        exchange->deadline = now + EXCHANGE_RECEIVE_MS;
        return exchange;
    }
    return NULL;
}

void exchange_end(struct exchange *exchange)
{
    free(exchange->large);
    exchange->large = NULL;
    retell_destroy(exchange->telling);
    exchange->telling = NULL;
    exchange->connection = NULL;
    exchange->state = EXCHANGE_FREE;
}

struct exchange *exchange_find(struct exchanges *exchanges, uint64_t id)
{
    for (unsigned i = 0; i < EXCHANGES; i++) {
        if (exchanges->items[i].state != EXCHANGE_FREE && exchanges->items[i].id == id)
            return &exchanges->items[i];
    }
    return NULL;
}

unsigned exchange_count(const struct exchanges *exchanges)
{
    unsigned count = 0;
    for (unsigned i = 0; i < EXCHANGES; i++)
        count += exchanges->items[i].state != EXCHANGE_FREE ? 1 : 0;
    return count;
}

unsigned exchange_count_told(const struct exchanges *exchanges, const char *type)
{
    unsigned count = 0;
    for (unsigned i = 0; i < EXCHANGES; i++) {
        const struct exchange *exchange = &exchanges->items[i];
        if (exchange->state != EXCHANGE_FREE && exchange->telling != NULL)
            count += strcmp(exchange->response.content_type, type) == 0 ? 1 : 0;
    }
    return count;
}

static void answer(struct exchange *exchange, int status, const char *type)
{
    exchange->response.status = status;
    exchange->response.content_type = type;
    exchange->response.cache = "no-store";
    exchange->state = EXCHANGE_ANSWERED;
}

void exchange_refuse(struct exchange *exchange, enum rc rc, const char *detail)
{
    answer(exchange, status_of_rc(rc), PROBLEM);
    exchange->response.bytes = exchange->small;
    exchange->response.length = problem_to_json(
        rc_public(rc), status_of_rc(rc), detail, exchange->small, sizeof exchange->small);
}

void exchange_refuse_fault(struct exchange *exchange, enum rc rc, const struct fault *fault)
{
    char detail[sizeof fault->path + sizeof fault->sentence + 2];
    struct text text;
    text_init(&text, detail, sizeof detail);
    text_addf(
        &text, "%s%s%s", fault->path, fault->path[0] != '\0' ? ": " : "", fault->sentence);
    exchange_refuse(exchange, rc, text.length > 0 ? detail : NULL);
}

void exchange_wait(struct exchange *exchange, enum awaited awaited, uint64_t now)
{
    exchange->state = EXCHANGE_WAITING;
    exchange->awaited = awaited;
    exchange->deadline = now + EXCHANGE_DECIDE_MS;
}

void exchange_answer(struct exchange *exchange, int status, const char *bytes, size_t length)
{
    answer(exchange, status, JSON);
    exchange->response.bytes = bytes;
    exchange->response.length = length;
}

void exchange_answer_text(
    struct exchange *exchange, int status, const char *type, size_t length)
{
    answer(exchange, status, type);
    exchange->response.bytes = exchange->large != NULL ? exchange->large : exchange->small;
    exchange->response.length = length;
}

void exchange_answer_told(
    struct exchange *exchange, const char *type, struct retelling *telling, uint64_t now)
{
    answer(exchange, 200, type);
    exchange->telling = telling;
    exchange->told_until = now + EXCHANGE_TELL_MS;
    exchange->response.told = true;
    exchange->close |= exchange->request.old; /* its end is the connection's */
}

void exchange_answer_nothing(struct exchange *exchange)
{
    answer(exchange, 204, NULL);
}

void exchange_answer_file(struct exchange *exchange, const struct file *file)
{
    struct response *response = &exchange->response;
    bool fresh = file_tag_matches(file, exchange->request.if_none_match);
    answer(exchange, fresh ? 304 : 200, fresh ? NULL : file->content_type);
    response->page = true;
    response->policy = exchange->small;
    response->etag = file->etag;
    response->cache = file->lasting ? "public, max-age=31536000, immutable" : "no-cache";
    if (fresh)
        return;
    response->gzip = exchange->request.gzip && file->gzip != NULL;
    response->bytes = response->gzip ? file->gzip : file->bytes;
    response->length = response->gzip ? file->gzip_length : file->length;
}

char *exchange_large_create(struct exchange *exchange, size_t size)
{
    free(exchange->large);
    exchange->large = malloc(size);
    return exchange->large;
}
