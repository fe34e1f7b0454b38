/* Rows of the history: whatever reads as one is written again as the same, and fits. */
#include "bridge/adapters/store/pack.h"

#include <assert.h>
#include <string.h>

#include "tests/fuzz/fuzz.h"

static void take(void *context, const struct pack_field *field)
{
    assert(field->count > 0 && field->name[0] != '\0');
    assert(strlen(field->name) < WORD_SIZE);
    pack_add(context, field);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct pack pack;
    static struct pack again;
    unsigned char bytes[PACK_SIZE];
    pack.count = 0;
    again.count = 0;
    (void)pack_read(data, size, take, &pack);
    assert(pack.count <= PACK_FIELDS);
    size_t length = pack_write(&pack, bytes);
    assert(length <= PACK_SIZE);
    (void)pack_read(bytes, length, take, &again); /* a sum may have become infinite */
    assert(again.count <= pack.count);
    return 0;
}
