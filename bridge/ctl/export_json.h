/* The bridge's answers over HTTP, as lines of CSV, as JSON, or as a refusal. */
#ifndef BRIDGE_CTL_EXPORT_JSON_H
#define BRIDGE_CTL_EXPORT_JSON_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

#include "robot/base/rc.h"

/* {"fields":{NAME:[[at,count,min,mean,max],…]}} as "time,field,count,min,mean,max" lines. False
 * when it is no such answer. */
bool telemetry_to_csv(const char *json, size_t length, FILE *out);
/* The same as {"ok":true,…} */
bool telemetry_to_line(const char *json, size_t length, FILE *out);

/* application/problem+json: RC_INTERNAL and "" when it is none. */
enum rc problem_from_json(const char *json, size_t length, char *ret_detail, size_t size);

#endif
