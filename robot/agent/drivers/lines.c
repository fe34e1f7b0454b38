#include "robot/agent/drivers/lines.h"

#include <string.h>

/* At an LF: is what was gathered a line to hand on? Begins the next one in any case. */
static bool finish(struct lines *lines)
{
    size_t length = lines->length;
    bool dropped = lines->dropping;
    lines->length = 0;
    lines->dropping = false;
    if (dropped)
        return false;
    if (length > 0 && lines->line[length - 1] == '\r')
        length--;
    if (memchr(lines->line, '\0', length)) {
        lines->refused++;
        return false;
    }
    lines->line[length] = '\0';
    return length > 0;
}

static void gather(struct lines *lines, const char *bytes, size_t length)
{
    if (lines->dropping)
        return;
    if (length >= sizeof(lines->line) - lines->length) {
        lines->dropping = true;
        lines->refused++;
        return;
    }
    memcpy(lines->line + lines->length, bytes, length);
    lines->length += length;
}

bool lines_take(struct lines *lines, const char **bytes, size_t *length)
{
    while (*length > 0) {
        const char *end = memchr(*bytes, '\n', *length);
        size_t part = end ? (size_t)(end - *bytes) : *length;
        gather(lines, *bytes, part);
        *bytes += end ? part + 1 : part;
        *length -= end ? part + 1 : part;
        if (end && finish(lines))
            return true;
    }
    return false;
}
