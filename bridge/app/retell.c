/* The fold once more, with an ear on it. One step takes one input or tells one frame; each
 * leaves its lines in a stage, from where they are handed out as the caller has room. Rejected:
 * keeping what was said (ten times the bytes, and a second truth), and telling a match in one
 * go (a match of two hours held up the loop for a second).
 *
 * Of two things of the same ms, the frame says which came first: it names the last entry of the
 * log that it knew.
 */
#include "bridge/app/retell.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "bridge/app/retell_json.h"
#include "bridge/core/game_inner.h"
#include "robot/wire/limits.h"

#define INPUTS     128 /* read at a time */
#define FRAMES     16
#define STEPS      256 /* of one call */
#define READS      2   /* of one call */
#define STAGE_SIZE (2 * WIRE_PAYLOAD_LARGE)

struct inputs {
    unsigned count, taken;
    bool ended; /* the store has no more */
    uint32_t next;
    struct game_input items[INPUTS];
};

struct live_frames {
    unsigned count, taken;
    bool ended;
    uint32_t next;
    struct match_live items[FRAMES];
};

struct retelling {
    struct port_store store;
    struct retell_order order;
    bool found; /* the match's own record has come */
    struct game_setup setup;
    unsigned tally_count;
    struct match_player tallies[MATCH_PLAYERS];
    struct game game;
    uint32_t rev;        /* game_rev of `said` */
    struct match now;    /* the document … */
    struct match said;   /* … as it was told last, without running numbers */
    uint32_t seq;        /* of the last entry */
    uint32_t told, last; /* RETELL_ENTRIES: how many, and the last one's seq */
    bool more;           /* RETELL_ENTRIES: there are more than the limit */
    unsigned reads;      /* of this call */
    bool done;           /* nothing more comes onto the stage */
    struct inputs inputs;
    struct live_frames frames;
    size_t sent; /* of the stage */
    struct text text;
    char stage[STAGE_SIZE];
};

/* ---- the log ---- */

static void tell_entry(struct retelling *telling, const struct match_entry *entry)
{
    if (entry->seq <= telling->order.after)
        return;
    if (telling->told == telling->order.limit) {
        telling->more = true;
        return;
    }
    if (telling->told++ > 0)
        text_add(&telling->text, ",");
    telling->last = entry->seq;
    json_add_entry(&telling->text, entry);
}

static void hear(void *context, const struct match_entry *entry)
{
    struct retelling *telling = context;
    telling->seq = entry->seq;
    switch (telling->order.what) {
    case RETELL_RECORD:
        line_add_entry(&telling->text, entry);
        return;
    case RETELL_ENTRIES:
        tell_entry(telling, entry);
        return;
    case RETELL_MATCH:
        return;
    }
}

/* ---- the document ---- */

static const struct match_player *find_tally(
    const struct retelling *telling, const struct principal *player)
{
    for (unsigned i = 0; i < telling->tally_count; i++)
        if (principal_equal(&telling->tallies[i].player, player))
            return &telling->tallies[i];
    return NULL;
}

/* What was measured, beside what the game knows. */
static void add_tally(struct match_player *player, const struct match_player *tally)
{
    player->distance_mm = tally->distance_mm;
    player->driven_ms = tally->driven_ms;
    player->frames_refused = tally->frames_refused;
    player->stops = tally->stops;
    player->delay_p50_ms = tally->delay_p50_ms;
    player->delay_p99_ms = tally->delay_p99_ms;
    memcpy(player->refused, tally->refused, sizeof player->refused);
}

static void look(struct retelling *telling)
{
    struct match *match = &telling->now;
    memset(match, 0, sizeof *match); /* it is compared as it lies */
    game_match(&telling->game, match);
    for (unsigned i = 0; i < match->player_count; i++) {
        const struct match_player *tally = find_tally(telling, &match->players[i].player);
        if (tally != NULL)
            add_tally(&match->players[i], tally);
    }
}

static void calm_seat(struct match_seat *seat)
{
    seat->away_ms = 0;
    for (unsigned i = 0; i < MATCH_ROBOTS; i++) {
        struct match_unit *unit = &seat->units[i];
        unit->health = unit->heat = unit->limit = 0;
        unit->hot = false;
        unit->back_ms = 0;
    }
}

/* The document without what runs: two that differ by that only are one. */
static void calm(struct match *match)
{
    match->clock_ms = 0;
    match->seq = 0;
    for (unsigned team = 0; team < match->team_count; team++)
        for (unsigned seat = 0; seat < match->teams[team].seat_count; seat++)
            calm_seat(&match->teams[team].seats[seat]);
}

/* Statistics are those of a match that is over. */
static void tell_document(struct retelling *telling)
{
    struct match *match = &telling->now;
    if (game_rev(&telling->game) == telling->rev)
        return;
    telling->rev = game_rev(&telling->game);
    look(telling);
    if (!match_state_is_over(match->state))
        match->player_count = 0;
    size_t before = telling->text.length;
    line_add_match(&telling->text, game_at(&telling->game), match);
    calm(match);
    if (memcmp(match, &telling->said, sizeof *match) == 0)
        telling->text.length = before; /* nothing but health */
    telling->said = *match;
}

/* ---- reading ---- */

static enum rc take_record(void *context, const struct record *record)
{
    struct retelling *telling = context;
    if (record->kind == RECORD_MATCH) {
        telling->setup = record->match.setup;
        telling->found = true;
    } else if (record->kind == RECORD_TALLY && telling->tally_count < MATCH_PLAYERS) {
        telling->tallies[telling->tally_count++] = record->tally.player;
    }
    return RC_OK;
}

static void take_input(void *context, const struct game_input *input)
{
    struct inputs *inputs = context;
    if (inputs->count < INPUTS)
        inputs->items[inputs->count++] = *input;
}

static enum rc read_inputs(struct retelling *telling)
{
    struct inputs *inputs = &telling->inputs;
    const struct port_store *store = &telling->store;
    struct match_slice slice = {.from = inputs->next, .limit = INPUTS};
    memcpy(slice.match, telling->order.match, sizeof slice.match);
    inputs->count = inputs->taken = 0;
    telling->reads++;
    enum rc rc = store->read_inputs(store->self, &slice, take_input, inputs);
    inputs->ended = inputs->count < INPUTS;
    if (inputs->count > 0)
        inputs->next = inputs->items[inputs->count - 1].seq + 1;
    return rc;
}

static void take_frame(void *context, const struct match_live *frame)
{
    struct live_frames *frames = context;
    if (frames->count < FRAMES)
        frames->items[frames->count++] = *frame;
}

static enum rc read_frames(struct retelling *telling)
{
    struct live_frames *frames = &telling->frames;
    const struct port_store *store = &telling->store;
    struct match_slice slice = {.from = frames->next, .limit = FRAMES};
    memcpy(slice.match, telling->order.match, sizeof slice.match);
    frames->count = frames->taken = 0;
    telling->reads++;
    enum rc rc = store->read_frames(store->self, &slice, take_frame, frames);
    frames->ended = frames->count == 0; /* damaged ones are left out */
    if (frames->count > 0)
        frames->next = frames->items[frames->count - 1].at + 1;
    return rc;
}

/* ---- one step ---- */

static struct game_hearer hearer_of(struct retelling *telling)
{
    return (struct game_hearer){.log = hear, .context = telling};
}

/* What follows by time, the first of it only: each may be a document of its own. */
static void step_time(struct retelling *telling)
{
    const struct game_hearer hearer = hearer_of(telling);
    game_pass_time(&telling->game, game_next(&telling->game), &hearer);
    if (telling->order.what == RETELL_RECORD)
        tell_document(telling);
}

static enum rc step_input(struct retelling *telling, const struct game_input *input)
{
    const struct game_hearer hearer = hearer_of(telling);
    if (telling->order.what == RETELL_RECORD)
        line_add_input(&telling->text, input);
    enum rc rc = game_take(&telling->game, input, &hearer);
    if (telling->order.what == RETELL_RECORD)
        tell_document(telling);
    return rc == RC_OK ? RC_OK : RC_IO; /* it was taken once */
}

/* NULL: none is at hand. */
static const struct match_live *next_frame(const struct retelling *telling)
{
    const struct live_frames *frames = &telling->frames;
    return frames->taken < frames->count ? &frames->items[frames->taken] : NULL;
}

static bool wants_inputs(const struct retelling *telling)
{
    return telling->inputs.taken == telling->inputs.count && !telling->inputs.ended;
}

static bool wants_frames(const struct retelling *telling)
{
    return telling->order.what == RETELL_RECORD &&
           telling->frames.taken == telling->frames.count && !telling->frames.ended;
}

static void tell_end(struct retelling *telling)
{
    struct text *text = &telling->text;
    if (telling->order.what == RETELL_ENTRIES) {
        text_add(text, "]");
        if (telling->more)
            text_addf(text, ",\"next\":%u", telling->last);
        text_add(text, "}");
    } else if (telling->order.what == RETELL_MATCH) {
        look(telling);
        json_add_match(text, &telling->now);
    }
    telling->done = true;
}

/* What comes first: something that follows by time, a frame, or the input. */
static enum rc step_to(struct retelling *telling, const struct game_input *input)
{
    const struct match_live *frame = next_frame(telling);
    bool before = frame != NULL && frame->at <= input->at;
    if (game_next(&telling->game) <= (before ? frame->at : input->at)) {
        step_time(telling);
        return RC_OK;
    }
    if (before && (frame->at < input->at || frame->seq <= telling->seq)) {
        line_add_live(&telling->text, frame);
        telling->frames.taken++;
        return RC_OK;
    }
    telling->inputs.taken++;
    return step_input(telling, input);
}

static enum rc step(struct retelling *telling)
{
    struct inputs *inputs = &telling->inputs;
    if (wants_inputs(telling))
        return read_inputs(telling);
    if (wants_frames(telling))
        return read_frames(telling);
    if (inputs->taken < inputs->count && !telling->more)
        return step_to(telling, &inputs->items[inputs->taken]);
    tell_end(telling);
    return RC_OK;
}

/* ---- the whole ---- */

static enum rc begin(struct retelling *telling)
{
    const struct port_store *store = &telling->store;
    enum rc rc = store->read_match(store->self, telling->order.match, take_record, telling);
    if (rc != RC_OK)
        return rc;
    if (!telling->found || game_setup_check(&telling->setup) != RC_OK)
        return RC_IO;
    telling->inputs.next = 1;
    text_init(&telling->text, telling->stage, sizeof telling->stage);
    if (telling->order.what == RETELL_ENTRIES)
        text_add(&telling->text, "{\"entries\":[");
    const struct game_hearer hearer = hearer_of(telling);
    const struct game_hearer nobody = {.log = NULL};
    telling->rev = UINT32_MAX; /* so that the first document is told, and as the first line */
    game_init(&telling->game, &telling->setup, &nobody);
    if (telling->order.what == RETELL_RECORD)
        tell_document(telling);
    game_init(&telling->game, &telling->setup, &hearer);
    return telling->text.cut ? RC_IO : RC_OK;
}

enum rc retell_create(
    const struct port_store *store, const struct retell_order *order, struct retelling **ret)
{
    assert(order->what != RETELL_ENTRIES || order->limit >= 1);
    struct retelling *telling = calloc(1, sizeof *telling);
    if (telling == NULL)
        return RC_NO_MEMORY;
    telling->store = *store;
    telling->order = *order;
    enum rc rc = begin(telling);
    if (rc != RC_OK) {
        retell_destroy(telling);
        return rc;
    }
    *ret = telling;
    return RC_OK;
}

void retell_destroy(struct retelling *telling)
{
    free(telling);
}

/* Hands out what is on the stage; the stage is empty again once all of it has gone. */
static size_t hand_out(struct retelling *telling, char *buffer, size_t size)
{
    size_t left = telling->text.length - telling->sent;
    size_t length = left < size ? left : size;
    memcpy(buffer, telling->stage + telling->sent, length);
    telling->sent += length;
    if (telling->sent == telling->text.length) {
        telling->sent = 0;
        text_init(&telling->text, telling->stage, sizeof telling->stage);
    }
    return length;
}

static bool goes_on(const struct retelling *telling, size_t size)
{
    size_t staged = telling->text.length - telling->sent;
    return !telling->done && staged < size && telling->text.length < STAGE_SIZE / 4 &&
           telling->reads < READS;
}

enum rc retell_next(
    struct retelling *telling, char *buffer, size_t size, size_t *ret_length, bool *ret_done)
{
    telling->reads = 0;
    for (unsigned steps = 0; steps < STEPS && goes_on(telling, size); steps++) {
        enum rc rc = step(telling);
        if (rc != RC_OK || telling->text.cut)
            return RC_IO;
    }
    *ret_length = hand_out(telling, buffer, size);
    *ret_done = telling->done && telling->text.length == 0;
    return RC_OK;
}
