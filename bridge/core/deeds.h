/* What can be asked, who may ask it, and what it does: one row a deed. */
#ifndef BRIDGE_CORE_DEEDS_H
#define BRIDGE_CORE_DEEDS_H

#include "bridge/core/state.h"

struct deed_call {
    struct core *core;
    const struct input_ask *ask;
    uint32_t person;
    uint32_t entry; /* the ask's */
    uint64_t now;
    struct kept_answer answer; /* filled by the deed */
    bool open; /* set by the deed: answered later, by ask_done or ask_failed_with */
};

/* RC_OK, or why it is refused (then nothing has changed). */
typedef enum rc deed_fn(struct deed_call *call);

struct deed_row {
    unsigned kinds; /* bits 1 << enum kind: who may ask it */
    bool reads;     /* answered at once, never remembered */
    deed_fn *act;   /* NULL: a reading ask, the app adds the page or the token */
};

const struct deed_row *deed_row(enum deed deed);

deed_fn deed_claim, deed_release, deed_queue;                 /* deed_drive.c */
deed_fn deed_stop, deed_clear;                                /* deed_stop.c */
deed_fn deed_match_create, deed_match_join, deed_match_leave; /* deed_match.c */
deed_fn deed_match_ready, deed_match_start, deed_match_again, deed_match_report;
deed_fn deed_match_act, deed_match_assign, deed_match_swap; /* deed_referee.c */
deed_fn deed_match_overturn, deed_match_penalty, deed_match_bypass;
deed_fn deed_deregister, deed_service;                           /* deed_robot.c */
deed_fn deed_invite, deed_enrolment, deed_withdraw, deed_revoke; /* deed_account.c */

/* The match that is asked about; RC_UNKNOWN_MATCH. */
enum rc call_find_match(struct deed_call *call, uint32_t *ret_match);
/* Gives it an input, done by the asker; as match_put. */
enum rc call_put(struct deed_call *call, uint32_t match, struct game_input *input);
/* Referees and operators: whoever runs the place. */
bool call_may_do_all(const struct deed_call *call);

/* Takes back what a deed did whose answer could not be stored. */
void deed_undo(struct core *core, const struct record_ask *ask, uint64_t now);

#endif
