#include "bridge/config_table.h"

#include <string.h>

#include "robot/base/ask.h"
#include "robot/base/id.h"
#include "robot/base/lease.h"
#include "robot/wire/topic.h"

static bool is_host(const char *text)
{
    static const char allowed[] =
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.:_-";
    return strspn(text, allowed) == strlen(text);
}

/* Comma-separated hosts or origins: no blanks, no empty entry, nothing that ends a header. */
static bool is_list(const char *text)
{
    if (text[0] == '\0')
        return true;
    if (text[0] == ',' || text[strlen(text) - 1] == ',' || strstr(text, ",,") != NULL)
        return false;
    return strpbrk(text, " \"'\\<>") == NULL;
}

static bool is_ws_url(const char *text)
{
    if (text[0] == '\0')
        return true;
    bool scheme = strncmp(text, "ws://", 5) == 0 || strncmp(text, "wss://", 6) == 0;
    return scheme && strpbrk(text, " \"'\\<>") == NULL;
}

#define AT(member) offsetof(struct config, member)
#define YEAR_D     366u
#define DAY_S      86400u

#define PORT(key, group, from, fallback, member, help)                                         \
    {                                                                                          \
        key, group, SETTING_U16, from, 65535, NULL, NULL, fallback, AT(member), false, help    \
    }
#define NUMBER(key, group, min, max, fallback, member, help)                                   \
    {                                                                                          \
        key, group, SETTING_U32, min, max, NULL, NULL, fallback, AT(member), false, help       \
    }
#define LIVE(key, group, min, max, fallback, member, help)                                     \
    {                                                                                          \
        key, group, SETTING_U32, min, max, NULL, NULL, fallback, AT(member), true, help        \
    }
#define TEXT(key, group, min, size, fits, must, fallback, member, help)                        \
    {                                                                                          \
        key, group, SETTING_TEXT, min, (size)-1, fits, must, fallback, AT(member), false, help \
    }

#define HOST_MUST "a host name or an address"
#define LIST_MUST "a list without blanks, separated by commas"

/* clang-format off */
const struct setting config_table[] = {
    TEXT("state", "The house", 1, CONFIG_PATH_SIZE, NULL, "a directory", "var", house.state,
        "directory of everything that lasts: database, keys"),
    TEXT("root", "The house", 1, WIRE_ROOT_SIZE, root_valid,
        "one to four levels of a-z, 0-9 and -", WIRE_ROOT_DEFAULT, house.root,
        "first levels of every topic, and issuer of tokens"),
    {"log_level", "The house", SETTING_LEVEL, 0, 0, NULL, "error, warn, info or debug", "info",
        AT(house.log_level), true, "how much is logged"},

    PORT("http_port", "Pages and HTTP", 0, "8090", http.port, "page and API; 0 = any free port"),
    TEXT("http_bind", "Pages and HTTP", 1, CONFIG_HOST_SIZE, is_host, HOST_MUST, "127.0.0.1",
        http.bind, "address the page and API listen on"),
    PORT("internal_port", "Pages and HTTP", 0, "8091", http.internal_port,
        "metrics, health, hooks; 0 = any free port"),
    TEXT("internal_bind", "Pages and HTTP", 1, CONFIG_HOST_SIZE, is_host, HOST_MUST, "127.0.0.1",
        http.internal_bind, "address of metrics, health and hooks"),
    TEXT("web_root", "Pages and HTTP", 0, CONFIG_PATH_SIZE, NULL, "a directory", "",
        http.web_root, "directory of the built page; empty = none"),
    TEXT("map", "Pages and HTTP", 0, CONFIG_PATH_SIZE, NULL, "a file", "", http.map,
        "the arena's map, for pages that draw it; empty = none"),
    TEXT("allowed_hosts", "Pages and HTTP", 0, CONFIG_LIST_SIZE, is_list, LIST_MUST, "",
        http.allowed_hosts, "further names this bridge is called by"),
    TEXT("allowed_origins", "Pages and HTTP", 0, CONFIG_LIST_SIZE, is_list, LIST_MUST, "",
        http.allowed_origins, "further pages that may use the API"),
    LIVE("joins_per_minute", "Pages and HTTP", 1, 100000, "20", http.joins_per_minute,
        "joins, and refused registrations, of each address"),
    TEXT("ws_url", "Pages and HTTP", 0, URL_SIZE, is_ws_url, "a ws:// or wss:// address", "",
        http.ws_url, "the broker's address for browsers; empty = from the Host header and ws_port"),
    PORT("ws_port", "Pages and HTTP", 1, "9001", http.ws_port, "the broker's WebSocket port"),

    TEXT("mqtt_host", "The broker", 1, CONFIG_HOST_SIZE, is_host, HOST_MUST, "127.0.0.1",
        mqtt.host, "where the bridge finds the broker"),
    PORT("mqtt_port", "The broker", 1, "1883", mqtt.port, "the broker's MQTT port"),
    TEXT("public_mqtt_host", "The broker", 0, CONFIG_HOST_SIZE, is_host, HOST_MUST, "",
        http.public_mqtt_host, "the broker's host as robots are told; empty = from the Host header"),
    PORT("public_mqtt_port", "The broker", 0, "0", http.public_mqtt_port,
        "the broker's port as robots are told; 0 = mqtt_port"),

    NUMBER("max_robots", "Driving", 1, 10000, "256", core.max_robots, "robots there may be"),
    NUMBER("max_principals", "Driving", 16, 100000, "2048", core.max_principals,
        "people and programs that may be here at a time"),
    NUMBER("max_matches", "Driving", 1, 64, "16", core.max_matches,
        "matches at a time: those that are not over, and those just over"),
    LIVE("max_age_ms", "Driving", 50, MAX_AGE_MS_LIMIT, "500", core.max_age_ms,
        "age at which a robot refuses a command"),
    LIVE("deadman_ms", "Driving", 50, DEADMAN_MS_LIMIT, "250", core.deadman_ms,
        "silence after which a robot stands still"),
    LIVE("idle_s", "Driving", 5, DAY_S, "60", core.idle_s,
        "a robot that is not moved for so long is given back"),
    LIVE("queue_offer_s", "Driving", 1, 600, "10", core.queue_offer_s,
        "how long a free robot is held for the first in its queue"),

    LIVE("token_player_s", "Tokens", 60, YEAR_D * DAY_S, "43200", token.player_s,
        "life of a person's token"),
    LIVE("token_robot_s", "Tokens", 60, YEAR_D * DAY_S, "2592000", token.robot_s,
        "life of a robot's token"),

    LIVE("telemetry_raw_h", "What is kept", 1, 24 * YEAR_D, "24", store.telemetry_raw_h,
        "hours that telemetry is kept as it came"),
    LIVE("telemetry_minute_d", "What is kept", 1, 10 * YEAR_D, "30", store.telemetry_minute_d,
        "days that it is kept by the minute"),
    LIVE("telemetry_hour_d", "What is kept", 1, 50 * YEAR_D, "365", store.telemetry_hour_d,
        "days that it is kept by the hour"),
    LIVE("audit_d", "What is kept", 1, 50 * YEAR_D, "365", store.audit_d,
        "days that the record of who drove what is kept"),
    LIVE("match_days", "What is kept", 1, 3650, "30", store.match_days,
        "days that a match that is over is kept"),
};
/* clang-format on */

const size_t config_table_count = sizeof config_table / sizeof config_table[0];

_Static_assert(sizeof config_table / sizeof config_table[0] <= CONFIG_SETTINGS_MAX,
    "struct config_changes must hold every key");

const struct setting *config_find(const char *key, size_t length)
{
    for (size_t i = 0; i < config_table_count; i++) {
        const char *name = config_table[i].key;
        if (strlen(name) == length && memcmp(name, key, length) == 0)
            return &config_table[i];
    }
    return NULL;
}
