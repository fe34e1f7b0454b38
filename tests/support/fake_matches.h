/* The fake store's slots for matches, in a file of their own. */
#ifndef TESTS_SUPPORT_FAKE_MATCHES_H
#define TESTS_SUPPORT_FAKE_MATCHES_H

#include <stddef.h>

#include "tests/support/fake_store.h"

enum rc fake_list_matches(
    void *self, const struct match_query *query, record_sink *sink, void *context);
enum rc fake_read_match(void *self, const char *match, record_sink *sink, void *context);
enum rc fake_read_inputs(
    void *self, const struct match_slice *slice, match_input_sink *sink, void *context);
enum rc fake_read_frames(
    void *self, const struct match_slice *slice, match_frame_sink *sink, void *context);
enum rc fake_add_frame(void *self, const char *match, const struct match_live *frame);

/* Room for one more behind `count`. */
void *fake_grown(void *items, unsigned *size, unsigned count, size_t each);

#endif
