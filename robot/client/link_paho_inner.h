/* What the two files of the Paho link share; nobody else includes it. */
#ifndef ROBOT_CLIENT_LINK_PAHO_INNER_H
#define ROBOT_CLIENT_LINK_PAHO_INNER_H

#include <MQTTAsync.h>

#include "robot/client/link.h"
#include "robot/client/link_mailbox.h"

#define REQUESTS 64 /* unanswered requests with a token; then RC_FULL */

enum paho_state { PAHO_IDLE, PAHO_CONNECTING, PAHO_CONNECTED, PAHO_CLOSING };

struct request {
    struct paho *paho;
    bool used;
    enum link_event_kind kind;
    uint32_t token;
    uint32_t generation;
};

struct paho {
    struct link link; /* first: the vtable */
    struct link_mailbox mailbox;
    struct request requests[REQUESTS]; /* under the mailbox's mutex */
    MQTTAsync handle;
    char uri[300], client_id[64]; /* what handle was made for */
    bool mqtt311;
    enum paho_state state;
    bool close_wanted; /* told to disconnect while connecting */
    uint32_t generation;
    struct link_letter *current; /* what the last event points into */
};

/* Makes Paho tell what becomes of a connect, a goodbye, a request; of messages and losses. What
 * it tells goes into the mailbox, on Paho's threads. */
void paho_hear_connect(struct paho *paho, MQTTAsync_connectOptions *options);
void paho_hear_close(struct paho *paho, MQTTAsync_disconnectOptions *options);
/* filters: how many a subscription has; 0 = a publication. request: NULL = nobody asks. */
void paho_hear_request(struct paho *paho, struct request *request, unsigned filters,
    MQTTAsync_responseOptions *options);
/* MQTTASYNC_SUCCESS or Paho's error. */
int paho_hear_messages(struct paho *paho);

/* Thread: any. */
void paho_post(struct paho *paho, enum link_event_kind kind, enum rc rc, const char *reason);

#endif
