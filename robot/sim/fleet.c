/* Who calls whom: robot_step calls back with axes and actions, which go into the world at once;
 * the world is stepped on its own beat, and what its sensors say is handed to the robots ten
 * times a second, from where the library takes it when a status is due.
 */
#include "robot/sim/fleet.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "robot/agent/credentials.h"
#include "robot/base/log.h"
#include "robot/base/text.h"
#include "robot/client/robot.h"
#include "robot/sim/body.h"
#include "robot/sim/moves.h"

#define REPORT_MS  100
#define GOODBYE_MS 3000

struct member {
    struct fleet *fleet;
    unsigned index;
    char id[ID_SIZE];
    struct card card;
    struct robot *robot;
    uint64_t due; /* robot_step */
    struct moves_of_robot moves;
    struct credentials credentials;
};

struct fleet {
    struct fleet_config config;
    struct world world;
    uint64_t stepped; /* until when the world has lived */
    uint64_t report_due;
    int moves; /* file, -1 = none */
    unsigned count;
    struct member members[WORLD_ROBOTS];
};

static void on_drive(void *user, const struct axes *axes)
{
    struct member *member = user;
    world_drive(&member->fleet->world, member->index, axes);
    moves_drive(member->fleet->moves, &member->moves, axes);
}

static void on_neutral(void *user)
{
    static const struct axes still;
    struct member *member = user;
    world_drive(&member->fleet->world, member->index, &still);
    moves_neutral(member->fleet->moves, &member->moves);
}

static void tell_events(struct fleet *fleet)
{
    struct world_event event;
    while (world_take_event(&fleet->world, &event)) {
        struct principal by = {KIND_NONE, ""};
        if (event.by >= 0) {
            by.kind = KIND_ROBOT;
            (void)text_copy(by.id, sizeof(by.id), fleet->members[event.by].id);
        }
        /* Not connected: then nobody watches. */
        (void)robot_event(fleet->members[event.robot].robot, body_event_name(event.kind),
            by.kind == KIND_NONE ? NULL : &by);
    }
}

static void on_action(void *user, const struct action *action)
{
    struct member *member = user;
    const char *why = "";
    enum ack_state state = body_act(&member->fleet->world, member->index, action, &why);
    tell_events(member->fleet); /* a shot and a hit are judged by when they are said */
    /* Not remembered any more, or not connected: then nobody waits for it. */
    (void)robot_ack(member->robot, &action->id, state, why[0] ? why : NULL);
}

static void on_online(void *user, bool online, const char *reason)
{
    credentials_online(&((struct member *)user)->credentials, online, reason);
}

static void on_token(void *user, const char *token)
{
    credentials_keep(&((struct member *)user)->credentials, token);
}

static bool give_token(void *user, char *ret_token, size_t size)
{
    struct member *member = user;
    struct robot_view view;
    robot_view(member->robot, &view);
    return credentials_token(
        &member->credentials, robot_now(), view.login_refused, ret_token, size);
}

/* {directory}/{id}.token; "" without a directory. */
static bool token_path(char ret[CREDENTIALS_PATH_SIZE], const char *directory, const char *id)
{
    ret[0] = '\0';
    if (directory[0] == '\0')
        return true;
    int length = snprintf(ret, CREDENTIALS_PATH_SIZE, "%s/%s.token", directory, id);
    return length > 0 && length < CREDENTIALS_PATH_SIZE;
}

static enum rc name_member(struct fleet *fleet, struct member *member, unsigned index)
{
    const struct fleet_config *config = &fleet->config;
    member->fleet = fleet;
    member->index = index;
    int length = snprintf(member->id, sizeof(member->id), "%s%u", config->prefix, index + 1);
    if (length < 0 || (size_t)length >= sizeof(member->id) || !id_valid(member->id)) {
        log_error("sim", "%s%u is not an id: [a-z0-9][a-z0-9-]*, at most 31 characters",
            config->prefix, index + 1);
        return RC_CONFIG;
    }
    body_card(&member->card);
    (void)text_copy(member->card.id, sizeof(member->card.id), member->id);
    (void)text_copy(member->card.name, sizeof(member->card.name), member->id);
    member->card.name[0] = (char)(member->card.name[0] >= 'a' && member->card.name[0] <= 'z'
                                      ? member->card.name[0] - 'a' + 'A'
                                      : member->card.name[0]);
    member->moves.id = member->id;
    struct credentials *credentials = &member->credentials;
    *credentials = (struct credentials){
        .card = &member->card, .api = config->api, .enrolment = config->enrolment};
    bool fits = token_path(credentials->kept, config->state, member->id) &&
                token_path(credentials->given, config->token_dir, member->id);
    return fits ? RC_OK : RC_CONFIG;
}

static enum rc add_member(struct fleet *fleet, unsigned index)
{
    const struct fleet_config *config = &fleet->config;
    struct member *member = &fleet->members[index];
    enum rc rc = name_member(fleet, member, index);
    if (rc != RC_OK)
        return rc;
    struct robot_config robot = {
        .card = &member->card,
        .root = config->root,
        .host = config->host,
        .port = (uint16_t)config->port,
        .transport = config->websocket ? LINK_WEBSOCKET : LINK_TCP,
        .mqtt311 = config->mqtt311,
        .state_dir = config->state[0] ? config->state : NULL,
        .on = {.on_drive = on_drive,
               .on_neutral = on_neutral,
               .on_action = on_action,
               .on_online = on_online,
               .token = give_token,
               .on_token = on_token},
        .user = member,
    };
    rc = robot_create(&robot, &member->robot);
    if (rc != RC_OK) {
        log_error("sim", "%s: cannot be made: %s", member->id, rc_sentence(rc));
        return rc;
    }
    fleet->count++;
    moves_start(fleet->moves, &member->moves);
    return RC_OK;
}

static enum rc open_files(struct fleet *fleet)
{
    const struct fleet_config *config = &fleet->config;
    if (config->state[0] && mkdir(config->state, 0700) != 0 && errno != EEXIST) {
        log_error("sim", "cannot make %s: %s", config->state, strerror(errno));
        return RC_IO;
    }
    if (config->moves[0] && (fleet->moves = moves_open(config->moves)) < 0) {
        log_error("sim", "cannot open %s: %s", config->moves, strerror(errno));
        return RC_IO;
    }
    return RC_OK;
}

static enum rc make_world(struct fleet *fleet)
{
    const struct fleet_config *config = &fleet->config;
    struct map map;
    struct map_fault fault;
    if (config->map[0] == '\0') {
        world_init(&fleet->world, config->seed, config->robots);
        return RC_OK;
    }
    if (map_load(config->map, &map, &fault) != RC_OK) {
        log_error("sim", "%s:%u:%u: %s", config->map, fault.line, fault.column, fault.sentence);
        return RC_CONFIG;
    }
    if (!world_init_on(&fleet->world, config->seed, &map, config->robots)) {
        log_error("sim", "%s has room for %u robots, not for %u", config->map,
            fleet->world.robot_count, config->robots);
        return RC_CONFIG;
    }
    log_info("sim", "%s: %s, %g m by %g m", config->map, map.name, map.width, map.height);
    return RC_OK;
}

enum rc fleet_create(const struct fleet_config *config, uint64_t now, struct fleet **ret)
{
    struct fleet *fleet = calloc(1, sizeof(*fleet));
    if (!fleet)
        return RC_NO_MEMORY;
    fleet->config = *config;
    fleet->moves = -1;
    fleet->stepped = now;
    enum rc rc = make_world(fleet);
    if (rc == RC_OK)
        rc = open_files(fleet);
    for (unsigned i = 0; i < config->robots && rc == RC_OK; i++)
        rc = add_member(fleet, i);
    if (rc != RC_OK) {
        fleet_destroy(fleet);
        return rc;
    }
    *ret = fleet;
    return RC_OK;
}

void fleet_destroy(struct fleet *fleet)
{
    if (!fleet)
        return;
    uint64_t end = robot_now() + GOODBYE_MS;
    for (unsigned i = 0; i < fleet->count; i++) {
        moves_neutral(fleet->moves, &fleet->members[i].moves);
        if (robot_now() < end) /* later ones leave by their will, with the process */
            robot_destroy(fleet->members[i].robot);
    }
    moves_close(fleet->moves);
    free(fleet);
}

static void report(struct member *member)
{
    struct world_senses senses;
    struct status_field fields[CARD_FIELDS];
    world_sense(&member->fleet->world, member->index, &senses);
    unsigned count = body_fields(&senses, fields);
    for (unsigned i = 0; i < count; i++)
        (void)robot_set(member->robot, fields[i].name, fields[i].value); /* the card's own */
    robot_set_pose(member->robot, senses.x, senses.y, senses.heading);
}

uint64_t fleet_step(struct fleet *fleet, const struct pollfd *polled, uint64_t now)
{
    uint64_t period = 1000 / fleet->config.rate;
    if (now - fleet->stepped >= period) {
        uint64_t passed = now - fleet->stepped;
        world_step(
            &fleet->world, passed > WORLD_STEP_MAX_MS ? WORLD_STEP_MAX_MS : (uint32_t)passed);
        fleet->stepped = now;
        tell_events(fleet);
    }
    bool reporting = now >= fleet->report_due;
    if (reporting)
        fleet->report_due = now + REPORT_MS;
    uint64_t due = fleet->stepped + period;
    for (unsigned i = 0; i < fleet->count; i++) {
        struct member *member = &fleet->members[i];
        if (reporting)
            report(member);
        if (now >= member->due || polled[i].revents != 0)
            member->due = robot_step(member->robot, now);
        due = member->due < due ? member->due : due;
    }
    return due;
}

unsigned fleet_poll_set(const struct fleet *fleet, struct pollfd *ret)
{
    for (unsigned i = 0; i < fleet->count; i++)
        ret[i] = (struct pollfd){.fd = robot_fd(fleet->members[i].robot), .events = POLLIN};
    return fleet->count;
}
