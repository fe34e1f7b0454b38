/* Every message without its type, one row each: for tests that treat them all alike. */
#ifndef TESTS_WIRE_KINDS_H
#define TESTS_WIRE_KINDS_H

#include "robot/wire/message.h"

#define MESSAGE_KINDS 22

struct kind_of_message {
    const char *file;
    enum what what;
    size_t size;
    enum rc (*from_json)(const char *json, size_t length, void *ret, struct fault *fault);
    bool (*to_json)(const void *message, char *buffer, size_t size, size_t *ret_length);
};

extern const struct kind_of_message message_kinds[MESSAGE_KINDS];

#endif
