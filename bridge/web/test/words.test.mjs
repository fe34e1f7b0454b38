// Whatever the arena may say has words in every language, and no language has others.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { CODES, WHYS } from '../src/wire/words.js';
import { KINDS } from '../src/wire/topic.js';
import { de } from '../src/words/de.js';
import { en } from '../src/words/en.js';

/** Codes of the page's own. */
const OURS = ['unreachable', 'silent', 'broken'];

/** @param {any} words @param {string} [path] @returns {string[]} */
const members = (words, path = '') =>
  Object.entries(words).flatMap(([key, value]) =>
    typeof value === 'object' ? members(value, `${path}${key}.`) : [`${path}${key}: ${typeof value}`],
  );

for (const [language, words] of Object.entries({ en, de })) {
  test(`${language} has a sentence for every refusal`, () => {
    assert.deepEqual(Object.keys(words.refusals).sort(), [...CODES, ...OURS].sort());
  });

  test(`${language} has a sentence for every reason`, () => {
    assert.deepEqual(Object.keys(words.why).sort(), [...WHYS].sort());
  });

  test(`${language} has a word for whoever may look at the page`, () => {
    const people = KINDS.filter((kind) => !['robot', 'bridge', 'media'].includes(kind));
    assert.deepEqual(people.filter((kind) => !(kind in words.roles)), []);
  });

  test(`${language} leaves no word empty`, () => {
    const empty = JSON.stringify(words, (_, value) => (value === '' ? 'EMPTY' : value));
    assert.ok(!empty.includes('EMPTY'));
  });
}

test('all languages have the same words', () => {
  assert.deepEqual(members(de).sort(), members(en).sort());
});
