// A match as it is fought: when a shot is due, how hot it is, what an entry is to whom, why it stands.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Delays } from '../src/drive/delays.js';
import { Gun } from '../src/fight/gun.js';
import { Heat } from '../src/fight/heat.js';
import { bearing, newsOf } from '../src/fight/feedback.js';
import { isAlive, standingOf } from '../src/fight/standing.js';
import { lineOf } from '../src/fight/line.js';
import { en as fightWords } from '../src/match/words/fight.en.js';
import { viewOf } from '../src/fight/view.js';

/** A robot that pauses so long between shots; how often it shot within the time, and how often it was busy. */
function shooting(/** @type {number} */ pauseMs, trip = 30, endMs = 10_000) {
  const gun = new Gun();
  let [shots, busy, readyAt] = [0, 0, 0];
  /** @type {{ at: number, ack: any } | null} */
  let coming = null;
  for (let now = 0; now < endMs; now += 10) {
    if (coming && now >= coming.at) {
      if (gun.answered(coming.ack, now)) shots += 1;
      coming = null;
    }
    if (!coming && gun.isDue(now)) {
      const done = now >= readyAt;
      if (done) readyAt = now + pauseMs;
      else busy += 1;
      gun.asked(`i${now}`, now);
      coming = { at: now + trip, ack: { id: `i${now}`, state: done ? 'done' : 'failed', why: done ? '' : 'busy' } };
    }
  }
  return { shots, busy, pause: gun.pause };
}

for (const pause of [150, 300, 800]) {
  test(`held, it finds the pause of ${pause} ms and wastes few asks`, () => {
    const { shots, busy } = shooting(pause);
    const most = 10_000 / pause;
    assert.ok(shots >= most * 0.8, `${shots} of ${most} shots`);
    assert.ok(busy <= shots * 0.6 + 12, `${busy} asks too soon`);
  });
}

test('an ask without an answer is one shot less, not the end', () => {
  const gun = new Gun();
  gun.asked('lost', 0);
  assert.ok(!gun.isDue(500));
  assert.ok(gun.isDue(700));
  gun.asked('next', 700);
  assert.ok(!gun.answered({ id: 'lost', state: 'done' }, 710), 'it is too late for that one');
  assert.ok(gun.answered({ id: 'next', state: 'done' }, 730));
});

test('accepted is not done yet, and what could not be said is not waited for', () => {
  const gun = new Gun();
  gun.asked('', 0);
  assert.ok(gun.isDue(0));
  gun.asked('a', 0);
  assert.ok(!gun.answered({ id: 'a', state: 'accepted' }, 10));
  assert.ok(gun.answered({ id: 'a', state: 'done' }, 20));
  assert.ok(!gun.isDue(150));
  assert.equal(gun.loaded(100), 0.5);
});

const RULES = { heat_shot: 12, heat_cool: 10, heat_resume: 40 };

test('it cools by the rules between two messages, and stands while the clock does', () => {
  const heat = new Heat(RULES);
  heat.heard({ heat: 50 }, 1000, true);
  assert.equal(heat.at(2000).heat, 40);
  heat.heard({ heat: 50 }, 1000, false);
  assert.equal(heat.at(2000).heat, 50);
});

test('a shot is felt before the arena speaks of it, and the arena has the last word', () => {
  const heat = new Heat(RULES);
  heat.heard({ heat: 50 }, 0, true);
  heat.shot(0);
  assert.equal(heat.at(0).heat, 62);
  heat.heard({ heat: 55 }, 100, true);
  assert.equal(heat.at(100).heat, 55);
});

test('overheated it may not fire until it has cooled, and says how long that is', () => {
  const heat = new Heat(RULES);
  heat.heard({ heat: 95 }, 0, true);
  heat.shot(0);
  assert.deepEqual(heat.at(0), { heat: 100, hot: true, coolMs: 6000 });
  assert.deepEqual(heat.at(3000), { heat: 70, hot: true, coolMs: 3000 });
  assert.deepEqual(heat.at(6000), { heat: 40, hot: false, coolMs: 0 });
});

const POSES = /** @type {Record<string, any>} */ ({ a: { x: 0, y: 0, heading: 0 }, z: { x: 3, y: 0, heading: 0 } });
const HERE = { mine: ['a', 'b'], team: 0, principal: 'player/ann', pose: (/** @type {string} */ id) => POSES[id] ?? null };
const news = (/** @type {object} */ entry) => newsOf(/** @type {any} */ ({ seq: 1, at: 0, ...entry }), HERE);

test('a counted hit is a score to the one and a blow to the other, from where it came', () => {
  assert.deepEqual(news({ kind: 'hit', robot: 'z', by: 'a', verdict: 'counted', points: 1 }), { what: 'scored', robot: 'z', points: 1 });
  assert.deepEqual(news({ kind: 'hit', robot: 'a', by: 'z', verdict: 'counted', value: 60 }), { what: 'struck', robot: 'a', by: 'z', health: 60, bearing: 90 });
  assert.deepEqual(news({ kind: 'hit', robot: 'b', by: 'y', verdict: 'counted', value: 60 })?.what, 'struck');
  assert.equal(news({ kind: 'hit', robot: 'y', by: 'z', verdict: 'counted' }), null);
});

test('a hit that does not count says so to who fired it, and a shield to who has it', () => {
  assert.deepEqual(news({ kind: 'hit', robot: 'z', by: 'a', verdict: 'shielded' }), { what: 'spared', robot: 'z', verdict: 'shielded' });
  assert.deepEqual(news({ kind: 'hit', robot: 'a', by: 'z', verdict: 'shielded' }), { what: 'shielded', robot: 'a' });
  assert.equal(news({ kind: 'hit', robot: 'a', by: 'z', verdict: 'no_fire' }), null);
});

test('eliminations, respawns, heat and spares are news of one’s own robots only', () => {
  assert.deepEqual(news({ kind: 'eliminated', robot: 'a', by: 'z', value: 2 }), { what: 'down', robot: 'a', by: 'z', lives: 2 });
  assert.deepEqual(news({ kind: 'eliminated', robot: 'z', by: 'b', points: 3 }), { what: 'kill', robot: 'z', points: 3 });
  assert.equal(news({ kind: 'eliminated', robot: 'z', by: 'y' }), null);
  assert.equal(news({ kind: 'respawned', robot: 'z' }), null);
  assert.equal(news({ kind: 'overheated', robot: 'b' })?.what, 'overheated');
  assert.equal(news({ kind: 'swapped', robot: 'd', by: 'a', who: 'player/ann' })?.what, 'spare');
  assert.equal(news({ kind: 'swapped', robot: 'd', by: 'y', who: 'player/bob' }), null);
});

test('the end is won, lost or a draw', () => {
  assert.equal(news({ kind: 'finished', team: 0 })?.what, 'won');
  assert.equal(news({ kind: 'finished', team: 1 })?.what, 'lost');
  assert.equal(news({ kind: 'finished' })?.what, 'draw');
});

test('a bearing is clockwise from +y', () => {
  const from = { x: 1, y: 1 };
  for (const [x, y, degrees] of [[1, 2, 0], [2, 1, 90], [1, 0, 180], [0, 1, -90]]) assert.equal(bearing(from, { x, y }), degrees);
  assert.equal(bearing(from, null), null);
});

const unit = (over = {}) => ({ robot: 'a', state: 'up', health: 100, heat: 0, limit: 100, ...over });
const doc = (over = {}) => /** @type {any} */ ({
  id: 'm', name: 'Final', state: 'running', created: 1, seq: 5, clock: 60_000, rules: { hit_points: 200 },
  teams: [{ name: 'Red', score: 2, seats: [{ player: 'player/ann', ready: true, units: [unit(), unit({ robot: null })] }] },
    { name: 'Blue', score: 1, seats: [{ player: 'bot/x', ready: true, units: [unit({ robot: 'z' })] }] }],
  ...over,
});
const live = (over = {}) => /** @type {any} */ ({ at: 9, seq: 5, state: 'running', clock: 50_000, scores: [4, 1], units: [unit({ health: 50, state: 'down', back: 3000 }), unit({ robot: 'z' })], ...over });
const viewAt = (/** @type {any} */ match, now = 1000) => viewOf({ live: null, docAt: 1000, liveAt: 1000, ...match }, 'player/ann', now);

test('the newest of document and live message is shown, carried on by the clock', () => {
  const view = viewAt({ doc: doc(), live: live() }, 1400);
  assert.deepEqual([view.clockMs, view.sides.map(({ score }) => score)], [49_600, [4, 1]]);
  assert.deepEqual([view.places[0].health, view.places[0].state, view.places[0].backMs], [0.25, 'down', 2600]);
  assert.equal(view.places[1].robot, '');
  assert.deepEqual([view.sides[0].up, view.sides[0].all, view.sides[0].own], [0, 1, true]);
});

test('a live message older than the document is not shown, and a clock that stands stands', () => {
  const view = viewAt({ doc: doc({ seq: 6, state: 'paused' }), live: live() }, 1400);
  assert.deepEqual([view.state, view.places[0].health], ['paused', 0.5]);
  assert.equal(viewAt({ doc: doc({ held: true }), live: live() }, 1400).clockMs, 50_000);
});

const FACTS = /** @type {any} */ ({
  connection: 'online', hidden: false, bridge: true, leased: true, referee: false, roster: 'online', mayDrive: true,
  link: { age: 0, ready: true }, armed: true, status: null, isOwnStop: () => true, stopping: false, clearing: false, held: [],
});
const standing = (/** @type {any} */ match, facts = {}) => {
  const view = viewAt({ doc: doc(match) });
  return standingOf({ view, place: view.places[0], facts: { ...FACTS, ...facts } });
};

test('nothing stands in the way of a robot in play', () => {
  assert.equal(standing({}), null);
  assert.ok(isAlive(null));
});

test('what the match holds comes before what the robot says, the connection before both', () => {
  const facts = { mayDrive: false, armed: false, link: { age: 0, ready: false } };
  assert.equal(standing({ state: 'countdown', clock: 2600 }, facts)?.code, 'countdown');
  assert.equal(standing({ state: 'countdown', clock: 2600 }, facts)?.seconds, 3);
  assert.equal(standing({ state: 'paused' }, facts)?.code, 'paused');
  assert.equal(standing({ held: true }, facts)?.code, 'held');
  assert.equal(standing({ state: 'paused' }, { ...facts, connection: 'waiting' })?.code, 'offline');
  assert.equal(standing({}, { armed: false })?.code, 'neutral_first');
});

test('an eliminated robot says when it is back, a missing one that a spare comes', () => {
  const seat = (/** @type {any} */ over) => [{ name: 'Red', score: 0, seats: [{ player: 'player/ann', units: [unit(over)] }] }];
  assert.deepEqual([standing({ teams: seat({ state: 'down', back: 2100 }) })?.code, standing({ teams: seat({ state: 'down', back: 2100 }) })?.seconds], ['down', 3]);
  assert.equal(standing({ teams: seat({ state: 'out' }) })?.code, 'out');
  assert.equal(standing({ teams: seat({ robot: null }) })?.code, 'no_robot');
});

test('a stop in a match is the referee’s to clear, and nothing is released there', () => {
  const stopped = { status: { age: 0, mode: 'stopped', why: [], stops: ['id'] } };
  assert.deepEqual(standing({}, stopped), { code: 'stopped_own', tone: 'bad', help: undefined, own: true, seconds: 0 });
  assert.equal(standing({}, { ...stopped, referee: true })?.help, 'clear');
  assert.equal(standing({}, { roster: 'lost' })?.help, undefined);
});

test('delays are counted in classes, however many', () => {
  const delays = new Delays();
  assert.equal(delays.quantile(0.5), 0);
  for (let i = 1; i <= 100; i += 1) delays.add(i);
  assert.equal(delays.quantile(0.5), 50);
  assert.equal(delays.quantile(0.99), 100);
  delays.add(NaN);
  delays.add(1e9);
  assert.equal(delays.quantile(1), 5000);
});

const lineFor = (/** @type {object} */ entry) => {
  const line = lineOf(/** @type {any} */ ({ seq: 1, at: 0, ...entry }), doc(), 'player/ann', fightWords);
  return line && [line.mine, ...line.parts.map(({ text }) => text)];
};

test('the feed tells every elimination, of hits only one’s own, and of others what happens to them', () => {
  assert.deepEqual(lineFor({ kind: 'hit', robot: 'z', by: 'a', verdict: 'counted' }), [true, 'You · a', 'hit', 'x']);
  assert.equal(lineFor({ kind: 'hit', robot: 'z', by: 'a', verdict: 'no_fire' }), null);
  assert.equal(lineFor({ kind: 'hit', robot: 'z', by: 'y', verdict: 'counted' }), null);
  assert.deepEqual(lineFor({ kind: 'eliminated', robot: 'z', by: 'y' }), [false, 'y', 'eliminated', 'x']);
  assert.deepEqual(lineFor({ kind: 'eliminated', robot: 'z' }), [false, 'eliminated', 'x']);
  assert.deepEqual(lineFor({ kind: 'respawned', robot: 'z' }), [false, 'x', ' is back']);
  assert.equal(lineFor({ kind: 'respawned', robot: 'a' }), null, 'that is said larger');
  assert.deepEqual(lineFor({ kind: 'away', who: 'bot/x' }), [false, 'x', ' lost the connection']);
  assert.equal(lineFor({ kind: 'assigned', robot: 'a', who: 'player/ann' }), null);
});
