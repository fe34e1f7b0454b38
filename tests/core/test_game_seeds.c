/* Random matches: what must hold of every one, whatever is put into it.
 *
 * Each is played three times: plainly; with time cut wherever it hurts; and again from the
 * inputs that were taken. Log and document must be the same to the byte.
 *
 *   test_core_game_seeds [first [count]]
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/core/game_throws.h"

#include <cmocka.h>

#define INPUTS   4000 /* thrown at one match */
#define ENTRIES  16384
#define AFTER    60 /* inputs after its end */
#define NO_EVENT 0

struct copy { /* one of the games that must be alike */
    struct game game;
    struct game_hearer hearer;
    unsigned count;
    struct match_entry log[ENTRIES];
    struct match match;
    struct match_live live;
};

struct shot { /* a FIRE or HIT that was taken; its number is its event id */
    enum game_act act;
    uint32_t at;
    int unit, other;
    unsigned entries; /* that name it */
};

struct play {
    uint32_t seed;
    bool done;
    struct dice dice;
    struct copy plain, cut, again;
    struct game before;
    unsigned kept_count;
    struct game_input kept[INPUTS];
    struct shot shots[INPUTS + 1];
    unsigned checked; /* entries of the log */
    int32_t scores[MATCH_TEAMS];
};

static uint32_t first_seed = 1, seed_count = 60;
static unsigned entries_seen[ENTRY_KIND_COUNT_];
static unsigned verdicts_seen[VERDICT_COUNT_];
static unsigned refused_seen[RC_COUNT_];
static unsigned states_seen[MATCH_STATE_COUNT_];

static void hear(void *context, const struct match_entry *entry)
{
    struct copy *copy = context;
    assert_true(copy->count < ENTRIES);
    copy->log[copy->count++] = *entry;
}

static void begin(struct copy *copy, const struct game_setup *setup)
{
    copy->count = 0;
    copy->hearer = (struct game_hearer){.log = hear, .context = copy};
    game_init(&copy->game, setup, &copy->hearer);
}

/* ---- what must be alike ---- */

static void tell(struct copy *copy)
{
    game_match(&copy->game, &copy->match);
    game_live(&copy->game, &copy->live);
}

static void compare(struct copy *a, struct copy *b, unsigned from)
{
    assert_int_equal(a->count, b->count);
    assert_memory_equal(
        &a->log[from], &b->log[from], (size_t)(a->count - from) * sizeof a->log[0]);
    tell(a);
    tell(b);
    assert_memory_equal(&a->match, &b->match, sizeof a->match);
    assert_memory_equal(&a->live, &b->live, sizeof a->live);
    assert_int_equal(game_next(&a->game), game_next(&b->game));
    assert_int_equal(game_rev(&a->game), game_rev(&b->game));
}

/* To `at` by way of moments at which something happens, just before, and any others. */
static void pass_in_cuts(struct play *play, uint32_t at)
{
    struct copy *copy = &play->cut;
    while (game_at(&copy->game) < at) {
        uint32_t now = game_at(&copy->game);
        uint32_t next = game_next(&copy->game);
        uint32_t to = dice_from(&play->dice, now, at);
        if (next <= at && dice_chance(&play->dice, 5000)) {
            to = next - dice_below(&play->dice, 2);
        }
        game_pass_time(&copy->game, to, &copy->hearer);
        if (dice_chance(&play->dice, 5000)) {
            to = at;
            game_pass_time(&copy->game, to, &copy->hearer);
        }
    }
    game_pass_time(&copy->game, at, &copy->hearer);
}

/* ---- what must hold of the log ---- */

static struct shot *shot_of(struct play *play, uint32_t event, enum game_act act)
{
    assert_in_range(event, 1, INPUTS);
    struct shot *shot = &play->shots[event];
    assert_int_equal(shot->act, act);
    return shot;
}

static void use_up(struct shot *shot)
{
    shot->entries++;
    assert_int_equal(shot->entries, 1);
}

/* One for one; only a hit on who is out or shielded uses up no shot. */
static void use_up_by(struct shot *fire, enum verdict verdict)
{
    if (verdict != VERDICT_VICTIM_OUT && verdict != VERDICT_SHIELDED) {
        use_up(fire);
    }
}

static void check_hit(struct play *play, const struct match_entry *entry)
{
    const struct game *game = &play->plain.game;
    struct shot *hit = shot_of(play, entry->hit, GAME_HIT);
    use_up(hit);
    verdicts_seen[entry->verdict]++;
    assert_int_equal(entry->fire == NO_EVENT, entry->verdict == VERDICT_NO_FIRE);
    if (entry->verdict == VERDICT_NO_FIRE) {
        return;
    }
    struct shot *fire = shot_of(play, entry->fire, GAME_FIRE);
    use_up_by(fire, entry->verdict);
    uint32_t apart = fire->at > hit->at ? fire->at - hit->at : hit->at - fire->at;
    assert_true(apart <= (uint32_t)game->setup.rules.value[RULE_WINDOW]);
    assert_int_equal(entry->at, fire->at > hit->at ? fire->at : hit->at);
    assert_int_equal(fire->unit, hit->other);
    int shooters = game->seat_team[game_seat_of_unit(game, (unsigned)hit->other)];
    int victims = game->seat_team[game_seat_of_unit(game, (unsigned)hit->unit)];
    if (entry->verdict == VERDICT_COUNTED) {
        assert_int_equal(entry->team, shooters);
        assert_true(shooters != victims || game->setup.rules.value[RULE_FRIENDLY_FIRE] == 1);
        assert_true(shooters != victims ? entry->points >= 0 : entry->points <= 0);
    } else {
        assert_int_equal(entry->points, 0);
    }
}

static void check_log(struct play *play)
{
    const struct copy *copy = &play->plain;
    for (; play->checked < copy->count; play->checked++) {
        const struct match_entry *entry = &copy->log[play->checked];
        assert_int_equal(entry->seq, play->checked + 1);
        assert_true(play->checked == 0 || entry->at >= entry[-1].at);
        assert_true(entry->at <= game_at(&copy->game));
        assert_int_equal(entry->ts, copy->game.setup.wall + entry->at);
        entries_seen[entry->kind]++;
        if (entry->kind == ENTRY_HIT) {
            check_hit(play, entry);
        }
        if (entry->points != 0) {
            play->scores[entry->team] += entry->points;
        }
    }
    assert_memory_equal(play->scores, copy->game.scores, sizeof play->scores);
}

/* ---- what must hold of the game ---- */

static void check_unit(const struct game *game, unsigned index, struct match_live *live)
{
    const struct match_unit *unit = &live->units[index];
    assert_in_range(unit->health, 0, game->setup.rules.value[RULE_HIT_POINTS]);
    assert_in_range(unit->heat, 0, 100);
    assert_in_range(unit->limit, 0, 100);
    bool out = unit->state == UNIT_DOWN || unit->state == UNIT_OUT;
    assert_int_equal(unit->health == 0, out);
    assert_int_equal(unit->state == UNIT_OUT, unit->lives == 0);
    int32_t lives = game->setup.rules.value[RULE_LIVES];
    assert_true(lives == 0 ? unit->lives == -1 : unit->lives >= 0 && unit->lives <= lives);
    for (unsigned i = 0; i < index; i++) {
        assert_string_not_equal(unit->robot, live->units[i].robot);
    }
}

static void check_seats(const struct game *game)
{
    unsigned count = 0;
    const struct principal *queue = game_queue(game, &count);
    for (unsigned i = 0; i < game->seat_count; i++) {
        const struct principal *player = &game->seats[i].player;
        if (principal_is_nobody(player)) {
            assert_false(game->seats[i].ready || game->seats[i].away);
            continue;
        }
        assert_int_equal(game_seat_of_player(game, player), i);
        for (unsigned k = 0; k < count; k++) {
            assert_false(principal_equal(player, &queue[k]));
        }
    }
}

static void check_game(struct play *play)
{
    struct copy *copy = &play->plain;
    const struct game *game = &copy->game;
    game_live(game, &copy->live);
    for (unsigned i = 0; i < copy->live.unit_count; i++) {
        check_unit(game, i, &copy->live);
    }
    check_seats(game);
    assert_true(game_next(game) > game_at(game));
    assert_null(game->hearer);
    if (match_state_is_over(game_state(game))) {
        assert_int_equal(game_next(game), GAME_NEVER);
        assert_int_equal(game->hit_count, 0);
        assert_int_equal(game_state(game) == MATCH_ABORTED, game->winner == MATCH_UNDECIDED);
    }
}

/* ---- a match ---- */

static void keep(struct play *play, const struct game_input *input)
{
    play->kept[play->kept_count++] = *input;
    if (input->act == GAME_FIRE || input->act == GAME_HIT) {
        play->shots[input->event] = (struct shot){
            .act = input->act, .at = input->at, .unit = input->unit, .other = input->other};
    }
}

/* Noted before it is taken, for its entry may come with it; taken back if it is refused. */
static void take(struct play *play, struct game_input *input)
{
    struct copy *plain = &play->plain;
    input->seq = game_input_count(&plain->game) + (dice_chance(&play->dice, 50) ? 0 : 1);
    input->wall = plain->game.setup.wall + input->at;
    pass_in_cuts(play, input->at);
    game_pass_time(&plain->game, input->at, &plain->hearer);
    bool snapshot = dice_chance(&play->dice, 2500);
    unsigned said = plain->count;
    if (snapshot) {
        play->before = plain->game;
    }
    enum rc rc = game_take(&plain->game, input, &plain->hearer);
    assert_int_equal(game_take(&play->cut.game, input, &play->cut.hearer), rc);
    if (rc == RC_OK) {
        keep(play, input);
        return;
    }
    refused_seen[rc]++;
    assert_int_equal(plain->count, said);
    if (snapshot) {
        assert_memory_equal(&play->before, &plain->game, sizeof play->before);
    }
}

static void throw_match(struct play *play)
{
    struct copy *plain = &play->plain;
    unsigned after = 0;
    uint32_t at = 0;
    for (uint32_t i = 1; i <= INPUTS && after < AFTER; i++) {
        at += throw_wait(&play->dice);
        struct game_input input = throw_input(&play->dice, &plain->game, i);
        input.at = at;
        unsigned from = plain->count < play->cut.count ? plain->count : play->cut.count;
        states_seen[game_state(&plain->game)]++;
        take(play, &input);
        check_log(play);
        check_game(play);
        if (i % 16 == 0) {
            compare(plain, &play->cut, from);
        }
        after += match_state_is_over(game_state(&plain->game)) ? 1 : 0;
    }
}

static void finish_match(struct play *play)
{
    struct copy *plain = &play->plain;
    uint32_t end = game_at(&plain->game) + 10000;
    game_pass_time(&plain->game, end, &plain->hearer);
    pass_in_cuts(play, end);
    compare(plain, &play->cut, 0);
    check_log(play);
    for (uint32_t i = 1; i <= INPUTS; i++) { /* each hit that was taken was judged */
        assert_true(play->shots[i].act != GAME_HIT || play->shots[i].entries == 1);
    }
    begin(&play->again, &plain->game.setup);
    for (unsigned i = 0; i < play->kept_count; i++) {
        assert_int_equal(
            game_take(&play->again.game, &play->kept[i], &play->again.hearer), RC_OK);
    }
    game_pass_time(&play->again.game, end, &play->again.hearer);
    compare(plain, &play->again, 0);
}

static int play_set_up(void **state)
{
    *state = calloc(1, sizeof(struct play));
    return *state == NULL ? -1 : 0;
}

static int play_tear_down(void **state)
{
    struct play *play = *state;
    if (!play->done) {
        print_error("seed %u, input %u of those that were taken, at %u\n", play->seed,
            play->kept_count, game_at(&play->plain.game));
    }
    free(play);
    return 0;
}

static void matches_are_what_their_inputs_say(void **state)
{
    struct play *play = *state;
    for (uint32_t seed = first_seed; seed < first_seed + seed_count; seed++) {
        memset(play, 0, sizeof *play);
        play->seed = seed;
        play->dice.state = seed;
        struct game_setup setup = throw_setup(&play->dice);
        assert_int_equal(game_setup_check(&setup), RC_OK);
        begin(&play->plain, &setup);
        begin(&play->cut, &setup);
        throw_match(play);
        finish_match(play);
    }
    play->done = true;
}

/* These matches show all there is to see: else the test above says little. */
static void everything_was_seen(void **state)
{
    (void)state;
    for (unsigned i = 0; i < ENTRY_KIND_COUNT_; i++) {
        if (entries_seen[i] == 0) {
            fail_msg("no entry was: %s", entry_kind_name((enum entry_kind)i));
        }
    }
    for (unsigned i = VERDICT_COUNTED; i < VERDICT_OVERTURNED; i++) {
        if (verdicts_seen[i] == 0) {
            fail_msg("no verdict was: %s", verdict_name((enum verdict)i));
        }
    }
    static const enum rc refusals[] = {
        RC_BAD_REQUEST, RC_WRONG_STATE, RC_MATCH_FULL, RC_NOT_FOUND};
    for (unsigned i = 0; i < sizeof refusals / sizeof refusals[0]; i++) {
        assert_true(refused_seen[refusals[i]] > 0);
    }
    for (unsigned i = 0; i < MATCH_STATE_COUNT_; i++) {
        assert_true(states_seen[i] > 0);
    }
}

int main(int argc, char **argv)
{
    first_seed = argc > 1 ? (uint32_t)strtoul(argv[1], NULL, 10) : first_seed;
    seed_count = argc > 2 ? (uint32_t)strtoul(argv[2], NULL, 10) : seed_count;
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(
            matches_are_what_their_inputs_say, play_set_up, play_tear_down),
        cmocka_unit_test(everything_was_seen),
    };
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    for (unsigned i = 0; getenv("ARENA_SEEN") != NULL && i < ENTRY_KIND_COUNT_; i++) {
        (void)printf("%s %u\n", entry_kind_name((enum entry_kind)i), entries_seen[i]);
    }
    for (unsigned i = 1; getenv("ARENA_SEEN") != NULL && i < VERDICT_OVERTURNED; i++) {
        (void)printf("%s %u\n", verdict_name((enum verdict)i), verdicts_seen[i]);
    }
    return failed;
}
