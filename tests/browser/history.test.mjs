// The history page: stored and live values as plots, moved through by every kind of hand, and saved.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readFile } from 'node:fs/promises';
import { joined, stage, until } from './arena.mjs';
import { axe, overflow, screenshot } from './look.mjs';

const PHONE = { width: 390, height: 844 };
const MIN = 60_000;
const HOSTILE = '<img src=x onerror="hacked=1">';
const FORMULA = '=1+1';

const { arena, browser } = await stage(2);

/** @typedef {import('playwright-core').Page} Page */

/** @param {Page} page @param {string} field */
const plot = (page, field) => page.locator('.plot').and(page.locator(`[data-field=${JSON.stringify(field)}]`));
/** @param {Page} page */
const live = (page) => page.getByRole('button', { name: 'Live' });

/** What the address says of the window. @param {Page} page @returns {{ range: number, to: number | null }} */
function place(page) {
  const query = new URLSearchParams(decodeURIComponent(new URL(page.url()).hash).split('?')[1]);
  return { range: Number(query.get('range')), to: query.has('to') ? Number(query.get('to')) : null };
}

/** @param {Page} page @param {(place: { range: number, to: number | null }) => boolean} is @param {string} what */
const placed = (page, is, what) => until(async () => is(place(page)), `${what}: ${page.url()}`);

/**
 * Which columns of a plot show a line's colour, from left to right, a CSS pixel each.
 * @param {Page} page @param {string} field @param {number} line 1…8 @returns {Promise<boolean[]>}
 */
const painted = (page, field, line) =>
  plot(page, field).locator('.canvas').evaluate((element, n) => {
    const canvas = /** @type {HTMLCanvasElement} */ (element.querySelector('canvas'));
    const over = /** @type {HTMLElement} */ (element.querySelector('.u-over'));
    const ratio = canvas.width / canvas.clientWidth;
    const [x, y] = [over.offsetLeft * ratio, over.offsetTop * ratio];
    const [width, height] = [Math.floor(over.clientWidth * ratio), Math.floor(over.clientHeight * ratio)];
    const { data } = /** @type {any} */ (canvas.getContext('2d')).getImageData(x, y, width, height);
    const token = getComputedStyle(document.documentElement).getPropertyValue(`--line-${n}`).trim();
    const colour = [1, 3, 5].map((at) => Number.parseInt(token.slice(at, at + 2), 16));
    const columns = Array(over.clientWidth).fill(false);
    for (let i = 0; i < data.length; i += 4) {
      const near = data[i + 3] > 120 && colour.every((part, k) => Math.abs(data[i + k] - part) < 28);
      if (near) columns[Math.floor(((i / 4) % width) / ratio)] = true;
    }
    return columns;
  }, line);

/** @param {boolean[]} columns */
const count = (columns) => columns.filter(Boolean).length;
/** The longest stretch without paint between two with, px. @param {boolean[]} columns */
function hole(columns) {
  const [first, last] = [columns.indexOf(true), columns.lastIndexOf(true)];
  let longest = 0;
  let length = 0;
  for (let i = first; i <= last; i += 1) {
    length = columns[i] ? 0 : length + 1;
    longest = Math.max(longest, length);
  }
  return longest;
}

/** @param {Page} page @param {string} field @returns {Promise<string[]>} what stands beside the plot */
const readings = (page, field) => plot(page, field).locator('dd').allTextContents();

/** The middle of a plot. @param {Page} page @param {string} field */
async function middle(page, field) {
  const over = plot(page, field).locator('.u-over');
  await over.scrollIntoViewIfNeeded();
  const box = await over.boundingBox();
  assert.ok(box);
  return { x: box.x + box.width / 2, y: box.y + box.height / 2, width: box.width };
}

test('the values of a robot appear with their units, move live, and several robots lie over one another', async () => {
  const { page, errors } = await joined(browser, arena);
  await page.getByRole('link', { name: 'History of Scout1' }).click();
  await page.getByRole('heading', { name: 'Battery %' }).waitFor();
  for (const heading of ['CPU %', 'Temperature °C', 'Leg height mm']) await page.getByRole('heading', { name: heading }).waitFor();
  await page.getByRole('button', { name: '1 min' }).click();
  await until(async () => /^[\d.]+ %$/.test((await readings(page, 'battery'))[0]), 'a battery with its unit');
  await until(async () => count(await painted(page, 'signal', 1)) > 5, 'a line is drawn');
  const end = (await painted(page, 'signal', 1)).lastIndexOf(true);
  assert.ok(end > 400, `the line reaches the present: ${end}`);
  const shown = await page.locator('.shown').textContent();
  await until(async () => (await page.locator('.shown').textContent()) !== shown, 'the window moves');
  await page.getByLabel('Add a robot…').selectOption('scout2');
  await until(async () => count(await painted(page, 'signal', 2)) > 5, 'a second line is drawn');
  await until(async () => (await readings(page, 'signal')).every((text) => text.endsWith('%')), 'both are read');
  assert.deepEqual(await plot(page, 'signal').locator('dt').allTextContents(), ['Scout1', 'Scout2']);
  await placed(page, () => page.url().includes('#history/scout1,scout2?'), 'the address names both');
  assert.deepEqual(await axe(page), []);
  await screenshot(page, 'history');
  await page.getByRole('checkbox', { name: 'signal' }).uncheck();
  await plot(page, 'signal').waitFor({ state: 'detached' });
  await placed(page, () => page.url().includes('field'), 'the address says which values');
  await page.reload();
  await until(async () => count(await painted(page, 'battery', 2)) > 5, 'the same two after a reload');
  assert.equal(await plot(page, 'signal').count(), 0, 'and what was not chosen is not shown');
  await page.getByRole('button', { name: 'Take away Scout1' }).click();
  await until(async () => (await readings(page, 'battery')).length === 1, 'one robot is left');
  await until(async () => count(await painted(page, 'battery', 2)) > 5, 'in its own colour');
  assert.deepEqual(errors, []);
});

test('mouse, wheel, keyboard and buttons move through time, and End is the present again', async () => {
  const { page, errors } = await joined(browser, arena);
  await page.goto(`${arena.api}/#history/scout1?range=${MIN}`);
  await until(async () => count(await painted(page, 'battery', 1)) > 5, 'a line is drawn');
  assert.equal(await live(page).getAttribute('aria-pressed'), 'true');
  const { x, y, width } = await middle(page, 'battery');

  await page.mouse.move(x, y);
  await page.mouse.down();
  await page.mouse.move(x + width / 4, y, { steps: 4 });
  await page.mouse.up();
  assert.equal(await live(page).getAttribute('aria-pressed'), 'false');
  await placed(page, ({ to }) => to !== null, 'the window stands');
  const dragged = place(page);
  assert.ok(Math.abs(Date.now() - MIN / 4 - Number(dragged.to)) < 5000, 'a quarter back');

  await page.keyboard.down('Control');
  await page.mouse.wheel(0, -300);
  await page.keyboard.up('Control');
  await placed(page, ({ range }) => range < MIN * 0.8, 'closer by the wheel');
  await page.mouse.wheel(60, 0);
  await placed(page, ({ to }) => to !== dragged.to, 'sideways by the wheel');

  await page.keyboard.down('Shift');
  await page.mouse.move(x - width / 4, y);
  await page.mouse.down();
  await page.mouse.move(x, y, { steps: 4 });
  await page.mouse.up();
  await page.keyboard.up('Shift');
  const before = place(page).range;
  await placed(page, ({ range }) => Math.abs(range - before / 4) < before * 0.02, 'a quarter by a box');

  await plot(page, 'battery').getByRole('group').focus();
  const { to, range } = place(page);
  await page.keyboard.press('ArrowLeft');
  await placed(page, (now) => Math.abs(Number(now.to) - (Number(to) - range * 0.15)) < 5, 'earlier by a key');
  await page.keyboard.press('-');
  await placed(page, (now) => now.range > range * 1.5, 'wider by a key');
  await page.keyboard.press('End');
  await placed(page, (now) => now.to === null, 'the present by a key');
  await page.keyboard.press('Escape');
  await page.mouse.move(0, 0);
  for (let i = 0; i < 5; i += 1) await page.keyboard.press('Shift+ArrowLeft');
  await until(async () => (await page.locator('.cross:visible').count()) >= 4, 'a cursor in every plot that is seen');

  await page.getByRole('button', { name: 'Earlier' }).click();
  await placed(page, (now) => now.to !== null, 'earlier by a button');
  await page.getByRole('button', { name: 'Later' }).click();
  await page.getByRole('button', { name: 'Later' }).click();
  await placed(page, (now) => now.to === null, 'later by a button, up to the present');
  await page.getByRole('button', { name: 'All' }).click();
  await placed(page, (now) => now.range >= MIN && now.range < 3_600_000, 'all there is');
  await until(async () => count(await painted(page, 'battery', 1)) > 100, 'it fills the plot');
  assert.deepEqual(errors, []);
});

test('a robot that was away leaves a gap, and a page that was away none', async () => {
  const card = { status: { battery: '%' }, status_ms: 200 };
  const gone = await arena.puppet('wanderer', card, 5);
  const { page } = await joined(browser, arena);
  await page.goto(`${arena.api}/#history/wanderer?range=${MIN}`);
  await until(async () => count(await painted(page, 'battery', 1)) > 40, 'a line is drawn');
  await gone.leave();
  const left = Date.now();
  await until(async () => Date.now() - left > 2500, 'it stays away');
  const again = await arena.puppet('wanderer', card, 5);
  await until(async () => hole(await painted(page, 'battery', 1)) > 20, 'a gap is seen');
  await until(async () => count(await painted(page, 'battery', 1).then((all) => all.slice(-30))) > 10, 'and a line behind it');
  await page.reload();
  await until(async () => hole(await painted(page, 'battery', 1)) > 20, 'the stored gap is the same');
  await arena.wire.cut();
  await page.getByText('wanderer', { exact: false }).first().waitFor();
  const cut = Date.now();
  await until(async () => Date.now() - cut > 3000, 'the page is cut off');
  await arena.wire.heal();
  await until(async () => hole((await painted(page, 'battery', 1)).slice(-60)) < 10 &&
    count((await painted(page, 'battery', 1)).slice(-60)) > 50, 'what the page missed is fetched');
  await again.leave();
});

/** @param {Page} page @param {() => Promise<any>} act @returns {Promise<{ name: string, text: string }>} */
async function downloaded(page, act) {
  const [file] = await Promise.all([page.waitForEvent('download'), act()]);
  return { name: file.suggestedFilename(), text: await readFile(await file.path(), 'utf8') };
}

/** @param {Page} page @param {string} robot @param {number} from @param {number} to @param {number} points */
const telemetry = (page, robot, from, to, points) =>
  page.evaluate(async (path) => {
    const { token } = JSON.parse(localStorage.getItem('arena.credentials') ?? '{}');
    return (await fetch(path, { headers: { authorization: `Bearer ${token}` } })).json();
  }, `/api/v1/robots/${robot}/telemetry?from=${from}&to=${to}&points=${points}`);

/** A bridge's answer as rows of the table. @param {any} answer @param {Record<string, string>} units */
const rowsOf = ({ robot, fields }, units) =>
  Object.entries(units).flatMap(([field, unit]) =>
    (fields[field] ?? []).map(([at, ...numbers]) => [new Date(at).toISOString(), robot, field, unit, ...numbers].join(',')));

test('what is shown is saved as it is drawn, or every value of it: the rows are those of the API', async () => {
  const settled = Date.now();
  const { page } = await joined(browser, arena);
  await until(async () => Date.now() - settled > 4000, 'what lies before the page is stored');
  const to = Math.floor(settled / 1000) * 1000;
  const from = to - 12_000;
  await page.goto(`${arena.api}/#history/scout1,scout2?${encodeURI(`range=12000&to=${to}&field=battery&field=signal`)}`);
  await until(async () => count(await painted(page, 'battery', 1)) > 40, 'a line is drawn');
  const units = { battery: '%', signal: '%' };
  await page.getByText('Export', { exact: true }).click();
  await page.getByText('As drawn: one row for each 50 ms').waitFor();

  const drawn = await downloaded(page, () => page.getByRole('button', { name: 'Save as CSV' }).click());
  assert.match(drawn.name, /^scout1-scout2-.*\.csv$/);
  const [head, ...rows] = drawn.text.trimEnd().split('\r\n');
  assert.equal(head, 'time,robot,field,unit,count,min,mean,max');
  const answers = await Promise.all(['scout1', 'scout2'].map((robot) => telemetry(page, robot, from, to, 240)));
  assert.ok(rows.length >= 40, `${rows.length} rows`);
  assert.deepEqual(rows, answers.flatMap((answer) => rowsOf(answer, units)));

  await page.getByLabel('Every stored value').check();
  const whole = await downloaded(page, () => page.getByRole('button', { name: 'Save as CSV' }).click());
  const fine = await Promise.all(['scout1', 'scout2'].map((robot) => telemetry(page, robot, from, to, 2000)));
  assert.deepEqual(whole.text.trimEnd().split('\r\n').slice(1), fine.flatMap((answer) => rowsOf(answer, units)));

  const json = await downloaded(page, () => page.getByRole('button', { name: 'Save as JSON' }).click());
  const { series } = JSON.parse(json.text);
  assert.deepEqual(series.map((part) => [part.robot, part.field]), [['scout1', 'battery'], ['scout1', 'signal'], ['scout2', 'battery'], ['scout2', 'signal']]);
  assert.deepEqual(series[0].points, fine[0].fields.battery);
});

test('names, fields and units that are no text are shown as text, and are no formula in a table', async () => {
  const status = { [HOSTILE]: '<b>%</b>', [FORMULA]: '@SUM(A1)', __proto__: null, constructor: 'x', ['x'.repeat(31)]: 'y'.repeat(31) };
  const puppet = await arena.puppet('mallory', { name: '<script>hacked=1</script>', status }, 5);
  await puppet.set({ status: { [HOSTILE]: 1e300, [FORMULA]: -5e-324, constructor: 7, ['x'.repeat(31)]: -1e300, extra: 3 } });
  const { page, errors } = await joined(browser, arena);
  await page.goto(`${arena.api}/#history/mallory?range=${MIN}`);
  await page.getByRole('heading', { name: `${HOSTILE} <b>%</b>`, exact: false }).waitFor();
  await until(async () => (await readings(page, 'constructor'))[0] === '7 x', 'its values are read');
  await until(async () => (await readings(page, FORMULA))[0].includes('@SUM(A1)'), 'a formula is a unit');
  assert.equal(await page.evaluate(() => /** @type {any} */ (window).hacked), undefined);
  assert.equal(await page.locator('.history img, .history script').count(), 0);
  assert.equal(await overflow(page), 0);
  await page.getByText('Export', { exact: true }).click();
  const { text } = await downloaded(page, () => page.getByRole('button', { name: 'Save as CSV' }).click());
  assert.match(text, /,'=1\+1,'@SUM\(A1\),/);
  assert.match(text, /,"<img src=x onerror=""hacked=1"">",<b>%<\/b>,/);
  await page.getByRole('checkbox', { name: 'extra' }).check();
  await plot(page, 'extra').waitFor();
  assert.deepEqual(errors, []);
  await puppet.leave();
});

test('on a phone, in German, fingers pan and pinch, and the page still scrolls', async () => {
  const { page, context, errors } = await joined(browser, arena, { viewport: PHONE, touch: true, colorScheme: 'dark' });
  await page.evaluate(() => localStorage.setItem('arena.settings', JSON.stringify({ language: 'de' })));
  await page.goto(`${arena.api}/#history/scout1,scout2?range=${MIN}`);
  await page.reload();
  await page.getByRole('heading', { name: 'Verlauf' }).waitFor();
  await page.getByRole('heading', { name: 'Batterie %' }).waitFor();
  await until(async () => (await readings(page, 'battery'))[0].includes('%'), 'its values are read');
  await until(async () => count(await painted(page, 'battery', 1)) > 5, 'a line is drawn');
  assert.equal(await overflow(page), 0);
  assert.deepEqual(await axe(page), []);
  await screenshot(page, 'history-phone');
  const { x, y, width } = await middle(page, 'battery');
  const debug = await context.newCDPSession(page);
  /** @param {string} type @param {[number, number][]} points */
  const touch = (type, points) =>
    debug.send('Input.dispatchTouchEvent', {
      type: /** @type {any} */ (type), touchPoints: points.map(([px, py], id) => ({ x: px, y: py, id })),
    });

  await touch('touchStart', [[x, y]]);
  for (let i = 1; i <= 5; i += 1) await touch('touchMove', [[x + (i * width) / 20, y]]);
  await touch('touchEnd', []);
  await placed(page, ({ to }) => to !== null && Math.abs(Date.now() - to - MIN / 4) < 8000, 'panned by a finger');

  await touch('touchStart', [[x - 30, y]]);
  await touch('touchStart', [[x - 30, y], [x + 30, y]]);
  for (let i = 1; i <= 5; i += 1) await touch('touchMove', [[x - 30 - i * 6, y], [x + 30 + i * 6, y]]);
  await touch('touchEnd', []);
  await placed(page, ({ range }) => Math.abs(range - MIN / 2) < MIN * 0.1, 'twice as close by two fingers');

  const { to } = place(page);
  const top = await page.evaluate(() => scrollY);
  await touch('touchStart', [[x, y]]);
  for (let i = 1; i <= 10; i += 1) await touch('touchMove', [[x, y - i * 20]]);
  await touch('touchEnd', []);
  await until(async () => (await page.evaluate(() => scrollY)) > top + 50, 'the page scrolls');
  assert.equal(place(page).to, to, 'and time stands');
  await page.getByRole('button', { name: 'Live' }).tap();
  await placed(page, (now) => now.to === null, 'the present again');
  assert.deepEqual(errors, []);
});
