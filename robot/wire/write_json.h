/* Writing JSON into a caller's buffer: no heap, always terminated, numbers that read back the
 * same.
 *
 * `name` is the member's name, NULL inside arrays and for the outermost object. What does not
 * fit, and a number that is not finite, makes json_finish false. Thread: any.
 */
#ifndef ROBOT_WIRE_WRITE_JSON_H
#define ROBOT_WIRE_WRITE_JSON_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "robot/base/id.h"
#include "robot/base/text.h"

struct json_writer {
    struct text text;
    bool comma; /* something stands before in this object or array */
    bool bad;
};

void json_start(struct json_writer *writer, char *buffer, size_t size);
bool json_finish(const struct json_writer *writer, size_t *ret_length);

void json_open_object(struct json_writer *writer, const char *name);
void json_close_object(struct json_writer *writer);
void json_open_array(struct json_writer *writer, const char *name);
void json_close_array(struct json_writer *writer);

void json_put_integer(struct json_writer *writer, const char *name, uint64_t value);
void json_put_signed(struct json_writer *writer, const char *name, int64_t value);
void json_put_number(struct json_writer *writer, const char *name, double value);
void json_put_bool(struct json_writer *writer, const char *name, bool value);
void json_put_null(struct json_writer *writer, const char *name);
void json_put_string(struct json_writer *writer, const char *name, const char *value);
/* "kind/id", or null for nobody. */
void json_put_principal(
    struct json_writer *writer, const char *name, const struct principal *principal);

/* Written only when there is something: not 0, not "", not nobody. */
void json_put_integer_if(struct json_writer *writer, const char *name, uint64_t value);
void json_put_signed_if(struct json_writer *writer, const char *name, int64_t value);
void json_put_string_if(struct json_writer *writer, const char *name, const char *value);
void json_put_principal_if(
    struct json_writer *writer, const char *name, const struct principal *principal);

#endif
