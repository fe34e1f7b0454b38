/* arenactl: what its commands share. A command is one row of the table in commands.c: name,
 * arguments, options, what it does, the function. What it prints goes through ctl_… and
 * sheet_…, so that --json holds for all: one JSON object for each answer, with `ok`, and
 * nothing else on stdout; what comes live (watch, acknowledgements) is an object a line.
 * Thread: one.
 */
#ifndef BRIDGE_CTL_CTL_H
#define BRIDGE_CTL_CTL_H

#include <signal.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include "bridge/ctl/options.h"
#include "robot/base/ask.h"
#include "robot/base/rc.h"

enum ctl_exit {
    CTL_OK = 0,
    CTL_REFUSED = 1,       /* the code and its sentence were printed */
    CTL_USAGE = 2,         /* a command, argument or option that is none */
    CTL_NO_CONNECTION = 3, /* broker, bridge or API could not be reached, or were lost */
};

#define CTL_ARGUMENTS 34 /* clear ROBOT and 32 ids, and one too many */

struct ctl {
    const struct ctl_options *options;
    unsigned count; /* of arguments */
    const char *arguments[CTL_ARGUMENTS];
    FILE *out;
    FILE *err;
    const volatile sig_atomic_t *interrupted; /* SIGINT or SIGTERM came */
};

struct ctl_command {
    const char *name;
    const char *synopsis; /* of the arguments: "ROBOT [IDS...]" */
    unsigned least, most; /* arguments */
    const char *options;  /* those it knows beside the common ones: "ttl uses" */
    const char *group;    /* heading in --help */
    const char *summary;  /* one line */
    const char *details;  /* further lines of its own --help; "" = none */
    enum ctl_exit (*run)(struct ctl *ctl);
};

extern const struct ctl_command ctl_commands[];
extern const size_t ctl_command_count;

/* Names of two words ("match list") are one command: `second` may be NULL. *ret_words: how many
 * of them it took. */
const struct ctl_command *ctl_find(const char *name, const char *second, unsigned *ret_words);

/* Refusals: printed, and turned into the exit code. message NULL = the code's sentence. */
enum ctl_exit ctl_refuse(const struct ctl *ctl, enum rc rc, const char *message);
enum ctl_exit ctl_no_connection(const struct ctl *ctl, const char *message);
enum ctl_exit ctl_usage(FILE *err, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/* An argument as a robot's id, a match's, a principal. False: said already. */
ARENA_NODISCARD bool ctl_robot(
    const struct ctl *ctl, unsigned index, char ret[ID_SIZE], enum ctl_exit *ret_exit);
ARENA_NODISCARD bool ctl_match(
    const struct ctl *ctl, unsigned index, char ret[ID_SIZE], enum ctl_exit *ret_exit);
ARENA_NODISCARD bool ctl_principal(
    const struct ctl *ctl, unsigned index, struct principal *ret, enum ctl_exit *ret_exit);

/* The arguments from `first` on as ids of stops. False: said already, CTL_USAGE. */
ARENA_NODISCARD bool ctl_stop_ids(const struct ctl *ctl, unsigned first, struct ask *ask);

uint64_t ctl_wall_ms(void); /* Unix ms */
/* `count` random characters of [a-z0-9] and a terminator. */
void ctl_random_word(char *ret, size_t count);

/* Help: the whole, one command's. */
void ctl_print_help(FILE *out);
void ctl_print_command_help(FILE *out, const struct ctl_command *command);
/* Of all commands whose first word this is; false: there are none. */
bool ctl_print_group_help(FILE *out, const char *first);

/* The whole program but for its signals; for main and the tests. */
enum ctl_exit ctl_main(int argc, char *const *argv, struct ctl *ctl);

/* The commands, each in the file of its room. */
enum ctl_exit run_keys(struct ctl *ctl);
enum ctl_exit run_token(struct ctl *ctl);
enum ctl_exit run_audit(struct ctl *ctl);
enum ctl_exit run_invite(struct ctl *ctl);
enum ctl_exit run_enrol(struct ctl *ctl);
enum ctl_exit run_release(struct ctl *ctl);
enum ctl_exit run_clear(struct ctl *ctl);
enum ctl_exit run_revoke(struct ctl *ctl);
enum ctl_exit run_deregister(struct ctl *ctl);
enum ctl_exit run_service(struct ctl *ctl);
enum ctl_exit run_robots(struct ctl *ctl);
enum ctl_exit run_leases(struct ctl *ctl);
enum ctl_exit run_codes(struct ctl *ctl);
enum ctl_exit run_withdraw(struct ctl *ctl);
enum ctl_exit run_stop(struct ctl *ctl);
enum ctl_exit run_watch(struct ctl *ctl);
enum ctl_exit run_drive(struct ctl *ctl);
enum ctl_exit run_export(struct ctl *ctl);
enum ctl_exit run_match_list(struct ctl *ctl);
enum ctl_exit run_match_show(struct ctl *ctl);
enum ctl_exit run_match_watch(struct ctl *ctl);
enum ctl_exit run_match_export(struct ctl *ctl);
enum ctl_exit run_match_rules(struct ctl *ctl);
enum ctl_exit run_match_create(struct ctl *ctl);
enum ctl_exit run_match_join(struct ctl *ctl);
enum ctl_exit run_match_leave(struct ctl *ctl);
enum ctl_exit run_match_ready(struct ctl *ctl);
enum ctl_exit run_match_start(struct ctl *ctl);
enum ctl_exit run_match_pause(struct ctl *ctl);
enum ctl_exit run_match_resume(struct ctl *ctl);
enum ctl_exit run_match_abort(struct ctl *ctl);
enum ctl_exit run_match_assign(struct ctl *ctl);
enum ctl_exit run_match_swap(struct ctl *ctl);
enum ctl_exit run_match_overturn(struct ctl *ctl);
enum ctl_exit run_match_penalty(struct ctl *ctl);
enum ctl_exit run_match_bypass(struct ctl *ctl);
enum ctl_exit run_match_again(struct ctl *ctl);

/* stop and clear with --match. */
enum ctl_exit match_stop(struct ctl *ctl);
enum ctl_exit match_clear(struct ctl *ctl);

#endif
