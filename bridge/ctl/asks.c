/* Commands that are one ask and one answer. */
#include <string.h>

#include "bridge/ctl/desk.h"
#include "bridge/ctl/sheet.h"

static enum ctl_exit ask_once(struct ctl *ctl, const struct ask *ask, struct answer *ret)
{
    struct desk desk;
    enum ctl_exit code = desk_open(&desk, ctl, NULL);
    if (code != CTL_OK)
        return code;
    code = desk_ask(&desk, ask);
    if (code == CTL_OK)
        *ret = desk.answer;
    desk_close(&desk);
    return code;
}

/* A row of cells that were put, printed and freed. */
static void print_one(const struct ctl *ctl, struct sheet *sheet)
{
    if (ctl->options->json)
        sheet_write_json_one(sheet, ctl->out);
    else
        sheet_print_one(sheet, ctl->out);
    sheet_destroy(sheet);
}

static struct sheet *one_row_create(
    const struct ctl *ctl, const struct sheet_column *columns, unsigned count)
{
    struct sheet *sheet = sheet_create(columns, count);
    if (sheet != NULL && sheet_row_create(sheet))
        return sheet;
    sheet_destroy(sheet);
    (void)ctl_refuse(ctl, RC_NO_MEMORY, NULL);
    return NULL;
}

static enum ctl_exit ask_for_code(struct ctl *ctl, struct ask *ask)
{
    static const struct sheet_column columns[] = {
        {"code",    "code",    SHEET_TEXT  },
        {"kind",    "kind",    SHEET_TEXT  },
        {"uses",    "uses",    SHEET_NUMBER},
        {"expires", "expires", SHEET_TIME  }
    };
    ask->uses = ctl->options->uses;
    ask->ttl_s = ctl->options->ttl_s != 0 ? ctl->options->ttl_s : 86400;
    struct answer answer;
    enum ctl_exit code = ask_once(ctl, ask, &answer);
    if (code != CTL_OK)
        return code;
    struct sheet *sheet = one_row_create(ctl, columns, 4);
    if (sheet == NULL)
        return CTL_REFUSED;
    sheet_put(sheet, answer.code);
    sheet_put(sheet, kind_name(ask->kind));
    sheet_put_number(sheet, ask->uses);
    sheet_put_number(sheet, answer.expires * 1000);
    print_one(ctl, sheet);
    return CTL_OK;
}

enum ctl_exit run_invite(struct ctl *ctl)
{
    struct ask ask;
    memset(&ask, 0, sizeof ask);
    ask.deed = DEED_INVITE_CREATE;
    ask.kind = ctl->options->kind;
    return ask_for_code(ctl, &ask);
}

enum ctl_exit run_enrol(struct ctl *ctl)
{
    struct ask ask;
    memset(&ask, 0, sizeof ask);
    ask.deed = DEED_ENROLMENT_CREATE;
    return ask_for_code(ctl, &ask);
}

/* An ask about a robot that has nothing to tell but that it was done. */
static enum ctl_exit ask_and_say(struct ctl *ctl, const struct ask *ask, const char *done)
{
    static const struct sheet_column columns[] = {
        {"robot", "robot", SHEET_TEXT},
        {"done",  "done",  SHEET_TEXT}
    };
    struct answer answer;
    enum ctl_exit code = ask_once(ctl, ask, &answer);
    if (code != CTL_OK)
        return code;
    if (!ctl->options->json) {
        (void)fprintf(ctl->out, "%s: %s\n", ask->robot, done);
        return CTL_OK;
    }
    struct sheet *sheet = one_row_create(ctl, columns, 2);
    if (sheet == NULL)
        return CTL_REFUSED;
    sheet_put(sheet, ask->robot);
    sheet_put(sheet, done);
    print_one(ctl, sheet);
    return CTL_OK;
}

static bool about_robot(
    const struct ctl *ctl, enum deed deed, struct ask *ret, enum ctl_exit *ret_exit)
{
    memset(ret, 0, sizeof *ret);
    ret->deed = deed;
    return ctl_robot(ctl, 0, ret->robot, ret_exit);
}

enum ctl_exit run_release(struct ctl *ctl)
{
    struct ask ask;
    enum ctl_exit code;
    if (!about_robot(ctl, DEED_DRIVE_RELEASE, &ask, &code))
        return code;
    return ask_and_say(ctl, &ask, "released");
}

enum ctl_exit run_deregister(struct ctl *ctl)
{
    struct ask ask;
    enum ctl_exit code;
    if (!about_robot(ctl, DEED_ROBOT_DEREGISTER, &ask, &code))
        return code;
    return ask_and_say(ctl, &ask, "deregistered");
}

enum ctl_exit run_service(struct ctl *ctl)
{
    struct ask ask;
    enum ctl_exit code;
    if (!about_robot(ctl, DEED_ROBOT_SERVICE, &ask, &code))
        return code;
    ask.in = strcmp(ctl->arguments[1], "in") == 0;
    if (!ask.in && strcmp(ctl->arguments[1], "out") != 0)
        return ctl_usage(ctl->err, "usage: arenactl service ROBOT in|out");
    return ask_and_say(ctl, &ask, ask.in ? "in service" : "out of service");
}

enum ctl_exit run_clear(struct ctl *ctl)
{
    struct ask ask;
    enum ctl_exit code;
    if (ctl->options->match[0] != '\0')
        return match_clear(ctl);
    if (ctl->count == 0)
        return ctl_usage(ctl->err, "clear what? a ROBOT, or --match MATCH");
    if (!about_robot(ctl, DEED_CLEAR, &ask, &code))
        return code;
    if (!ctl_stop_ids(ctl, 1, &ask))
        return CTL_USAGE;
    return ask_and_say(ctl, &ask, "stops cleared");
}

enum ctl_exit run_withdraw(struct ctl *ctl)
{
    static const struct sheet_column columns[] = {
        {"code", "code", SHEET_TEXT},
        {"done", "done", SHEET_TEXT}
    };
    struct ask ask;
    memset(&ask, 0, sizeof ask);
    ask.deed = DEED_CODE_WITHDRAW;
    if (!id_valid(ctl->arguments[0]))
        return ctl_usage(ctl->err, "a code is 1 to 31 of a-z, 0-9 and -");
    (void)snprintf(ask.code, sizeof ask.code, "%s", ctl->arguments[0]);
    struct answer answer;
    enum ctl_exit code = ask_once(ctl, &ask, &answer);
    if (code != CTL_OK)
        return code;
    struct sheet *sheet = one_row_create(ctl, columns, 2);
    if (sheet == NULL)
        return CTL_REFUSED;
    sheet_put(sheet, ask.code);
    sheet_put(sheet, "withdrawn");
    print_one(ctl, sheet);
    return CTL_OK;
}

enum ctl_exit run_revoke(struct ctl *ctl)
{
    static const struct sheet_column columns[] = {
        {"principal", "principal",    SHEET_TEXT},
        {"before",    "tokens until", SHEET_TIME}
    };
    struct ask ask;
    enum ctl_exit code;
    memset(&ask, 0, sizeof ask);
    ask.deed = DEED_REVOKE;
    if (!ctl_principal(ctl, 0, &ask.principal, &code))
        return code;
    struct answer answer;
    code = ask_once(ctl, &ask, &answer);
    if (code != CTL_OK)
        return code;
    struct sheet *sheet = one_row_create(ctl, columns, 2);
    if (sheet == NULL)
        return CTL_REFUSED;
    sheet_put(sheet, ctl->arguments[0]);
    sheet_put_number(sheet, answer.before * 1000);
    print_one(ctl, sheet);
    return CTL_OK;
}
