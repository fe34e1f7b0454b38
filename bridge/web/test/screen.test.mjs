import assert from 'node:assert/strict';
import { test } from 'node:test';
import { chosen, joinAddress, wishOf } from '../src/pages/screen/choice.js';
import { newsOf } from '../src/stage/newest.js';

/** @param {string} id @param {string} state @param {object} [more] @returns {any} */
const doc = (id, state, more = {}) => ({ id, state, ...more });
/** @param {any[]} docs @param {object} [how] */
const shown = (docs, how = {}) => chosen(docs, { wanted: '', shown: '', overSince: 0, now: 0, ...how });

test('the newest match that is on is shown, else the next, else the last result, else none', () => {
  assert.equal(shown([doc('new', 'lobby'), doc('b', 'paused'), doc('a', 'running')]), 'b');
  assert.equal(shown([doc('c', 'finished'), doc('b', 'ready'), doc('a', 'lobby')]), 'b');
  assert.equal(shown([doc('b', 'aborted'), doc('a', 'finished')]), 'a');
  assert.equal(shown([doc('b', 'aborted')]), '');
  assert.equal(shown([]), '');
});

test('a result stays for a while, shorter when another match is on, then the one that follows is next', () => {
  const docs = [doc('x', 'lobby'), doc('next', 'lobby'), doc('a', 'finished', { next: 'next' })];
  const after = (/** @type {number} */ now, /** @type {any[]} */ list = docs) => shown(list, { shown: 'a', overSince: 1000, now });
  assert.equal(after(25_000), 'a');
  assert.equal(after(27_000), 'next');
  const on = [doc('b', 'running'), ...docs];
  assert.equal(after(5000, on), 'a');
  assert.equal(after(12_000, on), 'b');
});

test('who wants one match sees that one', () => {
  assert.equal(shown([doc('b', 'running')], { wanted: 'a' }), 'a');
});

test('the address says what is wanted, in production and in development', () => {
  assert.deepEqual(wishOf({ search: '?match=m-1&join=abc', hash: '#invite=CODE' }), { match: 'm-1', invite: 'CODE', join: 'abc' });
  assert.deepEqual(wishOf({ search: '', hash: '#screen&invite=CODE&match=m-1' }), { match: 'm-1', invite: 'CODE', join: '' });
  assert.deepEqual(wishOf({ search: '', hash: '' }), { match: '', invite: '', join: '' });
});

test('where people join is an address of this arena, whatever the code looks like', () => {
  assert.equal(joinAddress('http://a', '', ''), 'http://a/#matches');
  assert.equal(joinAddress('http://a', '', 'm-1'), 'http://a/#match/m-1');
  assert.equal(joinAddress('http://a', 'x&y', 'm-1'), 'http://a/#invite=x%26y&then=match%2Fm-1');
});

test('the news are few, the newest first, and nothing that only a referee wants to know', () => {
  const entries = [
    { seq: 1, at: 1, kind: 'joined' }, { seq: 2, at: 2, kind: 'eliminated' }, { seq: 3, at: 3, kind: 'hit', verdict: 'counted' },
    { seq: 4, at: 4, kind: 'paused' }, { seq: 5, at: 5, kind: 'eliminated' },
  ];
  assert.deepEqual(newsOf(entries, 2).map(({ seq }) => seq), [5, 4]);
  assert.deepEqual(newsOf(entries, 9).map(({ seq }) => seq), [5, 4, 2]);
});
