// Takes the pictures of the documents: every page, desktop and phone, light and dark, of a real
// arena. Each page's four pictures become one; driving gets one of its own, and a fight, always dark, is
// shown as it is on a desk and on a phone.
//
//   deploy/page && ARENA_BUILD=$PWD/build/release node tests/browser/pictures.mjs [NAME...]

import { mkdir, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { Arena, YARD, card, joined, launch, pause, take, until } from './arena.mjs';

const OUT = fileURLToPath(new URL('../../bridge/web/pictures/', import.meta.url));
const SIZES = { desktop: { width: 1280, height: 800 }, phone: { width: 390, height: 844 } };
const THEMES = /** @type {const} */ (['light', 'dark']);
const QUALITY = 82;

const FIGHT_S = 60;
const FIGHTING_MS = 30_000;
const FLAT = { width: 844, height: 390 };

const arena = await Arena.start(10, { map: YARD });
const browser = await launch();

/** @param {import('playwright-core').Page} page @param {string} route */
async function visit(page, route) {
  await page.evaluate((to) => (location.hash = to), route);
  await pause(1500);
}

/** @param {import('playwright-core').Page} page */
async function driving(page) {
  await take(page, 'scout1');
  await page.keyboard.down('KeyW');
  await page.keyboard.down('KeyD');
  await pause(5000);
}

/** @type {Record<string, { kind: string, pose: (page: import('playwright-core').Page) => Promise<void>, after?: (page: import('playwright-core').Page) => Promise<void> }>} */
const SCENES = {
  robots: { kind: 'player', pose: (page) => pause(1500) },
  drive: {
    kind: 'player',
    pose: driving,
    after: async (page) => {
      await page.keyboard.up('KeyW');
      await page.keyboard.up('KeyD');
    },
  },
  history: { kind: 'player', pose: (page) => visit(page, 'history/scout1,scout2') },
  settings: { kind: 'player', pose: (page) => visit(page, 'settings') },
  operator: { kind: 'operator', pose: (page) => visit(page, 'operator') },
  codes: { kind: 'operator', pose: (page) => visit(page, 'operator/codes') },
  audit: { kind: 'operator', pose: (page) => visit(page, 'operator/audit') },
  matches: { kind: 'player', pose: (page) => visit(page, 'matches') },
  fight: { kind: 'player', pose: fighting, after: () => arena.order('ctl', { args: ['match', 'abort', matches.ours] }) },
  lobby: { kind: 'player', pose: inLobby, after: (page) => page.getByRole('button', { name: 'Leave match' }).click() },
  result: { kind: 'player', pose: (page) => visit(page, `match/${matches.fought}/result`) },
};
/** These need a match that has been fought and one that is gathering. */
const OF_MATCHES = ['matches', 'lobby', 'result', 'fight'];
const matches = { fought: '', open: '', ours: '' };

/** @param {string[]} words of arenactl match create @returns {Promise<string>} its id */
const created = async (...words) => (await arena.order('ctl', { args: ['match', 'create', ...words] })).match(/m-[a-z0-9-]+/)[0];

/** Bots fight one match to its end; two people gather for another one. */
async function prepareMatches() {
  await arena.order('bots', { args: [4] });
  const rules = ['--teams', 'Red,Blue', '--seats', '2', '--rule', `duration_ms=${FIGHT_S * 1000}`, '--rule', 'bots=3'];
  matches.fought = await created('Bots among themselves', ...rules, '--rule', 'countdown_ms=0');
  await arena.order('ctl', { args: ['match', 'start', matches.fought] });
  matches.open = await created('Friday night fight', '--teams', 'Gold,Mint', '--seats', '2', '--rule', 'score_limit=50');
  for (const [name, team] of [['Bob', 'Gold'], ['Cleo', 'Mint']]) {
    const { page } = await joined(browser, arena, { name });
    await visit(page, `match/${matches.open}`);
    await page.getByRole('button', { name: `Join ${team}` }).click();
    if (name === 'Cleo') await page.getByRole('button', { name: 'I am ready' }).click();
  }
  await pause((FIGHT_S + 2) * 1000);
}

/** @param {import('playwright-core').Page} page */
async function inLobby(page) {
  await visit(page, `match/${matches.open}`);
  await page.getByRole('button', { name: 'Join Gold' }).click();
  await page.getByText(/You play for/).waitFor();
  await pause(1000);
}

/** Against bots, until one of them hits. @param {import('playwright-core').Page} page */
async function fighting(page) {
  matches.ours = await created('Ann against all', '--teams', 'Red,Blue', '--seats', '2', '--rule', 'countdown_ms=1000', '--rule', 'bots=2');
  await visit(page, `match/${matches.ours}`);
  await page.getByRole('button', { name: 'Join Red' }).click();
  await page.getByRole('button', { name: 'I am ready' }).click();
  await page.locator('.fight[data-standing=""]').waitFor();
  const hurt = page.locator('.fight .from').first().waitFor({ state: 'attached', timeout: FIGHTING_MS }).catch(() => {}); // else as it is
  let isOver = false;
  void hurt.then(() => (isOver = true));
  for (let i = 0; !isOver; i += 1) {
    const key = ['KeyW', 'Space', 'KeyA', 'Space'][i % 4];
    await page.keyboard.down(key);
    await pause(500);
    await page.keyboard.up(key);
  }
}

/** @param {string} name @param {keyof SIZES} size @param {typeof THEMES[number]} colorScheme */
async function shot(name, size, colorScheme) {
  const { kind, pose, after } = SCENES[name];
  const person = { name: 'Ann', kind, viewport: name === 'fight' && size === 'phone' ? FLAT : SIZES[size], touch: size === 'phone', colorScheme };
  const { page, context } = await joined(browser, arena, person);
  await pose(page);
  const picture = await page.screenshot({ type: 'jpeg', quality: QUALITY });
  await after?.(page);
  await context.close();
  await until(async () => !(await arena.order('roster')).scout1.driver, 'the robot is free');
  return picture;
}

async function joining(size, colorScheme) {
  const context = await browser.newContext({ viewport: SIZES[size], colorScheme });
  const page = await context.newPage();
  await page.goto(arena.api);
  await page.getByRole('button', { name: 'Join' }).waitFor();
  const picture = await page.screenshot({ type: 'jpeg', quality: QUALITY });
  await context.close();
  return picture;
}

/** @param {Buffer[]} pictures desktop light, desktop dark, phone light, phone dark */
async function together(pictures) {
  const page = await browser.newPage({ viewport: { width: 1600, height: 470 } });
  const images = pictures.map((one) => `<img src="data:image/jpeg;base64,${one.toString('base64')}">`);
  await page.setContent(
    `<style>body{margin:0;padding:15px;background:#8a909c;display:inline-flex;gap:12px}
     img{height:360px;border-radius:8px;box-shadow:0 4px 16px #0005}</style>${images.join('')}`,
  );
  const picture = await page.locator('body').screenshot({ type: 'jpeg', quality: QUALITY });
  await page.close();
  return picture;
}

const wanted = process.argv.slice(2);
await mkdir(OUT, { recursive: true });
if (wanted.length === 0 || OF_MATCHES.some((name) => wanted.includes(name))) await prepareMatches();
for (const name of ['join', ...Object.keys(SCENES)]) {
  if (wanted.length > 0 && !wanted.includes(name)) continue;
  const pictures = [];
  for (const size of /** @type {const} */ (['desktop', 'phone'])) {
    for (const theme of THEMES)
      pictures.push(await (name === 'join' ? joining(size, theme) : shot(name, size, theme)));
  }
  await writeFile(`${OUT}${name}.jpg`, name === 'fight' ? pictures[0] : await together(pictures));
  if (name === 'drive') await writeFile(`${OUT}driving.jpg`, pictures[1]);
  if (name === 'fight') await writeFile(`${OUT}fight-phone.jpg`, pictures[2]);
  if (process.env.ARENA_SCREENSHOTS)
    await Promise.all(pictures.map((one, i) => writeFile(`${process.env.ARENA_SCREENSHOTS}/${name}-${i}.jpg`, one)));
  console.log(name);
}
await browser.close();
await arena.stop();
