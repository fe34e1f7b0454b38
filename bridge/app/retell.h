/* A match told again from its inputs: its record, its log, its final document.
 *
 * What was said of a match is not kept: its inputs are, and the game makes all of it from them
 * once more, byte for byte (bridge/core/game.h). A telling is done in slices, because a long
 * match is some hundred thousand inputs and the loop must not wait: each call does a bounded
 * bit (about a millisecond) and may yield nothing yet.
 *
 * The record is NDJSON, in the order of time: {"what":…,"at":…,"said":{…}} a line, `what` being
 *   match   the document, first of all and whenever it changed by more than running numbers
 *           (clock, health, heat); once the match is over, with the players' statistics
 *   input   what happened: bridge/core/game.h, the words of enum game_act
 *   event   an entry of the log, as match/{id}/event
 *   live    what changes by the second, as match/{id}/live, as far as it was kept
 * Nothing secret is in a match: no tag, token or code is ever told.
 *
 * Thread: the loop's. Owner: who created it. A telling sees what is kept when it comes there:
 * of a match that goes on, what happened until then.
 */
#ifndef BRIDGE_APP_RETELL_H
#define BRIDGE_APP_RETELL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "bridge/app/ports.h"
#include "robot/base/id.h"
#include "robot/base/rc.h"

#define RETELL_ENTRIES_MAX 500

enum retell_what {
    RETELL_RECORD,
    RETELL_ENTRIES, /* {"entries":[…],"next":SEQ}: entries after `after`, at most `limit`;
                       `next` is there when more follow: the next page's `after` */
    RETELL_MATCH,   /* the document as it was in the end, with all statistics */
};

struct retell_order {
    enum retell_what what;
    char match[ID_SIZE];
    uint32_t after; /* RETELL_ENTRIES: seq */
    uint32_t limit; /* RETELL_ENTRIES: 1..RETELL_ENTRIES_MAX */
};

struct retelling;

/* RC_OK, RC_UNKNOWN_MATCH, RC_IO, RC_NO_MEMORY. The store outlives it. */
ARENA_NODISCARD enum rc retell_create(
    const struct port_store *store, const struct retell_order *order, struct retelling **ret);
void retell_destroy(struct retelling *retelling); /* NULL is fine */

/* Tells on into the buffer: up to `size` bytes, not terminated, cut anywhere; *ret_length may
 * be 0: call again. *ret_done: that was the last of it. RC_OK; RC_IO: the store failed, or what
 * it kept is no match: the rest cannot be told. */
ARENA_NODISCARD enum rc retell_next(
    struct retelling *retelling, char *buffer, size_t size, size_t *ret_length, bool *ret_done);

#endif
