/* stop: straight to the robot where it hears us, and by the bridge, until the robot shows it.
 */
#include <stdio.h>
#include <string.h>

#include "bridge/ctl/desk.h"
#include "bridge/ctl/sheet.h"
#include "robot/client/robot.h"

#define SHOWN_MS 3000

static enum ctl_exit print_stop(
    const struct ctl *ctl, const char *robot, const struct tag *id, bool shown)
{
    static const struct sheet_column columns[] = {
        {"robot", "robot",              SHEET_TEXT},
        {"stop",  "stop",               SHEET_TEXT},
        {"shown", "shown by the robot", SHEET_BOOL}
    };
    struct sheet *sheet = sheet_create(columns, 3);
    if (sheet == NULL || !sheet_row_create(sheet)) {
        sheet_destroy(sheet);
        return ctl_refuse(ctl, RC_NO_MEMORY, NULL);
    }
    sheet_put(sheet, robot);
    sheet_put(sheet, id->text);
    sheet_put_bool(sheet, shown);
    if (ctl->options->json)
        sheet_write_json_one(sheet, ctl->out);
    else
        sheet_print_one(sheet, ctl->out);
    sheet_destroy(sheet);
    return CTL_OK;
}

static enum ctl_exit stop_all(struct desk *desk)
{
    struct ask ask;
    char word[17];
    memset(&ask, 0, sizeof ask);
    ask.deed = DEED_STOP;
    ask.all = true;
    ctl_random_word(word, 16);
    (void)tag_from_text(word, &ask.stop); /* a random word is one */
    enum ctl_exit code = desk_ask(desk, &ask);
    if (code != CTL_OK || desk->ctl->options->json)
        return code != CTL_OK ? code : print_stop(desk->ctl, "all", &ask.stop, false);
    (void)fprintf(desk->ctl->out, "all robots: stop %s\n", ask.stop.text);
    return CTL_OK;
}

static enum ctl_exit stop_one(struct desk *desk, const char *robot)
{
    struct tag id;
    desk->answered = false;
    enum rc rc = player_stop(desk->player, robot, "arenactl", &id);
    if (rc != RC_OK)
        return ctl_refuse(desk->ctl, rc, NULL);
    enum ctl_exit code = desk_await(desk);
    if (code != CTL_OK)
        return code;
    uint64_t until = robot_now() + SHOWN_MS;
    while (!player_stop_shown(desk->player, &id) && robot_now() < until)
        if (!desk_turn(desk, until, -1))
            return desk_end(desk);
    return print_stop(desk->ctl, robot, &id, player_stop_shown(desk->player, &id));
}

enum ctl_exit run_stop(struct ctl *ctl)
{
    char robot[ID_SIZE];
    enum ctl_exit code;
    if ((ctl->options->match[0] != '\0') == (ctl->count == 1))
        return ctl_usage(ctl->err, "stop what? a ROBOT, all, or --match MATCH");
    if (ctl->count == 0)
        return match_stop(ctl);
    if (!ctl_robot(ctl, 0, robot, &code))
        return code;
    struct desk desk;
    code = desk_open(&desk, ctl, NULL);
    if (code != CTL_OK)
        return code;
    code = strcmp(robot, "all") == 0 ? stop_all(&desk) : stop_one(&desk, robot);
    desk_close(&desk);
    return code;
}
