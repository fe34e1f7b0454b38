/* Bounded text: appending to a caller's buffer, never beyond it, always terminated. */
#ifndef ROBOT_BASE_TEXT_H
#define ROBOT_BASE_TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct text {
    char *buffer;
    size_t size;   /* of the buffer, > 0 */
    size_t length; /* without the terminator */
    bool cut;      /* something did not fit; what is there is still terminated */
};

void text_init(struct text *text, char *buffer, size_t size);
void text_add(struct text *text, const char *string);
void text_add_bytes(struct text *text, const char *bytes, size_t length);
void text_addf(struct text *text, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/* Copies a string into a fixed array; false (and an empty target) when it does not fit. */
bool text_copy(char *target, size_t size, const char *source);

/* The place of a word in a list of words, -1 when it is not there. */
int text_find_word(const char *word, const char *const *words, size_t count);

/* The length of the UTF-8 sequence at `bytes` (1..4) and its code point; 0 when it is
 * malformed: overlong, a surrogate, beyond U+10FFFF, cut off. */
size_t text_utf8_next(const char *bytes, size_t length, uint32_t *ret_code);

/* True for well-formed UTF-8 without control characters (so without NUL, CR, LF). */
bool text_is_printable_utf8(const char *bytes, size_t length);

#endif
