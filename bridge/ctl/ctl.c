#include "bridge/ctl/ctl.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <time.h>

#include "bridge/ctl/problem_json.h"

const struct ctl_command *ctl_find(const char *name)
{
    for (size_t i = 0; i < ctl_command_count; i++)
        if (strcmp(ctl_commands[i].name, name) == 0)
            return &ctl_commands[i];
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

static enum ctl_exit run(
    const struct ctl_command *command, const struct ctl_line *line, struct ctl *ctl)
{
    unsigned count = line->count - 1;
    if (count < command->least || count > command->most)
        return ctl_usage(ctl->err, "usage: arenactl %s %s", command->name, command->synopsis);
    const char *strange = options_strange(line, command->options);
    if (strange != NULL)
        return ctl_usage(ctl->err, "%s does not know --%s (see arenactl %s --help)",
            command->name, strange, command->name);
    ctl->count = count;
    memcpy(ctl->arguments, &line->words[1], count * sizeof line->words[0]);
    return command->run(ctl);
}

extern char **environ;

enum ctl_exit ctl_main(int argc, char *const *argv, struct ctl *ctl)
{
    struct ctl_line line;
    if (!options_parse(&line, argc, argv, environ))
        return ctl_usage(ctl->err, "%s", line.fault);
    ctl->options = &line.options;
    const struct ctl_command *command = line.count > 0 ? ctl_find(line.words[0]) : NULL;
    if (line.options.version) {
        (void)fputs("arenactl " ARENA_VERSION "\n", ctl->out);
        return CTL_OK;
    }
    if (line.count > 0 && command == NULL)
        return ctl_usage(ctl->err, "there is no command \"%.40s\" (see --help)", line.words[0]);
    if (line.options.help && command != NULL)
        ctl_print_command_help(ctl->out, command);
    else if (line.options.help)
        ctl_print_help(ctl->out);
    else if (command == NULL)
        return ctl_usage(ctl->err, "which command? (see --help)");
    else
        return run(command, &line, ctl);
    return CTL_OK;
}
