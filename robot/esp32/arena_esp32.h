/* A robot of the arena for microcontrollers: MQTT 3.1.1, QoS 0, packets of at most 1 KiB.
 *
 * This and arena_esp32.c (with arena_json) are all of the protocol: what the robot says, whom
 * it hears, and the rules for moving (broker-config/README.md), decided by its own clock. No
 * heap, no operating system, C99 and C++. The network is handed in as four functions, which fit
 * PubSubClient as it is; the sketch arena_robot.ino and host/main.c are two worked programs
 * around it.
 *
 *     arena_init(&robot, &config, saved, random, millis());
 *     connect with the will of arena_will(), then arena_connected(&robot, random, millis());
 *     for every message: arena_receive(&robot, topic, payload, length, retained, millis());
 *     in every pass of loop(): arena_step(&robot, millis());
 *
 * arena_receive only notes and sets outputs; everything is said in arena_step. So the message
 * may lie in the buffer that publishing overwrites, as it does with PubSubClient. Call
 * arena_step at least every 20 ms: it is also the deadman.
 *
 * It decides as the library's authority does, which a test holds it to. Different by design:
 * `why` says its own words and not those of the lease; an action done at once is acknowledged
 * `done` only; no cameras, no `ask`, so no renewed token (robot/README.md says what instead).
 *
 * Motors must stop when this program hangs: use the chip's watchdog (the sketch does).
 *
 * Time: milliseconds of a 32-bit counter that wraps, as millis() is; calls are never further
 * apart than it takes to wrap (49 days). Memory: struct arena_robot, about 9 KiB.
 */
#ifndef ARENA_ESP32_H
#define ARENA_ESP32_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#define ARENA_PACKET         1024 /* the largest MQTT packet either way; the card says so */
#define ARENA_TOPIC_SIZE     192
#define ARENA_ID_SIZE        32
#define ARENA_PRINCIPAL_SIZE 42
#define ARENA_TAG_SIZE       24
#define ARENA_WORD_SIZE      32
#define ARENA_STOPS          5
#define ARENA_STOPPERS       4
#define ARENA_CLEARED        32
#define ARENA_REPLACED       8
#define ARENA_ACKS           64
#define ARENA_ACK_WHY        12
#define ARENA_FIELDS         16
#define ARENA_EVENTS         4

enum { ARENA_X, ARENA_Y, ARENA_Z, ARENA_R, ARENA_CX, ARENA_CY, ARENA_AXES };

enum arena_mode { ARENA_IDLE, ARENA_READY, ARENA_DRIVING, ARENA_DEADMAN, ARENA_STOPPED };

enum arena_refusal { /* in the order of the checks */
    ARENA_ACCEPTED,
    ARENA_FORM,
    ARENA_RANGE,
    ARENA_DRIVER,
    ARENA_NUMBER,
    ARENA_HALTED,
    ARENA_ORDER,
    ARENA_STALE,
    ARENA_RATE,
    ARENA_REFUSALS
};

enum arena_ack_state {
    ARENA_ACK_ACCEPTED,
    ARENA_ACK_DONE,
    ARENA_ACK_FAILED,
    ARENA_ACK_REJECTED
};

struct arena_axis {
    bool present;
    float min, max; /* in the robot's units; min <= 0 <= max */
};

struct arena_action {
    const char *name;
    bool has_range;
    float min, max;
    const char *unit; /* "" = none */
    bool always;      /* also when nobody may move it: lights, brightness */
};

struct arena_field {
    const char *name, *unit;
};

struct arena_stop {
    char id[ARENA_TAG_SIZE];
    char by[ARENA_PRINCIPAL_SIZE];
};

/* What survives a restart: plain bytes, to be kept in flash (1.1 KiB). All zero: never ran. */
struct arena_saved {
    uint32_t n, rev; /* the highest lease number it knows */
    uint32_t stop_count, cleared_count;
    struct arena_stop stops[ARENA_STOPS];
    char cleared[ARENA_CLEARED][ARENA_TAG_SIZE]; /* oldest first */
};

/* The robot as the sketch describes it; everything it points to lives as long as the robot. */
struct arena_config {
    const char *id;                  /* [a-z0-9][a-z0-9-]{0,30} */
    const char *root;                /* "arena/v1" */
    const char *name, *model, *kind; /* for people */
    struct arena_axis axes[ARENA_AXES];
    const struct arena_action *actions;
    unsigned action_count;
    const struct arena_field *fields; /* of status, at most ARENA_FIELDS */
    unsigned field_count;
    uint32_t status_ms;  /* 0 = 1000 */
    uint32_t deadman_ms; /* the most it tolerates, 50..400; 0 = 250 */
    uint32_t max_age_ms; /* 50..800; 0 = 500 */

    void *user;
    /* The network. False: not sent. */
    bool (*publish)(
        void *user, const char *topic, const char *payload, size_t length, bool retain);
    bool (*subscribe)(void *user, const char *topic);
    bool (*unsubscribe)(void *user, const char *topic);
    /* The outputs, in the robot's units, for every accepted frame. */
    void (*drive)(void *user, const float axes[ARENA_AXES]);
    /* All outputs neutral, at once; may come more often than needed. */
    void (*neutral)(void *user);
    /* Do it; the result is its ack. ARENA_ACK_ACCEPTED: arena_ack follows later. NULL =
     * rejected. */
    enum arena_ack_state (*action)(void *user, const char *id, const char *name, float value);
    /* Keep this before anything else is said. NULL = nothing survives a restart. */
    void (*save)(void *user, const struct arena_saved *saved);
};

struct arena_lease {
    uint32_t n, rev, e;
    char driver[ARENA_PRINCIPAL_SIZE]; /* "" = nobody */
    bool drive;
    float limits[ARENA_AXES]; /* 0..1 */
    uint32_t max_age_ms, deadman_ms, status_ms;
    unsigned stopper_count, stop_count, cleared_count;
    char stoppers[ARENA_STOPPERS][ARENA_PRINCIPAL_SIZE];
    struct arena_stop stops[ARENA_STOPS];
    char cleared[ARENA_CLEARED][ARENA_TAG_SIZE];
};

struct arena_done { /* an action that was done, and what became of it */
    char id[ARENA_TAG_SIZE];
    char name[ARENA_WORD_SIZE];
    enum arena_ack_state state;
    char why[ARENA_ACK_WHY];
};

struct arena_event_waiting {
    char kind[ARENA_WORD_SIZE];
    char by[ARENA_PRINCIPAL_SIZE]; /* "" = nobody */
};

struct arena_robot {
    const struct arena_config *config;
    uint32_t clock_start, last_ms;
    uint64_t now, born, last_pass; /* ms, without wrapping */
    bool connected;
    uint32_t boot, conn; /* random; said as hexadecimal */

    struct arena_saved kept;
    bool holds; /* `lease` is known: false after a restart until it is heard */
    struct arena_lease lease;
    uint32_t shown_n, shown_rev;
    bool renewed;
    uint64_t renewed_at;
    char replaced[ARENA_REPLACED][ARENA_TAG_SIZE];
    unsigned replaced_next;

    bool may_move, ready, followed, halted;
    uint64_t accepted_at, moved_at, rate_at;
    uint32_t rate_credit; /* thousandths of a frame */
    bool has_s, seen;
    uint32_t s, seen_s;
    double seen_t;
    uint32_t received, lost, link_refused;
    uint32_t accepted, refused[ARENA_REFUSALS];
    enum arena_mode mode;
    unsigned why; /* bits: arena_messages.h */

    /* What is subscribed to, to be brought in line with the lease. */
    bool in_line;
    char driver[ARENA_PRINCIPAL_SIZE];
    unsigned stopper_count;
    char stoppers[ARENA_STOPPERS][ARENA_PRINCIPAL_SIZE];

    /* What is to be said. */
    bool state_due, status_due, acks_due[ARENA_ACKS], reject_due, announce_due;
    bool greeted;      /* a lease came since it announced itself: the bridge knows it */
    bool retrying;     /* it did not: announce_due only until one comes … */
    uint32_t retry_ms; /* … within this time of a beat */
    uint64_t announce_at, state_at, link_at, status_at;
    unsigned done_next;
    struct arena_done done[ARENA_ACKS];
    struct arena_done reject; /* the last one only: who is refused much needs no list */
    uint32_t video_rev, event_id;
    unsigned event_count;
    struct arena_event_waiting events[ARENA_EVENTS];
    char bridge_boot[ARENA_TAG_SIZE], bridge_conn[ARENA_TAG_SIZE];
    float values[ARENA_FIELDS];
    bool has_pose;
    float pose[3];
    uint32_t too_large; /* messages that did not fit a packet and were not said */

    char topic[ARENA_TOPIC_SIZE];
    char payload[ARENA_PACKET];
};

/* saved may be NULL; random: 64 bits that differ at every start. The config's functions are not
 * called yet. False: the id, the root or a range is wrong, or the card is larger than a packet.
 */
bool arena_init(struct arena_robot *robot, const struct arena_config *config,
    const struct arena_saved *saved, uint64_t random, uint32_t now_ms);

/* The will for the next connect (retain it), valid until the next call of any function here.
 * random: of this connection. The client id and the user name are "robot/{id}". */
void arena_will(struct arena_robot *robot, uint32_t random, const char **ret_topic,
    const char **ret_payload);
/* Connected with that will: subscribes and announces. */
void arena_connected(struct arena_robot *robot, uint32_t now_ms);
/* The connection is gone: outputs neutral at once. */
void arena_disconnected(struct arena_robot *robot, uint32_t now_ms);

/* A message. PubSubClient does not tell whether it was retained: hand in false; the freshness
 * rule then does alone what both do together. Topics of others and nonsense are counted or
 * ignored. */
void arena_receive(struct arena_robot *robot, const char *topic, const uint8_t *payload,
    size_t length, bool retained, uint32_t now_ms);

/* One pass: the deadman, subscriptions, everything that is due to be said. */
void arena_step(struct arena_robot *robot, uint32_t now_ms);

/* A measured value, by the index of its field. */
void arena_set(struct arena_robot *robot, unsigned field, float value);
void arena_set_pose(struct arena_robot *robot, float x, float y, float heading);
/* Something happened: fire, hit, bump… by: who did it, as the sensor knows ("robot/scout2"),
 * NULL = nobody; a hit counts in a match only with it. False: ARENA_EVENTS of them wait
 * already, or a text is too long. */
bool arena_event(struct arena_robot *robot, const char *kind, const char *by);
/* What became of an action that was taken up before. False: not remembered any more. */
bool arena_ack(
    struct arena_robot *robot, const char *id, enum arena_ack_state state, const char *why);
/* The robot's own stop button: stands until the arena clears it. */
void arena_stop_here(struct arena_robot *robot, const char *id);
/* A clean goodbye: outputs neutral, and nothing more is said. Go on reading for 200 ms (nothing
 * acknowledges it), then disconnect. */
void arena_goodbye(struct arena_robot *robot);

#ifdef __cplusplus
}
#endif

#endif
