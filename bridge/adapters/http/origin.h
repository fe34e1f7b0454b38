/* Who may be talking to us: the names we are called by (Host) and the pages that may use us
 * (Origin). Both stop a foreign page in somebody's browser: Host against a name that was
 * pointed at our address later (DNS rebinding), Origin against posting across sites. Pure.
 */
#ifndef BRIDGE_ADAPTERS_HTTP_ORIGIN_H
#define BRIDGE_ADAPTERS_HTTP_ORIGIN_H

#include <stdbool.h>

#define HOST_SIZE   256
#define ORIGIN_SIZE 272

/* The name of "name", "name:port", "[v6]" or "[v6]:port", lower case, brackets kept; false when
 * it is none of these. */
bool host_name(const char *host, char name[HOST_SIZE]);

/* True for an address literal, "localhost", `own` (this machine's name, with or without .local)
 * and what the comma-separated `allowed` lists (with or without a port). */
bool host_allowed(const char *host, const char *own, const char *allowed);

enum origin {
    ORIGIN_SAME,    /* the page we serve: scheme://Host */
    ORIGIN_ALLOWED, /* in the list */
    ORIGIN_FOREIGN,
};

/* `origin` not empty. */
enum origin origin_judge(const char *origin, const char *host, const char *allowed);

#endif
