/* The mailbox: how other threads hand something to the loop. The only mutex of the bridge.
 *
 * What: callbacks of Paho (its threads) and of workers post letters; the loop takes them. Bytes
 * are copied in, so a callback may free what it was given as soon as mailbox_post returns.
 * Lanes: what decides (bridge/main: presence, state, ask, event, and what a connection reports)
 * goes before what is only shown (bridge/ear: status). Display never delays what decides. Full:
 * a letter that does not fit is refused, counted, and said in the log (once a second at most).
 *   The display lane loses a status that comes again within a second. The decisive lane never
 *   loses in silence: mailbox_overflowed() tells the loop, which begins its connection anew, so
 *   that everybody repeats what is true. Letters marked `urgent` (a connection came or went)
 * have a reserve of their own. Owner: the creator. Threads: post from any; everything else from
 * the loop's thread.
 */
#ifndef BRIDGE_ADAPTERS_MAILBOX_H
#define BRIDGE_ADAPTERS_MAILBOX_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum mailbox_lane { MAILBOX_DECISIVE, MAILBOX_DISPLAY, MAILBOX_LANE_COUNT_ };

#define MAILBOX_DECISIVE_BYTES (8u << 20)
#define MAILBOX_DISPLAY_BYTES  (4u << 20)
#define MAILBOX_RESERVE_BYTES  4096u /* of each lane, for urgent letters */

/* What a letter means is agreed between who posts and who opens it: `source` names the pair. */
struct letter {
    uint32_t source;  /* who posted: a number main gives out */
    uint32_t kind;    /* the poster's own enum */
    uint32_t number;  /* the poster's own: an epoch, a request */
    int32_t code;     /* the poster's own: a result */
    bool flag;        /* the poster's own: retained */
    bool urgent;      /* may use the reserve */
    const void *head; /* a topic; may be NULL with size 0 */
    size_t head_size;
    const void *body; /* a payload; may be NULL with size 0 */
    size_t body_size;
};

struct mailbox_counts {
    uint64_t posted[MAILBOX_LANE_COUNT_];
    uint64_t refused[MAILBOX_LANE_COUNT_];
};

struct mailbox_config {
    size_t bytes[MAILBOX_LANE_COUNT_]; /* of one lane's store; there are two of each */
    void (*wake)(void *self);          /* from the posting thread; may be NULL */
    void *wake_self;
};

struct mailbox;

struct mailbox *mailbox_create(const struct mailbox_config *config);
void mailbox_destroy(struct mailbox *mailbox); /* nobody may post any more */

/* Any thread. False when the lane is full: counted already. */
bool mailbox_post(struct mailbox *mailbox, enum mailbox_lane lane, const struct letter *letter);

/* The next letter, decisive ones first; false when there is none. Its bytes live until the next
 * call of mailbox_take. */
bool mailbox_take(struct mailbox *mailbox, struct letter *ret);

/* True once after a decisive letter was refused. */
bool mailbox_overflowed(struct mailbox *mailbox);

void mailbox_counts(struct mailbox *mailbox, struct mailbox_counts *ret);

#endif
