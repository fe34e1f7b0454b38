#include "bridge/ctl/match_json.h"

#include <cjson/cJSON.h>
#include <string.h>

#include "bridge/ctl/line_json.h"
#include "robot/base/text.h"

const struct sheet_column match_list_columns[MATCH_LIST_COLUMNS] = {
    {"id",      "MATCH",   SHEET_TEXT  },
    {"name",    "NAME",    SHEET_TEXT  },
    {"state",   "STATE",   SHEET_TEXT  },
    {"score",   "SCORE",   SHEET_TEXT  },
    {"winner",  "WINNER",  SHEET_TEXT  },
    {"players", "PLAYERS", SHEET_NUMBER},
    {"host",    "HOST",    SHEET_TEXT  },
    {"created", "CREATED", SHEET_TIME  },
    {"ended",   "ENDED",   SHEET_TIME  },
};

const struct sheet_column rule_columns[RULE_COLUMNS] = {
    {"name",    "RULE",    SHEET_TEXT  },
    {"unit",    "UNIT",    SHEET_TEXT  },
    {"least",   "LEAST",   SHEET_NUMBER},
    {"most",    "MOST",    SHEET_NUMBER},
    {"default", "DEFAULT", SHEET_NUMBER},
};

static const char *text_of(const cJSON *object, const char *name)
{
    const char *text = cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(object, name));
    return text != NULL && text_is_printable_utf8(text, strlen(text)) ? text : "";
}

static double number_of(const cJSON *object, const char *name)
{
    const cJSON *item = cJSON_GetObjectItemCaseSensitive(object, name);
    return cJSON_IsNumber(item) ? item->valuedouble : 0;
}

/* Whole and not negative; everything else is nothing. */
static void put_number(struct sheet *sheet, const cJSON *object, const char *name)
{
    double number = number_of(object, name);
    if (number >= 0 && number <= 9007199254740991.0)
        sheet_put_number(sheet, (uint64_t)number);
    else
        sheet_put(sheet, "");
}

/* "red 3, blue 1" */
static void put_score(struct sheet *sheet, const cJSON *teams)
{
    char buffer[256];
    struct text text;
    const cJSON *team;
    text_init(&text, buffer, sizeof buffer);
    cJSON_ArrayForEach(team, teams)
    {
        text_addf(&text, "%s%s %.0f", text.length > 0 ? ", " : "", text_of(team, "name"),
            number_of(team, "score"));
    }
    sheet_put(sheet, buffer);
}

static void put_winner(struct sheet *sheet, const cJSON *match, const cJSON *teams)
{
    const cJSON *winner = cJSON_GetObjectItemCaseSensitive(match, "winner");
    if (!cJSON_IsNumber(winner))
        sheet_put(sheet, "");
    else if (winner->valueint < 0)
        sheet_put(sheet, "draw");
    else
        sheet_put(sheet, text_of(cJSON_GetArrayItem(teams, winner->valueint), "name"));
}

static bool take_match(const cJSON *match, struct sheet *sheet)
{
    const cJSON *teams = cJSON_GetObjectItemCaseSensitive(match, "teams");
    if (!sheet_row_create(sheet))
        return false;
    sheet_put(sheet, text_of(match, "id"));
    sheet_put(sheet, text_of(match, "name"));
    sheet_put(sheet, text_of(match, "state"));
    put_score(sheet, teams);
    put_winner(sheet, match, teams);
    put_number(sheet, match, "players");
    sheet_put(sheet, text_of(match, "host"));
    put_number(sheet, match, "created");
    put_number(sheet, match, "ended");
    return true;
}

bool matches_from_json(
    const char *json, size_t length, struct sheet *sheet, size_t room, char ret_next[ID_SIZE])
{
    cJSON *root = cJSON_ParseWithLength(json, length);
    const cJSON *list = cJSON_GetObjectItemCaseSensitive(root, "matches");
    const cJSON *match;
    bool good = cJSON_IsArray(list);
    cJSON_ArrayForEach(match, list)
    {
        if (room > 0 && good) {
            good = take_match(match, sheet);
            room--;
        }
    }
    const char *next = text_of(root, "next");
    (void)text_copy(ret_next, ID_SIZE, id_valid(next) ? next : "");
    cJSON_Delete(root);
    return good;
}

bool rules_from_json(const char *json, size_t length, struct sheet *sheet)
{
    cJSON *root = cJSON_ParseWithLength(json, length);
    const cJSON *list = cJSON_GetObjectItemCaseSensitive(root, "rules");
    const cJSON *rule;
    bool good = cJSON_IsArray(list);
    cJSON_ArrayForEach(rule, list)
    {
        good = good && sheet_row_create(sheet);
        if (!good)
            break;
        sheet_put(sheet, text_of(rule, "name"));
        sheet_put(sheet, text_of(rule, "unit"));
        put_number(sheet, rule, "least");
        put_number(sheet, rule, "most");
        put_number(sheet, rule, "default");
    }
    cJSON_Delete(root);
    return good;
}

bool match_to_line(FILE *out, const char *json, size_t length)
{
    cJSON *match = cJSON_ParseWithLength(json, length);
    if (match == NULL)
        return false;
    cJSON *root = cJSON_CreateObject();
    (void)cJSON_AddTrueToObject(root, "ok");
    (void)cJSON_AddItemToObject(root, "match", match);
    return json_line(out, root);
}

void heard_to_line(FILE *out, const char *what, const char *payload, size_t length)
{
    cJSON *root = cJSON_CreateObject();
    (void)cJSON_AddStringToObject(root, "what", what);
    (void)cJSON_AddItemToObject(root, "said", cJSON_ParseWithLength(payload, length));
    (void)json_line(out, root);
}
