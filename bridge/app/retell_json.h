/* The lines of a match's record, added to a text; text->cut says one did not fit. */
#ifndef BRIDGE_APP_RETELL_JSON_H
#define BRIDGE_APP_RETELL_JSON_H

#include "bridge/core/game.h"
#include "robot/base/match.h"
#include "robot/base/text.h"

/* {"what":"match","at":0,"said":{…}} and an end of line. */
void line_add_match(struct text *text, uint32_t at, const struct match *match);
void line_add_entry(struct text *text, const struct match_entry *entry);
void line_add_live(struct text *text, const struct match_live *live);
/* said: seq, wall and act, and of the others what the act has. */
void line_add_input(struct text *text, const struct game_input *input);

/* The bare objects. */
void json_add_match(struct text *text, const struct match *match);
void json_add_entry(struct text *text, const struct match_entry *entry);

#endif
