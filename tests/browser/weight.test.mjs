// What the page weighs before a person can drive: a hard limit, and the files that it is made of.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { firstLoad, LIMIT_KIB } from './weight.mjs';

test(`the first load is below ${LIMIT_KIB} KiB, compressed`, async () => {
  const files = await firstLoad();
  const kib = files.reduce((sum, { packed }) => sum + packed, 0) / 1024;
  assert.ok(files.length >= 3, files.map(({ name }) => name).join(' '));
  assert.ok(kib < LIMIT_KIB, `${kib.toFixed(1)} KiB: ${files.map(({ name, packed }) => `${name} ${packed}`).join(', ')}`);
});

test('what comes later is not in the first load', async () => {
  const names = (await firstLoad()).map(({ name }) => name);
  for (const later of ['history', 'operator', 'settings', 'de'])
    assert.ok(!names.some((name) => name.startsWith(`assets/${later}-`)), later);
});
