/* Messages: the first byte chooses the kind, the rest is the payload. What is taken can be
 * written, is taken again, and is then written the same; a refusal says why and touches
 * nothing.
 */
#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "robot/wire/scan_json.h"
#include "tests/fuzz/fuzz.h"
#include "tests/wire/kinds.h"

#define TEXT_SIZE (4 * WIRE_PAYLOAD_LARGE) /* escapes may make what was read longer */

static void check_taken(const struct kind_of_message *kind, void *message, void *again)
{
    static char first[TEXT_SIZE];
    static char second[TEXT_SIZE];
    size_t length = 0;
    size_t length_again = 0;
    assert(kind->to_json(message, first, sizeof first, &length));
    assert(length == 0 || json_scan(first, length));
    if (length > what_payload_max(kind->what))
        return;
    assert(kind->from_json(first, length, again, NULL) == RC_OK);
    assert(kind->to_json(again, second, sizeof second, &length_again));
    assert(length == length_again && memcmp(first, second, length) == 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size == 0)
        return 0;
    const struct kind_of_message *kind = &message_kinds[data[0] % MESSAGE_KINDS];
    const char *json = (const char *)data + 1;
    unsigned char *message = malloc(kind->size);
    unsigned char *again = malloc(kind->size);
    struct fault fault = {"", ""};
    if (!message || !again)
        abort();
    message[0] = 0xA5;
    message[kind->size - 1] = 0xA5;
    if (kind->from_json(json, size - 1, message, &fault) == RC_OK) {
        check_taken(kind, message, again);
    } else {
        assert(message[0] == 0xA5 && message[kind->size - 1] == 0xA5);
        assert(fault.sentence[0] != '\0' && strlen(fault.path) < sizeof fault.path);
    }
    free(message);
    free(again);
    return 0;
}
