#include "bridge/adapters/http/body_json.h"

#include <cjson/cJSON.h>
#include <string.h>

#include "robot/base/text.h"
#include "robot/wire/scan_json.h"

static enum rc refuse(struct fault *fault, const char *path, const char *sentence)
{
    (void)text_copy(fault->path, sizeof fault->path, path);
    (void)text_copy(fault->sentence, sizeof fault->sentence, sentence);
    return RC_BAD_REQUEST;
}

/* The whole text must be one object, and JSON as the arena takes it. NULL otherwise. */
static cJSON *object_create(const char *json, size_t length)
{
    cJSON *object = json_scan(json, length) ? cJSON_ParseWithLength(json, length) : NULL;
    if (object != NULL && cJSON_IsObject(object))
        return object;
    cJSON_Delete(object);
    return NULL;
}

/* A code is letters, digits, '-' and '_'. */
static bool code_valid(const char *code)
{
    static const char ALLOWED[] =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    return strspn(code, ALLOWED) == strlen(code);
}

static enum rc read_code(const cJSON *object, const char *name, char *ret, struct fault *fault)
{
    const char *code = cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(object, name));
    if (code == NULL || code[0] == '\0' || !code_valid(code) ||
        !text_copy(ret, ASK_CODE_SIZE, code))
        return refuse(fault, name, "must be a code of up to 31 letters and digits");
    return RC_OK;
}

static enum rc read_joining(const cJSON *object, struct joining *ret, struct fault *fault)
{
    const char *name = cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(object, "name"));
    if (name == NULL || name[0] == '\0' || !text_is_printable_utf8(name, strlen(name)) ||
        !text_copy(ret->name, sizeof ret->name, name))
        return refuse(fault, "name", "must be 1 to 64 bytes of printable text");
    return read_code(object, "invite", ret->invite, fault);
}

enum rc joining_from_json(
    const char *json, size_t length, struct joining *ret, struct fault *fault)
{
    struct joining joining;
    memset(&joining, 0, sizeof joining);
    cJSON *object = object_create(json, length);
    if (object == NULL)
        return refuse(fault, "", "must be one JSON object");
    enum rc rc = read_joining(object, &joining, fault);
    cJSON_Delete(object);
    if (rc == RC_OK)
        *ret = joining;
    return rc;
}

/* The card is written out again, so that robot/wire alone says what a card is. */
static enum rc read_card(const cJSON *object, struct card *ret, struct fault *fault)
{
    const cJSON *card = cJSON_GetObjectItemCaseSensitive(object, "card");
    char *text = cJSON_IsObject(card) ? cJSON_PrintUnformatted(card) : NULL;
    if (text == NULL)
        return refuse(fault, "card", "must be an object");
    struct fault inner;
    memset(&inner, 0, sizeof inner);
    enum rc rc = card_from_json(text, strlen(text), ret, &inner);
    cJSON_free(text);
    if (rc == RC_OK)
        return RC_OK;
    struct text path;
    text_init(&path, fault->path, sizeof fault->path);
    text_addf(&path, "card%s%s", inner.path[0] != '\0' ? "." : "", inner.path);
    (void)text_copy(fault->sentence, sizeof fault->sentence, inner.sentence);
    return rc;
}

static enum rc read_registration(
    const cJSON *object, struct registration *ret, struct fault *fault)
{
    const char *id = cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(object, "id"));
    if (id == NULL || !id_valid(id) || !text_copy(ret->id, sizeof ret->id, id))
        return refuse(fault, "id", "must be an id: [a-z0-9][a-z0-9-]{0,30}");
    enum rc rc = read_card(object, &ret->card, fault);
    if (rc != RC_OK)
        return rc;
    if (strcmp(ret->card.id, ret->id) != 0)
        return refuse(fault, "card.id", "must be the id that is registered");
    if (cJSON_GetObjectItemCaseSensitive(object, "enrolment") == NULL)
        return RC_OK;
    return read_code(object, "enrolment", ret->enrolment, fault);
}

enum rc registration_from_json(
    const char *json, size_t length, struct registration *ret, struct fault *fault)
{
    struct registration registration;
    memset(&registration, 0, sizeof registration);
    cJSON *object = object_create(json, length);
    if (object == NULL)
        return refuse(fault, "", "must be one JSON object");
    enum rc rc = read_registration(object, &registration, fault);
    cJSON_Delete(object);
    if (rc == RC_OK)
        *ret = registration;
    return rc;
}
