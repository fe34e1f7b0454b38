/* One GET of the bridge's API, by libcurl. */
#ifndef BRIDGE_CTL_FETCH_H
#define BRIDGE_CTL_FETCH_H

#include <stddef.h>

#include "robot/base/rc.h"

#define FETCH_MAX (8u * 1024 * 1024) /* bytes of an answer */
#define FETCH_S   30

struct fetched {
    long status; /* HTTP's; 0 = there was no answer */
    char *body;  /* terminated; freed by fetch_finish */
    size_t length;
    char reason[256]; /* why there was none */
};

/* RC_OK when something was answered, whatever it was; RC_NOT_CONNECTED, RC_TOO_LARGE,
 * RC_NO_MEMORY. Blocks. token NULL = none. */
ARENA_NODISCARD enum rc fetch(const char *url, const char *token, struct fetched *ret);
void fetch_finish(struct fetched *fetched);

#endif
