#include <string.h>

#include "bridge/core/game_parts.h"
#include "robot/base/text.h"

static void game_put_robot(struct game *game, unsigned index, const char *robot)
{
    struct game_unit *unit = &game->units[index];
    bool swapped =
        unit->robot[0] != '\0' && robot[0] != '\0' && match_state_holds_robots(game->state);
    struct match_entry entry = game_seat_entry(
        game, swapped ? ENTRY_SWAPPED : ENTRY_ASSIGNED, game_seat_of_unit(game, index));
    entry.unit = (int)index;
    if (swapped) {
        memcpy(entry.by, unit->robot, sizeof entry.by);
    }
    memset(unit->robot, 0, sizeof unit->robot);
    (void)text_copy(unit->robot, sizeof unit->robot, robot); /* an id fits */
    memcpy(entry.robot, unit->robot, sizeof entry.robot);
    game_say(game, &entry);
}

void game_give_back(struct game *game, unsigned seat)
{
    for (unsigned i = 0; i < game->unit_count; i++) {
        if (game_seat_of_unit(game, i) == seat && game->units[i].robot[0] != '\0') {
            game_put_robot(game, i, "");
        }
    }
}

enum rc game_act_assign(struct game *game, const struct game_input *input)
{
    if (input->unit < 0) {
        return RC_BAD_REQUEST;
    }
    if (strcmp(game->units[input->unit].robot, input->robot) == 0) {
        return RC_OK;
    }
    if (game_unit_of_robot(game, input->robot) >= 0) {
        return RC_WRONG_STATE;
    }
    game_put_robot(game, (unsigned)input->unit, input->robot);
    return RC_OK;
}

enum rc game_act_penalty(struct game *game, const struct game_input *input)
{
    if (input->unit < 0 || input->value < 0 || input->value > 100) {
        return RC_BAD_REQUEST;
    }
    struct game_unit *unit = &game->units[input->unit];
    if (unit->robot[0] == '\0') {
        return RC_WRONG_STATE;
    }
    uint64_t until = (uint64_t)game->play + input->ms;
    unit->penalty = input->value;
    unit->penalty_until = input->ms > 0 && until < GAME_NEVER ? (uint32_t)until : GAME_NEVER;
    struct match_entry entry = game_entry(game, ENTRY_PENALTY);
    entry.who = input->who;
    memcpy(entry.robot, unit->robot, sizeof entry.robot);
    entry.value = input->value;
    entry.ms = input->ms;
    game_say(game, &entry);
    return RC_OK;
}

enum rc game_act_bypass(struct game *game, const struct game_input *input)
{
    if (input->about[0] == '\0') {
        return RC_BAD_REQUEST;
    }
    if (game_bypasses(game, input->missing, input->about)) {
        return RC_OK;
    }
    if (game->bypass_count == MATCH_BYPASSES) {
        return RC_FULL;
    }
    struct game_bypass *bypass = &game->bypasses[game->bypass_count++];
    bypass->missing = input->missing;
    memcpy(bypass->about, input->about, sizeof bypass->about);
    struct match_entry entry = game_entry(game, ENTRY_BYPASSED);
    entry.who = input->who;
    entry.missing = input->missing;
    memcpy(entry.about, input->about, sizeof entry.about);
    game_say(game, &entry);
    return RC_OK;
}
