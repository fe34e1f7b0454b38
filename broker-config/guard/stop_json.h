/* Is this ask an ask to stop? Thread: any. */
#ifndef BROKER_CONFIG_GUARD_STOP_JSON_H
#define BROKER_CONFIG_GUARD_STOP_JSON_H

#include <stdbool.h>
#include <stddef.h>

/* True for a JSON object whose "do" is "stop". */
bool json_asks_stop(const void *payload, size_t length);

#endif
