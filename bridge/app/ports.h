/* Ports: what the app needs of the world. Adapters implement them, tests/support has a fake of
 * each, and tests/contract runs the same behaviour against both.
 *
 * In every slot: `self` is the adapter's; arguments are borrowed for the call (copy what you
 * keep); calls come from the loop's thread only. "Never blocks" means: copies or hands to a
 * library's queue and returns. Says that return RC_NOT_CONNECTED are not repeated by the app:
 * the core's level triggers and the asker's repeats cover them.
 */
#ifndef BRIDGE_APP_PORTS_H
#define BRIDGE_APP_PORTS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "bridge/core/record.h"
#include "robot/base/ask.h"
#include "robot/base/id.h"
#include "robot/base/lease.h"
#include "robot/base/rc.h"
#include "robot/wire/message.h"

/* Restoring: called once for each record, in the order of enum record_kind; a rc other than
 * RC_OK ends the loading and is returned by it. */
typedef enum rc record_sink(void *context, const struct record *record);

/* One status of a robot, for the history. */
struct telemetry {
    char robot[ID_SIZE];
    uint64_t at; /* Unix ms of its arrival */
    unsigned field_count;
    struct status_field fields[CARD_FIELDS];
    bool has_pose;
    double pose_x, pose_y, pose_heading;
};

/* One point of a downsampled field: of all values in [at, next point's at). */
struct telemetry_point {
    uint64_t at; /* Unix ms */
    char field[WORD_SIZE];
    uint32_t count; /* how many measured values it stands for */
    double min, mean, max;
};

struct telemetry_query {
    char robot[ID_SIZE];
    uint64_t from, to; /* Unix ms, from < to */
    uint32_t points;   /* 1..5000: at most so many of each field */
};

typedef void telemetry_sink(void *context, const struct telemetry_point *point);

struct audit_query {
    char robot[ID_SIZE];  /* "" = all */
    struct principal who; /* nobody = all */
    uint64_t from, to;    /* Unix ms, from <= at < to; to 0 = no end */
    uint64_t after;       /* older than the entry of this seq only; 0 = from the newest */
    uint32_t limit;       /* the newest so many; 0 = 1000 */
};

/* seq: of this entry, for `after`; never 0. entry NULL: it is damaged. */
typedef void audit_sink(void *context, uint64_t seq, const struct record_audit *entry);

/* Which matches a list shows. */
enum matches { MATCHES_ALL, MATCHES_OPEN, MATCHES_OVER };

struct match_query {
    char after[ID_SIZE]; /* older than this match only; "" = from the newest */
    enum matches which;
    uint32_t limit; /* 1..100 */
};

/* A slice of what belongs to one match. */
struct match_slice {
    char match[ID_SIZE];
    uint32_t from;  /* inputs: seq >= it; frames: at >= it */
    uint32_t limit; /* 1..1000: at most so many */
};

struct game_input; /* bridge/core/game.h */
struct match_live; /* robot/base/match.h */
typedef void match_input_sink(void *context, const struct game_input *input);
typedef void match_frame_sink(void *context, const struct match_live *frame);

struct port_store {
    void *self;
    /* Writes all records in one transaction, durably (it has reached the disk when this
     * returns). Blocks (aim 1 ms). RC_OK; RC_IO: nothing of them is kept (a full or failing
     * disk), a later call may succeed. */
    enum rc (*keep)(void *self, const struct record *const *records, unsigned count);
    /* Hands every kept record to `sink`. Asks older than ASK_KEPT_MS before `wall` are left
     * out, and so are matches that are closed, with all that is theirs; inputs come match by
     * match, in the order of their seq. Blocks; called once, before the loop. RC_OK, RC_IO, or
     * what sink returned. */
    enum rc (*load)(void *self, uint64_t wall, record_sink *sink, void *context);
    /* Adds to the history; batched, need not be durable at once. Never decides anything. RC_OK,
     * RC_IO. */
    enum rc (*add_telemetry)(void *self, const struct telemetry *rows, unsigned count);
    /* Reads the history, oldest first, field by field. Blocks (bounded by points). RC_OK,
     * RC_IO. */
    enum rc (*read_telemetry)(
        void *self, const struct telemetry_query *query, telemetry_sink *sink, void *context);
    /* Reads the audit, newest first. Blocks (bounded by limit). RC_OK, RC_IO. */
    enum rc (*read_audit)(
        void *self, const struct audit_query *query, audit_sink *sink, void *context);
    /* Matches, newest first (by their creation): RECORD_MATCH each. An unknown `after`: none.
     * Blocks (bounded by limit). RC_OK, RC_IO, or what sink returned. */
    enum rc (*list_matches)(
        void *self, const struct match_query *query, record_sink *sink, void *context);
    /* One match: its RECORD_MATCH, then its RECORD_TALLY each. Blocks. RC_OK,
     * RC_UNKNOWN_MATCH, RC_IO, or what sink returned. */
    enum rc (*read_match)(void *self, const char *match, record_sink *sink, void *context);
    /* Its kept inputs, in the order of seq. Blocks (bounded by limit). An unknown match has
     * none. RC_OK, RC_IO. */
    enum rc (*read_inputs)(
        void *self, const struct match_slice *slice, match_input_sink *sink, void *context);
    /* What was live, in the order of `at`; everything that was added before. Poses come back to
     * the millimetre and the tenth of a degree. Blocks (bounded by limit). RC_OK, RC_IO. */
    enum rc (*read_frames)(
        void *self, const struct match_slice *slice, match_frame_sink *sink, void *context);
    /* One live message of a match that runs, as it was said. Copies it; the store batches: a
     * second of them may be lost with the bridge. Mostly does not block. RC_OK, RC_IO
     * (some are lost; nothing depends on them). */
    enum rc (*add_frame)(void *self, const char *match, const struct match_live *frame);
    /* Retention, downsampling, forgetting of expired asks, checkpoint: a bounded bit of work (5
     * ms), called every few seconds. Returns true when more is waiting. */
    bool (*tend)(void *self, uint64_t wall);
};

struct port_robots {
    void *self;
    /* Says `lease` to the robot, QoS 0; the packet stays within max_message (lease_to_json
     * sheds). Never blocks. RC_OK, RC_NOT_CONNECTED, RC_TOO_LARGE. */
    enum rc (*say_lease)(
        void *self, const char *robot, const struct lease *lease, uint32_t max_message);
    /* Says `video`, as say_lease. A stub until there is video. */
    enum rc (*say_video)(
        void *self, const char *robot, const struct video *video, uint32_t max_message);
    /* Logs in as the robot with `token` (no will), waits a second, empties its retained card
     * and presence, leaves. Never blocks: the outcome comes back as INPUT_EVICTED{robot, done},
     * exactly once for every RC_OK. RC_OK, RC_NOT_CONNECTED, RC_FULL (too many at once; the
     * core retries). */
    enum rc (*evict)(void *self, const char *robot, const char *token);
};

struct port_audience {
    void *self;
    /* Answers an ask, QoS 1, with the MQTT 5 correlation data that came with that (asker, id),
     * if any: the adapter remembers those. Never blocks. RC_OK, RC_NOT_CONNECTED, RC_TOO_LARGE.
     */
    enum rc (*say_answer)(void *self, const struct principal *to, const struct answer *answer);
    /* Retained, QoS 1; me NULL empties it. Never blocks. RC_OK, RC_NOT_CONNECTED. */
    enum rc (*say_me)(void *self, const struct principal *to, const struct me *me);
    /* Retained, QoS 1; before 0 empties it. Never blocks. RC_OK, RC_NOT_CONNECTED. */
    enum rc (*say_revoked)(void *self, const struct principal *principal, uint64_t before);
    /* To all, QoS 0. Never blocks. RC_OK, RC_NOT_CONNECTED. */
    enum rc (*say_roster)(void *self, const struct roster *roster);
    enum rc (*say_beat)(void *self, const struct beat *beat);
    /* The document of a match: to all, retained, QoS 1; match NULL empties it. Never blocks.
     * RC_OK, RC_NOT_CONNECTED, RC_TOO_LARGE. */
    enum rc (*say_match)(void *self, const char *id, const struct match *match);
    /* To all, QoS 0. Never blocks. RC_OK, RC_NOT_CONNECTED, RC_TOO_LARGE. */
    enum rc (*say_match_live)(void *self, const char *id, const struct match_live *live);
    /* One entry of its log: to all, QoS 1, in the order of the calls. Never blocks. RC_OK,
     * RC_NOT_CONNECTED, RC_TOO_LARGE. */
    enum rc (*say_match_event)(void *self, const char *id, const struct match_entry *entry);
};

/* The answer to a join, a registration or a deregistration. */
struct reply {
    enum rc rc;                 /* RC_OK or a public code */
    bool barred;                /* RC_NOT_ALLOWED: the robot's access was withdrawn */
    struct principal principal; /* nobody where there is none to tell */
    char token[ASK_TOKEN_SIZE]; /* "" = none */
    uint64_t expires;           /* Unix s, of the token */
};

struct port_visitors { /* who came by HTTP */
    void *self;
    /* Completes the request (unknown or closed: nothing happens). Never blocks. The adapter
     * adds root and broker addresses. */
    void (*reply)(void *self, uint64_t request, const struct reply *reply);
};

struct mint_order {
    struct principal principal;
    uint64_t wall;      /* Unix s: now */
    uint64_t iat_after; /* Unix s: 0 = any */
    uint32_t life_s;
};

struct port_account {
    void *self;
    /* Mints a token: iat = max(wall, iat_after + 1), exp = iat + life_s, aud as the kind needs.
     * ret_token has ASK_TOKEN_SIZE bytes. Blocks for one ES256 signature (0.1 ms). RC_OK,
     * RC_UNAVAILABLE (no key). */
    enum rc (*mint)(
        void *self, const struct mint_order *order, char *ret_token, uint64_t *ret_expires);
};

struct port_media; /* slots: open, close, may_watch. Comes with video; NULL until then. */

struct port_clock {
    void *self;
    uint64_t (*now)(void *self);  /* monotonic ms, of this turn of the loop */
    uint64_t (*wall)(void *self); /* Unix ms */
    void (*random)(void *self, void *ret_bytes, size_t size); /* unpredictable; never fails */
};

struct ports {
    struct port_store store;
    struct port_robots robots;
    struct port_audience audience;
    struct port_visitors visitors;
    struct port_account account;
    struct port_clock clock;
    struct port_media *media;
};

#endif
