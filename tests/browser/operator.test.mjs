// The operator's pages against the real arena: the wall, people, codes, the audit; by mouse, by
// keyboard alone, on a phone; what a referee may; names that are no names.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import jsQR from 'jsqr';
import { card, joined, stage, take, until } from './arena.mjs';
import { axe, overflow, screenshot } from './look.mjs';

const PHONE = { width: 390, height: 844 };
const SHOWN_MS = 1500;

/** @typedef {import('playwright-core').Page} Page */
const { arena, browser } = await stage(3);

/** @param {object} [person] */
async function operator(person = {}) {
  const here = await joined(browser, arena, { name: 'Olga', kind: 'operator', ...person });
  await here.page.goto(`${arena.api}/#operator`);
  await here.page.locator('.tile').first().waitFor();
  return here;
}

/** @param {Page} page @param {string} robot */
const tile = (page, robot) => page.locator(`.tile[data-robot="${robot}"]`);
/** @param {Page} page @param {string} robot */
const open = (page, robot) => tile(page, robot).locator('.face').click();
/** @param {Page} page */
const panel = (page) => page.locator('.robotpanel');
/** @param {Page} page @param {string} name */
const press = (page, name) => page.getByRole('button', { name, exact: true }).click();
/** Says yes to the question that stands; what it said. @param {Page} page @param {string} yes */
async function agree(page, yes) {
  const dialog = page.getByRole('dialog');
  const text = await dialog.innerText();
  await dialog.getByRole('button', { name: yes, exact: true }).click();
  await dialog.waitFor({ state: 'detached' });
  return text;
}

/** @param {Page} page @param {string} part */
const part = (page, part) => page.getByRole('navigation', { name: 'Operator pages' }).getByRole('link', { name: part }).click();

/** What a picture's QR code says. @param {Page} page @param {import('playwright-core').Locator} picture */
async function scanned(page, picture) {
  const png = (await picture.screenshot()).toString('base64');
  const blank = await page.context().newPage();
  const { width, height, data } = await blank.evaluate(async (text) => {
    const bytes = Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
    const image = await createImageBitmap(new Blob([bytes], { type: 'image/png' }));
    const canvas = new OffscreenCanvas(image.width, image.height);
    const context = /** @type {OffscreenCanvasRenderingContext2D} */ (canvas.getContext('2d'));
    context.drawImage(image, 0, 0);
    const pixels = context.getImageData(0, 0, image.width, image.height);
    let data = '';
    for (const value of pixels.data) data += String.fromCharCode(value);
    return { width: pixels.width, height: pixels.height, data: btoa(data) };
  }, png);
  await blank.close();
  return jsQR(new Uint8ClampedArray(Buffer.from(data, 'base64')), width, height)?.data;
}

test('an operator sees who drives, stops one robot, the driver is told, and clears it', async () => {
  const ann = await joined(browser, arena, { name: 'Ann' });
  await take(ann.page, 'scout1');
  const { page, errors } = await operator();
  await tile(page, 'scout1').getByText('ann').waitFor();
  await tile(page, 'scout1').getByText(/0:\d\d$/).waitFor();
  await ann.page.keyboard.down('KeyW');
  await until(() => arena.isMoving('scout1'), 'the robot moves');
  await page.locator('.tile[data-robot=scout1][data-state=driving]').waitFor();
  const began = Date.now();
  await press(page, 'Stop scout1');
  await until(() => arena.stands('scout1'), 'the robot stands');
  assert.ok(Date.now() - began < SHOWN_MS, `stood after ${Date.now() - began} ms`);
  await ann.page.getByText(/stopped/i).first().waitFor();
  await page.locator('.tile[data-robot=scout1][data-state=stopped]').waitFor();
  assert.ok(!(await arena.isMoving('scout2')));
  await open(page, 'scout1');
  await panel(page).getByText(/player\/ann-/).waitFor();
  await panel(page).getByText('by olga (operator)').waitFor();
  await press(page, 'Clear stops');
  await ann.page.keyboard.up('KeyW');
  await page.locator('.tile[data-robot=scout1]:not([data-state=stopped])').waitFor();
  await ann.page.getByText('You drive.', { exact: false }).first().waitFor();
  assert.deepEqual(errors, []);
});

test('STOP ALL stops every robot without a question; clearing all asks, and says whose stops', async () => {
  const [ann, bob] = [await joined(browser, arena, { name: 'Ann' }), await joined(browser, arena, { name: 'Bob' })];
  await take(ann.page, 'scout1');
  await take(bob.page, 'scout2');
  const { page } = await operator();
  for (const each of [ann, bob]) await each.page.keyboard.down('KeyW');
  for (const robot of ['scout1', 'scout2']) await until(() => arena.isMoving(robot), `${robot} moves`);
  await press(page, 'STOP ALL');
  for (const robot of ['scout1', 'scout2']) await until(() => arena.stands(robot), `${robot} stands`);
  await page.getByText('All 3 robots that can be reached stand stopped.').waitFor();
  assert.equal(await page.locator('.tile[data-state=stopped]').count(), 3);
  for (const each of [ann, bob]) await each.page.keyboard.up('KeyW');
  const ref = await joined(browser, arena, { name: 'Rita', kind: 'referee' });
  await ref.page.goto(`${arena.api}/#operator`);
  await press(ref.page, 'Stop scout3');
  await open(page, 'scout3');
  await panel(page).getByText('by rita (referee)').waitFor();
  await page.getByRole('button', { name: 'Clear all (3)' }).click();
  await arena.order('ctl', { args: ['stop', 'scout1'] }); // called while the question stands: it is not cleared
  const said = await agree(page, 'Clear all');
  assert.match(said, /Clear the stops of 3 robots\?/);
  assert.match(said, /rita/);
  await page.locator('.tile[data-robot=scout3]:not([data-state=stopped])').waitFor();
  await page.getByRole('button', { name: 'Clear all (1)' }).waitFor();
  await page.locator('.tile[data-robot=scout1][data-state=stopped]').waitFor();
  await page.getByRole('button', { name: 'Clear all (1)' }).click();
  await agree(page, 'Clear all');
  await page.locator('.tile[data-state=stopped]').first().waitFor({ state: 'detached' });
});

test('releasing names the driver and tells them; out of service and back', async () => {
  const ann = await joined(browser, arena, { name: 'Ann' });
  await take(ann.page, 'scout1');
  const { page } = await operator();
  await open(page, 'scout1');
  const bob = await joined(browser, arena, { name: 'Bob' });
  await card(bob.page, 'scout1').getByRole('button', { name: 'Queue' }).first().click();
  await tile(page, 'scout1').getByText('+1').waitFor();
  await panel(page).getByText('bob', { exact: true }).waitFor();
  await part(page, 'People');
  await page.locator('[data-person^="player/bob-"]').getByText('scout1: number 1').waitFor();
  await bob.context.close();
  await part(page, 'Robots');
  await open(page, 'scout1');
  await press(page, 'Release');
  await page.getByRole('dialog').getByText(/Take scout1 from player\/ann-\w+\?/).waitFor();
  await page.keyboard.press('Escape');
  await page.getByRole('dialog').waitFor({ state: 'detached' });
  assert.ok((await arena.order('roster')).scout1.driver, 'nothing happened without a yes');
  await press(page, 'Release');
  await agree(page, 'Release');
  await ann.page.getByText('An operator took it back.', { exact: false }).waitFor();
  await page.locator('.tile[data-robot=scout1][data-state=idle]').waitFor();
  await press(page, 'Take out of service');
  await agree(page, 'Take out of service');
  await page.locator('.tile[data-robot=scout1][data-state=service]').waitFor();
  await card(ann.page, 'scout1').getByText('out of service').first().waitFor();
  await press(page, 'Back into service');
  await page.locator('.tile[data-robot=scout1][data-state=idle]').waitFor();
  await take(ann.page, 'scout1');
});

test('a person whose access is revoked is told so, and their robot stands', async () => {
  const mallory = await joined(browser, arena, { name: 'Mallory' });
  await take(mallory.page, 'scout2');
  await mallory.page.keyboard.down('KeyW');
  await until(() => arena.isMoving('scout2'), 'the robot moves');
  const { page } = await operator();
  await part(page, 'People');
  const row = page.locator('[data-person^="player/mallory-"]');
  await row.getByText('scout2').waitFor();
  await row.getByRole('button').click();
  assert.match(await agree(page, 'Revoke'), /player\/mallory-/);
  await mallory.page.getByText('Your access has ended').first().waitFor();
  await until(() => arena.stands('scout2'), 'the robot stands');
  await page.locator('[data-person^="player/mallory-"][data-state=revoked]').waitFor();
});

test('an invite: its QR code is its link, the link joins, and once withdrawn it does not', async () => {
  const { page, errors } = await operator({ colorScheme: 'dark' });
  await part(page, 'Codes');
  await page.getByLabel('How many may use it').fill('5');
  await press(page, 'Make the code');
  const big = page.locator('.bigcode');
  const code = (await big.getAttribute('data-code')) ?? '';
  const link = `${arena.api}/#invite=${code}`;
  await big.getByText(link, { exact: true }).waitFor();
  assert.equal(await scanned(page, big.getByRole('img')), link);
  await press(page, 'Copy link');
  await big.getByText('Copied.').waitFor();
  await page.emulateMedia({ media: 'print' });
  assert.equal(await page.getByRole('button', { name: 'STOP ALL' }).isVisible(), false);
  assert.equal(await scanned(page, big.getByRole('img')), link);
  await page.emulateMedia({ media: 'screen' });

  const guest = await (await browser.newContext()).newPage();
  await guest.goto(link);
  await guest.getByLabel('Your name').fill('Guest');
  await guest.getByRole('button', { name: 'Join' }).click();
  await guest.getByRole('heading', { name: 'Robots', exact: true }).waitFor();

  await press(page, 'Read again');
  const row = page.locator(`tr[data-code="${code}"]`);
  await row.getByText('4 / 5').waitFor();
  await row.getByRole('button', { name: `Withdraw ${code}` }).click();
  await agree(page, 'Withdraw');
  await row.waitFor({ state: 'detached' });
  const late = await (await browser.newContext()).newPage();
  await late.goto(link);
  await late.getByLabel('Your name').fill('Late');
  await late.getByRole('button', { name: 'Join' }).click();
  await late.getByText('ask for a new one', { exact: false }).waitFor();
  assert.deepEqual(errors, []);
});

test('an enrolment registers a robot over HTTP; the robot is deregistered', async () => {
  const { page } = await operator();
  await part(page, 'Codes');
  await page.getByLabel('For', { exact: true }).selectOption('robot');
  await press(page, 'Make the code');
  const big = page.locator('.bigcode');
  const code = (await big.getAttribute('data-code')) ?? '';
  await big.getByText(`--api ${arena.api} --enrolment ${code}`, { exact: false }).waitFor();
  assert.equal(await scanned(page, big.getByRole('img')), code);
  const response = await fetch(`${arena.api}/api/v1/robots`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ id: 'newcomer', card: { id: 'newcomer', axes: { y: [-1, 1] } }, enrolment: code }),
  });
  assert.equal(response.status, 201);
  await part(page, 'Robots');
  await open(page, 'newcomer');
  await press(page, 'Deregister');
  assert.match(await agree(page, 'Deregister'), /Deregister newcomer\?/);
  await tile(page, 'newcomer').waitFor({ state: 'detached' });
  await panel(page).getByText('not registered', { exact: false }).waitFor();
});

test('the audit shows who drove and why it ended, by robot and person, and as a table', async () => {
  const dora = await joined(browser, arena, { name: 'Dora' });
  await take(dora.page, 'scout3');
  await dora.page.getByRole('button', { name: 'Release' }).first().click();
  await card(dora.page, 'scout3').waitFor();
  const { page } = await operator();
  await open(page, 'scout3');
  await page.getByRole('link', { name: 'Who drove it' }).click();
  const ended = page.locator('tr[data-kind=ended]').filter({ hasText: 'player/dora-' }).first();
  await ended.getByText('the driver let go').waitFor();
  await ended.getByText(/drive ended after 0:\d\d/).waitFor();
  assert.equal(await page.locator('tbody tr').filter({ hasText: 'scout1' }).count(), 0);
  const who = (await ended.locator('td').nth(2).innerText()).trim();
  await page.getByLabel('Person', { exact: true }).fill('somebody');
  await press(page, 'Search');
  await page.getByText('written as kind/id', { exact: false }).waitFor();
  await page.getByLabel('Robot', { exact: true }).fill('');
  await page.getByLabel('Person', { exact: true }).fill(who);
  await press(page, 'Search');
  await page.locator('tr[data-kind=joined]').waitFor();
  assert.equal(await page.locator('tbody tr').filter({ hasNotText: who }).count(), 0);
  const [file] = await Promise.all([page.waitForEvent('download'), press(page, 'Export as CSV')]);
  const text = await file.createReadStream().then((stream) => stream.toArray()).then((parts) => Buffer.concat(parts).toString());
  const lines = text.split('\r\n');
  assert.equal(lines[0], 'time,kind,robot,who,n,why,tag');
  assert.match(text, new RegExp(`Z,ended,scout3,${who},\\d+,released,`));
  await page.getByLabel('Person', { exact: true }).fill('');
  await press(page, 'Search');
  await page.getByRole('button', { name: 'Older entries' }).or(page.getByText('This is the oldest entry.')).waitFor();
});

test('the keyboard alone: from tile to tile, open, stop, clear; live values do not take the focus', async () => {
  const { page } = await operator();
  await page.locator('.tile .face[tabindex="0"]').focus();
  await page.keyboard.press('End');
  assert.equal(await page.evaluate(() => document.activeElement?.closest('.tile')?.getAttribute('data-robot')), 'scout3');
  await page.keyboard.press('ArrowLeft');
  await page.keyboard.press('KeyS');
  await page.locator('.tile[data-robot=scout2][data-state=stopped]').waitFor();
  assert.equal(await page.evaluate(() => document.activeElement?.closest('.tile')?.getAttribute('data-robot')), 'scout2');
  await page.keyboard.press('KeyC');
  await page.locator('.tile[data-robot=scout2][data-state=idle]').waitFor();
  await page.keyboard.press('Enter');
  await panel(page).getByRole('heading', { name: 'Scout2' }).waitFor();
  await page.keyboard.press('Tab');
  assert.equal(await page.evaluate(() => document.activeElement?.getAttribute('aria-label')), 'Stop scout2');
  await page.keyboard.press('Enter');
  await page.locator('.tile[data-robot=scout2][data-state=stopped]').waitFor();
  await page.keyboard.press('Tab');
  await page.keyboard.press('Tab');
  assert.ok(await panel(page).evaluate((node) => node.contains(document.activeElement)), 'behind the wall stands the robot');
  await panel(page).getByRole('button', { name: 'Clear stops' }).focus();
  await page.keyboard.press('Enter');
  await page.locator('.tile[data-robot=scout2][data-state=idle]').waitFor();
});

test('on a phone and in German nothing overflows, and axe finds no fault on any part', async () => {
  const { page } = await operator({ viewport: PHONE, touch: true, colorScheme: 'dark' });
  await screenshot(page, 'operator-phone-dark');
  for (const name of ['Robots', 'People', 'Codes', 'Audit']) {
    await part(page, name);
    if (name === 'Codes') await press(page, 'Make the code').then(() => page.locator('.bigcode').waitFor());
    assert.equal(await overflow(page), 0, name);
    assert.deepEqual(await axe(page), [], name);
  }
  await part(page, 'Robots');
  await open(page, 'scout1');
  await page.getByRole('button', { name: 'All robots' }).waitFor();
  assert.equal(await tile(page, 'scout1').isVisible(), false, 'the open robot has the phone for itself');
  assert.ok(await page.getByRole('button', { name: 'STOP ALL' }).isVisible());
  assert.deepEqual(await axe(page), []);

  const german = await operator({ locale: 'de-DE', viewport: { width: 320, height: 700 } });
  await german.page.getByRole('button', { name: 'ALLE STOPPEN' }).waitFor();
  for (const name of ['people', 'codes', 'audit', 'robot/scout1']) {
    await german.page.goto(`${arena.api}/#operator/${name}`);
    await german.page.getByRole('heading', { level: 2 }).first().waitFor();
    assert.equal(await overflow(german.page), 0, name);
  }
  await german.page.setViewportSize({ width: 1280, height: 800 });
  assert.deepEqual(await axe(german.page), []);
});

test('a referee stops and clears, and is offered nothing else; a player nothing at all', async () => {
  const { page } = await joined(browser, arena, { name: 'Rita', kind: 'referee' });
  await page.goto(`${arena.api}/#operator`);
  await press(page, 'Stop scout1');
  await page.locator('.tile[data-robot=scout1][data-state=stopped]').waitFor();
  await open(page, 'scout1');
  await press(page, 'Clear stops');
  await page.locator('.tile[data-robot=scout1][data-state=idle]').waitFor();
  for (const name of ['Release', 'Take out of service', 'Deregister', 'Revoke its access'])
    assert.equal(await page.getByRole('button', { name }).count(), 0, name);
  assert.equal(await page.getByRole('link', { name: /Codes|Audit|People/ }).count(), 0);
  await press(page, 'STOP ALL');
  await page.getByText('All 3 robots that can be reached stand stopped.').waitFor();
  await page.getByRole('button', { name: 'Clear all (3)' }).click();
  await agree(page, 'Clear all');
  await page.locator('.tile[data-state=stopped]').first().waitFor({ state: 'detached' });
  await page.goto(`${arena.api}/#operator/codes`);
  await page.getByText('This part is for operators.').waitFor();

  const ann = await joined(browser, arena, { name: 'Ann' });
  await ann.page.goto(`${arena.api}/#operator`);
  await ann.page.getByText('for operators and referees', { exact: false }).waitFor();
  assert.equal(await ann.page.getByRole('button', { name: 'STOP ALL' }).count(), 0);
});

test('hostile names, absurd values: shown as text, and the wall stays as it is', async () => {
  const name = '<img src=x onerror=alert(1)> \u202Eevil';
  const puppet = await arena.puppet('puppet', { name, model: '"><script>alert(2)</script>', kind: '=1+1' });
  await puppet.set({ status: { battery: 1e300, signal: -5 } });
  const { page, errors } = await operator();
  const shown = tile(page, 'puppet');
  await shown.getByText('<img src=x', { exact: false }).waitFor();
  await shown.getByText('100%').waitFor();
  const [plain, odd] = [await tile(page, 'scout1').boundingBox(), await shown.boundingBox()];
  assert.equal(Math.round(odd?.height ?? 0), Math.round(plain?.height ?? 1));
  await open(page, 'puppet');
  await panel(page).getByText('"><script>', { exact: false }).waitFor();
  await page.getByLabel('Find a robot or person').fill('evil');
  await tile(page, 'scout1').waitFor({ state: 'detached' });
  assert.equal(await overflow(page), 0);
  assert.equal(await page.locator('.desk img, .desk script').count(), 0);
  assert.deepEqual(errors, []);
  await puppet.leave();
  await page.getByLabel('Find a robot or person').fill('');
  await page.locator('.tile[data-robot=puppet]:is([data-state=offline], [data-state=lost])').waitFor();
  await page.getByRole('button', { name: /Away 1/ }).click();
  await tile(page, 'scout1').waitFor({ state: 'detached' });
});
