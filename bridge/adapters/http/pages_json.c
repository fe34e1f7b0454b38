#include "bridge/adapters/http/pages_json.h"

#include <cjson/cJSON.h>
#include <inttypes.h>
#include <string.h>

static size_t print_and_delete(cJSON *json, char *buffer, size_t size)
{
    bool fits = json != NULL && cJSON_PrintPreallocated(json, buffer, (int)size, 0) != 0;
    cJSON_Delete(json);
    return fits ? strlen(buffer) : 0;
}

static void add_principal(cJSON *object, const char *name, const struct principal *principal)
{
    char text[PRINCIPAL_SIZE];
    if (principal_is_nobody(principal))
        (void)cJSON_AddNullToObject(object, name);
    else
        (void)cJSON_AddStringToObject(object, name, principal_to_text(principal, text));
}

size_t welcome_to_json(const struct welcome *welcome, char *buffer, size_t size)
{
    cJSON *object = cJSON_CreateObject();
    add_principal(object, "principal", &welcome->reply->principal);
    (void)cJSON_AddStringToObject(object, "token", welcome->reply->token);
    (void)cJSON_AddStringToObject(object, "root", welcome->root);
    if (welcome->host == NULL) {
        (void)cJSON_AddStringToObject(object, "broker", welcome->ws);
    } else {
        cJSON *broker = cJSON_AddObjectToObject(object, "broker");
        (void)cJSON_AddStringToObject(broker, "host", welcome->host);
        (void)cJSON_AddNumberToObject(broker, "port", welcome->port);
        (void)cJSON_AddStringToObject(broker, "ws", welcome->ws);
    }
    (void)cJSON_AddNumberToObject(object, "expires", (double)welcome->reply->expires);
    return print_and_delete(object, buffer, size);
}

static cJSON *entry_create(const struct roster_entry *entry)
{
    cJSON *object = cJSON_CreateObject();
    (void)cJSON_AddStringToObject(object, "id", entry->id);
    (void)cJSON_AddStringToObject(object, "name", entry->name);
    (void)cJSON_AddStringToObject(object, "kind", entry->kind);
    (void)cJSON_AddStringToObject(object, "state", roster_state_name(entry->state));
    add_principal(object, "driver", &entry->driver);
    if (entry->session.text[0] != '\0')
        (void)cJSON_AddStringToObject(object, "session", entry->session.text);
    if (entry->out_of_service)
        (void)cJSON_AddBoolToObject(object, "out_of_service", 1);
    (void)cJSON_AddNumberToObject(object, "queue", entry->queue);
    cJSON *cameras = cJSON_AddArrayToObject(object, "cameras");
    for (unsigned i = 0; i < entry->camera_count; i++)
        (void)cJSON_AddItemToArray(cameras, cJSON_CreateString(entry->cameras[i].text));
    return object;
}

size_t roster_entry_to_json(const struct roster_entry *entry, char *buffer, size_t size)
{
    return print_and_delete(entry_create(entry), buffer, size);
}

size_t roster_page_to_json(const struct core_roster_page *page, char *buffer, size_t size)
{
    cJSON *object = cJSON_CreateObject();
    (void)cJSON_AddNumberToObject(object, "rev", page->rev);
    cJSON *robots = cJSON_AddArrayToObject(object, "robots");
    for (unsigned i = 0; i < page->count; i++)
        (void)cJSON_AddItemToArray(robots, entry_create(&page->robots[i]));
    if (page->next[0] != '\0')
        (void)cJSON_AddStringToObject(object, "next", page->next);
    return print_and_delete(object, buffer, size);
}

static void add_string(struct text *text, const char *string)
{
    text_add(text, "\"");
    for (const char *at = string; *at != '\0'; at++) {
        if (*at == '"' || *at == '\\')
            text_addf(text, "\\%c", *at);
        else if ((unsigned char)*at < 0x20)
            text_addf(text, "\\u%04x", (unsigned)*at);
        else
            text_add_bytes(text, at, 1);
    }
    text_add(text, "\"");
}

void history_begin(struct history *history, const struct telemetry_query *query)
{
    text_add(&history->text, "{\"robot\":");
    add_string(&history->text, query->robot);
    text_addf(&history->text, ",\"from\":%" PRIu64 ",\"to\":%" PRIu64 ",\"fields\":{",
        query->from, query->to);
}

void history_add(struct history *history, const struct telemetry_point *point)
{
    struct text *text = &history->text;
    if (strcmp(history->field, point->field) == 0) {
        text_add(text, ",");
    } else {
        text_add(text, history->field[0] != '\0' ? "]," : "");
        add_string(text, point->field);
        text_add(text, ":[");
        (void)text_copy(history->field, sizeof history->field, point->field);
    }
    text_addf(text, "[%" PRIu64 ",%" PRIu32 ",%.6g,%.6g,%.6g]", point->at, point->count,
        point->min, point->mean, point->max);
}

void history_end(struct history *history)
{
    text_add(&history->text, history->field[0] != '\0' ? "]}}" : "}}");
}

void audit_page_begin(struct audit_page *page, char *buffer, size_t size)
{
    text_init(&page->text, buffer, size);
    text_add(&page->text, "{\"entries\":[");
    page->filled = false;
}

static void add_member(struct text *text, const char *name, const char *value)
{
    if (value[0] == '\0')
        return;
    text_addf(text, ",\"%s\":", name);
    add_string(text, value);
}

/* Of a kind that has a number, 0 is one too: out of service. */
static bool audit_has_number(const struct record_audit *entry)
{
    return entry->n > 0 || entry->kind == AUDIT_SERVICE;
}

void audit_page_add(struct audit_page *page, const struct record_audit *entry)
{
    char who[PRINCIPAL_SIZE];
    struct text *text = &page->text;
    text_addf(text, "%s{\"at\":%" PRIu64, page->filled ? "," : "", entry->at);
    add_member(text, "kind", audit_kind_name(entry->kind));
    add_member(text, "robot", entry->robot);
    add_member(text, "who", principal_to_text(&entry->who, who));
    if (audit_has_number(entry))
        text_addf(text, ",\"n\":%" PRIu32, entry->n);
    add_member(text, "why", why_name(entry->why));
    add_member(text, "tag", entry->tag.text);
    text_add(text, "}");
    page->filled = true;
}

void audit_page_end(struct audit_page *page, uint64_t next)
{
    text_add(&page->text, "]");
    if (next != 0)
        text_addf(&page->text, ",\"next\":%" PRIu64, next);
    text_add(&page->text, "}");
}
