// What goes wrong between a person and a robot: in each case the robot stands in time, the page says
// what happened, comes back without a reload, and nothing moves before the controls were let go.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { behaveAsTab, fillJoin, joined, launchApart, pause, stage, take, until, wordsOf } from './arena.mjs';

const STILL_MS = 300; // deadman 250 ms and a step of the simulation
const BRIDGE_LOST_MS = 3300; // a lease holds for 3 s without the bridge
const w = wordsOf('en');

const { arena, browser } = await stage(1, async () => {
  await arena.wire.heal();
  await until(async () => !(await arena.order('roster')).scout1.driver, 'the robot is free again');
});

/** @typedef {import('playwright-core').Page} Page */

/** @param {Page} page @param {string} sentence */
const said = (page, sentence) => page.getByText(sentence, { exact: false }).first().waitFor();

/** A person who holds W, and the robot follows. @param {import('./arena.mjs').Person} [person] @param {import('playwright-core').Browser} [where] */
async function driving(person = {}, where = browser) {
  const ann = await joined(where, arena, person);
  await take(ann.page, 'scout1');
  await ann.page.evaluate(() => Object.assign(window, { loadedOnce: true }));
  await ann.page.keyboard.down('KeyW');
  await until(() => arena.isMoving('scout1'), 'the robot moves');
  return ann;
}

/** The robot stands in time after its last frame. */
async function standsInTime() {
  const ms = await arena.stood('scout1');
  assert.ok(ms <= STILL_MS, `it stood ${ms} ms after its last frame`);
}

/**
 * The page is back without a reload; W, held all the while, moves nothing until it was let go.
 * @param {Page} page
 */
async function drivesAgainAfterNeutral(page, held = true) {
  await until(async () => (await arena.order('roster')).scout1.driver, 'the robot is held again');
  if (held) await page.keyboard.down('KeyW'); // the keyboard repeats it
  const before = (await arena.moves('scout1')).length;
  await pause(700);
  assert.equal((await arena.moves('scout1')).length, before, 'a held key moves nothing');
  await page.keyboard.up('KeyW');
  await said(page, w.drive.drives);
  await page.keyboard.down('KeyW');
  await until(() => arena.isMoving('scout1'), 'the robot moves again');
  await page.keyboard.up('KeyW');
  await until(() => arena.stands('scout1'), 'the robot stands');
  assert.ok(await page.evaluate(() => 'loadedOnce' in window), 'the page was not loaded again');
}

test('a hidden tab says nothing, and a key held through it does not drive when it is back', async () => {
  const { page, context } = await driving();
  await behaveAsTab(page);
  const other = await context.newPage();
  await other.bringToFront();
  await standsInTime();
  assert.equal(await page.evaluate(() => document.visibilityState), 'hidden');
  await pause(1500);
  const { frame } = await arena.last('scout1');
  assert.equal((await arena.moves('scout1')).at(-1).frame, frame, 'no frame comes from a hidden page');
  await page.bringToFront();
  await drivesAgainAfterNeutral(page);
});

test('a frozen tab stands the robot, and drives again when it is thawed and let go', async () => {
  const { page, context } = await driving();
  await behaveAsTab(page);
  const other = await context.newPage();
  await other.bringToFront();
  const debug = await context.newCDPSession(page);
  await debug.send('Page.setWebLifecycleState', { state: 'frozen' });
  await standsInTime();
  await pause(1500);
  await debug.send('Page.setWebLifecycleState', { state: 'active' });
  await page.bringToFront();
  await drivesAgainAfterNeutral(page);
});

test('a laptop that slept until its robot went back to the arena says so and takes it again', async () => {
  const own = await launchApart();
  try {
    const { page } = await driving({}, own.browser);
    own.signal('SIGSTOP');
    await standsInTime();
    await arena.wire.cut();
    await until(async () => !(await arena.order('roster')).scout1.driver, 'the lease ended');
    await arena.wire.heal();
    own.signal('SIGCONT');
    await drivesAgainAfterNeutral(page);
  } finally {
    own.signal('SIGKILL');
  }
});

test('a laptop that dozed, its connection still there, does not drive by what it held', async () => {
  const own = await launchApart();
  try {
    const { page } = await driving({}, own.browser);
    own.signal('SIGSTOP');
    await standsInTime();
    await pause(1500);
    own.signal('SIGCONT');
    await drivesAgainAfterNeutral(page);
  } finally {
    own.signal('SIGKILL');
  }
});

test('a cut network stands the robot; the page says so, comes back and takes it again', async () => {
  const { page } = await driving();
  await arena.wire.cut();
  await Promise.all([standsInTime(), said(page, w.hindrance.offline)]);
  await until(async () => !(await arena.order('roster')).scout1.driver, 'the lease ended');
  await arena.wire.heal();
  await drivesAgainAfterNeutral(page);
});

test('a network that swallows everything stands the robot; what it kept moves nothing later', async () => {
  const { page } = await driving();
  await arena.wire.stall();
  await Promise.all([standsInTime(), said(page, w.hindrance.silent)]);
  const before = (await arena.moves('scout1')).length;
  await pause(1000);
  await arena.wire.heal();
  await pause(500);
  assert.equal((await arena.moves('scout1')).length, before, 'what was swallowed is too old');
  await drivesAgainAfterNeutral(page);
});

test('a token that ends soon is renewed: the page stays, and the robot is driven beyond its end', async () => {
  const seconds = 10;
  const { page } = await driving({ seconds });
  await pause(seconds * 1000);
  await page.keyboard.up('KeyW');
  await until(() => arena.stands('scout1'), 'the robot stands');
  await drivesAgainAfterNeutral(page, false);
});

test('a token that ended stands the robot; the page says so, and an invite lets in again', async () => {
  const { page } = await driving({ seconds: 10, unrenewed: true });
  await page.getByText(/Your access has (ended|expired)/).first().waitFor();
  await standsInTime();
  await page.keyboard.up('KeyW');
  const again = page.getByRole('button', { name: w.gone.joinAgain });
  if (await again.isVisible()) await again.click();
  await fillJoin(page, 'Ann', 'en', await arena.invite());
  await take(page, 'scout1');
  assert.ok(await page.evaluate(() => 'loadedOnce' in window), 'the page was not loaded again');
});

test('a broker that is killed and started again stands the robot; everybody comes back', async () => {
  const { page } = await driving();
  await arena.order('kill', { part: 'broker' });
  await Promise.all([standsInTime(), said(page, w.hindrance.offline)]);
  await arena.order('start', { part: 'broker' });
  await drivesAgainAfterNeutral(page);
});

test('a bridge that is killed stands the robot within three seconds; the page says so and comes back', async () => {
  const { page } = await driving();
  const killed = Date.now();
  await arena.order('kill', { part: 'bridge' });
  await Promise.all([standsInTime(), said(page, w.hindrance.bridge)]);
  const { unix } = await arena.last('scout1');
  assert.ok(unix - killed <= BRIDGE_LOST_MS, `it stood ${unix - killed} ms after the bridge was gone`);
  await arena.order('start', { part: 'bridge' });
  await drivesAgainAfterNeutral(page);
});
