/* The commands on matches that are one ask and one answer. Each fills in what it is about; what
 * it did is printed alike. */
#include <stdio.h>
#include <string.h>

#include "bridge/ctl/desk.h"
#include "bridge/ctl/sheet.h"
#include "bridge/ctl/values.h"
#include "robot/base/text.h"

static void begin(struct ask *ask, enum deed deed)
{
    memset(ask, 0, sizeof *ask);
    ask->deed = deed;
}

static bool about_match(
    const struct ctl *ctl, enum deed deed, struct ask *ret, enum ctl_exit *ret_exit)
{
    begin(ret, deed);
    return ctl_match(ctl, 0, ret->match, ret_exit);
}

static enum ctl_exit print_done(
    const struct ctl *ctl, const struct answer *answer, const char *match, const char *done)
{
    static const struct sheet_column columns[] = {
        {"match", "match", SHEET_TEXT  },
        {"done",  "done",  SHEET_TEXT  },
        {"seat",  "seat",  SHEET_NUMBER},
        {"place", "place", SHEET_NUMBER},
    };
    struct sheet *sheet = sheet_create(columns, 4);
    if (sheet == NULL || !sheet_row_create(sheet)) {
        sheet_destroy(sheet);
        return ctl_refuse(ctl, RC_NO_MEMORY, NULL);
    }
    sheet_put(sheet, match);
    sheet_put(sheet, done);
    if (answer->has_seat)
        sheet_put_number(sheet, answer->seat);
    else
        sheet_put(sheet, "");
    if (answer->place > 0)
        sheet_put_number(sheet, answer->place);
    if (ctl->options->json)
        sheet_write_json_one(sheet, ctl->out);
    else
        sheet_print_one(sheet, ctl->out);
    sheet_destroy(sheet);
    return CTL_OK;
}

/* The answer names the match where the ask could not. */
static enum ctl_exit ask_and_say(struct ctl *ctl, const struct ask *ask, const char *done)
{
    struct desk desk;
    enum ctl_exit code = desk_open(&desk, ctl, NULL);
    if (code != CTL_OK)
        return code;
    code = desk_ask(&desk, ask);
    const char *match = desk.answer.match[0] != '\0' ? desk.answer.match : ask->match;
    bool queued = code == CTL_OK && desk.answer.place > 0;
    if (code == CTL_OK)
        code = print_done(ctl, &desk.answer, match, queued ? "waits for a seat" : done);
    desk_close(&desk);
    return code;
}

/* ---- making one ---- */

/* "red,blue": false when there are too many, or one is empty or too long. */
static bool take_teams(const struct ctl_options *options, struct match_ask *game)
{
    const char *name = options->teams;
    for (;;) {
        size_t length = strcspn(name, ",");
        unsigned team = game->team_count;
        if (team == MATCH_TEAMS || length == 0 || length >= MATCH_TEAM_SIZE)
            return false;
        memcpy(game->teams[team].name, name, length);
        game->teams[team].seats = options->seats;
        game->team_count++;
        if (name[length] == '\0')
            return true;
        name += length + 1;
    }
}

static void take_rules(const struct ctl_options *options, struct match_ask *game)
{
    game->rules = match_rules_default();
    for (int rule = 0; rule < RULE_COUNT_; rule++)
        if (options->rules_given[rule])
            game->rules.value[rule] = options->rules[rule];
    if (options->robots > 0)
        game->rules.value[RULE_ROBOTS_PER_SEAT] = (int32_t)options->robots;
}

enum ctl_exit run_match_create(struct ctl *ctl)
{
    struct ask ask;
    begin(&ask, DEED_MATCH_CREATE);
    const char *name = ctl->arguments[0];
    size_t length = strlen(name);
    if (length == 0 || !text_is_printable_utf8(name, length) ||
        !text_copy(ask.game.name, sizeof ask.game.name, name))
        return ctl_usage(ctl->err, "a match's name is 1 to 64 bytes of printable text");
    if (!take_teams(ctl->options, &ask.game))
        return ctl_usage(
            ctl->err, "--teams: 1 to 4 names of 1 to 31 bytes with commas between");
    take_rules(ctl->options, &ask.game);
    return ask_and_say(ctl, &ask, "created");
}

/* ---- players ---- */

enum ctl_exit run_match_join(struct ctl *ctl)
{
    struct ask ask;
    enum ctl_exit code;
    if (!about_match(ctl, DEED_MATCH_JOIN, &ask, &code))
        return code;
    ask.game.has_team = ctl->options->has_team;
    ask.game.team = ctl->options->team;
    ask.game.wait = ctl->options->wait;
    ask.principal = ctl->options->who;
    return ask_and_say(ctl, &ask, "joined");
}

enum ctl_exit run_match_leave(struct ctl *ctl)
{
    struct ask ask;
    enum ctl_exit code;
    if (!about_match(ctl, DEED_MATCH_LEAVE, &ask, &code))
        return code;
    ask.principal = ctl->options->who;
    return ask_and_say(ctl, &ask, "left");
}

enum ctl_exit run_match_ready(struct ctl *ctl)
{
    struct ask ask;
    enum ctl_exit code;
    if (!about_match(ctl, DEED_MATCH_READY, &ask, &code))
        return code;
    ask.game.ready = !ctl->options->not_ready;
    return ask_and_say(ctl, &ask, ask.game.ready ? "ready" : "not ready");
}

/* ---- running it ---- */

static enum ctl_exit just_do(struct ctl *ctl, enum deed deed, const char *done)
{
    struct ask ask;
    enum ctl_exit code;
    if (!about_match(ctl, deed, &ask, &code))
        return code;
    return ask_and_say(ctl, &ask, done);
}

enum ctl_exit run_match_start(struct ctl *ctl)
{
    return just_do(ctl, DEED_MATCH_START, "starts");
}

enum ctl_exit run_match_pause(struct ctl *ctl)
{
    return just_do(ctl, DEED_MATCH_PAUSE, "paused");
}

enum ctl_exit run_match_resume(struct ctl *ctl)
{
    return just_do(ctl, DEED_MATCH_RESUME, "resumed");
}

enum ctl_exit run_match_abort(struct ctl *ctl)
{
    return just_do(ctl, DEED_MATCH_ABORT, "aborted");
}

enum ctl_exit run_match_again(struct ctl *ctl)
{
    return just_do(ctl, DEED_MATCH_AGAIN, "created: the next one");
}

static bool take_number(const struct ctl *ctl, unsigned index, uint64_t max, const char *what,
    uint32_t *ret, enum ctl_exit *ret_exit)
{
    uint64_t number;
    if (number_from_text(ctl->arguments[index], max, &number)) {
        *ret = (uint32_t)number;
        return true;
    }
    *ret_exit = ctl_usage(ctl->err, "\"%.40s\" is no %s", ctl->arguments[index], what);
    return false;
}

enum ctl_exit run_match_assign(struct ctl *ctl)
{
    struct ask ask;
    enum ctl_exit code;
    if (!about_match(ctl, DEED_MATCH_ASSIGN, &ask, &code) ||
        !take_number(ctl, 1, MATCH_UNITS - 1, "unit: 0 is the first", &ask.game.unit, &code))
        return code;
    ask.game.has_unit = true;
    bool none = strcmp(ctl->arguments[2], "-") == 0;
    if (!none && !ctl_robot(ctl, 2, ask.robot, &code))
        return code;
    return ask_and_say(ctl, &ask, none ? "unit without a robot" : "assigned");
}

enum ctl_exit run_match_swap(struct ctl *ctl)
{
    struct ask ask;
    enum ctl_exit code;
    if (!about_match(ctl, DEED_MATCH_SWAP, &ask, &code) || !ctl_robot(ctl, 1, ask.robot, &code))
        return code;
    if (ctl->count == 3 && !ctl_robot(ctl, 2, ask.game.with, &code))
        return code;
    return ask_and_say(ctl, &ask, "swapped");
}

enum ctl_exit run_match_overturn(struct ctl *ctl)
{
    struct ask ask;
    enum ctl_exit code;
    if (!about_match(ctl, DEED_MATCH_OVERTURN, &ask, &code) ||
        !take_number(ctl, 1, UINT32_MAX, "entry of the log: a number", &ask.game.seq, &code))
        return code;
    return ask_and_say(ctl, &ask, "overturned");
}

enum ctl_exit run_match_penalty(struct ctl *ctl)
{
    struct ask ask;
    enum ctl_exit code;
    if (!about_match(ctl, DEED_MATCH_PENALTY, &ask, &code) ||
        !ctl_robot(ctl, 1, ask.robot, &code) ||
        !take_number(ctl, 2, 100, "speed: 0 to 100 %", &ask.game.value, &code))
        return code;
    if (ctl->options->for_s > 3600)
        return ctl_usage(ctl->err, "a penalty lasts at most an hour");
    ask.game.ms = ctl->options->for_s * 1000;
    return ask_and_say(ctl, &ask, "limited");
}

enum ctl_exit run_match_bypass(struct ctl *ctl)
{
    struct ask ask;
    enum ctl_exit code;
    if (!about_match(ctl, DEED_MATCH_BYPASS, &ask, &code))
        return code;
    if (!missing_from_name(ctl->arguments[1], &ask.game.missing))
        return ctl_usage(
            ctl->err, "\"%.40s\" is no reason: see arenactl match show", ctl->arguments[1]);
    const char *who = ctl->arguments[2];
    if (!text_is_printable_utf8(who, strlen(who)) ||
        !text_copy(ask.game.who, sizeof ask.game.who, who))
        return ctl_usage(ctl->err, "that concerns nobody: see arenactl match show");
    return ask_and_say(ctl, &ask, "bypassed");
}

/* ---- stop and clear ---- */

static void take_team(const struct ctl *ctl, struct ask *ask)
{
    memcpy(ask->match, ctl->options->match, sizeof ask->match);
    ask->game.has_team = ctl->options->has_team;
    ask->game.team = ctl->options->team;
}

enum ctl_exit match_stop(struct ctl *ctl)
{
    struct ask ask;
    char word[17];
    begin(&ask, DEED_STOP);
    take_team(ctl, &ask);
    ctl_random_word(word, 16);
    (void)tag_from_text(word, &ask.stop); /* a random word is one */
    return ask_and_say(ctl, &ask, "stopped");
}

enum ctl_exit match_clear(struct ctl *ctl)
{
    struct ask ask;
    begin(&ask, DEED_CLEAR);
    take_team(ctl, &ask);
    if (!ctl_stop_ids(ctl, 0, &ask))
        return CTL_USAGE;
    return ask_and_say(ctl, &ask, "stops cleared");
}
