/* The link to a real broker, by Eclipse Paho's asynchronous client.
 *
 * Over WebSocket at most one connection a process: Paho 1.3.12 assembles frames in one place
 * for all of its WebSockets, and mixes up two that arrive in pieces at the same time. A
 * connection takes Paho up to about a second where no other is busy: its thread waits that
 * long. Paho never sets TCP_NODELAY: programs that drive link nodelay_wrap.c (CMake:
 * arena_nodelay(target)), see robot/README.md.
 */
#ifndef ROBOT_CLIENT_LINK_PAHO_H
#define ROBOT_CLIENT_LINK_PAHO_H

#include "robot/client/link.h"

/* NULL when there is no memory (or no file descriptor) for it. */
struct link *link_paho_create(void);

#endif
