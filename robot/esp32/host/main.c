/* arena-esp32-host: the microcontroller's protocol files on a computer, with a real broker.
 *
 * For tests, and to try a robot before there is one. The transport behaves as PubSubClient
 * does: MQTT 3.1.1, QoS 0, packets beyond 1 KiB are dropped. Outputs go to a file that
 * witnesses them (robot/sim/moves.h); what survives a restart lies in {state}/{id}.flash.
 */
#include <errno.h>
#include <fcntl.h>
#include <mosquitto.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/random.h>
#include <time.h>
#include <unistd.h>

#include "robot/base/flags.h"
#include "robot/base/log.h"
#include "robot/esp32/arena_esp32.h"
#include "robot/sim/moves.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))
#define LOOP_MS      5
#define SENSE_MS     100
#define RETRY_MS     500
#define KEEPALIVE_S  5
#define GOODBYE_MS   200
#define PATH_SIZE    256
#define TOKEN_SIZE   2048
#define HEADER       8 /* of a packet, beside topic and payload */

struct host {
    struct arena_robot robot;
    struct arena_config config;
    struct mosquitto *mqtt;
    struct moves_of_robot moves;
    int moves_file;
    float speed_limit;
    uint64_t retry_at, sense_at;
    char id[ARENA_ID_SIZE], user[ARENA_PRINCIPAL_SIZE], root[64];
    char state[PATH_SIZE], token_file[PATH_SIZE], address[128], moves_path[PATH_SIZE];
    uint32_t port;
};

static volatile sig_atomic_t quit;

static void on_signal(int number)
{
    (void)number;
    quit = 1;
}

static uint64_t now_ms(void)
{
    struct timespec now;
    (void)clock_gettime(CLOCK_BOOTTIME, &now); /* Linux has it */
    return (uint64_t)now.tv_sec * 1000 + (uint64_t)now.tv_nsec / 1000000;
}

static uint64_t draw(void)
{
    uint64_t random = 0;
    if (getrandom(&random, sizeof(random), 0) != (ssize_t)sizeof(random))
        random = now_ms() * 2654435761u;
    return random;
}

/* --- what the protocol wants from its program --- */

static bool on_publish(
    void *user, const char *topic, const char *payload, size_t length, bool retain)
{
    struct host *host = user;
    return mosquitto_publish(host->mqtt, NULL, topic, (int)length, payload, 0, retain) ==
           MOSQ_ERR_SUCCESS;
}

static bool on_subscribe(void *user, const char *topic)
{
    struct host *host = user;
    return mosquitto_subscribe(host->mqtt, NULL, topic, 0) == MOSQ_ERR_SUCCESS;
}

static bool on_unsubscribe(void *user, const char *topic)
{
    struct host *host = user;
    return mosquitto_unsubscribe(host->mqtt, NULL, topic) == MOSQ_ERR_SUCCESS;
}

static void on_drive(void *user, const float axes[ARENA_AXES])
{
    struct host *host = user;
    struct axes said = {
        {[AXIS_X] = (double)axes[ARENA_X], [AXIS_Y] = (double)axes[ARENA_Y]}
    };
    moves_drive(host->moves_file, &host->moves, &said);
}

static void on_neutral(void *user)
{
    struct host *host = user;
    moves_neutral(host->moves_file, &host->moves);
}

static enum arena_ack_state on_action(void *user, const char *id, const char *name, float value)
{
    struct host *host = user;
    log_info("esp32", "%s: action %s: %s %g", host->id, id, name, (double)value);
    if (strcmp(name, "set_speed") == 0)
        host->speed_limit = value;
    else
        (void)arena_event(&host->robot, name, NULL); /* full: four are on their way */
    return ARENA_ACK_DONE;
}

static bool flash_path(const struct host *host, char ret[PATH_SIZE])
{
    int length = snprintf(ret, PATH_SIZE, "%s/%s.flash", host->state, host->id);
    return host->state[0] != '\0' && length < PATH_SIZE;
}

static void on_save(void *user, const struct arena_saved *saved)
{
    char path[PATH_SIZE], beside[PATH_SIZE + 4];
    const struct host *host = user;
    if (!flash_path(host, path))
        return;
    (void)snprintf(beside, sizeof(beside), "%s.new", path); /* fits: 4 more */
    int file = open(beside, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    bool good = file >= 0 && write(file, saved, sizeof(*saved)) == (ssize_t)sizeof(*saved) &&
                fsync(file) == 0;
    if (file >= 0)
        good = close(file) == 0 && good;
    if (!good || rename(beside, path) != 0)
        log_error("esp32", "%s: cannot keep %s: %s", host->id, path, strerror(errno));
}

static bool load(const struct host *host, struct arena_saved *ret)
{
    char path[PATH_SIZE];
    int file = flash_path(host, path) ? open(path, O_RDONLY | O_CLOEXEC) : -1;
    if (file < 0)
        return false;
    bool good = read(file, ret, sizeof(*ret)) == (ssize_t)sizeof(*ret);
    (void)close(file); /* only read */
    return good;
}

/* --- the transport --- */

static void on_connect(struct mosquitto *mqtt, void *user, int code)
{
    struct host *host = user;
    (void)mqtt;
    if (code != 0) {
        log_warn("esp32", "%s: refused: %s", host->id, mosquitto_connack_string(code));
        return;
    }
    log_info("esp32", "%s: online", host->id);
    arena_connected(&host->robot, (uint32_t)now_ms());
}

static void on_disconnect(struct mosquitto *mqtt, void *user, int code)
{
    struct host *host = user;
    (void)mqtt;
    host->retry_at = now_ms() + RETRY_MS;
    log_info("esp32", "%s: not online: %s", host->id, mosquitto_strerror(code));
    arena_disconnected(&host->robot, (uint32_t)now_ms());
}

static void on_message(
    struct mosquitto *mqtt, void *user, const struct mosquitto_message *message)
{
    struct host *host = user;
    (void)mqtt;
    size_t length = (size_t)message->payloadlen;
    if (strlen(message->topic) + length + HEADER > ARENA_PACKET) {
        log_error("esp32", "%s: %s: %zu bytes are too many", host->id, message->topic, length);
        return;
    }
    arena_receive(&host->robot, message->topic, message->payload, length, message->retain,
        (uint32_t)now_ms());
}

static bool read_token(const struct host *host, char ret[TOKEN_SIZE])
{
    ret[0] = '\0';
    if (host->token_file[0] == '\0')
        return true;
    int file = open(host->token_file, O_RDONLY | O_CLOEXEC);
    if (file < 0)
        return false;
    ssize_t length = read(file, ret, TOKEN_SIZE - 1);
    (void)close(file); /* only read */
    ret[length > 0 ? length : 0] = '\0';
    ret[strcspn(ret, "\r\n")] = '\0';
    return length > 0;
}

static void begin_connection(struct host *host)
{
    char token[TOKEN_SIZE];
    const char *topic, *payload;
    host->retry_at = now_ms() + RETRY_MS;
    if (!read_token(host, token)) {
        log_error("esp32", "%s: cannot read %s", host->id, host->token_file);
        return;
    }
    arena_will(&host->robot, (uint32_t)draw(), &topic, &payload);
    (void)mosquitto_will_clear(host->mqtt); /* there may be none */
    int error = mosquitto_will_set(host->mqtt, topic, (int)strlen(payload), payload, 0, true);
    if (!error)
        error = mosquitto_username_pw_set(host->mqtt, host->user, token[0] ? token : NULL);
    if (!error)
        error = mosquitto_connect(host->mqtt, host->address, (int)host->port, KEEPALIVE_S);
    if (error)
        log_warn("esp32", "%s: no connection: %s", host->id, mosquitto_strerror(error));
}

/* --- the program --- */

static void sense(struct host *host, uint64_t now)
{
    if (now < host->sense_at)
        return;
    host->sense_at = now + SENSE_MS;
    arena_set(&host->robot, 0, 87);
    arena_set(&host->robot, 1, host->speed_limit);
}

/* Nothing acknowledges QoS 0: it goes on reading for a while. A socket that is closed with
 * something unread in it is reset, and the reset overtakes the goodbye. */
static void leave(struct host *host)
{
    arena_goodbye(&host->robot);
    uint64_t end = now_ms() + GOODBYE_MS;
    while (mosquitto_socket(host->mqtt) >= 0 && now_ms() < end)
        (void)mosquitto_loop(host->mqtt, LOOP_MS, 1); /* lost: then it ends here */
    (void)mosquitto_disconnect(host->mqtt);           /* not connected: nothing to end */
}

static void loop(struct host *host)
{
    while (!quit) {
        if (mosquitto_socket(host->mqtt) < 0 && now_ms() >= host->retry_at)
            begin_connection(host);
        if (mosquitto_socket(host->mqtt) < 0) {
            struct timespec pause = {0, LOOP_MS * 1000000};
            (void)nanosleep(&pause, NULL); /* a signal may cut it short */
        } else {
            (void)mosquitto_loop(host->mqtt, LOOP_MS, 1); /* on_disconnect says what is wrong */
        }
        sense(host, now_ms());
        arena_step(&host->robot, (uint32_t)now_ms());
    }
    leave(host);
}

static const struct arena_action actions[] = {
    {"set_speed", true,  1, 100, "%", false},
    {"fire",      false, 0, 0,   "",  false},
    {"lights",    true,  0, 1,   "",  true },
};
static const struct arena_field fields[] = {
    {"battery",     "%"},
    {"speed_limit", "%"},
};

static bool prepare(struct host *host)
{
    struct arena_saved saved;
    host->config = (struct arena_config){
        .id = host->id,
        .root = host->root,
        .name = host->id,
        .model = "microcontroller on a computer",
        .kind = "rover",
        .axes = {[ARENA_X] = {true, -1, 1}, [ARENA_Y] = {true, -1, 1}},
        .actions = actions,
        .action_count = COUNT(actions),
        .fields = fields,
        .field_count = COUNT(fields),
        .user = host,
        .publish = on_publish,
        .subscribe = on_subscribe,
        .unsubscribe = on_unsubscribe,
        .drive = on_drive,
        .neutral = on_neutral,
        .action = on_action,
        .save = on_save
    };
    bool kept = load(host, &saved);
    (void)snprintf(host->user, sizeof(host->user), "robot/%s", host->id);
    return arena_init(
        &host->robot, &host->config, kept ? &saved : NULL, draw(), (uint32_t)now_ms());
}

static bool make_client(struct host *host)
{
    struct sigaction action = {.sa_handler = on_signal};
    (void)sigemptyset(&action.sa_mask);
    if (sigaction(SIGTERM, &action, NULL) != 0 || sigaction(SIGINT, &action, NULL) != 0)
        return false;
    (void)mosquitto_lib_init();
    host->mqtt = mosquitto_new(host->user, true, host);
    if (!host->mqtt)
        return false;
    (void)mosquitto_int_option(host->mqtt, MOSQ_OPT_TCP_NODELAY, 1); /* this version has it */
    mosquitto_connect_callback_set(host->mqtt, on_connect);
    mosquitto_disconnect_callback_set(host->mqtt, on_disconnect);
    mosquitto_message_callback_set(host->mqtt, on_message);
    return true;
}

static int run(struct host *host)
{
    if (!prepare(host)) {
        log_error("esp32", "%s: the id, the root or the card is wrong", host->id);
        return 2;
    }
    host->moves.id = host->id;
    host->moves_file = host->moves_path[0] ? moves_open(host->moves_path) : -1;
    moves_start(host->moves_file, &host->moves);
    bool made = make_client(host);
    if (made)
        loop(host);
    mosquitto_destroy(host->mqtt);
    (void)mosquitto_lib_cleanup();
    moves_close(host->moves_file);
    return made ? 0 : 1;
}

int main(int argc, char **argv)
{
    static struct host host = {.address = "127.0.0.1", .port = 1883, .root = "arena/v1"};
    bool help = false;
    const struct flag flags[] = {
        {"id",         NULL,              "ID",   "the robot's id",                         FLAG_TEXT,   host.id,      sizeof(host.id),         0, 0},
        {"mqtt-host",  "ARENA_MQTT_HOST", "HOST", "the broker",                             FLAG_TEXT,   host.address,
         sizeof(host.address),                                                                                                                  0, 0},
        {"mqtt-port",  "ARENA_MQTT_PORT", "PORT", "its port",                               FLAG_NUMBER, &host.port,   0,                       1,
         65535                                                                                                                                      },
        {"token-file", NULL,              "FILE", "the token, as arenactl token prints it", FLAG_TEXT,
         host.token_file,                                                                                              sizeof(host.token_file), 0, 0},
        {"state",      NULL,              "DIR",  "keeps {id}.flash over restarts",         FLAG_TEXT,   host.state,
         sizeof(host.state),                                                                                                                    0, 0},
        {"root",       "ARENA_ROOT",      "ROOT", "root of all topics",                     FLAG_TEXT,   host.root,
         sizeof(host.root),                                                                                                                     0, 0},
        {"log-moves",  NULL,              "FILE", "a line for each change of the outputs",  FLAG_TEXT,
         host.moves_path,                                                                                              sizeof(host.moves_path), 0, 0},
        {"help",       NULL,              NULL,   "this text",                              FLAG_SWITCH, &help,        0,                       0, 0},
    };
    char sentence[FLAGS_SENTENCE];
    if (flags_read(flags, COUNT(flags), argc, argv, sentence) != RC_OK) {
        (void)fprintf(stderr, "arena-esp32-host: %s\n", sentence);
        return 2;
    }
    if (help || host.id[0] == '\0') {
        flags_print_help(stdout, "arena-esp32-host --id ID [flags]", flags, COUNT(flags));
        return help ? 0 : 2;
    }
    return run(&host);
}
