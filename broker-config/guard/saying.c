#include "broker-config/guard/saying.h"

#include <string.h>

#include "broker-config/guard/stop_json.h"
#include "robot/wire/limits.h"
#include "robot/wire/message.h"
#include "robot/wire/topic.h"

static bool may_retain(enum kind kind, const struct topic *topic)
{
    return kind == KIND_BRIDGE || kind == KIND_MEDIA ||
           (kind == KIND_ROBOT && principal_is_nobody(&topic->to) &&
               (topic->what == WHAT_PRESENCE || topic->what == WHAT_CARD));
}

/* What moves or stops a robot fits the smallest one's buffer, as a whole packet. */
static bool fits(const struct topic *topic, size_t topic_length, size_t length)
{
    bool to_move =
        topic->to.kind == KIND_ROBOT &&
        (topic->what == WHAT_DRIVE || topic->what == WHAT_ACTION || topic->what == WHAT_STOP);
    if (to_move && wire_packet_size(topic_length, length) > WIRE_MESSAGE_MIN) {
        return false;
    }
    return length <= what_payload_max(topic->what);
}

struct saying_view saying_look(const char *root, enum kind kind, const struct saying *saying)
{
    size_t topic_length = strlen(saying->topic);
    struct topic topic = {.what = WHAT_NONE};
    bool known = topic_parse(root, saying->topic, topic_length, &topic);
    bool small = known ? fits(&topic, topic_length, saying->length)
                       : topic_length < WIRE_TOPIC_SIZE && saying->length <= WIRE_PAYLOAD_MAX;
    struct saying_view view = {
        .verdict = small ? SAYING_FINE : SAYING_LARGE,
        .what = topic.what,
        .bytes = topic_length + saying->length,
    };
    if (saying->retain && !may_retain(kind, &topic)) {
        view.verdict = SAYING_RETAINED;
    }
    return view;
}

bool saying_stops(const struct saying_view *view, const struct saying *saying)
{
    return view->what == WHAT_STOP ||
           (view->what == WHAT_ASK && json_asks_stop(saying->payload, saying->length));
}

const char *saying_sentence(enum saying_verdict verdict)
{
    static const char *const sentences[] = {
#define X(name, sentence) sentence,
        SAYING_VERDICT_LIST(X)
#undef X
    };
    return sentences[verdict];
}
