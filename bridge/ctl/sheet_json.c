#include <cjson/cJSON.h>
#include <stdlib.h>
#include <string.h>

#include "bridge/ctl/line_json.h"
#include "bridge/ctl/sheet.h"

static cJSON *words_to_json(const char *words)
{
    cJSON *list = cJSON_CreateArray();
    while (*words != '\0') {
        char word[SHEET_CELL];
        size_t length = strcspn(words, " "); /* a cell is shorter than that */
        memcpy(word, words, length);
        word[length] = '\0';
        (void)cJSON_AddItemToArray(list, cJSON_CreateString(word));
        words += length;
        words += strspn(words, " ");
    }
    return list;
}

static cJSON *cell_to_json(const struct sheet_column *column, const char *cell)
{
    bool empty = cell[0] == '\0';
    switch (column->type) {
    case SHEET_TEXT:
        return empty ? cJSON_CreateNull() : cJSON_CreateString(cell);
    case SHEET_NUMBER:
        return empty ? cJSON_CreateNull() : cJSON_CreateRaw(cell);
    case SHEET_TIME:
        return empty || strcmp(cell, "0") == 0 ? cJSON_CreateNull() : cJSON_CreateRaw(cell);
    case SHEET_BOOL:
        return cJSON_CreateBool(strcmp(cell, "yes") == 0);
    case SHEET_WORDS:
        return words_to_json(cell);
    }
    return cJSON_CreateNull();
}

static void add_row(cJSON *object, const struct sheet *sheet, const char *const *cells)
{
    for (unsigned i = 0; i < sheet_column_count(sheet); i++) {
        const struct sheet_column *column = sheet_column_at(sheet, i);
        (void)cJSON_AddItemToObject(object, column->key, cell_to_json(column, cells[i]));
    }
}

struct target {
    const struct sheet *sheet;
    cJSON *json; /* the list of rows, or the object that one row becomes */
};

static void add_to_list(void *context, const char *const *cells)
{
    const struct target *target = context;
    cJSON *object = cJSON_CreateObject();
    add_row(object, target->sheet, cells);
    (void)cJSON_AddItemToArray(target->json, object);
}

static void add_members(void *context, const char *const *cells)
{
    const struct target *target = context;
    add_row(target->json, target->sheet, cells);
}

void sheet_write_json(const struct sheet *sheet, FILE *out, const char *name)
{
    cJSON *root = cJSON_CreateObject();
    (void)cJSON_AddTrueToObject(root, "ok");
    struct target target = {sheet, cJSON_AddArrayToObject(root, name)};
    sheet_each(sheet, add_to_list, &target);
    (void)json_line(out, root);
}

void sheet_write_json_one(const struct sheet *sheet, FILE *out)
{
    cJSON *root = cJSON_CreateObject();
    (void)cJSON_AddTrueToObject(root, "ok");
    struct target target = {sheet, root};
    sheet_each(sheet, add_members, &target);
    (void)json_line(out, root);
}
