/* What the port `visitors` must do (bridge/app/ports.h): the fake, and HTTP's, at whose door
 * people join through sockets. An outcome is the reply as its request learns of it.
 */
#include <arpa/inet.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "bridge/adapters/clock.h"
#include "bridge/adapters/http/http.h"
#include "bridge/adapters/reactor.h"
#include "tests/support/fake_ports.h"

#include <cmocka.h>

#define VISITS     4
#define PATIENCE_S 20

struct visit {
    uint64_t request; /* 0 = it has not reached the core yet */
    int socket;
    size_t length;
    char answer[4096];
};

struct subject {
    struct port_visitors port;
    bool real;
    unsigned count;
    struct visit visits[VISITS];
    struct fake_ports fake;
    struct clock clock; /* the rest is of the real one */
    struct reactor *reactor;
    struct http *http;
};

/* ---- the fake ---- */

static int set_up_fake(void **state)
{
    static struct subject subject;
    memset(&subject, 0, sizeof subject);
    fake_ports_init(&subject.fake);
    subject.fake.disconnected = true; /* from the broker: HTTP does without */
    subject.port = fake_ports_of(&subject.fake).visitors;
    *state = &subject;
    return 0;
}

static int tear_down_fake(void **state)
{
    struct subject *subject = *state;
    fake_ports_finish(&subject->fake);
    return 0;
}

static void fake_outcome(struct subject *subject, struct visit *visit)
{
    char who[PRINCIPAL_SIZE];
    for (unsigned i = 0; i < subject->fake.count && visit->length == 0; i++) {
        const struct fake_say *say = &subject->fake.says[i];
        if (say->kind != FAKE_REPLY || say->request != visit->request)
            continue;
        visit->length = (size_t)snprintf(visit->answer, sizeof visit->answer, "%s %s %s",
            rc_name(say->reply.rc), principal_to_text(&say->reply.principal, who),
            say->reply.token);
    }
}

/* ---- the real one ---- */

static void take(void *self, const struct input *input)
{
    struct subject *subject = self;
    assert_int_equal(input->kind, INPUT_JOIN);
    subject->visits[subject->count - 1].request = input->join.request;
}

static uint64_t pass(void *self, uint64_t now)
{
    struct subject *subject = self;
    subject->clock.now = now;
    return http_turn(subject->http, now);
}

static int set_up_real(void **state)
{
    static struct subject subject;
    memset(&subject, 0, sizeof subject);
    subject.real = true;
    const struct reactor_work work = {.self = &subject, .pass = pass};
    subject.reactor = reactor_create(&work);
    assert_non_null(subject.reactor);
    const struct http_config config = {.bind = "127.0.0.1",
        .internal_bind = "127.0.0.1",
        .web_root = "",
        .allowed_hosts = "",
        .allowed_origins = "",
        .joins_per_minute = 1000,
        .ws_url = "",
        .ws_port = 9001,
        .mqtt_host = "",
        .root = "arena/v1"};
    const struct http_needs needs = {.context = reactor_context(subject.reactor),
        .clock = clock_port(&subject.clock),
        .self = &subject,
        .take = take};
    subject.http = http_create(&config, &needs);
    assert_non_null(subject.http);
    subject.port = http_visitors(subject.http);
    *state = &subject;
    return 0;
}

static int tear_down_real(void **state)
{
    struct subject *subject = *state;
    for (unsigned i = 0; i < subject->count; i++)
        (void)close(subject->visits[i].socket);
    reactor_destroy(subject->reactor);
    http_destroy(subject->http);
    return 0;
}

static void turn(struct subject *subject)
{
    assert_int_equal(reactor_run_once(subject->reactor, 10), RC_OK);
    for (unsigned i = 0; i < subject->count; i++) {
        struct visit *visit = &subject->visits[i];
        ssize_t some = recv(visit->socket, visit->answer + visit->length,
            sizeof visit->answer - 1 - visit->length, MSG_DONTWAIT);
        visit->length += some > 0 ? (size_t)some : 0;
    }
}

static bool turn_until(struct subject *subject, const struct visit *visit, bool answered)
{
    uint64_t until = reactor_now() + PATIENCE_S * 1000;
    while (!(answered ? strstr(visit->answer, "\r\n\r\n{") != NULL : visit->request != 0) &&
           reactor_now() < until)
        turn(subject);
    return reactor_now() < until;
}

static void knock(struct subject *subject, struct visit *visit)
{
    static const char body[] = "{\"name\":\"Ann\",\"invite\":\"abc\"}";
    char text[256];
    struct sockaddr_in address = {
        .sin_family = AF_INET, .sin_port = htons(http_port(subject->http))};
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    visit->socket = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    assert_true(visit->socket >= 0);
    assert_int_equal(
        connect(visit->socket, (const struct sockaddr *)&address, sizeof address), 0);
    int length = snprintf(text, sizeof text,
        "POST /api/v1/players HTTP/1.1\r\nHost: localhost\r\n"
        "Content-Type: application/json\r\nContent-Length: %zu\r\n\r\n%s",
        sizeof body - 1, body);
    assert_int_equal(send(visit->socket, text, (size_t)length, 0), length);
    assert_true(turn_until(subject, visit, false));
}

/* ---- both ---- */

/* Somebody asks to join; the core has to reply. */
static struct visit *visit(struct subject *subject)
{
    assert_true(subject->count < VISITS);
    struct visit *visit = &subject->visits[subject->count++];
    if (subject->real)
        knock(subject, visit);
    else
        visit->request = subject->count;
    return visit;
}

static void reply(struct subject *subject, uint64_t request, enum rc rc, const char *id)
{
    struct reply reply = {.rc = rc, .expires = 1700000000};
    if (rc == RC_OK) {
        reply.principal.kind = KIND_PLAYER;
        (void)snprintf(reply.principal.id, sizeof reply.principal.id, "%s", id);
        (void)snprintf(reply.token, sizeof reply.token, "token-of-%s", id);
    }
    subject->port.reply(subject->port.self, request, &reply);
    memset(&reply, 0xff, sizeof reply); /* it was borrowed for the call */
}

static void expect(struct subject *subject, struct visit *visit, const char *part)
{
    if (subject->real)
        assert_true(turn_until(subject, visit, true));
    else
        fake_outcome(subject, visit);
    assert_non_null(strstr(visit->answer, part));
}

static void a_reply_brings_principal_and_token(void **state)
{
    struct subject *subject = *state;
    struct visit *ann = visit(subject);
    reply(subject, ann->request, RC_OK, "ann");
    expect(subject, ann, "player/ann");
    expect(subject, ann, "token-of-ann");
}

static void a_refusal_brings_its_code(void **state)
{
    struct subject *subject = *state;
    struct visit *ann = visit(subject);
    reply(subject, ann->request, RC_USED_UP, "");
    expect(subject, ann, "used_up");
    assert_null(strstr(ann->answer, "token-of"));
}

static void each_gets_its_own_in_whatever_order(void **state)
{
    struct subject *subject = *state;
    struct visit *ann = visit(subject);
    struct visit *bob = visit(subject);
    struct visit *eve = visit(subject);
    assert_true(ann->request != bob->request && bob->request != eve->request);
    reply(subject, eve->request, RC_UNKNOWN_CODE, "");
    reply(subject, bob->request, RC_OK, "bob");
    reply(subject, ann->request, RC_OK, "ann");
    expect(subject, ann, "player/ann");
    expect(subject, bob, "player/bob");
    expect(subject, eve, "unknown_code");
}

static void a_reply_to_nobody_does_nothing_and_the_first_one_counts(void **state)
{
    struct subject *subject = *state;
    struct visit *ann = visit(subject);
    reply(subject, 4711, RC_OK, "nobody");
    reply(subject, ann->request, RC_OK, "ann");
    reply(subject, ann->request, RC_USED_UP, "");
    reply(subject, 0, RC_OK, "nobody");
    expect(subject, ann, "player/ann");
    assert_null(strstr(ann->answer, "nobody"));
    struct visit *bob = visit(subject);
    reply(subject, bob->request, RC_OK, "bob");
    expect(subject, bob, "player/bob");
}

#define BOTH(name)                                                                             \
    {#name " (fake)", name, set_up_fake, tear_down_fake, NULL},                                \
    {                                                                                          \
#name " (http)", name, set_up_real, tear_down_real, NULL                               \
    }

int main(void)
{
    reactor_block_signals();
    const struct CMUnitTest tests[] = {
        BOTH(a_reply_brings_principal_and_token),
        BOTH(a_refusal_brings_its_code),
        BOTH(each_gets_its_own_in_whatever_order),
        BOTH(a_reply_to_nobody_does_nothing_and_the_first_one_counts),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
