#include "bridge/core/agenda.h"

#include <assert.h>

static bool agenda_before(const struct agenda *agenda, uint32_t a, uint32_t b)
{
    if (agenda->at[a] != agenda->at[b]) {
        return agenda->at[a] < agenda->at[b];
    }
    return a < b;
}

static void agenda_put(struct agenda *agenda, uint32_t place, uint32_t object)
{
    agenda->heap[place] = object;
    agenda->place[object] = place;
}

static void agenda_rise(struct agenda *agenda, uint32_t place)
{
    uint32_t object = agenda->heap[place];
    while (place > 0) {
        uint32_t parent = (place - 1) / 2;
        if (!agenda_before(agenda, object, agenda->heap[parent])) {
            break;
        }
        agenda_put(agenda, place, agenda->heap[parent]);
        place = parent;
    }
    agenda_put(agenda, place, object);
}

static void agenda_sink(struct agenda *agenda, uint32_t place)
{
    uint32_t object = agenda->heap[place];
    for (;;) {
        uint32_t child = 2 * place + 1;
        if (child >= agenda->count) {
            break;
        }
        if (child + 1 < agenda->count &&
            agenda_before(agenda, agenda->heap[child + 1], agenda->heap[child])) {
            child++;
        }
        if (!agenda_before(agenda, agenda->heap[child], object)) {
            break;
        }
        agenda_put(agenda, place, agenda->heap[child]);
        place = child;
    }
    agenda_put(agenda, place, object);
}

static void agenda_remove(struct agenda *agenda, uint32_t object)
{
    uint32_t place = agenda->place[object];
    agenda->count--;
    if (place == agenda->count) {
        return;
    }
    agenda_put(agenda, place, agenda->heap[agenda->count]);
    agenda_rise(agenda, place);
    agenda_sink(agenda, agenda->place[agenda->heap[place]]);
}

void agenda_init(struct agenda *agenda)
{
    agenda->count = 0;
    for (uint32_t i = 0; i < agenda->capacity; i++) {
        agenda->at[i] = AGENDA_NEVER;
    }
}

void agenda_set(struct agenda *agenda, uint32_t object, uint64_t at)
{
    assert(object < agenda->capacity);
    uint64_t before = agenda->at[object];
    if (before == at) {
        return;
    }
    if (at == AGENDA_NEVER) {
        agenda_remove(agenda, object);
        agenda->at[object] = at;
        return;
    }
    agenda->at[object] = at;
    if (before == AGENDA_NEVER) {
        agenda_put(agenda, agenda->count, object);
        agenda->count++;
        agenda_rise(agenda, agenda->count - 1);
    } else if (at < before) {
        agenda_rise(agenda, agenda->place[object]);
    } else {
        agenda_sink(agenda, agenda->place[object]);
    }
}

void agenda_sooner(struct agenda *agenda, uint32_t object, uint64_t at)
{
    if (at < agenda->at[object]) {
        agenda_set(agenda, object, at);
    }
}

uint64_t agenda_first(const struct agenda *agenda, uint32_t *ret_object)
{
    if (agenda->count == 0) {
        return AGENDA_NEVER;
    }
    *ret_object = agenda->heap[0];
    return agenda->at[agenda->heap[0]];
}
