import assert from 'node:assert/strict';
import { test } from 'node:test';
import { RefereeDeeds } from '../src/referee/deeds.js';
import { Stops } from '../src/drive/stops.js';
import { candidates, freeRobots, logOf, overturnedOf, reachOf, robotsOf, stopsOf } from '../src/referee/floor.js';
import { parseMessage } from '../src/wire/messages.js';
import { randomTag } from '../src/random.js';

const seat = (/** @type {string | null} */ player, /** @type {(string | null)[]} */ ...robots) => ({ player, ready: true, units: robots.map((robot) => ({ robot })) });
/** @returns {any} */
const document = (state = 'running') => ({
  id: 'm-1', state, host: 'player/hal-1', queue: ['player/que-1'],
  teams: [{ name: 'Red', seats: [seat('player/ann-1', 'r1', 'r2')] }, { name: 'Blue', seats: [seat('bot/easy-1', 'r3'), seat(null, null)] }],
});
/** @param {any[]} entries */
const robots = (...entries) => ({
  entries: new Map(entries.map((entry) => [entry.id, { state: 'online', driver: null, ...entry }])),
  statuses: new Map([['r1', { status: { drive: { stops: ['a', 'b'] } } }], ['r2', { status: {} }]]),
});

test('a robot may be taken that is here, in service, driven by nobody, and in no match that goes on', () => {
  const floor = robots({ id: 'r10' }, { id: 'r9' }, { id: 'r1' }, { id: 'off', state: 'offline' }, { id: 'svc', out_of_service: true }, { id: 'drv', driver: 'player/x-1' });
  assert.deepEqual(freeRobots(floor, [document()]), ['r9', 'r10']);
  assert.deepEqual(freeRobots(floor, [document('finished')]), ['r1', 'r9', 'r10']);
});

test('a match, and a team, have their robots; a robot shows its stops and how it is reached', () => {
  assert.deepEqual(robotsOf(document()), ['r1', 'r2', 'r3']);
  assert.deepEqual(robotsOf(document(), 1), ['r3']);
  assert.deepEqual(robotsOf(null), []);
  const floor = robots({ id: 'r1' }, { id: 'r2', state: 'stale' }, { id: 'r3', out_of_service: true });
  assert.deepEqual(['r1', 'r2', 'r3', 'r4'].map((id) => reachOf(floor, id)), ['online', 'stale', 'service', 'offline']);
  assert.deepEqual(['r1', 'r2', 'r3'].map((id) => stopsOf(floor, id)), [['a', 'b'], [], []]);
});

test('a seat may go to who waits, then to who was seen, never to who has one, nor to who cannot play', () => {
  const entries = [{ seq: 1, at: 0, kind: 'left', who: 'player/lef-1' }, { seq: 2, at: 0, kind: 'joined', who: 'player/ann-1' }];
  const seen = ['player/dri-1', null, undefined, 'operator/op-1', 'player/que-1'];
  assert.deepEqual(candidates(document(), entries, seen), ['player/que-1', 'player/hal-1', 'player/lef-1', 'player/dri-1']);
});

test('the log is whole, or hits with what was overturned', () => {
  const entries = [{ seq: 1, at: 0, kind: 'hit' }, { seq: 2, at: 0, kind: 'joined' }, { seq: 3, at: 0, kind: 'overturned', ref: 1 }];
  assert.deepEqual(logOf(entries, 'hits').map(({ seq }) => seq), [1, 3]);
  assert.equal(logOf(entries, 'all').length, 3);
  assert.deepEqual([...overturnedOf(entries)], [1]);
});

/** What a referee's deeds say on the wire, each checked as it would be there. */
function heard() {
  /** @type {any[]} */
  const asks = [];
  /** @type {[string, any][]} */
  const stops = [];
  const session = {
    stops: new Stops((robot, stop) => stops.push([robot, stop]), null),
    attempt: async (/** @type {string} */ deed, /** @type {object} */ members) => {
      const ask = parseMessage('ask', JSON.stringify({ id: randomTag(), do: deed, ...members }));
      assert.ok(ask, `${deed} ${JSON.stringify(members)} is no ask`);
      asks.push([deed, members]);
      return { match: 'm-2' };
    },
  };
  return { deeds: new RefereeDeeds(/** @type {any} */ (session), 'm-1'), asks, stops, session };
}

test('every deed of a referee is an ask that the wire knows', async () => {
  const { deeds, asks } = heard();
  await deeds.pause();
  await deeds.resume();
  await deeds.abort();
  assert.equal(await deeds.again(), 'm-2');
  await deeds.seat('player/ann-1', 1);
  await deeds.unseat('player/ann-1');
  await deeds.assign(3, 'r9');
  await deeds.assign(3, '');
  await deeds.swap('r1', '');
  await deeds.swap('r1', 'r9');
  await deeds.penalise('r1', 50, 10_000);
  await deeds.overturn(7);
  await deeds.bypass({ why: 'not_ready', who: 'player/ann-1' });
  await deeds.clear('r1', ['a']);
  await deeds.clearAll();
  assert.deepEqual(asks.map(([deed]) => deed), [
    'match.pause', 'match.resume', 'match.abort', 'match.again', 'match.join', 'match.leave', 'match.assign', 'match.assign',
    'match.swap', 'match.swap', 'match.penalty', 'match.overturn', 'match.bypass', 'clear', 'clear',
  ]);
  assert.ok(asks.every(([deed, { match }]) => match === 'm-1' || (deed === 'clear' && !match)));
});

test('stopping many is one stop: asked for, and told to every robot until it shows it', async () => {
  const { deeds, asks, stops, session } = heard();
  await deeds.stopMany(['r1', 'r2']);
  const [[, { stop }]] = asks;
  assert.deepEqual(stops.map(([robot, { id }]) => [robot, id]), [['r1', stop], ['r2', stop]]);
  session.stops.shown('r1', [stop]);
  session.stops.repeat(1000);
  assert.deepEqual(stops.slice(2).map(([robot]) => robot), ['r2']);
  await deeds.stopMany(['r3'], 1);
  assert.equal(asks[1][1].team, 1);
});
