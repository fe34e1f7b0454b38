/* match list, show, rules, export: by the bridge's HTTP. */
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "bridge/ctl/api.h"
#include "bridge/ctl/match_facts.h"
#include "bridge/ctl/match_json.h"
#include "robot/wire/message.h"

#define PAGE 100

/* ---- list and rules ---- */

static enum ctl_exit refuse_answer(const struct ctl *ctl)
{
    return ctl_refuse(
        ctl, RC_UNAVAILABLE, "the answer is not what was asked for: is --api the bridge?");
}

static void write_list_path(
    const struct ctl_options *options, const char *after, char *ret, size_t size)
{
    static const char *const shown[] = {
        [MATCHES_SHOWN_ALL] = "",
        [MATCHES_SHOWN_OPEN] = "&state=open",
        [MATCHES_SHOWN_OVER] = "&state=over",
    };
    (void)snprintf(ret, size, "/api/v1/matches?limit=%d%s%s%s", PAGE,
        shown[options->state_shown], after[0] != '\0' ? "&after=" : "", after);
}

static enum ctl_exit take_pages(struct ctl *ctl, struct sheet *sheet)
{
    char next[ID_SIZE] = "";
    size_t most = ctl->options->limit;
    do {
        char path[128];
        struct fetched fetched;
        write_list_path(ctl->options, next, path, sizeof path);
        enum ctl_exit code = api_get(ctl, path, &fetched);
        if (code != CTL_OK)
            return code;
        bool good = matches_from_json(
            fetched.body, fetched.length, sheet, most - sheet_rows(sheet), next);
        fetch_finish(&fetched);
        if (!good)
            return refuse_answer(ctl);
    } while (next[0] != '\0' && sheet_rows(sheet) < most);
    return CTL_OK;
}

static void print_sheet(
    const struct ctl *ctl, const struct sheet *sheet, const char *name, const char *none)
{
    if (ctl->options->json)
        sheet_write_json(sheet, ctl->out, name);
    else
        sheet_print(sheet, ctl->out, none);
}

enum ctl_exit run_match_list(struct ctl *ctl)
{
    struct sheet *sheet = sheet_create(match_list_columns, MATCH_LIST_COLUMNS);
    if (sheet == NULL)
        return ctl_refuse(ctl, RC_NO_MEMORY, NULL);
    enum ctl_exit code = take_pages(ctl, sheet);
    if (code == CTL_OK)
        print_sheet(ctl, sheet, "matches", "no matches: arenactl match create makes one");
    sheet_destroy(sheet);
    return code;
}

enum ctl_exit run_match_rules(struct ctl *ctl)
{
    struct fetched fetched;
    enum ctl_exit code = api_get(ctl, "/api/v1/rules", &fetched);
    if (code != CTL_OK)
        return code;
    struct sheet *sheet = sheet_create(rule_columns, RULE_COLUMNS);
    bool good = sheet != NULL && rules_from_json(fetched.body, fetched.length, sheet);
    fetch_finish(&fetched);
    if (good)
        print_sheet(ctl, sheet, "rules", "");
    sheet_destroy(sheet);
    return good ? CTL_OK : refuse_answer(ctl);
}

/* ---- show ---- */

static void print_head(FILE *out, const struct match *match)
{
    char host[PRINCIPAL_SIZE];
    char buffer[512];
    struct text text;
    text_init(&text, buffer, sizeof buffer);
    facts_score(&text, match);
    (void)fprintf(out, "%s  %s\n%s%s", match->id, match->name, match_state_name(match->state),
        match->held ? " (held: the arena has lost its connection)" : "");
    (void)fprintf(out, ", host %s\n%s\n", principal_to_text(&match->host, host), buffer);
    text_init(&text, buffer, sizeof buffer);
    facts_clock(&text, match->clock_ms);
    if (match_state_is_over(match->state)) {
        text_add(&text, " left, winner: ");
        facts_winner(&text, match);
    }
    (void)fprintf(out, "%s\n", buffer);
    if (match->next[0] != '\0')
        (void)fprintf(out, "goes on as %s\n", match->next);
}

static bool add_seat_row(struct sheet *sheet, const struct match_team *team,
    const struct match_seat *seat, const struct match_unit *unit)
{
    char player[PRINCIPAL_SIZE];
    if (!sheet_row_create(sheet))
        return false;
    sheet_put(sheet, team->name);
    sheet_put(sheet, principal_to_text(&seat->player, player));
    sheet_put(sheet, seat->away ? "away" : seat->ready ? "yes" : "no");
    sheet_put(sheet, unit->robot);
    sheet_put(sheet, unit_state_name(unit->state));
    sheet_put_number(sheet, unit->health > 0 ? (uint64_t)unit->health : 0);
    sheet_put_number(sheet, unit->heat > 0 ? (uint64_t)unit->heat : 0);
    return true;
}

static bool add_team_rows(struct sheet *sheet, const struct match_team *team)
{
    for (unsigned i = 0; i < team->seat_count; i++) {
        const struct match_seat *seat = &team->seats[i];
        for (unsigned k = 0; k < seat->unit_count; k++)
            if (!add_seat_row(sheet, team, seat, &seat->units[k]))
                return false;
    }
    return true;
}

static void print_seats(FILE *out, const struct match *match)
{
    static const struct sheet_column columns[] = {
        {"team",   "TEAM",   SHEET_TEXT  },
        {"player", "PLAYER", SHEET_TEXT  },
        {"ready",  "READY",  SHEET_TEXT  },
        {"robot",  "ROBOT",  SHEET_TEXT  },
        {"state",  "STATE",  SHEET_TEXT  },
        {"health", "HEALTH", SHEET_NUMBER},
        {"heat",   "HEAT",   SHEET_NUMBER},
    };
    struct sheet *sheet = sheet_create(columns, sizeof columns / sizeof columns[0]);
    bool good = sheet != NULL;
    for (unsigned i = 0; good && i < match->team_count; i++)
        good = add_team_rows(sheet, &match->teams[i]);
    if (good)
        sheet_print(sheet, out, "");
    sheet_destroy(sheet);
}

static void print_waiting(FILE *out, const struct match *match)
{
    char who[PRINCIPAL_SIZE];
    for (unsigned i = 0; i < match->missing_count; i++) {
        const struct match_missing *missing = &match->missing[i];
        (void)fprintf(out, "%s: %s %s%s\n", missing_name(missing->why), missing->who,
            missing_sentence(missing->why), missing->bypassed ? " (bypassed)" : "");
    }
    for (unsigned i = 0; i < match->queue_count; i++)
        (void)fprintf(out, "waits for a seat: %s\n", principal_to_text(&match->queue[i], who));
}

static bool add_player_row(struct sheet *sheet, const struct match_player *player)
{
    char who[PRINCIPAL_SIZE];
    char points[16];
    if (!sheet_row_create(sheet))
        return false;
    sheet_put(sheet, principal_to_text(&player->player, who));
    (void)snprintf(points, sizeof points, "%" PRId32, player->points);
    sheet_put(sheet, points);
    sheet_put_number(sheet, player->shots);
    sheet_put_number(sheet, player->hits);
    sheet_put_number(sheet, player->eliminations);
    sheet_put_number(sheet, player->deaths);
    sheet_put_number(sheet, player->distance_mm / 1000);
    sheet_put_number(sheet, player->driven_ms / 1000);
    sheet_put_number(sheet, player->frames_refused);
    sheet_put_number(sheet, player->stops);
    sheet_put_number(sheet, player->delay_p50_ms);
    sheet_put_number(sheet, player->delay_p99_ms);
    return true;
}

static void print_players(FILE *out, const struct match *match)
{
    static const struct sheet_column columns[] = {
        {"player",  "PLAYER",   SHEET_TEXT  },
        {"points",  "POINTS",   SHEET_NUMBER},
        {"shots",   "SHOTS",    SHEET_NUMBER},
        {"hits",    "HITS",     SHEET_NUMBER},
        {"out",     "ELIM",     SHEET_NUMBER},
        {"deaths",  "DEATHS",   SHEET_NUMBER},
        {"metres",  "METRES",   SHEET_NUMBER},
        {"driven",  "DRIVEN S", SHEET_NUMBER},
        {"refused", "REFUSED",  SHEET_NUMBER},
        {"stops",   "STOPS",    SHEET_NUMBER},
        {"p50",     "P50 MS",   SHEET_NUMBER},
        {"p99",     "P99 MS",   SHEET_NUMBER},
    };
    if (match->player_count == 0)
        return;
    struct sheet *sheet = sheet_create(columns, sizeof columns / sizeof columns[0]);
    bool good = sheet != NULL;
    for (unsigned i = 0; good && i < match->player_count; i++)
        good = add_player_row(sheet, &match->players[i]);
    if (good)
        sheet_print(sheet, out, "");
    sheet_destroy(sheet);
}

static void print_match(FILE *out, const struct match *match)
{
    print_head(out, match);
    (void)fputs("\n", out);
    print_seats(out, match);
    if (match->missing_count + match->queue_count > 0)
        (void)fputs("\n", out);
    print_waiting(out, match);
    if (match->player_count > 0)
        (void)fputs("\n", out);
    print_players(out, match);
}

enum ctl_exit run_match_show(struct ctl *ctl)
{
    static struct match match; /* too large for some stacks */
    char id[ID_SIZE];
    char path[128];
    enum ctl_exit code;
    struct fetched fetched;
    if (!ctl_match(ctl, 0, id, &code))
        return code;
    (void)snprintf(path, sizeof path, "/api/v1/matches/%s", id);
    code = api_get(ctl, path, &fetched);
    if (code != CTL_OK)
        return code;
    bool good = ctl->options->json
                    ? match_to_line(ctl->out, fetched.body, fetched.length)
                    : match_from_json(fetched.body, fetched.length, &match, NULL) == RC_OK;
    fetch_finish(&fetched);
    if (!good)
        return refuse_answer(ctl);
    if (!ctl->options->json)
        print_match(ctl->out, &match);
    return CTL_OK;
}

/* ---- export ---- */

static enum ctl_exit say_saved(const struct ctl *ctl, const char *id, size_t length)
{
    static const struct sheet_column columns[] = {
        {"match", "match", SHEET_TEXT  },
        {"file",  "file",  SHEET_TEXT  },
        {"bytes", "bytes", SHEET_NUMBER},
    };
    struct sheet *sheet = sheet_create(columns, 3);
    if (sheet == NULL || !sheet_row_create(sheet)) {
        sheet_destroy(sheet);
        return ctl_refuse(ctl, RC_NO_MEMORY, NULL);
    }
    sheet_put(sheet, id);
    sheet_put(sheet, ctl->options->out);
    sheet_put_number(sheet, length);
    if (ctl->options->json)
        sheet_write_json_one(sheet, ctl->out);
    else
        sheet_print_one(sheet, ctl->out);
    sheet_destroy(sheet);
    return CTL_OK;
}

static enum ctl_exit refuse_file(const struct ctl *ctl)
{
    char sentence[CTL_PATH_SIZE + 100];
    (void)snprintf(sentence, sizeof sentence, "%s: %s", ctl->options->out, strerror(errno));
    return ctl_refuse(ctl, RC_IO, sentence);
}

/* What could not be had whole is not left behind. */
static enum ctl_exit save(struct ctl *ctl, const char *id, const char *path)
{
    size_t length = 0;
    FILE *file = fopen(ctl->options->out, "we");
    if (file == NULL)
        return refuse_file(ctl);
    enum ctl_exit code = api_save(ctl, path, file, &length);
    bool closed = fclose(file) == 0;
    if (code == CTL_OK && closed)
        return say_saved(ctl, id, length);
    if (code == CTL_OK)
        code = refuse_file(ctl);
    (void)unlink(ctl->options->out);
    return code;
}

enum ctl_exit run_match_export(struct ctl *ctl)
{
    char id[ID_SIZE];
    char path[128];
    enum ctl_exit code;
    if (!ctl_match(ctl, 0, id, &code))
        return code;
    (void)snprintf(path, sizeof path, "/api/v1/matches/%s/record", id);
    if (ctl->options->out[0] != '\0')
        return save(ctl, id, path);
    size_t length = 0;
    return api_save(ctl, path, ctl->out, &length);
}
