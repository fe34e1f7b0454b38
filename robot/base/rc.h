/* Result codes: one list for MQTT, HTTP and the inside of the programs.
 *
 * Each code has a name (what crosses the wire as error.code) and a sentence a person can act
 * on. Codes above RC_WIRE_COUNT_ are internal: they never leave the process; what a peer would
 * be told instead is rc_public(). HTTP status numbers belong to the HTTP adapter.
 */
#ifndef ROBOT_BASE_RC_H
#define ROBOT_BASE_RC_H

#define RC_WIRE_LIST(X)                                                                        \
    X(OK, "ok", "Done.")                                                                       \
    X(BAD_REQUEST, "bad_request", "The request is malformed: mend the member that is named.")  \
    X(UNKNOWN_ROBOT, "unknown_robot", "There is no such robot: look at the list of robots.")   \
    X(UNKNOWN_MATCH, "unknown_match", "There is no such match: look at the list of matches.")  \
    X(UNKNOWN_CAMERA, "unknown_camera", "The robot has no such camera: see its card.")         \
    X(UNKNOWN_CODE, "unknown_code",                                                            \
        "This invite or enrolment is not valid: ask for a new one.")                           \
    X(EXPIRED, "expired", "This invite, enrolment or token has expired: ask for a new one.")   \
    X(USED_UP, "used_up", "This invite or enrolment has no places left: ask for a new one.")   \
    X(ROBOT_TAKEN, "robot_taken",                                                              \
        "Somebody else has this robot: queue for it or take another.")                         \
    X(ROBOT_OFFLINE, "robot_offline", "The robot does not answer: wait until it is online.")   \
    X(NOT_YOUR_LEASE, "not_your_lease", "You do not have this robot: claim it first.")         \
    X(NOT_ALLOWED, "not_allowed", "Your role may not do this: ask a referee or an operator.")  \
    X(MATCH_FULL, "match_full", "All seats are taken: wait or join another match.")            \
    X(WRONG_STATE, "wrong_state", "This is not possible in the present state.")                \
    X(TOO_MANY_REQUESTS, "too_many_requests",                                                  \
        "Too many requests: wait a moment and try again.")                                     \
    X(TOO_LARGE, "too_large", "The request is larger than allowed: make it smaller.")          \
    X(UNAUTHORIZED, "unauthorized", "A valid token is needed: join again.")                    \
    X(NOT_FOUND, "not_found", "There is nothing at this address.")                             \
    X(METHOD_NOT_ALLOWED, "method_not_allowed", "This address does not answer this method.")   \
    X(UNSUPPORTED_MEDIA_TYPE, "unsupported_media_type", "The body must be application/json.")  \
    X(FULL, "full",                                                                            \
        "A table is full: end something first, or raise its limit in the settings.")           \
    X(UNAVAILABLE, "unavailable", "The arena cannot do this right now: try again shortly.")

#define RC_INTERNAL_LIST(X)                                                                    \
    X(IO, "io", "Reading or writing failed.")                                                  \
    X(NO_MEMORY, "no_memory", "Out of memory.")                                                \
    X(NOT_CONNECTED, "not_connected", "There is no connection to the broker.")                 \
    X(CONFIG, "config", "A setting has a wrong value.")                                        \
    X(VERSION, "version", "The data were written by a newer version.")                         \
    X(STALE, "stale", "Too old.")                                                              \
    X(INTERNAL, "internal", "A bug: please report what you did.")

enum rc {
#define X(name, word, sentence) RC_##name,
    RC_WIRE_LIST(X) RC_WIRE_COUNT_,
    RC_BEFORE_INTERNAL_ = RC_WIRE_COUNT_ - 1,
    RC_INTERNAL_LIST(X)
#undef X
        RC_COUNT_
};

#define ARENA_NODISCARD __attribute__((warn_unused_result))

/* Part of the shared library's interface (everything else is hidden). */
#define ARENA_API __attribute__((visibility("default")))

/* The word and the sentence of a code; never NULL, "internal" for a value outside the list. */
ARENA_API const char *rc_name(enum rc rc);
ARENA_API const char *rc_sentence(enum rc rc);

/* The code of a word; RC_INTERNAL if there is no such word. */
enum rc rc_from_name(const char *name);

/* What a peer is told: internal codes become RC_UNAVAILABLE. */
enum rc rc_public(enum rc rc);

#endif
