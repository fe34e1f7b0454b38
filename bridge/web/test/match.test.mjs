// What a page knows of matches: the log with its gaps, late arrivals, what is read off a document, and
// where a match leads.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Log } from '../src/match/log.js';
import { Match } from '../src/match/match.js';
import { clockOf, clockText, fightersOf, leaderOf, namesOf, scoresOf, seatOf, seatsOf, winnerOf } from '../src/match/view.js';
import { lingers, turnOf, wayOf } from '../src/match/way.js';

const unit = (/** @type {string | null} */ robot) => ({ robot, state: /** @type {const} */ ('up'), health: 100, heat: 0, limit: 100 });
const seat = (/** @type {string | null} */ player, /** @type {(string | null)[]} */ ...robots) => ({ player, ready: false, units: robots.map(unit) });
/** @param {Partial<import('../src/match/types.js').Doc>} [members] @returns {import('../src/match/types.js').Doc} */
const document = (members = {}) => ({
  id: 'm-1', name: 'Duel', state: 'running', created: 1, seq: 5, clock: 60000, rules: {},
  teams: [
    { name: 'Red', score: 1, seats: [seat('player/ann-x7k2p9q1', 'scout1', 'scout2')] },
    { name: 'Blue', score: 1, seats: [seat('player/bob-1', 'scout3', null), seat(null, null, null)] },
  ],
  ...members,
});
const live = (members = {}) => ({
  at: 9, seq: 6, state: /** @type {const} */ ('running'), clock: 59000, scores: [1, 4],
  units: [{ robot: 'scout3', state: /** @type {const} */ ('down'), health: 0, heat: 3, back: 900, limit: 50, pose: { x: 1, y: 2, heading: 3 } }],
  ...members,
});
/** @param {any} doc @param {any} [heard] */
const match = (doc, heard = null) => ({ doc, live: heard, docAt: 1000, liveAt: 2000 });

test('the log stands in order, whatever comes first, and twice is once', () => {
  const log = new Log();
  const take = (/** @type {number} */ seq) => log.take({ seq, at: 0, kind: 'created' }).map((entry) => entry.seq);
  assert.deepEqual(take(1), [1]);
  assert.deepEqual(take(4), []);
  assert.deepEqual(take(3), []);
  assert.equal(log.hasGap, true);
  assert.deepEqual(take(2), [2, 3, 4]);
  assert.deepEqual(take(3), []);
  assert.equal(log.hasGap, false);
  assert.deepEqual(log.entries.map(({ seq }) => seq), [1, 2, 3, 4]);
});

test('a match says each entry once, and whether it was said just now', () => {
  const one = new Match('m-1');
  /** @type {[number, boolean][]} */
  const said = [];
  one.on('entry', ({ entry, fresh }) => said.push([entry.seq, fresh]));
  const entry = (/** @type {number} */ seq) => ({ seq, at: 0, kind: 'hit' });
  one.takeEntries([entry(3)], true);
  one.takeEntries([entry(1), entry(2), entry(3)], false);
  one.takeEntries([entry(4)], true);
  assert.deepEqual(said, [[1, false], [2, false], [3, false], [4, true]]);
  one.takeDoc(document({ seq: 6 }), 0);
  assert.equal(one.isWhole, false);
  one.takeEntries([entry(5), entry(6)], false);
  assert.equal(one.isWhole, true);
});

test('an older document does not replace a newer one', () => {
  const one = new Match('m-1');
  one.takeDoc(document({ seq: 6, name: 'new' }), 0);
  one.takeDoc(document({ seq: 5, name: 'old' }), 0);
  assert.equal(one.doc?.name, 'new');
});

test('seats and units are numbered team by team', () => {
  const doc = document();
  assert.deepEqual(seatsOf(doc).map(({ team, at, number }) => [team, at, number]), [[0, 0, 0], [1, 0, 1], [1, 1, 2]]);
  assert.deepEqual(fightersOf(match(doc)).map(({ number, seat: of, team }) => [number, of, team]), [[0, 0, 0], [1, 0, 0], [2, 1, 1], [3, 1, 1], [4, 2, 1], [5, 2, 1]]);
  assert.equal(seatOf(doc, 'player/bob-1')?.number, 1);
  assert.equal(seatOf(doc, 'player/eve-1'), null);
});

test('a live message counts unless the document is newer', () => {
  const newer = fightersOf(match(document(), live()))[2];
  assert.deepEqual([newer.state, newer.health, newer.back, newer.pose?.x], ['down', 0, 900, 1]);
  assert.deepEqual(scoresOf(match(document(), live())), [1, 4]);
  const older = fightersOf(match(document({ seq: 7 }), live()))[2];
  assert.deepEqual([older.state, older.health, older.pose?.x], ['up', 100, 1]);
  assert.deepEqual(scoresOf(match(document({ seq: 7 }), live())), [1, 1]);
});

test('a clock goes on between two messages, not for long, and not while it stands', () => {
  const running = match(document(), live());
  assert.equal(clockOf(running, 2400), 58600);
  assert.equal(clockOf(running, 9000), 57500);
  assert.equal(clockOf(match(document({ held: true }), live()), 2400), 59000);
  assert.equal(clockOf(match(document({ state: 'paused' }), live({ state: 'paused' })), 2400), 59000);
  assert.deepEqual([180000, 60001, 9000, 1, 0, -5].map(clockText), ['3:00', '1:01', '0:09', '0:01', '0:00', '0:00']);
});

test('who leads, who won', () => {
  assert.deepEqual([[3, 1], [1, 3], [2, 2], [0, 0], [5, 1, 5], [5, 1, 6]].map(leaderOf), [0, 1, -1, -1, -1, 2]);
  assert.equal(winnerOf(document()), null);
  assert.equal(winnerOf(document({ state: 'finished', winner: 1 })), 1);
  assert.equal(winnerOf(document({ state: 'finished', winner: -1 })), -1);
  assert.equal(winnerOf(document({ state: 'aborted' })), null);
});

test('names are short as long as they are different', () => {
  const doc = document({ host: 'player/bob-1', queue: ['player/bob-abcdefgh', 'player/ann-abcdefgh'] });
  const name = namesOf(doc);
  assert.equal(name('player/bob-1'), 'bob-1');
  assert.equal(name('player/bob-abcdefgh'), 'bob');
  assert.equal(name('player/ann-x7k2p9q1'), 'ann-x7k2p9q1');
  assert.equal(namesOf(document())('player/ann-x7k2p9q1'), 'ann');
});

test('whoever gets a robot drives; whoever reads something else reads on', () => {
  const place = { page: 'match', drives: false, settled: true, match: { id: 'm-1', state: 'lobby', seated: true } };
  const on = { id: 'm-1', state: 'countdown', seated: true };
  assert.equal(wayOf(place), null);
  assert.equal(wayOf({ ...place, match: on }), 'drive');
  assert.equal(wayOf({ ...place, page: 'settings', match: on }), null);
  assert.equal(wayOf({ ...place, match: { ...on, seated: false } }), null);
  assert.equal(wayOf({ ...place, page: 'robots', drives: true, match: null }), 'drive');
});

test('whoever drove in a match stays with it, then sees the result', () => {
  const place = { page: 'drive', drives: false, settled: true, match: { id: 'm-1', state: 'running', seated: true } };
  assert.equal(wayOf(place), null);
  assert.equal(wayOf({ ...place, settled: false, match: null }), null);
  assert.equal(wayOf({ ...place, match: { id: 'm-1', state: 'finished', seated: false } }), 'match/m-1/result');
  assert.equal(wayOf({ ...place, match: { id: 'm-1', state: 'lobby', seated: true } }), 'match/m-1');
  assert.equal(wayOf({ ...place, match: { id: 'm-1', state: 'running', seated: false } }), 'match/m-1');
  assert.equal(wayOf({ ...place, match: null }), '');
});

test('the seat may be gone before the end is heard: one looks at it for a while, and sees the result all the same', () => {
  const place = { page: 'drive', drives: false, settled: true, match: { id: 'm-1', state: 'running', seated: false } };
  const over = { ...place, match: { ...place.match, state: 'finished' } };
  assert.deepEqual([lingers(place), lingers(over)], [true, true]);
  assert.notEqual(turnOf(place), turnOf(over));
  assert.equal(wayOf(over), 'match/m-1/result');
  assert.equal(lingers({ ...place, match: null }), false);
  assert.equal(lingers({ ...place, match: { id: 'm-1', state: 'lobby', seated: true } }), false);
});

test('only what leads elsewhere is a turn', () => {
  const place = { page: 'match', drives: false, settled: true, match: { id: 'm-1', state: 'countdown', seated: true } };
  const turn = (/** @type {string} */ state) => turnOf({ ...place, match: { ...place.match, state } });
  assert.equal(turn('countdown'), turn('paused'));
  assert.equal(turn('lobby'), turn('ready'));
  assert.notEqual(turn('ready'), turn('countdown'));
  assert.notEqual(turn('running'), turn('finished'));
});
