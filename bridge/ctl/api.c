#include "bridge/ctl/api.h"

#include <string.h>

#include "bridge/adapters/token/token.h"
#include "bridge/ctl/export_json.h"

#define TOKEN_LIFE_S 60

static enum ctl_exit mint_own(const struct ctl *ctl, char ret[TOKEN_SIZE])
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

static void write_url(const struct ctl *ctl, const char *path, char ret[API_URL_SIZE])
{
    const char *api = ctl->options->api;
    size_t length = strlen(api);
    while (length > 0 && api[length - 1] == '/')
        length--;
    (void)snprintf(ret, API_URL_SIZE, "%.*s%s", (int)length, api, path);
}

static enum ctl_exit say_problem(const struct ctl *ctl, const struct fetched *fetched)
{
    char detail[200];
    enum rc rc = problem_from_json(fetched->body, fetched->length, detail, sizeof detail);
    if (rc == RC_INTERNAL)
        (void)snprintf(detail, sizeof detail, "the answer was HTTP %ld", fetched->status);
    return ctl_refuse(ctl, rc == RC_INTERNAL ? RC_UNAVAILABLE : rc, detail);
}

static enum ctl_exit judge(const struct ctl *ctl, enum rc rc, const struct fetched *fetched)
{
    if (rc == RC_NOT_CONNECTED) {
        char sentence[CTL_PATH_SIZE + 300];
        (void)snprintf(sentence, sizeof sentence, "no answer from %s: %s", ctl->options->api,
            fetched->reason);
        return ctl_no_connection(ctl, sentence);
    }
    if (rc != RC_OK)
        return ctl_refuse(ctl, rc, NULL);
    return fetched->status == 200 ? CTL_OK : say_problem(ctl, fetched);
}

static enum ctl_exit ask(
    struct ctl *ctl, const char *path, const struct fetch_into *into, struct fetched *ret)
{
    char token[TOKEN_SIZE];
    char url[API_URL_SIZE];
    enum ctl_exit code = mint_own(ctl, token);
    if (code != CTL_OK)
        return code;
    write_url(ctl, path, url);
    code = judge(ctl, fetch(url, token, into, ret), ret);
    if (code != CTL_OK)
        fetch_finish(ret);
    return code;
}

enum ctl_exit api_get(struct ctl *ctl, const char *path, struct fetched *ret)
{
    return ask(ctl, path, NULL, ret);
}

enum ctl_exit api_save(struct ctl *ctl, const char *path, FILE *file, size_t *ret_length)
{
    const struct fetch_into into = {.file = file, .interrupted = ctl->interrupted};
    struct fetched fetched = {.length = 0};
    enum ctl_exit code = ask(ctl, path, &into, &fetched);
    *ret_length = fetched.saved;
    if (code == CTL_OK)
        fetch_finish(&fetched);
    return code;
}
