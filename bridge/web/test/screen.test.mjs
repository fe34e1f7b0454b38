import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Admission } from '../src/pages/screen/admission.js';
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

/** @param {Map<string, string>} kept */
const storageOf = (kept) => ({
  getItem: (/** @type {string} */ key) => kept.get(key) ?? null,
  setItem: (/** @type {string} */ key, /** @type {string} */ text) => void kept.set(key, text),
  removeItem: (/** @type {string} */ key) => void kept.delete(key),
});

test('a screen that is not let in says why and tries on, further and further apart, as somebody of its own', async () => {
  const kept = new Map([['arena.credentials', 'of who uses this browser otherwise']]);
  /** @type {number[]} */
  const pauses = [];
  /** @type {any[]} */
  const joins = [];
  const { fetch } = globalThis;
  await new Promise((done) => {
    globalThis.fetch = async (_, how) => {
      joins.push(JSON.parse(String(/** @type {any} */ (how).body)));
      if (joins.length === 1) throw new TypeError('no network');
      return /** @type {any} */ ({ ok: false, json: async () => ({ code: 'used_up' }) });
    };
    const pause = (/** @type {number} */ ms) => {
      pauses.push(ms);
      return pauses.length > 30 ? new Promise(() => done(undefined)) : Promise.resolve();
    };
    const admission = new Admission(storageOf(kept), 'CODE', /** @type {any} */ (pause));
    admission.on('changed', () => pauses.length === 4 && assert.equal(admission.refusal, 'used_up'));
    admission.begin();
  });
  globalThis.fetch = fetch;
  assert.deepEqual(pauses.slice(0, 3), [0, 3000, 6000]);
  assert.equal(Math.max(...pauses), 60_000);
  assert.ok(joins.every(({ name, invite }) => /^Screen /.test(name) && invite === 'CODE'));
  assert.equal(kept.get('arena.credentials'), 'of who uses this browser otherwise');
});

test('a screen without an invite does not knock', () => {
  const admission = new Admission(storageOf(new Map()), '', () => assert.fail('it tried'));
  admission.begin();
  assert.equal(admission.identity.session, null);
});
