import assert from 'node:assert/strict';
import { test } from 'node:test';
import { credentialsFrom } from '../src/identity.js';

const GOOD = {
  principal: 'player/ann-x7', token: 'aa.bb.cc', root: 'arena/v1', broker: 'ws://127.0.0.1:9001', expires: 2e9, name: 'Ann',
};

test('credentials that were kept come back, and nothing else with them', () => {
  assert.deepEqual(credentialsFrom({ ...GOOD, more: 1 }), GOOD);
});

test('what somebody wrote into the storage is nobody', () => {
  const wrong = {
    principal: [null, '', 'ann', 'player/', 'player/a b', 'player/+', '../x', 7],
    token: [null, '', 'a b', 'x'.repeat(5000), {}],
    root: [null, '', '#', 'a'.repeat(200)],
    broker: [null, '', 'javascript:alert(1)', 'http://x', 'ws://a b', 'ws://[', 'ws://x:99999'],
    expires: [null, '1', NaN, Infinity],
    name: [null, '', 'x'.repeat(100), {}],
  };
  for (const [member, values] of Object.entries(wrong))
    for (const value of values) assert.equal(credentialsFrom({ ...GOOD, [member]: value }), null, `${member} ${value}`);
  for (const said of [null, undefined, 1, 'x', [], true]) assert.equal(credentialsFrom(said), null);
});
