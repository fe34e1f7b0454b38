/* What the core said about a request that waited: the answer's body and where the broker is. */
#include "bridge/adapters/http/inside.h"
#include "bridge/adapters/http/pages_json.h"

/* What the caller reached us by, without the port: the broker is expected there, too. */
void broker_url(const struct http *http, const struct request *request, struct text *url)
{
    char host[HOST_SIZE] = "";
    (void)host_name(request->host, host); /* was valid when it was routed */
    if (http->config.ws_url[0] != '\0')
        text_add(url, http->config.ws_url);
    else
        text_addf(url, "ws://%s:%u", host, http->config.ws_port);
}

static void welcome(struct http *http, struct exchange *exchange, const struct reply *reply)
{
    char host[HOST_SIZE] = "";
    char ws[HOST_SIZE + URL_SIZE];
    struct text url;
    (void)host_name(exchange->request.host, host); /* was valid when it was routed */
    text_init(&url, ws, sizeof ws);
    broker_url(http, &exchange->request, &url);
    struct welcome welcome = {.reply = reply, .root = http->config.root, .ws = ws};
    if (exchange->awaited == AWAITED_REGISTRATION) {
        welcome.host = http->config.mqtt_host[0] != '\0' ? http->config.mqtt_host : host;
        welcome.port = http->config.mqtt_port;
    }
    size_t length = welcome_to_json(&welcome, exchange->small, sizeof exchange->small);
    if (length == 0)
        exchange_refuse(exchange, RC_UNAVAILABLE, NULL);
    else
        exchange_answer(exchange, 201, exchange->small, length);
}

void exchange_reply(struct http *http, struct exchange *exchange, const struct reply *reply)
{
    if (reply->rc != RC_OK) {
        bool counts = exchange->awaited == AWAITED_REGISTRATION;
        if (counts) /* guessing codes is counted, registering is not */
            (void)limiter_allows(&http->limiter, exchange->request.address, http->now, true);
        exchange_refuse(exchange, reply->rc,
            reply->barred ? "Its access was withdrawn: ask an operator for a new enrolment."
                          : NULL);
        return;
    }
    if (exchange->awaited == AWAITED_DEREGISTRATION)
        exchange_answer_nothing(exchange);
    else
        welcome(http, exchange, reply);
}
