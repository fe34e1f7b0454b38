/* Topics: {root}/{from-kind}/{from-id}/{to-kind}/{to-id}/{what}, or …/all/{what}.
 * Source: broker-config/README.md, "Grammar". Pure; no allocation.
 */
#ifndef ROBOT_WIRE_TOPIC_H
#define ROBOT_WIRE_TOPIC_H

#include <stdbool.h>
#include <stddef.h>

#include "robot/base/id.h"
#include "robot/wire/limits.h"

/* what; the word on the wire. Those with a subject have it inside: match/{id}/live. */
#define WHAT_LIST(X)                                                                           \
    X(PRESENCE, "presence")                                                                    \
    X(CARD, "card")                                                                            \
    X(STATE, "state")                                                                          \
    X(STATUS, "status")                                                                        \
    X(EVENT, "event")                                                                          \
    X(LINK, "link")                                                                            \
    X(ACK, "ack")                                                                              \
    X(ASK, "ask")                                                                              \
    X(SIGNAL, "signal")                                                                        \
    X(DRIVE, "drive")                                                                          \
    X(ACTION, "action")                                                                        \
    X(STOP, "stop")                                                                            \
    X(BEAT, "beat")                                                                            \
    X(LEASE, "lease")                                                                          \
    X(VIDEO, "video")                                                                          \
    X(REVOKED, "revoked") /* revoked/{kind}/{id}: subject is a principal */                    \
    X(ROSTER, "roster")                                                                        \
    X(MATCH, "match")             /* match/{id} */                                             \
    X(MATCH_LIVE, "match live")   /* match/{id}/live */                                        \
    X(MATCH_EVENT, "match event") /* match/{id}/event */                                       \
    X(ME, "me")                                                                                \
    X(ANSWER, "answer")                                                                        \
    X(API, "api")                                                                              \
    X(ADMIN, "admin")

enum what {
    WHAT_NONE,
#define X(name, word) WHAT_##name,
    WHAT_LIST(X)
#undef X
        WHAT_COUNT_
};

struct topic {
    struct principal from;
    struct principal to; /* nobody = to all */
    enum what what;
    char match[ID_SIZE];      /* of WHAT_MATCH… */
    struct principal subject; /* of WHAT_REVOKED */
};

/* False when it is not of the grammar under this root (then *ret is untouched). */
bool topic_parse(const char *root, const char *text, size_t length, struct topic *ret);

/* Writes the topic; false when it does not fit or a part is missing. */
bool topic_format(const char *root, const struct topic *topic, char *ret, size_t size);

/* Subscriptions: like topic_format, but a KIND_NONE sender becomes "+/+", `to` nobody means
 * all. from_kind alone set (empty id) becomes "{kind}/+". */
bool topic_filter(const char *root, const struct topic *topic, char *ret, size_t size);

const char *what_name(enum what what);
/* Receivers ignore these when they carry the retain flag. */
bool what_ignores_retained(enum what what);
/* The largest payload of this what: WIRE_PAYLOAD_MAX or WIRE_PAYLOAD_LARGE. */
size_t what_payload_max(enum what what);

/* Upper bound of an MQTT PUBLISH around a payload: header, topic, packet id, message expiry. */
size_t wire_packet_size(size_t topic_length, size_t payload_length);

/* A root is 1..4 levels of [a-z0-9][a-z0-9-]*, at most WIRE_ROOT_SIZE - 1 characters. */
bool root_valid(const char *root);

#endif
