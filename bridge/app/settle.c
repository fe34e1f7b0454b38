/* The one place that says who hears what. A batch is carried out in phases: what must last is
 * stored (one transaction), robots hear before anybody else, answers go out before the
 * revocation that would cut their reader off, an eviction comes last. Whether it was stored
 * goes back into the core, which then says what waited for it.
 */
#include <string.h>

#include "bridge/app/inside.h"
#include "bridge/app/translate.h"

static uint64_t wall_s(const struct app *app)
{
    return app->ports.clock.wall(app->ports.clock.self) / 1000;
}

static void said(struct app *app, enum rc rc)
{
    if (rc != RC_OK) {
        app->counts.say_failures++;
    }
}

static enum rc mint(
    struct app *app, const struct mint_order *order, char *ret_token, uint64_t *ret_expires)
{
    const struct port_account *account = &app->ports.account;
    return account->mint(account->self, order, ret_token, ret_expires);
}

static void carry_lease(struct app *app, const struct effect *effect)
{
    const struct port_robots *robots = &app->ports.robots;
    said(app, robots->say_lease(robots->self, effect->lease.robot, &effect->lease.lease,
                  effect->lease.max_message));
}

static void carry_evict(struct app *app, const struct effect *effect)
{
    const struct port_robots *robots = &app->ports.robots;
    struct mint_order order = {.principal = {.kind = KIND_ROBOT},
        .wall = wall_s(app),
        .iat_after = effect->evict.before,
        .life_s = APP_EVICT_TOKEN_S};
    memcpy(order.principal.id, effect->evict.robot, sizeof order.principal.id);
    char token[ASK_TOKEN_SIZE];
    uint64_t expires = 0;
    enum rc rc = mint(app, &order, token, &expires);
    if (rc == RC_OK) {
        rc = robots->evict(robots->self, effect->evict.robot, token);
    }
    if (rc != RC_OK &&
        app->evict_count < APP_EVICTS) { /* the core's timeout finds the others */
        memcpy(app->evicts[app->evict_count++], effect->evict.robot, ID_SIZE);
    }
}

static void carry_revoked(struct app *app, const struct effect *effect)
{
    const struct port_audience *audience = &app->ports.audience;
    said(app, audience->say_revoked(
                  audience->self, &effect->revoked.principal, effect->revoked.before));
}

static void carry_me(struct app *app, const struct effect *effect)
{
    const struct port_audience *audience = &app->ports.audience;
    struct me *me = NULL;
    if (!effect->me.empty) {
        me = &app->out.me;
        me_from_core(&effect->me.me, me);
    }
    said(app, audience->say_me(audience->self, &effect->me.to, me));
}

static void carry_roster(struct app *app, const struct effect *effect)
{
    (void)effect;
    const struct port_audience *audience = &app->ports.audience;
    const struct core_roster *core = core_roster_said(app->core);
    struct roster *roster = &app->out.roster;
    memset(roster, 0, sizeof *roster);
    roster->rev = core->rev;
    roster->changed_count = core->changed_count;
    memcpy(roster->changed, core->changed, core->changed_count * sizeof core->changed[0]);
    roster->gone_count = core->gone_count;
    memcpy(roster->gone, core->gone, core->gone_count * sizeof core->gone[0]);
    said(app, audience->say_roster(audience->self, roster));
}

static void carry_beat(struct app *app, const struct effect *effect)
{
    const struct port_audience *audience = &app->ports.audience;
    const struct port_clock *clock = &app->ports.clock;
    struct beat beat = {
        .boot = effect->beat.boot, .conn = effect->beat.conn, .ts = clock->wall(clock->self)};
    said(app, audience->say_beat(audience->self, &beat));
}

static void carry_match(struct app *app, const struct effect *effect)
{
    const struct port_audience *audience = &app->ports.audience;
    const struct match *match = core_match_said(app->core, effect->match.id);
    if (match != NULL) {
        said(app, audience->say_match(audience->self, effect->match.id, match));
    }
}

static void carry_match_gone(struct app *app, const struct effect *effect)
{
    const struct port_audience *audience = &app->ports.audience;
    said(app, audience->say_match(audience->self, effect->match.id, NULL));
}

/* What was live while it ran is a frame of the record, whoever hears it. */
static void carry_match_live(struct app *app, const struct effect *effect)
{
    const struct port_audience *audience = &app->ports.audience;
    const struct port_store *store = &app->ports.store;
    const char *id = effect->match.id;
    const struct match_live *live = core_match_live_said(app->core, id);
    if (live == NULL) {
        return;
    }
    said(app, audience->say_match_live(audience->self, id, live));
    if (live->state == MATCH_RUNNING && store->add_frame(store->self, id, live) != RC_OK) {
        app->counts.store_failures++;
    }
}

static void carry_match_event(struct app *app, const struct effect *effect)
{
    const struct port_audience *audience = &app->ports.audience;
    const struct effect_match_event *told = &effect->match_event;
    said(app, audience->say_match_event(audience->self, told->id, &told->entry));
}

static void add_robots(
    struct app *app, const struct effect_answer *effect, struct answer *answer)
{
    struct core_roster_page page;
    core_roster_page(app->core, effect->after, &page);
    answer->has_rev = true;
    answer->rev = page.rev;
    answer->has_robots = true;
    answer->robot_count = page.count;
    memcpy(answer->robots, page.robots, sizeof answer->robots);
    memcpy(answer->next, page.next, sizeof answer->next);
}

static void add_leases(
    struct app *app, const struct effect_answer *effect, struct answer *answer)
{
    const struct port_clock *clock = &app->ports.clock;
    struct core_lease_page page;
    core_lease_page(app->core, effect->after, clock->now(clock->self), &page);
    answer->has_leases = true;
    answer->lease_count = page.count;
    memcpy(answer->leases, page.leases, sizeof answer->leases);
    memcpy(answer->next, page.next, sizeof answer->next);
}

static void add_codes(
    struct app *app, const struct effect_answer *effect, struct answer *answer)
{
    const struct port_clock *clock = &app->ports.clock;
    struct core_code_page page;
    core_code_page(app->core, effect->after, clock->now(clock->self), &page);
    answer->has_codes = true;
    answer->code_count = page.count;
    memcpy(answer->codes, page.codes, sizeof answer->codes);
    memcpy(answer->next, page.next, sizeof answer->next);
}

static void add_token(
    struct app *app, const struct effect_answer *effect, struct answer *answer)
{
    struct mint_order order = {.principal = effect->to,
        .wall = wall_s(app),
        .iat_after = effect->iat_after,
        .life_s = effect->token_s};
    enum rc rc = mint(app, &order, answer->token, &answer->expires);
    if (rc != RC_OK) {
        answer->rc = rc_public(rc);
        answer->token[0] = '\0';
        answer->expires = 0;
    }
}

static void carry_answer(struct app *app, const struct effect *effect)
{
    const struct port_audience *audience = &app->ports.audience;
    const struct effect_answer *answered = &effect->answer;
    struct answer *answer = &app->out.answer;
    answer_from_kept(answered->id, &answered->answer, answer);
    if (answer->rc == RC_OK && answered->deed == DEED_ROSTER) {
        add_robots(app, answered, answer);
    } else if (answer->rc == RC_OK && answered->deed == DEED_LEASE_LIST) {
        add_leases(app, answered, answer);
    } else if (answer->rc == RC_OK && answered->deed == DEED_CODE_LIST) {
        add_codes(app, answered, answer);
    } else if (answer->rc == RC_OK && answered->token) {
        add_token(app, answered, answer);
    }
    said(app, audience->say_answer(audience->self, &answered->to, answer));
}

static void carry_reply(struct app *app, const struct effect *effect)
{
    const struct port_visitors *visitors = &app->ports.visitors;
    const struct effect_reply *replied = &effect->reply;
    struct reply *reply = &app->out.reply;
    memset(reply, 0, sizeof *reply);
    reply->rc = rc_public(replied->rc);
    reply->barred = replied->barred;
    reply->principal = replied->principal;
    if (reply->rc == RC_OK && replied->token) {
        struct mint_order order = {.principal = replied->principal,
            .wall = wall_s(app),
            .iat_after = replied->iat_after,
            .life_s = replied->token_s};
        enum rc rc = mint(app, &order, reply->token, &reply->expires);
        if (rc != RC_OK) {
            memset(reply, 0, sizeof *reply);
            reply->rc = rc_public(rc);
        }
    }
    visitors->reply(visitors->self, replied->request, reply);
}

enum phase { PHASE_ROBOTS, PHASE_TELL, PHASE_SHUT, PHASE_COUNT_ };

struct settle_row {
    enum phase phase;
    void (*carry)(struct app *app, const struct effect *effect);
};

static const struct settle_row settle_rows[EFFECT_COUNT_] = {
    [EFFECT_KEEP] = {PHASE_COUNT_, NULL             }, /* before all phases */
    [EFFECT_LEASE] = {PHASE_ROBOTS, carry_lease      },
    [EFFECT_ANSWER] = {PHASE_TELL,   carry_answer     },
    [EFFECT_REPLY] = {PHASE_TELL,   carry_reply      },
    [EFFECT_ME] = {PHASE_TELL,   carry_me         },
    [EFFECT_ROSTER] = {PHASE_TELL,   carry_roster     },
    [EFFECT_BEAT] = {PHASE_TELL,   carry_beat       },
    [EFFECT_MATCH_EVENT] = {PHASE_TELL,   carry_match_event},
    [EFFECT_MATCH] = {PHASE_TELL,   carry_match      },
    [EFFECT_MATCH_GONE] = {PHASE_TELL,   carry_match_gone },
    [EFFECT_MATCH_LIVE] = {PHASE_TELL,   carry_match_live },
    [EFFECT_REVOKED] = {PHASE_SHUT,   carry_revoked    },
    [EFFECT_EVICT] = {PHASE_SHUT,   carry_evict      },
};

/* How many keeps there were; *ret_written tells what became of them. */
static unsigned settle_keeps(struct app *app, bool *ret_written)
{
    const struct port_store *store = &app->ports.store;
    unsigned count = 0;
    for (unsigned i = 0; i < app->effects.count; i++) {
        if (app->items[i].kind == EFFECT_KEEP) {
            app->keeps[count++] = &app->items[i].keep;
        }
    }
    if (count > 0) {
        *ret_written = store->keep(store->self, app->keeps, count) == RC_OK;
        app->counts.store_failures += !*ret_written;
    }
    return count;
}

static void settle_evicts(struct app *app)
{
    struct input input;
    memset(&input, 0, sizeof input);
    input.kind = INPUT_EVICTED;
    for (unsigned i = 0; i < app->evict_count; i++) {
        memcpy(input.evicted.id, app->evicts[i], ID_SIZE);
        app_take(app, &input);
    }
    app->evict_count = 0;
}

void settle(struct app *app)
{
    bool written = false;
    unsigned kept = settle_keeps(app, &written);
    for (enum phase phase = PHASE_ROBOTS; phase < PHASE_COUNT_; phase++) {
        for (unsigned i = 0; i < app->effects.count; i++) {
            const struct effect *effect = &app->items[i];
            if (settle_rows[effect->kind].phase == phase) {
                settle_rows[effect->kind].carry(app, effect);
            }
        }
    }
    app->effects.count = 0;
    if (kept > 0) {
        struct input input;
        memset(&input, 0, sizeof input);
        input.kind = INPUT_SETTLED;
        input.settled.written = written;
        app_take(app, &input);
    }
    settle_evicts(app);
}
