/* export: a robot's history by the bridge's HTTP, as CSV. */
#include <inttypes.h>
#include <stdio.h>

#include "bridge/ctl/api.h"
#include "bridge/ctl/export_json.h"

#define HOUR_MS 3600000u

enum ctl_exit run_export(struct ctl *ctl)
{
    const struct ctl_options *options = ctl->options;
    char robot[ID_SIZE];
    char path[160];
    enum ctl_exit code;
    struct fetched fetched;
    if (!ctl_robot(ctl, 0, robot, &code))
        return code;
    uint64_t to = options->to != 0 ? options->to : ctl_wall_ms();
    uint64_t hour_before = to > HOUR_MS ? to - HOUR_MS : 0;
    (void)snprintf(path, sizeof path,
        "/api/v1/robots/%s/telemetry?from=%" PRIu64 "&to=%" PRIu64 "&points=%u", robot,
        options->from != 0 ? options->from : hour_before, to, options->points);
    code = api_get(ctl, path, &fetched);
    if (code != CTL_OK)
        return code;
    bool good = options->json ? telemetry_to_line(fetched.body, fetched.length, ctl->out)
                              : telemetry_to_csv(fetched.body, fetched.length, ctl->out);
    fetch_finish(&fetched);
    return good ? CTL_OK
                : ctl_refuse(
                      ctl, RC_UNAVAILABLE, "the answer is no telemetry: is --api the bridge?");
}
