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

deed_fn deed_claim, deed_release, deed_queue;                    /* deed_drive.c */
deed_fn deed_stop, deed_clear;                                   /* deed_stop.c */
deed_fn deed_deregister, deed_service;                           /* deed_robot.c */
deed_fn deed_invite, deed_enrolment, deed_withdraw, deed_revoke; /* deed_account.c */

/* Takes back what a deed did whose answer could not be stored. */
void deed_undo(struct core *core, const struct record_ask *ask, uint64_t now);

#endif
