/* GET /api/v1/robots/{id}/telemetry: a robot's history, downsampled by the store. */
#include <string.h>

#include "bridge/adapters/http/inside.h"
#include "bridge/adapters/http/pages_json.h"

#define HISTORY_SIZE     (4u << 20) /* bytes of one answer */
#define HISTORY_MS       3600000u   /* when `from` is absent */
#define HISTORY_POINTS   300
#define HISTORY_MOST     2000
#define HISTORY_TIME_MAX 99999999999999u /* Unix ms, the year 5138 */

static void add_point(void *context, const struct telemetry_point *point)
{
    history_add(context, point);
}

static bool read_query(
    struct http *http, struct exchange *exchange, struct telemetry_query *ret)
{
    static const char *const NAMES[] = {"from", "to", "points", NULL};
    struct query query;
    uint64_t to = http->needs.clock.wall(http->needs.clock.self), from, points = HISTORY_POINTS;
    if (!query_read(exchange->request.query, &query) || !query_only(&query, NAMES) ||
        !query_number(&query, "to", HISTORY_TIME_MAX, &to))
        return false;
    from = to > HISTORY_MS ? to - HISTORY_MS : 0;
    if (!query_number(&query, "from", HISTORY_TIME_MAX, &from) ||
        !query_number(&query, "points", HISTORY_MOST, &points))
        return false;
    *ret = (struct telemetry_query){.from = from, .to = to, .points = (uint32_t)points};
    memcpy(ret->robot, exchange->param, sizeof ret->robot);
    return from < to && points > 0;
}

void telemetry_show(struct http *http, struct exchange *exchange)
{
    struct telemetry_query query;
    struct roster_entry entry;
    if (!read_query(http, exchange, &query)) {
        exchange_refuse(exchange, RC_BAD_REQUEST,
            "from and to: Unix ms, from before to; points: 1 to 2000");
        return;
    }
    if (!core_roster_entry(http->needs.core(http->needs.self), query.robot, &entry)) {
        exchange_refuse(exchange, RC_UNKNOWN_ROBOT, NULL);
        return;
    }
    struct history history = {.field = ""};
    char *buffer = exchange_large_create(exchange, HISTORY_SIZE);
    if (buffer == NULL) {
        exchange_refuse(exchange, RC_UNAVAILABLE, NULL);
        return;
    }
    text_init(&history.text, buffer, HISTORY_SIZE);
    history_begin(&history, &query);
    enum rc rc =
        http->needs.store.read_telemetry(http->needs.store.self, &query, add_point, &history);
    history_end(&history);
    if (rc != RC_OK)
        exchange_refuse(exchange, rc, NULL);
    else if (history.text.cut)
        exchange_refuse(exchange, RC_TOO_LARGE, "Ask for fewer points or a shorter time.");
    else
        exchange_answer(exchange, 200, buffer, history.text.length);
}
