/* What arenactl reads from people and from the bridge. The first byte chooses: a script's step,
 * a moment, keys, telemetry, a problem.
 */
#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bridge/ctl/export_json.h"
#include "bridge/ctl/script.h"
#include "bridge/ctl/stick.h"
#include "bridge/ctl/values.h"
#include "tests/fuzz/fuzz.h"

#define TEXT_MAX 1024

static void try_step(const char *text, size_t length)
{
    struct step step;
    const char *sentence = NULL;
    (void)length;
    if (!step_from_line(text, &step, &sentence)) {
        assert(sentence != NULL);
        return;
    }
    assert(step.ms <= SCRIPT_MS_MAX);
    for (int i = 0; i < AXIS_COUNT_; i++)
        assert(step.axes.value[i] >= -1 && step.axes.value[i] <= 1);
}

static void try_moment(const char *text, size_t length)
{
    uint64_t ms;
    uint32_t seconds;
    char buffer[MOMENT_SIZE];
    (void)length;
    if (moment_from_text(text, 1750000000000u, &ms))
        assert(strlen(moment_to_text(ms, buffer)) > 0);
    if (duration_from_text(text, &seconds))
        assert(seconds > 0);
}

static void try_keys(const char *text, size_t length)
{
    struct stick stick;
    struct axes axes;
    stick_init(&stick, 500);
    for (size_t at = 0; at < length;) {
        enum stick_key key;
        size_t taken = stick_key_from_bytes(text + at, length - at, true, &key);
        assert(taken > 0 && taken <= length - at);
        stick_press(&stick, key, at * 10);
        at += taken;
    }
    stick_axes(&stick, length * 10, &axes);
    for (int i = 0; i < AXIS_COUNT_; i++)
        assert(axes.value[i] >= -1 && axes.value[i] <= 1);
}

static void try_telemetry(const char *text, size_t length)
{
    char *printed = NULL;
    size_t size = 0;
    FILE *out = open_memstream(&printed, &size);
    assert(out != NULL);
    if (telemetry_to_csv(text, length, out))
        assert(fflush(out) == 0 && strncmp(printed, "time,", 5) == 0);
    (void)telemetry_to_line(text, length, out);
    assert(fclose(out) == 0);
    free(printed);
}

static void try_problem(const char *text, size_t length)
{
    char detail[40];
    enum rc rc = problem_from_json(text, length, detail, sizeof detail);
    assert(rc_sentence(rc) != NULL && strlen(detail) < sizeof detail);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static void (*const tries[])(const char *text, size_t length) = {
        try_step, try_moment, try_keys, try_telemetry, try_problem};
    char text[TEXT_MAX + 1];
    if (size == 0 || size > TEXT_MAX)
        return 0;
    memcpy(text, data + 1, size - 1);
    text[size - 1] = '\0';
    tries[data[0] % 5](text, size - 1);
    return 0;
}
