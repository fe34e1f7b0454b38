/* export: a robot's history by the bridge's HTTP, as CSV. */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "bridge/adapters/token/token.h"
#include "bridge/ctl/ctl.h"
#include "bridge/ctl/export_json.h"
#include "bridge/ctl/fetch.h"

#define TOKEN_LIFE_S 60
#define HOUR_MS      3600000u

static enum ctl_exit mint_own(struct ctl *ctl, char ret[TOKEN_SIZE])
{
    const struct ctl_options *options = ctl->options;
    if (options->token[0] != '\0') {
        memcpy(ret, options->token, sizeof options->token);
        return CTL_OK;
    }
    struct token_keys *keys;
    struct token_fault fault;
    uint64_t now_s = ctl_wall_ms() / 1000;
    enum rc rc = token_keys_create(options->state, false, 0, &keys, &fault);
    if (rc != RC_OK)
        return ctl_refuse(ctl, rc, fault.sentence);
    struct token_claims claims = {
        .audiences = TOKEN_HTTP, .iat = now_s, .exp = now_s + TOKEN_LIFE_S};
    claims.principal.kind = KIND_OPERATOR;
    (void)snprintf(claims.principal.id, sizeof claims.principal.id, "%s", options->name);
    rc = token_mint(keys, options->root, &claims, ret);
    token_keys_destroy(keys);
    if (rc != RC_OK)
        return ctl_refuse(
            ctl, RC_UNAUTHORIZED, "there is no key: say --state, or run arenactl keys");
    return CTL_OK;
}

static void write_url(const struct ctl *ctl, const char *robot, char *ret, size_t size)
{
    const struct ctl_options *options = ctl->options;
    size_t length = strlen(options->api);
    while (length > 0 && options->api[length - 1] == '/')
        length--;
    uint64_t to = options->to != 0 ? options->to : ctl_wall_ms();
    uint64_t hour_before = to > HOUR_MS ? to - HOUR_MS : 0;
    (void)snprintf(ret, size,
        "%.*s/api/v1/robots/%s/telemetry?from=%" PRIu64 "&to=%" PRIu64 "&points=%u",
        (int)length, options->api, robot, options->from != 0 ? options->from : hour_before, to,
        options->points);
}

static enum ctl_exit print_answer(const struct ctl *ctl, const struct fetched *fetched)
{
    char detail[200];
    if (fetched->status != 200) {
        enum rc rc = problem_from_json(fetched->body, fetched->length, detail, sizeof detail);
        if (rc == RC_INTERNAL)
            (void)snprintf(detail, sizeof detail, "the answer was HTTP %ld", fetched->status);
        return ctl_refuse(ctl, rc == RC_INTERNAL ? RC_UNAVAILABLE : rc, detail);
    }
    bool good = ctl->options->json ? telemetry_to_line(fetched->body, fetched->length, ctl->out)
                                   : telemetry_to_csv(fetched->body, fetched->length, ctl->out);
    return good ? CTL_OK
                : ctl_refuse(
                      ctl, RC_UNAVAILABLE, "the answer is no telemetry: is --api the bridge?");
}

static enum ctl_exit get(struct ctl *ctl, const char *url, const char *token)
{
    struct fetched fetched;
    enum rc rc = fetch(url, token, &fetched);
    enum ctl_exit code;
    if (rc == RC_OK) {
        code = print_answer(ctl, &fetched);
    } else if (rc == RC_NOT_CONNECTED) {
        char sentence[CTL_PATH_SIZE + 300];
        (void)snprintf(sentence, sizeof sentence, "no answer from %s: %s", ctl->options->api,
            fetched.reason);
        code = ctl_no_connection(ctl, sentence);
    } else {
        code = ctl_refuse(ctl, rc, NULL);
    }
    fetch_finish(&fetched);
    return code;
}

enum ctl_exit run_export(struct ctl *ctl)
{
    char robot[ID_SIZE];
    char token[TOKEN_SIZE];
    char url[CTL_PATH_SIZE + 200];
    enum ctl_exit code;
    if (!ctl_robot(ctl, 0, robot, &code))
        return code;
    code = mint_own(ctl, token);
    if (code != CTL_OK)
        return code;
    write_url(ctl, robot, url, sizeof url);
    return get(ctl, url, token);
}
