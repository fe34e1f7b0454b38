/* Programs that link nodelay_wrap.c have TCP_NODELAY on Paho's socket, though Paho is a shared
 * library and never asks for it. */
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <sys/socket.h>

#include "robot/client/link_paho.h"
#include "tests/client/broker_fixture.h"

#include <cmocka.h>

/* The socket that is connected to the port; -1 = none. */
static int socket_to(uint16_t port)
{
    for (int fd = 3; fd < 256; fd++) {
        struct sockaddr_in peer;
        socklen_t size = sizeof peer;
        if (getpeername(fd, (struct sockaddr *)&peer, &size) == 0 &&
            peer.sin_family == AF_INET && peer.sin_port == htons(port))
            return fd;
    }
    return -1;
}

static void a_connection_to_the_broker_does_not_delay(void **state)
{
    (void)state;
    struct broker_fixture broker;
    struct link_event event = {.kind = LINK_LOST};
    broker_start(&broker, true);
    struct link *link = link_paho_create();
    struct link_options options = {
        .host = "127.0.0.1", .port = broker.port, .client_id = "a", .user = "a"};
    assert_int_equal(link_connect(link, &options), RC_OK);
    uint64_t deadline = test_now() + 15000;
    while (!link_poll(link, &event) && test_now() < deadline)
        test_pause();
    assert_int_equal(event.kind, LINK_CONNECTED);
    int value = 0;
    socklen_t size = sizeof value;
    int fd = socket_to(broker.port);
    assert_true(fd >= 0);
    assert_int_equal(getsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &value, &size), 0);
    assert_int_equal(value, 1);
    link_destroy(link);
    broker_finish(&broker);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_connection_to_the_broker_does_not_delay),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
