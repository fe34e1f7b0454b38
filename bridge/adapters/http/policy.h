/* The headers of an answer beside its length: what kind it is, how long it may be kept, what
 * the page may load. Names as libwebsockets wants them, with their colon. Pure.
 */
#ifndef BRIDGE_ADAPTERS_HTTP_POLICY_H
#define BRIDGE_ADAPTERS_HTTP_POLICY_H

#include "bridge/adapters/http/exchange.h"
#include "robot/base/text.h"

#define POLICY_HEADERS 24

struct header_line {
    const char *name;
    const char *value; /* NULL: left out */
};

/* Writes the page's Content-Security-Policy: its own files, its own server, and of other
 * servers the broker alone. `broker`: "ws://host:port/…"; one that no policy can name (an IPv6
 * literal) becomes its scheme. */
void policy_write(struct text *ret, const char *broker);

/* Does an Accept-Encoding take gzip? ("gzip;q=0" does not.) */
bool policy_takes_gzip(const char *accept_encoding);

/* Fills `ret` and returns how many; values live as long as the exchange. */
unsigned policy_headers(
    const struct exchange *exchange, struct header_line ret[POLICY_HEADERS]);

#endif
