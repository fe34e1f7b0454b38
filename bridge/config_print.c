/* The settings for people: --help, and a file of what is in force. */
#include <stdio.h>
#include <string.h>

#include "bridge/config_table.h"

static void print_flag(FILE *out, const struct setting *setting)
{
    char flag[64];
    size_t length = 0;
    for (const char *c = setting->key; *c != '\0' && length < sizeof flag - 1; c++)
        flag[length++] = *c == '_' ? '-' : *c;
    flag[length] = '\0';
    (void)fprintf(out, "  --%-20s %s", flag, setting->help);
}

static void print_facts(FILE *out, const struct setting *setting)
{
    if (setting->type == SETTING_TEXT)
        (void)fprintf(out, " (%s", setting->must);
    else if (setting->type == SETTING_LEVEL)
        (void)fprintf(out, " (%s", setting->must);
    else
        (void)fprintf(out, " (%u to %u", setting->min, setting->max);
    if (setting->fallback[0] != '\0')
        (void)fprintf(out, "; default %s", setting->fallback);
    (void)fprintf(out, "%s)\n", setting->reloadable ? "; reloadable" : "");
}

void config_print_help(FILE *out, const char *program)
{
    (void)fprintf(out,
        "usage: %s [--config FILE] [--check] [--SETTING VALUE]…\n"
        "\n"
        "Every setting can stand in a file (key = value, # comments; --config FILE or\n"
        "ARENA_CONFIG), in the environment (ARENA_ and the key in capitals) and among the\n"
        "flags. Flags outweigh the environment, the environment the file, the file the "
        "default.\n"
        "SIGHUP reads everything again and applies what is marked reloadable.\n"
        "\n"
        "  --config FILE          the settings file\n"
        "  --check                check all settings, print those in force, and end\n"
        "  --version              print the version, and end\n"
        "  --help                 print this, and end\n",
        program);
    const char *group = "";
    for (size_t i = 0; i < config_table_count; i++) {
        const struct setting *setting = &config_table[i];
        if (strcmp(group, setting->group) != 0)
            (void)fprintf(out, "\n%s\n", setting->group);
        group = setting->group;
        print_flag(out, setting);
        print_facts(out, setting);
    }
}

void config_print(FILE *out, const struct config *config)
{
    for (size_t i = 0; i < config_table_count; i++) {
        char value[CONFIG_LIST_SIZE];
        config_value_text(&config_table[i], config, value, sizeof value);
        (void)fprintf(out, "%s = %s\n", config_table[i].key, value);
    }
}
