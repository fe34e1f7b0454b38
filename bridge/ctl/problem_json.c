#include "bridge/ctl/problem_json.h"

#include <cjson/cJSON.h>

#include "bridge/ctl/line_json.h"

void problem_to_json(FILE *out, const char *code, const char *message)
{
    cJSON *root = cJSON_CreateObject();
    (void)cJSON_AddFalseToObject(root, "ok");
    cJSON *error = cJSON_AddObjectToObject(root, "error");
    (void)cJSON_AddStringToObject(error, "code", code);
    (void)cJSON_AddStringToObject(error, "message", message);
    (void)json_line(out, root);
}
