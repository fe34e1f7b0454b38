// The page's half of the wire against the golden vectors that the C half is held to as well.

import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { test } from 'node:test';

import { Fault, buildMessage, parseMessage, readMessage } from '../../bridge/web/src/wire/messages.js';
import { formatTopic, parseTopic } from '../../bridge/web/src/wire/topic.js';

const folder = new URL('../vectors/', import.meta.url);
const vectors = (name) => JSON.parse(readFileSync(new URL(`${name}.json`, folder), 'utf8'));
const MESSAGES = readdirSync(folder)
  .filter((file) => file.endsWith('.json') && !['topics.json', 'hostile.json'].includes(file))
  .map((file) => file.slice(0, -'.json'.length));

/** What goes over the wire: text, or bytes where no text can say it. */
function payloadOf(vector) {
  if (vector.hex !== undefined) return new Uint8Array(Buffer.from(vector.hex, 'hex'));
  const text = typeof vector.json === 'string' ? vector.json : JSON.stringify(vector.json);
  return vector.pad ? text + ' '.repeat(vector.pad - Buffer.byteLength(text)) : text;
}

function holds(what, vector) {
  const payload = payloadOf(vector);
  const hint = `${what}: ${vector.name}`;
  if (vector.refused !== undefined) {
    const expected = { path: vector.refused, code: vector.code ?? 'bad_request' };
    assert.throws(() => readMessage(what, payload), (error) => {
      assert.ok(error instanceof Fault, `${hint}: ${error.stack}`);
      assert.deepEqual({ path: error.path, code: error.code }, expected, hint);
      return true;
    }, hint);
    assert.equal(parseMessage(what, payload), null, hint);
    return;
  }
  const built = buildMessage(what, readMessage(what, payload));
  if (typeof vector.canonical === 'string') assert.equal(built, vector.canonical, hint);
  else assert.deepEqual(JSON.parse(built), vector.canonical, hint);
  assert.deepEqual(readMessage(what, built), readMessage(what, payload), `${hint}: the second time`);
}

for (const name of MESSAGES) {
  const what = name.replace('_', ' ');
  test(`${what} is read and written as the vectors say`, () => {
    for (const vector of vectors(name)) holds(what, vector);
  });
  test(`${what} refuses what every message refuses`, () => {
    for (const vector of vectors('hostile')) holds(what, vector);
  });
}

test('the vectors cover every message', () => {
  assert.equal(MESSAGES.length, 22);
});

test('topics are parsed and written as the vectors say', () => {
  for (const { name, root, topic, parsed } of vectors('topics')) {
    assert.deepEqual(parseTopic(root, topic), parsed, name);
    if (parsed) assert.equal(formatTopic(root, parsed), topic, name);
  }
});

test('a topic with a NUL is none', () => {
  const tails = ['robot/a/all/card\0', 'robot/a\0b/all/card', 'bridge/main/all/match/m1\0',
    'bridge/main/all/match/m1\0/live', '\0'];
  for (const tail of tails) assert.equal(parseTopic('arena/v1', `arena/v1/${tail}`), null);
});

test('text and bytes of the same message read alike', () => {
  const text = '{"state":"online","boot":"b1","zz":"€🤖"}';
  assert.deepEqual(readMessage('presence', new TextEncoder().encode(text)), readMessage('presence', text));
});

test('a string with a lone surrogate is refused, as its bytes would be', () => {
  assert.equal(parseMessage('stop', '{"id":"s","why":"\ud800"}'), null);
});

test('what would be refused is not built', () => {
  assert.throws(() => buildMessage('drive', { n: 1, s: 1, e: 1, x: Number.NaN }), Fault);
  assert.throws(() => buildMessage('stop', { id: 's', why: '\ud800' }), Fault);
  assert.throws(() => buildMessage('grue', {}), Fault);
  assert.throws(() => buildMessage('toString', {}), Fault);
});
