/* /api/v1/matches: lists, documents, logs and records of matches. What the core still has is
 * answered from there; everything else is told again from the match's inputs, a piece at a time
 * (bridge/app/retell.h). Records are long: few at a time, so that they leave room for the rest.
 */
#include <string.h>

#include "bridge/adapters/http/inside.h"
#include "bridge/adapters/http/matches_json.h"
#include "bridge/app/retell.h"
#include "robot/wire/limits.h"

#define LIST_DEFAULT    20
#define LIST_MOST       100
#define ENTRIES_DEFAULT 200
#define RECORDS_MOST    4  /* told at once */
#define OTHERS_MOST     16 /* logs and documents told at once */
#define RECORD_TYPE     "application/x-ndjson"
#define DOCUMENT_TYPE   "application/json"

/* ---- the list ---- */

struct gathering {
    const struct core *core;
    struct matches_page page;
    uint32_t limit, seen;
    char last[ID_SIZE];
    struct match match; /* as the core has it */
};

/* Of a match that goes on, what is kept for lists is as old as its last change of state. */
static void bring_up_to_date(struct gathering *gathering, struct record_match *match)
{
    struct match *now = &gathering->match;
    if (match->over || !core_match(gathering->core, match->setup.id, now))
        return;
    match->state = now->state;
    match->winner = now->winner;
    match->started = now->started;
    match->ended = now->ended;
    match->players = now->player_count;
    for (unsigned i = 0; i < match->setup.team_count; i++)
        match->scores[i] = now->teams[i].score;
}

/* One more than the limit is asked for: it shows whether there is a next page. */
static enum rc gather(void *context, const struct record *record)
{
    struct gathering *gathering = context;
    if (gathering->seen++ >= gathering->limit)
        return RC_OK;
    struct record_match match = record->match;
    bring_up_to_date(gathering, &match);
    matches_page_add(&gathering->page, &match);
    memcpy(gathering->last, match.setup.id, sizeof gathering->last);
    return RC_OK;
}

static bool read_which(const struct query *query, enum matches *ret)
{
    const char *state = query_find(query, "state");
    *ret = MATCHES_ALL;
    if (state == NULL)
        return true;
    *ret = strcmp(state, "open") == 0 ? MATCHES_OPEN : MATCHES_OVER;
    return *ret == MATCHES_OPEN || strcmp(state, "over") == 0;
}

static bool read_list_query(const struct exchange *exchange, struct match_query *ret)
{
    static const char *const NAMES[] = {"after", "limit", "state", NULL};
    struct query query;
    uint64_t limit = LIST_DEFAULT;
    if (!query_read(exchange->request.query, &query) || !query_only(&query, NAMES) ||
        !query_number(&query, "limit", LIST_MOST, &limit) || limit == 0)
        return false;
    const char *after = query_find(&query, "after");
    if (after != NULL && (!id_valid(after) || !text_copy(ret->after, sizeof ret->after, after)))
        return false;
    ret->limit = (uint32_t)limit;
    return read_which(&query, &ret->which);
}

void matches_list(struct http *http, struct exchange *exchange)
{
    struct match_query query = {.after = ""};
    if (!read_list_query(exchange, &query)) {
        exchange_refuse(exchange, RC_BAD_REQUEST,
            "after: a match's id; limit: 1 to 100; state: open or over");
        return;
    }
    struct gathering gathering = {
        .core = http->needs.core(http->needs.self), .limit = query.limit};
    size_t size = query.limit * MATCHES_ROW + MATCHES_TAIL;
    char *buffer = exchange_large_create(exchange, size);
    if (buffer == NULL) {
        exchange_refuse(exchange, RC_UNAVAILABLE, NULL);
        return;
    }
    query.limit++;
    matches_page_begin(&gathering.page, buffer, size);
    const struct port_store *store = &http->needs.store;
    enum rc rc = store->list_matches(store->self, &query, gather, &gathering);
    bool more = gathering.seen > gathering.limit;
    size_t length = matches_page_end(&gathering.page, more ? gathering.last : "");
    if (rc != RC_OK || length == 0)
        exchange_refuse(exchange, rc != RC_OK ? rc : RC_TOO_LARGE, NULL);
    else
        exchange_answer(exchange, 200, buffer, length);
}

/* ---- what is told ---- */

static void tell(struct http *http, struct exchange *exchange, const struct retell_order *order)
{
    bool record = order->what == RETELL_RECORD;
    const char *type = record ? RECORD_TYPE : DOCUMENT_TYPE;
    if (exchange_count_told(&http->exchanges, type) >= (record ? RECORDS_MOST : OTHERS_MOST)) {
        http->counts.refused_rate++;
        exchange_refuse(exchange, RC_TOO_MANY_REQUESTS,
            record ? "Other records are being read just now." : NULL);
        exchange->response.retry_s = 1;
        return;
    }
    struct retelling *telling = NULL;
    enum rc rc = retell_create(&http->needs.store, order, &telling);
    if (rc == RC_OK)
        exchange_answer_told(exchange, type, telling, http->now);
    else
        exchange_refuse(exchange, rc, NULL);
}

static void tell_whole(struct http *http, struct exchange *exchange, enum retell_what what)
{
    struct retell_order order = {.what = what};
    memcpy(order.match, exchange->param, sizeof order.match);
    if (exchange->request.query[0] != '\0')
        exchange_refuse(exchange, RC_BAD_REQUEST, "Nothing may stand behind the '?'.");
    else
        tell(http, exchange, &order);
}

void matches_show(struct http *http, struct exchange *exchange)
{
    struct match match;
    size_t length = 0;
    bool here = core_match(http->needs.core(http->needs.self), exchange->param, &match);
    char *buffer = here && exchange->request.query[0] == '\0'
                       ? exchange_large_create(exchange, WIRE_PAYLOAD_LARGE)
                       : NULL;
    if (buffer != NULL && match_to_json(&match, buffer, WIRE_PAYLOAD_LARGE, &length))
        exchange_answer(exchange, 200, buffer, length);
    else
        tell_whole(http, exchange, RETELL_MATCH);
}

void matches_record(struct http *http, struct exchange *exchange)
{
    tell_whole(http, exchange, RETELL_RECORD);
}

void matches_entries(struct http *http, struct exchange *exchange)
{
    static const char *const NAMES[] = {"after", "limit", NULL};
    struct query query;
    uint64_t after = 0, limit = ENTRIES_DEFAULT;
    bool good = query_read(exchange->request.query, &query) && query_only(&query, NAMES) &&
                query_number(&query, "after", UINT32_MAX, &after) &&
                query_number(&query, "limit", RETELL_ENTRIES_MAX, &limit) && limit > 0;
    if (!good) {
        exchange_refuse(
            exchange, RC_BAD_REQUEST, "after: the number of an entry; limit: 1 to 500");
        return;
    }
    struct retell_order order = {
        .what = RETELL_ENTRIES, .after = (uint32_t)after, .limit = (uint32_t)limit};
    memcpy(order.match, exchange->param, sizeof order.match);
    tell(http, exchange, &order);
}
