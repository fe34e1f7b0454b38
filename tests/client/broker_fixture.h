/* A mosquitto of a test's own: anonymous, on free ports of the loopback interface, in a
 * directory that is removed. Waits on conditions, never sleeps to be in time. */
#ifndef TESTS_CLIENT_BROKER_FIXTURE_H
#define TESTS_CLIENT_BROKER_FIXTURE_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

struct broker_fixture {
    char directory[64];
    uint16_t port, ws_port;
    bool anonymous;
    pid_t pid; /* 0 = not running */
};

bool broker_installed(void);
void broker_start(struct broker_fixture *broker, bool anonymous); /* fails the test */
void broker_kill(struct broker_fixture *broker);                  /* SIGKILL */
void broker_again(struct broker_fixture *broker);                 /* on the same ports */
void broker_signal(const struct broker_fixture *broker, int number);
void broker_finish(struct broker_fixture *broker);

uint64_t test_now(void); /* ms, for bounds of waiting */
void test_pause(void);   /* between two looks at a condition: 1 ms */

#endif
