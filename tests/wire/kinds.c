#include "tests/wire/kinds.h"

#define MESSAGES(X)                                                                            \
    X(presence, presence, PRESENCE)                                                            \
    X(card, card, CARD)                                                                        \
    X(state, state, STATE)                                                                     \
    X(status, status, STATUS)                                                                  \
    X(event, event, EVENT)                                                                     \
    X(link, link_report, LINK)                                                                 \
    X(ack, ack, ACK)                                                                           \
    X(drive, drive, DRIVE)                                                                     \
    X(action, action, ACTION)                                                                  \
    X(stop, stop, STOP)                                                                        \
    X(beat, beat, BEAT)                                                                        \
    X(lease, lease, LEASE)                                                                     \
    X(video, video, VIDEO)                                                                     \
    X(revoked, revoked, REVOKED)                                                               \
    X(roster, roster, ROSTER)                                                                  \
    X(match, match, MATCH)                                                                     \
    X(match_live, match_live, MATCH_LIVE)                                                      \
    X(match_event, match_entry, MATCH_EVENT)                                                   \
    X(me, me, ME)                                                                              \
    X(ask, ask, ASK)                                                                           \
    X(answer, answer, ANSWER)                                                                  \
    X(signal, signal_message, SIGNAL)

#define X(name, type, word)                                                                    \
    static enum rc name##_from(                                                                \
        const char *json, size_t length, void *ret, struct fault *fault)                       \
    {                                                                                          \
        return name##_from_json(json, length, (struct type *)ret, fault);                      \
    }                                                                                          \
    static bool name##_to(const void *message, char *buffer, size_t size, size_t *ret_length)  \
    {                                                                                          \
        return name##_to_json((const struct type *)message, buffer, size, ret_length);         \
    }
MESSAGES(X)
#undef X

const struct kind_of_message message_kinds[MESSAGE_KINDS] = {
#define X(name, type, word) {#name, WHAT_##word, sizeof(struct type), name##_from, name##_to},
    MESSAGES(X)
#undef X
};
