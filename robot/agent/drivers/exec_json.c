/* The members of a line are cut out and given to the wire's own parsers, so that a card, a
 * status, an event and an ack from a child are checked exactly as if they had come over the
 * network.
 */
#include "robot/agent/drivers/exec_json.h"

#include <cjson/cJSON.h>
#include <string.h>

#include "robot/base/text.h"

#define INNER_SIZE 8192 /* of a member, printed again */

static enum rc refuse(struct fault *fault, const char *path, const char *sentence)
{
    if (fault) {
        (void)text_copy(fault->path, sizeof(fault->path), path);
        (void)text_copy(fault->sentence, sizeof(fault->sentence), sentence);
    }
    return RC_BAD_REQUEST;
}

static bool print(cJSON *item, char *buffer, size_t size)
{
    /* cJSON wants 5 bytes more than it writes, and an int. */
    return cJSON_PrintPreallocated(item, buffer, (int)size - 5, false);
}

static enum rc read_hello(
    cJSON *hello, const char *id, struct exec_message *ret, struct fault *fault)
{
    char text[INNER_SIZE];
    cJSON *card = cJSON_GetObjectItemCaseSensitive(hello, "card");
    if (!cJSON_IsObject(card))
        return refuse(fault, "hello.card", "must be an object");
    cJSON_DeleteItemFromObjectCaseSensitive(card, "id");
    if (!cJSON_AddStringToObject(card, "id", id) || !print(card, text, sizeof(text)))
        return refuse(fault, "hello.card", "must be shorter");
    ret->kind = EXEC_HELLO;
    return card_from_json(text, strlen(text), &ret->as.card, fault);
}

static enum rc read_status(
    cJSON *status, const char *id, struct exec_message *ret, struct fault *fault)
{
    (void)id;
    char text[INNER_SIZE];
    if (!print(status, text, sizeof(text)))
        return refuse(fault, "status", "must be shorter");
    ret->kind = EXEC_STATUS;
    return status_from_json(text, strlen(text), &ret->as.status, fault);
}

static enum rc read_event(
    cJSON *event, const char *id, struct exec_message *ret, struct fault *fault)
{
    (void)id;
    char text[INNER_SIZE];
    /* Its number is the agent's, whatever the child wrote. */
    cJSON_DeleteItemFromObjectCaseSensitive(event, "id");
    if (!cJSON_AddNumberToObject(event, "id", 0) || !print(event, text, sizeof(text)))
        return refuse(fault, "event", "must be shorter");
    ret->kind = EXEC_EVENT;
    return event_from_json(text, strlen(text), &ret->as.event, fault);
}

static enum rc read_ack(
    cJSON *ack, const char *id, struct exec_message *ret, struct fault *fault)
{
    (void)id;
    char text[INNER_SIZE];
    /* The child need not repeat what it was told to do; the agent only wants the id. */
    cJSON_DeleteItemFromObjectCaseSensitive(ack, "do");
    if (!cJSON_AddStringToObject(ack, "do", "action") || !print(ack, text, sizeof(text)))
        return refuse(fault, "ack", "must be shorter");
    ret->kind = EXEC_ACK;
    return ack_from_json(text, strlen(text), &ret->as.ack, fault);
}

static enum rc read_line(
    const cJSON *line, const char *id, struct exec_message *ret, struct fault *fault)
{
    static const struct {
        const char *name;
        enum rc (*read)(cJSON *, const char *, struct exec_message *, struct fault *);
    } members[] = {
        {"status", read_status},
        {"event",  read_event },
        {"ack",    read_ack   },
        {"hello",  read_hello }
    };
    for (unsigned i = 0; i < sizeof(members) / sizeof(members[0]); i++) {
        cJSON *member = cJSON_GetObjectItemCaseSensitive(line, members[i].name);
        if (!member)
            continue;
        if (!cJSON_IsObject(member))
            return refuse(fault, members[i].name, "must be an object");
        return members[i].read(member, id, ret, fault);
    }
    return refuse(fault, "", "must have hello, status, event or ack");
}

enum rc exec_from_json(
    const char *line, const char *id, struct exec_message *ret, struct fault *fault)
{
    struct exec_message message;
    memset(&message, 0, sizeof(message));
    cJSON *root = cJSON_ParseWithOpts(line, NULL, true);
    enum rc rc = cJSON_IsObject(root) ? read_line(root, id, &message, fault)
                                      : refuse(fault, "", "must be a JSON object");
    cJSON_Delete(root);
    if (rc == RC_OK)
        *ret = message;
    return rc;
}

static size_t finish(const struct text *line)
{
    return line->cut ? 0 : line->length;
}

size_t exec_hello_to_json(const char *id, char buffer[EXEC_LINE_MAX])
{
    struct text line;
    text_init(&line, buffer, EXEC_LINE_MAX);
    text_addf(&line, "{\"hello\":{\"protocol\":1,\"id\":\"%s\"}}\n", id);
    return finish(&line);
}

size_t exec_drive_to_json(
    const struct axes *axes, const struct card *card, char buffer[EXEC_LINE_MAX])
{
    struct text line;
    const char *comma = "";
    text_init(&line, buffer, EXEC_LINE_MAX);
    text_add(&line, "{\"drive\":{");
    for (unsigned i = 0; i < AXIS_COUNT_; i++) {
        if (!card->axes[i].present)
            continue;
        text_addf(&line, "%s\"%s\":%.6g", comma, axis_name((enum axis)i), axes->value[i] + 0.0);
        comma = ",";
    }
    text_add(&line, "}}\n");
    return finish(&line);
}

size_t exec_neutral_to_json(char buffer[EXEC_LINE_MAX])
{
    struct text line;
    text_init(&line, buffer, EXEC_LINE_MAX);
    text_add(&line, "{\"neutral\":true}\n");
    return finish(&line);
}

size_t exec_action_to_json(const struct action *action, char buffer[EXEC_LINE_MAX])
{
    cJSON *root = cJSON_CreateObject();
    cJSON *inner = cJSON_AddObjectToObject(root, "action");
    bool good =
        cJSON_AddStringToObject(inner, "id", action->id.text) &&
        cJSON_AddStringToObject(inner, "do", action->action) &&
        (!action->has_value || cJSON_AddNumberToObject(inner, "value", action->value)) &&
        print(root, buffer, EXEC_LINE_MAX - 2);
    cJSON_Delete(root);
    if (!good)
        return 0;
    size_t length = strlen(buffer);
    buffer[length] = '\n';
    buffer[length + 1] = '\0';
    return length + 1;
}
