/* match watch: a line for each entry of the log as it comes; on a terminal the last line is
 * what changes all the time, written over. */
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "bridge/ctl/desk.h"
#include "bridge/ctl/match_facts.h"
#include "bridge/ctl/match_json.h"
#include "robot/client/robot.h"

#define LINE 1024

struct watching {
    const struct ctl *ctl;
    uint32_t heard;
    bool terminal;
    bool has_match;
    struct match match;
    struct match_live live;
};

static const char *word_of(enum what what)
{
    return what == WHAT_MATCH ? "match" : what == WHAT_MATCH_LIVE ? "live" : "event";
}

static void print_line(const struct watching *watching, const char *line, bool lasting)
{
    FILE *out = watching->ctl->out;
    (void)fprintf(out, "%s%s%s", watching->terminal ? "\r\033[K" : "", line,
        lasting || !watching->terminal ? "\n" : "");
    (void)fflush(out);
}

static void tell_match(struct watching *watching, struct text *text)
{
    text_addf(text, "%s \"%s\" is in state %s: ", watching->match.id, watching->match.name,
        match_state_name(watching->match.state));
    facts_score(text, &watching->match);
    print_line(watching, text->buffer, true);
}

/* Documents are told when the state changed: the log tells the rest. */
static void hear_match(
    struct watching *watching, struct text *text, const char *payload, size_t length)
{
    enum match_state before = watching->match.state;
    if (match_from_json(payload, length, &watching->match, NULL) != RC_OK)
        return;
    if (!watching->has_match || before != watching->match.state)
        tell_match(watching, text);
    watching->has_match = true;
}

static void hear_words(
    struct watching *watching, enum what what, const char *payload, size_t length)
{
    char buffer[LINE];
    struct text text;
    struct match_entry entry;
    text_init(&text, buffer, sizeof buffer);
    if (what == WHAT_MATCH) {
        hear_match(watching, &text, payload, length);
    } else if (what == WHAT_MATCH_EVENT) {
        if (match_event_from_json(payload, length, &entry, NULL) != RC_OK)
            return;
        facts_entry(&text, &entry, watching->has_match ? &watching->match : NULL);
        print_line(watching, buffer, true);
    } else if (watching->terminal &&
               match_live_from_json(payload, length, &watching->live, NULL) == RC_OK) {
        facts_live(&text, &watching->live);
        print_line(watching, buffer, false);
    }
}

static void hear(void *user, const struct topic *topic, const char *payload, size_t length)
{
    struct watching *watching = user;
    bool ours = topic->what == WHAT_MATCH || topic->what == WHAT_MATCH_LIVE ||
                topic->what == WHAT_MATCH_EVENT;
    if (!ours || length == 0)
        return;
    watching->heard += topic->what == WHAT_MATCH_EVENT || watching->ctl->options->json;
    if (watching->ctl->options->json)
        heard_to_line(watching->ctl->out, word_of(topic->what), payload, length);
    else
        hear_words(watching, topic->what, payload, length);
}

static enum rc listen_to(struct desk *desk, const char *match)
{
    static const enum what whats[] = {WHAT_MATCH, WHAT_MATCH_EVENT, WHAT_MATCH_LIVE};
    enum rc rc = RC_OK;
    for (size_t i = 0; i < sizeof whats / sizeof whats[0] && rc == RC_OK; i++) {
        struct topic topic = {.what = whats[i]};
        topic.from = (struct principal){KIND_BRIDGE, "main"};
        (void)snprintf(topic.match, sizeof topic.match, "%s", match);
        rc = player_listen_to(desk->player, &topic);
    }
    return rc;
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

enum ctl_exit run_match_watch(struct ctl *ctl)
{
    static struct watching watching; /* too large for some stacks */
    char match[ID_SIZE];
    enum ctl_exit code;
    if (!ctl_match(ctl, 0, match, &code))
        return code;
    memset(&watching, 0, sizeof watching);
    watching.ctl = ctl;
    watching.terminal = !ctl->options->json && isatty(STDOUT_FILENO) != 0;
    const struct desk_ears ears = {.on_message = hear, .user = &watching};
    struct desk desk;
    code = desk_open(&desk, ctl, &ears);
    if (code != CTL_OK)
        return code;
    enum rc rc = listen_to(&desk, match);
    code = rc == RC_OK ? look(&desk, &watching) : ctl_refuse(ctl, rc, NULL);
    if (watching.terminal)
        (void)fputs("\n", ctl->out);
    desk_close(&desk);
    return code;
}
