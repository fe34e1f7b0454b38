// What the pages of matches decide without a page: wishes and rules, who may do what, what stands out.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { matchLink, mayAbort, mayPlayAgain, mayStart, roleOf } from '../src/match/role.js';
import { FIRST, controlOf, groupsOf, positionOf, valueAt } from '../src/match/rules.js';
import { badgesOf, ranked } from '../src/match/stats.js';
import { boundsOf, leadChanges, stepsPath, timelineOf } from '../src/match/timeline.js';
import { PRESETS, askOf, changeTeam, faultsOf, isGood, robotsOf, wishOf, withTeam, withoutTeam } from '../src/match/wish.js';
import { RULES } from '../src/wire/words.js';
import { briefFrom } from '../src/match/http.js';
import { en } from '../src/match/words/pages.en.js';

/** As GET /api/v1/rules says them. */
const ARENA_RULES = RULES.map(({ name, least, most, standard }) => ({ name, least, most, default: standard, unit: /_ms$/.test(name) ? 'ms' : '' }));
const NAMES = ['Red', 'Blue', 'Gold', 'Mint'];

test('every rule of the arena has its place in the form, a label, and a value that it can be given', () => {
  const placed = [...FIRST, ...groupsOf(ARENA_RULES).flatMap(({ rules }) => rules.map(({ name }) => name))];
  assert.deepEqual([...placed].sort(), ARENA_RULES.map(({ name }) => name).sort());
  assert.deepEqual(groupsOf(ARENA_RULES).filter(({ group }) => group === 'other'), []);
  assert.deepEqual(ARENA_RULES.filter(({ name }) => !(name in en.rules)), []);
  const unknown = { name: 'gravity', unit: '', least: 0, most: 9, default: 1 };
  assert.deepEqual(groupsOf([...ARENA_RULES, unknown]).at(-1), { group: 'other', rules: [unknown] });
});

test('a slider reaches both ends of a rule, never leaves its range, and only goes up', () => {
  for (const rule of ARENA_RULES) {
    const control = controlOf(rule);
    if (control.how !== 'number') continue;
    const values = Array.from({ length: 101 }, (_, position) => valueAt(control, position));
    assert.equal(values[0], control.least, rule.name);
    assert.equal(values[100], control.most, rule.name);
    values.forEach((value, at) => assert.ok(at === 0 || value >= values[at - 1], `${rule.name} at ${at}`));
    assert.equal(positionOf(control, control.least), 0);
    assert.equal(positionOf(control, control.most), 100);
  }
});

test('a rule in ms that may be long is set in seconds', () => {
  const control = (/** @type {string} */ name) => controlOf(/** @type {any} */ (ARENA_RULES.find((rule) => rule.name === name)));
  assert.deepEqual([control('duration_ms').unit, control('duration_ms').least, control('duration_ms').most], ['s', 30, 3600]);
  assert.equal(control('window_ms').unit, 'ms');
  assert.equal(control('friendly_fire').how, 'switch');
  assert.equal(control('robots_per_seat').how, 'words');
});

test('every preset is a wish that the arena takes', () => {
  for (const preset of /** @type {(keyof typeof PRESETS)[]} */ (Object.keys(PRESETS))) {
    const wish = wishOf(preset, { name: 'x', teams: NAMES });
    assert.ok(isGood(wish), preset);
    for (const [name, value] of Object.entries(wish.rules)) {
      const rule = ARENA_RULES.find((one) => one.name === name);
      assert.ok(rule && value >= rule.least && value <= rule.most, `${preset} ${name}`);
    }
  }
  assert.equal(robotsOf(wishOf('swarm', { name: 'x', teams: NAMES })), 6);
});

test('what is wrong with a wish is found where it is', () => {
  const wish = wishOf('duel', { name: 'Duel', teams: NAMES });
  assert.equal(faultsOf({ ...wish, name: '  ' }).name, true);
  assert.equal(faultsOf({ ...wish, name: 'ä'.repeat(33) }).name, true);
  assert.deepEqual(faultsOf(changeTeam(wish, 1, { name: ' Red ' })).teams, [false, true]);
  assert.deepEqual(faultsOf(changeTeam(wish, 0, { name: 'x'.repeat(32) })).teams, [true, false]);
  assert.equal(faultsOf({ ...changeTeam(changeTeam(wish, 0, { seats: 10 }), 1, { seats: 7 }), rules: { robots_per_seat: 4 } }).seats, true);
});

test('a team more has a free name, and what is asked is what the form says', () => {
  const wish = withTeam(withoutTeam(wishOf('last', { name: ' Last ', teams: NAMES }), 1), NAMES);
  assert.deepEqual(wish.teams.map(({ name }) => name), ['Red', 'Gold', 'Mint', 'Blue']);
  assert.deepEqual(askOf(wish), { name: 'Last', teams: wish.teams, rules: { damage: 10, shield_ms: 4000, duration_ms: 300_000, lives: 3 } });
});

const ANN = 'player/ann';
const BOB = 'player/bob';
/** @param {string | null} player */
const seat = (player) => ({ player, ready: false, units: [] });
/** @param {object} [members] @returns {any} */
const doc = (members = {}) => ({
  id: 'm-1', name: 'Duel', state: 'lobby', host: ANN, created: 1, seq: 1, clock: 0, rules: { bots: 2, auto_start: 1 },
  teams: [{ name: 'Red', score: 0, seats: [seat(ANN)] }, { name: 'Blue', score: 0, seats: [seat(null)] }],
  ...members,
});

test('what somebody is in a match', () => {
  const full = { teams: [{ name: 'Red', score: 0, seats: [seat(ANN)] }, { name: 'Blue', score: 0, seats: [seat('player/cleo')] }] };
  assert.equal(roleOf(doc(), ANN, 'm-1'), 'seated');
  assert.equal(roleOf(doc(), BOB, ''), 'free');
  assert.equal(roleOf(doc(), BOB, 'm-2'), 'elsewhere');
  assert.equal(roleOf(doc(full), BOB, ''), 'full');
  assert.equal(roleOf(doc({ teams: [{ name: 'Red', score: 0, seats: [seat('bot/ada')] }] }), BOB, ''), 'free');
  assert.equal(roleOf(doc({ state: 'running' }), BOB, ''), 'full');
  assert.equal(roleOf(doc({ queue: [BOB] }), BOB, ''), 'queued');
  assert.equal(roleOf(doc(), 'watcher/eve', ''), 'watcher');
  assert.equal(roleOf(doc({ state: 'finished' }), ANN, ''), 'over');
});

test('who may start, abort and play again', () => {
  assert.deepEqual([ANN, BOB, 'referee/ria', 'watcher/eve'].map((who) => mayStart(doc(), who)), [true, false, true, false]);
  assert.equal(mayStart(doc({ state: 'running' }), ANN), false);
  assert.deepEqual([ANN, BOB, 'operator/olga'].map((who) => mayAbort(doc({ state: 'running' }), who)), [false, false, true]);
  assert.equal(mayAbort(doc({ state: 'countdown' }), ANN), true);
  const over = doc({ state: 'finished', players: [{ player: BOB, team: 1 }] });
  assert.deepEqual([ANN, BOB, 'player/cleo', 'referee/ria'].map((who) => mayPlayAgain(over, who)), [true, true, false, true]);
  assert.equal(mayPlayAgain(doc(), ANN), false);
});

test('an invitation leads into the match, through the door where there is a code', () => {
  assert.equal(matchLink('http://a', 'm-1', ''), 'http://a/#match/m-1');
  assert.equal(matchLink('http://a', 'm-1', 'abc'), 'http://a/#invite=abc&then=match/m-1');
});

/** @param {string} player @param {object} members @returns {any} */
const played = (player, members) => ({ player, team: 0, shots: 10, hits: 2, eliminations: 0, deaths: 1, points: 2, distance_mm: 5, driven_ms: 9, ...members });

test('badges go to the best, to two at most, and never for nothing', () => {
  const players = [
    played('player/a', { points: 9, eliminations: 2, deaths: 0, hits: 9 }),
    played('player/b', { points: 5, shots: 3, hits: 3 }),
    played('bot/c', { points: 5, distance_mm: 50 }),
  ];
  const badges = badgesOf(players);
  assert.deepEqual(badges.get('player/a'), ['points', 'aim', 'eliminations', 'survivor', 'shots']);
  assert.deepEqual(badges.get('player/b'), []); // three shots are no aim
  assert.deepEqual(badges.get('bot/c'), ['distance', 'shots']);
  assert.deepEqual([...badgesOf([players[0]]).values()], [[]]);
  const nothing = badgesOf(['a', 'b', 'c'].map((id) => played(`player/${id}`, { points: 0, hits: 0, deaths: 0, distance_mm: 0 })));
  assert.ok([...nothing.values()].every((some) => some.length === 0));
  assert.deepEqual(ranked(players).map(({ player }) => player), ['player/a', 'bot/c', 'player/b']);
});

/** @param {number} at @param {string} kind @param {object} [members] @returns {any} */
const entry = (at, kind, members = {}) => ({ seq: at, at, kind, ...members });

test('the score over the time that was played: pauses take no room, what is overturned goes back', () => {
  const { steps, length } = timelineOf(
    [
      entry(100, 'started'),
      entry(200, 'hit', { team: 1, points: 1 }),
      entry(250, 'hit', { verdict: 'friendly' }),
      entry(300, 'paused'),
      entry(900, 'resumed'),
      entry(950, 'eliminated', { team: 0, points: 3 }),
      entry(960, 'held'),
      entry(990, 'goes_on'),
      entry(1000, 'overturned', { team: 0, points: -3 }),
      entry(1100, 'finished', { team: 1 }),
    ],
    2,
  );
  assert.deepEqual(steps.map(({ at, scores }) => [at, ...scores]), [[0, 0, 0], [100, 0, 1], [250, 3, 1], [270, 0, 1]]);
  assert.equal(length, 370);
  assert.equal(leadChanges(steps), 2);
  assert.deepEqual(boundsOf(steps), { least: 0, most: 3 });
  assert.equal(stepsPath(steps, 0, { width: 370, height: 30, length, least: 0, most: 3 }), 'M0 30.0H250.0V0.0H270.0V30.0H370');
});

test('a list over HTTP is checked like the wire', () => {
  assert.equal(briefFrom(null), null);
  assert.equal(briefFrom({ id: 7, state: 'finished' }), null);
  const brief = briefFrom({ id: 'm-1', state: 'finished', name: 3, winner: 'x', teams: [{ name: 'Red', score: 'y' }, null, 7], players: 2 });
  assert.deepEqual(brief, { id: 'm-1', name: '', state: 'finished', host: '', created: 0, started: 0, ended: 0, winner: null, teams: [{ name: 'Red', score: 0 }], players: 2 });
});
