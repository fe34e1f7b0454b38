/* Readers over cJSON's tree. A reader that returns an error at every call was rejected: half of
 * each codec would be error paths that no test walks. A table of members with offsets was
 * rejected too: nested maps, choices and counts need code anyway, and the compiler would no
 * longer check the types.
 *
 * What must stay true: the text is scanned before cJSON sees it (json_scan); duplicate members,
 * numbers beyond double and objects of more than WIRE_JSON_MEMBERS members are refused wherever
 * they are, also inside members nobody knows.
 */
#include "robot/wire/read_json.h"

#include <cjson/cJSON.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "robot/base/text.h"
#include "robot/wire/limits.h"
#include "robot/wire/scan_json.h"

/* Names come from the peer and paths end in logs: other than visible ASCII becomes '?'. */
static void add_visible(struct text *text, const char *name)
{
    for (const char *c = name; *c != '\0'; c++) {
        char visible = *c > ' ' && *c < 0x7F ? *c : '?';
        text_add_bytes(text, &visible, 1);
    }
}

static void add_name(struct text *text, const char *name)
{
    if (text->length > 0)
        text_add(text, ".");
    add_visible(text, name);
}

/* From the root down; as deep as the text, so at most WIRE_JSON_DEPTH. */
static void add_path(struct text *text, const struct json_at *at)
{
    if (!at->up)
        return;
    add_path(text, at->up);
    if (at->index >= 0)
        text_addf(text, "[%d]", at->index);
    else
        add_name(text, at->node->string);
}

void json_fault(const struct json_at *at, const char *name, const char *sentence)
{
    struct json_reader *reader = at->reader;
    if (reader->rc != RC_OK)
        return;
    reader->rc = RC_BAD_REQUEST;
    struct text path;
    text_init(&path, reader->fault.path, sizeof reader->fault.path);
    add_path(&path, at);
    if (name)
        add_name(&path, name);
    struct text text;
    text_init(&text, reader->fault.sentence, sizeof reader->fault.sentence);
    text_add(&text, sentence);
}

bool json_is_bad(const struct json_at *at)
{
    return at->reader->rc != RC_OK;
}

static bool seen_before(const cJSON *member, const cJSON *first)
{
    for (const cJSON *other = first; other != member; other = other->next) {
        if (strcmp(other->string, member->string) == 0)
            return true;
    }
    return false;
}

static void check_tree(const struct json_at *at)
{
    bool object = cJSON_IsObject(at->node);
    if (object && cJSON_GetArraySize(at->node) > WIRE_JSON_MEMBERS)
        json_fault(at, NULL, "has too many members");
    int index = 0;
    const cJSON *child;
    cJSON_ArrayForEach(child, at->node)
    {
        struct json_at item = {at->reader, child, at, object ? -1 : index};
        index++;
        if (json_is_bad(at))
            return;
        if (object && seen_before(child, at->node->child))
            json_fault(&item, NULL, "is there twice");
        else if (cJSON_IsNumber(child) && !isfinite(child->valuedouble))
            json_fault(&item, NULL, "is too large a number");
        check_tree(&item);
    }
}

const struct json_at *json_open(
    struct json_reader *reader, const char *json, size_t length, size_t max)
{
    *reader = (struct json_reader){.rc = RC_OK};
    struct json_at *root = &reader->root;
    *root = (struct json_at){.reader = reader, .index = -1};
    if (length > max) {
        json_fault(root, NULL, "the message is too large");
        reader->rc = RC_TOO_LARGE;
        return root;
    }
    if (!json_scan(json, length)) {
        json_fault(root, NULL, "is not JSON, or nested too deep");
        return root;
    }
    reader->tree = cJSON_ParseWithLength(json, length);
    root->node = reader->tree;
    if (!cJSON_IsObject(root->node))
        json_fault(root, NULL, "must be an object");
    else
        check_tree(root);
    return root;
}

enum rc json_close(struct json_reader *reader, struct fault *fault)
{
    cJSON_Delete(reader->tree);
    reader->tree = NULL;
    reader->root.node = NULL;
    if (reader->rc != RC_OK && fault)
        *fault = reader->fault;
    return reader->rc;
}

static const cJSON *may_find(const struct json_at *at, const char *name)
{
    if (json_is_bad(at) || !at->node)
        return NULL;
    return name ? cJSON_GetObjectItemCaseSensitive(at->node, name) : at->node;
}

static const cJSON *need_find(const struct json_at *at, const char *name)
{
    const cJSON *node = may_find(at, name);
    if (!node)
        json_fault(at, name, "is missing");
    return node;
}

bool json_has(const struct json_at *at, const char *name)
{
    return may_find(at, name) != NULL;
}

static bool in_range(
    const struct json_at *at, const char *name, const cJSON *node, double min, double max)
{
    double value = node->valuedouble;
    if (cJSON_IsNumber(node) && value >= min && value <= max)
        return true;
    char sentence[sizeof at->reader->fault.sentence];
    (void)snprintf(sentence, sizeof sentence, "must be a number from %.16g to %.16g", min, max);
    json_fault(at, name, sentence);
    return false;
}

static bool is_whole(const struct json_at *at, const char *name, const cJSON *node)
{
    if (floor(node->valuedouble) == node->valuedouble)
        return true;
    json_fault(at, name, "must be a whole number");
    return false;
}

static void give_u32(const struct json_at *at, const char *name, const cJSON *node,
    const uint32_t range[2], uint32_t *ret)
{
    if (node && in_range(at, name, node, range[0], range[1]) && is_whole(at, name, node))
        *ret = (uint32_t)node->valuedouble;
}

void json_need_u32(
    const struct json_at *at, const char *name, uint32_t min, uint32_t max, uint32_t *ret)
{
    give_u32(at, name, need_find(at, name), (const uint32_t[]){min, max}, ret);
}

void json_may_u32(
    const struct json_at *at, const char *name, uint32_t min, uint32_t max, uint32_t *ret)
{
    give_u32(at, name, may_find(at, name), (const uint32_t[]){min, max}, ret);
}

static void give_i32(const struct json_at *at, const char *name, const cJSON *node,
    const int32_t range[2], int32_t *ret)
{
    if (node && in_range(at, name, node, range[0], range[1]) && is_whole(at, name, node))
        *ret = (int32_t)node->valuedouble;
}

void json_need_i32(
    const struct json_at *at, const char *name, int32_t min, int32_t max, int32_t *ret)
{
    give_i32(at, name, need_find(at, name), (const int32_t[]){min, max}, ret);
}

void json_may_i32(
    const struct json_at *at, const char *name, int32_t min, int32_t max, int32_t *ret)
{
    give_i32(at, name, may_find(at, name), (const int32_t[]){min, max}, ret);
}

static void give_u64(
    const struct json_at *at, const char *name, const cJSON *node, uint64_t *ret)
{
    if (node && in_range(at, name, node, 0, (double)JSON_INTEGER_MAX) &&
        is_whole(at, name, node))
        *ret = (uint64_t)node->valuedouble;
}

void json_need_u64(const struct json_at *at, const char *name, uint64_t *ret)
{
    give_u64(at, name, need_find(at, name), ret);
}

void json_may_u64(const struct json_at *at, const char *name, uint64_t *ret)
{
    give_u64(at, name, may_find(at, name), ret);
}

void json_need_number(
    const struct json_at *at, const char *name, double min, double max, double *ret)
{
    const cJSON *node = need_find(at, name);
    if (node && in_range(at, name, node, min, max))
        *ret = node->valuedouble;
}

void json_may_number(
    const struct json_at *at, const char *name, double min, double max, double *ret)
{
    const cJSON *node = may_find(at, name);
    if (node && in_range(at, name, node, min, max))
        *ret = node->valuedouble;
}

bool json_is_number(const struct json_at *at)
{
    return !json_is_bad(at) && cJSON_IsNumber(at->node);
}

static void give_bool(const struct json_at *at, const char *name, const cJSON *node, bool *ret)
{
    if (!node)
        return;
    if (cJSON_IsBool(node))
        *ret = cJSON_IsTrue(node);
    else
        json_fault(at, name, "must be true or false");
}

void json_need_bool(const struct json_at *at, const char *name, bool *ret)
{
    give_bool(at, name, need_find(at, name), ret);
}

void json_may_bool(const struct json_at *at, const char *name, bool *ret)
{
    give_bool(at, name, may_find(at, name), ret);
}

static const char *string_of(const struct json_at *at, const char *name, const cJSON *node)
{
    if (!node)
        return NULL;
    if (!cJSON_IsString(node)) {
        json_fault(at, name, "must be a string");
        return NULL;
    }
    return node->valuestring;
}

const char *json_need_string(const struct json_at *at, const char *name)
{
    return string_of(at, name, need_find(at, name));
}

const char *json_may_string(const struct json_at *at, const char *name)
{
    return string_of(at, name, may_find(at, name));
}

static bool is_null(const struct json_at *at, const char *name)
{
    const cJSON *node = may_find(at, name);
    return node && cJSON_IsNull(node);
}

void json_need_principal_or_null(
    const struct json_at *at, const char *name, struct principal *ret)
{
    if (!is_null(at, name))
        json_need_principal(at, name, ret);
}

void json_may_principal_or_null(
    const struct json_at *at, const char *name, struct principal *ret)
{
    if (!is_null(at, name))
        json_may_principal(at, name, ret);
}

void json_may_id_or_null(const struct json_at *at, const char *name, char ret[ID_SIZE])
{
    if (!is_null(at, name))
        json_may_id(at, name, ret);
}

bool json_may_object(const struct json_at *at, const char *name, struct json_at *ret)
{
    const cJSON *node = may_find(at, name);
    if (!node)
        return false;
    if (!cJSON_IsObject(node)) {
        json_fault(at, name, "must be an object");
        return false;
    }
    *ret = name ? (struct json_at){at->reader, node, at, -1} : *at;
    return true;
}

unsigned json_count(const struct json_at *list)
{
    return json_is_bad(list) || !list->node ? 0 : (unsigned)cJSON_GetArraySize(list->node);
}

static unsigned count_within(
    const struct json_at *at, const char *name, unsigned limit, struct json_at *list)
{
    unsigned count = json_count(list);
    if (count <= limit)
        return count;
    char sentence[sizeof at->reader->fault.sentence];
    (void)snprintf(sentence, sizeof sentence, "has more than %u entries", limit);
    json_fault(at, name, sentence);
    return 0;
}

unsigned json_may_array(
    const struct json_at *at, const char *name, unsigned limit, struct json_at *ret)
{
    const cJSON *node = may_find(at, name);
    if (!node)
        return 0;
    if (!cJSON_IsArray(node)) {
        json_fault(at, name, "must be a list");
        return 0;
    }
    *ret = (struct json_at){at->reader, node, at, -1};
    return count_within(at, name, limit, ret);
}

unsigned json_may_members(
    const struct json_at *at, const char *name, unsigned limit, struct json_at *ret)
{
    struct json_at list;
    if (!json_may_object(at, name, &list))
        return 0;
    *ret = list;
    return count_within(at, name, limit, ret);
}

void json_item(const struct json_at *list, unsigned i, struct json_at *ret)
{
    const cJSON *node = NULL;
    if (!json_is_bad(list) && list->node)
        node = cJSON_GetArrayItem(list->node, (int)i);
    bool element = list->node && cJSON_IsArray(list->node);
    *ret = (struct json_at){list->reader, node, list, element ? (int)i : -1};
}

void json_item_object(const struct json_at *list, unsigned i, struct json_at *ret)
{
    json_item(list, i, ret);
    struct json_at same;
    (void)json_may_object(ret, NULL, &same); /* records the fault; it is the same place */
}

const char *json_item_name(const struct json_at *item)
{
    return item->node && item->node->string ? item->node->string : "";
}
