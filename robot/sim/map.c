/* From text to cells: the header, then the grid, line by line. What the cells mean together is
 * map_grid.c.
 */
#include "robot/sim/map.h"

#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "robot/base/text.h"
#include "robot/sim/map_parts.h"

#define CELL_DEFAULT 0.5
#define CELL_DIGITS  9 /* of `cell`: more is no measure, and would not be exact */
#define MARK_BYTES   3 /* of the byte order mark some editors write */

struct line {
    const char *text;
    size_t length;
    unsigned number; /* from 1 */
};

struct reader {
    const char *rest, *end;
    bool over; /* the last line was taken */
    struct line line;
    bool has_name, has_cell;
};

enum rc map_refuse(
    struct map_fault *ret, unsigned line, unsigned column, const char *format, ...)
{
    ret->line = line;
    ret->column = column;
    va_list arguments;
    va_start(arguments, format);
    (void)vsnprintf(ret->sentence, sizeof(ret->sentence), format, arguments);
    va_end(arguments);
    return RC_BAD_REQUEST;
}

static bool next_line(struct reader *reader)
{
    reader->line.number++;
    reader->line.text = reader->rest;
    reader->line.length = 0;
    if (reader->over)
        return false;
    size_t left = (size_t)(reader->end - reader->rest);
    const char *stop = left > 0 ? memchr(reader->rest, '\n', left) : NULL;
    reader->line.length = stop ? (size_t)(stop - reader->rest) : left;
    reader->over = !stop;
    if (stop)
        reader->rest = stop + 1;
    if (reader->line.length > 0 && reader->line.text[reader->line.length - 1] == '\r')
        reader->line.length--;
    return true;
}

static void trim(const char **text, size_t *length)
{
    while (*length > 0 && (*text)[0] == ' ')
        (*text)++, (*length)--;
    while (*length > 0 && (*text)[*length - 1] == ' ')
        (*length)--;
}

/* As many digits as there are; each also multiplies *scale by ten. */
static size_t read_digits(const char *text, size_t length, double *value, double *scale)
{
    size_t i = 0;
    for (; i < length && text[i] >= '0' && text[i] <= '9'; i++) {
        *value = *value * 10 + (text[i] - '0');
        *scale *= 10;
    }
    return i;
}

/* Digits, perhaps a point and digits: the same in every locale. */
static bool read_metres(const char *text, size_t length, double *ret)
{
    double value = 0, scale = 1, whole = 1;
    size_t at = read_digits(text, length, &value, &whole);
    if (at == 0 || length > CELL_DIGITS)
        return false;
    if (at < length && text[at] == '.') {
        size_t digits = read_digits(text + at + 1, length - at - 1, &value, &scale);
        at = digits > 0 ? at + 1 + digits : at;
    }
    *ret = value / scale;
    return at == length;
}

static enum rc read_name(
    struct map *map, const struct line *line, const char *value, struct map_fault *fault)
{
    size_t length = line->length - (size_t)(value - line->text);
    unsigned column = (unsigned)(value - line->text) + 1;
    trim(&value, &length);
    if (length == 0 || length >= sizeof(map->name))
        return map_refuse(fault, line->number, column, "a name has 1 to 64 bytes");
    memcpy(map->name, value, length);
    map->name[length] = '\0';
    return RC_OK;
}

static enum rc read_cell(
    struct map *map, const struct line *line, const char *value, struct map_fault *fault)
{
    size_t length = line->length - (size_t)(value - line->text);
    unsigned column = (unsigned)(value - line->text) + 1;
    double cell;
    trim(&value, &length);
    if (!read_metres(value, length, &cell) || cell < MAP_CELL_MIN || cell > MAP_CELL_MAX)
        return map_refuse(fault, line->number, column,
            "cell must be metres from %g to %g, such as 0.5", MAP_CELL_MIN, MAP_CELL_MAX);
    map->cell = cell;
    return RC_OK;
}

static bool is_key(const char *key, size_t length, const char *word)
{
    return length == strlen(word) && memcmp(key, word, length) == 0;
}

static enum rc read_setting(struct reader *reader, struct map *map, struct map_fault *fault)
{
    const struct line *line = &reader->line;
    if (!text_is_printable_utf8(line->text, line->length))
        return map_refuse(fault, line->number, 1, "the header must be printable UTF-8");
    const char *colon = memchr(line->text, ':', line->length), *key = line->text;
    if (!colon)
        return map_refuse(fault, line->number, 1,
            "a header line is `key: value`, and an empty line ends the header");
    size_t length = (size_t)(colon - key);
    trim(&key, &length);
    bool name = is_key(key, length, "name");
    if (!name && !is_key(key, length, "cell"))
        return map_refuse(fault, line->number, 1, "the header knows `name` and `cell` only");
    bool *given = name ? &reader->has_name : &reader->has_cell;
    if (*given)
        return map_refuse(fault, line->number, 1, "this was said before");
    *given = true;
    return name ? read_name(map, line, colon + 1, fault)
                : read_cell(map, line, colon + 1, fault);
}

static enum rc read_header(struct reader *reader, struct map *map, struct map_fault *fault)
{
    enum rc rc = RC_OK;
    while (rc == RC_OK && next_line(reader) && reader->line.length > 0)
        rc = read_setting(reader, map, fault);
    if (rc == RC_OK && !reader->has_name)
        return map_refuse(fault, reader->line.number, 1, "the header has no name");
    return rc;
}

static enum rc refuse_cell(const struct line *line, unsigned column, struct map_fault *fault)
{
    static const char use[] = "means nothing on a map: use # o . + 1 2 3 4";
    unsigned char c = (unsigned char)line->text[column];
    if (c > ' ' && c < 0x7f)
        return map_refuse(fault, line->number, column + 1, "'%c' %s", c, use);
    return map_refuse(fault, line->number, column + 1, "character %u %s", c, use);
}

static enum rc read_row(const struct line *line, struct map *map, struct map_fault *fault)
{
    if (map->rows == MAP_ROWS)
        return map_refuse(fault, line->number, 1, "a map has at most %d rows", MAP_ROWS);
    char *cells = map->cells[map->rows++];
    memset(cells, '.', MAP_COLUMNS);
    for (unsigned i = 0; i < line->length; i++) {
        if (i == MAP_COLUMNS)
            return map_refuse(
                fault, line->number, i + 1, "a map has at most %d columns", MAP_COLUMNS);
        char c = line->text[i];
        if (c == '\0' || !strchr("#o. +1234", c))
            return refuse_cell(line, i, fault);
        cells[i] = c == ' ' ? '.' : c;
    }
    if (line->length > map->columns)
        map->columns = (unsigned)line->length;
    return RC_OK;
}

static enum rc read_grid(struct reader *reader, struct map *map, struct map_fault *fault)
{
    unsigned first = reader->line.number + 1;
    enum rc rc = RC_OK;
    while (rc == RC_OK && next_line(reader))
        rc = read_row(&reader->line, map, fault);
    if (rc != RC_OK)
        return rc;
    if (map->rows < MAP_SIDE_MIN || map->columns < MAP_SIDE_MIN)
        return map_refuse(fault, reader->line.number - 1, 1,
            "a map has at least %d rows and %d columns", MAP_SIDE_MIN, MAP_SIDE_MIN);
    map->width = map->columns * map->cell;
    map->height = map->rows * map->cell;
    return map_build(map, first, fault);
}

enum rc map_read(const char *text, size_t length, struct map *ret, struct map_fault *ret_fault)
{
    struct map map = {.cell = CELL_DEFAULT};
    struct reader reader = {.rest = text, .end = text + length};
    if (length > MAP_TEXT_MAX) {
        (void)map_refuse(ret_fault, 1, 1, "a map has at most %d bytes", MAP_TEXT_MAX);
        return RC_TOO_LARGE;
    }
    if (length >= MARK_BYTES && memcmp(text, "\xef\xbb\xbf", MARK_BYTES) == 0)
        reader.rest += MARK_BYTES;
    while (reader.end > reader.rest && (reader.end[-1] == '\n' || reader.end[-1] == '\r'))
        reader.end--;
    enum rc rc = read_header(&reader, &map, ret_fault);
    if (rc == RC_OK)
        rc = read_grid(&reader, &map, ret_fault);
    if (rc == RC_OK)
        *ret = map;
    return rc;
}

/* Fills the buffer as far as the file goes; -1 when it cannot be read. */
static ssize_t read_whole(const char *path, char *buffer, size_t size)
{
    int file = open(path, O_RDONLY | O_CLOEXEC);
    if (file < 0)
        return -1;
    size_t length = 0;
    ssize_t got;
    do {
        got = read(file, buffer + length, size - length);
        length += got > 0 ? (size_t)got : 0;
    } while (length < size && (got > 0 || (got < 0 && errno == EINTR)));
    int why = errno;
    (void)close(file);
    errno = why;
    return got < 0 ? -1 : (ssize_t)length;
}

enum rc map_load(const char *path, struct map *ret, struct map_fault *ret_fault)
{
    char text[MAP_TEXT_MAX + 1];
    ssize_t length = read_whole(path, text, sizeof(text));
    if (length >= 0)
        return map_read(text, (size_t)length, ret, ret_fault);
    (void)map_refuse(ret_fault, 0, 0, "cannot be read: %s", strerror(errno));
    return RC_IO;
}
