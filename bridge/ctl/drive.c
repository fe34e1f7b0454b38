/* drive: claim, drive until told to end, release, tell the counts. */
#include "bridge/ctl/drive.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "bridge/ctl/sheet.h"
#include "robot/base/text.h"
#include "robot/client/robot.h"

/* ---- hearing ---- */

static void hear(void *user, const struct topic *topic, const char *payload, size_t length)
{
    struct driving *driving = user;
    struct status status;
    struct card card;
    if (strcmp(topic->from.id, driving->robot) != 0)
        return;
    if (topic->what == WHAT_STATUS &&
        status_from_json(payload, length, &status, NULL) == RC_OK) {
        driving->status = status;
        driving->has_status = true;
    } else if (topic->what == WHAT_CARD &&
               card_from_json(payload, length, &card, NULL) == RC_OK) {
        driving->card = card;
        driving->has_card = true;
    }
}

static void hear_ack(void *user, const char *robot, const struct ack *ack)
{
    struct driving *driving = user;
    const struct ctl *ctl = driving->desk.ctl;
    (void)snprintf(driving->note, sizeof driving->note, "%s: %s %s", ack->action,
        ack_state_word(ack->state), ack->why);
    if (ctl->options->json)
        ack_to_line(ctl->out, robot, ack);
    else if (ctl->options->script[0] != '\0')
        (void)fprintf(ctl->out, "%s\n", driving->note);
}

static void hear_me(void *user, const struct me *me)
{
    struct driving *driving = user;
    memcpy(driving->why, me->why, sizeof driving->why);
}

/* ---- what keys and scripts do ---- */

static enum ctl_exit say_lost(const struct driving *driving)
{
    char sentence[200];
    enum why why = driving->why[0];
    (void)snprintf(sentence, sizeof sentence, "%s is not yours any more%s%s", driving->robot,
        why != WHY_NONE ? ": " : "", why_name(why));
    return ctl_refuse(driving->desk.ctl, RC_NOT_YOUR_LEASE, sentence);
}

enum ctl_exit driving_turn(struct driving *driving, uint64_t until, int fd, bool *ret_on)
{
    *ret_on = desk_turn(&driving->desk, until, fd);
    if (!*ret_on)
        return desk_end(&driving->desk);
    if (player_robot(driving->desk.player, driving->robot, &driving->last))
        return CTL_OK;
    *ret_on = false;
    driving->claimed = false;
    return say_lost(driving);
}

void driving_set(struct driving *driving, const struct axes *axes)
{
    (void)player_drive(driving->desk.player, driving->robot, axes); /* the turn tells a loss */
}

enum ctl_exit driving_stop(struct driving *driving)
{
    struct tag id;
    enum rc rc = player_stop(driving->desk.player, driving->robot, "arenactl", &id);
    if (rc != RC_OK)
        return ctl_refuse(driving->desk.ctl, rc, NULL);
    (void)snprintf(driving->note, sizeof driving->note, "stop %s", id.text);
    return CTL_OK;
}

enum ctl_exit driving_clear(struct driving *driving)
{
    enum rc rc = player_clear(driving->desk.player, driving->robot);
    if (rc != RC_OK)
        return ctl_refuse(driving->desk.ctl, rc, NULL);
    (void)snprintf(driving->note, sizeof driving->note, "cleared");
    return CTL_OK;
}

bool driving_ready(const struct driving *driving)
{
    return driving->last.has_link && driving->last.link.ready;
}

const char *ack_state_word(enum ack_state state)
{
    static const char *const words[] = {"accepted", "done", "failed", "rejected"};
    return words[state];
}

/* ---- the command ---- */

static enum ctl_exit claim(struct driving *driving)
{
    enum rc rc = player_claim(driving->desk.player, driving->robot);
    if (rc != RC_OK)
        return ctl_refuse(driving->desk.ctl, rc, NULL);
    enum ctl_exit code = desk_await(&driving->desk);
    driving->claimed = code == CTL_OK;
    return code;
}

static enum ctl_exit listen(struct driving *driving)
{
    struct player *player = driving->desk.player;
    enum rc rc = player_listen(player, KIND_ROBOT, driving->robot, WHAT_STATUS);
    if (rc == RC_OK)
        rc = player_listen(player, KIND_ROBOT, driving->robot, WHAT_CARD);
    return rc == RC_OK ? CTL_OK : ctl_refuse(driving->desk.ctl, rc, NULL);
}

static enum ctl_exit open_script(struct driving *driving)
{
    const char *path = driving->desk.ctl->options->script;
    if (strcmp(path, "-") == 0)
        return drive_by_script(driving, STDIN_FILENO);
    int file = open(path, O_RDONLY | O_CLOEXEC);
    if (file < 0) {
        char sentence[CTL_PATH_SIZE + 80];
        (void)snprintf(sentence, sizeof sentence, "%s: %s", path, strerror(errno));
        return ctl_refuse(driving->desk.ctl, RC_IO, sentence);
    }
    enum ctl_exit code = drive_by_script(driving, file);
    (void)close(file); /* only read from */
    return code;
}

static void put_if_known(struct sheet *sheet, uint32_t number)
{
    if (number == 0)
        sheet_put(sheet, "");
    else
        sheet_put_number(sheet, number);
}

static enum ctl_exit print_counts(const struct driving *driving)
{
    static const struct sheet_column columns[] = {
        {"robot",    "robot",         SHEET_TEXT  },
        {"n",        "lease",         SHEET_NUMBER},
        {"sent",     "sent",          SHEET_NUMBER},
        {"received", "received",      SHEET_NUMBER},
        {"lost",     "lost",          SHEET_NUMBER},
        {"refused",  "refused",       SHEET_NUMBER},
        {"rtt_ms",   "round trip ms", SHEET_NUMBER}
    };
    const struct ctl *ctl = driving->desk.ctl;
    const struct player_robot *last = &driving->last;
    struct sheet *sheet = sheet_create(columns, 7);
    if (sheet == NULL || !sheet_row_create(sheet)) {
        sheet_destroy(sheet);
        return ctl_refuse(ctl, RC_NO_MEMORY, NULL);
    }
    sheet_put(sheet, driving->robot);
    sheet_put_number(sheet, last->n);
    sheet_put_number(sheet, last->sent);
    sheet_put_number(sheet, last->link.received);
    sheet_put_number(sheet, last->link.lost);
    sheet_put_number(sheet, last->link.refused);
    put_if_known(sheet, last->rtt_ms);
    if (ctl->options->json)
        sheet_write_json_one(sheet, ctl->out);
    else
        sheet_print_one(sheet, ctl->out);
    sheet_destroy(sheet);
    return CTL_OK;
}

/* Releases even after an interrupt: nobody else would get the robot for a minute. */
static enum ctl_exit let_go(struct driving *driving, enum ctl_exit code)
{
    if (!driving->claimed)
        return code;
    driving->desk.insists = true;
    driving->desk.answered = false;
    enum ctl_exit released = CTL_OK;
    if (player_release(driving->desk.player, driving->robot) == RC_OK)
        released = desk_await(&driving->desk);
    if (code == CTL_OK && released == CTL_OK)
        return print_counts(driving);
    return code != CTL_OK ? code : released;
}

enum ctl_exit run_drive(struct ctl *ctl)
{
    static struct driving driving; /* a card is too large for some stacks */
    enum ctl_exit code;
    memset(&driving, 0, sizeof driving);
    if (!ctl_robot(ctl, 0, driving.robot, &code))
        return code;
    const struct desk_ears ears = {
        .on_message = hear, .on_ack = hear_ack, .on_me = hear_me, .user = &driving};
    code = desk_open(&driving.desk, ctl, &ears);
    if (code != CTL_OK)
        return code;
    code = listen(&driving);
    if (code == CTL_OK)
        code = claim(&driving);
    if (code == CTL_OK)
        code =
            ctl->options->script[0] != '\0' ? open_script(&driving) : drive_by_keys(&driving);
    code = let_go(&driving, code);
    desk_close(&driving.desk);
    return code;
}
