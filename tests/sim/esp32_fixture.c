#include "tests/sim/esp32_fixture.h"

#include <stdio.h>
#include <string.h>

static bool on_publish(
    void *user, const char *topic, const char *payload, size_t length, bool retain)
{
    struct esp32 *esp = user;
    if (esp->deaf)
        return false;
    assert_true(strlen(topic) + length + 8 <= ARENA_PACKET);
    assert_int_equal(payload[length], '\0');
    assert_true(esp->said_count < SAID_MAX);
    struct said *said = &esp->said[esp->said_count++];
    (void)snprintf(said->topic, sizeof(said->topic), "%s", topic);
    (void)snprintf(said->payload, sizeof(said->payload), "%s", payload);
    said->retain = retain;
    return true;
}

static bool on_subscribe(void *user, const char *topic)
{
    struct esp32 *esp = user;
    if (esp->deaf || esp->hears_nobody)
        return false;
    assert_true(esp->heard_count < HEARD_MAX);
    (void)snprintf(esp->heard[esp->heard_count++], ARENA_TOPIC_SIZE, "%s", topic);
    return true;
}

static bool on_unsubscribe(void *user, const char *topic)
{
    struct esp32 *esp = user;
    if (esp->deaf)
        return false;
    for (unsigned i = 0; i < esp->heard_count; i++)
        if (strcmp(esp->heard[i], topic) == 0) {
            esp->heard_count--;
            memmove(esp->heard[i], esp->heard[i + 1],
                (esp->heard_count - i) * sizeof(esp->heard[0]));
            return true;
        }
    fail_msg("%s was not subscribed to", topic);
    return false;
}

static void on_drive(void *user, const float axes[ARENA_AXES])
{
    struct esp32 *esp = user;
    esp->drives++;
    memcpy(esp->axes, axes, sizeof(esp->axes));
}

static void on_neutral(void *user)
{
    struct esp32 *esp = user;
    esp->neutrals++;
    memset(esp->axes, 0, sizeof(esp->axes));
}

static enum arena_ack_state on_action(void *user, const char *id, const char *name, float value)
{
    struct esp32 *esp = user;
    (void)id;
    esp->deeds++;
    (void)snprintf(esp->deed, sizeof(esp->deed), "%s %g", name, (double)value);
    return esp->outcome;
}

static void on_save(void *user, const struct arena_saved *saved)
{
    struct esp32 *esp = user;
    esp->saves++;
    esp->flash = *saved;
}

static const struct arena_action actions[] = {
    {"set_speed", true,  1, 100, "%", false},
    {"fire",      false, 0, 0,   "",  false},
    {"lights",    true,  0, 1,   "",  true },
};
static const struct arena_field fields[] = {
    {"battery", "%"  },
    {"speed",   "m/s"},
};

void esp32_init(struct esp32 *esp, const struct arena_saved *saved)
{
    struct arena_saved copy;
    if (saved)
        copy = *saved; /* it may lie in *esp */
    memset(esp, 0, sizeof(*esp));
    esp->outcome = ARENA_ACK_DONE;
    esp->config = (struct arena_config){
        .id = "r1",
        .root = "arena/v1",
        .name = "R 1",
        .model = "paper",
        .kind = "rover",
        .axes = {[ARENA_X] = {true, -1, 1}, [ARENA_Y] = {true, -50, 100}},
        .actions = actions,
        .action_count = 3,
        .fields = fields,
        .field_count = 2,
        .user = esp,
        .publish = on_publish,
        .subscribe = on_subscribe,
        .unsubscribe = on_unsubscribe,
        .drive = on_drive,
        .neutral = on_neutral,
        .action = on_action,
        .save = on_save
    };
    uint64_t random = (uint64_t)0xb007 << 32 | CLOCK_START;
    assert_true(arena_init(&esp->robot, &esp->config, saved ? &copy : NULL, random, BORN));
}

void esp32_at(struct esp32 *esp, uint32_t t)
{
    esp->t = t;
    arena_step(&esp->robot, BORN + t);
}

uint32_t esp32_c(const struct esp32 *esp, uint32_t t)
{
    (void)esp;
    return CLOCK_START + t;
}

void esp32_connect(struct esp32 *esp)
{
    const char *topic, *payload;
    arena_will(&esp->robot, 0xc0ffee, &topic, &payload);
    esp->heard_count = 0;
    arena_connected(&esp->robot, BORN + esp->t);
    esp32_at(esp, esp->t);
}

void esp32_hear_raw(
    struct esp32 *esp, const char *topic, const char *payload, size_t length, bool retained)
{
    arena_receive(
        &esp->robot, topic, (const uint8_t *)payload, length, retained, BORN + esp->t);
}

void esp32_hear(struct esp32 *esp, const char *from, const char *what, const char *format, ...)
{
    char topic[ARENA_TOPIC_SIZE], payload[ARENA_PACKET];
    va_list arguments;
    (void)snprintf(topic, sizeof(topic), "arena/v1/%s/robot/r1/%s", from, what);
    va_start(arguments, format);
    int length = vsnprintf(payload, sizeof(payload), format, arguments);
    va_end(arguments);
    assert_true(length >= 0 && (size_t)length < sizeof(payload));
    esp32_hear_raw(esp, topic, payload, (size_t)length, false);
}

void esp32_frame(struct esp32 *esp, uint32_t s, double y)
{
    esp32_hear(esp, ANN, "drive", "{\"n\":7,\"s\":%u,\"e\":%u,\"t\":5,\"y\":%g}", s,
        esp32_c(esp, esp->t), y);
}

void esp32_lease(struct esp32 *esp)
{
    esp32_init(esp, NULL);
    esp32_connect(esp);
    esp32_at(esp, 10);
    esp32_hear(esp, "bridge/main", "lease",
        "{\"n\":7,\"rev\":1,\"e\":%u,\"driver\":\"" ANN "\",\"drive\":true}", esp32_c(esp, 10));
    esp32_at(esp, 10);
}

void esp32_driving(struct esp32 *esp)
{
    esp32_lease(esp);
    esp32_at(esp, 20);
    esp32_frame(esp, 1, 0);
}

const char *esp32_last(const struct esp32 *esp, const char *what)
{
    for (unsigned i = esp->said_count; i-- > 0;)
        if (strcmp(strrchr(esp->said[i].topic, '/') + 1, what) == 0)
            return esp->said[i].payload;
    return NULL;
}

unsigned esp32_count(const struct esp32 *esp, const char *what)
{
    unsigned count = 0;
    for (unsigned i = 0; i < esp->said_count; i++)
        count += strcmp(strrchr(esp->said[i].topic, '/') + 1, what) == 0;
    return count;
}

bool esp32_hears(const struct esp32 *esp, const char *topic)
{
    for (unsigned i = 0; i < esp->heard_count; i++)
        if (strcmp(esp->heard[i], topic) == 0)
            return true;
    return false;
}

bool esp32_moves(const struct esp32 *esp)
{
    for (unsigned i = 0; i < ARENA_AXES; i++)
        if (esp->axes[i] != 0)
            return true;
    return false;
}
