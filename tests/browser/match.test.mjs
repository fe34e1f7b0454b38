// The pages of matches, from making one to its result, with a real broker, bridge and simulated robots.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { YARD, joined, stage } from './arena.mjs';
import { axe, overflow, screenshot, still } from './look.mjs';

const DESK = { width: 1280, height: 800 };
const PHONE = { width: 390, height: 844 };
const NARROW = { width: 320, height: 568 };
const SHORT_S = 30; // as short as the rules allow
const MATCH_MS = 60_000;

/** @typedef {import('playwright-core').Page} Page */
const { arena, browser } = await stage(4, undefined, { map: YARD });

/** @param {Page} page @param {string} hash */
const to = (page, hash) => page.evaluate((there) => (location.hash = there), hash);
/** @param {Page} page @param {string | RegExp} name */
const button = (page, name) => page.getByRole('button', { name, exact: typeof name === 'string' });
/** @param {Page} page */
const heading = (page) => page.getByRole('heading', { level: 1 });
/** @param {Page} page @param {number} team @returns the seats that somebody has */
const seated = (page, team) => page.locator(`[data-team="${team}"] [data-player]`);
/** @param {Page} page */
const routeOf = (page) => page.evaluate(() => location.hash.slice(1));

/**
 * Makes a match by the form, and is in its lobby.
 * @param {Page} page @param {{ name: string, preset?: string, seconds?: number, bots?: string, play?: boolean }} wish
 */
async function make(page, { name, preset = 'Quick duel', seconds = SHORT_S, bots = 'none', play = true }) {
  await to(page, 'matches/new');
  await page.getByRole('radio', { name: preset }).check();
  await page.getByLabel('Name', { exact: true }).fill(name);
  await page.getByRole('spinbutton', { name: 'Duration (s)' }).fill(String(seconds));
  await page.getByRole('group', { name: 'Bots' }).getByRole('radio', { name: bots }).check();
  if (!play) await page.getByRole('switch', { name: 'I play' }).uncheck();
  await button(page, 'Create match').click();
  await page.getByRole('heading', { level: 1, name }).waitFor();
  await page.locator('.matchfacts').getByText(`${seconds} s`, { exact: true }).waitFor();
}

/** Ends the match whose page is shown, so that its robots are free. @param {Page} host */
async function abort(host) {
  await button(host, 'Abort').click();
  await host.getByRole('dialog').getByRole('button', { name: 'Abort' }).click();
  await heading(host).getByText('Aborted').waitFor();
}

/**
 * Follows a link that leads into a match, as a friend who was never here.
 * @param {string} link @param {string} name @param {{ width: number, height: number }} viewport
 */
async function follow(link, name, viewport) {
  const context = await browser.newContext({ viewport, hasTouch: true, locale: 'en-GB' });
  const page = await context.newPage();
  page.setDefaultTimeout(20_000);
  await page.goto(link);
  await page.getByLabel('Your name').fill(name);
  await button(page, 'Join').click();
  return page;
}

test('two friends: one makes a match, the other follows its link; they fight and see the result', { timeout: 180_000 }, async () => {
  const code = await arena.order('invite', { args: ['player', 4] });
  const ann = await follow(`${arena.api}/#invite=${code}`, 'Ann', DESK);
  await ann.getByRole('heading', { name: 'Robots', exact: true }).waitFor();
  await make(ann, { name: 'Ann against Bob' });
  await seated(ann, 0).or(seated(ann, 1)).first().waitFor();
  await button(ann, 'Invite').click();
  const link = await ann.locator('.linktext').innerText();
  assert.match(link, new RegExp(`#invite=${code}&then=match/m-`));
  await ann.keyboard.press('Escape');

  const bob = await follow(link, 'Bob', PHONE);
  await bob.getByText('Choose a team to play.').waitFor();
  await button(bob, /^Join (Red|Blue)$/).and(bob.locator(':enabled')).first().click();
  await bob.getByText(/You play for (Red|Blue) with scout/i).waitFor();
  await bob.getByText('You are not ready yet.').waitFor();
  await ann.getByText('bob is not ready yet.').waitFor();
  await button(bob, 'I am ready').click();
  await ann.getByText('bob is not ready yet.').waitFor({ state: 'hidden' });
  await screenshot(ann, 'match-lobby');
  await button(ann, 'I am ready').click();

  await Promise.all([ann, bob].map((page) => page.waitForFunction(() => location.hash === '#drive')));
  await Promise.all([ann, bob].map((page) => page.waitForFunction(() => /^#match\/m-[^/]+\/result$/.test(location.hash), null, { timeout: MATCH_MS })));
  for (const page of [ann, bob]) await heading(page).getByText(/Draw|wins/).waitFor();
  await ann.locator('[data-kind="finished"]').waitFor();
  assert.equal(await ann.locator('.players tbody tr').count(), 2);
  await still(ann);
  assert.deepEqual(await axe(ann), []);
  assert.equal(await overflow(bob), 0);
  await screenshot(bob, 'match-result');

  await button(ann, 'Play again').click();
  await ann.getByText(/You play for/).waitFor();
  await button(bob, 'To the next match').click();
  await bob.getByText(/You play for/).waitFor();
  assert.equal(await routeOf(ann), await routeOf(bob));
  await button(bob, 'Leave match').click();
  await bob.getByText('Choose a team to play.').waitFor();
  await abort(ann);

  await to(ann, 'matches/past');
  await ann.locator('[data-match]').filter({ hasText: 'Ann against Bob' }).nth(1).waitFor();
  await ann.getByRole('link', { name: 'Ann against Bob' }).last().click();
  await ann.locator('[data-kind="finished"]').waitFor();
});

test('who may not, is not offered it; who is too late waits for a seat', async () => {
  const ann = (await joined(browser, arena, { name: 'Ann' })).page;
  await make(ann, { name: 'For two' });
  const id = (await routeOf(ann)).split('/')[1];
  const eve = (await joined(browser, arena, { name: 'Eve', kind: 'watcher' })).page;
  await to(eve, `match/${id}`);
  await eve.getByText('You are here to watch.').waitFor();
  assert.equal(await eve.locator('.take').count(), 0);
  await to(eve, 'matches');
  await eve.locator(`[data-match="${id}"]`).waitFor();
  assert.equal(await eve.getByRole('link', { name: 'New match' }).count(), 0);

  const bob = (await joined(browser, arena, { name: 'Bob' })).page;
  await to(bob, 'matches');
  await button(bob, 'Join: For two').click();
  await bob.getByText(/You play for/).waitFor();
  const cleo = (await joined(browser, arena, { name: 'Cleo' })).page;
  await to(cleo, `match/${id}`);
  await cleo.getByText('All seats are taken.').waitFor();
  await button(cleo, 'Wait for a seat').click();
  await cleo.getByText('You are number 1 in the queue.', { exact: false }).waitFor();
  await to(cleo, '');
  await cleo.getByText('You wait for a seat in “For two”.').waitFor();
  await button(bob, 'Leave match').click();
  await cleo.getByText('You have a seat in “For two”.', { exact: false }).waitFor();

  await make(bob, { name: 'Second', play: false });
  await to(cleo, (await routeOf(bob)) ?? '');
  await cleo.getByText('You play in “For two”. Leave it to join here.').waitFor();
  await to(bob, 'matches/new');
  await button(bob, 'Create match').click();
  await bob.getByText('You have a match already: end that one first.').waitFor();
  await bob.goBack();
  await abort(bob);
  await abort(ann);
});

test('a team is changed, a match without a word of its host does not begin, and the page is the same after a reload', async () => {
  const ann = (await joined(browser, arena, { name: 'Ann' })).page;
  await to(ann, 'matches/new');
  await ann.getByRole('radio', { name: 'Team fight' }).check();
  await ann.getByLabel('Name', { exact: true }).fill('By hand');
  await ann.getByText('All rules', { exact: true }).click();
  await ann.getByRole('switch', { name: 'Starts by itself' }).uncheck();
  await button(ann, 'Create match').click();
  await seated(ann, 0).or(seated(ann, 1)).first().waitFor();
  const other = (await seated(ann, 0).count()) > 0 ? 1 : 0;
  await button(ann, /^Change to/).click();
  await seated(ann, other).waitFor();
  await button(ann, 'I am ready').click();
  await ann.getByText('You start it.').waitFor();
  await ann.reload();
  await seated(ann, other).waitFor();
  await ann.locator('.entry').filter({ hasText: 'ann is ready.' }).waitFor();
  await button(ann, 'Start with bots').click();
  await ann.getByRole('alert').getByText('has a free seat, and no bot is there for it.', { exact: false }).waitFor();
  await abort(ann);
});

test('no page is wider than a small phone, in German, and axe finds nothing', async () => {
  const { page } = await joined(browser, arena, { name: 'Ann', viewport: NARROW, touch: true, locale: 'de-DE', colorScheme: 'dark' });
  const look = async (/** @type {string} */ name) => {
    await still(page);
    assert.equal(await overflow(page), 0, name);
    assert.deepEqual(await axe(page), [], name);
    await screenshot(page, `match-narrow-${name}`);
  };
  await to(page, 'matches');
  await heading(page).waitFor();
  await look('list');
  await to(page, 'matches/new');
  await button(page, 'Match erstellen').waitFor();
  await page.getByText('Alle Regeln', { exact: true }).click();
  await look('create');
  await button(page, 'Match erstellen').click();
  await page.getByText(/Du spielst für/).waitFor();
  await look('lobby');
  await button(page, 'Einladen').click();
  await page.getByRole('dialog').waitFor();
  await look('invite');
  await page.keyboard.press('Escape');
  await button(page, 'Abbrechen').click();
  await page.getByRole('dialog').getByRole('button', { name: 'Abbrechen' }).last().click();
  await heading(page).getByText('Abgebrochen').waitFor();
  await look('result');
  await to(page, 'matches/past');
  await page.locator('[data-match]').first().waitFor();
  await look('past');
  await to(page, 'match/nothing');
  await page.getByText('Dieses Match gibt es nicht').waitFor();
  await look('unknown');
});

test('one alone plays against a bot at once, and others look on', async () => {
  await arena.order('bots', { args: [1] });
  const ann = (await joined(browser, arena, { name: 'Ann' })).page;
  await to(ann, 'matches');
  await button(ann, 'Play now').click();
  await ann.waitForFunction(() => location.hash === '#drive');
  const { page: eve, errors } = await joined(browser, arena, { name: 'Eve', kind: 'watcher' });
  await to(eve, 'matches');
  const card = eve.locator('[data-match]').filter({ hasText: 'Ann’s duel' });
  await card.getByText(/left|starts in/).waitFor();
  await card.getByRole('link', { name: 'Look in' }).click();
  await eve.locator('.onair').getByRole('img', { name: 'The arena from above' }).waitFor();
  await seated(eve, 1).filter({ hasText: 'bot1' }).waitFor();
  assert.deepEqual(await axe(eve), []);
  await screenshot(eve, 'match-on');
  await arena.order('ctl', { args: ['match', 'abort', (await routeOf(eve)).split('/')[1]] });
  await heading(eve).getByText('Aborted').waitFor();
  await heading(ann).getByText('Aborted').waitFor();
  assert.deepEqual(errors, []);
});
