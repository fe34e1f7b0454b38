#include <string.h>

#include "robot/agent/driver.h"

static const struct driver_vtable *const drivers[] = {&driver_sim, &driver_exec};

const struct driver_vtable *driver_find(const char *name)
{
    for (unsigned i = 0; i < sizeof(drivers) / sizeof(drivers[0]); i++)
        if (strcmp(drivers[i]->name, name) == 0)
            return drivers[i];
    return NULL;
}
