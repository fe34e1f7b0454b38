#include "bridge/adapters/http/matches_json.h"

#include "robot/base/match.h"

void matches_page_begin(struct matches_page *page, char *buffer, size_t size)
{
    json_start(&page->writer, buffer, size);
    json_open_object(&page->writer, NULL);
    json_open_array(&page->writer, "matches");
}

static void put_teams(struct json_writer *writer, const struct record_match *match)
{
    json_open_array(writer, "teams");
    for (unsigned i = 0; i < match->setup.team_count; i++) {
        json_open_object(writer, NULL);
        json_put_string(writer, "name", match->setup.teams[i].name);
        json_put_signed(writer, "score", match->scores[i]);
        json_close_object(writer);
    }
    json_close_array(writer);
}

void matches_page_add(struct matches_page *page, const struct record_match *match)
{
    struct json_writer *writer = &page->writer;
    json_open_object(writer, NULL);
    json_put_string(writer, "id", match->setup.id);
    json_put_string(writer, "name", match->setup.name);
    json_put_string(writer, "state", match_state_name(match->state));
    json_put_principal_if(writer, "host", &match->setup.host);
    json_put_integer(writer, "created", match->setup.wall);
    json_put_integer_if(writer, "started", match->started);
    json_put_integer_if(writer, "ended", match->ended);
    if (match->winner != MATCH_UNDECIDED)
        json_put_signed(writer, "winner", match->winner);
    put_teams(writer, match);
    json_put_integer(writer, "players", match->players);
    json_close_object(writer);
}

static size_t finish(struct json_writer *writer)
{
    size_t length = 0;
    json_close_object(writer);
    return json_finish(writer, &length) ? length : 0;
}

size_t matches_page_end(struct matches_page *page, const char *next)
{
    json_close_array(&page->writer);
    json_put_string_if(&page->writer, "next", next);
    return finish(&page->writer);
}

static void put_rule(struct json_writer *writer, const struct rule_row *row)
{
    json_open_object(writer, NULL);
    json_put_string(writer, "name", row->word);
    json_put_string(writer, "unit", row->unit);
    json_put_signed(writer, "least", row->least);
    json_put_signed(writer, "most", row->most);
    json_put_signed(writer, "default", row->standard);
    json_close_object(writer);
}

size_t rules_to_json(char *buffer, size_t size)
{
    struct json_writer writer;
    json_start(&writer, buffer, size);
    json_open_object(&writer, NULL);
    json_open_array(&writer, "rules");
    for (int rule = 0; rule < RULE_COUNT_; rule++)
        put_rule(&writer, rule_row((enum rule)rule));
    json_close_array(&writer);
    return finish(&writer);
}
