// Two against two in four browsers, from joining to the result page: one browser is closed and opened
// again, one robot is killed and a spare takes its place, bridge and broker are killed and started again,
// and the match goes on with its clock and its score. A fifth page looks on all the time.

import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { joined, launch, stage, until } from './arena.mjs';
import { screenshot } from './look.mjs';

const SPARE_MS = 2000;
const GOES_ON_MS = 3000;
const SYSTEM_MS = 1500; // of a busy machine: four browsers draw on two processors
const SECONDS = 75;
const CLOCK_MS = 4000; // what an outage may cost of it, either way: the last mark, and what was on its way
const DESK = { width: 1280, height: 800 };
const PHONE = { width: 844, height: 390 };

/** @typedef {import('playwright-core').Page} Page */
const { arena, browser } = await stage(0);
const NAMES = ['ann', 'bob', 'cleo', 'dan'];
const ROBOTS = ['red1', 'red2', 'blue1', 'blue2', 'spare1'];
/** @type {Record<string, Awaited<ReturnType<typeof arena.puppet>>>} */
const robots = {};
let number = 0;

/** @param {Page} page @param {string} hash */
const to = (page, hash) => page.evaluate((there) => (location.hash = there), hash);
/** @param {Page} page @param {string | RegExp} name */
const button = (page, name) => page.getByRole('button', { name, exact: typeof name === 'string' });

/** What the test is about: the match, who looks on, who plays, each one's robot. */
const contest = {
  id: '',
  walt: /** @type {Page} */ (/** @type {unknown} */ (null)),
  /** @type {Record<string, Page>} */
  pages: {},
  /** @type {Record<string, string>} */
  robots: {},
};

/** The document of the match as HTTP tells it. */
async function told() {
  return contest.walt.evaluate(async (match) => {
    const credentials = Object.values(localStorage).map((text) => {
      try {
        return JSON.parse(text);
      } catch {
        return null;
      }
    });
    const token = credentials.find((one) => one?.token)?.token;
    const answer = await fetch(`/api/v1/matches/${match}`, { headers: { Authorization: `Bearer ${token}` } });
    return answer.ok ? answer.json() : null;
  }, contest.id);
}

/** @param {any} doc @param {string} name @returns {any} somebody's seat, by the beginning of their id */
const seatOf = (doc, name) =>
  doc.teams.flatMap((/** @type {any} */ team) => team.seats).find((/** @type {any} */ seat) => seat.player?.startsWith(`player/${name}`));

/** The robot moves by what its driver sends, now. @param {string} robot */
async function driven(robot) {
  const before = (await robots[robot].heard()).frames.at(-1)?.mono ?? 0;
  await until(async () => (await robots[robot].heard()).frames.some((frame) => frame.mono > before && frame.y > 0), `${robot} is driven`);
}

/** @param {string} shooter @param {string} victim */
async function shoot(shooter, victim) {
  await robots[shooter].say('event', { id: ++number, kind: 'fire' });
  await robots[victim].say('event', { id: ++number, kind: 'hit', by: `robot/${shooter}` });
}

/** @param {Page[]} pages */
const hold = (pages) => Promise.all(pages.map((page) => page.keyboard.down('KeyW')));
/** Keys that were held while nobody may move do not count: they are pressed anew. @param {Page[]} pages */
async function press(pages) {
  await Promise.all(pages.map((page) => page.keyboard.up('KeyW')));
  await hold(pages);
}

const robotOf = async (/** @type {string} */ name) => seatOf(await told(), name).units[0].robot;
const scores = async () => (await told()).teams.map((/** @type {any} */ team) => team.score);
const clock = async () => (await told()).clock;

/** It runs and its clock does. */
const goesOn = () =>
  until(async () => {
    const doc = await told();
    return doc?.state === 'running' && !doc.held;
  }, 'the match goes on');

/** Somebody's stick moves their robot, once they have let go of it. @param {string} name */
const drives = (name) =>
  until(async () => {
    await press([contest.pages[name]]);
    return (await robots[contest.robots[name]].heard()).frames.at(-1)?.y > 0;
  }, `${name} drives ${contest.robots[name]}`);

/** @param {Page} host */
async function makeMatch(host) {
  await to(host, 'matches/new');
  await host.getByRole('radio', { name: 'Team fight' }).check();
  await host.getByLabel('Name', { exact: true }).fill('Contest');
  await host.getByRole('spinbutton', { name: 'Duration (s)' }).fill(String(SECONDS));
  await host.getByRole('group', { name: 'Bots' }).getByRole('radio', { name: 'none' }).check();
  await button(host, 'Create match').click();
  await host.getByText(/You play for Red/).waitFor();
  contest.id = await host.evaluate(() => location.hash.split('/')[1]);
}

/** @param {Page} page @param {string} team */
async function joinTeam(page, team) {
  await to(page, `match/${contest.id}`);
  await button(page, `Join ${team}`).click();
  await page.getByText(`You play for ${team}`, { exact: false }).waitFor();
}

async function begin() {
  const { ann, bob, cleo, dan } = contest.pages;
  await makeMatch(ann);
  for (const [page, team] of /** @type {[Page, string][]} */ ([[bob, 'Blue'], [cleo, 'Red'], [dan, 'Blue']])) await joinTeam(page, team);
  for (const page of [ann, bob, cleo, dan]) await button(page, 'I am ready').click();
  await Promise.all([ann, bob, cleo, dan].map((page) => page.waitForFunction(() => location.hash === '#drive')));
  await goesOn();
  contest.robots = Object.fromEntries(await Promise.all(NAMES.map(async (name) => [name, await robotOf(name)])));
  assert.equal(new Set(Object.values(contest.robots)).size, 4);
}

async function fight() {
  await press(Object.values(contest.pages));
  for (const name of NAMES) await driven(contest.robots[name]);
  await shoot(contest.robots.ann, contest.robots.bob);
  await until(async () => (await scores())[0] === 1, 'the hit counts');
  await screenshot(contest.pages.ann, 'contest-fight');
}

/** The whole browser of bob ends; another one knows who he is. @param {() => Promise<Page>} reopen */
async function browserDies(reopen) {
  contest.pages.bob = await reopen();
  await until(async () => {
    const seat = seatOf(await told(), 'bob');
    return seat && !seat.away;
  }, 'bob is back');
  await to(contest.pages.bob, 'drive');
  await drives('bob');
}

async function robotDies() {
  const killed = contest.robots.ann;
  const begun = Date.now();
  await arena.order('robot.kill', { id: killed });
  await until(async () => (await robotOf('ann')) !== killed, 'a spare takes its place');
  assert.ok(Date.now() - begun < SPARE_MS + SYSTEM_MS, `${Date.now() - begun} ms`);
  contest.robots.ann = await robotOf('ann');
  await drives('ann');
  assert.deepEqual(await scores(), [1, 0]);
  return killed;
}

async function bridgeDies() {
  const before = await clock();
  await arena.order('kill', { part: 'bridge' });
  await arena.order('start', { part: 'bridge' });
  const restarted = Date.now();
  await goesOn();
  assert.ok(Date.now() - restarted < GOES_ON_MS + SYSTEM_MS, `${Date.now() - restarted} ms`);
  const after = await clock();
  assert.ok(Math.abs(before - after) < CLOCK_MS + SYSTEM_MS, `${before} and ${after}`);
  await drives('cleo');
  await shoot(contest.robots.dan, contest.robots.cleo);
  await until(async () => (await scores())[1] === 1, 'a hit counts after the restart');
  assert.deepEqual(await scores(), [1, 1]);
}

/** Robots on strings do not come back by themselves. @param {string} dead one that stays away */
async function brokerDies(dead) {
  const standing = await clock();
  await arena.order('kill', { part: 'broker' });
  await arena.order('start', { part: 'broker' });
  for (const robot of ROBOTS.filter((one) => one !== dead)) await arena.order('robot.back', { id: robot });
  await goesOn();
  const after = await clock();
  assert.ok(standing - after < 2 * CLOCK_MS, `${standing} and ${after}`);
  await drives('dan');
  await shoot(contest.robots.dan, contest.robots.ann);
  await until(async () => (await scores())[1] === 2, 'a hit counts again');
}

async function ends() {
  for (const page of Object.values(contest.pages)) {
    await page.waitForFunction(() => /^#match\/m-[^/]+\/result$/.test(location.hash), null, { timeout: (SECONDS + 30) * 1000 });
    await page.getByRole('heading', { level: 1 }).getByText('Blue wins').waitFor();
  }
  assert.deepEqual(await scores(), [1, 2]);
  await screenshot(contest.pages.ann, 'contest-result');
  const eve = (await joined(browser, arena, { name: 'eve', kind: 'watcher' })).page; // never here before
  await to(eve, `match/${contest.id}/result`);
  await eve.getByRole('heading', { level: 1 }).getByText('Blue wins').waitFor();
}

test('two against two in four browsers, with a browser, a robot, the bridge and the broker dying on the way', { timeout: 300_000 }, async () => {
  for (const robot of ROBOTS) robots[robot] = await arena.puppet(robot, {}, 10);
  const browsers = await Promise.all(NAMES.map(launch));
  after(() => Promise.all(browsers.map((one) => one.close())));
  const people = await Promise.all(
    NAMES.map((name, i) => joined(browsers[i], arena, { name, viewport: i % 2 ? PHONE : DESK, touch: i % 2 === 1 })),
  );
  contest.pages = Object.fromEntries(NAMES.map((name, i) => [name, people[i].page]));
  contest.walt = (await joined(browser, arena, { name: 'walt', kind: 'watcher' })).page;
  await begin();
  await fight();
  await browserDies(async () => {
    const storageState = await people[1].context.storageState();
    await browsers[1].close();
    await until(async () => seatOf(await told(), 'bob')?.away > 0, 'the seat waits for bob');
    browsers[1] = await launch();
    const page = await (await browsers[1].newContext({ viewport: PHONE, hasTouch: true, locale: 'en-GB', storageState })).newPage();
    page.setDefaultTimeout(20_000);
    await page.goto(arena.api);
    return page;
  });
  const dead = await robotDies();
  await bridgeDies();
  await brokerDies(dead);
  await ends();
});
