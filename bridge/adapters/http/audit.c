/* GET /api/v1/audit: who did what, for operators, newest first and a page at a time. */
#include <string.h>

#include "bridge/adapters/http/inside.h"
#include "bridge/adapters/http/pages_json.h"

#define AUDIT_DEFAULT  100
#define AUDIT_MOST     500
#define AUDIT_ENTRY    288 /* bytes of one, at most */
#define AUDIT_SIZE     (AUDIT_MOST * AUDIT_ENTRY)
#define AUDIT_TIME_MAX 99999999999999u /* Unix ms, the year 5138 */
#define AUDIT_SEQ_MAX  9007199254740991u

struct gathering {
    struct audit_page page;
    uint32_t limit, seen;
    uint64_t last;
};

/* One more than the limit is asked for: it shows whether there is a next page. */
static void gather(void *context, uint64_t seq, const struct record_audit *entry)
{
    struct gathering *gathering = context;
    if (gathering->seen++ >= gathering->limit)
        return;
    gathering->last = seq;
    if (entry != NULL)
        audit_page_add(&gathering->page, entry);
}

static bool read_principal(const struct query *query, struct principal *ret)
{
    const char *text = query_find(query, "who");
    return text == NULL || principal_from_text(text, strlen(text), ret);
}

static bool read_robot(const struct query *query, char ret[ID_SIZE])
{
    const char *text = query_find(query, "robot");
    return text == NULL || (id_valid(text) && text_copy(ret, ID_SIZE, text));
}

static bool read_times(const struct query *query, struct audit_query *ret)
{
    uint64_t to = UINT64_MAX;
    if (!query_number(query, "from", AUDIT_TIME_MAX, &ret->from) ||
        !query_number(query, "to", AUDIT_TIME_MAX, &to) || ret->from >= to)
        return false;
    ret->to = to == UINT64_MAX ? 0 : to;
    return true;
}

static bool read_place(const struct query *query, struct audit_query *ret)
{
    uint64_t limit = AUDIT_DEFAULT;
    uint64_t after = UINT64_MAX;
    if (!query_number(query, "limit", AUDIT_MOST, &limit) || limit == 0 ||
        !query_number(query, "after", AUDIT_SEQ_MAX, &after) || after == 0)
        return false;
    ret->limit = (uint32_t)limit;
    ret->after = after == UINT64_MAX ? 0 : after;
    return true;
}

static bool read_query(const struct exchange *exchange, struct audit_query *ret)
{
    static const char *const NAMES[] = {"robot", "who", "from", "to", "limit", "after", NULL};
    struct query query;
    return query_read(exchange->request.query, &query) && query_only(&query, NAMES) &&
           read_robot(&query, ret->robot) && read_principal(&query, &ret->who) &&
           read_times(&query, ret) && read_place(&query, ret);
}

static void answer(struct http *http, struct exchange *exchange, struct audit_query *query)
{
    struct gathering gathering = {.limit = query->limit};
    char *buffer = exchange_large_create(exchange, AUDIT_SIZE);
    if (buffer == NULL) {
        exchange_refuse(exchange, RC_UNAVAILABLE, NULL);
        return;
    }
    query->limit++;
    audit_page_begin(&gathering.page, buffer, AUDIT_SIZE);
    const struct port_store *store = &http->needs.store;
    enum rc rc = store->read_audit(store->self, query, gather, &gathering);
    audit_page_end(&gathering.page, gathering.seen > gathering.limit ? gathering.last : 0);
    if (rc != RC_OK || gathering.page.text.cut)
        exchange_refuse(exchange, rc != RC_OK ? rc : RC_TOO_LARGE, NULL);
    else
        exchange_answer(exchange, 200, buffer, gathering.page.text.length);
}

void audit_show(struct http *http, struct exchange *exchange)
{
    struct audit_query query = {.robot = ""};
    if (exchange->bearer.kind != KIND_OPERATOR)
        exchange_refuse(exchange, RC_NOT_ALLOWED, "Only operators may read the audit.");
    else if (!read_query(exchange, &query))
        exchange_refuse(exchange, RC_BAD_REQUEST,
            "robot: an id; who: a principal; from and to: Unix ms, from before to; limit: 1 to "
            "500; after: the next of an earlier page");
    else
        answer(http, exchange, &query);
}
