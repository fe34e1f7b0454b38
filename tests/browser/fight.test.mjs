// A match as one of its players has it: from the countdown to the result, with real robots of the
// simulator to drive and fakes to hit and be hit.

import assert from 'node:assert/strict';
import { afterEach, test } from 'node:test';
import { clientOf } from './client.mjs';
import { en as words } from '../../bridge/web/src/match/words/fight.en.js';
import { axe, overflow, screenshot } from './look.mjs';
import { joined, pause, stage, until } from './arena.mjs';
import { stubInputs, vibrations, gamepad } from './stubs.mjs';

const PHONE = { viewport: { width: 390, height: 844 }, touch: true };
const FLAT = { viewport: { width: 844, height: 390 }, touch: true };
const QUIET_MS = 500;
const AGAIN_MS = 1500;
const CARD = { axes: { x: [-1, 1], y: [-1, 1], cx: [-1, 1] }, actions: { fire: { when: 'driving' } }, status_ms: 100 };

/** @typedef {import('playwright-core').Page} Page */
/** @typedef {import('./client.mjs').Client} Client */

const { arena, browser } = await stage(4);
/** @type {Client} */
let referee;
/** @type {Client} */
let bob;
/** @type {string[]} */
let matches = [];
/** @type {{ leave: () => Promise<any> }[]} */
let fakes = [];

afterEach(async () => {
  for (const match of matches) await referee.ask('match.abort', { match }).catch(() => {}); // some are over
  for (const fake of fakes) await fake.leave();
  [matches, fakes] = [[], []];
  await Promise.all([referee?.end(), bob?.end()]);
});

/** This arena was given no map, which the page hears as 404. @param {string[]} errors */
const faults = (errors) => errors.filter((error) => !error.includes('404'));

/** @param {Page} page */
const principalOf = (page) => page.evaluate(() => JSON.parse(localStorage.getItem('arena.credentials') ?? '').principal);

/**
 * A match of Ann, who has a page, and Bob, who has none; it counts down.
 * @param {{ rules?: Record<string, number>, person?: object, names?: string[] }} [wish] names: fake robots,
 *   which come before the simulated ones: the first are Ann's
 */
async function match({ rules = {}, person = {}, names = [] } = {}) {
  [referee, bob] = [await clientOf(arena, 'referee', 'ref'), await clientOf(arena, 'player', 'bob')];
  fakes = [];
  for (const name of names) fakes.push(await arena.puppet(name, CARD, 10));
  const ann = await joined(browser, arena, { name: 'Ann', before: stubInputs, ...person });
  const teams = [{ name: 'Red', seats: 1 }, { name: 'Blue', seats: 1 }];
  const { match: id } = await referee.ask('match.create', { name: 'Duel', teams, rules: { countdown_ms: 2500, duration_ms: 120000, bots: 0, ...rules } });
  matches.push(id);
  const principal = await principalOf(ann.page);
  /** Somebody joins once the arena has heard of them. @param {string} who @param {number} team */
  const join = (who, team) => until(() => referee.ask('match.join', { match: id, team, principal: who }).catch(() => null), `${who} joins`);
  await join(principal, 0);
  await join(bob.principal, 1);
  await bob.ask('match.ready', { match: id, ready: true });
  await referee.ask('match.bypass', { match: id, missing: 'not_ready', who: principal }).catch(() => {});
  await ann.page.locator('.fight[data-standing="countdown"]').waitFor();
  return { ...ann, id, principal, puppets: fakes };
}

/** @param {Page} page @param {string} standing why its robot does not follow the hands, "" = it does */
async function stands(page, standing) {
  const is = () => page.evaluate(() => /** @type {HTMLElement | null} */ (document.querySelector('.fight'))?.dataset.standing);
  await until(async () => (await is()) === standing, `standing "${standing}"`).catch(async (error) => {
    throw new Error(`${error.message}: it is "${await is()}" at ${page.url()}`);
  });
}

/** @param {Page} page @param {number} place from 1 */
const inFocus = (page, place) => page.locator('.place[aria-pressed=true]').getByText(String(place)).waitFor();

/**
 * Presses, and again where it was pressed too soon: what comes into one's hands is let go of once.
 * @param {Page} page @param {string} robot
 */
async function drives(page, robot) {
  const moves = async () => {
    await stands(page, '');
    await page.keyboard.down('KeyW');
    const moved = await until(() => arena.isMoving(robot), `${robot} moves`, AGAIN_MS).catch(() => false);
    await page.keyboard.up('KeyW');
    return moved;
  };
  await until(moves, `${robot} moves`);
  await until(() => arena.stands(robot), `${robot} stands`);
}

test('two robots: nothing moves before it begins, Tab changes the one that is driven, one key stops both', async () => {
  const { page, id, errors } = await match({ rules: { robots_per_seat: 2 } });
  await page.locator('.count').waitFor();
  await page.keyboard.down('KeyW');
  await stands(page, 'let_go_keys');
  assert.ok(await arena.stands('scout1'), 'a key held through the countdown starts nothing');
  await page.keyboard.up('KeyW');
  await drives(page, 'scout1');

  await page.keyboard.down('KeyW');
  await until(() => arena.isMoving('scout1'), 'the first one moves');
  await page.keyboard.press('Tab');
  await until(() => arena.stands('scout1'), 'it stands without the focus');
  await stands(page, 'let_go_keys');
  assert.ok(await arena.stands('scout2'), 'a held key does not start the other one');
  await page.keyboard.up('KeyW');
  await drives(page, 'scout2');
  await inFocus(page, 2);
  await page.locator('.place').first().click();
  await inFocus(page, 1);
  await drives(page, 'scout1');

  await page.keyboard.press('Escape');
  await page.getByText(words.standing.stopped_own()).waitFor();
  await page.keyboard.press('Digit2');
  await inFocus(page, 2);
  await stands(page, 'stopped_own');
  await referee.ask('clear', { match: id });
  await drives(page, 'scout2');
  assert.deepEqual(faults(errors), []);
});

test('it goes on by itself: after a reload, with a spare, after a pause, after the bridge was away', async () => {
  const { page, id, puppets } = await match({ names: ['aa', 'ab'] });
  await stands(page, '');
  await puppets[0].leave();
  fakes.shift();
  await until(async () => referee.doc(id).teams[0].seats[0].units[0].robot === 'scout1', 'a spare takes its place');
  await drives(page, 'scout1');
  await page.reload();
  await drives(page, 'scout1');
  await referee.ask('match.pause', { match: id });
  await page.getByRole('heading', { name: words.pausedTitle }).waitFor();
  await page.keyboard.down('KeyW');
  await pause(QUIET_MS);
  assert.ok(await arena.stands('scout1'));
  await page.keyboard.up('KeyW');
  await referee.ask('match.resume', { match: id });
  await drives(page, 'scout1');
  const before = referee.doc(id).clock;
  await arena.order('kill', { part: 'bridge' });
  await page.getByText('The arena does not answer', { exact: false }).waitFor();
  await arena.order('start', { part: 'bridge' });
  await drives(page, 'scout1');
  assert.ok(referee.doc(id).clock <= before, 'the clock goes on');
});

/** What a fake robot says of itself, numbered. @param {any} puppet */
function eventsOf(puppet) {
  let id = 0;
  return (/** @type {string} */ kind, /** @type {string} */ by) =>
    puppet.say('event', { id: (id += 1), kind, ...(by && { by: `robot/${by}` }), ts: Date.now() });
}

test('hits are seen, felt and told: by whom, from where, until one is out and back', async () => {
  const { page, puppets, errors } = await match({ names: ['aa', 'ab'], rules: { respawn_ms: 2000, shield_ms: 500 } });
  await stands(page, '');
  const [ann, blue] = puppets.map(eventsOf);
  await ann('fire');
  await blue('hit', 'aa');
  await page.locator('.score.own b').getByText('1').waitFor();
  await page.locator('.feed').getByText('bob').waitFor();

  const health = page.getByRole('meter', { name: words.health });
  for (let i = 0; i < 4; i += 1) {
    await blue('fire');
    await ann('hit', 'ab');
  }
  await until(async () => (await health.getAttribute('aria-valuenow')) === '20', 'four hits are lost');
  assert.ok((await vibrations(page)).some((how) => JSON.stringify(how) === '[70,30,40]'), 'it was felt');
  await blue('fire');
  await ann('hit', 'ab');
  await page.getByText(words.eliminatedBy('bob')).waitFor();
  await stands(page, 'down');
  await page.keyboard.down('Space');
  await pause(QUIET_MS);
  assert.deepEqual((await puppets[0].heard()).actions, [], 'who is out does not fire');
  await page.keyboard.up('Space');
  await stands(page, '');
  assert.equal(await health.getAttribute('aria-valuenow'), '100');
  assert.deepEqual(faults(errors), []);
});

test('the trigger fires as long as it is held, until it is too hot', async () => {
  const { page, puppets } = await match({ names: ['aa', 'ab'], rules: { heat_cool: 20, heat_resume: 50 } });
  const shots = async () => (await puppets[0].heard()).actions.filter((one) => one.do === 'fire').length;
  await stands(page, '');
  await page.keyboard.down('Space');
  await until(async () => (await shots()) >= 3, 'one shot after the other');
  await page.keyboard.up('Space');
  const fired = await shots();
  await pause(QUIET_MS);
  assert.ok((await shots()) <= fired + 1, 'and no more when it is let go');

  const say = eventsOf(puppets[0]);
  for (let i = 0; i < 10; i += 1) await say('fire');
  await page.locator('.fire.hot').waitFor();
  const before = await shots();
  await page.keyboard.down('KeyF');
  await pause(300);
  assert.equal(await shots(), before, 'overheated, it asks for none');
  await until(async () => (await shots()) > before, 'cooled, it goes on by itself');
  await page.keyboard.up('KeyF');
});

test('a gamepad drives, fires by its trigger and changes the robot by its shoulders', async () => {
  const { page, id } = await match({ rules: { robots_per_seat: 2 } });
  const pad = gamepad(page);
  await pad.plug();
  await stands(page, '');
  await pad.set({ axes: { 1: -1 } });
  await until(() => arena.isMoving('scout1'), 'it moves');
  await pad.set({ buttons: { 5: 1 } });
  await until(() => arena.stands('scout1'), 'the other one has the focus');
  await pad.set({ buttons: { 5: 0 } });
  await stands(page, 'let_go_pad');
  assert.ok(await arena.stands('scout2'));
  await pad.set({ axes: { 1: 0 } });
  await stands(page, '');
  await pad.set({ axes: { 1: -1 } });
  await until(() => arena.isMoving('scout2'), 'it moves');
  await pad.set({ axes: { 1: 0 }, buttons: { 7: 1 } });
  await page.locator('.fire .flash').waitFor({ state: 'attached' });
  await pad.set({ buttons: { 7: 0, 1: 1 } });
  await stands(page, 'stopped_own');
  await referee.ask('clear', { match: id });
  await stands(page, '');
});

test('on a phone FIRE fires under the thumb; the last hit wins, and the result follows', async () => {
  const { page, id, principal, puppets } = await match({ names: ['aa', 'ab'], person: PHONE, rules: { score_limit: 1 } });
  await stands(page, '');
  const box = await page.getByRole('button', { name: words.fire }).boundingBox();
  await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
  await page.mouse.down();
  await until(async () => (await puppets[0].heard()).actions.length >= 2, 'it fires');
  await page.mouse.move(box.x + box.width / 2 + 60, box.y + box.height / 2, { steps: 4 });
  await until(async () => (await puppets[0].heard()).frames.some((frame) => frame.cx > 0), 'and aims');
  await page.mouse.up();
  await pause(6000); // one report of delays
  const [ann, blue] = puppets.map(eventsOf);
  await ann('fire');
  await blue('hit', 'aa');
  await page.getByRole('heading', { name: words.won }).waitFor();
  await page.waitForURL(new RegExp(`#match/${id}/result$`));
  const mine = referee.doc(id).players.find((one) => one.player === principal);
  assert.ok(mine.delay_p50_ms > 0 && mine.delay_p50_ms <= mine.delay_p99_ms, JSON.stringify(mine));
  assert.deepEqual([mine.hits, mine.points], [1, 1]);
});

for (const [name, person] of Object.entries({ desk: {}, phone: PHONE, flat: { ...FLAT, reducedMotion: 'reduce' } })) {
  test(`nothing is out of reach or sight: ${name}`, async () => {
    const { page, id } = await match({ person, rules: { robots_per_seat: 2 } });
    await screenshot(page, `fight-${name}-countdown`);
    await stands(page, '');
    for (const role of [page.getByRole('button', { name: words.stopAll, exact: true }), page.getByRole('button', { name: words.fire })]) {
      await role.click({ trial: true });
      const box = await role.boundingBox();
      assert.ok(box.width >= 56 && box.height >= 56, 'large enough for a thumb');
    }
    assert.equal(await overflow(page), 0);
    assert.deepEqual(await axe(page), []);
    await referee.ask('match.pause', { match: id });
    await page.getByRole('heading', { name: words.pausedTitle }).waitFor();
    assert.deepEqual(await axe(page), []);
  });
}
