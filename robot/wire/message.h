/* Every message as a plain struct, and both ways between struct and JSON text.
 *
 * Source: broker-config/README.md, "Payloads". Unknown members are ignored; numbers are finite;
 * a member of the wrong type, out of range or too long is refused with the path of the fault.
 * Parsers turn bytes into a struct or an rc and keep no opinion: they know no clock and no
 * lease.
 *
 *   enum rc X_from_json(const char *json, size_t length, struct X *ret, struct fault *fault);
 *   bool    X_to_json(const struct X *x, char *buffer, size_t size, size_t *ret_length);
 *
 * from_json: RC_OK, RC_BAD_REQUEST or RC_TOO_LARGE; *ret written only on RC_OK; fault may be
 * NULL. to_json: false when it does not fit; the text is terminated, *ret_length excludes the
 * terminator. Thread: any (no shared state). Heap: cJSON's, freed before return.
 */
#ifndef ROBOT_WIRE_MESSAGE_H
#define ROBOT_WIRE_MESSAGE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "robot/base/ask.h"
#include "robot/base/axes.h"
#include "robot/base/id.h"
#include "robot/base/lease.h"
#include "robot/base/match.h"
#include "robot/base/rc.h"
#include "robot/wire/limits.h"
#include "robot/wire/topic.h"

struct fault {
    char path[64];     /* "axes.x[0]" */
    char sentence[96]; /* "must be a number from 0 to 1" */
};

enum presence_state { PRESENCE_ONLINE, PRESENCE_OFFLINE, PRESENCE_LOST };

struct presence {
    enum presence_state state;
    struct tag boot; /* random per start; "" = absent */
    struct tag conn; /* random per connection */
    struct tag page; /* pages only */
    uint64_t ts;     /* Unix ms; 0 = absent */
};

enum action_when { WHEN_DRIVING, WHEN_ALWAYS };

struct card_action {
    char name[WORD_SIZE];
    bool has_range;
    double min, max;
    char unit[WORD_SIZE];
    enum action_when when;
};

struct card_camera {
    struct tag id;
    bool via_relay, via_direct;
    uint32_t width, height, fps;
};

struct card_field {
    char name[WORD_SIZE];
    char unit[WORD_SIZE];
};

struct card {
    char id[ID_SIZE];
    char name[NAME_SIZE];
    char model[NAME_SIZE];
    char kind[WORD_SIZE];
    struct axis_range axes[AXIS_COUNT_];
    unsigned action_count;
    struct card_action actions[CARD_ACTIONS];
    unsigned camera_count;
    struct card_camera cameras[CARD_CAMERAS];
    unsigned field_count;
    struct card_field fields[CARD_FIELDS]; /* "status": {field: unit} */
    uint32_t status_ms;   /* STATUS_MS_MIN..STATUS_MS_LIMIT; absent = STATUS_MS_DEFAULT */
    uint32_t deadman_ms;  /* the most it tolerates, 50..400; absent = DEADMAN_MS_DEFAULT */
    uint32_t max_age_ms;  /* the most it tolerates, 50..800; absent = MAX_AGE_MS_DEFAULT */
    uint32_t max_message; /* WIRE_MESSAGE_MIN..WIRE_PAYLOAD_LARGE; absent = WIRE_PAYLOAD_MAX */
    char sdk[NAME_SIZE];
};

struct state {
    uint32_t c;
    struct lease_number number; /* of the lease it holds */
    uint32_t highest;           /* the highest n it ever knew */
    enum mode mode;
    enum why why[LEASE_WHY];
    unsigned stop_count;
    struct stop_entry stops[LEASE_STOPS];
    uint32_t idle_ms;
    uint32_t video_rev;
};

struct status_field {
    char name[WORD_SIZE];
    double value;
};

struct status {
    unsigned field_count;
    struct status_field fields[CARD_FIELDS]; /* every numeric member not named below */
    bool has_pose;
    double pose_x, pose_y, pose_heading; /* m, m, degrees clockwise from +y */
    bool has_drive;
    uint32_t drive_n;
    enum mode drive_mode;
    enum why drive_why[LEASE_WHY];
    unsigned drive_stop_count;
    struct tag drive_stops[LEASE_STOPS];
    uint32_t drive_refused[REFUSAL_COUNT_]; /* by refusal; [REFUSAL_NONE] unused */
    uint64_t ts;
};

struct event {
    uint32_t id; /* rises */
    char kind[WORD_SIZE];
    struct principal by; /* nobody = absent */
    uint64_t t, ts;
};

struct link_report { /* "link" */
    uint32_t n, c;
    bool ready;
    uint32_t s; /* last sequence */
    uint64_t t; /* echoed from that frame */
    uint32_t received, lost, refused;
};

enum ack_state { ACK_ACCEPTED, ACK_DONE, ACK_FAILED, ACK_REJECTED };

struct ack {
    struct tag id;
    char action[WORD_SIZE]; /* "do" */
    enum ack_state state;
    char why[WORD_SIZE]; /* a refusal or the driver's own word; "" = absent */
    uint64_t ts;
};

struct drive {
    uint32_t n, s, e;
    uint64_t t;
    struct axes axes; /* finite; the range -1..1 is the robot's check, not the parser's */
};

struct action {
    struct tag id;
    uint32_t n, e;
    char action[WORD_SIZE]; /* "do" */
    bool has_value;
    double value;
};

struct stop {
    struct tag id;
    char why[NAME_SIZE];
};

struct beat {
    struct tag boot, conn;
    uint64_t ts;
};

enum video_want { VIDEO_OFF, VIDEO_RELAY };

struct video_camera {
    struct tag id;
    enum video_want want;
    char url[URL_SIZE];
};

struct video_peer {
    struct tag session;
    struct principal principal;
    struct tag camera;
    uint64_t until; /* Unix s */
};

struct video {
    uint32_t rev;
    unsigned camera_count;
    struct video_camera cameras[CARD_CAMERAS];
    unsigned peer_count;
    struct video_peer peers[VIDEO_PEERS];
    uint32_t keyframe;
};

struct revoked {
    uint64_t before; /* Unix s; 0 = the retained document is emptied */
};

struct roster {
    uint32_t rev;
    unsigned changed_count;
    struct roster_entry changed[ROSTER_CHANGED];
    unsigned gone_count;
    char gone[ROSTER_GONE][ID_SIZE];
};

struct me {
    struct tag page;
    unsigned lease_count;
    struct {
        char robot[ID_SIZE];
        uint32_t n;
        bool drive;
        struct tag session;
    } leases[ME_LEASES];
    char seat[ID_SIZE]; /* the match, "" = none */
    unsigned queue_count;
    struct {
        char robot[ID_SIZE];
        uint32_t place; /* 1 = next */
        uint64_t
            offer_ms; /* Unix ms until which only this one may claim; 0 = not yet offered */
    } queue[ME_QUEUE];
    enum why why[LEASE_WHY];
};

enum signal_type { SIGNAL_OFFER, SIGNAL_ANSWER, SIGNAL_CANDIDATE, SIGNAL_BYE };

struct signal_message { /* "signal" */
    struct tag session;
    enum signal_type type;
    char sdp[SDP_SIZE];
    char candidate[CANDIDATE_SIZE];
    char sdp_mid[WORD_SIZE];
    bool has_mline;
    uint32_t mline;
    char why[NAME_SIZE];
};

#define WIRE_MESSAGE(name, type)                                                               \
    ARENA_NODISCARD enum rc name##_from_json(                                                  \
        const char *json, size_t length, struct type *ret, struct fault *fault);               \
    ARENA_NODISCARD bool name##_to_json(                                                       \
        const struct type *name, char *buffer, size_t size, size_t *ret_length);

WIRE_MESSAGE(presence, presence)
WIRE_MESSAGE(card, card)
WIRE_MESSAGE(state, state)
WIRE_MESSAGE(status, status)
WIRE_MESSAGE(event, event)
WIRE_MESSAGE(link, link_report)
WIRE_MESSAGE(ack, ack)
WIRE_MESSAGE(drive, drive)
WIRE_MESSAGE(action, action)
WIRE_MESSAGE(stop, stop)
WIRE_MESSAGE(beat, beat)
WIRE_MESSAGE(lease, lease)
WIRE_MESSAGE(video, video)
WIRE_MESSAGE(revoked, revoked)
WIRE_MESSAGE(roster, roster)
WIRE_MESSAGE(match, match)
WIRE_MESSAGE(match_live, match_live)
WIRE_MESSAGE(match_event, match_entry)
WIRE_MESSAGE(me, me)
WIRE_MESSAGE(ask, ask)
/* The id alone, so that a malformed ask can still be answered; false when there is none. */
bool ask_id_from_json(const char *json, size_t length, char ret[ASK_ID_SIZE]);
WIRE_MESSAGE(signal, signal_message)

/* An answer does not carry its deed: every known member is optional on reading, and written
 * when it is not absent (has_…, not "", not 0). */
WIRE_MESSAGE(answer, answer)

/* A lease is written to fit `size` - 1 bytes (the robot's max_message less topic and header):
 * what does not fit is shed in this order: why, cleared beyond the first, stoppers from the
 * end, limits equal to 1 are never written, cleared. Stops and driver are never shed.
 * lease_to_json does this. */

#endif
