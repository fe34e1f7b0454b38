/* The rows of matches, their inputs and tallies, both ways: see shelf.h. */
#ifndef BRIDGE_ADAPTERS_STORE_SHELF_MATCH_H
#define BRIDGE_ADAPTERS_STORE_SHELF_MATCH_H

#include "bridge/adapters/store/row.h"
#include "bridge/core/record.h"

#define MATCH_COLUMNS                                                                          \
    "id, name, host, created, rules, teams, session, over, closed, state, winner, scores, "    \
    "started, ended, players"
#define INPUT_COLUMNS                                                                          \
    "match, seq, at, wall, act, who, player, team, seat, unit, other, robot, event, ref, ms, " \
    "value, missing, about"
#define TALLY_COLUMNS                                                                          \
    "match, player, distance_mm, driven_ms, frames_refused, stops, delay_p50_ms, "             \
    "delay_p99_ms, refused"

void shelf_write_match(struct row *row, const struct record *record);
void shelf_key_match(struct row *row, const struct record *record);
void shelf_read_match(struct row *row, struct record *ret);
void shelf_write_input(struct row *row, const struct record *record);
void shelf_key_input(struct row *row, const struct record *record);
void shelf_read_input(struct row *row, struct record *ret);
void shelf_write_tally(struct row *row, const struct record *record);
void shelf_key_tally(struct row *row, const struct record *record);
void shelf_read_tally(struct row *row, struct record *ret);

#endif
