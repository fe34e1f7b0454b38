// Looking at a page as others do: axe-core for people who cannot see it, pictures for those who can.

import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

const AXE = new URL('./node_modules/axe-core/axe.min.js', import.meta.url);
const STILL_MS = 5000;
const SERIOUS = ['serious', 'critical'];

/**
 * What axe-core finds serious on a page as it is now, a line each; empty is good. Its source is
 * handed over by the debugger, which the page's Content-Security-Policy does not bind.
 * @param {import('playwright-core').Page} page @param {string[]} [without] rules that are left out
 */
export async function axe(page, without = []) {
  const debug = await page.context().newCDPSession(page);
  const source = await readFile(AXE, 'utf8');
  const { exceptionDetails } = await debug.send('Runtime.evaluate', { expression: `${source};0` });
  await debug.detach();
  if (exceptionDetails) throw new Error(exceptionDetails.text);
  const { violations } = await page.evaluate(
    (rules) => /** @type {any} */ (window).axe.run(document, { rules }),
    Object.fromEntries(without.map((rule) => [rule, { enabled: false }])),
  );
  return violations
    .filter(({ impact }) => SERIOUS.includes(impact))
    .flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.html} ${node.failureSummary}`));
}

/**
 * Writes a picture to the directory that ARENA_SCREENSHOTS names; without it, does nothing.
 * @param {import('playwright-core').Page} page @param {string} name
 */
export async function screenshot(page, name) {
  const directory = process.env.ARENA_SCREENSHOTS;
  if (!directory) return;
  await mkdir(directory, { recursive: true });
  await page.screenshot({ path: join(directory, `${name}.png`), animations: 'disabled' });
}

/**
 * By how many CSS pixels the page is wider than its window: 0 is good.
 * @param {import('playwright-core').Page} page
 */
export const overflow = (page) =>
  page.evaluate(() => {
    const root = document.scrollingElement ?? document.documentElement;
    return root.scrollWidth - root.clientWidth;
  });

/**
 * As it is once what changes has begun to and has ended. Looked at frame by frame: the promise of an
 * animation whose element goes may be kept for ever.
 * @param {import('playwright-core').Page} page
 */
export const still = (page) =>
  page.evaluate(async (bound) => {
    const end = performance.now() + bound;
    const passing = () =>
      document.getAnimations().some((one) => one.playState === 'running' && Number(one.effect?.getComputedTiming().endTime) < 2000);
    for (let frames = 0; frames < 3 || (passing() && performance.now() < end); frames++) await new Promise(requestAnimationFrame);
  }, STILL_MS);
