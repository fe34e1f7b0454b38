// Takes the pictures of a match for the documents: the fight on a desk and on a phone, the big screen,
// the referee's page and the replay, of a real arena in which two people and bots fight.
//
//   deploy/page && ARENA_BUILD=$PWD/build/release node tests/browser/pictures.match.mjs

import { writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { Arena, YARD, joined, launch, pause } from './arena.mjs';

const OUT = fileURLToPath(new URL('../../bridge/web/pictures/', import.meta.url));
const DESK = { width: 1280, height: 800 };
const ACROSS = { width: 844, height: 390 };
const WALL = { width: 1920, height: 1080 };
const QUALITY = 82;
const FIGHT_S = 45;

const arena = await Arena.start(6, { map: YARD });
const browser = await launch();

/** @typedef {import('playwright-core').Page} Page */
/** @param {Page} page @param {string} route */
async function visit(page, route) {
  await page.evaluate((to) => (location.hash = to), route);
  await pause(1500);
}

/** @param {Page} page @param {string} name */
async function keep(page, name) {
  const picture = await page.screenshot({ type: 'jpeg', quality: QUALITY });
  await writeFile(`${OUT}${name}.jpg`, picture);
  if (process.env.ARENA_SCREENSHOTS) await page.screenshot({ path: `${process.env.ARENA_SCREENSHOTS}/${name}.png` });
  console.log(name);
}

/** @param {Page} page */
async function make(page) {
  await visit(page, 'matches/new');
  await page.getByRole('radio', { name: 'Team fight' }).check();
  await page.getByLabel('Name', { exact: true }).fill('Friday night fight');
  await page.getByRole('spinbutton', { name: 'Duration (s)' }).fill(String(FIGHT_S));
  await page.getByRole('button', { name: 'Create match' }).click();
  await page.getByText(/You play for/).waitFor();
  return page.evaluate(() => location.hash.split('/')[1]);
}

/** Drives in bends and shoots. @param {Page} page @param {string} way */
async function fight(page, way) {
  await page.keyboard.press('KeyW'); // let go once
  await pause(200);
  await page.keyboard.down('KeyW');
  await pause(3500);
  await page.keyboard.down('KeyF');
  await page.keyboard.press(way, { delay: 200 });
  await pause(1500);
}

await arena.order('bots', { args: [4] });
const ann = (await joined(browser, arena, { name: 'Ann', viewport: DESK })).page;
const bob = (await joined(browser, arena, { name: 'Bob', viewport: ACROSS, touch: true })).page;
const rita = (await joined(browser, arena, { name: 'Rita', kind: 'referee', viewport: DESK })).page;
const wall = await (await browser.newContext({ viewport: WALL, locale: 'en-GB' })).newPage();
await wall.goto(`${arena.api}/screen#invite=${await arena.invite('watcher')}`);
const match = await make(ann);
await visit(bob, `match/${match}`);
await bob.getByRole('button', { name: 'Join Blue' }).click();
await bob.getByRole('button', { name: 'I am ready' }).click();
await ann.getByRole('button', { name: 'I am ready' }).click();
await ann.waitForFunction(() => location.hash === '#drive');
await visit(rita, `referee/${match}`);
await pause(6000);
await Promise.all([fight(ann, 'KeyD'), fight(bob, 'KeyA')]);
await keep(wall, 'screen');
await keep(ann, 'fight');
await keep(bob, 'fight-phone');
await keep(rita, 'referee');
await ann.waitForFunction(() => location.hash.endsWith('/result'), null, { timeout: 2 * FIGHT_S * 1000 });
await visit(ann, `replay/${match}`);
await ann.getByRole('radio', { name: '4×' }).or(ann.getByRole('button', { name: '4×' })).first().click();
await pause(5000);
await keep(ann, 'replay');
await browser.close();
await arena.stop();
