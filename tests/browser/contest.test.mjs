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
const ROBOTS = ['red1', 'red2', 'blue1', 'blue2', 'spare1'];
/** @type {Record<string, Awaited<ReturnType<typeof arena.puppet>>>} */
const robots = {};
let number = 0;

/** @param {Page} page @param {string} hash */
const to = (page, hash) => page.evaluate((there) => (location.hash = there), hash);
/** @param {Page} page @param {string | RegExp} name */
const button = (page, name) => page.getByRole('button', { name, exact: typeof name === 'string' });

/** The document of a match as HTTP tells it. @param {Page} page @param {string} id */
async function told(page, id) {
  return page.evaluate(async (match) => {
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
  }, id);
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

test('two against two in four browsers, with a browser, a robot, the bridge and the broker dying on the way', { timeout: 300_000 }, async () => {
  for (const robot of ROBOTS) robots[robot] = await arena.puppet(robot, {}, 10);
  const names = ['ann', 'bob', 'cleo', 'dan'];
  const browsers = await Promise.all(names.map(launch));
  after(() => Promise.all(browsers.map((one) => one.close())));
  const people = await Promise.all(
    names.map((name, i) => joined(browsers[i], arena, { name, viewport: i % 2 ? PHONE : DESK, touch: i % 2 === 1 })),
  );
  const [ann, bob, cleo, dan] = people.map(({ page }) => page);
  const walt = (await joined(browser, arena, { name: 'walt', kind: 'watcher' })).page;

  await to(ann, 'matches/new');
  await ann.getByRole('radio', { name: 'Team fight' }).check();
  await ann.getByLabel('Name', { exact: true }).fill('Contest');
  await ann.getByRole('spinbutton', { name: 'Duration (s)' }).fill(String(SECONDS));
  await ann.getByRole('group', { name: 'Bots' }).getByRole('radio', { name: 'none' }).check();
  await button(ann, 'Create match').click();
  await ann.getByText(/You play for Red/).waitFor();
  const id = await ann.evaluate(() => location.hash.split('/')[1]);
  for (const [page, team] of /** @type {[Page, string][]} */ ([[bob, 'Blue'], [cleo, 'Red'], [dan, 'Blue']])) {
    await to(page, `match/${id}`);
    await button(page, `Join ${team}`).click();
    await page.getByText(`You play for ${team}`, { exact: false }).waitFor();
  }
  for (const page of [ann, bob, cleo, dan]) await button(page, 'I am ready').click();
  await Promise.all([ann, bob, cleo, dan].map((page) => page.waitForFunction(() => location.hash === '#drive')));
  const robotOf = async (/** @type {string} */ name) => seatOf(await told(walt, id), name).units[0].robot;
  const scores = async () => (await told(walt, id)).teams.map((/** @type {any} */ team) => team.score);
  const clock = async () => (await told(walt, id)).clock;
  await until(async () => (await told(walt, id)).state === 'running', 'it runs');

  const mine = Object.fromEntries(await Promise.all(names.map(async (name) => [name, await robotOf(name)])));
  assert.equal(new Set(Object.values(mine)).size, 4);
  await press([ann, bob, cleo, dan]);
  for (const name of names) await driven(mine[name]);
  await shoot(mine.ann, mine.bob);
  await until(async () => (await scores())[0] === 1, 'the hit counts');
  await screenshot(ann, 'contest-fight');

  // one browser is closed in mid-match, and opened again
  const storage = await people[1].context.storageState();
  await browsers[1].close();
  await until(async () => seatOf(await told(walt, id), 'bob')?.away > 0, 'the seat waits for bob');
  browsers[1] = await launch();
  const again = await browsers[1].newContext({ viewport: PHONE, hasTouch: true, locale: 'en-GB', storageState: storage });
  const back = await again.newPage();
  back.setDefaultTimeout(20_000);
  await back.goto(arena.api);
  await until(async () => seatOf(await told(walt, id), 'bob') && !seatOf(await told(walt, id), 'bob').away, 'bob is back');
  await to(back, 'drive');
  await until(async () => {
    await press([back]);
    return (await robots[mine.bob].heard()).frames.at(-1)?.y > 0;
  }, 'bob drives again');

  // a robot is killed: a spare goes on with the same player and score
  const killed = mine.ann;
  const begun = Date.now();
  await arena.order('robot.kill', { id: killed });
  await until(async () => (await robotOf('ann')) !== killed, 'a spare takes its place');
  assert.ok(Date.now() - begun < SPARE_MS + SYSTEM_MS, `${Date.now() - begun} ms`);
  mine.ann = await robotOf('ann');
  await until(async () => {
    await press([ann]);
    return (await robots[mine.ann].heard()).frames.at(-1)?.y > 0;
  }, 'ann drives the spare');
  assert.deepEqual(await scores(), [1, 0]);

  // the bridge is killed
  const before = await clock();
  await arena.order('kill', { part: 'bridge' });
  await arena.order('start', { part: 'bridge' });
  const restarted = Date.now();
  await until(async () => {
    const doc = await told(walt, id);
    return doc?.state === 'running' && !doc.held;
  }, 'the match goes on');
  assert.ok(Date.now() - restarted < GOES_ON_MS + SYSTEM_MS, `${Date.now() - restarted} ms`);
  assert.ok(Math.abs(before - (await clock())) < CLOCK_MS + SYSTEM_MS, `${before} and ${await clock()}`);
  await until(async () => {
    await press([cleo]);
    return (await robots[mine.cleo].heard()).frames.at(-1)?.y > 0;
  }, 'cleo drives on');
  await shoot(mine.dan, mine.cleo);
  await until(async () => (await scores())[1] === 1, 'a hit counts after the restart');
  assert.deepEqual(await scores(), [1, 1]);

  // the broker is killed; robots on strings come back by hand
  const standing = await clock();
  await arena.order('kill', { part: 'broker' });
  await arena.order('start', { part: 'broker' });
  for (const robot of ROBOTS.filter((one) => one !== killed)) await arena.order('robot.back', { id: robot });
  await until(async () => {
    const doc = await told(walt, id);
    return doc?.state === 'running' && !doc.held;
  }, 'the clock goes on');
  assert.ok(standing - (await clock()) < 2 * CLOCK_MS, `${standing} and ${await clock()}`);
  await until(async () => {
    await press([dan]);
    return (await robots[mine.dan].heard()).frames.at(-1)?.y > 0;
  }, 'dan drives on');
  await shoot(mine.dan, mine.ann);
  await until(async () => (await scores())[1] === 2, 'a hit counts again');

  for (const page of [ann, back, cleo, dan]) {
    await page.waitForFunction(() => /^#match\/m-[^/]+\/result$/.test(location.hash), null, { timeout: (SECONDS + 30) * 1000 });
    await page.getByRole('heading', { level: 1 }).getByText('Blue wins').waitFor();
  }
  assert.deepEqual(await scores(), [1, 2]);
  await screenshot(ann, 'contest-result');
  const late = await launch(); // somebody who was never here sees the same
  try {
    const eve = (await joined(late, arena, { name: 'eve', kind: 'watcher' })).page;
    await to(eve, `match/${id}/result`);
    await eve.getByRole('heading', { level: 1 }).getByText('Blue wins').waitFor();
  } finally {
    await late.close();
  }
});
