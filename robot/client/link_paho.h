/* The link to a real broker, by Eclipse Paho's asynchronous client.
 *
 * Paho never sets TCP_NODELAY: programs that drive link nodelay_wrap.c (CMake:
 * arena_nodelay(target)), see robot/README.md.
 */
#ifndef ROBOT_CLIENT_LINK_PAHO_H
#define ROBOT_CLIENT_LINK_PAHO_H

#include "robot/client/link.h"

/* NULL when there is no memory (or no file descriptor) for it. */
struct link *link_paho_create(void);

#endif
