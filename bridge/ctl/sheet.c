#include "bridge/ctl/sheet.h"

#include <assert.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "bridge/ctl/values.h"

struct row {
    struct row *next;
    unsigned put;
    size_t used;                      /* bytes of text */
    const char *cells[SHEET_COLUMNS]; /* into text, or "" */
    char text[SHEET_ROW];
};

struct sheet {
    const struct sheet_column *columns;
    unsigned column_count;
    size_t row_count;
    struct row *first;
    struct row *last;
};

struct sheet *sheet_create(const struct sheet_column *columns, unsigned count)
{
    assert(count <= SHEET_COLUMNS);
    struct sheet *sheet = calloc(1, sizeof *sheet);
    if (sheet == NULL)
        return NULL;
    sheet->columns = columns;
    sheet->column_count = count;
    return sheet;
}

void sheet_destroy(struct sheet *sheet)
{
    if (sheet == NULL)
        return;
    while (sheet->first != NULL) {
        struct row *next = sheet->first->next;
        free(sheet->first);
        sheet->first = next;
    }
    free(sheet);
}

bool sheet_row_create(struct sheet *sheet)
{
    struct row *row = calloc(1, sizeof *row);
    if (row == NULL)
        return false;
    for (unsigned i = 0; i < SHEET_COLUMNS; i++)
        row->cells[i] = "";
    if (sheet->last != NULL)
        sheet->last->next = row;
    else
        sheet->first = row;
    sheet->last = row;
    sheet->row_count++;
    return true;
}

void sheet_put(struct sheet *sheet, const char *text)
{
    struct row *row = sheet->last;
    assert(row != NULL && row->put < sheet->column_count);
    size_t length = strlen(text);
    size_t room = sizeof row->text - row->used - 1;
    if (length >= SHEET_CELL)
        length = SHEET_CELL - 1;
    if (length > room)
        length = room;
    char *cell = row->text + row->used;
    memcpy(cell, text, length);
    cell[length] = '\0';
    row->used += length + (length < room);
    row->cells[row->put++] = cell;
}

void sheet_put_number(struct sheet *sheet, uint64_t number)
{
    char text[24];
    (void)snprintf(text, sizeof text, "%" PRIu64, number);
    sheet_put(sheet, text);
}

void sheet_put_bool(struct sheet *sheet, bool value)
{
    sheet_put(sheet, value ? "yes" : "no");
}

size_t sheet_rows(const struct sheet *sheet)
{
    return sheet->row_count;
}

unsigned sheet_column_count(const struct sheet *sheet)
{
    return sheet->column_count;
}

const struct sheet_column *sheet_column_at(const struct sheet *sheet, unsigned column)
{
    return &sheet->columns[column];
}

void sheet_each(const struct sheet *sheet, sheet_visitor *visit, void *context)
{
    for (const struct row *row = sheet->first; row != NULL; row = row->next)
        visit(context, row->cells);
}

/* ---- for people ---- */

/* Columns on the screen; good enough for names without wide or combining letters. */
static size_t width_of(const char *text)
{
    size_t width = 0;
    for (; *text != '\0'; text++)
        width += ((unsigned char)*text & 0xc0) != 0x80;
    return width;
}

static const char *shown(
    const struct sheet_column *column, const char *cell, char buffer[MOMENT_SIZE])
{
    if (column->type != SHEET_TIME || cell[0] == '\0')
        return cell;
    uint64_t at = 0;
    (void)number_from_text(cell, UINT64_MAX, &at);
    return at == 0 ? "" : moment_to_words(at, buffer);
}

static void measure(const struct sheet *sheet, size_t widths[SHEET_COLUMNS])
{
    char buffer[MOMENT_SIZE];
    for (unsigned i = 0; i < sheet->column_count; i++) {
        widths[i] = width_of(sheet->columns[i].title);
        for (const struct row *row = sheet->first; row != NULL; row = row->next) {
            size_t width = width_of(shown(&sheet->columns[i], row->cells[i], buffer));
            widths[i] = width > widths[i] ? width : widths[i];
        }
    }
}

static void print_blanks(FILE *out, size_t count)
{
    while (count-- > 0)
        (void)fputc(' ', out);
}

/* Numbers stand at the right of their column; an empty cell is a hyphen; the last has no blanks
 * behind. */
static void print_cell(const struct sheet *sheet, unsigned column, const char *text,
    const size_t widths[SHEET_COLUMNS], FILE *out)
{
    const char *said = text[0] != '\0' ? text : "-";
    size_t pad = widths[column] > width_of(said) ? widths[column] - width_of(said) : 0;
    bool right = sheet->columns[column].type == SHEET_NUMBER;
    bool last = column + 1 == sheet->column_count;
    if (right)
        print_blanks(out, pad);
    (void)fputs(said, out);
    if (!right && !last)
        print_blanks(out, pad);
    (void)fputs(last ? "\n" : "  ", out);
}

void sheet_print(const struct sheet *sheet, FILE *out, const char *none)
{
    if (sheet->row_count == 0) {
        (void)fprintf(out, "%s\n", none);
        return;
    }
    size_t widths[SHEET_COLUMNS];
    measure(sheet, widths);
    for (unsigned i = 0; i < sheet->column_count; i++)
        print_cell(sheet, i, sheet->columns[i].title, widths, out);
    for (const struct row *row = sheet->first; row != NULL; row = row->next) {
        for (unsigned i = 0; i < sheet->column_count; i++) {
            char buffer[MOMENT_SIZE];
            print_cell(sheet, i, shown(&sheet->columns[i], row->cells[i], buffer), widths, out);
        }
    }
}

void sheet_print_one(const struct sheet *sheet, FILE *out)
{
    size_t width = 0;
    for (unsigned i = 0; i < sheet->column_count; i++) {
        size_t title = width_of(sheet->columns[i].title);
        width = title > width ? title : width;
    }
    for (unsigned i = 0; i < sheet->column_count; i++) {
        char buffer[MOMENT_SIZE];
        const char *text = shown(&sheet->columns[i], sheet->first->cells[i], buffer);
        if (text[0] == '\0')
            continue;
        (void)fputs(sheet->columns[i].title, out);
        print_blanks(out, width - width_of(sheet->columns[i].title) + 2);
        (void)fprintf(out, "%s\n", text);
    }
}
