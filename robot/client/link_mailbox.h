/* The mailbox between Paho's threads and the owner: letters in, oldest first out.
 *
 * Bounded in number and bytes. When it is full the oldest QoS 0 message gives way: a robot that
 * was stalled needs what is new, and every frame carries its age anyway. What is not a message
 * (connected, lost, acknowledged…) always finds room.
 */
#ifndef ROBOT_CLIENT_LINK_MAILBOX_H
#define ROBOT_CLIENT_LINK_MAILBOX_H

#include <pthread.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "robot/client/link.h"

#define LINK_MAILBOX_BYTES (4u << 20)

struct link_letter {
    struct link_letter *next;
    enum link_event_kind kind;
    enum rc rc;
    uint32_t token;
    uint32_t generation; /* of the connection it belongs to */
    int qos;
    bool retained;
    char reason[80];
    size_t topic_length, length;
    char bytes[]; /* topic NUL payload NUL */
};

struct link_mailbox {
    pthread_mutex_t mutex;
    int fd; /* eventfd, readable while letters wait */
    struct link_letter *first, *last;
    unsigned messages;
    size_t bytes;
    uint32_t generation; /* stamped on every letter */
    uint32_t dropped;
};

bool link_mailbox_init(struct link_mailbox *mailbox); /* false: no file descriptor */
void link_mailbox_finish(struct link_mailbox *mailbox);

/* Copies. Thread: any. False when the message was dropped (no room, no memory). `letter` names
 * everything but next, generation and bytes. */
bool link_mailbox_put(struct link_mailbox *mailbox, const struct link_letter *letter,
    const char *topic, const void *payload);

/* The oldest, now the caller's (free it); NULL = none. Thread: owner. */
struct link_letter *link_mailbox_take(struct link_mailbox *mailbox);

/* A new connection begins: letters of the one before are recognised. */
uint32_t link_mailbox_next_generation(struct link_mailbox *mailbox);

#endif
