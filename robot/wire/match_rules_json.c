/* The rules of a match: data, so their names, ranges and defaults come from one table. */
#include "robot/wire/parts_json.h"

static void read_rule(const struct json_at *item, bool strict, struct match_rules *ret)
{
    enum rule rule;
    if (rule_from_name(json_item_name(item), &rule)) {
        const struct rule_row *row = rule_row(rule);
        json_need_i32(item, NULL, row->least, row->most, &ret->value[rule]);
    } else if (strict) {
        json_fault(item, NULL, "is not a rule that is known here");
    }
}

void read_match_rules(const struct json_at *at, bool strict, struct match_rules *ret)
{
    *ret = match_rules_default();
    struct json_at list;
    unsigned count = json_may_members(at, "rules", WIRE_JSON_MEMBERS, &list);
    for (unsigned i = 0; i < count; i++) {
        struct json_at item;
        json_item(&list, i, &item);
        read_rule(&item, strict, ret);
    }
}

void write_match_rules(struct json_writer *writer, const struct match_rules *rules, bool all)
{
    json_open_object(writer, "rules");
    for (int rule = 0; rule < RULE_COUNT_; rule++) {
        const struct rule_row *row = rule_row((enum rule)rule);
        if (all || rules->value[rule] != row->standard)
            json_put_signed(writer, row->word, rules->value[rule]);
    }
    json_close_object(writer);
}
