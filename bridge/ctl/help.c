#include <stdio.h>
#include <string.h>

#include "bridge/ctl/ctl.h"

static void print_option(FILE *out, const struct ctl_option *option)
{
    char name[40];
    (void)snprintf(name, sizeof name, "--%s%s%s", option->name,
        option->value != NULL ? " " : "", option->value != NULL ? option->value : "");
    (void)fprintf(out, "  %-18s %s", name, option->help);
    if (option->fallback[0] != '\0')
        (void)fprintf(out, " (%s)", option->fallback);
    (void)fputs("\n", out);
}

static void print_command(FILE *out, const struct ctl_command *command)
{
    char usage[48];
    (void)snprintf(usage, sizeof usage, "%s %s", command->name, command->synopsis);
    (void)fprintf(out, "  %-33s %s\n", usage, command->summary);
}

static void print_commands(FILE *out)
{
    const char *group = "";
    for (size_t i = 0; i < ctl_command_count; i++) {
        const struct ctl_command *command = &ctl_commands[i];
        if (strcmp(group, command->group) != 0)
            (void)fprintf(out, "\n%s\n", command->group);
        group = command->group;
        print_command(out, command);
    }
}

void ctl_print_help(FILE *out)
{
    (void)fputs(
        "usage: arenactl [OPTIONS] COMMAND [ARGUMENTS]\n"
        "\n"
        "The arena from a terminal: keys and tokens, invites, robots and who drives them.\n"
        "arenactl COMMAND --help tells more about each.\n",
        out);
    print_commands(out);
    (void)fputs("\nOptions (anywhere on the line; in parentheses: if not given)\n", out);
    for (size_t i = 0; i < ctl_option_count; i++)
        if (ctl_option_table[i].common)
            print_option(out, &ctl_option_table[i]);
    (void)fputs("\nEnvironment\n", out);
    for (size_t i = 0; i < ctl_option_count; i++)
        if (ctl_option_table[i].variable != NULL)
            (void)fprintf(
                out, "  %-18s --%s\n", ctl_option_table[i].variable, ctl_option_table[i].name);
    (void)fputs(
        "  ARENA_TOKEN        log in with this token instead of signing one with the keys\n"
        "\n"
        "Exit codes\n"
        "  0  done\n"
        "  1  refused: the code and a sentence are on standard error (--json: in the answer)\n"
        "  2  no such command, argument or option\n"
        "  3  broker, bridge or API cannot be reached, or were lost\n",
        out);
}

bool ctl_print_group_help(FILE *out, const char *first)
{
    size_t length = strlen(first);
    bool found = false;
    for (size_t i = 0; i < ctl_command_count; i++) {
        const struct ctl_command *command = &ctl_commands[i];
        if (strncmp(command->name, first, length) != 0 || command->name[length] != ' ')
            continue;
        if (!found)
            (void)fprintf(out, "usage: arenactl %s COMMAND [ARGUMENTS]\n\n", first);
        found = true;
        print_command(out, command);
    }
    return found;
}

void ctl_print_command_help(FILE *out, const struct ctl_command *command)
{
    (void)fprintf(out, "usage: arenactl %s %s%s\n\n%s\n", command->name, command->synopsis,
        command->options[0] != '\0' ? " [OPTIONS]" : "", command->summary);
    if (command->details[0] != '\0')
        (void)fprintf(out, "\n%s", command->details);
    if (command->options[0] != '\0')
        (void)fputs("\nOptions (and those of arenactl --help)\n", out);
    for (size_t i = 0; i < ctl_option_count; i++)
        if (!ctl_option_table[i].common &&
            options_listed(command->options, ctl_option_table[i].name))
            print_option(out, &ctl_option_table[i]);
}
