/* The filters a session wants and what became of each on the present connection: a set, said
 * anew as a whole when it changes. Pure. */
#ifndef ROBOT_CLIENT_FILTERS_H
#define ROBOT_CLIENT_FILTERS_H

#include <stdbool.h>
#include <stdint.h>

#include "robot/client/link.h"

#define FILTER_SIZE 192

struct filter {
    char text[FILTER_SIZE]; /* "" = free */
    bool wanted;
    bool heard;
    uint32_t asked; /* token of the request; 0 = not asked on this connection */
};

struct filters {
    unsigned count;
    struct filter *list; /* the owner's memory */
};

/* The wanted ones, one by one; add: false = no room. */
void filters_begin(struct filters *filters);
bool filters_add(struct filters *filters, const char *text);
/* Those that are not wanted any more: asked ones into `ret` (LINK_FILTERS at most), to be
 * unsubscribed from before filters_sweep frees them all. */
unsigned filters_gone(const struct filters *filters, const char *ret[LINK_FILTERS]);
void filters_sweep(struct filters *filters);

/* A connection began: nothing is asked or heard. */
void filters_forget(struct filters *filters);
/* Up to LINK_FILTERS wanted ones that were not asked yet are now, with this token. */
unsigned filters_ask(struct filters *filters, uint32_t token, const char *ret[LINK_FILTERS]);
/* Up to LINK_FILTERS of those that were asked on this connection, to be unsubscribed from; they
 * count as not asked then, and stay wanted. */
unsigned filters_let_go(struct filters *filters, const char *ret[LINK_FILTERS]);
/* The broker confirmed what was asked with this token. */
void filters_confirm(struct filters *filters, uint32_t token);

bool filters_heard(const struct filters *filters, const char *text);
bool filters_all_heard(const struct filters *filters);

#endif
