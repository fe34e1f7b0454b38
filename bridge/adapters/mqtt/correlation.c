#include "bridge/adapters/mqtt/correlation.h"

#include <string.h>

void correlations_keep(struct correlations *correlations, const struct correlation *correlation)
{
    correlations->items[correlations->next] = *correlation;
    correlations->next = (correlations->next + 1) % MQTT_CORRELATIONS;
}

const struct correlation *correlations_find(
    const struct correlations *correlations, const struct principal *asker, const char *id)
{
    for (unsigned back = 1; back <= MQTT_CORRELATIONS; back++) {
        unsigned at = (correlations->next + MQTT_CORRELATIONS - back) % MQTT_CORRELATIONS;
        const struct correlation *item = &correlations->items[at];
        if (item->id[0] != '\0' && strcmp(item->id, id) == 0 &&
            principal_equal(&item->asker, asker))
            return item;
    }
    return NULL;
}
