/* The document of a match: match/{id}. Its largest form stays below WIRE_PAYLOAD_LARGE whatever
 * stands in it (tests/wire measures that), so nothing of it is ever left out.
 */
#include "robot/wire/parts_json.h"

void read_match_state(const struct json_at *at, enum match_state *ret)
{
    const char *word = json_need_string(at, "state");
    if (word && !match_state_from_name(word, ret))
        json_fault(at, "state", "is not a state of a match");
}

void read_unit(const struct json_at *at, struct match_unit *unit)
{
    const char *state = json_may_string(at, "state");
    if (state && !unit_state_from_name(state, &unit->state))
        json_fault(at, "state", "must be up, shielded, down or out");
    unit->limit = 100;
    json_may_i32(at, "health", 0, rule_row(RULE_HIT_POINTS)->most, &unit->health);
    json_may_i32(at, "heat", 0, 100, &unit->heat);
    json_may_bool(at, "hot", &unit->hot);
    json_may_u32(at, "back", 0, UINT32_MAX, &unit->back_ms);
    json_may_i32(at, "limit", 0, 100, &unit->limit);
}

static void read_seat_unit(const struct json_at *at, struct match_unit *unit)
{
    json_may_id_or_null(at, "robot", unit->robot);
    read_unit(at, unit);
    unit->lives = -1;
    json_may_i32(at, "lives", 0, rule_row(RULE_LIVES)->most, &unit->lives);
}

static void read_seat(const struct json_at *at, struct match_seat *seat)
{
    json_may_principal_or_null(at, "player", &seat->player);
    json_may_bool(at, "ready", &seat->ready);
    seat->away = json_has(at, "away");
    json_may_u32(at, "away", 0, UINT32_MAX, &seat->away_ms);
    struct json_at list;
    seat->unit_count = json_may_array(at, "units", MATCH_ROBOTS, &list);
    for (unsigned i = 0; i < seat->unit_count; i++) {
        struct json_at item;
        json_item_object(&list, i, &item);
        read_seat_unit(&item, &seat->units[i]);
    }
}

static void read_team(const struct json_at *at, struct match_team *team)
{
    json_need_word(at, "name", sizeof team->name, team->name);
    json_may_i32(at, "score", INT32_MIN, INT32_MAX, &team->score);
    struct json_at list;
    team->seat_count = json_may_array(at, "seats", MATCH_SEATS, &list);
    for (unsigned i = 0; i < team->seat_count; i++) {
        struct json_at item;
        json_item_object(&list, i, &item);
        read_seat(&item, &team->seats[i]);
    }
}

static unsigned unit_count_of(const struct match *match)
{
    unsigned count = 0;
    for (unsigned team = 0; team < match->team_count; team++) {
        for (unsigned seat = 0; seat < match->teams[team].seat_count; seat++)
            count += match->teams[team].seats[seat].unit_count;
    }
    return count;
}

static void read_teams(const struct json_at *at, struct match *match)
{
    struct json_at list;
    match->team_count = json_may_array(at, "teams", MATCH_TEAMS, &list);
    for (unsigned i = 0; i < match->team_count; i++) {
        struct json_at item;
        json_item_object(&list, i, &item);
        read_team(&item, &match->teams[i]);
    }
    if (unit_count_of(match) > MATCH_UNITS)
        json_fault(at, "teams", "have more than 64 units");
}

static void read_head(const struct json_at *at, struct match *match)
{
    json_need_id(at, "id", match->id);
    json_may_name(at, "name", sizeof match->name, match->name);
    read_match_state(at, &match->state);
    json_may_principal(at, "host", &match->host);
    json_may_bool(at, "held", &match->held);
    json_may_u64(at, "created", &match->created);
    json_may_u64(at, "started", &match->started);
    json_may_u64(at, "ended", &match->ended);
    json_may_u32(at, "seq", 0, UINT32_MAX, &match->seq);
    json_may_u32(at, "clock", 0, UINT32_MAX, &match->clock_ms);
    int32_t winner = MATCH_UNDECIDED;
    json_may_i32(at, "winner", MATCH_DRAW, MATCH_TEAMS - 1, &winner);
    match->winner = winner;
    json_may_id(at, "next", match->next);
}

static void read_match(const struct json_at *at, struct match *match)
{
    read_head(at, match);
    read_match_rules(at, false, &match->rules);
    read_teams(at, match);
    read_match_missing(at, match);
    match->queue_count = read_principals(at, "queue", MATCH_QUEUE, match->queue);
    read_match_players(at, match);
}

void write_unit(struct json_writer *writer, const struct match_unit *unit)
{
    json_put_string(writer, "state", unit_state_name(unit->state));
    json_put_signed(writer, "health", unit->health);
    json_put_signed(writer, "heat", unit->heat);
    if (unit->hot)
        json_put_bool(writer, "hot", true);
    json_put_integer_if(writer, "back", unit->back_ms);
    json_put_signed(writer, "limit", unit->limit);
}

static void write_seat_unit(struct json_writer *writer, const struct match_unit *unit)
{
    json_open_object(writer, NULL);
    if (unit->robot[0] != '\0')
        json_put_string(writer, "robot", unit->robot);
    else
        json_put_null(writer, "robot");
    write_unit(writer, unit);
    if (unit->lives >= 0)
        json_put_signed(writer, "lives", unit->lives);
    json_close_object(writer);
}

static void write_seat(struct json_writer *writer, const struct match_seat *seat)
{
    json_open_object(writer, NULL);
    json_put_principal(writer, "player", &seat->player);
    json_put_bool(writer, "ready", seat->ready);
    if (seat->away)
        json_put_integer(writer, "away", seat->away_ms);
    json_open_array(writer, "units");
    for (unsigned i = 0; i < seat->unit_count; i++)
        write_seat_unit(writer, &seat->units[i]);
    json_close_array(writer);
    json_close_object(writer);
}

static void write_team(struct json_writer *writer, const struct match_team *team)
{
    json_open_object(writer, NULL);
    json_put_string(writer, "name", team->name);
    json_put_signed(writer, "score", team->score);
    json_open_array(writer, "seats");
    for (unsigned i = 0; i < team->seat_count; i++)
        write_seat(writer, &team->seats[i]);
    json_close_array(writer);
    json_close_object(writer);
}

static void write_head(struct json_writer *writer, const struct match *match)
{
    json_put_string(writer, "id", match->id);
    json_put_string_if(writer, "name", match->name);
    json_put_string(writer, "state", match_state_name(match->state));
    json_put_principal_if(writer, "host", &match->host);
    json_put_bool(writer, "held", match->held);
    json_put_integer_if(writer, "created", match->created);
    json_put_integer_if(writer, "started", match->started);
    json_put_integer_if(writer, "ended", match->ended);
    json_put_integer(writer, "seq", match->seq);
    json_put_integer(writer, "clock", match->clock_ms);
    if (match->winner != MATCH_UNDECIDED)
        json_put_signed(writer, "winner", match->winner);
    json_put_string_if(writer, "next", match->next);
}

static void write_match(struct json_writer *writer, const struct match *match)
{
    write_head(writer, match);
    write_match_rules(writer, &match->rules, true);
    json_open_array(writer, "teams");
    for (unsigned i = 0; i < match->team_count; i++)
        write_team(writer, &match->teams[i]);
    json_close_array(writer);
    write_match_missing(writer, match);
    write_principals(writer, "queue", match->queue, match->queue_count);
    write_match_players(writer, match);
}

JSON_MESSAGE(match, match, WIRE_PAYLOAD_LARGE)
