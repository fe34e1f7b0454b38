/* The headers of an answer beside its length: what kind it is, how long it may be kept, what
 * the page may load. Names as libwebsockets wants them, with their colon. Pure.
 */
#ifndef BRIDGE_ADAPTERS_HTTP_POLICY_H
#define BRIDGE_ADAPTERS_HTTP_POLICY_H

#include "bridge/adapters/http/exchange.h"

#define POLICY_HEADERS 20

struct header_line {
    const char *name;
    const char *value; /* NULL: left out */
};

/* Fills `ret` and returns how many; values live as long as the exchange. */
unsigned policy_headers(
    const struct exchange *exchange, struct header_line ret[POLICY_HEADERS]);

#endif
