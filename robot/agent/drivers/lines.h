/* Bytes of an untrusted stream -> lines of a bounded length.
 *
 * A line that is longer than the buffer is dropped to its end and counted; so are lines with a
 * NUL byte. Empty lines and a CR before the LF are not handed on. Pure; no heap.
 */
#ifndef ROBOT_AGENT_DRIVERS_LINES_H
#define ROBOT_AGENT_DRIVERS_LINES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define LINES_SIZE 8192 /* a line and its terminator */

struct lines {
    char line[LINES_SIZE];
    size_t length;
    bool dropping;    /* until the next LF */
    uint32_t refused; /* too long, or with a NUL */
};

/* The rest of the bytes, to be called until it returns false: true = `line` is terminated and
 * complete, and valid until the next call. *bytes and *length are moved on. */
bool lines_take(struct lines *lines, const char **bytes, size_t *length);

#endif
