#include <string.h>

#include "bridge/core/game_parts.h"

struct match_entry game_entry(const struct game *game, enum entry_kind kind)
{
    struct match_entry entry;
    memset(&entry, 0, sizeof entry); /* padding as well: entries may be compared by bytes */
    entry.at = game->at;
    entry.ts = game->wall + game->at;
    entry.kind = kind;
    entry.team = MATCH_NO_TEAM;
    entry.seat = -1;
    entry.unit = -1;
    return entry;
}

struct match_entry game_seat_entry(const struct game *game, enum entry_kind kind, unsigned seat)
{
    struct match_entry entry = game_entry(game, kind);
    entry.who = game->seats[seat].player;
    entry.team = game->seat_team[seat];
    entry.seat = (int)seat;
    return entry;
}

void game_say(struct game *game, struct match_entry *entry)
{
    game->seq++;
    game->rev++;
    entry->seq = game->seq;
    if (game->hearer != NULL && game->hearer->log != NULL) {
        game->hearer->log(game->hearer->context, entry);
    }
}

void game_say_who(struct game *game, enum entry_kind kind, const struct principal *who)
{
    struct match_entry entry = game_entry(game, kind);
    entry.who = *who;
    game_say(game, &entry);
}

void game_say_seat(struct game *game, enum entry_kind kind, unsigned seat)
{
    struct match_entry entry = game_seat_entry(game, kind, seat);
    game_say(game, &entry);
}
