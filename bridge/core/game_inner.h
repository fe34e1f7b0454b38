/* The struct of a game, for those who carve memory for it (match.c, retell.c, tests) and for
 * the game's own files. Nobody else looks inside: game.h reads it.
 *
 * About 60 KiB (GAME_SIZE_MAX is checked). No pointers but the hearer of the call that runs, so
 * a game may be copied and moved between calls. A zeroed one is none: game_init.
 *
 * Three times, all in ms from the creation of the match, none ever goes back:
 *   at     everything; hits and shots agree by it
 *   awake  stands while the game is held: countdown, graces, how long a lobby may last
 *   play   runs only while RUNNING and not held: the clock, heat, respawns, shields, penalties
 */
#ifndef BRIDGE_CORE_GAME_INNER_H
#define BRIDGE_CORE_GAME_INNER_H

#include "bridge/core/game.h"

#define GAME_SIZE_MAX (64u * 1024)
#define GAME_NO_ROW   UINT8_MAX /* of players: nobody sat there */

struct game_fire { /* a shot that no hit has used yet */
    uint32_t at, event;
    bool ran; /* the clock did, at the shot; the next two are of that moment as well */
    bool out, hot;
};

struct game_hit { /* a hit that waits for its shot */
    uint32_t at, event;
    uint8_t unit, other;
    bool ran, out, shielded;
};

struct game_verdict { /* a hit that counted */
    uint32_t seq;     /* of its entry; rises from one to the next */
    uint16_t damage;  /* what the victim lost by it */
    uint16_t life;    /* the victim's then (game_unit.life) */
    uint8_t unit, other;
    uint8_t victim, shooter; /* rows of players, GAME_NO_ROW */
    bool friendly, eliminated, overturned;
};

struct game_unit {
    char robot[ID_SIZE]; /* "" = none */
    enum unit_state state;
    int32_t health;
    int32_t owed;     /* damage that was taken back while it was out */
    int32_t lives;    /* left; -1 = without end */
    int32_t heat;     /* thousandths of a per cent, as it was at heat_at */
    uint32_t heat_at; /* play */
    bool hot;
    uint16_t life;          /* counts respawns */
    uint32_t until;         /* play: DOWN until the respawn, SHIELDED until it can be hit */
    int32_t penalty;        /* % of its speed left; 100 = none */
    uint32_t penalty_until; /* play; GAME_NEVER = to the end */
    uint32_t shots;         /* since the last game_live_said; nothing follows from it */
    unsigned fire_count;
    struct game_fire fires[GAME_FIRES]; /* oldest first */
};

struct game_seat {
    struct principal player; /* nobody = free */
    bool ready, away;
    uint32_t away_until; /* awake */
    uint8_t row;         /* of players */
};

struct game_player { /* a row of nobody is free */
    struct principal player;
    int team;
    uint32_t shots, hits, eliminations, deaths;
    int32_t points;
};

struct game_bypass {
    enum missing missing;
    char about[PRINCIPAL_SIZE];
};

/* What follows by time. The order decides when several are due in the same ms; then the number
 * of the hit, unit or seat does. */
enum game_due {
    GAME_DUE_HIT,     /* no shot came for it */
    GAME_DUE_COOL,    /* an overheated unit may fire again; not in the log */
    GAME_DUE_SHIELD,  /* it is over; not in the log */
    GAME_DUE_PENALTY, /* so is this */
    GAME_DUE_RESPAWN,
    GAME_DUE_COUNTDOWN,
    GAME_DUE_CLOCK,
    GAME_DUE_GRACE,
    GAME_DUE_LOBBY,
    GAME_DUE_EMPTY,
    GAME_DUE_PAUSE,
    GAME_DUE_NONE
};

struct game {
    struct game_setup setup;
    const struct game_hearer *hearer; /* of the call that runs; NULL between calls */
    enum match_state state;
    bool held;
    uint32_t at, awake, play;
    uint64_t wall; /* Unix ms of at = 0, by the wall clock of the last input */
    uint64_t started, ended;
    uint32_t seq;    /* of the last entry */
    uint32_t rev;    /* game_rev */
    uint32_t inputs; /* taken */
    int winner;
    char next[ID_SIZE];
    uint32_t countdown_until, pause_until, empty_until; /* awake */
    struct {                                            /* the first that follows by time */
        uint32_t at;
        enum game_due kind;
        unsigned index;
    } due;
    unsigned seat_count, unit_count;
    int32_t scores[MATCH_TEAMS];
    uint8_t seat_team[MATCH_SEATS_ALL];
    struct game_seat seats[MATCH_SEATS_ALL];
    struct game_unit units[MATCH_UNITS];
    unsigned queue_count;
    struct principal queue[MATCH_QUEUE];
    struct game_player players[MATCH_PLAYERS];
    unsigned bypass_count;
    struct game_bypass bypasses[MATCH_BYPASSES];
    unsigned hit_count;
    struct game_hit hits[GAME_HITS]; /* oldest first */
    unsigned verdict_count;          /* ever; number i is in verdicts[i % GAME_VERDICTS] */
    struct game_verdict verdicts[GAME_VERDICTS];
};

_Static_assert(sizeof(struct game) <= GAME_SIZE_MAX, "a game's memory is named in its header");

#endif
