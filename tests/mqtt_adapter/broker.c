#include "tests/mqtt_adapter/broker.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include <cmocka.h>

#define TRIES 500 /* of 20 ms */

static int socket_at(uint16_t port, bool listening)
{
    struct sockaddr_in address = {
        .sin_family = AF_INET,
        .sin_port = htons(port),
        .sin_addr.s_addr = htonl(INADDR_LOOPBACK),
    };
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    int failed = listening ? bind(fd, (struct sockaddr *)&address, sizeof address)
                           : connect(fd, (struct sockaddr *)&address, sizeof address);
    if (failed == 0)
        return fd;
    (void)close(fd);
    return -1;
}

static void path_in(const struct broker *broker, const char *name, char *ret, size_t size)
{
    (void)snprintf(ret, size, "%s/%s", broker->directory, name);
}

void broker_init(struct broker *broker)
{
    struct sockaddr_in address;
    socklen_t length = sizeof address;
    char path[128];
    memset(broker, 0, sizeof *broker);
    int fd = socket_at(0, true);
    assert_true(fd >= 0);
    assert_int_equal(getsockname(fd, (struct sockaddr *)&address, &length), 0);
    broker->port = ntohs(address.sin_port);
    (void)close(fd);
    (void)snprintf(broker->directory, sizeof broker->directory, "/tmp/arena-broker-XXXXXX");
    assert_non_null(mkdtemp(broker->directory));
    path_in(broker, "mosquitto.conf", path, sizeof path);
    FILE *file = fopen(path, "we");
    assert_non_null(file);
    (void)fprintf(file,
        "listener %u 127.0.0.1\nallow_anonymous true\npersistence false\n"
        "max_queued_messages 100000\nset_tcp_nodelay true\n",
        broker->port);
    assert_int_equal(fclose(file), 0);
}

static void run_broker(const struct broker *broker)
{
    char path[128];
    path_in(broker, "mosquitto.conf", path, sizeof path);
    (void)prctl(PR_SET_PDEATHSIG, SIGKILL);
    int quiet = open("/dev/null", O_WRONLY | O_CLOEXEC);
    (void)dup2(quiet, STDERR_FILENO);
    (void)dup2(quiet, STDOUT_FILENO);
    (void)execl("/usr/sbin/mosquitto", "mosquitto", "-c", path, (char *)NULL);
    _exit(127);
}

void broker_start(struct broker *broker)
{
    const struct timespec pause = {.tv_nsec = 20000000};
    broker->pid = fork();
    assert_true(broker->pid >= 0);
    if (broker->pid == 0)
        run_broker(broker);
    for (int i = 0; i < TRIES; i++) {
        int fd = socket_at(broker->port, false);
        if (fd >= 0) {
            (void)close(fd);
            return;
        }
        (void)nanosleep(&pause, NULL);
    }
    fail_msg("the broker does not listen on port %u", broker->port);
}

void broker_kill(struct broker *broker)
{
    if (broker->pid == 0)
        return;
    (void)kill(broker->pid, SIGKILL);
    (void)waitpid(broker->pid, NULL, 0);
    broker->pid = 0;
}

void broker_finish(struct broker *broker)
{
    char path[128];
    broker_kill(broker);
    path_in(broker, "mosquitto.conf", path, sizeof path);
    (void)unlink(path);
    (void)rmdir(broker->directory);
}
