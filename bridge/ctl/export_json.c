#include "bridge/ctl/export_json.h"

#include <cjson/cJSON.h>
#include <string.h>

#include "bridge/ctl/line_json.h"
#include "bridge/ctl/values.h"
#include "robot/base/text.h"

/* A name between quotes, quotes doubled: whatever a robot calls its fields stays one cell. */
static void print_cell(FILE *out, const char *text)
{
    (void)fputc('"', out);
    for (; *text != '\0'; text++) {
        if (*text == '"')
            (void)fputc('"', out);
        (void)fputc(*text, out);
    }
    (void)fputc('"', out);
}

static bool print_point(const cJSON *point, const char *field, FILE *out)
{
    double values[5];
    for (int i = 0; i < 5; i++) {
        const cJSON *item = cJSON_GetArrayItem(point, i);
        if (!cJSON_IsNumber(item))
            return false;
        values[i] = item->valuedouble;
    }
    if (values[0] < 0 || values[0] > 1e14)
        return false;
    char when[MOMENT_SIZE];
    (void)fprintf(out, "%s,", moment_to_text((uint64_t)values[0], when));
    print_cell(out, field);
    (void)fprintf(out, ",%.0f,%.9g,%.9g,%.9g\n", values[1], values[2], values[3], values[4]);
    return true;
}

static bool print_field(const cJSON *points, FILE *out)
{
    const cJSON *point;
    if (!cJSON_IsArray(points))
        return false;
    cJSON_ArrayForEach(point, points)
    {
        if (!print_point(point, points->string, out))
            return false;
    }
    return true;
}

bool telemetry_to_csv(const char *json, size_t length, FILE *out)
{
    cJSON *root = cJSON_ParseWithLength(json, length);
    const cJSON *fields = cJSON_GetObjectItemCaseSensitive(root, "fields");
    bool good = cJSON_IsObject(fields);
    if (good)
        (void)fputs("time,field,count,min,mean,max\n", out);
    const cJSON *points;
    cJSON_ArrayForEach(points, fields)
    {
        good = good && print_field(points, out);
    }
    cJSON_Delete(root);
    return good;
}

bool telemetry_to_line(const char *json, size_t length, FILE *out)
{
    cJSON *root = cJSON_ParseWithLength(json, length);
    bool good = cJSON_IsObject(cJSON_GetObjectItemCaseSensitive(root, "fields")) &&
                cJSON_AddTrueToObject(root, "ok") != NULL;
    if (good)
        return json_line(out, root);
    cJSON_Delete(root);
    return false;
}

enum rc problem_from_json(const char *json, size_t length, char *ret_detail, size_t size)
{
    cJSON *root = cJSON_ParseWithLength(json, length);
    const char *code = cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(root, "code"));
    const char *detail = cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(root, "detail"));
    enum rc rc = code != NULL ? rc_from_name(code) : RC_INTERNAL;
    ret_detail[0] = '\0';
    if (detail != NULL && text_is_printable_utf8(detail, strlen(detail)))
        (void)text_copy(ret_detail, size, detail);
    cJSON_Delete(root);
    return rc;
}
