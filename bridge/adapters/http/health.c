/* /healthz: the loop turns. /readyz: it can do its work, or why not. /metrics: Prometheus'
 * text. */
#include <string.h>

#include "bridge/adapters/http/inside.h"

#define PLAIN        "text/plain; charset=utf-8"
#define METRICS      "text/plain; version=0.0.4; charset=utf-8"
#define METRICS_SIZE 32768

static void say(struct exchange *exchange, int status, const char *word)
{
    struct text text;
    text_init(&text, exchange->small, sizeof exchange->small);
    text_addf(&text, "%s\n", word);
    exchange_answer_text(exchange, status, PLAIN, text.length);
}

void health_live(struct http *http, struct exchange *exchange)
{
    (void)http;
    say(exchange, 200, "ok");
}

void health_ready(struct http *http, struct exchange *exchange)
{
    const char *why = "";
    if (http->closing)
        say(exchange, 503, "ending");
    else if (http->needs.ready(http->needs.self, &why))
        say(exchange, 200, "ready");
    else
        say(exchange, 503, why);
}

void health_metrics(struct http *http, struct exchange *exchange)
{
    struct text text;
    char *buffer = exchange_large_create(exchange, METRICS_SIZE);
    if (buffer == NULL) {
        exchange_refuse(exchange, RC_UNAVAILABLE, NULL);
        return;
    }
    text_init(&text, buffer, METRICS_SIZE);
    http->needs.write_metrics(http->needs.self, &text);
    exchange_answer_text(exchange, 200, METRICS, text.length);
}
