/* What a child process writes: bytes into lines, lines into messages. However the bytes are
 * cut, the same lines come out; what is accepted keeps its bounds. */
#include <assert.h>
#include <stdint.h>
#include <string.h>

#include "robot/agent/drivers/exec_json.h"
#include "robot/agent/drivers/lines.h"
#include "robot/base/text.h"
#include "tests/fuzz/fuzz.h"

static void examine(const char *line)
{
    static struct exec_message message;
    struct fault fault = {"", ""};
    if (exec_from_json(line, "robot-1", &message, &fault) != RC_OK) {
        assert(fault.sentence[0] != '\0');
        return;
    }
    switch (message.kind) {
    case EXEC_HELLO:
        assert(strcmp(message.as.card.id, "robot-1") == 0);
        assert(message.as.card.action_count <= CARD_ACTIONS);
        return;
    case EXEC_STATUS:
        assert(message.as.status.field_count <= CARD_FIELDS);
        return;
    case EXEC_EVENT:
        assert(message.as.event.kind[0] != '\0');
        assert(strlen(message.as.event.kind) < WORD_SIZE);
        return;
    case EXEC_ACK:
        assert(tag_valid(message.as.ack.id.text));
        return;
    }
}

/* A sum of the lines found when the bytes come `part` at a time. */
static uint64_t lines_of(const uint8_t *data, size_t size, size_t part, bool look)
{
    static struct lines lines;
    uint64_t sum = 0;
    lines.length = 0;
    lines.dropping = false;
    lines.refused = 0;
    for (size_t begin = 0; begin < size; begin += part) {
        const char *bytes = (const char *)data + begin;
        size_t length = size - begin < part ? size - begin : part;
        while (lines_take(&lines, &bytes, &length)) {
            size_t found = strlen(lines.line);
            assert(found > 0 && found < LINES_SIZE);
            for (size_t i = 0; i < found; i++)
                sum = sum * 31 + (unsigned char)lines.line[i];
            sum = sum * 31 + '\n';
            if (look)
                examine(lines.line);
        }
    }
    return sum * 31 + lines.refused;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    uint64_t whole = lines_of(data, size, size ? size : 1, true);
    assert(whole == lines_of(data, size, 7, false));
    return 0;
}
