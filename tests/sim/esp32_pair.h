/* The microcontroller's robot and the library's authority side by side: they hear the same JSON
 * at the same moments and are compared after every one of them.
 *
 * Not compared, by design (arena_esp32.h): the `why` of the lease itself, which the small robot
 * does not repeat, and ACCEPTED before DONE, which it says as one.
 */
#ifndef TESTS_SIM_ESP32_PAIR_H
#define TESTS_SIM_ESP32_PAIR_H

#include "robot/client/authority.h"
#include "tests/sim/esp32_fixture.h"

struct pair {
    struct esp32 small;
    struct authority authority;
    struct authority_effects effects;
    struct authority_saved flash;
    struct axes outputs;
    unsigned deeds;
    bool state_due, ack_said; /* since pair_listen_anew */
    struct ack ack;
    char trace[ARENA_PACKET + 96]; /* the last input, for people */
    const char *differs;
};

/* Not connected; again: after a restart, with what each had kept. */
void pair_start(struct pair *pair, bool again);
void pair_connect(struct pair *pair);
void pair_disconnect(struct pair *pair);
/* So many ms go by, then a pass of the loop. */
void pair_wait(struct pair *pair, uint32_t ms);
/* {root}/{from}/robot/r1/{what}; nobody hears it while not connected. */
void pair_say(struct pair *pair, const char *from, const char *what, const char *json);
void pair_button(struct pair *pair, const char *id);

/* Forgets what both said so far. */
void pair_listen_anew(struct pair *pair);
/* A pass of the loop, and then they must agree: NULL, or what differs. */
const char *pair_compare(struct pair *pair);

#endif
