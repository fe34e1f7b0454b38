/* What the bridge says of a revocation: {"before": Unix s}. Thread: any. */
#ifndef BROKER_CONFIG_GUARD_REVOKED_JSON_H
#define BROKER_CONFIG_GUARD_REVOKED_JSON_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* False when it is not of that form; *ret is written only on true. */
bool json_revoked_before(const void *payload, size_t length, uint64_t *ret);

#endif
