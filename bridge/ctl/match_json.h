/* What the API says of matches, for arenactl. */
#ifndef BRIDGE_CTL_MATCH_JSON_H
#define BRIDGE_CTL_MATCH_JSON_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

#include "bridge/ctl/sheet.h"
#include "robot/base/id.h"

#define MATCH_LIST_COLUMNS 9
extern const struct sheet_column match_list_columns[MATCH_LIST_COLUMNS];

/* A page of GET /api/v1/matches, a row for each; at most `room` of them. *ret_next: "" = the
 * last page. False: it is no such page, or there is no memory. */
bool matches_from_json(
    const char *json, size_t length, struct sheet *sheet, size_t room, char ret_next[ID_SIZE]);

/* GET /api/v1/rules, a row for each. */
#define RULE_COLUMNS 5
extern const struct sheet_column rule_columns[RULE_COLUMNS];
bool rules_from_json(const char *json, size_t length, struct sheet *sheet);

/* {"ok":true,"match":…} of the document. False: it is no JSON. */
bool match_to_line(FILE *out, const char *json, size_t length);

/* {"what":"match"|"live"|"event","said":…} of what was heard. */
void heard_to_line(FILE *out, const char *what, const char *payload, size_t length);

#endif
