#include "robot/client/token_json.h"

#include <cjson/cJSON.h>
#include <stddef.h>
#include <string.h>

#define CLAIMS_SIZE 1024
#define TIME_MAX    1e12

static int sextet(char c)
{
    static const char alphabet[] =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    const char *place = c ? strchr(alphabet, c) : NULL;
    return place ? (int)(place - alphabet) : -1;
}

/* base64url without padding; false when it is not, or too long. */
static bool decode(const char *text, size_t length, char *ret, size_t size)
{
    unsigned bits = 0, count = 0;
    size_t out = 0;
    for (size_t i = 0; i < length; i++) {
        int value = sextet(text[i]);
        if (value < 0)
            return false;
        bits = (bits << 6 | (unsigned)value) & 0xffff;
        count += 6;
        if (count < 8)
            continue;
        count -= 8;
        if (out + 1 >= size)
            return false;
        ret[out++] = (char)(bits >> count & 0xff);
    }
    ret[out] = '\0';
    return true;
}

static bool time_of(const cJSON *claims, const char *name, uint64_t *ret)
{
    const cJSON *claim = cJSON_GetObjectItemCaseSensitive(claims, name);
    if (!cJSON_IsNumber(claim) || !(claim->valuedouble >= 0 && claim->valuedouble < TIME_MAX))
        return false;
    *ret = (uint64_t)claim->valuedouble;
    return true;
}

bool token_times_from_jwt(const char *jwt, struct token_times *ret)
{
    char text[CLAIMS_SIZE];
    const char *start = strchr(jwt, '.');
    const char *end = start ? strchr(start + 1, '.') : NULL;
    if (!end || !decode(start + 1, (size_t)(end - start - 1), text, sizeof text))
        return false;
    cJSON *claims = cJSON_Parse(text);
    struct token_times times;
    bool found = time_of(claims, "iat", &times.iat) && time_of(claims, "exp", &times.exp) &&
                 times.iat < times.exp;
    cJSON_Delete(claims);
    if (found)
        *ret = times;
    return found;
}
