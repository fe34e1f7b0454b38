/* Reading all sources in the order of their weight: each later one writes over the earlier, so
 * the last to speak wins and every value was checked, even one that is overridden.
 */
#include "bridge/config.h"

#include <assert.h>
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "bridge/config_table.h"
#include "robot/base/text.h"

enum rc config_refuse(struct config_fault *fault, const char *place, const char *sentence)
{
    (void)snprintf(fault->sentence, sizeof fault->sentence, "%.120s: %.360s", place, sentence);
    return RC_CONFIG;
}

void config_defaults(struct config *ret)
{
    memset(ret, 0, sizeof *ret);
    struct config_fault fault;
    for (size_t i = 0; i < config_table_count; i++) {
        const struct setting *setting = &config_table[i];
        enum rc rc = config_put(setting, setting->fallback, ret, &fault);
        assert(rc == RC_OK); /* a default outside its own range */
    }
}

enum rc config_set(
    struct config *config, const char *key, const char *value, struct config_fault *fault)
{
    const struct setting *setting = config_find(key, strlen(key));
    if (setting == NULL)
        return config_refuse(fault, "there is no setting", key);
    return config_put(setting, value, config, fault);
}

static enum rc apply_file(const char *path, struct config *config, struct config_fault *fault)
{
    FILE *file = fopen(path, "rbe");
    if (file == NULL) {
        (void)config_refuse(fault, path, strerror(errno));
        return RC_IO;
    }
    char text[CONFIG_FILE_MAX +
              1]; /* one more than allowed: the parser sees that it is too large */
    size_t length = fread(text, 1, sizeof text, file);
    bool failed = ferror(file) != 0;
    (void)fclose(file); /* only read from: nothing can be lost */
    if (failed) {
        (void)config_refuse(fault, path, "could not be read");
        return RC_IO;
    }
    return config_parse(config, path, text, length, fault);
}

enum rc config_load(const struct config_sources *sources, struct config *ret,
    struct config_request *ret_request, struct config_fault *fault)
{
    struct config config;
    struct config_request request = {0};
    config_defaults(&config);
    config_file_from_environment(sources, &request);
    enum rc rc = config_read_request(sources, &request, fault);
    bool look = rc == RC_OK && !request.help && !request.version;
    if (look && request.file[0] != '\0')
        rc = apply_file(request.file, &config, fault);
    if (look && rc == RC_OK)
        rc = config_apply_environment(sources, &config, &request, fault);
    if (look && rc == RC_OK)
        rc = config_apply_flags(sources, &config, fault);
    if (rc != RC_OK)
        return rc;
    *ret = config;
    *ret_request = request;
    return RC_OK;
}

void config_reload(
    struct config *running, const struct config *wanted, struct config_changes *ret)
{
    struct config_changes changes = {0};
    for (size_t i = 0; i < config_table_count; i++) {
        const struct setting *setting = &config_table[i];
        if (config_same(setting, running, wanted))
            continue;
        if (setting->reloadable) {
            config_copy(setting, running, wanted);
            changes.reloaded[changes.reloaded_count++] = setting->key;
        } else {
            changes.restart[changes.restart_count++] = setting->key;
        }
    }
    *ret = changes;
}
