/* The broker, as the bridge sees it: bridge/{name} decides, bridge/ear hears `status`.
 *
 * What: keeps both connections, turns their letters into what the app hears and takes, and
 *   implements the ports `robots` and `audience`. Announces the bridge's own presence
 * (retained; the will says lost), with a new `conn` for each connection. Hears: presence, card,
 * event, ask, state on the first; status on the second. Exact words, never all/#. Says: QoS as
 * broker-config/README.md's table. Nothing is queued while there is no connection:
 *   RC_NOT_CONNECTED.
 * Thread: the loop's. Owner: main; outlives the app whose ports it serves.
 */
#ifndef BRIDGE_ADAPTERS_MQTT_MQTT_H
#define BRIDGE_ADAPTERS_MQTT_MQTT_H

#include <stdbool.h>
#include <stdint.h>

#include "bridge/adapters/mailbox.h"
#include "bridge/app/app.h"
#include "bridge/app/ports.h"
#include "robot/base/id.h"
#include "robot/wire/limits.h"

#define MQTT_TOKEN_S      (30u * 24 * 3600) /* life of the bridge's own tokens */
#define MQTT_FAREWELLS    8                 /* robots that are being emptied at once */
#define MQTT_GOODBYE_MS   1000 /* until its own `offline` is heard and acknowledged */
#define MQTT_CORRELATIONS 512  /* asks whose correlation data are remembered */

struct mqtt_config {
    uint32_t source; /* of its letters */
    const char *host;
    uint16_t port;
    const char *root;
    const char *name; /* the bridge is bridge/{name} */
    struct tag boot;
};

/* Whom it tells. Called from mqtt_open_letter and mqtt_turn. */
struct mqtt_sink {
    void *self;
    void (*hear)(void *self, const struct heard *heard);
    void (*take)(void *self, const struct input *input);
};

struct mqtt_needs {
    struct mailbox *mailbox;
    struct port_account account;
    struct port_clock clock;
    struct mqtt_sink sink;
};

struct mqtt_counts {
    uint64_t connects, losses;
    uint64_t heard, foreign; /* foreign: a topic that is not of the grammar */
    uint64_t said, unsaid;   /* unsaid: no connection, or the queue was full */
    bool main_up, ear_up;
};

struct mqtt;

/* NULL: no memory; already logged. Texts of the configuration outlive it. */
struct mqtt *mqtt_create(const struct mqtt_config *config, const struct mqtt_needs *needs);
void mqtt_destroy(struct mqtt *mqtt);

struct port_robots mqtt_robots(struct mqtt *mqtt);
struct port_audience mqtt_audience(struct mqtt *mqtt);

void mqtt_open(struct mqtt *mqtt, uint64_t now); /* begin to connect */
void mqtt_open_letter(struct mqtt *mqtt, const struct letter *letter, uint64_t now);
/* Everything due. Returns the next deadline, UINT64_MAX if there is none. */
uint64_t mqtt_turn(struct mqtt *mqtt, uint64_t now);
/* What decides was lost on the way: begin a new connection, so that everybody repeats it. */
void mqtt_restart(struct mqtt *mqtt, uint64_t now);
/* Says offline and leaves; mqtt_turn goes on until mqtt_closed. */
void mqtt_close(struct mqtt *mqtt, uint64_t now);
bool mqtt_closed(const struct mqtt *mqtt);

/* Connected and subscribed: /readyz. */
bool mqtt_ready(const struct mqtt *mqtt);
void mqtt_count(const struct mqtt *mqtt, struct mqtt_counts *ret);

#endif
