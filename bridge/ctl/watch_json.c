#include "bridge/ctl/watch_json.h"

#include <cjson/cJSON.h>

#include "bridge/ctl/line_json.h"

void status_to_line(
    FILE *out, const char *robot, uint64_t at, const char *payload, size_t length)
{
    cJSON *root = cJSON_CreateObject();
    (void)cJSON_AddStringToObject(root, "robot", robot);
    (void)cJSON_AddNumberToObject(root, "at", (double)at);
    (void)cJSON_AddItemToObject(root, "status", cJSON_ParseWithLength(payload, length));
    (void)json_line(out, root);
}
