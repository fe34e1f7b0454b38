// The measurements of the console, a row of the table each (see console.py).

import { loadavg } from 'node:os';
import { Arena, launch, pause, take, until } from '../browser/arena.mjs';
import { firstLoad, LIMIT_KIB } from '../browser/weight.mjs';
import { busy, driver, feed, gaps, heap, metronome, noted, quantile, visitor } from './console_page.mjs';

const KIB = 1024;
const TIMES = 5;
const SPAN_MS = 10_000;
const PRESSES = 100;
const PERIOD_MS = 20_000;
const ROBOTS = 20;
const HOUR_S = 3600;
const AIMS = { input: 50, release: 20, period: 60, growth: 1.1 };

/** @type {string[]} */
const missed = [];

/** @param {string} what @param {string} value @param {string} [how] */
const row = (what, value, how = '') => console.log(`| ${what} | ${value} | ${how} |`);

/** @param {boolean} met @param {string} aim */
const aim = (met, aim) => {
  if (!met) missed.push(aim);
};

const ms = (/** @type {number} */ value) => `${value.toFixed(value < 10 ? 1 : 0)} ms`;
const spread = (/** @type {number[]} */ values) =>
  `${ms(quantile(values, 0.5))} (${ms(Math.min(...values))} – ${ms(Math.max(...values))})`;

/** @typedef {{ arena: Arena, browser: import('playwright-core').Browser }} Stage */

async function weight() {
  const files = await firstLoad();
  const total = files.reduce((sum, { packed }) => sum + packed, 0);
  row('first load, compressed', `${(total / KIB).toFixed(1)} KiB`, `${files.length} files, limit ${LIMIT_KIB} KiB`);
  for (const { name, packed, plain } of files.sort((a, b) => b.packed - a.packed))
    row(`· ${name.replace(/-[A-Z0-9]{8}\./, '.')}`, `${(packed / KIB).toFixed(1)} KiB`, `${(plain / KIB).toFixed(1)} KiB plain`);
  aim(total < LIMIT_KIB * KIB, 'weight');
}

/** From the click on a link to a robot that can be taken. @param {Stage} stage */
async function tti({ arena, browser }) {
  for (const rate of [1, 4]) {
    const cold = [];
    const warm = [];
    for (let i = 0; i < TIMES; i += 1) {
      const { context, page, debug } = await visitor(browser, arena);
      await debug.send('Emulation.setCPUThrottlingRate', { rate });
      for (const list of [cold, warm]) {
        await page.goto('about:blank');
        await page.goto(arena.api);
        list.push(await until(async () => (await noted(page)).ready, 'a robot can be taken'));
      }
      await context.close();
    }
    const how = `joined before, ${TIMES} times${rate > 1 ? `, processor slowed ${rate} times` : ''}`;
    row(`time to interactive, ${rate > 1 ? 'slow ' : ''}cold`, spread(cold), `nothing cached, ${how}`);
    row(`time to interactive, ${rate > 1 ? 'slow ' : ''}warm`, spread(warm), `files cached, ${how}`);
  }
}

/** @param {Stage} stage */
async function cpu({ arena, browser }) {
  const { page, context, debug } = await driver(browser, arena);
  const percent = (/** @type {number} */ share) => `${(100 * share).toFixed(1)} %`;
  await pause(1000);
  const idle = await busy(debug, SPAN_MS);
  row("the page's main thread, the list of robots", percent(idle), `the control: ${ROBOTS} robots at 1 Hz, ${SPAN_MS / 1000} s; its own time, not that of waiting`);
  await page.goto(`${arena.api}/#history/scout1,scout2,scout3?range=60000`);
  await page.locator('.plot').first().waitFor();
  row('… the history', percent(await busy(debug, SPAN_MS)), '8 values of 3 robots, live over a minute');
  await page.goto(`${arena.api}/#`);
  await take(page, 'scout1');
  await pause(1000);
  row('… driving, nothing held', percent(await busy(debug, SPAN_MS)));
  await page.keyboard.down('KeyA');
  await pause(200);
  const before = movesOf(await noted(page));
  const driving = await busy(debug, SPAN_MS);
  const moves = movesOf(await noted(page)) - before;
  await context.close();
  row('… driving, a key held', percent(driving), `${moves} frames that moved the robot; ${(driving / idle).toFixed(1)} × the list`);
  aim(moves > (SPAN_MS / 50) * 0.8, 'driving');
}

/** @param {any} said */
const movesOf = ({ frames }) => frames.filter((/** @type {any} */ [, moving]) => moving).length;

/**
 * Of each key how long until the first frame that says what it says, and until the page heard of it at all.
 * @param {any} said @param {boolean} down @returns {{ sent: number[], heard: number[] }} ms
 */
function delays({ keys, frames }, down) {
  const pressed = keys.filter((/** @type {any} */ [, is]) => is === down);
  const sentAfter = (/** @type {number} */ at) =>
    frames.find((/** @type {any} */ [when, moving]) => when >= at && moving === down)?.[0] ?? Infinity;
  return {
    sent: pressed.map((/** @type {any} */ [at]) => sentAfter(at) - at),
    heard: pressed.map((/** @type {any} */ [at, , heard]) => heard - at),
  };
}

/** @param {Stage} stage */
async function input({ arena, browser }) {
  const { page, context } = await driver(browser, arena);
  await take(page, 'scout1');
  await page.evaluate(() => /** @type {any} */ (window).noted.keys.splice(0));
  for (let i = 0; i < PRESSES; i += 1) {
    await pause(60 + 47 * Math.random());
    await page.keyboard.down('KeyA');
    await pause(60 + 47 * Math.random());
    await page.keyboard.up('KeyA');
  }
  await pause(200);
  const said = await noted(page);
  await context.close();
  for (const [name, down, most] of /** @type {const} */ ([['taking hold', true, AIMS.input], ['letting go', false, AIMS.release]])) {
    const { sent, heard } = delays(said, down);
    const p99 = quantile(sent, 0.99);
    const machine = quantile(heard, 0.99);
    row(`${name}: key to socket`, `p50 ${ms(quantile(sent, 0.5))}, p99 ${ms(p99)}`,
      `${sent.length} presses; until the page heard of the key: p50 ${ms(quantile(heard, 0.5))}, p99 ${ms(machine)}; aim ≤ ${most} ms beyond it`);
    aim(sent.length >= PRESSES && p99 - machine <= most, name);
  }
}

/** @param {Stage} stage */
async function period({ arena, browser }) {
  await arena.load(3, 10); // beside the twenty at 1 Hz
  const { page, context } = await driver(browser, arena);
  await take(page, 'scout1');
  await page.keyboard.down('KeyA');
  await pause(500);
  const from = await page.evaluate(() => performance.now());
  const heard = (await noted(page)).statuses;
  const machine = await metronome(browser);
  await pause(PERIOD_MS);
  const bare = await machine();
  const said = await noted(page);
  await context.close();
  await arena.load(0, 1);
  const frames = said.frames.map(([at]) => at).filter((at) => at >= from);
  const periods = gaps(frames);
  const rate = ((said.statuses - heard) / PERIOD_MS) * 1000;
  const p99 = quantile(periods, 0.99);
  row('drive period', `p50 ${ms(quantile(periods, 0.5))}, p99 ${ms(p99)}, most ${ms(Math.max(...periods))}`,
    `${periods.length} frames under ${rate.toFixed(0)} status/s, aim p99 ≤ ${AIMS.period} ms; a bare timer beside it: p99 ${ms(quantile(bare, 0.99))}, most ${ms(Math.max(...bare))}`);
  aim(p99 <= Math.max(AIMS.period, quantile(bare, 0.99) * 1.2) && rate >= 45, 'drive period');
}

/** An hour of status from twenty robots, given to the page at its socket as fast as it takes them. @param {Stage} stage */
async function memory({ arena, browser }) {
  const { page, context, debug } = await visitor(browser, arena);
  await page.goto(arena.api);
  await until(async () => (await noted(page)).statuses > 2 * ROBOTS, 'all robots are heard');
  const robots = Array.from({ length: ROBOTS }, (_, i) => `scout${i + 1}`);
  await page.goto(`${arena.api}/#history/${robots.slice(0, 8).join(',')}?range=3600000`);
  await page.locator('.plot').first().waitFor();
  const status = { cpu: 12, temperature: 30.5, speed: 0.5, yaw: 90, leg_height: 200, speed_limit: 100, brightness: 50, pose: { x: 1, y: 2, heading: 3 },
    drive: { n: 1, mode: 'idle', why: ['no_lease'], stops: [], refused: {} } };
  const from = (await noted(page)).statuses;
  const started = Date.now();
  const used = [];
  for (let quarter = 0; quarter < 4; quarter += 1) {
    await page.evaluate(feed, { root: 'arena/v1', robots, status, rounds: HOUR_S / 4 });
    used.push(await heap(debug));
  }
  const seconds = (Date.now() - started) / 1000;
  const heard = (await noted(page)).statuses - from;
  await context.close();
  const growth = used[3] / used[0];
  row('memory over an hour of status', `${used.map((bytes) => (bytes / KIB / KIB).toFixed(2)).join(' · ')} MiB`,
    `${heard} messages of ${ROBOTS} robots in ${seconds.toFixed(0)} s, 8 of them plotted: after ¼, ½, ¾, 1; × ${growth.toFixed(3)}, aim ≤ ${AIMS.growth}`);
  aim(growth <= AIMS.growth && heard >= ROBOTS * HOUR_S, 'memory');
}

const PARTS = { weight, tti, cpu, input, period, memory };

const named = process.argv.slice(2);
const arena = await Arena.start(ROBOTS);
const browser = await launch();
try {
  console.log('| measured | value | how |\n|---|---|---|');
  for (const [name, measure] of Object.entries(PARTS))
    if (named.length === 0 || named.includes(name)) await measure({ arena, browser });
} finally {
  await browser.close();
  await arena.stop();
}
console.log(`load of the machine meanwhile: ${loadavg().map((load) => load.toFixed(1)).join(' ')}`);
if (missed.length) console.log(`missed: ${missed.join(', ')}`);
process.exitCode = missed.length ? 1 : 0;
