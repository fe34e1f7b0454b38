#include <cjson/cJSON.h>

#include "bridge/ctl/drive.h"
#include "bridge/ctl/line_json.h"

void ack_to_line(FILE *out, const char *robot, const struct ack *ack)
{
    cJSON *root = cJSON_CreateObject();
    (void)cJSON_AddStringToObject(root, "event", "ack");
    (void)cJSON_AddStringToObject(root, "robot", robot);
    (void)cJSON_AddStringToObject(root, "id", ack->id.text);
    (void)cJSON_AddStringToObject(root, "action", ack->action);
    (void)cJSON_AddStringToObject(root, "state", ack_state_word(ack->state));
    (void)cJSON_AddStringToObject(root, "why", ack->why);
    (void)json_line(out, root);
}
