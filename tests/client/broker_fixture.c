#define _DEFAULT_SOURCE
#include "tests/client/broker_fixture.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <poll.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include <cmocka.h>

#define PATIENCE_MS 15000

uint64_t test_now(void)
{
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (uint64_t)time.tv_sec * 1000 + (uint64_t)time.tv_nsec / 1000000;
}

void test_pause(void)
{
    (void)poll(NULL, 0, 1);
}

static const char *binary(void)
{
    static const char *const places[] = {"/usr/sbin/mosquitto", "/usr/local/sbin/mosquitto"};
    for (size_t i = 0; i < sizeof places / sizeof *places; i++) {
        if (access(places[i], X_OK) == 0)
            return places[i];
    }
    return NULL;
}

bool broker_installed(void)
{
    return binary() != NULL;
}

static struct sockaddr_in address(uint16_t port)
{
    struct sockaddr_in where = {.sin_family = AF_INET, .sin_port = htons(port)};
    where.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    return where;
}

static bool is_free(uint16_t port)
{
    struct sockaddr_in where = address(port);
    int yes = 1;
    int fd = socket(AF_INET, SOCK_STREAM, 0);
    assert_true(fd >= 0);
    assert_int_equal(setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes), 0);
    bool bound = bind(fd, (struct sockaddr *)&where, sizeof where) == 0;
    close(fd);
    return bound;
}

/* Below the range of outgoing connections, locked until this process ends:
 * tests/support/ports.py says why, and uses the same locks. */
static uint16_t free_port(void)
{
    char path[64];
    (void)snprintf(path, sizeof path, "/tmp/arena-ports.%u", (unsigned)getuid());
    (void)mkdir(path, 0700); /* another test may have made it */
    for (unsigned step = 0; step < 12000; step++) {
        unsigned port = 20000 + ((unsigned)getpid() * 37 + step) % 12000;
        (void)snprintf(path, sizeof path, "/tmp/arena-ports.%u/%u", (unsigned)getuid(), port);
        int fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
        assert_true(fd >= 0);
        if (flock(fd, LOCK_EX | LOCK_NB) == 0 && is_free((uint16_t)port))
            return (uint16_t)port;
        close(fd);
    }
    fail_msg("no free port between 20000 and 31999");
    return 0;
}

static bool accepts(uint16_t port)
{
    struct sockaddr_in where = address(port);
    int fd = socket(AF_INET, SOCK_STREAM, 0);
    bool connected = connect(fd, (struct sockaddr *)&where, sizeof where) == 0;
    close(fd);
    return connected;
}

static void write_configuration(const struct broker_fixture *broker)
{
    char path[128];
    snprintf(path, sizeof path, "%s/mosquitto.conf", broker->directory);
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    fprintf(file,
        "listener %u 127.0.0.1\nlistener %u 127.0.0.1\nprotocol websockets\n"
        "socket_domain ipv4\nallow_anonymous %s\nset_tcp_nodelay true\nlog_dest none\n"
        "user root\n", /* it dies with the test only while it does not change its user */
        (unsigned)broker->port, (unsigned)broker->ws_port,
        broker->anonymous ? "true" : "false");
    fclose(file);
}

static void run_child(const struct broker_fixture *broker)
{
    char path[128];
    snprintf(path, sizeof path, "%s/mosquitto.conf", broker->directory);
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    int null = open("/dev/null", O_RDWR);
    dup2(null, STDOUT_FILENO);
    dup2(null, STDERR_FILENO);
    execl(binary(), "mosquitto", "-c", path, (char *)NULL);
    _exit(127);
}

void broker_again(struct broker_fixture *broker)
{
    uint64_t deadline = test_now() + PATIENCE_MS;
    broker->pid = fork();
    assert_true(broker->pid >= 0);
    if (broker->pid == 0)
        run_child(broker);
    while (!accepts(broker->port) || !accepts(broker->ws_port)) {
        assert_true(test_now() < deadline);
        test_pause();
    }
}

void broker_start(struct broker_fixture *broker, bool anonymous)
{
    memset(broker, 0, sizeof *broker);
    snprintf(broker->directory, sizeof broker->directory, "/tmp/arena-broker-XXXXXX");
    assert_non_null(mkdtemp(broker->directory));
    broker->port = free_port();
    broker->ws_port = free_port();
    broker->anonymous = anonymous;
    write_configuration(broker);
    broker_again(broker);
}

void broker_signal(const struct broker_fixture *broker, int number)
{
    kill(broker->pid, number);
}

void broker_kill(struct broker_fixture *broker)
{
    if (broker->pid == 0)
        return;
    kill(broker->pid, SIGKILL);
    waitpid(broker->pid, NULL, 0);
    broker->pid = 0;
}

void broker_finish(struct broker_fixture *broker)
{
    char path[128];
    broker_kill(broker);
    snprintf(path, sizeof path, "%s/mosquitto.conf", broker->directory);
    unlink(path);
    rmdir(broker->directory);
}
