import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Renewal } from '../src/net/renewal.js';

const DAY = 86_400;

/** A connection whose token runs out at 1000 s. @param {object} [members] */
function stay(members = {}) {
  const renewal = new Renewal();
  renewal.used = 1000;
  return (/** @type {number} */ now, /** @type {object} */ more = {}) =>
    renewal.due({ now, expires: 1000, idle: true, resting: true, ...members, ...more });
}

test('a token is renewed ten minutes before its end, and asked for again after half a minute', () => {
  const due = stay();
  assert.equal(due(399), null);
  assert.equal(due(400), 'renew');
  assert.equal(due(429), null);
  assert.equal(due(430), 'renew');
});

test('who drives nothing begins anew with the new token at once', () => {
  assert.equal(stay({ expires: DAY })(401), 'switch');
});

test('who drives begins anew in the last minute while the sticks rest', () => {
  const due = stay({ expires: DAY, idle: false });
  assert.equal(due(939, { resting: true }), null);
  assert.equal(due(941, { resting: false }), null);
  assert.equal(due(941, { resting: true }), 'switch');
});

test('who drives all the time begins anew before the broker would end it', () => {
  const due = stay({ expires: DAY, idle: false, resting: false });
  assert.equal(due(996), null);
  assert.equal(due(997), 'switch');
});

test('a connection that stands on the newest token is left alone', () => {
  const renewal = new Renewal();
  renewal.used = DAY;
  assert.equal(renewal.due({ now: 100, expires: DAY, idle: true, resting: true }), null);
});
