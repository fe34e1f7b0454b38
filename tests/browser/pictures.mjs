// Takes the pictures of the documents: every page, desktop and phone, light and dark, of a real
// arena. Each page's four pictures become one; the driving view gets one of its own.
//
//   deploy/page && ARENA_BUILD=$PWD/build/release node tests/browser/pictures.mjs [NAME...]

import { mkdir, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { Arena, card, joined, launch, pause, take, until } from './arena.mjs';

const OUT = fileURLToPath(new URL('../../bridge/web/pictures/', import.meta.url));
const SIZES = { desktop: { width: 1280, height: 800 }, phone: { width: 390, height: 844 } };
const THEMES = /** @type {const} */ (['light', 'dark']);
const QUALITY = 82;

const arena = await Arena.start(6);
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
};

/** @param {string} name @param {keyof SIZES} size @param {typeof THEMES[number]} colorScheme */
async function shot(name, size, colorScheme) {
  const { kind, pose, after } = SCENES[name];
  const person = { name: 'Ann', kind, viewport: SIZES[size], touch: size === 'phone', colorScheme };
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
for (const name of ['join', ...Object.keys(SCENES)]) {
  if (wanted.length > 0 && !wanted.includes(name)) continue;
  const pictures = [];
  for (const size of /** @type {const} */ (['desktop', 'phone'])) {
    for (const theme of THEMES)
      pictures.push(await (name === 'join' ? joining(size, theme) : shot(name, size, theme)));
  }
  await writeFile(`${OUT}${name}.jpg`, await together(pictures));
  if (name === 'drive') await writeFile(`${OUT}driving.jpg`, pictures[1]);
  if (process.env.ARENA_SCREENSHOTS)
    await Promise.all(pictures.map((one, i) => writeFile(`${process.env.ARENA_SCREENSHOTS}/${name}-${i}.jpg`, one)));
  console.log(name);
}
await browser.close();
await arena.stop();
