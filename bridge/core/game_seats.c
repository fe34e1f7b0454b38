#include <string.h>

#include "bridge/core/game_parts.h"

static unsigned game_place_in_queue(const struct game *game, const struct principal *player)
{
    unsigned i = 0;
    while (i < game->queue_count && !principal_equal(&game->queue[i], player)) {
        i++;
    }
    return i;
}

static bool game_unqueue(struct game *game, const struct principal *player)
{
    unsigned place = game_place_in_queue(game, player);
    if (place == game->queue_count) {
        return false;
    }
    game->queue_count--;
    memmove(&game->queue[place], &game->queue[place + 1],
        (game->queue_count - place) * sizeof game->queue[0]);
    memset(&game->queue[game->queue_count], 0, sizeof game->queue[0]);
    return true;
}

/* ---- which seat ---- */

static unsigned game_people(const struct game *game, unsigned team)
{
    unsigned count = 0;
    for (unsigned i = 0; i < game->seat_count; i++) {
        enum kind kind = game->seats[i].player.kind;
        count += game->seat_team[i] == team && kind != KIND_NONE && kind != KIND_BOT ? 1 : 0;
    }
    return count;
}

static bool game_seat_suits(
    const struct game *game, unsigned seat, const struct game_input *input)
{
    if (input->seat >= 0) {
        return (int)seat == input->seat;
    }
    return input->team < 0 || game->seat_team[seat] == input->team;
}

/* The first seat of this kind (KIND_NONE: a free one), of the team with the fewest people; -1.
 */
static int game_find_seat(
    const struct game *game, const struct game_input *input, enum kind kind)
{
    int found = -1;
    unsigned fewest = MATCH_SEATS + 1;
    for (unsigned i = 0; i < game->seat_count; i++) {
        if (game->seats[i].player.kind != kind || !game_seat_suits(game, i, input)) {
            continue;
        }
        unsigned people = game_people(game, game->seat_team[i]);
        if (people < fewest) {
            fewest = people;
            found = (int)i;
        }
    }
    return found;
}

static bool game_is_gathering(const struct game *game)
{
    return game->state == MATCH_LOBBY || game->state == MATCH_READY;
}

static int game_seat_for(const struct game *game, const struct game_input *input)
{
    int seat = game_find_seat(game, input, KIND_NONE);
    if (seat < 0 && input->player.kind != KIND_BOT && game_is_gathering(game)) {
        seat = game_find_seat(game, input, KIND_BOT);
    }
    return seat;
}

/* ---- coming and going ---- */

static bool game_is_empty(const struct game *game)
{
    unsigned i = 0;
    while (i < game->seat_count && principal_is_nobody(&game->seats[i].player)) {
        i++;
    }
    return i == game->seat_count;
}

static void game_vacate(struct game *game, unsigned seat)
{
    game_say_seat(game, ENTRY_LEFT, seat);
    game_player_leave(game, game->seats[seat].row);
    game->seats[seat] = (struct game_seat){.row = GAME_NO_ROW};
    if (game_is_empty(game)) {
        game->empty_until = game->awake + GAME_EMPTY_MS;
    }
}

static void game_give_up(struct game *game, unsigned seat)
{
    if (game_is_gathering(game)) {
        game_give_back(game, seat);
    }
    game_vacate(game, seat);
}

void game_grace_over(struct game *game, unsigned seat)
{
    game_give_up(game, seat);
}

static bool game_has_row(const struct game *game, const struct principal *player)
{
    for (unsigned i = 0; i < MATCH_PLAYERS; i++) {
        const struct principal *known = &game->players[i].player;
        if (principal_is_nobody(known) || principal_equal(known, player)) {
            return true;
        }
    }
    return false;
}

enum rc game_act_join(struct game *game, const struct game_input *input)
{
    if (principal_is_nobody(&input->player)) {
        return RC_BAD_REQUEST;
    }
    if (game_seat_of_player(game, &input->player) >= 0) {
        return RC_WRONG_STATE;
    }
    int seat = game_seat_for(game, input);
    if (seat < 0) {
        return RC_MATCH_FULL;
    }
    if (!game_has_row(game, &input->player)) {
        return RC_FULL;
    }
    if (!principal_is_nobody(&game->seats[seat].player)) {
        game_vacate(game, (unsigned)seat);
    }
    (void)game_unqueue(game, &input->player);
    game->seats[seat] = (struct game_seat){
        .player = input->player,
        .row = game_player_enter(game, &input->player, game->seat_team[seat]),
    };
    game->empty_until = GAME_NEVER;
    game_say_seat(game, ENTRY_JOINED, (unsigned)seat);
    return RC_OK;
}

enum rc game_act_leave(struct game *game, const struct game_input *input)
{
    int seat = game_seat_of_player(game, &input->player);
    if (seat >= 0) {
        game_give_up(game, (unsigned)seat);
        return RC_OK;
    }
    if (!game_unqueue(game, &input->player)) {
        return RC_WRONG_STATE;
    }
    game_say_who(game, ENTRY_UNQUEUED, &input->player);
    return RC_OK;
}

enum rc game_act_queue(struct game *game, const struct game_input *input)
{
    if (principal_is_nobody(&input->player)) {
        return RC_BAD_REQUEST;
    }
    if (game_seat_of_player(game, &input->player) >= 0) {
        return RC_WRONG_STATE;
    }
    if (game_place_in_queue(game, &input->player) < game->queue_count) {
        return RC_OK;
    }
    if (game->queue_count == MATCH_QUEUE) {
        return RC_FULL;
    }
    game->queue[game->queue_count++] = input->player;
    game_say_who(game, ENTRY_QUEUED, &input->player);
    return RC_OK;
}

enum rc game_act_ready(struct game *game, const struct game_input *input)
{
    int seat = game_seat_of_player(game, &input->player);
    if (input->value != 0 && input->value != 1) {
        return RC_BAD_REQUEST;
    }
    if (seat < 0) {
        return RC_NOT_FOUND;
    }
    bool ready = input->value == 1;
    if (game->seats[seat].ready != ready) {
        game->seats[seat].ready = ready;
        game_say_seat(game, ready ? ENTRY_READY : ENTRY_UNREADY, (unsigned)seat);
    }
    return RC_OK;
}

static enum rc game_set_away(struct game *game, const struct game_input *input, bool away)
{
    int index = game_seat_of_player(game, &input->player);
    if (index < 0) {
        return RC_NOT_FOUND;
    }
    struct game_seat *seat = &game->seats[index];
    if (seat->away != away) {
        seat->away = away;
        seat->away_until = game->awake + (uint32_t)game_rule(game, RULE_GRACE);
        game_say_seat(game, away ? ENTRY_AWAY : ENTRY_BACK, (unsigned)index);
    }
    return RC_OK;
}

enum rc game_act_away(struct game *game, const struct game_input *input)
{
    return game_set_away(game, input, true);
}

enum rc game_act_back(struct game *game, const struct game_input *input)
{
    return game_set_away(game, input, false);
}
