#include "bridge/adapters/http/problem_json.h"

#include <assert.h>
#include <cjson/cJSON.h>
#include <stdbool.h>
#include <string.h>

static bool print(cJSON *problem, char *buffer, size_t size)
{
    return problem != NULL && cJSON_PrintPreallocated(problem, buffer, (int)size, 0) != 0;
}

static cJSON *problem_create(enum rc rc, int status, const char *detail)
{
    cJSON *problem = cJSON_CreateObject();
    (void)cJSON_AddStringToObject(problem, "code", rc_name(rc));
    (void)cJSON_AddStringToObject(problem, "title", rc_sentence(rc));
    if (detail != NULL)
        (void)cJSON_AddStringToObject(problem, "detail", detail);
    (void)cJSON_AddNumberToObject(problem, "status", status);
    return problem;
}

size_t problem_to_json(enum rc rc, int status, const char *detail, char *buffer, size_t size)
{
    assert(size >= 512);
    cJSON *problem = problem_create(rc, status, detail);
    if (!print(problem, buffer, size)) {
        cJSON_Delete(problem);
        problem = problem_create(rc, status, NULL);
        if (!print(problem, buffer, size))
            memcpy(buffer, "{}", sizeof "{}");
    }
    cJSON_Delete(problem);
    return strlen(buffer);
}
