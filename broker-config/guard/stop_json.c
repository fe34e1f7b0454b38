#include "broker-config/guard/stop_json.h"

#include <cjson/cJSON.h>
#include <string.h>

bool json_asks_stop(const void *payload, size_t length)
{
    if (payload == NULL) {
        return false;
    }
    cJSON *object = cJSON_ParseWithLength(payload, length);
    const char *deed = cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(object, "do"));
    bool yes = deed != NULL && strcmp(deed, "stop") == 0;
    cJSON_Delete(object);
    return yes;
}
