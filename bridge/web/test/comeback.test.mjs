import { test } from 'node:test';
import assert from 'node:assert/strict';
import { Comeback } from '../src/drive/comeback.js';

const me = (leases = [], why = []) => ({ leases: leases.map((robot) => ({ robot, n: 1 })), why });
const lost = (robot = 'scout1') => {
  const comeback = new Comeback();
  comeback.lost(robot, 1000);
  return comeback;
};

test('after a load it is what the arena says one has', () => {
  assert.equal(new Comeback().wanted(me(['scout2']), 0), 'scout2');
  assert.equal(new Comeback().wanted(me(), 0), '');
  assert.equal(new Comeback().wanted(null, 0), '');
});

test('after a loss it is what one drove, kept or taken back for the loss', () => {
  assert.equal(lost().wanted(me(['scout2', 'scout1']), 2000), 'scout1');
  assert.equal(lost().wanted(me([], ['driver_lost']), 2000), 'scout1');
  assert.equal(lost().wanted(null, 2000), 'scout1');
});

test('what was taken back on purpose is not claimed again', () => {
  for (const why of ['released_by_operator', 'revoked', 'idle', 'taken_over', 'out_of_service'])
    assert.equal(lost().wanted(me([], [why]), 2000), '', why);
});

test('after a minute the person may be gone', () => {
  assert.equal(lost().wanted(me([], ['driver_lost']), 61_000), 'scout1');
  assert.equal(lost().wanted(me([], ['driver_lost']), 61_001), '');
});

test('a second loss does not begin the minute anew, nor does one without a robot forget it', () => {
  const comeback = lost();
  comeback.lost('scout1', 50_000);
  comeback.lost('', 51_000);
  assert.equal(comeback.wanted(null, 61_001), '');
});

test('a robot that has to come back itself is asked for some times, another refusal ends it', () => {
  const comeback = lost();
  assert.deepEqual([1, 2, 3, 4, 5, 6].map(() => comeback.again('robot_offline')), [true, true, true, true, true, false]);
  assert.equal(lost().again('robot_taken'), false);
  assert.equal(new Comeback().again('robot_offline'), false, 'nothing was lost');
});

test('what one gave back is not claimed again, until one asks for a robot', () => {
  const comeback = lost();
  comeback.gave('scout1');
  assert.equal(comeback.wanted(me(['scout1']), 2000), '', 'the arena has not heard of it yet');
  assert.equal(comeback.wanted(me(['scout1', 'scout2']), 2000), 'scout2');
  comeback.asked();
  assert.equal(comeback.wanted(me(['scout1']), 2000), 'scout1');
});
