/* /api/v1/robots: registering, deregistering, the list. */
#include <string.h>

#include "bridge/adapters/http/body_json.h"
#include "bridge/adapters/http/inside.h"
#include "bridge/adapters/http/pages_json.h"
#include "bridge/app/app.h"

void robots_register(struct http *http, struct exchange *exchange)
{
    struct registration registration;
    struct fault fault = {.path = ""};
    enum rc rc = registration_from_json(
        exchange->request.body, exchange->request.body_length, &registration, &fault);
    if (rc != RC_OK) {
        exchange_refuse_fault(exchange, rc, &fault);
        return;
    }
    struct input input;
    memset(&input, 0, sizeof input);
    input.kind = INPUT_REGISTER;
    input.registration.request = exchange->id;
    input.registration.bearer = exchange->bearer;
    memcpy(input.registration.id, registration.id, sizeof input.registration.id);
    memcpy(input.registration.code, registration.enrolment, sizeof input.registration.code);
    robot_card_from_card(&registration.card, &input.registration.card);
    exchange_wait(exchange, AWAITED_REGISTRATION, http->now);
    http->needs.take(http->needs.self, &input);
}

void robots_deregister(struct http *http, struct exchange *exchange)
{
    struct input input;
    memset(&input, 0, sizeof input);
    input.kind = INPUT_DEREGISTER;
    input.deregister.request = exchange->id;
    input.deregister.bearer = exchange->bearer;
    memcpy(input.deregister.id, exchange->param, sizeof input.deregister.id);
    exchange_wait(exchange, AWAITED_DEREGISTRATION, http->now);
    http->needs.take(http->needs.self, &input);
}

void robots_list(struct http *http, struct exchange *exchange)
{
    static const char *const NAMES[] = {"after", NULL};
    struct query query;
    if (!query_read(exchange->request.query, &query) || !query_only(&query, NAMES)) {
        exchange_refuse(exchange, RC_BAD_REQUEST, "Only `after` may stand behind the '?'.");
        return;
    }
    const char *after = query_find(&query, "after");
    if (after != NULL && !id_valid(after)) {
        exchange_refuse(exchange, RC_BAD_REQUEST, "after: must be a robot's id");
        return;
    }
    struct core_roster_page page;
    core_roster_page(http->needs.core(http->needs.self), after != NULL ? after : "", &page);
    char *buffer = exchange_large_create(exchange, PAGE_ROSTER_SIZE);
    size_t length = buffer != NULL ? roster_page_to_json(&page, buffer, PAGE_ROSTER_SIZE) : 0;
    if (length == 0)
        exchange_refuse(exchange, RC_UNAVAILABLE, NULL);
    else
        exchange_answer(exchange, 200, buffer, length);
}

void robots_show(struct http *http, struct exchange *exchange)
{
    struct roster_entry entry;
    if (!core_roster_entry(http->needs.core(http->needs.self), exchange->param, &entry)) {
        exchange_refuse(exchange, RC_UNKNOWN_ROBOT, NULL);
        return;
    }
    size_t length = roster_entry_to_json(&entry, exchange->small, sizeof exchange->small);
    if (length == 0)
        exchange_refuse(exchange, RC_UNAVAILABLE, NULL);
    else
        exchange_answer(exchange, 200, exchange->small, length);
}
