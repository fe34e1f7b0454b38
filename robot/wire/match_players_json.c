/* Two lists of a match's document: what it waits for, and everybody's statistics. */
#include "robot/wire/parts_json.h"

/* A reason that this version does not know is left out, like a why of a lease. */
void read_match_missing(const struct json_at *at, struct match *match)
{
    struct json_at list;
    unsigned count = json_may_array(at, "missing", MATCH_MISSING, &list);
    for (unsigned i = 0; i < count; i++) {
        struct match_missing missing = {0};
        struct json_at item;
        json_item_object(&list, i, &item);
        const char *word = json_need_string(&item, "why");
        json_need_word(&item, "who", sizeof missing.who, missing.who);
        json_may_bool(&item, "bypassed", &missing.bypassed);
        if (word && missing_from_name(word, &missing.why))
            match->missing[match->missing_count++] = missing;
    }
}

void write_match_missing(struct json_writer *writer, const struct match *match)
{
    if (match->missing_count == 0)
        return;
    json_open_array(writer, "missing");
    for (unsigned i = 0; i < match->missing_count; i++) {
        const struct match_missing *missing = &match->missing[i];
        json_open_object(writer, NULL);
        json_put_string(writer, "why", missing_name(missing->why));
        json_put_string(writer, "who", missing->who);
        if (missing->bypassed)
            json_put_bool(writer, "bypassed", true);
        json_close_object(writer);
    }
    json_close_array(writer);
}

static uint32_t sum_of(const uint32_t counts[MATCH_REFUSALS])
{
    uint64_t sum = 0;
    for (unsigned i = 0; i < MATCH_REFUSALS; i++)
        sum += counts[i];
    return sum < UINT32_MAX ? (uint32_t)sum : UINT32_MAX;
}

static void read_player(const struct json_at *at, struct match_player *player)
{
    int32_t team = MATCH_NO_TEAM;
    json_need_principal(at, "player", &player->player);
    json_may_i32(at, "team", 0, MATCH_TEAMS - 1, &team);
    player->team = team;
    json_may_u32(at, "shots", 0, UINT32_MAX, &player->shots);
    json_may_u32(at, "hits", 0, UINT32_MAX, &player->hits);
    json_may_u32(at, "eliminations", 0, UINT32_MAX, &player->eliminations);
    json_may_u32(at, "deaths", 0, UINT32_MAX, &player->deaths);
    json_may_i32(at, "points", INT32_MIN, INT32_MAX, &player->points);
    json_may_u32(at, "distance_mm", 0, UINT32_MAX, &player->distance_mm);
    json_may_u32(at, "driven_ms", 0, UINT32_MAX, &player->driven_ms);
    read_refusals(at, "refused", player->refused);
    player->frames_refused = sum_of(player->refused);
    json_may_u32(at, "stops", 0, UINT32_MAX, &player->stops);
    json_may_u32(at, "delay_p50_ms", 0, UINT32_MAX, &player->delay_p50_ms);
    json_may_u32(at, "delay_p99_ms", 0, UINT32_MAX, &player->delay_p99_ms);
}

void read_match_players(const struct json_at *at, struct match *match)
{
    struct json_at list;
    match->player_count = json_may_array(at, "players", MATCH_PLAYERS, &list);
    for (unsigned i = 0; i < match->player_count; i++) {
        struct json_at item;
        json_item_object(&list, i, &item);
        read_player(&item, &match->players[i]);
    }
}

static void write_player(struct json_writer *writer, const struct match_player *player)
{
    json_put_principal(writer, "player", &player->player);
    if (player->team >= 0)
        json_put_signed(writer, "team", player->team);
    json_put_integer(writer, "shots", player->shots);
    json_put_integer(writer, "hits", player->hits);
    json_put_integer(writer, "eliminations", player->eliminations);
    json_put_integer(writer, "deaths", player->deaths);
    json_put_signed(writer, "points", player->points);
    json_put_integer(writer, "distance_mm", player->distance_mm);
    json_put_integer(writer, "driven_ms", player->driven_ms);
    if (sum_of(player->refused) > 0)
        write_refusals(writer, "refused", player->refused);
    json_put_integer(writer, "stops", player->stops);
    json_put_integer_if(writer, "delay_p50_ms", player->delay_p50_ms);
    json_put_integer_if(writer, "delay_p99_ms", player->delay_p99_ms);
}

void write_match_players(struct json_writer *writer, const struct match *match)
{
    if (match->player_count == 0)
        return;
    json_open_array(writer, "players");
    for (unsigned i = 0; i < match->player_count; i++) {
        json_open_object(writer, NULL);
        write_player(writer, &match->players[i]);
        json_close_object(writer);
    }
    json_close_array(writer);
}
