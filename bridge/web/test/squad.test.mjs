// Several robots of one person: who gets the sticks, who holds still, what a spare changes.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { givenBy } from '../src/drive/given.js';
import { Squad } from '../src/drive/squad.js';

const FORWARD = { y: 1 };
const link = (/** @type {number} */ n, over = {}) => ({ n, c: 9, ready: true, s: 0, t: 0, received: 0, lost: 0, refused: 0, ...over });

/** Three robots in their places, each heard, with everything let go once. */
function three() {
  const squad = new Squad();
  squad.take([{ robot: 'a', n: 3 }, { robot: 'b', n: 4 }, { robot: 'c', n: 5 }], ['b', 'a', 'c']);
  ['a', 'b', 'c'].forEach((robot, i) => squad.heard(robot, link(3 + i), 0));
  squad.tick({}, 0);
  const says = (/** @type {any} */ sticks, /** @type {number} */ now) => {
    for (const robot of squad.robots) squad.heard(robot, link(squad.driver(robot)?.n ?? 0), now);
    return Object.fromEntries(squad.tick(sticks, now).map(({ robot, frame }) => [robot, frame.y ?? 0]));
  };
  return { squad, says };
}

test('the robot of the first place gets the sticks, the others are told to hold still', () => {
  const { squad, says } = three();
  assert.equal(squad.focused?.robot, 'b');
  assert.deepEqual(says(FORWARD, 50), { a: 0, b: 1, c: 0 });
});

test('the one that comes into focus stands until the sticks were let go, the other one at once', () => {
  const { squad, says } = three();
  says(FORWARD, 50);
  assert.ok(squad.focusOn(1));
  assert.deepEqual(says(FORWARD, 100), { a: 0, b: 0, c: 0 });
  says({}, 150);
  assert.deepEqual(says(FORWARD, 200), { a: 1, b: 0, c: 0 });
});

test('the focus goes round, over places without a robot', () => {
  const { squad } = three();
  squad.take([{ robot: 'a', n: 3 }, { robot: 'b', n: 4 }], ['b', '', 'a']);
  assert.ok(squad.next(1));
  assert.equal(squad.focused?.robot, 'a');
  assert.ok(squad.next(1));
  assert.equal(squad.focused?.robot, 'b');
  assert.ok(squad.next(-1));
  assert.equal(squad.focused?.robot, 'a');
  assert.ok(!squad.focusOn(1), 'there is none');
  assert.ok(!squad.focusOn(9));
});

test('a spare is in focus where the one was whose place it takes, and starts with everything let go', () => {
  const { squad, says } = three();
  says(FORWARD, 50);
  assert.ok(squad.take([{ robot: 'a', n: 3 }, { robot: 'd', n: 1 }, { robot: 'c', n: 5 }], ['d', 'a', 'c']));
  assert.equal(squad.focused?.robot, 'd');
  assert.deepEqual(says(FORWARD, 100), { a: 0, d: 0, c: 0 });
  says({}, 150);
  assert.deepEqual(says(FORWARD, 200), { a: 0, d: 1, c: 0 });
});

test('with its robot gone a place keeps the focus, and nothing gets the sticks', () => {
  const { squad, says } = three();
  squad.take([{ robot: 'a', n: 3 }, { robot: 'c', n: 5 }], ['b', 'a', 'c']);
  assert.equal(squad.focused, null);
  assert.deepEqual(says(FORWARD, 50), { a: 0, c: 0 });
});

test('the same number goes on where it was, a new one begins anew', () => {
  const { squad, says } = three();
  says({}, 50);
  const before = squad.focused;
  assert.ok(!squad.take([{ robot: 'a', n: 3 }, { robot: 'b', n: 4 }, { robot: 'c', n: 5 }], ['b', 'a', 'c']), 'nothing is new');
  assert.equal(squad.focused, before);
  assert.ok(squad.take([{ robot: 'b', n: 6 }], ['b', 'a', 'c']));
  assert.notEqual(squad.focused, before);
  assert.deepEqual(squad.tick({}, 100), [], 'nothing is said before the robot was heard');
});

test('after a lost connection each robot speaks first, and the person lets go', () => {
  const { squad, says } = three();
  says(FORWARD, 50);
  squad.rest();
  assert.deepEqual(squad.tick(FORWARD, 60), []);
  assert.deepEqual(says(FORWARD, 100), { a: 0, b: 0, c: 0 });
});

test('a lease that an earlier page spoke in goes on with the number the robot heard last', () => {
  const squad = new Squad();
  squad.take([{ robot: 'a', n: 3 }], ['a']);
  squad.heard('a', link(3, { s: 812 }), 0);
  assert.equal(squad.tick({}, 0)[0].frame.s, 813);
});

test('however often the sticks change, who holds still is told at the pace of the loop', () => {
  const { squad } = three();
  assert.equal(squad.tick(FORWARD, 60).length, 3);
  assert.deepEqual(squad.tick({}, 70).map(({ robot }) => robot), ['b']);
  assert.equal(squad.tick({}, 110).length, 3);
});

const ME = 'player/ann';
const doc = (/** @type {string} */ state, robots = ['a', 'b']) =>
  /** @type {any} */ ({ id: 'm', state, teams: [{ seats: [{ player: 'bot/x', units: [{ robot: 'z' }] }, { player: ME, units: robots.map((robot) => ({ robot })) }] }] });
const me = (over = {}) => ({ seat: 'm', leases: [{ robot: 'b', n: 7 }, { robot: 'a', n: 8 }], ...over });

for (const [state, count] of /** @type {const} */ ([['lobby', 0], ['ready', 0], ['countdown', 2], ['running', 2], ['paused', 2], ['finished', 0], ['aborted', 0]])) {
  test(`in ${state} a match gives ${count} of two leases`, () => {
    assert.equal(givenBy(me(), doc(state), ME, null).leases.length, count);
  });
}

test('places are those of the seat', () => {
  assert.deepEqual(givenBy(me(), doc('running'), ME, null).places, ['a', 'b']);
  assert.deepEqual(givenBy(me(), doc('running', [/** @type {any} */ (null), 'b']), ME, null).places, ['', 'b']);
});

test('without a seat, or with the document of another match, nothing is given', () => {
  assert.deepEqual(givenBy(me({ seat: undefined }), doc('running'), ME, null).leases, []);
  assert.deepEqual(givenBy(me({ seat: 'other' }), doc('running'), ME, null).leases, []);
  assert.deepEqual(givenBy(null, doc('running'), ME, null).leases, []);
  assert.deepEqual(givenBy(me(), null, ME, null).leases, []);
});

test('what was claimed is no gift until a higher number says so', () => {
  const robots = (/** @type {number} */ n) => givenBy(me(), doc('countdown'), ME, { robot: 'b', n }).leases.map(({ robot }) => robot);
  assert.deepEqual(robots(7), ['a']);
  assert.deepEqual(robots(6), ['b', 'a']);
});
