// Just enough of Arduino, PubSubClient and ESP-IDF, as declarations, to compile the sketch on a
// computer.
#pragma once
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstring>
#include <functional>

#define OUTPUT         1
#define HIGH           1
#define LOW            0
#define WIFI_STA       1
#define WL_CONNECTED   3
#define ESP_OK         0
#define ESP_TIMER_TASK 0
#define constrain(value, low, high)                                                            \
    ((value) < (low) ? (low) : (value) > (high) ? (high) : (value))

uint32_t millis();
void delay(uint32_t ms);
void pinMode(int pin, int mode);
void digitalWrite(int pin, int level);
void analogWrite(int pin, int level);
uint32_t analogReadMilliVolts(int pin);
uint32_t esp_random();

extern struct Console {
    void begin(unsigned long baud);
    void println(const char *text);
} Serial;

class Client
{
};

class WiFiClient : public Client
{
  public:
    int setNoDelay(bool on);
};

extern struct Radio {
    void mode(int mode);
    void setSleep(bool on);
    void begin(const char *name, const char *password);
    int status();
    int8_t RSSI();
} WiFi;

class PubSubClient
{
  public:
    explicit PubSubClient(Client &client);
    PubSubClient &setServer(const char *host, uint16_t port);
    PubSubClient &setCallback(std::function<void(char *, uint8_t *, unsigned int)> callback);
    PubSubClient &setKeepAlive(uint16_t seconds);
    PubSubClient &setSocketTimeout(uint16_t seconds);
    bool setBufferSize(uint16_t size);
    bool connect(const char *id, const char *user, const char *password, const char *willTopic,
        uint8_t willQos, bool willRetain, const char *willMessage);
    bool publish(
        const char *topic, const uint8_t *payload, unsigned int length, bool retained);
    bool subscribe(const char *topic);
    bool unsubscribe(const char *topic);
    bool loop();
};

class Preferences
{
  public:
    bool begin(const char *name, bool readOnly = false);
    size_t putBytes(const char *key, const void *value, size_t length);
    size_t getBytes(const char *key, void *buffer, size_t size);
};

struct esp_timer;
using esp_timer_handle_t = esp_timer *;
struct esp_timer_create_args_t {
    void (*callback)(void *);
    void *arg;
    int dispatch_method;
    const char *name;
    bool skip_unhandled_events;
};
int esp_timer_create(const esp_timer_create_args_t *args, esp_timer_handle_t *handle);
int esp_timer_start_periodic(esp_timer_handle_t timer, uint64_t period_us);
