/* {"ok":false,"error":{"code":…,"message":…}}: the one shape of every refusal. */
#ifndef BRIDGE_CTL_PROBLEM_JSON_H
#define BRIDGE_CTL_PROBLEM_JSON_H

#include <stdio.h>

void problem_to_json(FILE *out, const char *code, const char *message);

#endif
