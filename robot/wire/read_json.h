/* Typed readers over a JSON text: what every X_from_json is made of.
 *
 * The first fault sticks: it is recorded with its path ("stops[0].id"), every later reader does
 * nothing, and json_close answers for all of them. So a message is read in straight lines:
 *
 *     const struct json_at *at = json_open(&reader, json, length, WIRE_PAYLOAD_MAX);
 *     json_need_tag(at, "boot", &beat.boot);
 *     json_may_u64(at, "ts", &beat.ts);
 *     rc = json_close(&reader, fault);
 *
 * need: absent is a fault. may: absent leaves *ret as it was. A null is a wrong type, but for
 * the …_or_null. `name` is the member's name, or NULL for the value itself (an element
 * that json_item gave). Only read_json.c knows cJSON. Thread: any; nothing is shared.
 */
#ifndef ROBOT_WIRE_READ_JSON_H
#define ROBOT_WIRE_READ_JSON_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "robot/base/id.h"
#include "robot/base/rc.h"
#include "robot/wire/message.h"

#define JSON_INTEGER_MAX 9007199254740991u /* 2^53 - 1: exact in every language */

struct cJSON;
struct json_reader;

/* A value and the way to it. node NULL: nothing can be read there. */
struct json_at {
    struct json_reader *reader;
    const struct cJSON *node;
    const struct json_at *up; /* NULL: the whole text; lives as long as this */
    int index;                /* place among up's elements; -1: a member, the node's own name */
};

struct json_reader {
    struct json_at root;
    struct cJSON *tree; /* owned; freed by json_close */
    enum rc rc;         /* of the first fault */
    struct fault fault;
};

/* Never NULL; after a fault there is nothing to read at it. Every open needs its json_close. */
const struct json_at *json_open(
    struct json_reader *reader, const char *json, size_t length, size_t max);
/* RC_OK, RC_BAD_REQUEST or RC_TOO_LARGE; *fault (may be NULL) is written unless RC_OK. */
ARENA_NODISCARD enum rc json_close(struct json_reader *reader, struct fault *fault);

/* Records a fault at the member, unless there is one already. */
void json_fault(const struct json_at *at, const char *name, const char *sentence);
bool json_is_bad(const struct json_at *at);

bool json_has(const struct json_at *at, const char *name);

void json_need_u32(
    const struct json_at *at, const char *name, uint32_t min, uint32_t max, uint32_t *ret);
void json_may_u32(
    const struct json_at *at, const char *name, uint32_t min, uint32_t max, uint32_t *ret);
void json_need_i32(
    const struct json_at *at, const char *name, int32_t min, int32_t max, int32_t *ret);
void json_may_i32(
    const struct json_at *at, const char *name, int32_t min, int32_t max, int32_t *ret);
void json_need_u64(const struct json_at *at, const char *name, uint64_t *ret); /* to 2^53-1 */
void json_may_u64(const struct json_at *at, const char *name, uint64_t *ret);
void json_need_number(
    const struct json_at *at, const char *name, double min, double max, double *ret);
void json_may_number(
    const struct json_at *at, const char *name, double min, double max, double *ret);
bool json_is_number(const struct json_at *at); /* the value itself */
void json_need_bool(const struct json_at *at, const char *name, bool *ret);
void json_may_bool(const struct json_at *at, const char *name, bool *ret);

/* NULL when absent or at fault; lives until json_close. */
const char *json_need_string(const struct json_at *at, const char *name);
const char *json_may_string(const struct json_at *at, const char *name);

/* 1 .. size - 1 bytes of printable UTF-8. */
void json_need_word(const struct json_at *at, const char *name, size_t size, char *ret);
void json_may_word(const struct json_at *at, const char *name, size_t size, char *ret);
/* 0 .. size - 1 bytes of printable UTF-8. */
void json_may_name(const struct json_at *at, const char *name, size_t size, char *ret);
/* 0 .. size - 1 bytes, with line breaks. */
void json_need_text(const struct json_at *at, const char *name, size_t size, char *ret);
void json_need_id(const struct json_at *at, const char *name, char ret[ID_SIZE]);
void json_may_id(const struct json_at *at, const char *name, char ret[ID_SIZE]);
void json_need_tag(const struct json_at *at, const char *name, struct tag *ret);
void json_may_tag(const struct json_at *at, const char *name, struct tag *ret);
void json_need_principal(const struct json_at *at, const char *name, struct principal *ret);
void json_may_principal(const struct json_at *at, const char *name, struct principal *ret);
void json_need_principal_or_null(
    const struct json_at *at, const char *name, struct principal *ret);
void json_may_principal_or_null(
    const struct json_at *at, const char *name, struct principal *ret);
void json_may_id_or_null(const struct json_at *at, const char *name, char ret[ID_SIZE]);
/* The place of the word in the list; -1 when absent or at fault. */
int json_need_choice(
    const struct json_at *at, const char *name, const char *const *words, size_t count);
int json_may_choice(
    const struct json_at *at, const char *name, const char *const *words, size_t count);

/* False when absent or at fault. */
bool json_may_object(const struct json_at *at, const char *name, struct json_at *ret);
/* How many elements (or members) there are, 0 when absent or at fault; more than limit is one.
 */
unsigned json_may_array(
    const struct json_at *at, const char *name, unsigned limit, struct json_at *ret);
unsigned json_may_members(
    const struct json_at *at, const char *name, unsigned limit, struct json_at *ret);
/* Element or member number i of what json_may_array, json_may_members or json_open gave. */
void json_item(const struct json_at *list, unsigned i, struct json_at *ret);
/* The same, and it must be an object. */
void json_item_object(const struct json_at *list, unsigned i, struct json_at *ret);
unsigned json_count(const struct json_at *list);
const char *json_item_name(const struct json_at *item); /* of a member; "" after a fault */

/* Both ways of a message from its static read_{name} and write_{name}; for sources only. */
#define JSON_MESSAGE(name, type, max)                                                          \
    enum rc name##_from_json(                                                                  \
        const char *json, size_t length, struct type *ret, struct fault *fault)                \
    {                                                                                          \
        struct json_reader reader;                                                             \
        struct type message = {0};                                                             \
        read_##name(json_open(&reader, json, length, max), &message);                          \
        enum rc rc = json_close(&reader, fault);                                               \
        if (rc == RC_OK)                                                                       \
            *ret = message;                                                                    \
        return rc;                                                                             \
    }                                                                                          \
    bool name##_to_json(                                                                       \
        const struct type *name, char *buffer, size_t size, size_t *ret_length)                \
    {                                                                                          \
        struct json_writer writer;                                                             \
        json_start(&writer, buffer, size);                                                     \
        json_open_object(&writer, NULL);                                                       \
        write_##name(&writer, name);                                                           \
        json_close_object(&writer);                                                            \
        return json_finish(&writer, ret_length);                                               \
    }

#endif
