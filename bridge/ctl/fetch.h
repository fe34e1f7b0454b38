/* One GET of the bridge's API, by libcurl. */
#ifndef BRIDGE_CTL_FETCH_H
#define BRIDGE_CTL_FETCH_H

#include <signal.h>
#include <stddef.h>
#include <stdio.h>

#include "robot/base/rc.h"

#define FETCH_MAX (8u * 1024 * 1024) /* bytes of an answer */
#define FETCH_S   30

/* Where an answer of 200 goes, however long it is: as long as it moves. */
struct fetch_into {
    FILE *file;
    const volatile sig_atomic_t *interrupted;
};

struct fetched {
    long status; /* HTTP's; 0 = there was no answer */
    char *body;  /* terminated; freed by fetch_finish */
    size_t length;
    size_t saved;     /* bytes of it that went into a file */
    char reason[256]; /* why there was none */
};

/* RC_OK when something was answered, whatever it was; RC_NOT_CONNECTED (or cut short),
 * RC_TOO_LARGE, RC_IO (the file), RC_NO_MEMORY. Blocks. token NULL = none; into NULL = the
 * body.
 */
ARENA_NODISCARD enum rc fetch(
    const char *url, const char *token, const struct fetch_into *into, struct fetched *ret);
void fetch_finish(struct fetched *fetched);

#endif
