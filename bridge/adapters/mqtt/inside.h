/* What the files of this room share; nobody else includes it. */
#ifndef BRIDGE_ADAPTERS_MQTT_INSIDE_H
#define BRIDGE_ADAPTERS_MQTT_INSIDE_H

#include <stdbool.h>
#include <stdint.h>

#include "bridge/adapters/mqtt/connection.h"
#include "bridge/adapters/mqtt/correlation.h"
#include "bridge/adapters/mqtt/farewell.h"
#include "bridge/adapters/mqtt/mqtt.h"
#include "robot/wire/topic.h"

enum { INDEX_MAIN, INDEX_EAR, INDEX_FAREWELL }; /* of the first farewell: they rise */

struct mqtt {
    struct mqtt_config config;
    struct mqtt_needs needs;
    struct principal self, ear;
    struct connection *main_connection, *ear_connection;
    struct tag conn; /* of the present attempt or connection of main_connection */
    struct correlations correlations;
    struct farewells *farewells;
    struct mqtt_counts counts;
    bool closing;
    int goodbye; /* the token of `offline` */
    bool goodbye_delivered, goodbye_heard;
    uint64_t goodbye_deadline; /* UINT64_MAX: none is waited for */
    char buffer[WIRE_PAYLOAD_LARGE + 1];
};

/* presence of the bridge, retained. *ret_token may be NULL. */
ARENA_NODISCARD enum rc mqtt_say_presence(
    struct mqtt *mqtt, enum presence_state state, int *ret_token);

/* Writes the presence with boot and conn; false when it does not fit. */
bool mqtt_presence_text(
    const struct mqtt *mqtt, enum presence_state state, char *ret, size_t size);

#endif
