#include "bridge/metrics.h"

#include <inttypes.h>

enum type { GAUGE, COUNTER };

struct line {
    enum type type;
    const char *name;
    const char *help;
    uint64_t value;
};

#define LENGTH(array) (sizeof(array) / sizeof((array)[0]))

static void write_lines(struct text *text, const struct line *lines, size_t count)
{
    for (size_t i = 0; i < count; i++)
        text_addf(text, "# HELP arena_%s %s\n# TYPE arena_%s %s\narena_%s %" PRIu64 "\n",
            lines[i].name, lines[i].help, lines[i].name,
            lines[i].type == COUNTER ? "counter" : "gauge", lines[i].name, lines[i].value);
}

static void write_core(const struct core_counts *core, struct text *text)
{
    const struct line lines[] = {
        {GAUGE,   "robots",                   "Registered robots.",                    core->robots           },
        {GAUGE,   "robots_online",            "Robots that are heard.",                core->online           },
        {GAUGE,   "robots_driven",            "Robots with a driver.",                 core->driven           },
        {GAUGE,   "robots_stopped",           "Robots with a standing stop.",          core->stopped          },
        {GAUGE,   "principals",               "Who has announced itself.",             core->principals       },
        {GAUGE,   "asks_remembered",          "Answers kept for repeated asks.",       core->asks             },
        {GAUGE,   "invites",                  "Invites that are kept.",                core->invites          },
        {GAUGE,   "enrolments",               "Enrolments that are kept.",             core->enrolments       },
        {GAUGE,   "revocations",              "Revocations that stand.",               core->revocations      },
        {COUNTER, "claims_granted_total",     "Claims answered ok.",                   core->claims_granted   },
        {COUNTER, "claims_refused_total",     "Claims refused.",                       core->claims_refused   },
        {COUNTER, "claims_unconfirmed_total", "Numbers a robot did not show in time.",
         core->claims_unconfirmed                                                                             },
        {COUNTER, "leases_ended_total",       "Leases ended.",                         core->leases_ended     },
        {COUNTER, "leases_superseded_total",
         "Leases ended because a robot knew a higher number.",                         core->leases_superseded},
        {COUNTER, "stops_adopted_total",      "Stops adopted.",                        core->stops_adopted    },
        {COUNTER, "stops_cleared_total",      "Stops cleared.",                        core->stops_cleared    },
        {COUNTER, "asks_repeated_total",      "Asks answered from memory.",            core->asks_repeated    },
        {COUNTER, "writes_failed_total",      "Transactions that failed.",             core->writes_failed    },
        {COUNTER, "full_total",               "Refused because a table was full.",     core->full             },
    };
    write_lines(text, lines, LENGTH(lines));
}

/* `name{label="word"} value` for each word. */
struct family {
    enum type type;
    const char *name, *help, *label;
};

static void begin_family(struct text *text, const struct family *family)
{
    text_addf(text, "# HELP arena_%s %s\n# TYPE arena_%s %s\n", family->name, family->help,
        family->name, family->type == COUNTER ? "counter" : "gauge");
}

static void add_member(
    struct text *text, const struct family *family, const char *word, uint64_t value)
{
    text_addf(
        text, "arena_%s{%s=\"%s\"} %" PRIu64 "\n", family->name, family->label, word, value);
}

static void write_matches(const struct core_counts *core, struct text *text)
{
    static const struct family states = {
        GAUGE, "matches", "Matches in memory, by state.", "state"};
    static const struct family ignored = {COUNTER, "match_events_ignored_total",
        "Robots' events that changed nothing, by reason.", "reason"};
    const struct line lines[] = {
        {COUNTER, "match_inputs_total",  "What was put into matches.",             core->match_inputs },
        {COUNTER, "match_entries_total", "Entries of their logs.",                 core->match_entries},
        {COUNTER, "match_spares_total",  "Robots that took the place of another.", core->spares       },
    };
    begin_family(text, &states);
    for (int state = 0; state < MATCH_STATE_COUNT_; state++)
        add_member(
            text, &states, match_state_name((enum match_state)state), core->matches[state]);
    begin_family(text, &ignored);
    for (int why = 0; why < IGNORED_COUNT_; why++)
        add_member(text, &ignored, ignored_name((enum ignored)why), core->events_ignored[why]);
    write_lines(text, lines, LENGTH(lines));
}

static void write_broker(const struct metrics *metrics, struct text *text)
{
    const struct mqtt_counts *mqtt = &metrics->mqtt;
    const struct line lines[] = {
        {GAUGE,   "broker_up",                      "Connected to the broker (what decides).",    mqtt->main_up },
        {GAUGE,   "broker_ear_up",                  "Connected to the broker (what is shown).",   mqtt->ear_up  },
        {COUNTER, "broker_connects_total",          "Connections made.",                          mqtt->connects},
        {COUNTER, "broker_losses_total",            "Connections lost.",                          mqtt->losses  },
        {COUNTER, "messages_heard_total",           "Messages from the broker.",                  mqtt->heard   },
        {COUNTER, "messages_foreign_total",         "Messages on topics not of the grammar.",
         mqtt->foreign + metrics->app.foreign                                                                   },
        {COUNTER, "messages_malformed_total",       "Messages that could not be parsed.",
         metrics->app.malformed                                                                                 },
        {COUNTER, "messages_said_total",            "Messages handed to the broker.",             mqtt->said    },
        {COUNTER, "messages_unsaid_total",          "Messages without a connection to say them.",
         mqtt->unsaid                                                                                           },
        {COUNTER, "mailbox_decisive_refused_total", "Deciding messages refused: mailbox full.",
         metrics->mailbox.refused[MAILBOX_DECISIVE]                                                             },
        {COUNTER, "mailbox_display_refused_total",  "Shown messages refused: mailbox full.",
         metrics->mailbox.refused[MAILBOX_DISPLAY]                                                              },
        {COUNTER, "telemetry_rows_total",           "Rows handed to the store.",
         metrics->app.telemetry_rows                                                                            },
        {COUNTER, "store_failures_total",           "Calls of the store that failed.",
         metrics->app.store_failures                                                                            },
    };
    write_lines(text, lines, LENGTH(lines));
}

static void write_http(const struct http_counts *http, struct text *text)
{
    const struct line lines[] = {
        {GAUGE,   "http_open",                 "Requests under way.",          http->open        },
        {COUNTER, "http_connections_total",    "Connections accepted.",        http->connections },
        {COUNTER, "http_requests_total",       "Requests.",                    http->requests    },
        {COUNTER, "http_refused_host_total",   "Refused for their Host.",      http->refused_host},
        {COUNTER, "http_refused_origin_total", "Refused for their Origin.",
         http->refused_origin                                                                    },
        {COUNTER, "http_refused_rate_total",   "Refused for their rate.",      http->refused_rate},
        {COUNTER, "http_refused_full_total",   "Dropped: too many under way.",
         http->refused_full                                                                      },
        {COUNTER, "http_timeouts_total",       "Requests that took too long.", http->timeouts    },
    };
    write_lines(text, lines, LENGTH(lines));
    static const struct family answers = {
        COUNTER, "http_responses_total", "Answers by class.", "class"};
    static const char *const classes[] = {"", "", "2xx", "3xx", "4xx", "5xx"};
    begin_family(text, &answers);
    for (unsigned class = 2; class < LENGTH(http->by_class); class ++)
        add_member(text, &answers, classes[class], http->by_class[class]);
}

void metrics_write(const struct metrics *metrics, struct text *text)
{
    write_core(&metrics->core, text);
    write_matches(&metrics->core, text);
    write_broker(metrics, text);
    write_http(&metrics->http, text);
}
