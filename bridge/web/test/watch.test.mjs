import assert from 'node:assert/strict';
import { mock, test } from 'node:test';
import { Watch } from '../src/net/watch.js';

/** @param {import('node:test').TestContext} context */
function link(context) {
  mock.timers.enable({ apis: ['setInterval', 'setTimeout', 'Date'], now: 1_000_000 });
  const its = { online: true, heardAt: Date.now(), pings: 0, again: 0 };
  const watch = new Watch({
    isOnline: () => its.online,
    silentMs: () => Date.now() - its.heardAt,
    ping: () => (its.pings += 1),
    again: () => (its.again += 1),
  });
  context.after(() => {
    watch.stop();
    mock.timers.reset();
  });
  return { its, watch };
}

/** Seconds that pass one by one. @param {number} count @param {() => void} [each] */
function seconds(count, each = () => {}) {
  for (let second = 0; second < count; second++) {
    mock.timers.tick(1000);
    each();
  }
}

test('a link that says something every second is left alone', (context) => {
  const { its, watch } = link(context);
  watch.start();
  seconds(60, () => (its.heardAt = Date.now()));
  assert.deepEqual([its.pings, its.again], [0, 0]);
});

test('a silent link is asked after three seconds and given up after six', (context) => {
  const { its, watch } = link(context);
  watch.start();
  seconds(3);
  assert.equal(its.pings, 0);
  seconds(3);
  assert.equal(its.pings, 3);
  assert.equal(its.again, 0);
  seconds(1);
  assert.equal(its.again, 1);
});

test('a link that answers when asked is kept', (context) => {
  const { its, watch } = link(context);
  watch.start();
  for (let round = 0; round < 5; round++) {
    seconds(4);
    its.heardAt = Date.now();
  }
  assert.ok(its.pings > 0);
  assert.equal(its.again, 0);
});

test('who wakes up without a link tries at once', (context) => {
  const { its, watch } = link(context);
  its.online = false;
  watch.wake();
  assert.equal(its.again, 1);
});

test('who wakes up with a dead link gives it up after a short question', (context) => {
  const { its, watch } = link(context);
  watch.wake();
  mock.timers.tick(1499);
  assert.deepEqual([its.pings, its.again], [1, 0]);
  mock.timers.tick(1);
  assert.equal(its.again, 1);
});

test('who wakes up with a living link keeps it', (context) => {
  const { its, watch } = link(context);
  watch.wake();
  mock.timers.tick(100);
  its.heardAt = Date.now();
  mock.timers.tick(1400);
  assert.equal(its.again, 0);
});
