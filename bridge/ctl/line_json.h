/* One JSON value as one line. */
#ifndef BRIDGE_CTL_LINE_JSON_H
#define BRIDGE_CTL_LINE_JSON_H

#include <cjson/cJSON.h>
#include <stdbool.h>
#include <stdio.h>

/* Prints and frees it, and flushes: whoever reads a pipe waits for lines. False: no memory. */
bool json_line(FILE *out, cJSON *root);

#endif
