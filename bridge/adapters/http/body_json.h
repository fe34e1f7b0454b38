/* The bodies of requests: bytes to plain structs, or a rc and what is wrong with them. Unknown
 * members are ignored. Fuzzed by tests/fuzz/fuzz_http.c. Thread: any. Heap: cJSON's, freed
 * before return.
 */
#ifndef BRIDGE_ADAPTERS_HTTP_BODY_JSON_H
#define BRIDGE_ADAPTERS_HTTP_BODY_JSON_H

#include <stddef.h>

#include "robot/base/ask.h"
#include "robot/base/id.h"
#include "robot/base/rc.h"
#include "robot/wire/message.h"

struct joining {              /* POST /api/v1/players */
    char name[ASK_NAME_SIZE]; /* 1..64 bytes of printable UTF-8 */
    char invite[ASK_CODE_SIZE];
};

struct registration { /* POST /api/v1/robots */
    char id[ID_SIZE];
    struct card card;              /* its id is this id */
    char enrolment[ASK_CODE_SIZE]; /* "" = absent */
};

/* RC_OK, RC_BAD_REQUEST, RC_TOO_LARGE (the card). *ret only on RC_OK, *fault only otherwise. */
ARENA_NODISCARD enum rc joining_from_json(
    const char *json, size_t length, struct joining *ret, struct fault *fault);
ARENA_NODISCARD enum rc registration_from_json(
    const char *json, size_t length, struct registration *ret, struct fault *fault);

#endif
