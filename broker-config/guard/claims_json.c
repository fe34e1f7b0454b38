#include "broker-config/guard/claims_json.h"

#include <cjson/cJSON.h>
#include <string.h>

#include "robot/base/text.h"

static bool take_text(const cJSON *object, const char *name, char *ret, size_t size)
{
    const char *value = cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(object, name));
    return value != NULL && value[0] != '\0' && text_copy(ret, size, value);
}

static bool take_time(const cJSON *object, const char *name, uint64_t *ret)
{
    const cJSON *item = cJSON_GetObjectItemCaseSensitive(object, name);
    if (!cJSON_IsNumber(item)) {
        return false;
    }
    double value = item->valuedouble;
    if (!(value >= 1 && value <= (double)CLAIMS_TIME_MAX) || (double)(uint64_t)value != value) {
        return false;
    }
    *ret = (uint64_t)value;
    return true;
}

static bool is_mqtt(const cJSON *item)
{
    const char *word = cJSON_GetStringValue(item);
    return word != NULL && strcmp(word, "mqtt") == 0;
}

static bool take_audience(const cJSON *object, bool *ret)
{
    const cJSON *audience = cJSON_GetObjectItemCaseSensitive(object, "aud");
    if (cJSON_IsString(audience)) {
        *ret = is_mqtt(audience);
        return true;
    }
    if (!cJSON_IsArray(audience) || cJSON_GetArraySize(audience) > CLAIMS_AUDIENCES) {
        return false;
    }
    const cJSON *item = NULL;
    cJSON_ArrayForEach(item, audience)
    {
        if (!cJSON_IsString(item)) {
            return false;
        }
        *ret = *ret || is_mqtt(item);
    }
    return true;
}

bool claims_from_json(const char *json, size_t length, struct claims *ret)
{
    cJSON *object = cJSON_ParseWithLength(json, length);
    struct claims claims = {.sub = ""};
    bool good = cJSON_IsObject(object) &&
                take_text(object, "sub", claims.sub, sizeof(claims.sub)) &&
                take_text(object, "iss", claims.iss, sizeof(claims.iss)) &&
                take_audience(object, &claims.for_mqtt) &&
                take_time(object, "iat", &claims.iat) && take_time(object, "exp", &claims.exp);
    cJSON_Delete(object);
    if (good) {
        *ret = claims;
    }
    return good;
}
