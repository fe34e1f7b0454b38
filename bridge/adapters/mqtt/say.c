/* What the bridge says: the ports `robots` and `audience`, each message written by robot/wire
 * and published on its topic. A table of {what, QoS, retained} was chosen over a publish call
 * for each: the table is the wire's own.
 */
#include <stdlib.h>
#include <string.h>

#include "bridge/adapters/mqtt/inside.h"
#include "robot/base/text.h"
#include "robot/wire/message.h"

struct manner {
    int qos;
    bool retained;
};

static const struct manner MANNERS[WHAT_COUNT_] = {
    [WHAT_PRESENCE] = {1, true },
    [WHAT_BEAT] = {0, false},
    [WHAT_LEASE] = {0, false},
    [WHAT_VIDEO] = {0, false},
    [WHAT_REVOKED] = {1, true },
    [WHAT_ROSTER] = {0, false},
    [WHAT_ME] = {1, true },
    [WHAT_ANSWER] = {1, false},
    [WHAT_MATCH] = {1, true },
    [WHAT_MATCH_LIVE] = {0, false},
    [WHAT_MATCH_EVENT] = {1, false},
};

static enum rc publish(struct mqtt *mqtt, const struct topic *topic, size_t length,
    const struct correlation *correlation)
{
    char text[WIRE_TOPIC_SIZE];
    if (!topic_format(mqtt->config.root, topic, text, sizeof text))
        return RC_BAD_REQUEST;
    struct publication publication = {
        .topic = text,
        .payload = mqtt->buffer,
        .length = length,
        .qos = MANNERS[topic->what].qos,
        .retained = MANNERS[topic->what].retained,
    };
    if (correlation != NULL) {
        publication.correlation = correlation->data;
        publication.correlation_size = correlation->size;
    }
    enum rc rc = RC_NOT_CONNECTED; /* after its goodbye it says nothing more */
    if (!mqtt->closing)
        rc = connection_publish(mqtt->main_connection, &publication, NULL);
    if (rc == RC_OK)
        mqtt->counts.said++;
    else
        mqtt->counts.unsaid++;
    return rc;
}

enum rc mqtt_say_presence(struct mqtt *mqtt, enum presence_state state, int *ret_token)
{
    struct topic topic = {.from = mqtt->self, .what = WHAT_PRESENCE};
    char text[WIRE_TOPIC_SIZE];
    if (!topic_format(mqtt->config.root, &topic, text, sizeof text) ||
        !mqtt_presence_text(mqtt, state, mqtt->buffer, sizeof mqtt->buffer))
        return RC_TOO_LARGE;
    struct publication publication = {
        .topic = text,
        .payload = mqtt->buffer,
        .length = strlen(mqtt->buffer),
        .qos = 1,
        .retained = true,
    };
    return connection_publish(mqtt->main_connection, &publication, ret_token);
}

static struct topic topic_to_robot(const struct mqtt *mqtt, const char *robot, enum what what)
{
    struct topic topic = {.from = mqtt->self, .to = {.kind = KIND_ROBOT}, .what = what};
    (void)text_copy(topic.to.id, sizeof topic.to.id, robot);
    return topic;
}

/* The bytes a payload may have so that the whole packet stays within max_message; the buffer's
 * terminator included. */
static size_t room_for(const struct mqtt *mqtt, const struct topic *topic, uint32_t max_message)
{
    char text[WIRE_TOPIC_SIZE];
    if (!topic_format(mqtt->config.root, topic, text, sizeof text))
        return 1;
    size_t frame = wire_packet_size(strlen(text), max_message) - max_message;
    size_t room = max_message > frame ? max_message - frame + 1 : 1;
    return room < sizeof mqtt->buffer ? room : sizeof mqtt->buffer;
}

static enum rc say_lease(
    void *self, const char *robot, const struct lease *lease, uint32_t max_message)
{
    struct mqtt *mqtt = self;
    struct topic topic = topic_to_robot(mqtt, robot, WHAT_LEASE);
    size_t length;
    if (!lease_to_json(lease, mqtt->buffer, room_for(mqtt, &topic, max_message), &length))
        return RC_TOO_LARGE;
    return publish(mqtt, &topic, length, NULL);
}

static enum rc say_video(
    void *self, const char *robot, const struct video *video, uint32_t max_message)
{
    struct mqtt *mqtt = self;
    struct topic topic = topic_to_robot(mqtt, robot, WHAT_VIDEO);
    size_t length;
    if (!video_to_json(video, mqtt->buffer, room_for(mqtt, &topic, max_message), &length))
        return RC_TOO_LARGE;
    return publish(mqtt, &topic, length, NULL);
}

static enum rc evict(void *self, const char *robot, const char *token)
{
    struct mqtt *mqtt = self;
    if (connection_state(mqtt->main_connection) != CONNECTION_UP)
        return RC_NOT_CONNECTED;
    uint64_t now = mqtt->needs.clock.now(mqtt->needs.clock.self);
    enum rc rc = farewells_begin(mqtt->farewells, robot, token, now);
    return rc == RC_WRONG_STATE ? RC_FULL
                                : rc; /* one is under way: try again when it is over */
}

static enum rc say_answer(void *self, const struct principal *to, const struct answer *answer)
{
    struct mqtt *mqtt = self;
    struct topic topic = {.from = mqtt->self, .to = *to, .what = WHAT_ANSWER};
    size_t length;
    if (!answer_to_json(answer, mqtt->buffer, sizeof mqtt->buffer, &length))
        return RC_TOO_LARGE;
    return publish(
        mqtt, &topic, length, correlations_find(&mqtt->correlations, to, answer->id));
}

static enum rc say_me(void *self, const struct principal *to, const struct me *me)
{
    struct mqtt *mqtt = self;
    struct topic topic = {.from = mqtt->self, .to = *to, .what = WHAT_ME};
    size_t length = 0;
    if (me != NULL && !me_to_json(me, mqtt->buffer, sizeof mqtt->buffer, &length))
        return RC_TOO_LARGE;
    return publish(mqtt, &topic, length, NULL);
}

static enum rc say_revoked(void *self, const struct principal *principal, uint64_t before)
{
    struct mqtt *mqtt = self;
    struct topic topic = {.from = mqtt->self, .what = WHAT_REVOKED, .subject = *principal};
    struct revoked revoked = {.before = before};
    size_t length = 0;
    if (before != 0 && !revoked_to_json(&revoked, mqtt->buffer, sizeof mqtt->buffer, &length))
        return RC_TOO_LARGE;
    return publish(mqtt, &topic, length, NULL);
}

static enum rc say_roster(void *self, const struct roster *roster)
{
    struct mqtt *mqtt = self;
    struct topic topic = {.from = mqtt->self, .what = WHAT_ROSTER};
    size_t length;
    if (!roster_to_json(roster, mqtt->buffer, sizeof mqtt->buffer, &length))
        return RC_TOO_LARGE;
    return publish(mqtt, &topic, length, NULL);
}

static enum rc say_beat(void *self, const struct beat *beat)
{
    struct mqtt *mqtt = self;
    struct topic topic = {.from = mqtt->self, .what = WHAT_BEAT};
    size_t length;
    if (!beat_to_json(beat, mqtt->buffer, sizeof mqtt->buffer, &length))
        return RC_TOO_LARGE;
    return publish(mqtt, &topic, length, NULL);
}

static struct topic topic_of_match(const struct mqtt *mqtt, const char *id, enum what what)
{
    struct topic topic = {.from = mqtt->self, .what = what};
    (void)text_copy(topic.match, sizeof topic.match, id);
    return topic;
}

static enum rc say_match(void *self, const char *id, const struct match *match)
{
    struct mqtt *mqtt = self;
    struct topic topic = topic_of_match(mqtt, id, WHAT_MATCH);
    size_t length = 0;
    if (match != NULL && !match_to_json(match, mqtt->buffer, sizeof mqtt->buffer, &length))
        return RC_TOO_LARGE;
    return publish(mqtt, &topic, length, NULL);
}

static enum rc say_match_live(void *self, const char *id, const struct match_live *live)
{
    struct mqtt *mqtt = self;
    struct topic topic = topic_of_match(mqtt, id, WHAT_MATCH_LIVE);
    size_t length;
    if (!match_live_to_json(live, mqtt->buffer, sizeof mqtt->buffer, &length))
        return RC_TOO_LARGE;
    return publish(mqtt, &topic, length, NULL);
}

static enum rc say_match_event(void *self, const char *id, const struct match_entry *entry)
{
    struct mqtt *mqtt = self;
    struct topic topic = topic_of_match(mqtt, id, WHAT_MATCH_EVENT);
    size_t length;
    if (!match_event_to_json(entry, mqtt->buffer, sizeof mqtt->buffer, &length))
        return RC_TOO_LARGE;
    return publish(mqtt, &topic, length, NULL);
}

struct port_robots mqtt_robots(struct mqtt *mqtt)
{
    return (struct port_robots){
        .self = mqtt,
        .say_lease = say_lease,
        .say_video = say_video,
        .evict = evict,
    };
}

struct port_audience mqtt_audience(struct mqtt *mqtt)
{
    return (struct port_audience){
        .self = mqtt,
        .say_answer = say_answer,
        .say_me = say_me,
        .say_revoked = say_revoked,
        .say_roster = say_roster,
        .say_beat = say_beat,
        .say_match = say_match,
        .say_match_live = say_match_live,
        .say_match_event = say_match_event,
    };
}
