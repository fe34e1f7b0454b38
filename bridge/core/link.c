#include "bridge/core/link.h"

#include "bridge/core/match.h"
#include "bridge/core/people.h"
#include "bridge/core/registry.h"
#include "bridge/core/revocations.h"

void link_up(struct core *core, const struct tag *conn, uint64_t now)
{
    core->link.up = true;
    core->link.conn = *conn;
    core->link.up_at = now;
    registry_link_up(core, now);
    people_link_up(core, now);
    revocations_link_up(core);
    matches_link_up(core);
    core_touch(core, OBJECT_BEAT, 0);
    core_touch(core, OBJECT_ROSTER, 0);
}

void link_down(struct core *core)
{
    core->link.up = false;
    registry_link_down(core);
    people_link_down(core);
    matches_link_down(core);
}

void link_ear_up(struct core *core, uint64_t now)
{
    core->link.ear_up = true;
    registry_ear_up(core, now);
}

void link_ear_down(struct core *core)
{
    core->link.ear_up = false;
}
