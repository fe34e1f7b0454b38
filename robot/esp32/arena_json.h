/* JSON for a microcontroller: a scanner that copies nothing and a writer into a fixed buffer.
 *
 * Strict (RFC 8259): what is not a whole, well-formed object is refused; nesting beyond
 * ARENA_JSON_DEPTH too. Slices point into the message and live as long as it does. Of members
 * that are there twice the first counts. No heap, no state; C99 and C++.
 *
 * A string with an escape in it is well-formed, but equals no name and is no identifier here:
 * nothing that this robot understands needs one.
 */
#ifndef ARENA_JSON_H
#define ARENA_JSON_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#define ARENA_JSON_DEPTH 8

struct arena_slice {
    const char *at;
    size_t length;
};

/* The text is one well-formed object; the slice is it, without what is around it. */
bool arena_json_object(const char *text, size_t length, struct arena_slice *ret);

/* A member of a well-formed object; false when there is none, or when this is no object. */
bool arena_json_member(struct arena_slice object, const char *name, struct arena_slice *ret);

/* Begins with the array as *rest; true: *ret is the next element and *rest what follows it. */
bool arena_json_array(struct arena_slice value, struct arena_slice *ret_rest);
bool arena_json_next(struct arena_slice *rest, struct arena_slice *ret);

/* Each false (and *ret untouched) when the value is not of that kind. */
bool arena_json_number(struct arena_slice value, double *ret); /* may be infinite: 1e999 */
bool arena_json_whole(struct arena_slice value, double most, double *ret); /* 0..most */
bool arena_json_bool(struct arena_slice value, bool *ret);
bool arena_json_string(struct arena_slice value, char *ret, size_t size); /* fits, no escapes */
bool arena_json_is_null(struct arena_slice value);

struct arena_out {
    char *buffer;
    size_t size, length; /* length without the terminator */
    bool cut;            /* something did not fit */
};

void arena_out_begin(struct arena_out *out, char *buffer, size_t size);
void arena_out_raw(struct arena_out *out, const char *text);
void arena_out_string(struct arena_out *out, const char *text); /* with quotes and escapes */
void arena_out_whole(struct arena_out *out, double value);      /* 0..2^53 */
void arena_out_number(struct arena_out *out, double value);     /* not finite: null */

#ifdef __cplusplus
}
#endif

#endif
