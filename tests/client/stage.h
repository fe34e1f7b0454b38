/* A robot, a player and a bridge that says only what a test tells it to, on one in-process
 * broker under one clock. */
#ifndef TESTS_CLIENT_STAGE_H
#define TESTS_CLIENT_STAGE_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include "robot/client/link_loopback.h"
#include "robot/client/player.h"
#include "robot/client/robot.h"

#include <cmocka.h>

struct stage {
    struct loopback *broker;
    uint64_t now;
    struct link *bridge;
    struct robot *robot;
    struct player *player;
    char state_dir[64]; /* "" = nothing kept */

    bool greets;     /* says a lease to whoever announces itself */
    bool auto_lease; /* answers claims, and repeats the lease as a bridge does */
    struct lease lease;
    struct state state; /* the robot's last */
    unsigned states, statuses, announcements, cards;
    unsigned goodbyes; /* of the announcements: lost or offline */
    uint64_t lease_at;
    char claim_id[ASK_ID_SIZE]; /* to be answered when the number is shown */
    struct ask asked;           /* the last */
    struct status status;
    char page[TAG_SIZE]; /* the player last announced */

    struct axes outputs; /* the robot's */
    unsigned drives, neutrals, actions;
    uint64_t slow_ms; /* so long on_drive takes: the clock goes on meanwhile */
    struct action action;
    unsigned online, offline;
    const char *player_token; /* it logs in with; NULL = none */
    char player_renewed[64];  /* as told by on_token */
    struct answer answer;     /* the player's last */
    unsigned answers, links, acks, taken_over;
    struct ack ack;
    unsigned messages; /* heard by player_listen */
    unsigned videos, signals;
    unsigned tokens; /* times the robot's program was asked for one */
    const char *token;
    char renewed[1024];
};

void stage_init(struct stage *stage, const char *state_dir);
void stage_finish(struct stage *stage);
void stage_start_robot(struct stage *stage);
/* With this token, or with one from the program's callback where it is NULL. */
void stage_start_robot_with(struct stage *stage, const char *token);
void stage_start_player(struct stage *stage);

/* Lets `ms` pass in steps of 5. */
void stage_run(struct stage *stage, uint64_t ms);
/* Until the condition holds; fails the test after 10 s of the stage's time. */
#define stage_until(stage, condition)                                                          \
    do {                                                                                       \
        uint64_t until = (stage)->now + 10000;                                                 \
        while (!(condition)) {                                                                 \
            if ((stage)->now >= until)                                                         \
                fail_msg("never: " #condition);                                                \
            stage_run((stage), 5);                                                             \
        }                                                                                      \
    } while (0)

/* The bridge says this, to the robot, the player ("") or all (NULL). */
void stage_say(struct stage *stage, const struct principal *to, enum what what,
    const char *json, bool retain);
void stage_beat(struct stage *stage, const char *boot);
/* The player drives: claimed, shown, linked, ready. */
void stage_claim(struct stage *stage);

extern const struct principal stage_robot, stage_ann;

#endif
