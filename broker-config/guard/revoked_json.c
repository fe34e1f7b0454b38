#include "broker-config/guard/revoked_json.h"

#include <cjson/cJSON.h>

bool json_revoked_before(const void *payload, size_t length, uint64_t *ret)
{
    cJSON *object = cJSON_ParseWithLength(payload, length);
    const cJSON *before = cJSON_GetObjectItemCaseSensitive(object, "before");
    bool good =
        cJSON_IsNumber(before) && before->valuedouble >= 1 && before->valuedouble < 1e15;
    if (good) {
        *ret = (uint64_t)before->valuedouble;
    }
    cJSON_Delete(object);
    return good;
}
