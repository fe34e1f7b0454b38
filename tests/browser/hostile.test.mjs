// What robots and people say is shown as text, however it looks, and no card makes the page unusable.
// The robots are fakes from outside (tests/support/puppet.py).

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { card, joined, stage, take, until, wordsOf } from './arena.mjs';
import { overflow } from './look.mjs';

const PHONE = { viewport: { width: 390, height: 844 }, touch: true };
const SCRIPT = '<img src=x onerror=hacked=1>'; // 28 bytes: fits where the least is allowed
const QUOTE = `"'><svg onload=hacked=1>`;
const RTL = '\u202eמרוץ רובוט \u202dسباق';
const INHERITED = ['constructor', '__proto__', 'toString', 'hasOwnProperty'];
const w = wordsOf('en');

const { arena, browser } = await stage(0);

/** @typedef {import('playwright-core').Page} Page */

/** Nothing ran, nothing became an element. @param {Page} page @param {string} where */
async function isText(page, where) {
  const found = await page.evaluate(() => ({
    ran: 'hacked' in window,
    made: document.querySelectorAll('img[src="x"], [onerror], [onload], script:not([src])').length,
  }));
  assert.deepEqual(found, { ran: false, made: 0 }, where);
}

/** What a person needs is within reach: the stop can be hit where it is. @param {Page} page */
async function isUsable(page) {
  const stop = page.getByRole('button', { name: w.drive.stop, exact: true });
  await stop.click({ trial: true });
  const box = await stop.boundingBox();
  const { width, height } = page.viewportSize();
  assert.ok(box.x >= 0 && box.y >= 0 && box.x + box.width <= width && box.y + box.height <= height, 'the stop is in sight');
  assert.ok((await overflow(page)) <= 0, 'nothing is wider than the window');
}

/** @param {Page} page @param {string} hash */
const open = async (page, hash) => {
  await page.evaluate((to) => (location.hash = to), hash);
  await page.locator('main').waitFor();
};

/** @param {Page} page */
const release = (page) => page.getByRole('button', { name: w.drive.release, exact: true }).first().click();

test('markup in every text of a robot is shown, and never run', async () => {
  const puppet = await arena.puppet('evil', {
    name: `${SCRIPT}${QUOTE}`,
    model: SCRIPT,
    kind: SCRIPT,
    sdk: SCRIPT,
    actions: { [SCRIPT]: { when: 'always' }, [QUOTE]: { min: 0, max: 9, unit: SCRIPT }, ...Object.fromEntries(INHERITED.map((name) => [name, {}])) },
    status: { [SCRIPT]: SCRIPT, [QUOTE]: QUOTE, battery: SCRIPT, ...Object.fromEntries(INHERITED.map((name) => [name, '%'])) },
  });
  await puppet.set({ status: { [SCRIPT]: 1, [QUOTE]: 2, battery: 3 }, ack: { state: 'failed', why: SCRIPT } });
  const { page, errors } = await joined(browser, arena, { name: SCRIPT });
  await card(page, 'evil').getByText(SCRIPT).first().waitFor();
  await isText(page, 'the list');
  await take(page, 'evil');
  await page.getByRole('button', { name: SCRIPT, exact: true }).first().click();
  await until(async () => (await puppet.heard()).actions.length > 0, 'the action was sent');
  assert.equal((await puppet.heard()).actions[0].do, SCRIPT);
  for (const kind of [SCRIPT, QUOTE, ...INHERITED]) await puppet.say('event', { id: 1, kind });
  await isText(page, 'the driving view');
  await release(page);
  await open(page, '#history/evil');
  await page.getByText(SCRIPT).first().waitFor();
  await isText(page, 'the history');
  assert.deepEqual(errors, []);
});

test('markup is shown to operators as text, too', async () => {
  const { page, errors } = await joined(browser, arena, { name: QUOTE, kind: 'operator' });
  await open(page, '#operator');
  await page.getByText(SCRIPT, { exact: false }).first().waitFor();
  await isText(page, 'the wall');
  for (const link of await page.locator('main a[href^="#operator"]').all()) {
    if (!(await link.isVisible())) continue;
    await link.click();
    await isText(page, await link.innerText());
  }
  assert.deepEqual(errors, []);
});

test('what is no message at all changes nothing', async () => {
  const puppet = await arena.puppet('babble', { name: 'Babble' });
  const { page, errors } = await joined(browser, arena);
  await take(page, 'babble');
  const deep = `${'['.repeat(60)}${']'.repeat(60)}`;
  const texts = ['', 'null', '0', '""', '[]', '{', '\u0000', deep, '{"__proto__":{"ready":true}}', '{"constructor":null}'];
  const driver = (await arena.order('roster')).babble.driver;
  for (const what of ['status', 'event', 'presence']) for (const text of texts) await puppet.say(what, text);
  for (const what of ['link', 'ack', 'signal']) for (const text of texts) await puppet.say(what, text, driver);
  const absurd = { battery: '<b>', speed: null, yaw: [], signal: {}, pose: { x: '1' }, drive: 7, ts: -1 };
  for (const [name, value] of Object.entries(absurd)) await puppet.say('status', { [name]: value });
  await puppet.say('status', { battery: 1e308, signal: -1e308, speed: 1e300, yaw: -0, unknown: { deep: [1] }, pose: { x: 1e308, y: -1e308, heading: 1e308 } });
  await puppet.say('link', { n: 1e308, c: -1, ready: 'yes' }, driver);
  await puppet.say('ack', { id: 'x', do: 'y', state: 'exploded' }, driver);
  await page.getByText(w.drive.drives, { exact: false }).first().waitFor();
  await isUsable(page);
  await release(page);
  assert.deepEqual(errors, []);
});

test('a robot with 64 actions is driven on a phone, and each can be found', async () => {
  const actions = Object.fromEntries(
    Array.from({ length: 64 }, (_, i) => [`action_${i}_of_64`, i % 3 ? { when: 'always' } : { min: -i, max: i + 1, unit: 'mm', when: 'always' }]),
  );
  const puppet = await arena.puppet('many', { actions });
  const { page, errors } = await joined(browser, arena, PHONE);
  await take(page, 'many');
  await isUsable(page);
  await page.getByRole('button', { name: w.drive.allActions(64) }).click();
  const last = page.getByRole('button', { name: 'action 62 of 64' }).last();
  await last.scrollIntoViewIfNeeded();
  await last.click();
  await until(async () => (await puppet.heard()).actions.some((action) => action.do.includes('_62_')), 'it was sent');
  await isUsable(page);
  assert.deepEqual(errors, []);
});

test('a robot that can and measures nothing is shown, taken and stopped', async () => {
  const puppet = await arena.puppet('nothing', { name: '', kind: '', axes: {}, actions: {}, status: {} });
  await puppet.set({ status: {} });
  const { page, errors } = await joined(browser, arena, PHONE);
  await take(page, 'nothing');
  await isUsable(page);
  await page.getByRole('button', { name: w.drive.stop, exact: true }).click();
  await until(async () => (await puppet.heard()).stops.length > 0, 'the stop was heard');
  assert.deepEqual(errors, []);
});

test('absurd ranges make no absurd commands', async () => {
  const huge = 1.7976931348623157e308;
  const ranges = { all: [-huge, huge], one: [5, 5], zero: [0, 0], below: [-9, -3], tiny: [0, 1e-300], wide: [0, 1e308] };
  const actions = Object.fromEntries(Object.entries(ranges).map(([name, [min, max]]) => [name, { min, max, when: 'always' }]));
  const axes = { x: [-huge, huge], y: [0, 0], cx: [-1e-300, 0], cy: [0, 1e308] };
  const puppet = await arena.puppet('absurd', { axes, actions, status: { battery: '%', speed: 'm/s', yaw: 'deg' } });
  await puppet.set({ status: { battery: 1e308, speed: -1e308, yaw: 1e308 } });
  const { page, errors } = await joined(browser, arena, PHONE);
  await take(page, 'absurd');
  await isUsable(page);
  const sheet = page.getByRole('button', { name: w.drive.allActions(6) });
  if (await sheet.isVisible()) await sheet.click();
  for (const slider of await page.locator('.sheet.actions input[type=range]').all()) {
    await slider.focus();
    for (const key of ['ArrowRight', 'End', 'ArrowLeft', 'Home']) await page.keyboard.press(key);
  }
  await until(async () => (await puppet.heard()).actions.length >= 4, 'actions were sent');
  for (const { do: name, value } of (await puppet.heard()).actions) {
    const [min, max] = ranges[name];
    assert.ok(Number.isFinite(value) && value >= min && value <= max, `${name} ${value}`);
  }
  await page.keyboard.press('Escape');
  assert.deepEqual(errors, []);
});

test('names that run from right to left, never break, or are of emojis fit a phone', async () => {
  const long = 'W'.repeat(64);
  const names = { rtl: RTL, long, emoji: '🤖'.repeat(16), blank: '\u2028\u00a0\ufeff', marks: `a${'\u0301'.repeat(30)}` };
  for (const [id, name] of Object.entries(names))
    await arena.puppet(id, { name, model: long, kind: 'W'.repeat(31), actions: { ['W'.repeat(31)]: { min: 0, max: 1, unit: 'W'.repeat(31) }, '🤖🤖': {} }, status: { ['W'.repeat(31)]: 'W'.repeat(31), battery: RTL.slice(0, 12) } });
  const { page, errors } = await joined(browser, arena, { ...PHONE, name: RTL });
  for (const id of Object.keys(names)) await card(page, id).waitFor();
  assert.ok((await overflow(page)) <= 0, 'the list fits');
  for (const id of ['rtl', 'long']) {
    await take(page, id);
    await isUsable(page);
    await release(page);
    await open(page, `#history/${id}`);
    await page.getByRole('heading', { name: w.history.title }).waitFor();
    assert.ok((await overflow(page)) <= 0, 'the history fits');
    await open(page, '#');
  }
  assert.deepEqual(errors, []);
});
