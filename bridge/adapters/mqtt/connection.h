/* One MQTT connection of the bridge's own: Paho MQTTAsync, MQTT 5, its own reconnect loop.
 *
 * What: connects with a token minted for each attempt, subscribes, reports what happens as
 * letters in the mailbox, and publishes. The letters come back by connection_open, on the
 * loop's thread, and only that thread looks at the state. Reconnect: 20 ms after a loss, then
 * with jitter: 0.1, 0.2, 0.4, at most 1 s (Paho's automatic one took 1-5 s after a broker's
 * restart). Thread: the loop's; Paho's threads only post. Owner: the creator; it outlives its
 * letters.
 */
#ifndef BRIDGE_ADAPTERS_MQTT_CONNECTION_H
#define BRIDGE_ADAPTERS_MQTT_CONNECTION_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "bridge/adapters/mailbox.h"
#include "robot/base/ask.h"
#include "robot/base/id.h"
#include "robot/base/rc.h"
#include "robot/wire/limits.h"

#define CONNECTION_FILTERS     8
#define CONNECTION_HOST_SIZE   256
#define CONNECTION_KEEPALIVE_S 5
#define CONNECTION_FIRST_MS    20 /* after a loss */
#define CONNECTION_BACKOFF_MS  100
#define CONNECTION_BACKOFF_MAX 1000
#define CONNECTION_GIVE_UP_MS  8000 /* connecting or leaving takes at most so long */
#define CONNECTION_CORRELATION 128  /* bytes of correlation data that are given back */

enum connection_letter { /* letter.kind; letter.number is the connection's index */
    LETTER_CONNECTED,
    LETTER_REFUSED,    /* code: Paho's or the broker's reason */
    LETTER_LOST,       /* code: the broker's reason, or 0 */
    LETTER_SUBSCRIBED, /* code: the number of refused filters */
    LETTER_CLOSED,
    LETTER_DELIVERED, /* code: the publish's token */
    LETTER_MESSAGE,   /* head: topic, NUL, correlation data; body: payload; flag: retained */
};

enum connection_state {
    CONNECTION_IDLE,    /* closed, or not opened yet */
    CONNECTION_WAITING, /* until the next attempt */
    CONNECTION_CONNECTING,
    CONNECTION_UP,
    CONNECTION_CLOSING,
    CONNECTION_STATE_COUNT_
};

struct connection_config {
    uint32_t source;        /* of its letters */
    uint32_t index;         /* letter.number */
    enum mailbox_lane lane; /* of its messages; what it reports is always decisive */
    char host[CONNECTION_HOST_SIZE];
    uint16_t port;
    struct principal principal;
    bool once; /* no second attempt: a failure leaves it idle */
    unsigned filter_count;
    char filters[CONNECTION_FILTERS][WIRE_TOPIC_SIZE];
    int filter_qos[CONNECTION_FILTERS];
};

/* What an attempt to connect needs; asked for each time. */
struct connection_login {
    char token[ASK_TOKEN_SIZE];
    char will_topic[WIRE_TOPIC_SIZE]; /* "" = no will */
    char will[256];                   /* QoS 1, retained */
};

struct connection_needs {
    struct mailbox *mailbox;
    void *self;
    /* False: no login now, try again later. */
    bool (*login)(void *self, uint32_t index, struct connection_login *ret);
};

/* What a letter meant. */
enum connection_event {
    CONNECTION_NOTHING,
    CONNECTION_OPENED,    /* connected; what was to be heard is subscribed */
    CONNECTION_ENDED,     /* was up, is not any more */
    CONNECTION_FAILED,    /* an attempt failed */
    CONNECTION_LEFT,      /* closed as asked */
    CONNECTION_DELIVERED, /* letter->code is the token */
    CONNECTION_HEARD,     /* letter is a message */
};

struct publication {
    const char *topic;
    const void *payload; /* NULL with length 0: empties a retained document */
    size_t length;
    int qos;
    bool retained;
    const void *correlation;
    size_t correlation_size; /* 0 = none */
};

struct connection;

/* NULL: no memory, or Paho refuses the address. */
struct connection *connection_create(
    const struct connection_config *config, const struct connection_needs *needs);
/* Drops what is open without a goodbye: connection_close first. */
void connection_destroy(struct connection *connection);

void connection_open(struct connection *connection, uint64_t now); /* connect as soon as due */
/* Unsubscribes from all filters but the first `kept`. Before a goodbye: a socket that is closed
 * while something arrives is reset, and the broker takes that for a loss. */
void connection_hush(struct connection *connection, unsigned kept);
/* DISCONNECT: the will is not said; what is on its way may take up to `linger_ms`. */
void connection_close(struct connection *connection, uint64_t now, uint32_t linger_ms);
/* Leaves and comes back with a new connection. */
void connection_restart(struct connection *connection, uint64_t now);

enum connection_event connection_read(
    struct connection *connection, const struct letter *letter, uint64_t now);
/* Begins what is due. CONNECTION_FAILED or CONNECTION_LEFT when something took too long. */
enum connection_event connection_pass_time(struct connection *connection, uint64_t now);
uint64_t connection_next_deadline(const struct connection *connection); /* UINT64_MAX: none */

/* RC_OK, RC_NOT_CONNECTED unless up, RC_FULL. *ret_token may be NULL; QoS 1: LETTER_DELIVERED
 * brings it when the broker has acknowledged. Never blocks. */
ARENA_NODISCARD enum rc connection_publish(
    struct connection *connection, const struct publication *publication, int *ret_token);

enum connection_state connection_state(const struct connection *connection);

#endif
