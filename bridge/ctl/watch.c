/* watch: a line for each status, as it comes. On a terminal one robot's line is written over.
 */
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "bridge/ctl/desk.h"
#include "bridge/ctl/facts.h"
#include "bridge/ctl/values.h"
#include "bridge/ctl/watch_json.h"
#include "robot/client/robot.h"

struct watching {
    const struct ctl *ctl;
    uint32_t heard;
    bool over; /* write over the line before */
    bool has_card;
    struct card card; /* of the one robot */
};

static void print_line(
    struct watching *watching, const char *robot, const struct status *status)
{
    char buffer[2048];
    char when[MOMENT_SIZE];
    struct text text;
    text_init(&text, buffer, sizeof buffer);
    text_addf(&text, "%s  %-12s  ", moment_to_words(ctl_wall_ms(), when) + 11, robot);
    facts_drive(&text, status);
    text_add(&text, "  ");
    facts_status(&text, status, watching->has_card ? &watching->card : NULL);
    (void)fprintf(watching->ctl->out, watching->over ? "\r\033[K%s" : "%s\n", buffer);
    (void)fflush(watching->ctl->out);
}

static void hear(void *user, const struct topic *topic, const char *payload, size_t length)
{
    struct watching *watching = user;
    struct status status;
    if (topic->what == WHAT_CARD && watching->over) {
        watching->has_card = card_from_json(payload, length, &watching->card, NULL) == RC_OK;
        return;
    }
    if (topic->what != WHAT_STATUS || status_from_json(payload, length, &status, NULL) != RC_OK)
        return;
    watching->heard++;
    if (watching->ctl->options->json)
        status_to_line(watching->ctl->out, topic->from.id, ctl_wall_ms(), payload, length);
    else
        print_line(watching, topic->from.id, &status);
}

static enum ctl_exit look(struct desk *desk, const struct watching *watching)
{
    const struct ctl_options *options = desk->ctl->options;
    uint64_t end =
        options->for_s != 0 ? robot_now() + options->for_s * (uint64_t)1000 : UINT64_MAX;
    while (robot_now() < end && (options->count == 0 || watching->heard < options->count))
        if (!desk_turn(desk, end, -1))
            return desk_end(desk);
    return CTL_OK;
}

enum ctl_exit run_watch(struct ctl *ctl)
{
    static struct watching watching; /* a card is too large for some stacks */
    char robot[ID_SIZE] = "";
    enum ctl_exit code;
    if (ctl->count == 1 && !ctl_robot(ctl, 0, robot, &code))
        return code;
    watching = (struct watching){.ctl = ctl};
    watching.over = ctl->count == 1 && !ctl->options->json && isatty(STDOUT_FILENO) != 0;
    const struct desk_ears ears = {.on_message = hear, .user = &watching};
    struct desk desk;
    code = desk_open(&desk, ctl, &ears);
    if (code != CTL_OK)
        return code;
    enum rc rc = player_listen(desk.player, KIND_ROBOT, robot, WHAT_STATUS);
    if (rc == RC_OK && watching.over)
        rc = player_listen(desk.player, KIND_ROBOT, robot, WHAT_CARD);
    code = rc == RC_OK ? look(&desk, &watching) : ctl_refuse(ctl, rc, NULL);
    if (watching.over)
        (void)fputs("\n", ctl->out);
    desk_close(&desk);
    return code;
}
