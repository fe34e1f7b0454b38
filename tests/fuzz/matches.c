/* What arenactl takes for an answer about matches, and what it prints of it: never a control
 * character of somebody's.
 */
#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bridge/ctl/match_json.h"
#include "tests/fuzz/fuzz.h"

static void print(const struct sheet *sheet)
{
    char *printed = NULL;
    size_t size = 0;
    FILE *out = open_memstream(&printed, &size);
    assert(out != NULL);
    sheet_print(sheet, out, "");
    sheet_write_json(sheet, out, "matches");
    assert(fclose(out) == 0);
    for (size_t i = 0; i < size; i++)
        assert((unsigned char)printed[i] >= ' ' || printed[i] == '\n');
    free(printed);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const char *text = (const char *)data;
    char next[ID_SIZE];
    struct sheet *list = sheet_create(match_list_columns, MATCH_LIST_COLUMNS);
    struct sheet *rules = sheet_create(rule_columns, RULE_COLUMNS);
    assert(list != NULL && rules != NULL);
    if (matches_from_json(text, size, list, 10, next)) {
        assert(sheet_rows(list) <= 10 && (next[0] == '\0' || id_valid(next)));
        print(list);
    }
    if (rules_from_json(text, size, rules))
        print(rules);
    sheet_destroy(list);
    sheet_destroy(rules);
    return 0;
}
