/* The settings file: whatever is accepted prints as a file that says the same; whatever is
 * refused is refused with a sentence a terminal can show.
 */
#include "bridge/config.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "robot/base/text.h"
#include "tests/fuzz/fuzz.h"

static void check_accepted(const struct config *config)
{
    char *text = NULL;
    size_t length = 0;
    struct config again;
    struct config_fault fault;
    FILE *out = open_memstream(&text, &length);
    assert(out != NULL);
    config_print(out, config);
    assert(fclose(out) == 0);
    config_defaults(&again);
    assert(config_parse(&again, "again", text, length, &fault) == RC_OK);
    assert(memcmp(config, &again, sizeof again) == 0);
    free(text);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct config config;
    struct config_fault fault = {""};
    config_defaults(&config);
    enum rc rc = config_parse(&config, "fuzz", (const char *)data, size, &fault);
    assert(rc == RC_OK || rc == RC_CONFIG);
    if (rc == RC_OK)
        check_accepted(&config);
    else
        assert(strncmp(fault.sentence, "fuzz:", 5) == 0 &&
               text_is_printable_utf8(fault.sentence, strlen(fault.sentence)));
    return 0;
}
