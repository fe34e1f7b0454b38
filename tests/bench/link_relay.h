/* A link over a plain WebSocket relay (relay.mjs), for comparison: what people build without a
 * broker. Text frames: "S" topic subscribes, "P" topic LF payload publishes; the relay sends
 * topic LF payload. No will, no QoS 1, nothing retained; the same mailbox as the link over
 * Paho.
 */
#ifndef TESTS_BENCH_LINK_RELAY_H
#define TESTS_BENCH_LINK_RELAY_H

#include "robot/client/link.h"

struct link *link_relay_create(void); /* NULL: no memory */

#endif
