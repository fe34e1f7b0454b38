/* What must always hold of matches: nobody drives but while one runs; what is said is what a
 * restart would tell; the score is the sum of what counted; one that is over holds no lease;
 * nobody and no robot is in two; a clock moves while it should and only then.
 */
#include <string.h>

#include "tests/seed/sim.h"

#define LOOK_AT 8 /* of so many turns of the bridge one is looked at */

static const struct record_match *stored_match(
    const struct sim *sim, const char *id, const struct tag *session)
{
    const struct fake_store *store = &sim->bridge.ports.store;
    for (unsigned i = 0; i < store->count; i++) {
        const struct record *row = &store->rows[i];
        if (row->kind == RECORD_MATCH &&
            (id != NULL ? strcmp(row->match.setup.id, id) == 0
                        : tag_equal(&row->match.session, session))) {
            return &row->match;
        }
    }
    return NULL;
}

static void sum_entry(void *context, const struct match_entry *entry)
{
    struct sim *sim = context;
    bool counts = (entry->kind == ENTRY_HIT && entry->verdict == VERDICT_COUNTED) ||
                  entry->kind == ENTRY_ELIMINATED || entry->kind == ENTRY_OVERTURNED;
    if (counts && entry->team >= 0 && entry->seq <= sim->told_until) {
        sim->told_scores[entry->team] += entry->points;
    } else if (entry->points != 0 && !counts) {
        sim_fail(sim, "an entry that does not count has points");
    }
}

/* The game as the store's inputs tell it, and the sum of its counted points. */
static void retell(struct sim *sim, const char *id)
{
    const struct fake_store *store = &sim->bridge.ports.store;
    const struct record_match *stored = stored_match(sim, id, NULL);
    struct game_hearer hearer = {.log = sum_entry, .context = sim};
    if (stored == NULL) {
        sim_fail(sim, "%s is said, but not stored", id);
    }
    memset(sim->told_scores, 0, sizeof sim->told_scores);
    game_init(&sim->told, &stored->setup, &hearer);
    for (unsigned i = 0; i < store->input_count; i++) {
        if (strcmp(store->inputs[i].match, id) == 0 &&
            game_take(&sim->told, &store->inputs[i].input, &hearer) != RC_OK) {
            sim_fail(sim, "input %u of %s was kept, but is refused", i, id);
        }
    }
}

/* The lease that is stored, by a store that has not failed of late: what was said of an older
 * one in the same breath is overtaken at once. */
static bool lease_is_the_stored(const struct sim *sim, const struct fake_say *say)
{
    struct record key = {.kind = RECORD_LEASE};
    memcpy(key.lease.robot, say->to.id, ID_SIZE);
    const struct record *stored = fake_store_find(&sim->bridge.ports.store, &key);
    return stored != NULL && sim->now - sim->bridge.failed_at > 2 * STORE_RETRY_MS &&
           lease_number_compare(&stored->lease.number, &say->lease.number) == 0;
}

void check_drive_said(struct sim *sim, const struct fake_say *say)
{
    const struct record_match *match = stored_match(sim, NULL, &say->lease.session);
    bool driven = !principal_is_nobody(&say->lease.driver);
    if (!driven || match == NULL) {
        if (say->lease.drive != driven) {
            sim_fail(sim, "%s is told to drive without a driver, or the reverse", say->to.id);
        }
        return;
    }
    if (say->lease.drive == (say->lease.why[0] != WHY_NONE)) {
        sim_fail(sim, "%s is not told why it may not move", say->to.id);
    }
    if (!say->lease.drive || !lease_is_the_stored(sim, say)) {
        return;
    }
    sim->told_until = UINT32_MAX;
    retell(sim, match->setup.id);
    if (game_state(&sim->told) != MATCH_RUNNING || game_held(&sim->told)) {
        sim_fail(sim, "%s may move though %s is %s", say->to.id, match->setup.id,
            match_state_name(game_state(&sim->told)));
    }
}

/* By now the store may know more: what was kept together with this was kept before it is said.
 */
static void check_told(struct sim *sim, const struct match *said)
{
    struct match *told = &sim->looked_at;
    sim->told_until = said->seq;
    retell(sim, said->id);
    game_match(&sim->told, told);
    if (told->seq < said->seq || (told->seq == said->seq && told->state != said->state)) {
        sim_fail(sim, "%s is said as %s %u, stored as %s %u", said->id,
            match_state_name(said->state), said->seq, match_state_name(told->state), told->seq);
    }
    for (unsigned i = 0; i < said->team_count; i++) {
        if (said->teams[i].score != sim->told_scores[i]) {
            sim_fail(sim, "%s: team %u has %d points, counted are %d", said->id, i,
                said->teams[i].score, sim->told_scores[i]);
        }
    }
}

static struct sim_match *board_place(struct sim *sim, const char *id)
{
    struct sim_match *match = match_on_board(sim, id);
    for (unsigned i = 0; i < SIM_BOARD && match == NULL; i++) {
        struct sim_match *place = &sim->board[i];
        if (place->id[0] == '\0' || place->emptied) {
            memset(place, 0, sizeof *place);
            memcpy(place->id, id, strlen(id) + 1);
            match = place;
        }
    }
    return match;
}

static void board_note(struct sim *sim, const struct match *said)
{
    struct sim_match *match = board_place(sim, said->id);
    if (match == NULL) {
        memset(&sim->board[0], 0, sizeof sim->board[0]); /* left by a store that was restored */
        return;
    }
    match->looked_boots = said->held == match->held ? match->looked_boots : 0;
    match->state = said->state;
    match->held = said->held;
}

void check_match_said(struct sim *sim, const struct fake_say *say)
{
    const struct match *said = say->game.match;
    if (said == NULL) {
        struct sim_match *match = match_on_board(sim, say->game.id);
        sim_note(sim, RARE_MATCHES_EMPTIED);
        if (match != NULL) {
            match->emptied = true;
        }
        return;
    }
    check_told(sim, said);
    board_note(sim, said);
}

static void note_entry(struct sim *sim, const struct match_entry *entry)
{
    static const enum rare rare[ENTRY_KIND_COUNT_] = {
        [ENTRY_CREATED] = RARE_MATCHES_CREATED,
        [ENTRY_STARTED] = RARE_MATCHES_STARTED,
        [ENTRY_INCOMPLETE] = RARE_MATCHES_BROKEN_OFF,
        [ENTRY_PAUSED] = RARE_MATCHES_PAUSED,
        [ENTRY_GOES_ON] = RARE_MATCHES_HELD,
        [ENTRY_FINISHED] = RARE_MATCHES_FINISHED,
        [ENTRY_ABORTED] = RARE_MATCHES_ABORTED,
        [ENTRY_AWAY] = RARE_SEATS_AWAY,
        [ENTRY_BACK] = RARE_SEATS_BACK,
        [ENTRY_QUEUED] = RARE_SEATS_QUEUED,
        [ENTRY_SWAPPED] = RARE_ROBOTS_SWAPPED,
        [ENTRY_OVERTURNED] = RARE_HITS_OVERTURNED,
        [ENTRY_ELIMINATED] = RARE_ELIMINATIONS,
        [ENTRY_RESPAWNED] = RARE_RESPAWNS,
    };
    if (rare[entry->kind] != 0) {
        sim_note(sim, rare[entry->kind]);
    }
    if (entry->kind == ENTRY_HIT) {
        sim_note(
            sim, entry->verdict == VERDICT_COUNTED ? RARE_HITS_COUNTED : RARE_HITS_NOT_COUNTED);
    }
    if (entry->kind == ENTRY_JOINED && entry->who.kind == KIND_BOT) {
        sim_note(sim, RARE_SEATS_OF_BOTS);
    }
}

/* Said in order, by one life of the bridge; and what an entry says is in the store's. */
void check_entry_said(struct sim *sim, const struct fake_say *say)
{
    const struct match_entry *entry = &say->game.entry;
    struct sim_match *match = board_place(sim, say->game.id);
    sim_tell(sim, "%s: %u %s %s%s", say->game.id, entry->seq, entry_kind_name(entry->kind),
        entry->who.id, entry->robot);
    note_entry(sim, entry);
    if (match == NULL) {
        return;
    }
    if (match->boots == sim->bridge.boots && entry->seq <= match->seq) {
        sim_fail(sim, "%s: entry %u is said after %u", say->game.id, entry->seq, match->seq);
    }
    match->boots = sim->bridge.boots;
    match->seq = entry->seq;
    if (entry->kind == ENTRY_RESUMED || entry->kind == ENTRY_GOES_ON) {
        match->looked_boots = 0;
    }
    if (entry->kind == ENTRY_HIT && entry->verdict == VERDICT_COUNTED) {
        match->hit = entry->seq;
    }
}

static void check_clock(
    const struct sim *sim, const struct sim_match *match, const struct match_live *live)
{
    bool stands = live->state == MATCH_PAUSED || match->held;
    uint32_t passed = live->at - match->looked_at;
    uint32_t ran = match->clock_ms - live->clock_ms;
    if (stands && ran != 0) {
        sim_fail(sim, "the clock of %s moves though it stands", match->id);
    }
    if (!stands && live->state == MATCH_RUNNING && ran != passed) {
        sim_fail(sim, "%s runs, but its clock moves by %u in %u ms", match->id, ran, passed);
    }
}

/* From one live message to the next of one bridge, with nothing between that starts or stops
 * the clock. */
void check_live_said(struct sim *sim, const struct fake_say *say)
{
    const struct match_live *live = say->game.live;
    struct sim_match *match = match_on_board(sim, say->game.id);
    if (match == NULL) {
        return;
    }
    if (match->looked_boots == sim->bridge.boots && match->looked_state == live->state) {
        check_clock(sim, match, live);
    }
    match->looked_boots = sim->bridge.boots;
    match->looked_state = live->state;
    match->looked_at = live->at;
    match->clock_ms = live->clock_ms;
}

struct seen {
    unsigned robot_count, player_count;
    char robots[SIM_ROBOTS][ID_SIZE];
    char of[SIM_ROBOTS][ID_SIZE]; /* match */
    struct principal players[SIM_PEOPLE];
};

static void see_robot(const struct sim *sim, struct seen *seen, const char *robot)
{
    for (unsigned i = 0; i < seen->robot_count; i++) {
        if (strcmp(seen->robots[i], robot) == 0) {
            sim_fail(
                sim, "%s is in two units, of %s and %s", robot, seen->of[i], sim->looked_at.id);
        }
    }
    memcpy(seen->of[seen->robot_count], sim->looked_at.id, ID_SIZE);
    memcpy(seen->robots[seen->robot_count++], robot, ID_SIZE);
}

static void see_player(const struct sim *sim, struct seen *seen, const struct principal *player)
{
    for (unsigned i = 0; i < seen->player_count; i++) {
        if (principal_equal(&seen->players[i], player)) {
            sim_fail(sim, "%s has two seats", player->id);
        }
    }
    seen->players[seen->player_count++] = *player;
}

static void see_seat(const struct sim *sim, struct seen *seen, const struct match_seat *seat)
{
    if (!principal_is_nobody(&seat->player)) {
        see_player(sim, seen, &seat->player);
    }
    for (unsigned i = 0; i < seat->unit_count; i++) {
        if (seat->units[i].robot[0] != '\0') {
            see_robot(sim, seen, seat->units[i].robot);
        }
    }
}

static void see_match(const struct sim *sim, struct seen *seen, const struct match *match)
{
    for (unsigned i = 0; i < match->team_count; i++) {
        for (unsigned j = 0; j < match->teams[i].seat_count; j++) {
            see_seat(sim, seen, &match->teams[i].seats[j]);
        }
    }
}

static void check_over(const struct sim *sim, const char *id)
{
    const struct record_match *stored = stored_match(sim, id, NULL);
    struct core_lease_page page;
    core_lease_page(app_core(sim->bridge.app), "", sim->now, &page);
    for (unsigned i = 0; stored != NULL && i < page.count; i++) {
        if (!principal_is_nobody(&page.leases[i].driver) &&
            tag_equal(&page.leases[i].session, &stored->session)) {
            sim_fail(sim, "%s is over, but holds %s", id, page.leases[i].robot);
        }
    }
}

void check_matches(struct sim *sim)
{
    struct seen seen = {0};
    if (sim->steps % LOOK_AT != 0 || sim->now - sim->bridge.failed_at <= 2 * STORE_RETRY_MS) {
        return;
    }
    for (unsigned i = 0; i < SIM_BOARD; i++) {
        const struct sim_match *match = &sim->board[i];
        if (match->id[0] == '\0' ||
            !core_match(app_core(sim->bridge.app), match->id, &sim->looked_at)) {
            continue;
        }
        if (match_state_is_over(sim->looked_at.state)) {
            check_over(sim, match->id);
        } else {
            see_match(sim, &seen, &sim->looked_at);
        }
    }
}

/* Whoever has a seat knows it, and nobody else thinks so. */
void check_calm_seats(struct sim *sim)
{
    const struct core *core = app_core(sim->bridge.app);
    for (unsigned i = 0; i < SIM_PEOPLE; i++) {
        const struct sim_person *person = &sim->people[i];
        if (person->seat[0] == '\0' || !person->link.up) {
            continue;
        }
        bool known = core_match(core, person->seat, &sim->looked_at);
        bool over = known && match_state_is_over(sim->looked_at.state);
        if (over && sim->bridge.ports.wall - sim->looked_at.ended < 1000) {
            continue; /* they are about to hear of it */
        }
        if (!known || over) {
            sim_fail(sim, "%s believes in a seat of %s", person->principal.id, person->seat);
        }
    }
}
