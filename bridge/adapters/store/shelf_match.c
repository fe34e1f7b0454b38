#include "bridge/adapters/store/shelf_match.h"

#include <stdio.h>
#include <string.h>

#include "robot/base/text.h"

#define TEAMS_SIZE (MATCH_TEAMS * (MATCH_TEAM_SIZE + 4))

/* ---- match ---- */

static const char *rule_name(unsigned index)
{
    return rule_row((enum rule)index)->word;
}

static void put_rules(struct row *row, const struct match_rules *rules)
{
    int64_t numbers[RULE_COUNT_];
    for (unsigned i = 0; i < RULE_COUNT_; i++)
        numbers[i] = rules->value[i];
    row_put_named(row, rule_name, numbers, RULE_COUNT_);
}

static void get_rules(struct row *row, struct match_rules *ret)
{
    int64_t numbers[RULE_COUNT_];
    for (unsigned i = 0; i < RULE_COUNT_; i++)
        numbers[i] = rule_row((enum rule)i)->standard;
    row_get_named(row, rule_name, numbers, RULE_COUNT_);
    for (unsigned i = 0; i < RULE_COUNT_; i++)
        ret->value[i] = (int32_t)numbers[i];
}

/* A line for each team, "2 red": names may hold blanks, and no ends of lines. */
static void put_teams(struct row *row, const struct game_setup *setup)
{
    char buffer[TEAMS_SIZE];
    struct text text;
    text_init(&text, buffer, sizeof buffer);
    for (unsigned i = 0; i < setup->team_count; i++)
        text_addf(
            &text, "%s%u %s", i > 0 ? "\n" : "", setup->teams[i].seats, setup->teams[i].name);
    row->bad |= text.cut;
    row_put_copy(row, buffer);
}

static bool team_from_line(char *line, char ret_name[MATCH_TEAM_SIZE], unsigned *ret_seats)
{
    char *blank = strchr(line, ' ');
    if (blank == NULL || !text_copy(ret_name, MATCH_TEAM_SIZE, blank + 1))
        return false;
    *blank = '\0';
    *ret_seats = 0;
    for (const char *digit = line; *digit != '\0'; digit++) {
        if (*digit < '0' || *digit > '9' || *ret_seats > MATCH_SEATS)
            return false;
        *ret_seats = *ret_seats * 10 + (unsigned)(*digit - '0');
    }
    return true;
}

static void get_teams(struct row *row, struct game_setup *setup)
{
    char buffer[TEAMS_SIZE];
    row_get_text(row, buffer, sizeof buffer);
    char *line = buffer;
    while (line != NULL && *line != '\0') {
        char *end = strchr(line, '\n');
        if (end != NULL)
            *end = '\0';
        unsigned team = setup->team_count;
        if (team == MATCH_TEAMS ||
            !team_from_line(line, setup->teams[team].name, &setup->teams[team].seats)) {
            row->bad = true;
            return;
        }
        setup->team_count++;
        line = end != NULL ? end + 1 : NULL;
    }
}

static void put_scores(struct row *row, const struct record_match *match)
{
    char buffer[MATCH_TEAMS * 12];
    struct text text;
    text_init(&text, buffer, sizeof buffer);
    for (unsigned i = 0; i < match->setup.team_count; i++)
        text_addf(&text, "%s%d", i > 0 ? " " : "", match->scores[i]);
    row_put_copy(row, buffer);
}

static void get_scores(struct row *row, struct record_match *match)
{
    char buffer[MATCH_TEAMS * 12];
    row_get_text(row, buffer, sizeof buffer);
    const char *at = buffer;
    for (unsigned i = 0; i < match->setup.team_count; i++) {
        int taken = 0;
        if (sscanf(at, "%d%n", &match->scores[i], &taken) != 1) /* NOLINT(cert-err34-c): ours */
            row->bad = true;
        at += taken;
    }
}

void shelf_write_match(struct row *row, const struct record *record)
{
    const struct record_match *match = &record->match;
    row_put_text(row, match->setup.id);
    row_put_text(row, match->setup.name);
    row_put_principal(row, &match->setup.host);
    row_put_number(row, match->setup.wall);
    put_rules(row, &match->setup.rules);
    put_teams(row, &match->setup);
    row_put_text(row, match->session.text);
    row_put_number(row, match->over);
    row_put_number(row, match->closed);
    row_put_text(row, match_state_name(match->state));
    row_put_signed(row, match->winner);
    put_scores(row, match);
    row_put_number(row, match->started);
    row_put_number(row, match->ended);
    row_put_number(row, match->players);
}

void shelf_key_match(struct row *row, const struct record *record)
{
    row_put_text(row, record->match.setup.id);
}

static enum match_state get_state(struct row *row)
{
    char word[ID_SIZE];
    enum match_state state = MATCH_LOBBY;
    row_get_text(row, word, sizeof word);
    if (!match_state_from_name(word, &state))
        row->bad = true;
    return state;
}

void shelf_read_match(struct row *row, struct record *ret)
{
    struct record_match *match = &ret->match;
    row_get_text(row, match->setup.id, sizeof match->setup.id);
    row_get_text(row, match->setup.name, sizeof match->setup.name);
    row_get_principal(row, &match->setup.host);
    match->setup.wall = row_get_number(row);
    get_rules(row, &match->setup.rules);
    get_teams(row, &match->setup);
    row_get_tag(row, &match->session);
    match->over = row_get_bool(row);
    match->closed = row_get_bool(row);
    match->state = get_state(row);
    match->winner = row_get_i32(row);
    get_scores(row, match);
    match->started = row_get_number(row);
    match->ended = row_get_number(row);
    match->players = row_get_u32(row);
}

/* ---- input ---- */

void shelf_write_input(struct row *row, const struct record *record)
{
    const struct game_input *input = &record->match_input.input;
    row_put_text(row, record->match_input.match);
    row_put_number(row, input->seq);
    row_put_number(row, input->at);
    row_put_number(row, input->wall);
    row_put_text(row, game_act_name(input->act));
    row_put_principal(row, &input->who);
    row_put_principal(row, &input->player);
    row_put_signed(row, input->team);
    row_put_signed(row, input->seat);
    row_put_signed(row, input->unit);
    row_put_signed(row, input->other);
    row_put_text(row, input->robot);
    row_put_number(row, input->event);
    row_put_number(row, input->ref);
    row_put_number(row, input->ms);
    row_put_signed(row, input->value);
    row_put_text(row, input->act == GAME_BYPASS ? missing_name(input->missing) : "");
    row_put_text(row, input->about);
}

void shelf_key_input(struct row *row, const struct record *record)
{
    row_put_text(row, record->match_input.match);
    row_put_number(row, record->match_input.input.seq);
}

static void get_act(struct row *row, struct game_input *input)
{
    char word[ID_SIZE];
    row_get_text(row, word, sizeof word);
    if (!game_act_from_name(word, &input->act))
        row->bad = true;
}

static void get_missing(struct row *row, struct game_input *input)
{
    char word[ID_SIZE];
    row_get_text(row, word, sizeof word);
    if (word[0] != '\0' && !missing_from_name(word, &input->missing))
        row->bad = true;
}

void shelf_read_input(struct row *row, struct record *ret)
{
    struct game_input *input = &ret->match_input.input;
    row_get_text(row, ret->match_input.match, sizeof ret->match_input.match);
    input->seq = row_get_u32(row);
    input->at = row_get_u32(row);
    input->wall = row_get_number(row);
    get_act(row, input);
    row_get_principal(row, &input->who);
    row_get_principal(row, &input->player);
    input->team = row_get_i32(row);
    input->seat = row_get_i32(row);
    input->unit = row_get_i32(row);
    input->other = row_get_i32(row);
    row_get_text(row, input->robot, sizeof input->robot);
    input->event = row_get_u32(row);
    input->ref = row_get_u32(row);
    input->ms = row_get_u32(row);
    input->value = row_get_i32(row);
    get_missing(row, input);
    row_get_text(row, input->about, sizeof input->about);
}

/* ---- tally ---- */

static const char *refusal_word(unsigned index)
{
    return refusal_name((enum refusal)(index + 1)); /* the first is none */
}

_Static_assert(MATCH_REFUSALS == REFUSAL_COUNT_, "a count for each");

static void put_refused(struct row *row, const uint32_t refused[MATCH_REFUSALS])
{
    int64_t numbers[REFUSAL_COUNT_];
    for (unsigned i = 1; i < REFUSAL_COUNT_; i++)
        numbers[i - 1] = refused[i];
    row_put_named(row, refusal_word, numbers, REFUSAL_COUNT_ - 1);
}

static void get_refused(struct row *row, uint32_t ret[MATCH_REFUSALS])
{
    int64_t numbers[REFUSAL_COUNT_] = {0};
    row_get_named(row, refusal_word, numbers, REFUSAL_COUNT_ - 1);
    for (unsigned i = 1; i < REFUSAL_COUNT_; i++)
        ret[i] = (uint32_t)numbers[i - 1];
}

void shelf_key_tally(struct row *row, const struct record *record)
{
    row_put_text(row, record->tally.match);
    row_put_principal(row, &record->tally.player.player);
}

void shelf_write_tally(struct row *row, const struct record *record)
{
    const struct match_player *player = &record->tally.player;
    shelf_key_tally(row, record);
    row_put_number(row, player->distance_mm);
    row_put_number(row, player->driven_ms);
    row_put_number(row, player->frames_refused);
    row_put_number(row, player->stops);
    row_put_number(row, player->delay_p50_ms);
    row_put_number(row, player->delay_p99_ms);
    put_refused(row, player->refused);
}

void shelf_read_tally(struct row *row, struct record *ret)
{
    struct match_player *player = &ret->tally.player;
    row_get_text(row, ret->tally.match, sizeof ret->tally.match);
    row_get_principal(row, &player->player);
    player->distance_mm = row_get_u32(row);
    player->driven_ms = row_get_u32(row);
    player->frames_refused = row_get_u32(row);
    player->stops = row_get_u32(row);
    player->delay_p50_ms = row_get_u32(row);
    player->delay_p99_ms = row_get_u32(row);
    get_refused(row, player->refused);
}
