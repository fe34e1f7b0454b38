// Every page as axe-core judges it, light and dark, at a desk and on a phone; enlarged to 200 % and on
// the narrowest phone; with little motion. One arena, and each page is looked at wherever a person would come to it.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { card, joined, stage, take, until } from './arena.mjs';
import { axe, overflow, screenshot, still } from './look.mjs';
import { stubInputs } from './stubs.mjs';

const DRAWN_MS = 2000;
const DESK = { width: 1280, height: 800 };
const PHONE = { width: 390, height: 844 };
/** A window of 1280 x 800 at 200 %, and the narrowest there is. */
const ENLARGED = { width: 640, height: 400 };
const NARROW = { width: 320, height: 568 };

/** @typedef {import('playwright-core').Page} Page */
const { arena, browser } = await stage(3);

/** @param {Page} page @param {string} hash */
const to = (page, hash) => page.evaluate((there) => (location.hash = there), hash);

/**
 * Leads through every page; `look` is called at each.
 * @param {Page} page an operator's @param {(name: string) => Promise<void>} look
 */
async function tour(page, look) {
  await card(page, 'scout1').waitFor();
  await look('robots');
  await to(page, 'settings');
  await page.getByRole('heading', { level: 1 }).waitFor();
  await look('settings');
  await page.getByRole('button', { name: 'Reset all' }).click();
  await page.getByRole('dialog').waitFor();
  await look('question');
  await page.getByRole('button', { name: 'Cancel' }).click();
  await to(page, 'history/scout2');
  await page.getByRole('heading', { level: 1 }).waitFor();
  await look('history');
  await to(page, 'operator');
  await page.locator('.tile').first().waitFor();
  await look('operator');
  await to(page, '');
  await take(page, 'scout1');
  await look('drive');
  await page.getByRole('button', { name: 'STOP', exact: true }).click();
  await page.getByText('Stopped.', { exact: false }).waitFor();
  await look('stopped');
  await page.getByRole('button', { name: 'Clear', exact: true }).first().click();
  await page.getByText('You drive.', { exact: false }).waitFor();
  await to(page, '');
  await page.getByText('You hold').waitFor();
  await look('holding');
  await page.getByRole('complementary').getByRole('button', { name: 'Release' }).click();
  await to(page, `invite=${'x'.repeat(8)}`);
  await page.getByLabel('Your name').waitFor();
  await look('join');
  await page.getByLabel('Your name').fill('Nobody');
  await page.getByRole('button', { name: 'Join', exact: true }).click();
  await page.locator('.error').first().waitFor();
  await look('refused');
  await to(page, '');
  const second = await page.context().newPage();
  await second.goto(arena.api);
  await page.getByText('Another page took over').waitFor();
  await second.close();
  await look('taken-over');
}

/** @param {Page} page @param {string} name @param {string} size @returns {Promise<string[]>} its faults */
async function judged(page, name, size) {
  const faults = [];
  for (const colorScheme of /** @type {const} */ (['light', 'dark'])) {
    await page.emulateMedia({ colorScheme });
    await still(page);
    await screenshot(page, `${name}-${size}-${colorScheme}`);
    faults.push(...(await axe(page)).map((line) => `${name}, ${colorScheme}: ${line}`));
  }
  return faults;
}

/** @param {Page} page @param {string} name @param {readonly { width: number, height: number }[]} sizes */
async function fits(page, name, sizes) {
  const faults = [];
  for (const viewport of sizes) {
    await page.setViewportSize(viewport);
    const slim = async () => (await overflow(page)) === 0;
    await until(slim, 'what is drawn follows the window', DRAWN_MS).catch(() => faults.push(`${name} is wider than ${viewport.width}`));
  }
  return faults;
}

for (const [size, viewport, touch, sizes] of /** @type {const} */ ([
  ['desk', DESK, false, [ENLARGED, DESK]],
  ['phone', PHONE, true, [NARROW, PHONE]],
])) {
  test(`axe finds no serious fault on any page, light and dark, and each fits its window: ${size}`, async () => {
    const { page } = await joined(browser, arena, { kind: 'operator', viewport, touch, before: stubInputs });
    /** @type {string[]} */
    const faults = [];
    await tour(page, async (name) => {
      faults.push(...(await judged(page, name, size)), ...(await fits(page, name, sizes)));
    });
    assert.deepEqual(faults, []);
  });
}

test('who wants little motion gets none that lasts', async () => {
  const { page } = await joined(browser, arena, { reducedMotion: 'reduce' });
  await card(page, 'scout1').waitFor();
  await arena.order('kill', { part: 'bridge' });
  await page.getByText('waiting for the arena').waitFor();
  const lasting = await page.evaluate(() =>
    document.getAnimations().filter((one) => Number(one.effect?.getComputedTiming().endTime) > 50).length,
  );
  await arena.order('start', { part: 'bridge' });
  assert.equal(lasting, 0);
});
