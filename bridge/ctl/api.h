/* The bridge's HTTP API, asked with a token of our own. Refusals are said like any other. */
#ifndef BRIDGE_CTL_API_H
#define BRIDGE_CTL_API_H

#include <stdio.h>

#include "bridge/ctl/ctl.h"
#include "bridge/ctl/fetch.h"

#define API_URL_SIZE (CTL_PATH_SIZE + 200)

/* GET {--api}{path}. CTL_OK: the answer was 200, and the caller finishes it (fetch_finish);
 * else the exit code, said already. */
enum ctl_exit api_get(struct ctl *ctl, const char *path, struct fetched *ret);
/* The same into a file, however long it is. *ret_length: bytes written, also of what was cut
 * short. */
enum ctl_exit api_save(struct ctl *ctl, const char *path, FILE *file, size_t *ret_length);

#endif
