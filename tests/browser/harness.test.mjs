// The harness itself: what the other tests of the page stand on does what it says.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Arena, joined, launch, pause } from './arena.mjs';
import { axe, overflow } from './look.mjs';
import { gamepad, stubInputs, vibrations } from './stubs.mjs';

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

test('pages are looked at: stubbed inputs, axe-core, width, tokens that end soon', async () => {
  const browser = await launch();
  try {
    const { page, errors } = await joined(browser, arena, { seconds: 3600, before: stubInputs, locale: 'de-DE' });
    const pad = gamepad(page);
    await pad.plug();
    await pad.set({ axes: { 1: -1 }, buttons: { 0: 1 } });
    const seen = await page.evaluate(() => {
      navigator.vibrate(20);
      const [stub] = navigator.getGamepads();
      void stub.vibrationActuator.playEffect('dual-rumble', { duration: 10 });
      return { y: stub.axes[1], fire: stub.buttons[0].pressed, language: navigator.language };
    });
    assert.deepEqual(seen, { y: -1, fire: true, language: 'de-DE' });
    assert.deepEqual([await vibrations(page), (await pad.rumbles())[0].duration], [[20], 10]);
    assert.deepEqual(errors, []);
    assert.equal(await overflow(page), 0);
    await page.evaluate(() => document.body.append(document.createElement('button')));
    assert.match((await axe(page)).join('\n'), /button-name/);
    await page.evaluate(() => (document.body.style.minWidth = '3000px'));
    assert.ok((await overflow(page)) > 0);
  } finally {
    await browser.close();
  }
});
