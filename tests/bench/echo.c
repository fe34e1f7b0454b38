/* The least that answers an ask: says what it heard back to whoever said it, padded to the size
 * of a real answer, through the same client library as the bridge's.
 *
 *   arena-bench-echo PORT       until it is killed; says "ready" once it hears
 */
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "robot/client/link.h"
#include "robot/client/link_paho.h"

#define ANSWER 150 /* bytes of the answer to a claim */
#define ROOT   "arena/v1/"
#define ASK    "/bridge/main/ask"

static void must(bool good, const char *what)
{
    if (!good) {
        (void)fprintf(stderr, "bench: %s failed\n", what);
        exit(1);
    }
}

static void answer(struct link *link, const struct link_event *asked)
{
    char topic[256], payload[4096];
    size_t length = asked->length > ANSWER ? asked->length : ANSWER;
    const char *asker = asked->topic + strlen(ROOT);
    size_t asker_length = strlen(asker) - strlen(ASK);
    must(length <= sizeof payload, "an ask of a fair size");
    memset(payload, ' ', length);
    memcpy(payload, asked->payload, asked->length);
    (void)snprintf(
        topic, sizeof topic, ROOT "bridge/main/%.*s/answer", (int)asker_length, asker);
    struct link_message message = {
        .topic = topic, .payload = payload, .length = length, .qos = 1};
    must(link_publish(link, &message, 0) == RC_OK, "answering");
}

static void take(struct link *link, const struct link_event *event)
{
    static const char *const filters[] = {ROOT "+/+" ASK};
    if (event->kind == LINK_CONNECTED) {
        must(link_subscribe(link, filters, 1, 1, 1) == RC_OK, "subscribing");
    } else if (event->kind == LINK_SUBSCRIBED) {
        (void)puts("ready");
        (void)fflush(stdout);
    } else if (event->kind == LINK_MESSAGE) {
        answer(link, event);
    } else {
        must(event->kind == LINK_PUBLISHED, "the connection");
    }
}

int main(int argc, char **argv)
{
    must(argc == 2, "reading the port");
    struct link *link = link_paho_create();
    struct link_options options = {.host = "127.0.0.1",
        .port = (uint16_t)strtoul(argv[1], NULL, 10),
        .client_id = "bridge/main",
        .user = "bridge/main"};
    must(link != NULL && link_connect(link, &options) == RC_OK, "connecting");
    struct pollfd wait = {.fd = link_fd(link), .events = POLLIN};
    for (;;) {
        struct link_event event;
        (void)poll(&wait, 1, -1);
        while (link_poll(link, &event)) {
            take(link, &event);
        }
    }
}
