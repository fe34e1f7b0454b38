// The harness itself: what the other tests of the page stand on does what it says.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Arena, pause } from './arena.mjs';

/** @type {Arena} */
let arena;

before(async () => (arena = await Arena.start(0)));
after(() => arena?.stop());

const health = () => fetch(`${arena.api}/healthz`, { signal: AbortSignal.timeout(300) });

test('the wire can be cut, stalled and healed, for HTTP and the broker alike', async () => {
  assert.equal((await health()).status, 200);
  await arena.wire.cut();
  await assert.rejects(health);
  await arena.wire.heal();
  assert.equal((await health()).status, 200);
  await arena.wire.stall();
  await assert.rejects(health);
  await arena.wire.heal();
  assert.equal((await health()).status, 200);
});

test('a fake robot is in the list with its card and says what it is told to', async () => {
  const puppet = await arena.puppet('puppet', { name: '<b>Puppet</b>' });
  assert.equal((await arena.order('roster')).puppet.name, '<b>Puppet</b>');
  await puppet.say('event', { id: 1, kind: 'bump' });
  await puppet.say('status', 'no JSON at all');
  assert.deepEqual(await puppet.heard(), { frames: [], actions: [], stops: [] });
  await puppet.leave();
});

test('the load says as many status messages as it was asked for', async () => {
  await arena.load(5, 10);
  const metric = async () => {
    const text = await (await fetch(arena.metrics)).text();
    return Number(text.match(/^arena_telemetry_rows_total (\d+)/m)?.[1] ?? NaN);
  };
  const [first] = [await metric(), await pause(3000)];
  const rate = ((await metric()) - first) / 3;
  assert.ok(rate > 40 && rate < 60, `${rate} a second`);
  await arena.load(0);
});
