#include "bridge/ctl/options.h"

#include <stdio.h>
#include <string.h>

#include "bridge/adapters/token/token.h"
#include "bridge/ctl/ctl.h"
#include "bridge/ctl/values.h"
#include "robot/base/text.h"
#include "robot/wire/topic.h"

/* ---- taking a value ---- */

static bool take_text(const char *text, void *target, size_t size)
{
    size_t length = strlen(text);
    if (length == 0 || length >= size || !text_is_printable_utf8(text, length))
        return false;
    return text_copy(target, size, text);
}

static bool take_root(const char *text, void *target, size_t size)
{
    return root_valid(text) && text_copy(target, size, text);
}

/* A part of an id: the random rest comes behind it. */
static bool take_id(const char *text, void *target, size_t size)
{
    return id_valid(text) && text_copy(target, size, text);
}

static bool take_url(const char *text, void *target, size_t size)
{
    bool scheme = strncmp(text, "http://", 7) == 0 || strncmp(text, "https://", 8) == 0;
    return scheme && strpbrk(text, " \"'\\<>?#") == NULL && take_text(text, target, size);
}

static bool take_switch(const char *text, void *target, size_t size)
{
    (void)text;
    (void)size;
    *(bool *)target = true;
    return true;
}

static bool take_number(const char *text, void *target, uint64_t min, uint64_t max)
{
    uint64_t number;
    if (!number_from_text(text, max, &number) || number < min)
        return false;
    *(uint32_t *)target = (uint32_t)number;
    return true;
}

static bool take_port(const char *text, void *target, size_t size)
{
    (void)size;
    return take_number(text, target, 1, 65535);
}

static bool take_uses(const char *text, void *target, size_t size)
{
    (void)size;
    return take_number(text, target, 1, ASK_USES_MAX);
}

static bool take_points(const char *text, void *target, size_t size)
{
    (void)size;
    return take_number(text, target, 1, 2000);
}

static bool take_count(const char *text, void *target, size_t size)
{
    (void)size;
    return take_number(text, target, 1, 1000000);
}

static bool take_hold(const char *text, void *target, size_t size)
{
    (void)size;
    return take_number(text, target, 50, 2000);
}

static bool take_duration(const char *text, void *target, size_t size)
{
    (void)size;
    uint32_t seconds;
    if (!duration_from_text(text, &seconds) || seconds > ASK_TTL_MAX_S)
        return false;
    *(uint32_t *)target = seconds;
    return true;
}

static bool take_moment(const char *text, void *target, size_t size)
{
    (void)size;
    return moment_from_text(text, ctl_wall_ms(), target);
}

static bool take_kind(const char *text, void *target, size_t size)
{
    (void)size;
    enum kind kind;
    if (!kind_from_name(text, strlen(text), &kind))
        return false;
    bool invited = kind == KIND_PLAYER || kind == KIND_REFEREE || kind == KIND_WATCHER ||
                   kind == KIND_BOT || kind == KIND_OPERATOR;
    if (invited)
        *(enum kind *)target = kind;
    return invited;
}

static bool take_audiences(const char *text, void *target, size_t size)
{
    (void)size;
    return token_audiences_from_text(text, target);
}

static bool take_principal(const char *text, void *target, size_t size)
{
    (void)size;
    return principal_from_text(text, strlen(text), target);
}

static bool take_team(const char *text, void *target, size_t size)
{
    (void)size;
    struct ctl_options *options = target;
    options->has_team = take_number(text, &options->team, 0, MATCH_TEAMS - 1);
    return options->has_team;
}

static bool take_seats(const char *text, void *target, size_t size)
{
    (void)size;
    return take_number(text, target, 1, MATCH_SEATS);
}

static bool take_robots(const char *text, void *target, size_t size)
{
    (void)size;
    return take_number(text, target, 1, MATCH_ROBOTS);
}

/* "damage=25"; may be given again, for another. */
static bool take_rule(const char *text, void *target, size_t size)
{
    (void)size;
    struct ctl_options *options = target;
    char name[WORD_SIZE];
    size_t length = strcspn(text, "=");
    uint64_t number;
    enum rule rule;
    if (text[length] != '=' || length >= sizeof name)
        return false;
    memcpy(name, text, length);
    name[length] = '\0';
    if (!rule_from_name(name, &rule) ||
        !number_from_text(text + length + 1, INT32_MAX, &number))
        return false;
    const struct rule_row *row = rule_row(rule);
    options->rules_given[rule] = true;
    options->rules[rule] = (int32_t)number;
    return options->rules[rule] >= row->least && options->rules[rule] <= row->most;
}

static bool take_shown(const char *text, void *target, size_t size)
{
    (void)size;
    bool open = strcmp(text, "open") == 0;
    *(enum matches_shown *)target = open ? MATCHES_SHOWN_OPEN : MATCHES_SHOWN_OVER;
    return open || strcmp(text, "over") == 0;
}

/* ---- the table ---- */

#define INTO(member)                                                                           \
    offsetof(struct ctl_options, member), sizeof(((struct ctl_options *)NULL)->member)

/* clang-format off */
const struct ctl_option ctl_option_table[] = {
    {"state", "DIR", "ARENA_STATE", true, INTO(state), take_text, "a directory", "var",
        "the arena's state directory: its keys sign arenactl's own token"},
    {"mqtt-host", "HOST", "ARENA_MQTT_HOST", true, INTO(mqtt_host), take_text, "a host", "127.0.0.1",
        "where the broker is"},
    {"mqtt-port", "PORT", "ARENA_MQTT_PORT", true, INTO(mqtt_port), take_port,
        "a number from 1 to 65535", "1883", "the broker's port"},
    {"api", "URL", "ARENA_API", true, INTO(api), take_url, "an http:// or https:// address",
        "http://127.0.0.1:8090", "the bridge's HTTP address (export)"},
    {"root", "ROOT", "ARENA_ROOT", true, INTO(root), take_root,
        "one to four levels of a-z, 0-9 and -", WIRE_ROOT_DEFAULT, "first levels of every topic"},
    {"name", "NAME", "ARENA_OPERATOR", true, INTO(name), take_id, "an id of at most 22 of a-z, 0-9 and -",
        "ctl", "your name in the audit: operator/{name}-{random}"},
    {"json", NULL, NULL, true, INTO(json), take_switch, "", "", "print JSON, one object for each answer"},
    {"help", NULL, NULL, true, INTO(help), take_switch, "", "", "print help: of the command, if there is one"},
    {"version", NULL, NULL, true, INTO(version), take_switch, "", "", "print the version"},

    {"ttl", "TIME", NULL, false, INTO(ttl_s), take_duration, "a time of at most 366d", "",
        "how long it is valid: 90s, 15m, 12h, 30d"},
    {"uses", "N", NULL, false, INTO(uses), take_uses, "a number from 1 to 1000", "1",
        "how many may use it"},
    {"kind", "KIND", NULL, false, INTO(kind), take_kind, "player, referee, watcher, bot or operator", "player",
        "what it makes one: player, referee, watcher, bot or operator"},
    {"aud", "LIST", NULL, false, INTO(audiences), take_audiences, "a list of mqtt, http and rtmp",
        "mqtt,http", "the doors it opens: mqtt, http, rtmp"},
    {"from", "WHEN", NULL, false, INTO(from), take_moment,
        "a time: -15m, 2026-01-31, 2026-01-31T12:00:00Z or Unix ms", "",
        "not before: -15m, 2026-01-31, 2026-01-31T12:00:00Z or Unix ms"},
    {"to", "WHEN", NULL, false, INTO(to), take_moment,
        "a time: -15m, 2026-01-31, 2026-01-31T12:00:00Z or Unix ms", "", "not after, likewise"},
    {"points", "N", NULL, false, INTO(points), take_points, "a number from 1 to 2000", "300",
        "at most so many points of each field"},
    {"limit", "N", NULL, false, INTO(limit), take_count, "a number from 1 to 1000000", "1000",
        "at most so many entries, the newest"},
    {"robot", "ROBOT", NULL, false, INTO(robot), take_id, "a robot's id", "", "only of this robot"},
    {"who", "KIND/ID", NULL, false, INTO(who), take_principal, "a principal: kind/id", "",
        "only of this one"},
    {"script", "FILE", NULL, false, INTO(script), take_text, "a file, or -", "",
        "drive by a script instead of the keys; - is standard input"},
    {"hold", "MS", NULL, false, INTO(hold_ms), take_hold, "a number from 50 to 2000", "550",
        "how long a pressed key counts until the terminal repeats it"},
    {"count", "N", NULL, false, INTO(count), take_count, "a number from 1 to 1000000", "",
        "end after so many"},
    {"for", "TIME", NULL, false, INTO(for_s), take_duration, "a time of at most 366d", "",
        "for so long, then end"},
    {"match", "MATCH", NULL, false, INTO(match), take_id, "a match's id", "", "in this match"},
    {"team", "N", NULL, false, 0, 0, take_team, "a number from 0 to 3", "", "the team: 0 is the first"},
    {"teams", "NAMES", NULL, false, INTO(teams), take_text, "names with commas between", "red,blue",
        "the teams, up to four"},
    {"seats", "N", NULL, false, INTO(seats), take_seats, "a number from 1 to 10", "1", "seats of each team"},
    {"robots", "N", NULL, false, INTO(robots), take_robots, "a number from 1 to 4", "", "robots of each seat"},
    {"rule", "NAME=N", NULL, false, 0, 0, take_rule, "a rule and a number within its range: arenactl match rules", "",
        "a rule, as in damage=25; as often as needed"},
    {"only", "STATE", NULL, false, INTO(state_shown), take_shown, "open or over", "", "those that are open, or over"},
    {"wait", NULL, NULL, false, INTO(wait), take_switch, "", "", "wait in the queue, if no seat is free"},
    {"not", NULL, NULL, false, INTO(not_ready), take_switch, "", "", "not ready any more"},
    {"out", "FILE", NULL, false, INTO(out), take_text, "a file", "", "write to this file; -o FILE is the same"},
    {"new", NULL, NULL, false, INTO(add), take_switch, "", "", "make one more pair, which signs from now on"},
};
/* clang-format on */

const size_t ctl_option_count = sizeof ctl_option_table / sizeof ctl_option_table[0];

_Static_assert(sizeof ctl_option_table / sizeof ctl_option_table[0] <= CTL_OPTION_MAX,
    "ctl_line.used has a bit for each");

/* ---- reading ---- */

static bool take(
    struct ctl_line *line, const struct ctl_option *option, const char *name, const char *text)
{
    void *target = (char *)&line->options + option->offset;
    if (option->take(text, target, option->size))
        return true;
    bool shown = strlen(text) <= 60 && text_is_printable_utf8(text, strlen(text));
    (void)snprintf(line->fault, sizeof line->fault, "%s %s: must be %s", name,
        shown ? text : "(too long or unprintable)", option->must);
    return false;
}

static void take_defaults(struct ctl_line *line)
{
    for (size_t i = 0; i < ctl_option_count; i++) {
        const struct ctl_option *option = &ctl_option_table[i];
        if (option->fallback[0] != '\0')
            (void)take(line, option, option->name, option->fallback); /* tested */
    }
}

/* "ARENA_STATE=var" against ARENA_STATE: "var". Empty counts as not set. */
static const char *value_of(const char *variable, const char *name)
{
    size_t length = strlen(name);
    if (strncmp(variable, name, length) != 0 || variable[length] != '=' ||
        variable[length + 1] == '\0')
        return NULL;
    return variable + length + 1;
}

static bool take_variable(struct ctl_line *line, const char *variable)
{
    const char *token = value_of(variable, "ARENA_TOKEN");
    if (token != NULL && !text_copy(line->options.token, sizeof line->options.token, token)) {
        (void)snprintf(line->fault, sizeof line->fault, "ARENA_TOKEN: too long");
        return false;
    }
    for (size_t i = 0; i < ctl_option_count; i++) {
        const struct ctl_option *option = &ctl_option_table[i];
        const char *value =
            option->variable != NULL ? value_of(variable, option->variable) : NULL;
        if (value != NULL && !take(line, option, option->variable, value))
            return false;
    }
    return true;
}

static bool take_environment(struct ctl_line *line, char *const *environment)
{
    for (; environment != NULL && *environment != NULL; environment++)
        if (!take_variable(line, *environment))
            return false;
    return true;
}

static const struct ctl_option *find_option(const char *name, size_t length)
{
    for (size_t i = 0; i < ctl_option_count; i++)
        if (strlen(ctl_option_table[i].name) == length &&
            memcmp(ctl_option_table[i].name, name, length) == 0)
            return &ctl_option_table[i];
    return NULL;
}

struct cursor {
    int argc;
    char *const *argv;
    int at;
};

static bool refuse(struct ctl_line *line, const char *flag, const char *why)
{
    (void)snprintf(line->fault, sizeof line->fault, "%.80s: %s", flag, why);
    return false;
}

static bool take_flag(struct ctl_line *line, struct cursor *cursor, const char *flag)
{
    cursor->at++;
    size_t length = strcspn(flag + 2, "=");
    const char *value = flag[2 + length] == '=' ? flag + 3 + length : NULL;
    const struct ctl_option *option = find_option(flag + 2, length);
    if (option == NULL)
        return refuse(line, flag, "there is no such option (see --help)");
    line->used |= (uint64_t)1 << (option - ctl_option_table);
    if (option->value == NULL && value != NULL)
        return refuse(line, flag, "takes no value");
    if (option->value != NULL && value == NULL) {
        if (cursor->at >= cursor->argc)
            return refuse(line, flag, "a value is missing");
        value = cursor->argv[cursor->at++];
    }
    char name[40];
    (void)snprintf(name, sizeof name, "--%s", option->name);
    return take(line, option, name, value != NULL ? value : "");
}

static bool take_word(struct ctl_line *line, const char *word)
{
    if (line->count == sizeof line->words / sizeof line->words[0])
        return refuse(line, word, "too many arguments");
    line->words[line->count++] = word;
    return true;
}

/* The one short name. */
static const char *unfold(const char *word)
{
    return strcmp(word, "-o") == 0 ? "--out" : word;
}

bool options_parse(struct ctl_line *line, int argc, char *const *argv, char *const *environment)
{
    memset(line, 0, sizeof *line);
    take_defaults(line);
    if (!take_environment(line, environment))
        return false;
    struct cursor cursor = {argc, argv, 1};
    bool words_only = false;
    while (cursor.at < argc) {
        const char *word = unfold(argv[cursor.at]);
        bool dashes = strncmp(word, "--", 2) == 0;
        if (!words_only && dashes && word[2] == '\0') {
            words_only = true;
            cursor.at++;
        } else if (!words_only && dashes) {
            if (!take_flag(line, &cursor, word))
                return false;
        } else if (!take_word(line, argv[cursor.at++])) {
            return false;
        }
    }
    return true;
}

bool options_listed(const char *list, const char *name)
{
    size_t length = strlen(name);
    while (*list != '\0') {
        size_t word = strcspn(list, " ");
        if (word == length && memcmp(list, name, length) == 0)
            return true;
        list += word;
        list += strspn(list, " ");
    }
    return false;
}

const char *options_strange(const struct ctl_line *line, const char *known)
{
    for (size_t i = 0; i < ctl_option_count; i++) {
        bool used = (line->used >> i & 1) != 0;
        if (used && !ctl_option_table[i].common &&
            !options_listed(known, ctl_option_table[i].name))
            return ctl_option_table[i].name;
    }
    return NULL;
}
