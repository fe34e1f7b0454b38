/* A bare Mosquitto for these tests: a free port, its own directory, no ACL. */
#ifndef TESTS_MQTT_ADAPTER_BROKER_H
#define TESTS_MQTT_ADAPTER_BROKER_H

#include <stdint.h>
#include <sys/types.h>

struct broker {
    uint16_t port;
    pid_t pid; /* 0 = not running */
    char directory[64];
};

/* A port and a directory; nothing runs yet. Fails the test when it cannot. */
void broker_init(struct broker *broker);
/* Starts it and waits until it listens. */
void broker_start(struct broker *broker);
void broker_kill(struct broker *broker); /* kill -9 */
void broker_finish(struct broker *broker);

#endif
