/* The microcontroller's robot: whatever bytes come under whatever topic, its outputs move only
 * by an accepted frame, nothing it says is larger than a packet, and its tables keep their
 * bounds.
 *
 * The first byte chooses the topic, the rest is the payload. */
#include <assert.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "robot/esp32/arena_esp32.h"
#include "robot/esp32/arena_json.h"
#include "tests/fuzz/fuzz.h"

struct net {
    float axes[ARENA_AXES];
    unsigned drives;
};

static bool on_publish(
    void *user, const char *topic, const char *payload, size_t length, bool retain)
{
    struct arena_slice object;
    (void)user;
    (void)retain;
    assert(strlen(topic) + length + 8 <= ARENA_PACKET);
    assert(arena_json_object(payload, length, &object));
    return true;
}

static bool on_topic(void *user, const char *topic)
{
    (void)user;
    assert(strlen(topic) < ARENA_TOPIC_SIZE && !strpbrk(topic, "+# "));
    return true;
}

static void on_drive(void *user, const float axes[ARENA_AXES])
{
    struct net *net = user;
    net->drives++;
    memcpy(net->axes, axes, sizeof(net->axes));
    for (unsigned i = 0; i < ARENA_AXES; i++)
        assert(axes[i] >= -1 && axes[i] <= 1);
}

static void on_neutral(void *user)
{
    memset(((struct net *)user)->axes, 0, sizeof(((struct net *)user)->axes));
}

static enum arena_ack_state on_action(void *user, const char *id, const char *name, float value)
{
    (void)user;
    assert(id[0] != '\0' && strcmp(name, "jump") == 0 && value >= 1 && value <= 2);
    return ARENA_ACK_DONE;
}

static void begin(struct arena_robot *robot, struct arena_config *config, struct net *net)
{
    static const struct arena_action actions[] = {
        {"jump", true, 1, 2, "", true}
    };
    static const char lease[] =
        "{\"n\":7,\"rev\":1,\"e\":1000,\"driver\":\"player/a\",\"drive\":true}";
    memset(net, 0, sizeof(*net));
    *config = (struct arena_config){
        .id = "r",
        .root = "a",
        .name = "",
        .model = "",
        .kind = "",
        .axes = {[ARENA_X] = {true, -1, 1}, [ARENA_Y] = {true, -1, 1}},
        .actions = actions,
        .action_count = 1,
        .user = net,
        .publish = on_publish,
        .subscribe = on_topic,
        .unsubscribe = on_topic,
        .drive = on_drive,
        .neutral = on_neutral,
        .action = on_action
    };
    assert(arena_init(robot, config, NULL, 1000, 0));
    arena_connected(robot, 0);
    arena_receive(robot, "a/bridge/main/robot/r/lease", (const uint8_t *)lease,
        sizeof(lease) - 1, false, 0);
    arena_step(robot, 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const char *const topics[] = {"a/bridge/main/robot/r/lease",
        "a/bridge/main/robot/r/video", "a/bridge/main/all/beat", "a/robot/r/all/presence",
        "a/player/a/robot/r/drive", "a/player/a/robot/r/action", "a/player/a/robot/r/stop",
        "a/player/b/robot/r/drive"};
    static struct arena_robot robot;
    static struct arena_config config;
    struct net net;
    if (size == 0)
        return 0;
    uint8_t *exact = malloc(size); /* sanitizers see what is read beyond */
    assert(exact);
    memcpy(exact, data + 1, size - 1);
    begin(&robot, &config, &net);
    for (unsigned round = 0; round < 2; round++) {
        arena_receive(&robot, topics[data[0] % 8], exact, size - 1, false, 10 + round * 100);
        arena_step(&robot, 20 + round * 100);
        assert(net.drives == robot.accepted);
        assert(robot.kept.stop_count <= ARENA_STOPS);
        assert(robot.kept.cleared_count <= ARENA_CLEARED);
        assert(robot.lease.stopper_count <= ARENA_STOPPERS);
    }
    assert(data[0] % 8 == 4 || net.drives == 0);
    arena_step(&robot, 1000);
    for (unsigned i = 0; i < ARENA_AXES; i++)
        assert(net.axes[i] == 0);
    free(exact);
    return 0;
}
