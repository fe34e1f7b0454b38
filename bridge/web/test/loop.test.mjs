// When the drive loop speaks: every 50 ms, and at once when something is taken hold of or let go.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { DriveLoop } from '../src/drive/loop.js';

/** A loop whose time is told: `until` lets it pass, `touch` is what a person does. */
function driving() {
  const window = new EventTarget();
  const document = Object.assign(new EventTarget(), { defaultView: window, visibilityState: 'visible' });
  const said = /** @type {[at: number, y: number][]} */ ([]);
  const timers = /** @type {Map<number, { at: number, act: () => void }>} */ (new Map());
  let now = 0;
  let id = 0;
  let y = 0;
  const time = {
    now: () => now,
    set: (/** @type {() => void} */ act, /** @type {number} */ ms) => (timers.set((id += 1), { at: now + ms, act }), id),
    clear: (/** @type {any} */ timer) => timers.delete(timer),
  };
  const session = { driver: {}, tick: (/** @type {any} */ sticks) => said.push([now, sticks.y ?? 0]) };
  const mixer = { sticks: () => (y ? { y } : {}), letGo: () => { y = 0; } };
  const loop = new DriveLoop(/** @type {any} */ ({ session: () => session, mixer, document, time }));
  loop.start();
  return {
    said, session, document, window,
    until(/** @type {number} */ end) {
      for (;;) {
        const [due] = [...timers].sort(([a, { at: x }], [b, { at: z }]) => x - z || a - b);
        if (!due || due[1].at > end) break;
        now = Math.max(now, due[1].at);
        timers.delete(due[0]);
        due[1].act();
      }
      now = end;
    },
    /** The device hears of it behind the loop; `stopped`: nobody behind the device does. */
    touch(/** @type {string} */ name, /** @type {number} */ value, stopped = false) {
      const hear = (/** @type {Event} */ event) => {
        y = value;
        if (stopped) event.stopImmediatePropagation();
      };
      window.addEventListener(name, hear, { once: true, capture: true });
      window.dispatchEvent(new Event(name));
    },
  };
}

test('it speaks every 50 ms on an absolute schedule', () => {
  const { said, until } = driving();
  until(220);
  assert.deepEqual(said.map(([at]) => at), [50, 100, 150, 200]);
});

test('taking hold and letting go are said at once, and the schedule goes on from there', () => {
  const { said, until, touch } = driving();
  until(120);
  touch('keydown', 1);
  assert.deepEqual(said.slice(2), [[120, 1]]);
  until(131);
  touch('keyup', 0);
  until(240);
  assert.deepEqual(said.slice(3), [[131, 0], [181, 0], [231, 0]]);
});

test('an event that a device keeps for itself is noticed a task later', () => {
  const { said, until, touch } = driving();
  until(120);
  touch('keydown', 1, true);
  assert.equal(said.length, 2);
  until(120);
  assert.deepEqual(said.slice(2), [[120, 1]]);
});

test('what is held already, or by nobody, changes nothing', () => {
  const { said, session, until, touch } = driving();
  touch('keydown', 1);
  until(60);
  touch('pointermove', 0.5);
  until(99);
  assert.deepEqual(said, [[0, 1], [50, 1]]);
  session.driver = /** @type {any} */ (null);
  touch('keyup', 0);
  until(99);
  assert.equal(said.length, 2);
});

test('hammering on a key stays below 60 frames a second, but every letting go is said at once', () => {
  const { said, until, touch } = driving();
  let let_go = 0;
  for (let at = 5; at < 1000; at += 25) {
    until(at);
    touch('keydown', 1);
    until(at + 5);
    touch('keyup', 0);
    until(at + 5);
    if (said.some(([when, y]) => when === at + 5 && y === 0)) let_go += 1;
  }
  const moving = said.filter(([, y]) => y !== 0);
  assert.ok(moving.every(([at], i) => i === 0 || at - moving[i - 1][0] >= 17));
  assert.ok(said.length <= 90, `${said.length} frames`);
  assert.equal(let_go, said.filter(([, y], i) => y === 0 && said[i - 1]?.[1] === 1).length);
});

test('a Meta key lets go: what goes up while it is down is heard of by nobody', () => {
  const { said, window, until, touch } = driving();
  until(120);
  touch('keydown', 1);
  until(130);
  window.dispatchEvent(Object.assign(new Event('keydown'), { key: 'Meta' }));
  until(130);
  assert.deepEqual(said.slice(2), [[120, 1], [130, 0]]);
});

test('a hidden page says nothing, whatever is pressed', () => {
  const { said, document, until, touch } = driving();
  document.visibilityState = 'hidden';
  touch('keydown', 1);
  until(500);
  assert.deepEqual(said, []);
});
