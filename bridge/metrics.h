/* /metrics: everything that is counted, as Prometheus reads it (text format 0.0.4). */
#ifndef BRIDGE_METRICS_H
#define BRIDGE_METRICS_H

#include "bridge/adapters/http/http.h"
#include "bridge/adapters/mailbox.h"
#include "bridge/adapters/mqtt/mqtt.h"
#include "bridge/app/app.h"
#include "bridge/core/core.h"
#include "robot/base/text.h"

struct metrics {
    struct core_counts core;
    struct app_counts app;
    struct mqtt_counts mqtt;
    struct mailbox_counts mailbox;
    struct http_counts http;
};

void metrics_write(const struct metrics *metrics, struct text *text);

#endif
