// The frame around driving: joining, languages, settings, the list of robots, the queue, two pages of
// one person, and what the page does when its link or its token ends.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Arena, card, faultsOf, go, joined, pause, stage, take, until } from './arena.mjs';
import { overflow } from './look.mjs';
import { gamepad, stubInputs } from './stubs.mjs';

const PHONE = { width: 390, height: 844 };
const NARROW = { width: 320, height: 640 };
const CREDENTIALS = 'arena.credentials';

/** @typedef {import('playwright-core').Page} Page */
const { arena, browser } = await stage(3);

/** @param {Page} page @param {string} name */
const press = (page, name) => page.getByRole('button', { name, exact: true }).click();
/** @param {Page} page @param {string} word */
const link = (page, word) => page.locator('.link').getByText(word).waitFor();
/** @param {Page} page @returns {Promise<any>} */
const kept = (page) => page.evaluate((key) => JSON.parse(localStorage.getItem(key) ?? 'null'), CREDENTIALS);

/** Comes back with a token that ends soon. @param {Page} page @param {number} seconds */
async function shorten(page, seconds) {
  const credentials = await kept(page);
  const token = await arena.token(credentials.principal, seconds);
  const expires = Math.floor(Date.now() / 1000) + seconds;
  const text = JSON.stringify({ ...credentials, token, expires });
  await page.evaluate(([key, value]) => localStorage.setItem(key, value), [CREDENTIALS, text]);
  await page.reload();
}

/** A fresh profile on the page. @param {string} [hash] @param {object} [how] */
async function fresh(hash = '', how = {}) {
  const context = await browser.newContext({ locale: 'en-GB', viewport: PHONE, ...how });
  const page = await context.newPage();
  page.setDefaultTimeout(20_000);
  const errors = faultsOf(page);
  await page.goto(`${arena.api}/${hash}`);
  return { page, context, errors };
}

test('a wrong code is refused beside the field, in the language that is spoken', async () => {
  const { page } = await fresh();
  await page.getByLabel('Your name').fill('Mallory');
  await page.getByLabel('Invite').fill('not-an-invite');
  await press(page, 'Join');
  await page.getByRole('alert').getByText('This code is not valid').waitFor();
  assert.equal(await page.getByLabel('Invite').getAttribute('aria-invalid'), 'true');
  await page.getByRole('radio', { name: 'Deutsch' }).check();
  await page.getByText('Dieser Code gilt nicht').waitFor();
  assert.equal(await page.locator('html').getAttribute('lang'), 'de');
  assert.equal(await page.getByLabel('Dein Name').inputValue(), 'Mallory');
  await page.getByLabel('Einladung').fill(await arena.invite());
  await press(page, 'Mitmachen');
  await page.getByRole('heading', { name: 'Roboter' }).waitFor();
  await page.reload();
  await page.getByRole('heading', { name: 'Roboter' }).waitFor();
});

test('a link with an invite asks for a name only, and who comes again is greeted by it', async () => {
  const { page, errors } = await fresh(`#invite=${await arena.invite()}`);
  assert.equal(await page.getByLabel('Invite').count(), 0);
  await press(page, 'Have another code?');
  assert.match(await page.getByLabel('Invite').inputValue(), /.{4}/);
  await page.getByLabel('Your name').fill('Ann');
  await press(page, 'Join');
  await page.getByRole('heading', { name: 'Robots' }).waitFor();
  await link(page, 'connected');
  const { principal } = await kept(page);
  await page.goto(`${arena.api}/#invite=${await arena.invite()}`);
  await press(page, 'Stay as Ann');
  await page.getByRole('heading', { name: 'Robots' }).waitFor();
  assert.equal((await kept(page)).principal, principal);
  await press(page, 'Leave');
  assert.equal(await page.getByLabel('Your name').inputValue(), 'Ann');
  assert.equal(await kept(page), null);
  assert.deepEqual(errors, []);
});

test('settings count at once, outlive a reload, and what is hostile in the storage counts for nothing', async () => {
  const { page, errors } = await joined(browser, arena, { before: stubInputs, viewport: PHONE });
  await go(page, 'Settings');
  await page.getByRole('radio', { name: 'Dark' }).check();
  assert.equal(await page.locator('html').getAttribute('data-theme'), 'dark');
  await page.getByRole('switch', { name: 'Left-handed' }).check();
  await page.getByRole('slider', { name: 'Dead zone' }).fill('0.2');
  await press(page, 'Add: Forward');
  await page.getByText('Press the key for Forward').waitFor();
  await page.keyboard.press('KeyS');
  await page.getByText('S: Forward. Back has lost it.').waitFor();
  await press(page, 'Add: Back');
  await page.getByText('Press the key for Back').waitFor();
  await page.keyboard.press('Space');
  await page.getByText('Space always stops').waitFor();
  const pad = gamepad(page);
  await pad.plug();
  await page.getByText('Connected: Stub gamepad').waitFor();
  await press(page, 'Change: First action');
  await page.getByText('Press the button for First action.').waitFor();
  await pad.set({ buttons: { 7: 1 } });
  await page.getByText('button 7').waitFor();
  await page.getByRole('radio', { name: 'Deutsch' }).check();
  await page.getByRole('heading', { name: 'Einstellungen', exact: true }).waitFor();
  await page.reload();
  await page.getByRole('heading', { name: 'Einstellungen', exact: true }).waitFor();
  assert.ok(await page.getByRole('switch', { name: 'Linkshändig' }).isChecked());
  await page.getByText('Totzone: 20 %').waitFor();
  await page.evaluate(() => {
    const hostile = { theme: '<img src=x onerror=alert(1)>', language: 'constructor', keys: { forward: [{}] }, pad: 7, expo: 1e9 };
    localStorage.setItem('arena.settings', JSON.stringify(hostile));
    localStorage.setItem('arena.name', '<b>'.repeat(1000));
  });
  await page.reload();
  await page.getByRole('heading', { name: 'Settings', exact: true }).waitFor();
  await page.getByText('Curve: 30 %').waitFor();
  await page.evaluate((key) => localStorage.setItem(key, '{"principal":["x"],"broker":"javascript:1"}'), CREDENTIALS);
  await page.reload();
  await page.getByLabel('Your name').waitFor();
  assert.deepEqual(errors, []);
});

test('the keyboard alone joins, takes a robot, drives it and lets it go', async () => {
  const { page, errors } = await fresh(`#invite=${await arena.invite()}`, { viewport: { width: 1280, height: 800 } });
  /** @param {import('playwright-core').Locator} wanted */
  const tabTo = async (wanted) => {
    await wanted.waitFor();
    for (let step = 0; step < 40; step++) {
      if (await wanted.evaluate((element) => element === document.activeElement)) return;
      await page.keyboard.press('Tab');
    }
    assert.fail('the focus does not get there');
  };
  await tabTo(page.getByLabel('Your name'));
  await page.keyboard.type('Kim');
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: 'Robots' }).waitFor();
  const drive = card(page, 'scout3').getByRole('button', { name: 'Drive' });
  await until(() => drive.isEnabled(), 'scout3 is there');
  await tabTo(drive);
  await page.keyboard.press('Enter');
  await page.getByText('You drive.', { exact: false }).waitFor();
  await page.keyboard.down('ArrowUp');
  await until(() => arena.isMoving('scout3'), 'the robot moves');
  await page.keyboard.up('ArrowUp');
  await until(() => arena.stands('scout3'), 'the robot stands');
  await tabTo(page.getByRole('button', { name: 'Release' }));
  await page.keyboard.press('Enter');
  await drive.waitFor();
  assert.deepEqual(errors, []);
});

test('who waits is told on whichever page they are that it is their turn', async () => {
  const ann = await joined(browser, arena, { name: 'Ann' });
  const bob = await joined(browser, arena, { name: 'Bob', viewport: PHONE, touch: true });
  await take(ann.page, 'scout1');
  await card(bob.page, 'scout1').getByText(/ann-\w+ drives/).waitFor();
  await card(bob.page, 'scout1').getByRole('button', { name: 'Queue' }).tap();
  await card(bob.page, 'scout1').getByText('You are number 1').waitFor();
  await go(bob.page, 'Settings');
  await press(ann.page, 'Release');
  await bob.page.waitForFunction(() => document.title === 'Your turn!');
  await bob.page.getByText('is free and kept for you').waitFor();
  await bob.page.getByRole('button', { name: 'Drive now' }).tap();
  await bob.page.getByText('You drive.', { exact: false }).waitFor();
  await until(async () => (await bob.page.title()) === 'Arena', 'the title is calm again');
  await bob.page.evaluate(() => (location.hash = 'settings'));
  const holding = bob.page.getByRole('complementary', { name: 'Your robot' });
  await holding.getByText('You hold Scout1.').waitFor();
  await holding.getByRole('link', { name: 'Continue' }).tap();
  await bob.page.getByText('You drive.', { exact: false }).waitFor();
  await bob.page.evaluate(() => (location.hash = ''));
  await holding.getByRole('button', { name: 'Release' }).tap();
  await card(bob.page, 'scout1').getByRole('button', { name: 'Drive' }).waitFor();
  assert.deepEqual([...ann.errors, ...bob.errors], []);
});

test('a robot goes along when a person continues on another page', async () => {
  const { page, context } = await joined(browser, arena);
  await take(page, 'scout2');
  const second = await context.newPage();
  await second.goto(arena.api);
  await page.getByText('Another page took over').waitFor();
  await second.getByText('You drive.', { exact: false }).waitFor();
  await press(page, 'Continue here');
  await page.getByText('You drive.', { exact: false }).waitFor();
  await second.getByText('Another page took over').waitFor();
  await page.keyboard.down('KeyW');
  await until(() => arena.isMoving('scout2'), 'the robot moves');
  await page.keyboard.up('KeyW');
  await press(page, 'Release');
});

test('hostile names are text and break nothing', async () => {
  const name = '<img src=x onerror="document.title=1"><script>document.title=2</script>';
  const hostile = await arena.puppet('hostile', { name: name.slice(0, 63), model: '\u202etxet'.repeat(8), kind: 'x'.repeat(31) });
  const long = await arena.puppet('long', { name: 'W'.repeat(63) });
  await hostile.set({ status: { battery: 1e300, signal: -1, speed: 'fast' } });
  const { page, errors } = await joined(browser, arena, { viewport: NARROW, name: '\u202e<b>Ann</b>' });
  await card(page, 'hostile').getByText('<img src=x').waitFor();
  await card(page, 'long').waitFor();
  assert.equal(await overflow(page), 0);
  assert.equal(await page.title(), 'Arena');
  assert.equal(await page.locator('main img, main script').count(), 0);
  await hostile.leave();
  await long.leave();
  assert.deepEqual(errors, []);
});

test('many robots are found by a word or by being free', async () => {
  await arena.load(40, 1);
  const { page } = await joined(browser, arena);
  await until(async () => (await page.locator('.robot').count()) >= 40, 'all are there');
  await page.getByRole('searchbox', { name: 'Find a robot' }).fill('scout2');
  await until(async () => (await page.locator('.robot').count()) === 1, 'one is left');
  await page.getByRole('searchbox', { name: 'Find a robot' }).fill('no such robot');
  await page.getByText('No robot fits').waitFor();
  await arena.load(0);
});

test('a dead link is noticed and said, and who comes back does not wait', async () => {
  const { page } = await joined(browser, arena);
  await take(page, 'scout1');
  await page.evaluate(() => (location.hash = 'settings'));
  await link(page, 'connected');
  await arena.wire.stall();
  await link(page, 'waiting for the arena');
  await arena.wire.heal();
  await link(page, 'connected');
  await arena.wire.cut();
  await link(page, 'connecting…');
  await pause(4000); // the page's own tries are seconds apart by now
  await arena.wire.heal();
  const healed = Date.now();
  await page.evaluate(() => window.dispatchEvent(new Event('online')));
  await page.locator('.link').getByText(/connected|waiting/).waitFor();
  assert.ok(Date.now() - healed < 1000, `it took ${Date.now() - healed} ms`);
});

test('who drives when their token ends is told why the robot paused, and drives on', async () => {
  const { page } = await joined(browser, arena);
  await take(page, 'scout1');
  await shorten(page, 12);
  await page.getByText('Your access was renewed').waitFor();
  await page.getByText('You drive.', { exact: false }).waitFor();
  await page.keyboard.down('KeyW');
  await until(() => arena.isMoving('scout1'), 'the robot moves');
  await page.keyboard.up('KeyW');
  await press(page, 'Release');
});

test('who comes back too late joins anew under their name', async () => {
  const { page } = await joined(browser, arena, { name: 'Late' });
  await shorten(page, -60);
  await page.getByText('Your access has expired').waitFor();
  assert.equal(await page.getByLabel('Your name').inputValue(), 'Late');
  await page.getByLabel('Invite').fill(await arena.invite());
  await press(page, 'Join');
  await page.getByRole('heading', { name: 'Robots' }).waitFor();
  await link(page, 'connected');
});
