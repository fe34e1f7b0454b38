/* The golden vectors of tests/vectors against the C half of the wire; the page's half is held
 * to the same files by wire.test.mjs.
 */
#include <cjson/cJSON.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "robot/wire/message.h"
#include "tests/wire/kinds.h"

#include <cmocka.h>

#define FOLDER "tests/vectors/"

static unsigned long checked;

/* The whole file as JSON; the caller deletes it. */
static cJSON *vectors_of(const char *name)
{
    char path[128];
    (void)snprintf(path, sizeof path, FOLDER "%s.json", name);
    FILE *file = fopen(path, "rb");
    if (!file)
        fail_msg("%s cannot be opened", path);
    assert_int_equal(fseek(file, 0, SEEK_END), 0);
    long size = ftell(file);
    assert_true(size > 0);
    rewind(file);
    char *text = malloc((size_t)size);
    assert_non_null(text);
    assert_int_equal(fread(text, 1, (size_t)size, file), (size_t)size);
    (void)fclose(file);
    cJSON *vectors = cJSON_ParseWithLength(text, (size_t)size);
    free(text);
    assert_true(cJSON_IsArray(vectors));
    return vectors;
}

static const char *text_of(const cJSON *vector, const char *name)
{
    return cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(vector, name));
}

struct payload {
    char *bytes; /* freed by the caller; exactly as long as said: a sanitizer sees more */
    size_t length;
};

static struct payload payload_of_hex(const char *hex)
{
    struct payload payload = {malloc(strlen(hex) / 2 + 1), strlen(hex) / 2};
    assert_non_null(payload.bytes);
    for (size_t i = 0; i < payload.length; i++) {
        char digits[3] = {hex[2 * i], hex[2 * i + 1], '\0'};
        payload.bytes[i] = (char)strtoul(digits, NULL, 16);
    }
    return payload;
}

static struct payload payload_of(const cJSON *vector)
{
    const char *hex = text_of(vector, "hex");
    if (hex)
        return payload_of_hex(hex);
    const cJSON *json = cJSON_GetObjectItemCaseSensitive(vector, "json");
    char *text =
        cJSON_IsString(json) ? strdup(json->valuestring) : cJSON_PrintUnformatted(json);
    assert_non_null(text);
    size_t length = strlen(text);
    const cJSON *pad = cJSON_GetObjectItemCaseSensitive(vector, "pad");
    size_t whole = pad ? (size_t)pad->valuedouble : length;
    struct payload payload = {malloc(whole > 0 ? whole : 1), whole};
    assert_non_null(payload.bytes);
    memset(payload.bytes, ' ', whole);
    memcpy(payload.bytes, text, length);
    free(text);
    return payload;
}

static void check_refused(const struct kind_of_message *kind, const cJSON *vector,
    const struct payload *payload, void *message)
{
    struct fault fault = {"untouched", "untouched"};
    const char *code = text_of(vector, "code");
    memset(message, 0xA5, kind->size);
    enum rc rc = kind->from_json(payload->bytes, payload->length, message, &fault);
    const char *wanted = text_of(vector, "refused");
    if (rc != (code ? rc_from_name(code) : RC_BAD_REQUEST) || strcmp(fault.path, wanted) != 0)
        fail_msg("%s: %s: %s at \"%s\" (%s), not at \"%s\"", kind->file,
            text_of(vector, "name"), rc_name(rc), fault.path, fault.sentence, wanted);
    assert_true(strlen(fault.sentence) > 0);
    for (size_t i = 0; i < kind->size; i++)
        assert_int_equal(((unsigned char *)message)[i], 0xA5); /* ret only on success */
}

static void check_canonical(
    const struct kind_of_message *kind, const cJSON *vector, const char *text)
{
    const cJSON *canonical = cJSON_GetObjectItemCaseSensitive(vector, "canonical");
    bool equal = false;
    if (cJSON_IsString(canonical)) {
        equal = strcmp(canonical->valuestring, text) == 0;
    } else {
        cJSON *written = cJSON_Parse(text);
        equal = cJSON_Compare(canonical, written, true);
        cJSON_Delete(written);
    }
    if (!equal)
        fail_msg("%s: %s: wrote %s", kind->file, text_of(vector, "name"), text);
}

static void check_accepted(const struct kind_of_message *kind, const cJSON *vector,
    const struct payload *payload, void *message)
{
    static char text[WIRE_PAYLOAD_LARGE + 1];
    struct fault fault;
    size_t length = 0;
    enum rc rc = kind->from_json(payload->bytes, payload->length, message, &fault);
    if (rc != RC_OK)
        fail_msg("%s: %s: refused at \"%s\": %s", kind->file, text_of(vector, "name"),
            fault.path, fault.sentence);
    assert_true(kind->to_json(message, text, sizeof text, &length));
    assert_int_equal(length, strlen(text));
    check_canonical(kind, vector, text);
    char *exact = malloc(length + 1);
    assert_non_null(exact);
    size_t again = 0;
    assert_true(kind->to_json(message, exact, length + 1, &again)); /* fits exactly */
    assert_int_equal(again, length);
    assert_string_equal(exact, text);
    assert_int_equal(kind->from_json(text, length, message, NULL), RC_OK);
    assert_true(kind->to_json(message, exact, length + 1, &again));
    assert_string_equal(exact, text);
    free(exact);
}

static void check_file(const struct kind_of_message *kind, const char *file)
{
    cJSON *vectors = vectors_of(file);
    void *message = malloc(kind->size);
    assert_non_null(message);
    const cJSON *vector;
    cJSON_ArrayForEach(vector, vectors)
    {
        struct payload payload = payload_of(vector);
        if (text_of(vector, "refused"))
            check_refused(kind, vector, &payload, message);
        else
            check_accepted(kind, vector, &payload, message);
        free(payload.bytes);
        checked++;
    }
    free(message);
    cJSON_Delete(vectors);
}

static void every_message_is_read_and_written_as_the_vectors_say(void **state)
{
    (void)state;
    for (size_t i = 0; i < MESSAGE_KINDS; i++)
        check_file(&message_kinds[i], message_kinds[i].file);
}

static void every_message_refuses_what_is_hostile(void **state)
{
    (void)state;
    for (size_t i = 0; i < MESSAGE_KINDS; i++)
        check_file(&message_kinds[i], "hostile");
}

/* The buffer is as small as said: a sanitizer sees a byte too many. */
static void nothing_is_written_beyond_a_small_buffer(void **state)
{
    (void)state;
    for (size_t i = 0; i < MESSAGE_KINDS; i++) {
        const struct kind_of_message *kind = &message_kinds[i];
        cJSON *vectors = vectors_of(kind->file);
        struct payload payload = payload_of(cJSON_GetArrayItem(vectors, 0));
        void *message = malloc(kind->size);
        assert_non_null(message);
        assert_int_equal(kind->from_json(payload.bytes, payload.length, message, NULL), RC_OK);
        for (size_t size = 1; size <= payload.length / 2; size++) {
            char *small = malloc(size);
            assert_non_null(small);
            size_t length = 12345;
            bool fits =
                kind->what != WHAT_LEASE && kind->to_json(message, small, size, &length);
            assert_false(fits);
            assert_int_equal(length, 12345);
            free(small);
        }
        free(message);
        free(payload.bytes);
        cJSON_Delete(vectors);
    }
}

static void no_message_is_larger_than_its_topic_allows(void **state)
{
    (void)state;
    static char text[WIRE_PAYLOAD_LARGE + 2];
    memset(text, ' ', sizeof text);
    memcpy(text, "{}", 2);
    for (size_t i = 0; i < MESSAGE_KINDS; i++) {
        size_t most = what_payload_max(message_kinds[i].what);
        void *message = malloc(message_kinds[i].size);
        assert_non_null(message);
        assert_int_equal(
            message_kinds[i].from_json(text, most + 1, message, NULL), RC_TOO_LARGE);
        assert_int_not_equal(
            message_kinds[i].from_json(text, most, message, NULL), RC_TOO_LARGE);
        free(message);
    }
}

/* null: nobody; a missing member is nobody as well where the vectors leave it out. */
static void check_principal(const cJSON *parsed, const char *name, const struct principal *is)
{
    char text[PRINCIPAL_SIZE];
    const char *wanted = text_of(parsed, name);
    assert_string_equal(principal_to_text(is, text), wanted ? wanted : "");
}

static void check_topic(const cJSON *vector)
{
    const char *root = text_of(vector, "root");
    const char *text = text_of(vector, "topic");
    const cJSON *parsed = cJSON_GetObjectItemCaseSensitive(vector, "parsed");
    struct topic topic;
    bool good = topic_parse(root, text, strlen(text), &topic);
    if (good != cJSON_IsObject(parsed))
        fail_msg("%s: %s", good ? "was taken" : "was refused", text_of(vector, "name"));
    if (!good)
        return;
    check_principal(parsed, "from", &topic.from);
    check_principal(parsed, "to", &topic.to);
    check_principal(parsed, "subject", &topic.subject);
    const char *match = text_of(parsed, "match");
    assert_string_equal(topic.match, match ? match : "");
    assert_string_equal(what_name(topic.what), text_of(parsed, "what"));
    char again[WIRE_TOPIC_SIZE];
    assert_true(topic_format(root, &topic, again, sizeof again));
    assert_string_equal(again, text);
}

static void topics_are_parsed_and_written_as_the_vectors_say(void **state)
{
    (void)state;
    cJSON *vectors = vectors_of("topics");
    const cJSON *vector;
    cJSON_ArrayForEach(vector, vectors)
    {
        check_topic(vector);
        checked++;
    }
    cJSON_Delete(vectors);
}

static void the_vectors_are_many(void **state)
{
    (void)state;
    print_message("%lu vectors hold\n", checked);
    assert_true(checked > 4000);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_message_is_read_and_written_as_the_vectors_say),
        cmocka_unit_test(every_message_refuses_what_is_hostile),
        cmocka_unit_test(nothing_is_written_beyond_a_small_buffer),
        cmocka_unit_test(no_message_is_larger_than_its_topic_allows),
        cmocka_unit_test(topics_are_parsed_and_written_as_the_vectors_say),
        cmocka_unit_test(the_vectors_are_many),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
