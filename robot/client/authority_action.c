/* Actions: done at most once, and acknowledged the same way each time they are repeated.
 *
 * Only what was done is remembered: a rejected action is judged anew, so that a flood of
 * rejections cannot push what was done out of the memory of 64.
 */
#include <math.h>
#include <string.h>

#include "robot/base/text.h"
#include "robot/client/authority.h"
#include "robot/client/authority_inner.h"

static const struct card_action *rule_of(const struct card *card, const char *name)
{
    for (unsigned i = 0; i < card->action_count; i++) {
        if (strcmp(card->actions[i].name, name) == 0)
            return &card->actions[i];
    }
    return NULL;
}

static struct ack *remembered(struct authority *authority, const struct tag *id)
{
    for (unsigned i = 0; i < AUTHORITY_ACKS; i++) {
        if (tag_equal(&authority->acks[i].id, id))
            return &authority->acks[i];
    }
    return NULL;
}

static enum refusal judge_form(const struct action *action, const struct card_action *rule)
{
    if (!rule || !tag_valid(action->id.text))
        return REFUSAL_FORM;
    if (action->has_value && !isfinite(action->value))
        return REFUSAL_FORM;
    if (!rule->has_range)
        return REFUSAL_NONE;
    if (!action->has_value)
        return REFUSAL_FORM;
    bool inside = action->value >= rule->min && action->value <= rule->max;
    return inside ? REFUSAL_NONE : REFUSAL_RANGE;
}

static enum refusal judge_sender(const struct authority *authority,
    const struct principal *from, const struct action *action, const struct card_action *rule)
{
    enum refusal form = judge_form(action, rule);
    if (form != REFUSAL_NONE)
        return form;
    if (!authority_from_driver(authority, from))
        return REFUSAL_DRIVER;
    return action->n == authority->lease.number.n ? REFUSAL_NONE : REFUSAL_NUMBER;
}

static enum refusal judge_moment(const struct authority *authority, const struct action *action,
    const struct card_action *rule)
{
    if (rule->when != WHEN_ALWAYS && !authority->may_move)
        return REFUSAL_HALTED;
    return authority_fresh(authority, action->e) ? REFUSAL_NONE : REFUSAL_STALE;
}

static void answer(const struct action *action, enum ack_state state, const char *why,
    struct authority_effects *effects)
{
    effects->ack = (struct ack){.id = action->id, .state = state};
    (void)text_copy(effects->ack.action, sizeof effects->ack.action, action->action);
    (void)text_copy(effects->ack.why, sizeof effects->ack.why, why); /* ours, and short */
    effects->set |= AUTHORITY_ACK;
}

/* Strangers get no answer: the robot talks to its driver only. */
static void reject(struct authority *authority, const struct principal *from,
    const struct action *action, enum refusal refusal, struct authority_effects *effects)
{
    authority_refuse(authority, refusal, effects);
    if (authority_from_driver(authority, from) && tag_valid(action->id.text))
        answer(action, ACK_REJECTED, refusal_name(refusal), effects);
}

void authority_hear_action(struct authority *authority, const struct principal *from,
    const struct action *action, uint64_t now, struct authority_effects *effects)
{
    authority_begin(authority, now, effects);
    const struct card_action *rule = rule_of(authority->card, action->action);
    enum refusal refusal = judge_sender(authority, from, action, rule);
    if (refusal != REFUSAL_NONE) {
        reject(authority, from, action, refusal, effects);
        return;
    }
    const struct ack *before = remembered(authority, &action->id);
    if (before) {
        effects->ack = *before;
        effects->set |= AUTHORITY_ACK;
        return;
    }
    refusal = judge_moment(authority, action, rule);
    if (refusal != REFUSAL_NONE) {
        reject(authority, from, action, refusal, effects);
        return;
    }
    answer(action, ACK_ACCEPTED, "", effects);
    effects->set |= AUTHORITY_DO;
    authority->acks[authority->ack_next++ % AUTHORITY_ACKS] = effects->ack;
    authority->moved_at = authority->now;
}

bool authority_note_ack(struct authority *authority, struct ack *ack)
{
    struct ack *kept = tag_valid(ack->id.text) ? remembered(authority, &ack->id) : NULL;
    if (!kept)
        return false;
    kept->state = ack->state;
    memcpy(kept->why, ack->why, sizeof kept->why);
    kept->ts = ack->ts;
    *ack = *kept;
    return true;
}
