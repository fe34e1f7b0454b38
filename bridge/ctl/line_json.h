/* One JSON value as one line. */
#ifndef BRIDGE_CTL_LINE_JSON_H
#define BRIDGE_CTL_LINE_JSON_H

#include <stdbool.h>
#include <stdio.h>

struct cJSON;

/* Prints and frees it, and flushes: whoever reads a pipe waits for lines. False: no memory. */
bool json_line(FILE *out, struct cJSON *root);

#endif
