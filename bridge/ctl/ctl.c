#include "bridge/ctl/ctl.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <time.h>

#include "bridge/ctl/problem_json.h"

/* How many words of the line are this command's name; 0: it is another. */
static unsigned words_of(
    const struct ctl_command *command, const char *name, const char *second)
{
    size_t length = strcspn(command->name, " ");
    if (strlen(name) != length || memcmp(command->name, name, length) != 0)
        return 0;
    if (command->name[length] == '\0')
        return 1;
    return second != NULL && strcmp(command->name + length + 1, second) == 0 ? 2 : 0;
}

const struct ctl_command *ctl_find(const char *name, const char *second, unsigned *ret_words)
{
    for (size_t i = 0; i < ctl_command_count; i++) {
        unsigned words = words_of(&ctl_commands[i], name, second);
        if (words == 0)
            continue;
        *ret_words = words;
        return &ctl_commands[i];
    }
    return NULL;
}

static void say_problem(const struct ctl *ctl, const char *code, const char *message)
{
    if (ctl->options->json)
        problem_to_json(ctl->out, code, message);
    else
        (void)fprintf(ctl->err, "arenactl: %s: %s\n", code, message);
}

enum ctl_exit ctl_refuse(const struct ctl *ctl, enum rc rc, const char *message)
{
    bool said = message != NULL && message[0] != '\0';
    say_problem(ctl, rc_name(rc), said ? message : rc_sentence(rc));
    return CTL_REFUSED;
}

enum ctl_exit ctl_no_connection(const struct ctl *ctl, const char *message)
{
    say_problem(ctl, rc_name(RC_NOT_CONNECTED), message);
    return CTL_NO_CONNECTION;
}

enum ctl_exit ctl_usage(FILE *err, const char *format, ...)
{
    va_list list;
    va_start(list, format);
    (void)fputs("arenactl: ", err);
    (void)vfprintf(err, format, list);
    (void)fputs("\n", err);
    va_end(list);
    return CTL_USAGE;
}

bool ctl_robot(
    const struct ctl *ctl, unsigned index, char ret[ID_SIZE], enum ctl_exit *ret_exit)
{
    const char *text = ctl->arguments[index];
    if (id_valid(text)) {
        (void)snprintf(ret, ID_SIZE, "%s", text);
        return true;
    }
    *ret_exit = ctl_usage(ctl->err, "\"%.60s\" is no robot's id: a-z, 0-9 and -", text);
    return false;
}

bool ctl_match(
    const struct ctl *ctl, unsigned index, char ret[ID_SIZE], enum ctl_exit *ret_exit)
{
    const char *text = ctl->arguments[index];
    if (id_valid(text)) {
        (void)snprintf(ret, ID_SIZE, "%s", text);
        return true;
    }
    *ret_exit = ctl_usage(ctl->err, "\"%.60s\" is no match's id: a-z, 0-9 and -", text);
    return false;
}

bool ctl_stop_ids(const struct ctl *ctl, unsigned first, struct ask *ask)
{
    if (ctl->count > first + ASK_CLEAR_IDS) {
        (void)ctl_usage(ctl->err, "a robot has at most %d stops", ASK_CLEAR_IDS);
        return false;
    }
    for (unsigned i = first; i < ctl->count; i++) {
        if (tag_from_text(ctl->arguments[i], &ask->ids[ask->id_count]))
            ask->id_count++;
        else
            (void)ctl_usage(ctl->err, "a stop's id is 1 to 22 of A-Z, a-z, 0-9, _ and -");
        if (ask->id_count != i - first + 1)
            return false;
    }
    return true;
}

bool ctl_principal(
    const struct ctl *ctl, unsigned index, struct principal *ret, enum ctl_exit *ret_exit)
{
    const char *text = ctl->arguments[index];
    if (principal_from_text(text, strlen(text), ret))
        return true;
    *ret_exit =
        ctl_usage(ctl->err, "\"%.60s\" is no principal: kind/id, as in robot/scout1", text);
    return false;
}

uint64_t ctl_wall_ms(void)
{
    struct timespec now;
    (void)clock_gettime(CLOCK_REALTIME, &now); /* cannot fail for this clock */
    return (uint64_t)now.tv_sec * 1000 + (uint64_t)now.tv_nsec / 1000000;
}

void ctl_random_word(char *ret, size_t count)
{
    static const char letters[] = "abcdefghijklmnopqrstuvwxyz234567"; /* 32: no bias */
    unsigned char bytes[32];
    size_t got = 0;
    while (got < sizeof bytes) {
        ssize_t some = getrandom(bytes + got, sizeof bytes - got, 0);
        if (some > 0)
            got += (size_t)some;
    }
    for (size_t i = 0; i < count; i++)
        ret[i] = letters[bytes[i % sizeof bytes] % 32];
    ret[count] = '\0';
}

/* ---- the line ---- */

static enum ctl_exit run(const struct ctl_command *command, unsigned words,
    const struct ctl_line *line, struct ctl *ctl)
{
    unsigned count = line->count - words;
    if (count < command->least || count > command->most)
        return ctl_usage(ctl->err, "usage: arenactl %s %s", command->name, command->synopsis);
    const char *strange = options_strange(line, command->options);
    if (strange != NULL)
        return ctl_usage(ctl->err, "%s does not know --%s (see arenactl %s --help)",
            command->name, strange, command->name);
    ctl->count = count;
    memcpy(ctl->arguments, &line->words[words], count * sizeof line->words[0]);
    return command->run(ctl);
}

extern char **environ;

/* --help, of the command or of the whole; CTL_USAGE when there is no such command. */
static enum ctl_exit print_help(
    const struct ctl_command *command, const struct ctl_line *line, struct ctl *ctl)
{
    if (command != NULL)
        ctl_print_command_help(ctl->out, command);
    else if (line->count == 0)
        ctl_print_help(ctl->out);
    else if (!ctl_print_group_help(ctl->out, line->words[0]))
        return ctl_usage(
            ctl->err, "there is no command \"%.40s\" (see --help)", line->words[0]);
    return CTL_OK;
}

enum ctl_exit ctl_main(int argc, char *const *argv, struct ctl *ctl)
{
    struct ctl_line line;
    unsigned words = 0;
    if (!options_parse(&line, argc, argv, environ))
        return ctl_usage(ctl->err, "%s", line.fault);
    ctl->options = &line.options;
    const char *second = line.count > 1 ? line.words[1] : NULL;
    const struct ctl_command *command =
        line.count > 0 ? ctl_find(line.words[0], second, &words) : NULL;
    if (line.options.version) {
        (void)fputs("arenactl " ARENA_VERSION "\n", ctl->out);
        return CTL_OK;
    }
    if (line.options.help)
        return print_help(command, &line, ctl);
    if (command != NULL)
        return run(command, words, &line, ctl);
    if (line.count == 0)
        return ctl_usage(ctl->err, "which command? (see --help)");
    return ctl_usage(ctl->err, "there is no command \"%.40s%s%.40s\" (see --help)",
        line.words[0], second != NULL ? " " : "", second != NULL ? second : "");
}
