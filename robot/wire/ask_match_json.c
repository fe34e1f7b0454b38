/* What the deeds match.… carry of their own. Every limit is checked here, so that what reaches
 * the core is a match that can be: the core still checks what two members make together.
 */
#include "robot/wire/parts_json.h"

#define DELAY_MAX_MS   60000
#define PENALTY_MAX_MS 3600000

static void read_team(const struct json_at *at, struct ask *ask)
{
    ask->game.has_team = json_has(at, "team");
    json_may_u32(at, "team", 0, MATCH_TEAMS - 1, &ask->game.team);
}

static void read_seat(const struct json_at *at, struct match_ask *game)
{
    game->has_seat = json_has(at, "seat");
    json_may_u32(at, "seat", 0, MATCH_SEATS_ALL - 1, &game->seat);
}

static void read_teams(const struct json_at *at, struct match_ask *game)
{
    struct json_at list;
    if (!json_has(at, "teams"))
        json_fault(at, "teams", "is missing");
    game->team_count = json_may_array(at, "teams", MATCH_TEAMS, &list);
    if (game->team_count == 0)
        json_fault(at, "teams", "must not be empty");
    for (unsigned i = 0; i < game->team_count; i++) {
        struct json_at item;
        json_item_object(&list, i, &item);
        json_need_word(&item, "name", sizeof game->teams[i].name, game->teams[i].name);
        json_need_u32(&item, "seats", 1, MATCH_SEATS, &game->teams[i].seats);
    }
}

static void read_create(const struct json_at *at, struct ask *ask)
{
    struct match_ask *game = &ask->game;
    const struct rule_row *row = rule_row(RULE_ROBOTS_PER_SEAT);
    json_need_word(at, "name", sizeof game->name, game->name);
    read_teams(at, game);
    read_match_rules(at, true, &game->rules);
    json_may_i32(
        at, row->word, row->least, row->most, &game->rules.value[RULE_ROBOTS_PER_SEAT]);
}

static void read_join(const struct json_at *at, struct ask *ask)
{
    read_team(at, ask);
    read_seat(at, &ask->game);
    json_may_bool(at, "wait", &ask->game.wait);
    json_may_principal(at, "principal", &ask->principal);
}

static void read_leave(const struct json_at *at, struct ask *ask)
{
    json_may_principal(at, "principal", &ask->principal);
}

static void read_ready(const struct json_at *at, struct ask *ask)
{
    json_need_bool(at, "ready", &ask->game.ready);
}

/* A robot of "" is none, as one that is absent. */
static void read_assign(const struct json_at *at, struct ask *ask)
{
    struct match_ask *game = &ask->game;
    const char *robot = json_may_string(at, "robot");
    if (robot && robot[0] != '\0')
        json_may_id(at, "robot", ask->robot);
    read_seat(at, game);
    game->has_unit = json_has(at, "unit");
    json_may_u32(at, "unit", 0, MATCH_UNITS - 1, &game->unit);
    if (game->has_seat == game->has_unit)
        json_fault(at, NULL, "must name one of seat, unit");
}

static void read_swap(const struct json_at *at, struct ask *ask)
{
    json_need_id(at, "robot", ask->robot);
    json_may_id(at, "with", ask->game.with);
}

static void read_overturn(const struct json_at *at, struct ask *ask)
{
    json_need_u32(at, "seq", 1, UINT32_MAX, &ask->game.seq);
}

static void read_penalty(const struct json_at *at, struct ask *ask)
{
    json_need_id(at, "robot", ask->robot);
    json_need_u32(at, "value", 0, 100, &ask->game.value);
    json_may_u32(at, "ms", 0, PENALTY_MAX_MS, &ask->game.ms);
}

static void read_bypass(const struct json_at *at, struct ask *ask)
{
    const char *missing = json_need_string(at, "missing");
    if (missing && !missing_from_name(missing, &ask->game.missing))
        json_fault(at, "missing", "is not a reason that is known here");
    json_need_word(at, "who", sizeof ask->game.who, ask->game.who);
}

static void read_report(const struct json_at *at, struct ask *ask)
{
    json_need_u32(at, "delay_p50_ms", 0, DELAY_MAX_MS, &ask->game.delay_p50_ms);
    json_need_u32(at, "delay_p99_ms", 0, DELAY_MAX_MS, &ask->game.delay_p99_ms);
}

static void (*const readers[DEED_COUNT_])(const struct json_at *, struct ask *) = {
    [DEED_STOP] = read_team,
    [DEED_MATCH_CREATE] = read_create,
    [DEED_MATCH_JOIN] = read_join,
    [DEED_MATCH_LEAVE] = read_leave,
    [DEED_MATCH_READY] = read_ready,
    [DEED_MATCH_ASSIGN] = read_assign,
    [DEED_MATCH_SWAP] = read_swap,
    [DEED_MATCH_OVERTURN] = read_overturn,
    [DEED_MATCH_PENALTY] = read_penalty,
    [DEED_MATCH_BYPASS] = read_bypass,
    [DEED_MATCH_REPORT] = read_report,
};

void read_match_ask(const struct json_at *at, struct ask *ask)
{
    if (readers[ask->deed])
        readers[ask->deed](at, ask);
}

static void write_create(struct json_writer *writer, const struct ask *ask)
{
    const struct match_ask *game = &ask->game;
    json_put_string(writer, "name", game->name);
    json_open_array(writer, "teams");
    for (unsigned i = 0; i < game->team_count; i++) {
        json_open_object(writer, NULL);
        json_put_string(writer, "name", game->teams[i].name);
        json_put_integer(writer, "seats", game->teams[i].seats);
        json_close_object(writer);
    }
    json_close_array(writer);
    write_match_rules(writer, &game->rules, false);
}

static void write_team(struct json_writer *writer, const struct ask *ask)
{
    if (ask->game.has_team)
        json_put_integer(writer, "team", ask->game.team);
}

static void write_seat(struct json_writer *writer, const struct ask *ask)
{
    if (ask->game.has_seat)
        json_put_integer(writer, "seat", ask->game.seat);
}

static void write_join(struct json_writer *writer, const struct ask *ask)
{
    write_team(writer, ask);
    write_seat(writer, ask);
    if (ask->game.wait)
        json_put_bool(writer, "wait", true);
}

static void write_ready(struct json_writer *writer, const struct ask *ask)
{
    json_put_bool(writer, "ready", ask->game.ready);
}

static void write_assign(struct json_writer *writer, const struct ask *ask)
{
    write_seat(writer, ask);
    if (ask->game.has_unit)
        json_put_integer(writer, "unit", ask->game.unit);
}

static void write_swap(struct json_writer *writer, const struct ask *ask)
{
    json_put_string_if(writer, "with", ask->game.with);
}

static void write_overturn(struct json_writer *writer, const struct ask *ask)
{
    json_put_integer(writer, "seq", ask->game.seq);
}

static void write_penalty(struct json_writer *writer, const struct ask *ask)
{
    json_put_integer(writer, "value", ask->game.value);
    json_put_integer_if(writer, "ms", ask->game.ms);
}

static void write_bypass(struct json_writer *writer, const struct ask *ask)
{
    json_put_string(writer, "missing", missing_name(ask->game.missing));
    json_put_string(writer, "who", ask->game.who);
}

static void write_report(struct json_writer *writer, const struct ask *ask)
{
    json_put_integer(writer, "delay_p50_ms", ask->game.delay_p50_ms);
    json_put_integer(writer, "delay_p99_ms", ask->game.delay_p99_ms);
}

static void (*const writers[DEED_COUNT_])(struct json_writer *, const struct ask *) = {
    [DEED_STOP] = write_team,
    [DEED_MATCH_CREATE] = write_create,
    [DEED_MATCH_JOIN] = write_join,
    [DEED_MATCH_READY] = write_ready,
    [DEED_MATCH_ASSIGN] = write_assign,
    [DEED_MATCH_SWAP] = write_swap,
    [DEED_MATCH_OVERTURN] = write_overturn,
    [DEED_MATCH_PENALTY] = write_penalty,
    [DEED_MATCH_BYPASS] = write_bypass,
    [DEED_MATCH_REPORT] = write_report,
};

void write_match_ask(struct json_writer *writer, const struct ask *ask)
{
    if (writers[ask->deed])
        writers[ask->deed](writer, ask);
}
