/* A microcontroller's robot with a network and a flash of paper: what it says, subscribes to,
 * does and keeps is written down. Its clock starts so that both c and millis() wrap within the
 * tests. */
#ifndef TESTS_SIM_ESP32_FIXTURE_H
#define TESTS_SIM_ESP32_FIXTURE_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include "robot/esp32/arena_esp32.h"

#include <cmocka.h>

#define SAID_MAX    512
#define HEARD_MAX   32
#define ANN         "player/ann"
#define BOB         "player/bob"
#define REFEREE     "referee/rita"
#define CLOCK_START 0xfffff000u /* c */
#define BORN        0xffffff00u /* millis() */

struct said {
    char topic[ARENA_TOPIC_SIZE];
    char payload[ARENA_PACKET];
    bool retain;
};

struct esp32 {
    struct arena_robot robot;
    struct arena_config config;
    uint32_t t;        /* ms since it was started */
    bool deaf;         /* the network takes nothing */
    bool hears_nobody; /* it takes no subscriptions */
    unsigned said_count;
    struct said said[SAID_MAX];
    unsigned heard_count;
    char heard[HEARD_MAX][ARENA_TOPIC_SIZE];
    unsigned drives, neutrals, deeds, saves;
    float axes[ARENA_AXES]; /* of the outputs, now */
    char deed[64];          /* the last: "name value" */
    enum arena_ack_state outcome;
    struct arena_saved flash;
};

void esp32_init(struct esp32 *esp, const struct arena_saved *saved); /* not connected, t 0 */
void esp32_connect(struct esp32 *esp);
void esp32_lease(struct esp32 *esp);   /* … connected, ann has lease 7, 1, shown, t 10 */
void esp32_driving(struct esp32 *esp); /* … and a neutral frame was accepted at t 20 */

void esp32_at(struct esp32 *esp, uint32_t t); /* one pass at that time */
uint32_t esp32_c(const struct esp32 *esp, uint32_t t);

/* {root}/{from}/robot/r1/{what}; the text is a format. */
void esp32_hear(struct esp32 *esp, const char *from, const char *what, const char *format, ...)
    __attribute__((format(printf, 4, 5)));
void esp32_hear_raw(
    struct esp32 *esp, const char *topic, const char *payload, size_t length, bool retained);
/* From ann with n 7, fresh: {"y":y}. */
void esp32_frame(struct esp32 *esp, uint32_t s, double y);

/* The last payload of that what, NULL = none; how many there were. */
const char *esp32_last(const struct esp32 *esp, const char *what);
unsigned esp32_count(const struct esp32 *esp, const char *what);
bool esp32_hears(const struct esp32 *esp, const char *topic);
bool esp32_moves(const struct esp32 *esp);

#endif
