/* A status as a line of JSON: {"robot":…,"at":…,"status":{…}}. */
#ifndef BRIDGE_CTL_WATCH_JSON_H
#define BRIDGE_CTL_WATCH_JSON_H

#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

/* The payload was parsed as a status before. */
void status_to_line(
    FILE *out, const char *robot, uint64_t at, const char *payload, size_t length);

#endif
