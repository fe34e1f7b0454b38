/* Every limit of the wire, in one place. Source: broker-config/README.md. */
#ifndef ROBOT_WIRE_LIMITS_H
#define ROBOT_WIRE_LIMITS_H

#define WIRE_ROOT_DEFAULT    "arena/v1"
#define WIRE_ROOT_SIZE       64 /* 63 characters and the terminator */
#define WIRE_TOPIC_SIZE      256
#define WIRE_PAYLOAD_MAX     4096  /* bytes of JSON */
#define WIRE_PAYLOAD_LARGE   65536 /* match roster answer signal api admin, media's event */
#define WIRE_MESSAGE_MIN     1024  /* the least max_message a card may name: the whole packet */
#define WIRE_JSON_DEPTH      8     /* nesting beyond this is refused */
#define WIRE_JSON_MEMBERS    256   /* members of one object, known or not */
#define WIRE_DRIVE_PERIOD_MS 50    /* a driver sends at least this often */
#define WIRE_STOP_REPEAT_MS  200
#define WIRE_STATE_REPEAT_MS 500
#define WIRE_LINK_PERIOD_MS  100
#define WIRE_BEAT_PERIOD_MS  1000
#define WIRE_DRIVE_RATE      60 /* token bucket: frames a second … */
#define WIRE_DRIVE_BURST     30 /* … and its size */
#define WIRE_ACTION_EXPIRY_S 2

#define CARD_ACTIONS   64
#define CARD_CAMERAS   4
#define CARD_FIELDS    32
#define NAME_SIZE      65 /* names for people: 64 bytes of printable UTF-8 */
#define WORD_SIZE      32 /* field names, units, action names, kinds: 31 bytes */
#define URL_SIZE       256
#define VIDEO_PEERS    8
#define ROSTER_CHANGED 64
#define ROSTER_GONE    64
#define ME_LEASES      8
#define ME_QUEUE       8
#define SDP_SIZE       60000
#define CANDIDATE_SIZE 1024

#endif
