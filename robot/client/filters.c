#include "robot/client/filters.h"

#include <string.h>

#include "robot/base/text.h"

static struct filter *find(const struct filters *filters, const char *text)
{
    for (unsigned i = 0; i < filters->count; i++) {
        if (strcmp(filters->list[i].text, text) == 0)
            return &filters->list[i];
    }
    return NULL;
}

void filters_begin(struct filters *filters)
{
    for (unsigned i = 0; i < filters->count; i++)
        filters->list[i].wanted = false;
}

bool filters_add(struct filters *filters, const char *text)
{
    struct filter *filter = find(filters, text);
    if (!filter) {
        filter = find(filters, "");
        if (!filter || !text_copy(filter->text, sizeof filter->text, text))
            return false;
    }
    filter->wanted = true;
    return true;
}

unsigned filters_gone(const struct filters *filters, const char *ret[LINK_FILTERS])
{
    unsigned count = 0;
    for (unsigned i = 0; i < filters->count && count < LINK_FILTERS; i++) {
        if (!filters->list[i].wanted && filters->list[i].asked != 0)
            ret[count++] = filters->list[i].text;
    }
    return count;
}

unsigned filters_let_go(struct filters *filters, const char *ret[LINK_FILTERS])
{
    unsigned count = 0;
    for (unsigned i = 0; i < filters->count && count < LINK_FILTERS; i++) {
        struct filter *filter = &filters->list[i];
        if (filter->asked == 0)
            continue;
        filter->heard = false;
        filter->asked = 0;
        ret[count++] = filter->text;
    }
    return count;
}

void filters_sweep(struct filters *filters)
{
    for (unsigned i = 0; i < filters->count; i++) {
        if (!filters->list[i].wanted)
            memset(&filters->list[i], 0, sizeof filters->list[i]);
    }
}

void filters_forget(struct filters *filters)
{
    for (unsigned i = 0; i < filters->count; i++) {
        filters->list[i].heard = false;
        filters->list[i].asked = 0;
    }
}

unsigned filters_ask(struct filters *filters, uint32_t token, const char *ret[LINK_FILTERS])
{
    unsigned count = 0;
    for (unsigned i = 0; i < filters->count && count < LINK_FILTERS; i++) {
        struct filter *filter = &filters->list[i];
        if (!filter->wanted || filter->asked != 0)
            continue;
        filter->asked = token;
        ret[count++] = filter->text;
    }
    return count;
}

void filters_confirm(struct filters *filters, uint32_t token)
{
    for (unsigned i = 0; i < filters->count; i++) {
        if (filters->list[i].asked == token)
            filters->list[i].heard = true;
    }
}

bool filters_heard(const struct filters *filters, const char *text)
{
    const struct filter *filter = find(filters, text);
    return filter && filter->heard;
}

bool filters_all_heard(const struct filters *filters)
{
    for (unsigned i = 0; i < filters->count; i++) {
        if (filters->list[i].wanted && !filters->list[i].heard)
            return false;
    }
    return true;
}
