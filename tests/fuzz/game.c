/* Inputs of a match: any acts in any order, at any time, with any indices. None may break it,
 * what is refused changes nothing, points are those of the log, and what was taken tells the
 * same match again.
 *
 * Bytes: 8 for the setup (teams and seats, robots a seat, and of some rules where in their
 * range they lie), then 8 for each input: act, 2 of time, unit or seat, other or team, player
 * or robot, value, event or ref.
 */
#include <assert.h>
#include <stdio.h>
#include <string.h>

#include "bridge/core/game_inner.h"
#include "tests/fuzz/fuzz.h"

#define INPUTS 1024
#define STEP   8

struct sum {
    uint32_t seq, at;
    int32_t scores[MATCH_TEAMS];
    uint64_t hash; /* of all that was said */
};

static void hear(void *context, const struct match_entry *entry)
{
    struct sum *sum = context;
    assert(entry->seq == sum->seq + 1 && entry->at >= sum->at);
    sum->seq = entry->seq;
    sum->at = entry->at;
    if (entry->points != 0)
        sum->scores[entry->team] += entry->points;
    const uint8_t *bytes = (const uint8_t *)entry;
    for (size_t i = 0; i < sizeof *entry; i++)
        sum->hash = (sum->hash ^ bytes[i]) * 0x100000001b3u;
}

static struct game_setup setup_of(const uint8_t *data)
{
    static const enum rule rules[] = {RULE_HIT_POINTS, RULE_LIVES, RULE_SHIELD, RULE_RESPAWN,
        RULE_HEAT_SHOT, RULE_WINDOW, RULE_SCORE_LIMIT};
    struct game_setup setup = {
        .id = "m-1", .name = "fuzz", .wall = 1000000, .rules = match_rules_default()};
    setup.rules.value[RULE_ROBOTS_PER_SEAT] = 1 + (data[0] >> 6);
    setup.rules.value[RULE_FRIENDLY_FIRE] = data[0] >> 5 & 1;
    setup.rules.value[RULE_COUNTDOWN] = 0;
    for (unsigned i = 0; i < sizeof rules / sizeof rules[0]; i++) {
        const struct rule_row *row = rule_row(rules[i]);
        setup.rules.value[rules[i]] = row->least + (row->most - row->least) * data[1 + i] / 255;
    }
    setup.team_count = 1 + (data[0] & 3);
    for (unsigned i = 0; i < setup.team_count; i++) {
        (void)snprintf(setup.teams[i].name, sizeof setup.teams[i].name, "team%u", i);
        setup.teams[i].seats = 1 + (data[0] >> 2 & 3);
    }
    return setup;
}

static int signed_of(uint8_t byte)
{
    return byte < 128 ? byte : byte - 256;
}

static struct game_input input_of(const struct game *game, const uint8_t *data)
{
    struct game_input input = game_input((enum game_act)(data[0] % (GAME_ACT_COUNT_ + 1)));
    input.seq = game_input_count(game) + 1;
    input.at = game_at(game) + (uint32_t)(data[1] << 8 | data[2]);
    input.wall = 1000000 + input.at;
    input.unit = input.seat = signed_of(data[3]);
    input.other = input.team = signed_of(data[4]);
    if (input.act == GAME_JOIN && data[7] == 0)
        input.seat = -1;
    if (data[5] != 0) {
        input.player.kind = data[5] & 64 ? KIND_BOT : KIND_PLAYER;
        (void)snprintf(input.player.id, sizeof input.player.id, "p%u", data[5]);
        (void)snprintf(input.robot, sizeof input.robot, "r%u", data[5]);
        (void)snprintf(input.about, sizeof input.about, "m%u", data[5]);
    }
    input.value = signed_of(data[6]);
    input.ms = data[6] * 100u;
    input.missing = (enum missing)(data[6] % (MISSING_COUNT_ + 1));
    input.event = input.ref = data[7];
    return input;
}

static void check_units(const struct game *game)
{
    for (unsigned i = 0; i < game->unit_count; i++) {
        const struct game_unit *unit = &game->units[i];
        assert(unit->health >= 0 && unit->health <= game->setup.rules.value[RULE_HIT_POINTS]);
        assert((unit->health == 0) == (unit->state == UNIT_DOWN || unit->state == UNIT_OUT));
        assert(unit->robot[0] == '\0' || game_unit_of_robot(game, unit->robot) == (int)i);
    }
}

/* What can be said of them is the same. */
static void check_alike(const struct game *a, const struct game *b)
{
    static struct match documents[2];
    game_match(a, &documents[0]);
    game_match(b, &documents[1]);
    assert(memcmp(&documents[0], &documents[1], sizeof documents[0]) == 0);
    assert(game_next(a) == game_next(b));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct game game, before, again;
    static struct game_input kept[INPUTS];
    if (size < STEP)
        return 0;
    struct game_setup setup = setup_of(data);
    if (game_setup_check(&setup) != RC_OK)
        return 0;
    struct sum sum = {0}, sum_again = {0};
    const struct game_hearer hearer = {hear, &sum}, hearer_again = {hear, &sum_again};
    size_t count = 0;
    game_init(&game, &setup, &hearer);
    for (size_t i = STEP; i + STEP <= size && i / STEP < INPUTS; i += STEP) {
        struct game_input input = input_of(&game, data + i);
        game_pass_time(&game, input.at, &hearer);
        before = game;
        if (game_take(&game, &input, &hearer) == RC_OK)
            kept[count++] = input;
        else
            assert(memcmp(&before, &game, sizeof game) == 0);
        assert(memcmp(sum.scores, game.scores, sizeof sum.scores) == 0);
        check_units(&game);
    }
    game_init(&again, &setup, &hearer_again);
    for (size_t i = 0; i < count; i++)
        assert(game_take(&again, &kept[i], &hearer_again) == RC_OK);
    game_pass_time(&again, game_at(&game), &hearer_again);
    assert(sum.hash == sum_again.hash && sum.seq == sum_again.seq);
    check_alike(&game, &again);
    return 0;
}
