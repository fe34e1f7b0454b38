/* The correlation data that came with an ask, until its answer is said: MQTT 5 clients that
 * sent some get them back. A ring of fixed size: the oldest is forgotten, and its answer then
 * comes without them (it still has the ask's id). Thread: the loop's.
 */
#ifndef BRIDGE_ADAPTERS_MQTT_CORRELATION_H
#define BRIDGE_ADAPTERS_MQTT_CORRELATION_H

#include <stddef.h>

#include "bridge/adapters/mqtt/connection.h"
#include "bridge/adapters/mqtt/mqtt.h"
#include "robot/base/ask.h"
#include "robot/base/id.h"

struct correlation {
    struct principal asker;
    char id[ASK_ID_SIZE]; /* "" = free */
    size_t size;
    unsigned char data[CONNECTION_CORRELATION];
};

struct correlations {
    struct correlation items[MQTT_CORRELATIONS];
    unsigned next;
};

/* An ask came with `size` (1..CONNECTION_CORRELATION) bytes. */
void correlations_keep(
    struct correlations *correlations, const struct correlation *correlation);
/* Of the newest ask with this id; NULL if there were none. Valid until the next keep. */
const struct correlation *correlations_find(
    const struct correlations *correlations, const struct principal *asker, const char *id);

#endif
