// What stands around a match: the big screen, the referee's page, the replay, with a real broker and
// bridge. Most robots are fakes, so that where they are, whom they hit and when is the test's to say; they
// come before the simulated ones.

import assert from 'node:assert/strict';
import { afterEach, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { clientOf } from './client.mjs';
import { de } from '../../bridge/web/src/match/words/stage.de.js';
import { en } from '../../bridge/web/src/match/words/stage.en.js';
import { axe, overflow, screenshot, still } from './look.mjs';
import { faultsOf, joined, stage, until } from './arena.mjs';

const MAP = fileURLToPath(new URL('../../robot/sim/maps/yard.map', import.meta.url));
const CARD = { axes: { x: [-1, 1], y: [-1, 1] }, actions: { fire: { when: 'driving' } }, status_ms: 100 };
const RULES = { countdown_ms: 1000, duration_ms: 600000, bots: 0, auto_start: 0, respawn_ms: 4000 };
const TV = { width: 1920, height: 1080 };
const NARROW = { width: 320, height: 568 };
const PATIENCE_MS = 20_000;

/** @typedef {import('playwright-core').Page} Page */
/** @typedef {import('./client.mjs').Client} Client */

const { arena, browser } = await stage(2, undefined, { map: MAP });
/** @type {{ referee: Client, bob: Client, carol: Client, robots: any[], matches: string[] } | null} */
let here = null;

afterEach(async () => {
  if (!here) return;
  const { referee, bob, carol, robots, matches } = here;
  for (const match of matches) await referee.ask('match.abort', { match }).catch(() => {}); // some are over
  for (const robot of robots) await robot.leave();
  await Promise.all([referee.end(), bob.end(), carol.end()]);
  here = null;
});

/** People and robots for a match of two teams. @param {string[]} names of robots */
async function cast(names) {
  const robots = [];
  for (const name of names) robots.push(await arena.puppet(name, CARD, 10));
  for (const [at, robot] of robots.entries()) await robot.set({ status: { pose: { x: 4 + 3 * at, y: 4 + at, heading: 40 * at } } });
  here = {
    referee: await clientOf(arena, 'referee', 'ref'),
    bob: await clientOf(arena, 'player', 'bob'),
    carol: await clientOf(arena, 'player', 'carol'),
    robots,
    matches: [],
  };
  return here;
}

/** @param {NonNullable<typeof here>} who @param {{ name?: string, rules?: object, seats?: number }} [wish] */
async function created({ referee, matches }, { name = 'Final', rules = {}, seats = 1 } = {}) {
  const teams = [{ name: 'Red', seats }, { name: 'Blue', seats }];
  const { match } = await referee.ask('match.create', { name, teams, rules: { ...RULES, ...rules } });
  matches.push(match);
  return match;
}

/**
 * Each unit its robot, whatever the arena chose for it.
 * @param {Client} referee @param {string} match @param {string[]} robots by unit
 */
async function give(referee, match, robots) {
  const robotsNow = () => (referee.doc(match)?.teams ?? []).flatMap((/** @type {any} */ team) => team.seats.flatMap((/** @type {any} */ seat) => seat.units.map((/** @type {any} */ unit) => unit.robot)));
  await until(async () => {
    const now = robotsNow();
    for (const [unit, robot] of robots.entries())
      if (now[unit] !== robot) await referee.ask('match.assign', { match, unit, robot }).catch(() => {}); // another unit has it still
    return robots.every((robot, unit) => now[unit] === robot);
  }, 'every unit has its robot');
}

/** Bob of Red against Carol of Blue, until it runs. @param {NonNullable<typeof here>} who @param {string} match */
async function begun({ referee, bob, carol, robots }, match) {
  for (const [one, team] of /** @type {const} */ ([[bob, 0], [carol, 1]])) {
    await referee.ask('match.join', { match, team, principal: one.principal });
    await one.ask('match.ready', { match, ready: true });
  }
  if (robots.length > 0) await give(referee, match, ['aa', 'ab']);
  await until(() => referee.ask('match.start', { match }).then(() => true, () => false), 'nothing is missing');
  await until(async () => referee.doc(match)?.state === 'running', 'it runs');
}

/** What a fake robot says of itself, numbered. @param {any} puppet */
function eventsOf(puppet) {
  let id = 0;
  return (/** @type {string} */ kind, /** @type {string} */ by = '') =>
    puppet.say('event', { id: (id += 1), kind, ...(by && { by: `robot/${by}` }), ts: Date.now() });
}

/** @param {Page} page @param {string} hash */
const to = (page, hash) => page.evaluate((there) => (location.hash = there), hash);
/** @param {Page} page @param {string | RegExp} name */
const button = (page, name) => page.getByRole('button', { name, exact: typeof name === 'string' });
/** @param {Page} page */
const dialog = (page) => page.getByRole('dialog');

/** @param {Page} page @returns {Promise<number>} how many kinds of pixel the arena's picture has */
async function coloursOf(page) {
  const picture = await page.locator('canvas.arena').screenshot();
  return page.evaluate(async (bytes) => {
    const bitmap = await createImageBitmap(new Blob([new Uint8Array(bytes)]));
    const canvas = new OffscreenCanvas(bitmap.width, bitmap.height);
    const context = /** @type {OffscreenCanvasRenderingContext2D} */ (canvas.getContext('2d'));
    context.drawImage(bitmap, 0, 0);
    const { data } = context.getImageData(0, 0, bitmap.width, bitmap.height);
    const kinds = new Set();
    for (let at = 0; at < data.length; at += 4) kinds.add((data[at] << 16) | (data[at + 1] << 8) | data[at + 2]);
    return kinds.size;
  }, [...picture]);
}

/** @param {Page} page @param {string} name @returns {Promise<string[]>} its faults, also on the narrowest window */
async function judged(page, name, narrow = true) {
  await still(page);
  const faults = (await axe(page)).map((line) => `${name}: ${line}`);
  await screenshot(page, name);
  if (!narrow) return faults;
  const size = page.viewportSize();
  await page.setViewportSize(NARROW);
  await until(async () => (await overflow(page)) === 0, 'it fits').catch(() => faults.push(`${name} is wider than ${NARROW.width}`));
  await screenshot(page, `${name}-narrow`);
  if (size) await page.setViewportSize(size);
  return faults;
}

// First of all: at most four are listed as stoppers, and who was here a moment ago is still one of them.
test('STOP reaches one robot, a team, all of a match, also while the bridge is away', async () => {
  const who = await cast([]);
  const { page } = await joined(browser, arena, { name: 'Ref', kind: 'referee' });
  const match = await created(who);
  await begun(who, match);
  await to(page, `referee/${match}`);
  const { stop, clear } = en.referee;
  await button(page, `${stop} scout1`).click();
  await button(page, `${clear} scout1`).click();
  await button(page, `${stop} scout1`).waitFor();
  assert.ok(await button(page, `${stop} scout2`).isVisible(), 'the other one is not stopped');
  await button(page, en.referee.stopTeam('Blue')).click();
  await button(page, `${clear} scout2`).waitFor();
  assert.ok(await button(page, `${stop} scout1`).isVisible(), 'the other team is not stopped');
  await arena.order('kill', { part: 'bridge' });
  await button(page, en.referee.stopAll).click();
  await page.getByText(en.referee.stopped(2, 2)).waitFor();
  await arena.order('start', { part: 'bridge' });
  await until(async () => {
    await button(page, en.referee.clearAll).click({ timeout: 1000 }).catch(() => {}); // it may just have become disabled
    return (await button(page, `${stop} scout1`).isVisible()) && button(page, `${stop} scout2`).isVisible();
  }, 'all stops are cleared');
});

test('a referee runs a match: seats, what is missing, its course, a hit taken back, a penalty, a swap', async () => {
  const who = await cast(['aa', 'ab', 'ac']);
  const { referee, bob, carol, robots } = who;
  const { page, errors } = await joined(browser, arena, { name: 'Ref', kind: 'referee', viewport: { width: 1280, height: 900 } });
  await to(page, 'referee');
  await page.getByText(en.referee.none).waitFor();
  const match = await created(who);
  await page.getByRole('link', { name: 'Final' }).click();
  await page.getByRole('heading', { level: 1, name: 'Final' }).waitFor();

  for (const [team, one] of /** @type {const} */ ([['Red', bob], ['Blue', carol]])) {
    const region = page.getByRole('region', { name: team });
    await region.getByRole('button', { name: en.referee.seat }).click();
    await dialog(page).getByLabel(en.referee.other).fill(one.principal);
    await dialog(page).getByRole('button', { name: en.referee.seat }).click();
    await region.getByText(one === bob ? 'bob' : 'carol', { exact: true }).waitFor();
  }
  await give(referee, match, ['aa', 'ab']);
  const faults = await judged(page, 'referee-lobby');
  await page.getByText('bob is not ready yet.').waitFor();
  await carol.ask('match.ready', { match, ready: true });
  await page.getByText('carol is not ready yet.').waitFor({ state: 'detached' });
  await button(page, en.referee.bypass).click();
  await page.getByRole('heading', { name: en.referee.complete }).or(page.locator('.bypassed')).first().waitFor();
  await button(page, en.referee.start).click();
  await button(page, en.referee.pause).waitFor();

  const [red, blue] = robots.map(eventsOf);
  await red('fire');
  await blue('hit', 'aa');
  const score = page.locator('.scoreboard .score').first();
  await score.getByText('1', { exact: true }).waitFor();
  await page.getByText('bob (aa) hit carol (ab).', { exact: false }).waitFor();
  await until(async () => (await coloursOf(page)) > 20, 'the arena is drawn');
  faults.push(...(await judged(page, 'referee')));
  await button(page, en.referee.overturn).click();
  await dialog(page).getByRole('button', { name: en.referee.confirm.overturnYes }).click();
  await score.getByText('0', { exact: true }).waitFor();
  await page.getByText(en.referee.isOverturned).waitFor();

  await button(page, `${en.referee.penalty} ab`).click();
  await dialog(page).getByRole('radio', { name: '25' }).check();
  await dialog(page).getByRole('button', { name: en.referee.impose }).click();
  await page.getByText(en.referee.limit(25)).waitFor();

  await button(page, en.referee.pause).click();
  await button(page, en.referee.resume).click();
  await button(page, en.referee.pause).waitFor();
  await button(page, `${en.referee.swap} aa`).click();
  await dialog(page).getByRole('button', { name: 'ac', exact: true }).click();
  await page.getByText('ac takes the place of aa', { exact: false }).waitFor();

  await button(page, en.referee.abort).click();
  await dialog(page).getByRole('button', { name: en.referee.confirm.abortYes }).click();
  await button(page, en.referee.again).click();
  await until(async () => who.matches.push(referee.doc(match)?.next ?? '') && Boolean(referee.doc(match)?.next), 'the next one is made');
  await page.waitForURL(`**/#referee/${referee.doc(match).next}`);
  assert.deepEqual(faults, []);
  assert.deepEqual(errors, []);
});

test('who is no referee is told why', async () => {
  const { page } = await joined(browser, arena, { name: 'Eve' });
  await to(page, 'referee/m-1');
  await page.getByText(en.referee.stranger).waitFor();
  assert.equal(await button(page, en.referee.stopAll).count(), 0);
});

test('the big screen lets itself in, shows who is in, the fight and the result, and goes on by itself', async () => {
  const who = await cast(['aa', 'ab']);
  const { referee, bob, carol, robots } = who;
  const context = await browser.newContext({ viewport: TV, locale: 'en-GB' });
  const page = await context.newPage();
  page.setDefaultTimeout(PATIENCE_MS);
  const errors = faultsOf(page);
  const address = await addressOfScreen();
  await page.goto(address);
  await page.getByRole('heading', { name: en.screen.idle }).waitFor();
  const code = new URL(address).searchParams.get('join');
  await page.getByRole('img', { name: `${arena.api}/#invite=${code}&then=matches` }).waitFor();
  const faults = await judged(page, 'screen-idle', false);

  const match = await created(who, { name: 'Grand final' });
  await page.getByRole('heading', { name: 'Grand final' }).waitFor();
  await referee.ask('match.join', { match, team: 0, principal: bob.principal });
  await bob.ask('match.ready', { match, ready: true });
  await page.locator('.team .ready').getByText('bob').waitFor();
  faults.push(...(await judged(page, 'screen-lobby', false)));

  await begunWith(who, match, carol);
  await page.locator('.scoreboard').waitFor();
  const [red, blue] = robots.map(eventsOf);
  for (let i = 0; i < 5; i += 1) {
    await red('fire');
    await blue('hit', 'aa');
  }
  await page.locator('.news').getByText('carol').waitFor();
  await page.getByText(en.screen.leads('Red')).waitFor();
  await page.locator('.squad .how.down').waitFor();
  await until(async () => (await coloursOf(page)) > 20, 'the arena is drawn');
  faults.push(...(await judged(page, 'screen-fight', false)));

  await arena.wire.cut();
  await page.getByText(en.screen.connecting).waitFor();
  assert.ok(await page.locator('.scoreboard').isVisible(), 'what was shown stays');
  await arena.wire.heal();
  await page.getByText(en.screen.connecting).waitFor({ state: 'detached' });
  await page.reload();
  await page.locator('.news').getByText('carol').waitFor();

  await referee.ask('match.abort', { match });
  await page.getByRole('heading', { name: en.screen.aborted }).waitFor();
  faults.push(...(await judged(page, 'screen-result', false)));
  assert.equal(await overflow(page), 0);
  assert.deepEqual(faults, []);
  assert.deepEqual(errors.filter((error) => !/WebSocket|ERR_|Failed to load/.test(error)), [], 'beyond the network that was cut');
});

/** What an operator opens on the screen. @returns {Promise<string>} */
async function addressOfScreen() {
  const { page, context } = await joined(browser, arena, { name: 'Op', kind: 'operator' });
  await to(page, 'referee');
  await button(page, en.referee.bigScreen).click();
  const address = await dialog(page).getByRole('link', { name: en.referee.openHere }).getAttribute('href');
  await context.close();
  return address ?? '';
}

/** As begun(), where Bob sits already. @param {NonNullable<typeof here>} who @param {string} match @param {Client} carol */
async function begunWith({ referee }, match, carol) {
  await referee.ask('match.join', { match, team: 1, principal: carol.principal });
  await carol.ask('match.ready', { match, ready: true });
  await give(referee, match, ['aa', 'ab']);
  await until(() => referee.ask('match.start', { match }).then(() => true, () => false), 'nothing is missing');
  await until(async () => referee.doc(match)?.state === 'running', 'it runs');
}

test('a match once more: from its record, by hand and by keyboard, following a robot, on a phone', async () => {
  const who = await cast(['aa', 'ab']);
  const { referee, robots } = who;
  const match = await created(who);
  await begun(who, match);
  const [red, blue] = robots.map(eventsOf);
  for (let i = 0; i < 5; i += 1) {
    await red('fire');
    await blue('hit', 'aa');
  }
  await until(async () => referee.doc(match)?.teams[0].score >= 8, 'it is eliminated');
  await robots[0].set({ status: { pose: { x: 6, y: 9, heading: 90 } } });
  await referee.ask('match.pause', { match });
  await referee.ask('match.resume', { match });
  await referee.ask('match.abort', { match });

  const { page, errors } = await joined(browser, arena, { name: 'Eve', reducedMotion: 'reduce' });
  await until(async () => {
    await to(page, '');
    await to(page, `replay/${match}`);
    await page.locator('.replay, .panel.narrow').first().waitFor();
    return page.locator('.replay').isVisible();
  }, 'its record is kept');
  const seek = page.getByRole('slider', { name: en.replay.seek });
  const score = page.locator('.scoreboard .score').first();
  const at = async () => Number(await seek.inputValue());
  await score.getByText('0', { exact: true }).waitFor();
  const begin = await at();
  await page.keyboard.press('End');
  await score.getByText('8', { exact: true }).waitFor();
  await page.getByText('bob (aa) took carol (ab) out.', { exact: false }).waitFor();
  await until(async () => (await coloursOf(page)) > 20, 'the arena is drawn');
  await page.keyboard.press('Home');
  await until(async () => (await at()) === begin, 'back at the beginning');
  await score.getByText('0', { exact: true }).waitFor();
  await page.keyboard.press('n');
  await page.keyboard.press('n');
  await page.keyboard.press('+');
  await page.getByRole('radio', { name: '2×' }).and(page.locator(':checked')).waitFor({ state: 'attached' });
  await page.getByRole('radio', { name: '8×' }).check({ force: true });
  const before = await at();
  await page.keyboard.press('k');
  await until(async () => (await at()) > before, 'it plays');
  await button(page, en.replay.play).waitFor();
  await page.locator('.squad').getByRole('button', { name: /aa/ }).click();
  await button(page, en.replay.rotate).click();
  await button(page, en.replay.whole).click();
  await page.getByRole('button', { name: /Go to/ }).last().click();
  await until(async () => (await at()) < before + 1, 'an entry of the log leads to its time');
  const faults = await judged(page, 'replay');
  await page.emulateMedia({ colorScheme: 'dark' });
  await page.locator('html[data-theme=dark]').waitFor();
  faults.push(...(await judged(page, 'replay-dark', false)));
  assert.deepEqual(faults, []);
  assert.deepEqual(errors.filter((error) => !error.includes('404')), []); // asked for before it was kept
});

test('in German as well', async () => {
  const who = await cast(['aa', 'ab']);
  const match = await created(who);
  await begun(who, match);
  const { page } = await joined(browser, arena, { name: 'Ref', kind: 'referee', locale: 'de-DE' });
  await to(page, `referee/${match}`);
  await button(page, de.referee.stopAll).waitFor();
  const faults = await judged(page, 'referee-de');
  await who.referee.ask('match.abort', { match });
  await page.getByRole('link', { name: de.replay.title }).click();
  await page.getByRole('slider', { name: de.replay.seek }).waitFor();
  faults.push(...(await judged(page, 'replay-de')));
  assert.deepEqual(faults, []);
});
