/* The table of settings, for the config's own files. Everything said about a setting is said in
 * its row; nothing else knows a key by name.
 */
#ifndef BRIDGE_CONFIG_TABLE_H
#define BRIDGE_CONFIG_TABLE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "bridge/config.h"

enum setting_type { SETTING_U16, SETTING_U32, SETTING_TEXT, SETTING_LEVEL };

struct setting {
    const char *key;
    const char *group; /* heading in --help */
    enum setting_type type;
    uint32_t min, max;          /* numbers: the range; text: its length in bytes */
    bool (*fits)(const char *); /* text: what it must be beside its length; NULL = any */
    const char *must;           /* text: the range in words */
    const char *fallback;       /* the default, as it would be written */
    size_t offset;              /* in struct config */
    bool reloadable;
    const char *help;
};

extern const struct setting config_table[];
extern const size_t config_table_count;

/* NULL when there is no such key. */
const struct setting *config_find(const char *key, size_t length);

/* Writes the value into *config, or the sentence "key = value: must be …" and RC_CONFIG. */
ARENA_NODISCARD enum rc config_put(const struct setting *setting, const char *value,
    struct config *config, struct config_fault *fault);

/* "a whole number from 1 to 10000" */
void config_range_text(const struct setting *setting, char *ret, size_t size);
/* The value in force, as it would be written. */
void config_value_text(
    const struct setting *setting, const struct config *config, char *ret, size_t size);

bool config_same(const struct setting *setting, const struct config *a, const struct config *b);
void config_copy(
    const struct setting *setting, struct config *target, const struct config *source);

/* "place: sentence"; always RC_CONFIG. */
enum rc config_refuse(struct config_fault *fault, const char *place, const char *sentence);

/* One source each: config_flags.c, config_environment.c. */
ARENA_NODISCARD enum rc config_read_request(const struct config_sources *sources,
    struct config_request *request, struct config_fault *fault);
ARENA_NODISCARD enum rc config_apply_flags(
    const struct config_sources *sources, struct config *config, struct config_fault *fault);
ARENA_NODISCARD enum rc config_apply_environment(const struct config_sources *sources,
    struct config *config, struct config_request *request, struct config_fault *fault);
void config_file_from_environment(
    const struct config_sources *sources, struct config_request *request);

#endif
