import { test } from 'node:test';
import assert from 'node:assert/strict';
import { webcrypto } from 'node:crypto';
import { Driver } from '../src/drive/driver.js';
import { Stops } from '../src/drive/stops.js';
import { Robots } from '../src/robots.js';
import { Asks } from '../src/net/asks.js';

// A browser has it; Node 18 does not.
globalThis.crypto ??= webcrypto;

const link = (over = {}) => ({ n: 7, c: 1000, ready: true, s: 0, t: 0, received: 0, lost: 0, refused: 0, ...over });
const FORWARD = { y: 1 };

test('nothing is sent before the robot has said its clock', () => {
  assert.equal(new Driver('scout1', 7).tick(FORWARD, 0), null);
});

test('the report of another lease is not heard', () => {
  const driver = new Driver('scout1', 7);
  driver.heard(link({ n: 6 }), 0);
  assert.equal(driver.tick(FORWARD, 0), null);
});

test('a frame echoes the last clock and rises in sequence', () => {
  const driver = new Driver('scout1', 7);
  driver.heard(link({ c: 42 }), 0);
  assert.deepEqual(driver.tick({}, 10.7), { n: 7, s: 1, e: 42, t: 10 });
  driver.heard(link({ c: 99 }), 20);
  assert.deepEqual(driver.tick({}, 60), { n: 7, s: 2, e: 99, t: 60 });
});

test('a stick held from the start does not move the robot until it was let go', () => {
  const driver = new Driver('scout1', 7);
  driver.heard(link({ ready: false }), 0);
  assert.equal(driver.tick(FORWARD, 0)?.y, undefined);
  driver.heard(link({ ready: true }), 50);
  assert.equal(driver.tick(FORWARD, 50)?.y, undefined);
  assert.equal(driver.armed, false);
  driver.tick({}, 100);
  assert.equal(driver.tick(FORWARD, 150)?.y, 1);
});

test('after the robot was not ready the stick must be let go again', () => {
  const driver = new Driver('scout1', 7);
  driver.heard(link(), 0);
  driver.tick({}, 0);
  assert.equal(driver.tick(FORWARD, 50)?.y, 1);
  driver.heard(link({ ready: false }), 60);
  driver.heard(link({ ready: true }), 160);
  assert.equal(driver.tick(FORWARD, 170)?.y, undefined);
});

test('a robot that has been silent for over a second is told neutral only', () => {
  const driver = new Driver('scout1', 7);
  driver.heard(link(), 0);
  driver.tick({}, 0);
  assert.equal(driver.tick(FORWARD, 1000)?.y, 1);
  assert.equal(driver.tick(FORWARD, 1001)?.y, undefined);
  driver.heard(link(), 1100);
  assert.equal(driver.tick(FORWARD, 1100)?.y, undefined);
});

test('axes are kept within −1 and 1', () => {
  const driver = new Driver('scout1', 7);
  driver.heard(link(), 0);
  driver.tick({}, 0);
  assert.equal(driver.tick({ x: -3, y: 2 }, 50)?.x, -1);
});

test('the round trip is the least of the last reports', () => {
  const driver = new Driver('scout1', 7);
  driver.heard(link({ t: 1 }), 90);
  driver.heard(link({ t: 100 }), 150);
  driver.heard(link({ t: 200 }), 230);
  driver.heard(link({ t: 200 }), 330);
  assert.equal(driver.roundTrip, 30);
});

test('losses are those of the last ten seconds, and unknown before enough frames came', () => {
  const driver = new Driver('scout1', 7);
  driver.heard(link({ received: 10, lost: 90 }), 0);
  assert.equal(driver.loss, null);
  driver.heard(link({ received: 28, lost: 92 }), 1000);
  assert.equal(driver.loss, null);
  driver.heard(link({ received: 100, lost: 100 }), 5000);
  assert.equal(driver.loss, 10);
  driver.heard(link({ received: 300, lost: 100 }), 15_000);
  assert.equal(driver.loss, 0);
});

test('a person knows their own stops after a reload', () => {
  const kept = new Map();
  const storage = { getItem: (key) => kept.get(key) ?? null, setItem: (key, value) => kept.set(key, value) };
  const id = new Stops(() => {}, storage).begin('scout1');
  const again = new Stops(() => {}, storage);
  assert.equal(again.isOwn(id), true);
  assert.equal(again.isOwn('another'), false);
  kept.set('arena.stops', '{"hostile":1}');
  assert.equal(new Stops(() => {}, storage).isOwn(id), false);
});

test('one stop for a crowd of robots pushes no other one of this person out', () => {
  const stops = new Stops(() => {}, null);
  const mine = stops.begin('scout1');
  const all = stops.begin('scout2', 'all');
  for (let i = 0; i < 64; i += 1) stops.begin(`scout${i}`, all);
  assert.ok(stops.isOwn(mine) && stops.isOwn(all));
});

test('a stop is repeated every 200 ms until the robot shows its id', () => {
  /** @type {string[]} */
  const sent = [];
  const stops = new Stops((robot, stop) => sent.push(stop.id));
  const id = stops.begin('scout1');
  for (let now = 0; now <= 400; now += 50) stops.repeat(now);
  assert.equal(sent.length, 4);
  stops.shown('scout1', ['another']);
  stops.repeat(600);
  assert.equal(sent.length, 5);
  stops.shown('scout1', [id]);
  stops.repeat(900);
  assert.equal(sent.length, 5);
});

test('a stop that was called while the network was away is said for as long as a page comes back', () => {
  let said = 0;
  const stops = new Stops(() => (said += 1));
  stops.begin('scout1');
  stops.repeat(0);
  stops.repeat(60_000);
  assert.equal(said, 3);
  stops.repeat(60_201);
  assert.equal(said, 3);
  assert.equal(stops.isOpen('scout1'), false);
});

test('the list of robots notices a gap in its revisions', () => {
  const robots = new Robots();
  robots.replace([{ id: 'scout10' }, { id: 'scout2' }], 4);
  assert.equal(robots.change({ rev: 5, changed: [{ id: 'scout3' }], gone: ['scout10'] }), true);
  assert.deepEqual(robots.list().map((r) => r.id), ['scout2', 'scout3']);
  assert.equal(robots.change({ rev: 5, changed: [{ id: 'old' }] }), true);
  assert.equal(robots.change({ rev: 7, changed: [] }), false);
  assert.deepEqual(robots.list().map((r) => r.id), ['scout2', 'scout3']);
});

test('an ask resolves with its own answer only, and a refusal carries its code', async () => {
  /** @type {any[]} */
  const sent = [];
  const asks = new Asks((ask) => sent.push(ask));
  const good = asks.ask('drive.claim', { robot: 'scout1' });
  const bad = asks.ask('drive.claim', { robot: 'scout2' });
  asks.answered({ id: 'nobody-asked-this', ok: true });
  asks.answered({ id: sent[1].id, ok: false, error: { code: 'robot_taken', message: 'Taken.' } });
  asks.answered({ id: sent[0].id, ok: true, n: 3 });
  assert.equal((await good).n, 3);
  await assert.rejects(bad, { code: 'robot_taken', message: 'Taken.' });
});
