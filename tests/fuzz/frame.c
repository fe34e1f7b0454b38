/* Live messages as rows of the history: what reads as one is written again as the same. */
#include "bridge/adapters/store/frame.h"

#include <assert.h>
#include <string.h>

#include "tests/fuzz/fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct match_live live;
    static struct match_live again;
    unsigned char bytes[FRAME_SIZE];
    if (!frame_read(data, size, &live))
        return 0;
    assert(live.unit_count <= MATCH_UNITS && live.team_count <= MATCH_TEAMS);
    for (unsigned i = 0; i < live.unit_count; i++)
        assert(strlen(live.units[i].robot) < ID_SIZE);
    size_t length = frame_write(&live, bytes);
    assert(length <= FRAME_SIZE && length <= size); /* numbers may be written longer */
    assert(frame_read(bytes, length, &again));
    assert(memcmp(&live, &again, sizeof live) == 0);
    return 0;
}
