#include <assert.h>

#include "tests/seed/sim.h"

static bool event_before(const struct happening *a, const struct happening *b)
{
    return a->at != b->at ? a->at < b->at : a->order < b->order;
}

static void events_rise(struct events *events, unsigned place)
{
    struct happening added = events->items[place];
    while (place > 0 && event_before(&added, &events->items[(place - 1) / 2])) {
        events->items[place] = events->items[(place - 1) / 2];
        place = (place - 1) / 2;
    }
    events->items[place] = added;
}

void events_add(struct events *events, const struct happening *event)
{
    assert(events->count < SIM_EVENTS);
    unsigned place = events->count++;
    events->items[place] = *event;
    events->items[place].order = events->order++;
    events_rise(events, place);
}

void events_hasten(struct events *events, uint64_t now, uint64_t beyond)
{
    for (unsigned i = 0; i < events->count; i++) {
        enum happening_kind kind = events->items[i].kind;
        if ((kind == EVENT_DELIVER || kind == EVENT_EVICTED) && events->items[i].at > beyond) {
            events->items[i].at = now;
            events_rise(events, i); /* those above it are in order already */
        }
    }
}

bool events_take(struct events *events, struct happening *ret)
{
    if (events->count == 0) {
        return false;
    }
    *ret = events->items[0];
    struct happening last = events->items[--events->count];
    unsigned place = 0;
    for (;;) {
        unsigned child = 2 * place + 1;
        if (child >= events->count) {
            break;
        }
        if (child + 1 < events->count &&
            event_before(&events->items[child + 1], &events->items[child])) {
            child++;
        }
        if (!event_before(&events->items[child], &last)) {
            break;
        }
        events->items[place] = events->items[child];
        place = child;
    }
    events->items[place] = last;
    return true;
}
