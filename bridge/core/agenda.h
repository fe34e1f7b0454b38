/* The agenda: each object has at most one deadline, and the earliest comes first.
 *
 * A binary heap of object numbers. Objects of equal deadline come in the order of their
 * numbers: that is how, of all that is due now, robots' leases come before what is told about
 * them.
 */
#ifndef BRIDGE_CORE_AGENDA_H
#define BRIDGE_CORE_AGENDA_H

#include <stdbool.h>
#include <stdint.h>

#define AGENDA_NEVER UINT64_MAX
#define AGENDA_NOW   0u

struct agenda {
    uint32_t capacity;
    uint32_t count;
    uint64_t *at;    /* by object; AGENDA_NEVER = not in the heap */
    uint32_t *place; /* by object */
    uint32_t *heap;
};

void agenda_init(struct agenda *agenda);
/* Sets the object's deadline; AGENDA_NEVER takes it off. */
void agenda_set(struct agenda *agenda, uint32_t object, uint64_t at);
/* Sets it unless the present one is earlier. */
void agenda_sooner(struct agenda *agenda, uint32_t object, uint64_t at);
/* The earliest deadline; *ret_object is written unless it is AGENDA_NEVER. */
uint64_t agenda_first(const struct agenda *agenda, uint32_t *ret_object);

#endif
