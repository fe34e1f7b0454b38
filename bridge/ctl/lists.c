/* robots, leases and codes: asked for page by page. */
#include <stdio.h>
#include <string.h>

#include "bridge/ctl/desk.h"
#include "bridge/ctl/sheet.h"
#include "robot/base/text.h"

/* Puts the entries of one page; false: no memory. */
typedef bool page_taker(const struct answer *answer, struct sheet *sheet);

static bool take_robots(const struct answer *answer, struct sheet *sheet)
{
    for (unsigned i = 0; i < answer->robot_count; i++) {
        const struct roster_entry *robot = &answer->robots[i];
        char driver[PRINCIPAL_SIZE];
        if (!sheet_row_create(sheet))
            return false;
        sheet_put(sheet, robot->id);
        sheet_put(sheet, robot->name);
        sheet_put(sheet, robot->kind);
        sheet_put(sheet, roster_state_name(robot->state));
        sheet_put(sheet, principal_to_text(&robot->driver, driver));
        sheet_put_number(sheet, robot->queue);
        sheet_put_bool(sheet, !robot->out_of_service);
    }
    return true;
}

static void add_word(struct text *list, const char *word)
{
    if (list->length > 0)
        text_add(list, " ");
    text_add(list, word);
}

static void put_why(struct sheet *sheet, const enum why why[LEASE_WHY])
{
    char buffer[160];
    struct text list;
    text_init(&list, buffer, sizeof buffer);
    for (unsigned i = 0; i < LEASE_WHY && why[i] != WHY_NONE; i++)
        add_word(&list, why_name(why[i]));
    sheet_put(sheet, buffer);
}

/* "id=who id=who" */
static void put_stops(struct sheet *sheet, const struct lease_row *lease)
{
    char buffer[512];
    struct text list;
    text_init(&list, buffer, sizeof buffer);
    for (unsigned i = 0; i < lease->stop_count; i++) {
        char by[PRINCIPAL_SIZE];
        add_word(&list, lease->stops[i].id.text);
        text_addf(&list, "=%s", principal_to_text(&lease->stops[i].by, by));
    }
    sheet_put(sheet, buffer);
}

static bool take_leases(const struct answer *answer, struct sheet *sheet)
{
    for (unsigned i = 0; i < answer->lease_count; i++) {
        const struct lease_row *lease = &answer->leases[i];
        char driver[PRINCIPAL_SIZE];
        if (!sheet_row_create(sheet))
            return false;
        sheet_put(sheet, lease->robot);
        sheet_put(sheet, principal_to_text(&lease->driver, driver));
        sheet_put_number(sheet, lease->number.n);
        sheet_put_number(sheet, lease->number.rev);
        sheet_put_bool(sheet, lease->drive);
        put_why(sheet, lease->why);
        sheet_put_number(sheet, lease->idle_ms);
        put_stops(sheet, lease);
    }
    return true;
}

static bool take_codes(const struct answer *answer, struct sheet *sheet)
{
    for (unsigned i = 0; i < answer->code_count; i++) {
        const struct code_row *code = &answer->codes[i];
        if (!sheet_row_create(sheet))
            return false;
        sheet_put(sheet, code->code);
        sheet_put(sheet, code_type_name(code->type));
        sheet_put(sheet, kind_name(code->kind));
        sheet_put_number(sheet, code->uses);
        sheet_put_number(sheet, code->left);
        sheet_put_number(sheet, code->expires * 1000);
    }
    return true;
}

static enum ctl_exit take_pages(
    struct desk *desk, enum deed deed, page_taker *take, struct sheet *sheet)
{
    struct ask ask;
    memset(&ask, 0, sizeof ask);
    ask.deed = deed;
    do {
        enum ctl_exit code = desk_ask(desk, &ask);
        if (code != CTL_OK)
            return code;
        if (!take(&desk->answer, sheet))
            return ctl_refuse(desk->ctl, RC_NO_MEMORY, NULL);
        memcpy(ask.after, desk->answer.next, sizeof ask.after);
    } while (ask.after[0] != '\0');
    return CTL_OK;
}

struct listing {
    const char *name; /* in JSON */
    const char *none;
    enum deed deed;
    page_taker *take;
};

static enum ctl_exit list(struct ctl *ctl, const struct listing *listing, struct sheet *sheet)
{
    if (sheet == NULL)
        return ctl_refuse(ctl, RC_NO_MEMORY, NULL);
    struct desk desk;
    enum ctl_exit code = desk_open(&desk, ctl, NULL);
    if (code == CTL_OK) {
        code = take_pages(&desk, listing->deed, listing->take, sheet);
        desk_close(&desk);
    }
    if (code == CTL_OK && ctl->options->json)
        sheet_write_json(sheet, ctl->out, listing->name);
    else if (code == CTL_OK)
        sheet_print(sheet, ctl->out, listing->none);
    sheet_destroy(sheet);
    return code;
}

enum ctl_exit run_robots(struct ctl *ctl)
{
    static const struct sheet_column columns[] = {
        {"id",      "ROBOT",   SHEET_TEXT  },
        {"name",    "NAME",    SHEET_TEXT  },
        {"kind",    "KIND",    SHEET_TEXT  },
        {"state",   "STATE",   SHEET_TEXT  },
        {"driver",  "DRIVER",  SHEET_TEXT  },
        {"queue",   "QUEUE",   SHEET_NUMBER},
        {"service", "SERVICE", SHEET_BOOL  }
    };
    static const struct listing robots = {
        "robots", "no robots: they come with arenactl enrol", DEED_ROSTER, take_robots};
    return list(ctl, &robots, sheet_create(columns, 7));
}

enum ctl_exit run_leases(struct ctl *ctl)
{
    static const struct sheet_column columns[] = {
        {"robot",   "ROBOT",   SHEET_TEXT  },
        {"driver",  "DRIVER",  SHEET_TEXT  },
        {"n",       "N",       SHEET_NUMBER},
        {"rev",     "REV",     SHEET_NUMBER},
        {"drive",   "DRIVES",  SHEET_BOOL  },
        {"why",     "WHY NOT", SHEET_WORDS },
        {"idle_ms", "IDLE MS", SHEET_NUMBER},
        {"stops",   "STOPS",   SHEET_WORDS }
    };
    static const struct listing leases = {
        "leases", "nobody drives, nothing is stopped", DEED_LEASE_LIST, take_leases};
    return list(ctl, &leases, sheet_create(columns, 8));
}

enum ctl_exit run_codes(struct ctl *ctl)
{
    static const struct sheet_column columns[] = {
        {"code",    "CODE",    SHEET_TEXT  },
        {"type",    "TYPE",    SHEET_TEXT  },
        {"kind",    "KIND",    SHEET_TEXT  },
        {"uses",    "USES",    SHEET_NUMBER},
        {"left",    "LEFT",    SHEET_NUMBER},
        {"expires", "EXPIRES", SHEET_TIME  }
    };
    static const struct listing codes = {"codes",
        "no codes: arenactl invite and arenactl enrol make them", DEED_CODE_LIST, take_codes};
    return list(ctl, &codes, sheet_create(columns, 6));
}
