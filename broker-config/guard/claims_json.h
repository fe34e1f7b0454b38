/* What a verified token says, out of its JSON. Only the claims the arena knows are looked at.
 * Source: broker-config/README.md, "Login". Thread: any.
 */
#ifndef BROKER_CONFIG_GUARD_CLAIMS_JSON_H
#define BROKER_CONFIG_GUARD_CLAIMS_JSON_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "robot/base/id.h"
#include "robot/wire/limits.h"

#define CLAIMS_AUDIENCES 8
#define CLAIMS_TIME_MAX  9007199254740991ull /* 2^53 - 1: what JSON numbers hold exactly */

struct claims {
    char sub[PRINCIPAL_SIZE];
    char iss[WIRE_ROOT_SIZE];
    bool for_mqtt;     /* aud is "mqtt" or a list that has it */
    uint64_t iat, exp; /* Unix s, whole numbers */
};

/* False when a claim is missing, of the wrong type, too long, or a list of audiences has more
 * than CLAIMS_AUDIENCES; *ret is written only on true. */
bool claims_from_json(const char *json, size_t length, struct claims *ret);

#endif
