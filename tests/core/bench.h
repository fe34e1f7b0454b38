/* A bench for the core: it steps it, settles as the app would (with the fake store), notes what
 * is said and when, and checks after every step what must always hold: a lease that is said is,
 * to the letter, the one in the store; numbers said to a robot never fall, and one n never
 * names two drivers; an ok that a deed was answered with is in the store; a batch never
 * overflows; a lease of a match lets nobody drive but while it runs; a match's log is said in
 * order, and nothing of it that a restart would not tell again.
 */
#ifndef TESTS_CORE_BENCH_H
#define TESTS_CORE_BENCH_H

#include "bridge/core/core.h"
#include "bridge/core/game_inner.h"
#include "tests/support/fake_store.h"

#define BENCH_LOG     8192
#define BENCH_MATCHES 64
#define BENCH_ROBOTS  64
#define BENCH_WALL    1700000000000u
#define BENCH_EFFECTS 32

struct said {
    uint64_t at;
    struct effect effect;
};

struct bench_robot { /* what the bench knows of a robot's numbers */
    char id[ID_SIZE];
    struct lease_number said, shown;
    struct principal driver;
};

struct bench_match { /* what the bench knows of a match's log */
    char id[ID_SIZE];
    uint32_t seq;
    struct tag session;
};

struct bench {
    struct core_config config;
    void *memory;
    struct core *core;
    struct effects effects;
    struct effect items[BENCH_EFFECTS];
    struct fake_store store;
    uint64_t now;
    uint64_t wall_offset; /* wall = BENCH_WALL + now + this */
    unsigned conns;
    unsigned fresh;
    unsigned log_count;
    struct said *log;
    unsigned robot_count;
    struct bench_robot robots[BENCH_ROBOTS];
    unsigned match_count;
    struct bench_match matches[BENCH_MATCHES];
};

int bench_set_up(void **state); /* broker and ear are up, now = 1000 */
int bench_tear_down(void **state);
/* With other table sizes; ends and begins anew. */
void bench_rebuild(struct bench *bench, const struct core_config *config);
/* The bridge dies and comes back from what the store has. The broker is not up yet. */
void bench_restart(struct bench *bench);
void bench_restore(struct bench *bench); /* and nothing has happened since */
void bench_broker_up(struct bench *bench);

void bench_take(struct bench *bench, const struct input *input); /* step, pass, settle */
void bench_take_unsettled(struct bench *bench, const struct input *input); /* step only */
void bench_settle(struct bench *bench);
/* Lets time pass up to now + ms, stopping at each deadline. */
void bench_pass(struct bench *bench, uint64_t ms);
void bench_forget(struct bench *bench); /* what was said so far */

/* Robots. */
void bench_robot_says_presence(
    struct bench *bench, const char *id, enum announced state, const char *conn);
void bench_robot_online(struct bench *bench, const char *id); /* presence c1, card, state 0,0 */
void bench_state(struct bench *bench, const char *id, uint32_t n, uint32_t rev);
/* Shows exactly what the store wants it to know. */
void bench_state_agrees(struct bench *bench, const char *id);
void bench_status(struct bench *bench, const char *id);

/* People: "player/ann". */
void bench_presence(struct bench *bench, const char *who, enum announced state,
    const char *conn, const char *page);
struct input bench_ask_input(
    struct bench *bench, const char *who, enum deed deed, const char *robot, const char *id);
void bench_ask(
    struct bench *bench, const char *who, enum deed deed, const char *robot, const char *id);
/* Claims and has the robot show it. */
void bench_drive(struct bench *bench, const char *who, const char *robot, const char *id);

/* What was said since bench_forget. */
unsigned bench_count(const struct bench *bench, enum effect_kind kind);
/* The last of a kind, or NULL. */
const struct said *bench_last(const struct bench *bench, enum effect_kind kind);
/* The last answer to this id, or NULL; of this id to this asker. */
const struct effect_answer *bench_answer(const struct bench *bench, const char *id);
unsigned bench_answers(const struct bench *bench, const char *id);
const struct said *bench_lease(const struct bench *bench, const char *robot);
unsigned bench_leases(const struct bench *bench, const char *robot);
const struct core_me *bench_me(const struct bench *bench, const char *who);
const struct effect_reply *bench_reply(const struct bench *bench, uint64_t request);

/* What the store has. */
const struct record_lease *bench_stored_lease(const struct bench *bench, const char *robot);
struct roster_entry bench_roster(const struct bench *bench, const char *robot);

/* The game as the store's inputs tell it; its log goes to `hearer` (NULL: nobody). False: there
 * is none. */
bool bench_retell(const struct bench *bench, const char *id, struct game *ret_game,
    const struct game_hearer *hearer);

struct principal who(const char *text);
struct tag tag_of(const char *text);

#endif
