/* What each class of objects does when it is due, and when its record was stored or was not. */
#ifndef BRIDGE_CORE_DUE_H
#define BRIDGE_CORE_DUE_H

#include "bridge/core/state.h"

struct due_row {
    /* Emits at most OBJECT_EFFECTS effects and sets its own next deadline. */
    void (*due)(struct core *core, uint32_t slot, uint64_t now, struct effects *effects);
    void (*saved)(struct core *core, uint32_t slot, uint64_t now);
    void (*failed)(struct core *core, uint32_t slot, uint64_t now);
};

extern const struct due_row due_rows[OBJECT_CLASS_COUNT_];

#endif
