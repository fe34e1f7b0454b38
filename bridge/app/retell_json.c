#include "bridge/app/retell_json.h"

#include <inttypes.h>

#include "robot/wire/message.h"
#include "robot/wire/write_json.h"

/* What is left of the text, for a writer that wants a buffer. */
static char *rest_of(const struct text *text, size_t *ret_size)
{
    *ret_size = text->size - text->length;
    return text->buffer + text->length;
}

static void take(struct text *text, bool good, size_t length)
{
    if (good && !text->cut)
        text->length += length;
    else
        text->cut = true;
}

void json_add_match(struct text *text, const struct match *match)
{
    size_t size, length = 0;
    char *rest = rest_of(text, &size);
    bool good = match_to_json(match, rest, size, &length);
    take(text, good, length);
}

void json_add_entry(struct text *text, const struct match_entry *entry)
{
    size_t size, length = 0;
    char *rest = rest_of(text, &size);
    bool good = match_event_to_json(entry, rest, size, &length);
    take(text, good, length);
}

static void begin_line(struct text *text, const char *what, uint32_t at)
{
    text_addf(text, "{\"what\":\"%s\",\"at\":%" PRIu32 ",\"said\":", what, at);
}

static void end_line(struct text *text)
{
    text_add(text, "}\n");
}

void line_add_match(struct text *text, uint32_t at, const struct match *match)
{
    begin_line(text, "match", at);
    json_add_match(text, match);
    end_line(text);
}

void line_add_entry(struct text *text, const struct match_entry *entry)
{
    begin_line(text, "event", entry->at);
    json_add_entry(text, entry);
    end_line(text);
}

void line_add_live(struct text *text, const struct match_live *live)
{
    size_t size, length = 0;
    begin_line(text, "live", live->at);
    char *rest = rest_of(text, &size);
    bool good = match_live_to_json(live, rest, size, &length);
    take(text, good, length);
    end_line(text);
}

static void put_index(struct json_writer *writer, const char *name, int index)
{
    if (index >= 0)
        json_put_integer(writer, name, (uint64_t)index);
}

/* Acts whose value 0 says something. */
static bool has_value(enum game_act act)
{
    return act == GAME_READY || act == GAME_PENALTY;
}

static void put_input(struct json_writer *writer, const struct game_input *input)
{
    json_put_integer(writer, "seq", input->seq);
    json_put_integer(writer, "wall", input->wall);
    json_put_string(writer, "act", game_act_name(input->act));
    json_put_principal_if(writer, "who", &input->who);
    json_put_principal_if(writer, "player", &input->player);
    put_index(writer, "team", input->team);
    put_index(writer, "seat", input->seat);
    put_index(writer, "unit", input->unit);
    put_index(writer, "other", input->other);
    json_put_string_if(writer, "robot", input->robot);
    json_put_integer_if(writer, "event", input->event);
    json_put_integer_if(writer, "ref", input->ref);
    json_put_integer_if(writer, "ms", input->ms);
    if (has_value(input->act))
        json_put_number(writer, "value", input->value);
    if (input->act == GAME_BYPASS)
        json_put_string(writer, "missing", missing_name(input->missing));
    json_put_string_if(writer, "about", input->about);
}

void line_add_input(struct text *text, const struct game_input *input)
{
    size_t size, length = 0;
    struct json_writer writer;
    begin_line(text, "input", input->at);
    char *rest = rest_of(text, &size);
    json_start(&writer, rest, size);
    json_open_object(&writer, NULL);
    put_input(&writer, input);
    json_close_object(&writer);
    bool good = json_finish(&writer, &length);
    take(text, good, length);
    end_line(text);
}
