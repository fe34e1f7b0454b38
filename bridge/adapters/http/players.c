/* POST /api/v1/players: an invite becomes a principal with a token. */
#include <string.h>

#include "bridge/adapters/http/body_json.h"
#include "bridge/adapters/http/inside.h"
#include "bridge/app/app.h"

void players_join(struct http *http, struct exchange *exchange)
{
    struct joining joining;
    struct fault fault = {.path = ""};
    enum rc rc = joining_from_json(
        exchange->request.body, exchange->request.body_length, &joining, &fault);
    if (rc != RC_OK) {
        exchange_refuse_fault(exchange, rc, &fault);
        return;
    }
    struct input input;
    memset(&input, 0, sizeof input);
    input.kind = INPUT_JOIN;
    input.join.request = exchange->id;
    app_slug(joining.name, input.join.slug);
    memcpy(input.join.code, joining.invite, sizeof input.join.code);
    exchange_wait(exchange, AWAITED_JOIN, http->now);
    http->needs.take(http->needs.self, &input);
}
