/* A robot of the arena on an ESP32: two motors on a dual H-bridge, a lamp, a battery's voltage.
 *
 * Libraries: this folder's parent (as `arena_esp32`) and PubSubClient 2.8. Board: any ESP32, Arduino
 * core 2 or 3. Fill in the five lines below; the token is what `arenactl token robot/rover1 --ttl 366d`
 * prints: this robot does not renew it.
 *
 * What must stay true if you change it: arena_step is called in every pass, nothing in loop() takes
 * longer than 20 ms while the robot moves, and the motors stop by themselves when loop() hangs: the
 * timer below sees to that, since connecting may block for seconds.
 */
#include <PubSubClient.h>
#include <Preferences.h>
#include <WiFi.h>
#include <arena_esp32.h>
#include <esp_timer.h>

static const char *const WIFI_NAME = "your network";
static const char *const WIFI_PASSWORD = "its password";
static const char *const BROKER = "192.168.1.10";
static const char *const ID = "rover1";
static const char *const TOKEN = "paste what arenactl token robot/rover1 --ttl 366d printed";

static const uint16_t BROKER_PORT = 1883;
static const int LEFT_FORWARD = 25, LEFT_BACK = 26, RIGHT_FORWARD = 27, RIGHT_BACK = 14;
static const int LAMP = 2, BATTERY = 34;
static const float BATTERY_EMPTY_MV = 1550, BATTERY_FULL_MV = 2100; // behind the divider
static const uint32_t HANG_MS = 300;  // loop() away for this long: motors off
static const uint32_t RETRY_MS = 1000;

enum { FIELD_BATTERY, FIELD_SIGNAL, FIELD_SPEED_LIMIT };

static WiFiClient wifi;
static PubSubClient mqtt(wifi);
static Preferences flash;
static struct arena_robot robot;
static struct arena_config config;
static float speedLimit = 50;
static bool online = false;
static uint32_t retryAt = 0, senseAt = 0;
static volatile uint32_t passedAt = 0;

// --- motors -----------------------------------------------------------------------------------

static void turn(int forward, int back, float share)
{
    int level = (int)(share * 255 * speedLimit / 100);
    analogWrite(forward, level > 0 ? level : 0);
    analogWrite(back, level < 0 ? -level : 0);
}

static void motors(float left, float right)
{
    turn(LEFT_FORWARD, LEFT_BACK, constrain(left, -1.0f, 1.0f));
    turn(RIGHT_FORWARD, RIGHT_BACK, constrain(right, -1.0f, 1.0f));
}

// Runs beside loop(), whatever that is waiting for.
static void watchLoop(void *)
{
    if (millis() - passedAt > HANG_MS)
        motors(0, 0);
}

// --- what the protocol wants from its program -------------------------------------------------

static bool onPublish(
    void *, const char *topic, const char *payload, size_t length, bool retain)
{
    return mqtt.publish(topic, (const uint8_t *)payload, length, retain);
}

static bool onSubscribe(void *, const char *topic)
{
    return mqtt.subscribe(topic);
}

static bool onUnsubscribe(void *, const char *topic)
{
    return mqtt.unsubscribe(topic);
}

static void onDrive(void *, const float axes[ARENA_AXES])
{
    motors(axes[ARENA_Y] + axes[ARENA_X], axes[ARENA_Y] - axes[ARENA_X]);
}

static void onNeutral(void *)
{
    motors(0, 0);
}

static enum arena_ack_state onAction(void *, const char *, const char *name, float value)
{
    if (strcmp(name, "set_speed") == 0)
        speedLimit = value;
    else if (strcmp(name, "lights") == 0)
        digitalWrite(LAMP, value >= 0.5f ? HIGH : LOW);
    return ARENA_ACK_DONE;
}

static void onSave(void *, const struct arena_saved *saved)
{
    flash.putBytes("saved", saved, sizeof(*saved));
}

// PubSubClient does not tell whether a message was retained: false, see arena_receive.
static void onMessage(char *topic, uint8_t *payload, unsigned int length)
{
    arena_receive(&robot, topic, payload, length, false, millis());
}

// --- the robot --------------------------------------------------------------------------------

static const struct arena_action ACTIONS[] = {
    {"set_speed", true, 1, 100, "%", false},
    {"lights", true, 0, 1, "", true},
};
static const struct arena_field FIELDS[] = {
    {"battery", "%"},
    {"signal", "%"},
    {"speed_limit", "%"},
};

static void describe()
{
    config.id = ID;
    config.root = "arena/v1";
    config.name = "Rover 1";
    config.model = "ESP32";
    config.kind = "rover";
    config.axes[ARENA_X] = {true, -1, 1};
    config.axes[ARENA_Y] = {true, -1, 1};
    config.actions = ACTIONS;
    config.action_count = sizeof(ACTIONS) / sizeof(ACTIONS[0]);
    config.fields = FIELDS;
    config.field_count = sizeof(FIELDS) / sizeof(FIELDS[0]);
    config.publish = onPublish;
    config.subscribe = onSubscribe;
    config.unsubscribe = onUnsubscribe;
    config.drive = onDrive;
    config.neutral = onNeutral;
    config.action = onAction;
    config.save = onSave;
}

static uint64_t draw()
{
    return (uint64_t)esp_random() << 32 | esp_random();
}

static void connectMqtt()
{
    const char *topic, *payload;
    char user[ARENA_PRINCIPAL_SIZE];
    retryAt = millis() + RETRY_MS + esp_random() % RETRY_MS;
    snprintf(user, sizeof(user), "robot/%s", ID);
    arena_will(&robot, esp_random(), &topic, &payload);
    if (!mqtt.connect(user, user, TOKEN, topic, 0, true, payload))
        return;
    wifi.setNoDelay(true);
    online = true;
    arena_connected(&robot, millis());
}

static void sense()
{
    float battery = (analogReadMilliVolts(BATTERY) - BATTERY_EMPTY_MV) /
                    (BATTERY_FULL_MV - BATTERY_EMPTY_MV) * 100;
    arena_set(&robot, FIELD_BATTERY, constrain(battery, 0.0f, 100.0f));
    arena_set(&robot, FIELD_SIGNAL, constrain(2.0f * (WiFi.RSSI() + 100), 0.0f, 100.0f));
    arena_set(&robot, FIELD_SPEED_LIMIT, speedLimit);
    senseAt = millis();
}

static void halt(const char *why)
{
    Serial.println(why);
    for (;;)
        delay(1000);
}

void setup()
{
    Serial.begin(115200);
    const int pins[] = {LEFT_FORWARD, LEFT_BACK, RIGHT_FORWARD, RIGHT_BACK, LAMP};
    for (int pin : pins)
        pinMode(pin, OUTPUT);
    motors(0, 0);

    const esp_timer_create_args_t watch = {
        .callback = watchLoop, .arg = nullptr, .dispatch_method = ESP_TIMER_TASK,
        .name = "motors", .skip_unhandled_events = true};
    esp_timer_handle_t timer;
    if (esp_timer_create(&watch, &timer) != ESP_OK ||
        esp_timer_start_periodic(timer, 20000) != ESP_OK)
        halt("no watchdog: not driving without one");

    struct arena_saved saved;
    flash.begin("arena");
    bool kept = flash.getBytes("saved", &saved, sizeof(saved)) == sizeof(saved);
    describe();
    if (!arena_init(&robot, &config, kept ? &saved : nullptr, draw(), millis()))
        halt("the id, the root or the card is wrong");

    WiFi.mode(WIFI_STA);
    WiFi.setSleep(false); // saves 100 ms of delay for some milliamperes
    WiFi.begin(WIFI_NAME, WIFI_PASSWORD);
    mqtt.setServer(BROKER, BROKER_PORT);
    mqtt.setBufferSize(ARENA_PACKET);
    mqtt.setKeepAlive(5);
    mqtt.setSocketTimeout(2);
    mqtt.setCallback(onMessage);
}

void loop()
{
    passedAt = millis();
    bool alive = mqtt.loop();
    if (online && !alive) {
        online = false;
        arena_disconnected(&robot, millis());
    }
    if (!online && WiFi.status() == WL_CONNECTED && (int32_t)(millis() - retryAt) >= 0)
        connectMqtt();
    if (millis() - senseAt > 200)
        sense();
    arena_step(&robot, millis());
    delay(1);
}
