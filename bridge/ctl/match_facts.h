/* What a match says, in words for a line of a terminal. Pure. */
#ifndef BRIDGE_CTL_MATCH_FACTS_H
#define BRIDGE_CTL_MATCH_FACTS_H

#include "robot/base/match.h"
#include "robot/base/text.h"

/* "2:59.9" */
void facts_clock(struct text *text, uint32_t ms);
/* "red 3, blue 1" */
void facts_score(struct text *text, const struct match *match);
/* "red won", "draw", "" */
void facts_winner(struct text *text, const struct match *match);
/* "  12.3 s  hit scout2 by scout1: counted, 1 point for blue"; match NULL: teams are numbers */
void facts_entry(struct text *text, const struct match_entry *entry, const struct match *match);
/* "2:31.4  3 : 1  scout1 80 %  scout2 down 3.2 s" */
void facts_live(struct text *text, const struct match_live *live);

#endif
