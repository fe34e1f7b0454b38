#include "bridge/core/game_parts.h"

uint8_t game_player_enter(struct game *game, const struct principal *player, int team)
{
    uint8_t row = GAME_NO_ROW;
    for (unsigned i = MATCH_PLAYERS; i-- > 0;) {
        if (principal_equal(&game->players[i].player, player)) {
            game->players[i].team = team;
            return (uint8_t)i;
        }
        if (principal_is_nobody(&game->players[i].player)) {
            row = (uint8_t)i;
        }
    }
    if (row != GAME_NO_ROW) {
        game->players[row] = (struct game_player){.player = *player, .team = team};
    }
    return row;
}

void game_player_leave(struct game *game, uint8_t row)
{
    if (game->started == 0) {
        game->players[row] = (struct game_player){0};
    }
}

struct game_player *game_player(struct game *game, uint8_t row)
{
    return row == GAME_NO_ROW ? NULL : &game->players[row];
}

/* Adds a verdict (sign 1) or takes it back (-1). What hits one's own team costs points and is
 * no merit: it is neither a hit nor an elimination in the statistics. */
void game_player_tally(struct game *game, const struct game_verdict *verdict, int sign)
{
    struct game_player *shooter = game_player(game, verdict->shooter);
    struct game_player *victim = game_player(game, verdict->victim);
    uint32_t one = (uint32_t)sign; /* unsigned arithmetic wraps: adding it takes away */
    if (shooter != NULL) {
        shooter->points += sign * game_verdict_points(game, verdict);
        shooter->hits += verdict->friendly ? 0 : one;
        shooter->eliminations += verdict->eliminated && !verdict->friendly ? one : 0;
    }
    if (victim != NULL) {
        victim->deaths += verdict->eliminated ? one : 0;
    }
}
