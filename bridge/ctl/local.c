/* Commands that need no connection: they read and write the state directory. */
#include <stdio.h>
#include <string.h>

#include "bridge/adapters/store/audit.h"
#include "bridge/adapters/token/token.h"
#include "bridge/ctl/ctl.h"
#include "bridge/ctl/sheet.h"
#include "bridge/ctl/values.h"

#define TOKEN_TTL_S 43200

static enum ctl_exit list_keys(const struct ctl *ctl, const struct token_keys *keys)
{
    static const struct sheet_column columns[] = {
        {"kid",   "KEY",   SHEET_TEXT},
        {"signs", "SIGNS", SHEET_BOOL}
    };
    struct sheet *sheet = sheet_create(columns, 2);
    bool good = sheet != NULL;
    const char *signer = token_keys_signer(keys);
    for (size_t i = 0; good && i < token_keys_count(keys); i++) {
        good = sheet_row_create(sheet);
        if (!good)
            break;
        sheet_put(sheet, token_keys_kid(keys, i));
        sheet_put_bool(sheet, signer != NULL && strcmp(signer, token_keys_kid(keys, i)) == 0);
    }
    if (good && ctl->options->json)
        sheet_write_json(sheet, ctl->out, "keys");
    else if (good)
        sheet_print(sheet, ctl->out, "no keys");
    sheet_destroy(sheet);
    return good ? CTL_OK : ctl_refuse(ctl, RC_NO_MEMORY, NULL);
}

enum ctl_exit run_keys(struct ctl *ctl)
{
    struct token_keys *keys;
    struct token_fault fault;
    uint64_t now_s = ctl_wall_ms() / 1000;
    enum rc rc = token_keys_create(ctl->options->state, true, now_s, &keys, &fault);
    if (rc != RC_OK)
        return ctl_refuse(ctl, rc, fault.sentence);
    if (ctl->options->add)
        rc = token_keys_add(keys, now_s, &fault);
    enum ctl_exit code =
        rc == RC_OK ? list_keys(ctl, keys) : ctl_refuse(ctl, rc, fault.sentence);
    token_keys_destroy(keys);
    return code;
}

static enum ctl_exit print_token(
    const struct ctl *ctl, const char *token, const struct token_claims *claims)
{
    static const struct sheet_column columns[] = {
        {"token",     "token",     SHEET_TEXT},
        {"principal", "principal", SHEET_TEXT},
        {"expires",   "expires",   SHEET_TIME}
    };
    if (!ctl->options->json) {
        (void)fprintf(ctl->out, "%s\n", token);
        return CTL_OK;
    }
    struct sheet *sheet = sheet_create(columns, 3);
    if (sheet == NULL || !sheet_row_create(sheet)) {
        sheet_destroy(sheet);
        return ctl_refuse(ctl, RC_NO_MEMORY, NULL);
    }
    sheet_put(sheet, token);
    sheet_put(sheet, ctl->arguments[0]);
    sheet_put_number(sheet, claims->exp * 1000);
    sheet_write_json_one(sheet, ctl->out);
    sheet_destroy(sheet);
    return CTL_OK;
}

enum ctl_exit run_token(struct ctl *ctl)
{
    struct token_claims claims;
    enum ctl_exit code;
    memset(&claims, 0, sizeof claims);
    if (!ctl_principal(ctl, 0, &claims.principal, &code))
        return code;
    struct token_keys *keys;
    struct token_fault fault;
    claims.iat = ctl_wall_ms() / 1000;
    claims.exp = claims.iat + (ctl->options->ttl_s != 0 ? ctl->options->ttl_s : TOKEN_TTL_S);
    claims.audiences = ctl->options->audiences;
    enum rc rc = token_keys_create(ctl->options->state, false, 0, &keys, &fault);
    if (rc != RC_OK)
        return ctl_refuse(ctl, rc, fault.sentence);
    char token[TOKEN_SIZE];
    rc = token_mint(keys, ctl->options->root, &claims, token);
    token_keys_destroy(keys);
    if (rc == RC_UNAVAILABLE)
        return ctl_refuse(ctl, rc, "there is no key: say --state, or run arenactl keys");
    if (rc != RC_OK)
        return ctl_refuse(ctl, rc, NULL);
    return print_token(ctl, token, &claims);
}

/* ---- audit ---- */

struct gathering {
    struct sheet *sheet;
    bool bad;
};

static void gather(void *context, uint64_t seq, const struct record_audit *entry)
{
    struct gathering *gathering = context;
    char who[PRINCIPAL_SIZE];
    (void)seq;
    if (entry == NULL)
        return;
    if (gathering->bad || !sheet_row_create(gathering->sheet)) {
        gathering->bad = true;
        return;
    }
    struct sheet *sheet = gathering->sheet;
    sheet_put_number(sheet, entry->at);
    sheet_put(sheet, audit_kind_name(entry->kind));
    sheet_put(sheet, entry->robot);
    sheet_put(sheet, principal_to_text(&entry->who, who));
    sheet_put_number(sheet, entry->n);
    sheet_put(sheet, why_name(entry->why));
    sheet_put(sheet, entry->tag.text);
}

static enum ctl_exit print_audit(const struct ctl *ctl, const struct audit_query *query)
{
    static const struct sheet_column columns[] = {
        {"at",    "WHEN (UTC)", SHEET_TIME  },
        {"kind",  "WHAT",       SHEET_TEXT  },
        {"robot", "ROBOT",      SHEET_TEXT  },
        {"who",   "WHO",        SHEET_TEXT  },
        {"n",     "N",          SHEET_NUMBER},
        {"why",   "WHY",        SHEET_TEXT  },
        {"tag",   "STOP",       SHEET_TEXT  }
    };
    struct gathering gathering = {.sheet = sheet_create(columns, 7)};
    struct store_fault fault;
    if (gathering.sheet == NULL)
        return ctl_refuse(ctl, RC_NO_MEMORY, NULL);
    enum ctl_exit code = CTL_OK;
    enum rc rc = audit_read(ctl->options->state, query, gather, &gathering, &fault);
    if (rc != RC_OK)
        code = ctl_refuse(ctl, rc, fault.sentence);
    else if (gathering.bad)
        code = ctl_refuse(ctl, RC_NO_MEMORY, NULL);
    else if (ctl->options->json)
        sheet_write_json(gathering.sheet, ctl->out, "audit");
    else
        sheet_print(gathering.sheet, ctl->out, "nothing happened");
    sheet_destroy(gathering.sheet);
    return code;
}

enum ctl_exit run_audit(struct ctl *ctl)
{
    struct audit_query query;
    memset(&query, 0, sizeof query);
    memcpy(query.robot, ctl->options->robot, sizeof query.robot);
    query.who = ctl->options->who;
    query.from = ctl->options->from;
    query.to = ctl->options->to;
    query.limit = ctl->options->limit;
    return print_audit(ctl, &query);
}
