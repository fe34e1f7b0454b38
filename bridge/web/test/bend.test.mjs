import { test } from 'node:test';
import assert from 'node:assert/strict';
import { bend } from '../src/drive/bend.js';

const near = (got, want) => assert.ok(Math.hypot(got.x - want.x, got.y - want.y) < 1e-3, JSON.stringify(got));

/** Of the curve at its half. */
const half = (from, to) => {
  const [first, second] = bend(from, to);
  return { x: (from.x + 3 * first.x + 3 * second.x + to.x) / 8, y: (from.y + 3 * first.y + 3 * second.y + to.y) / 8 };
};

test('straight on is a straight line', () => {
  const [first, second] = bend({ x: 0, y: 0, heading: 0 }, { x: 0, y: 3, heading: 0 });
  near(first, { x: 0, y: 1 });
  near(second, { x: 0, y: 2 });
});

test('a quarter turn is a quarter of a circle, forward and in reverse', () => {
  const [r, s] = [1, Math.SQRT1_2];
  near(half({ x: 0, y: 0, heading: 0 }, { x: r, y: r, heading: 90 }), { x: r - s, y: s });
  near(half({ x: r, y: r, heading: 90 }, { x: 0, y: 0, heading: 0 }), { x: r - s, y: s });
});

test('what turned on the spot or slid is its chord', () => {
  const from = { x: 0, y: 0, heading: 0 };
  for (const to of [{ x: 0, y: 0, heading: 170 }, { x: 1, y: 0, heading: 0 }]) assert.deepEqual(bend(from, to), [from, to]);
});

test('standing still has no direction and no fault', () => {
  for (const { x, y } of bend({ x: 1, y: 1, heading: 0 }, { x: 1, y: 1, heading: 90 })) assert.deepEqual([x, y], [1, 1]);
});
