// Driving by everything a person may have: touch, mouse, keyboard alone, a gamepad (a stub); what the
// settings make of it on the wire, and that nothing is said for somebody who let go.

import assert from 'node:assert/strict';
import { cpus } from 'node:os';
import { test } from 'node:test';
import { card, joined, pause, stage, take, until } from './arena.mjs';
import { overflow, screenshot } from './look.mjs';
import { gamepad, stubInputs, vibrations } from './stubs.mjs';

const PORTRAIT = { width: 390, height: 844 };
const LANDSCAPE = { width: 844, height: 390 };
const AXES = { x: [-1, 1], y: [-1, 1], z: [-1, 1], r: [-1, 1], cx: [-1, 1], cy: [-1, 1] };
const STOP_LEAST_PX = 72;
const P99_MS = 60;
const WINDOW_MS = 6000;
const WINDOWS = 5;
/** Of the processors' time: with less left over, other programs decide when a timer fires. */
const IDLE_LEAST = 0.15;

const STATUS = { battery: '%', speed: 'm/s', signal: '%' };
const ACTIONS = {
  set_speed: { min: 1, max: 100, unit: '%' },
  lamp: { min: 0, max: 1e308, when: 'always' },
  deep: { min: -1e308, max: 1e308, unit: 'mm' },
  fixed: { min: 3, max: 3 },
  below: { min: -50, max: -20, unit: '°C' },
  honk: { when: 'always' },
  jump: {},
  ...Object.fromEntries(Array.from({ length: 57 }, (_, i) => [`extra_${i}`, i % 2 ? {} : { min: 0, max: i + 1 }])),
};

const { arena, browser } = await stage(2, async () => {
  await until(async () => !(await arena.order('roster')).puppet.driver, 'nobody has the puppet');
});
/** A robot that shows what it is told. */
const puppet = await arena.puppet('puppet', { axes: AXES, actions: ACTIONS, status: STATUS }, 5);
await puppet.set({ status: { battery: 64, speed: 0, signal: 90 } });

/** The newest frame that the puppet got. */
const frame = async () => (await puppet.heard()).frames.at(-1) ?? {};
const moving = ['x', 'y', 'z', 'r', 'cx', 'cy'];
const isNeutral = (/** @type {any} */ one) => moving.every((axis) => !one[axis]);
const neutral = () => until(async () => isNeutral(await frame()), 'the frames are neutral');
/** @param {(frame: any) => boolean} fits @param {string} what */
const said = (fits, what) => until(async () => fits(await frame()), what);
/** @param {import('playwright-core').Page} page @param {string} text */
const tells = (page, text) => page.locator('.why').getByText(text, { exact: false }).waitFor();

/** The middle of something. @param {import('playwright-core').Locator} place */
async function middle(place) {
  const box = await place.boundingBox();
  return { x: box.x + box.width / 2, y: box.y + box.height / 2, size: box.width };
}

/** Fingers on the glass. @param {import('playwright-core').Page} page */
async function fingers(page) {
  const debug = await page.context().newCDPSession(page);
  /** @type {Map<number, { x: number, y: number, id: number }>} */
  const down = new Map();
  /** Chromium's debugger: a start or move names all that are down, an end only those that go up. */
  const send = (/** @type {string} */ type, points = [...down.values()]) => debug.send('Input.dispatchTouchEvent', { type, touchPoints: points });
  return {
    put: (/** @type {number} */ id, /** @type {number} */ x, /** @type {number} */ y) => send((down.set(id, { id, x, y }), 'touchStart')),
    move: (/** @type {number} */ id, /** @type {number} */ x, /** @type {number} */ y) => send((down.set(id, { id, x, y }), 'touchMove')),
    async lift(/** @type {number} */ id) {
      const gone = /** @type {{ x: number, y: number, id: number }} */ (down.get(id));
      down.delete(id);
      await send('touchEnd', [gone]);
    },
  };
}

/** @param {object} some settings as a browser has kept them @returns {(context: import('playwright-core').BrowserContext) => Promise<void>} */
const kept = (some) => (context) =>
  context.addInitScript((text) => localStorage.getItem('arena.settings') ?? localStorage.setItem('arena.settings', text), JSON.stringify(some));

test('two thumbs drive and look at once, and a third finger stops', async () => {
  const { page, errors } = await joined(browser, arena, { viewport: LANDSCAPE, touch: true });
  await take(page, 'scout1');
  const hand = await fingers(page);
  const [drive, look] = await Promise.all([0, 1].map((index) => middle(page.locator('.pad').nth(index))));
  await hand.put(1, drive.x + 12, drive.y + 10);
  await hand.move(1, drive.x + 12, drive.y + 10 - drive.size / 2);
  await hand.put(2, look.x, look.y);
  await hand.move(2, look.x - look.size / 2, look.y);
  const both = async () => {
    const axes = (await arena.last('scout1'))?.axes ?? {};
    return axes.y === 1 && axes.cx < -100 && axes;
  };
  const axes = await until(both, 'the robot drives and looks to the left');
  assert.ok(Math.abs(axes.x) < 0.01, 'the stick takes its middle where the thumb came down');
  const stop = await middle(page.locator('.stop'));
  await hand.put(3, stop.x, stop.y);
  await hand.lift(3);
  await tells(page, 'You stopped it');
  await until(() => arena.stands('scout1'), 'the robot stands');
  const clear = await middle(page.locator('.why').getByRole('button', { name: 'Clear' }));
  await hand.put(3, clear.x, clear.y);
  await hand.lift(3);
  await tells(page, 'let go of the stick');
  await hand.lift(1);
  await hand.lift(2);
  await tells(page, 'You drive.');
  assert.deepEqual(errors, []);
});

test('a robot is driven by the keyboard alone, and arrows on a stick are that stick\'s', async () => {
  const { page, errors } = await joined(browser, arena);
  await card(page, 'puppet').getByRole('button', { name: 'Drive' }).focus();
  await page.keyboard.press('Enter');
  await tells(page, 'You drive.');
  const drive = page.getByRole('application', { name: 'Drive stick' });
  for (let i = 0; i < 20 && !(await drive.evaluate((one) => one === document.activeElement)); i++) await page.keyboard.press('Tab');
  await page.keyboard.down('ArrowRight');
  await said(({ x, cx }) => x === 1 && !cx, 'the focused stick drives');
  await page.keyboard.up('ArrowRight');
  await page.getByRole('application', { name: 'Camera stick' }).focus();
  await page.keyboard.down('ArrowUp');
  await said(({ y, cy }) => cy === 1 && !y, 'arrows look, and do not drive as well');
  await page.getByRole('button', { name: 'STOP' }).focus();
  await neutral();
  await page.keyboard.up('ArrowUp');
  for (const [key, axis, value] of [['KeyW', 'y', 1], ['KeyE', 'r', 1], ['KeyC', 'z', -1], ['KeyJ', 'cx', -1]]) {
    await page.keyboard.down(key);
    await said((one) => one[axis] === value, `${key} is ${axis} ${value}`);
    await page.keyboard.up(key);
  }
  await neutral();
  const before = await puppet.heard();
  await page.getByRole('slider', { name: 'Speed' }).focus();
  await page.keyboard.down('ArrowUp');
  await until(async () => (await puppet.heard()).actions.length > before.actions.length, 'the slider says its value');
  await page.keyboard.up('ArrowUp');
  const since = (await puppet.heard()).frames.slice(before.frames.length);
  assert.ok(since.every(isNeutral), 'arrows of a slider do not drive');
  await page.getByRole('button', { name: 'Release' }).focus();
  await page.keyboard.press('Enter');
  await card(page, 'puppet').getByRole('button', { name: 'Drive' }).waitFor();
  assert.deepEqual(errors, []);
});

test('a key that is held while the focus is lost, or typed into a field, drives nothing', async () => {
  const { page } = await joined(browser, arena);
  await take(page, 'puppet');
  const held = async () => {
    await page.keyboard.down('KeyW');
    await said(({ y }) => y === 1, 'the robot drives');
  };
  const losing = {
    blur: () => page.evaluate(() => window.dispatchEvent(new Event('blur'))),
    hidden: () => page.evaluate(() => document.dispatchEvent(new Event('visibilitychange'))),
    dialog: () => page.evaluate(() => document.body.appendChild(document.createElement('dialog')).showModal()),
  };
  for (const [how, lose] of Object.entries(losing)) {
    await held();
    await lose();
    await neutral();
    await page.keyboard.down('KeyW'); // the keyboard repeats it
    await pause(200);
    assert.ok(isNeutral(await frame()), how);
    await page.keyboard.up('KeyW');
    await page.evaluate(() => document.querySelector('dialog')?.remove());
  }
  await page.getByRole('button', { name: 'All 64' }).click();
  const field = page.getByRole('searchbox');
  await field.click();
  const { length } = (await puppet.heard()).frames;
  await page.keyboard.type('wasd', { delay: 60 });
  assert.equal(await field.inputValue(), 'wasd');
  const since = (await puppet.heard()).frames.slice(length);
  assert.ok(since.length > 2 && since.every(isNeutral), 'typing drives nothing');
  await page.keyboard.press('Space');
  await tells(page, 'You stopped it');
  await page.locator('.why').getByRole('button', { name: 'Clear' }).click();
  await tells(page, 'You drive.');
});

test('mapping, inversion, dead zone and curve of the settings are what the robot hears', async () => {
  const settings = { leftHanded: true, expo: 1, deadZone: 0.2, invert: { y: true }, keys: { forward: ['KeyT'], stop: ['KeyX'] } };
  const { page } = await joined(browser, arena, { before: kept(settings) });
  await take(page, 'puppet');
  await page.keyboard.down('KeyW');
  await page.keyboard.down('KeyT');
  await said(({ y }) => y === 1, 'the mapped key drives, unbent');
  await page.keyboard.up('KeyT');
  await neutral();
  await page.keyboard.up('KeyW');
  const [drive, look] = await Promise.all([0, 1].map((index) => middle(page.locator('.pad').nth(index))));
  assert.ok(drive.x > look.x, 'the left-handed have the drive stick on the right');
  await page.mouse.move(drive.x, drive.y);
  await page.mouse.down();
  await page.mouse.move(drive.x, drive.y - drive.size * 0.05);
  await pause(150);
  assert.ok(isNeutral(await frame()), 'the dead zone is neutral');
  await page.mouse.move(drive.x, drive.y - drive.size * 0.25);
  const bent = -(((0.5 - 0.2) / 0.8) ** 3);
  await said(({ y }) => Math.abs(y - bent) < 0.01, `half the way, inverted and bent, is ${bent}`);
  await page.mouse.up();
  await neutral();
  for (const key of ['KeyX', 'Escape']) {
    await page.keyboard.press(key);
    await tells(page, 'You stopped it');
    await page.locator('.why').getByRole('button', { name: 'Clear' }).click();
    await tells(page, 'You drive.');
  }
});

/** Runs in the page: how many notes were played. */
function countNotes() {
  const Own = OscillatorNode;
  /** @type {any} */ (window).notes = 0;
  window.OscillatorNode = class extends Own {
    /** @param {ConstructorParameters<typeof OscillatorNode>} parts */
    constructor(...parts) {
      super(...parts);
      /** @type {any} */ (window).notes += 1;
    }
  };
}

test('a gamepad (a stub) drives, acts, stops, shakes and is heard; pulled out, it lets go', async () => {
  const hands = (/** @type {import('playwright-core').BrowserContext} */ context) => stubInputs(context).then(() => context.addInitScript(countNotes));
  const { page, errors } = await joined(browser, arena, { before: hands });
  const pad = gamepad(page);
  await take(page, 'puppet');
  // At once: between two calls the drive loop might see it with its sticks in the middle.
  await page.evaluate(() => {
    const { stub } = /** @type {any} */ (window);
    stub.plug();
    stub.set({ axes: { 1: -1 } });
  });
  await tells(page, 'Gamepad: let go');
  assert.ok(isNeutral(await frame()), 'a stick that was held when it came drives nothing');
  await pad.set({ axes: { 1: 0 } });
  await tells(page, 'The gamepad drives');
  await pad.set({ axes: { 1: -1, 2: 1 }, buttons: { 5: 1 } });
  await said(({ y, cx, r }) => y === 1 && cx === 1 && r === 1, 'it drives, looks and turns');
  await pad.set({ buttons: { 0: 1 } });
  await until(async () => (await puppet.heard()).actions.at(-1)?.do === 'fixed', 'its button does the first plain action');
  await puppet.say('event', { id: 1, kind: 'bump' });
  await until(async () => (await pad.rumbles()).length === 1 && (await vibrations(page)).length === 1, 'a bump is felt');
  await pad.set({ buttons: { 1: 1 } });
  await tells(page, 'You stopped it');
  assert.deepEqual([(await pad.rumbles()).length, (await vibrations(page)).length], [2, 2], 'a stop is felt');
  assert.equal(await page.evaluate(() => /** @type {any} */ (window).notes), 2, 'and heard');
  await page.locator('.why').getByRole('button', { name: 'Clear' }).click();
  await tells(page, 'let go of the gamepad');
  await pad.set({ axes: { 1: 0, 2: 0 }, buttons: { 0: 0, 1: 0, 5: 0 } });
  await tells(page, 'You drive.');
  await pad.set({ axes: { 1: -1 } });
  await said(({ y }) => y === 1, 'it drives again');
  await pad.unplug();
  await tells(page, 'The gamepad is gone');
  await neutral();
  assert.deepEqual(errors, []);
});

test('20 frames a second under the load of 50 messages, and none after the release', async (t) => {
  const { page } = await joined(browser, arena, { before: (context) => context.addInitScript(recordFrames) });
  await arena.load(5, 10);
  await take(page, 'scout1');
  await page.keyboard.down('KeyD');
  /** @type {Awaited<ReturnType<typeof recorded>>[]} */
  const seen = [];
  while (seen.length < WINDOWS && !seen.some(({ p99 }) => p99 <= P99_MS)) seen.push(await recorded(page));
  const text = seen.map((one) => one.text).join('; ');
  console.log(`# ${text}`);
  const judged = seen.filter(({ idle }) => idle >= IDLE_LEAST);
  if (judged.length === 0 && !seen.some(({ p99 }) => p99 <= P99_MS)) t.skip('other programs take the processor: the period cannot be judged');
  else assert.ok(seen.some(({ p99 }) => p99 <= P99_MS), text);
  const after = await page.evaluate(() => {
    /** @type {any} */ (document.querySelector('.release')).click();
    /** @type {any} */ (window).frames_ = [];
  }).then(() => card(page, 'scout1').getByRole('button', { name: 'Drive' }).waitFor()).then(() => page.evaluate(() => /** @type {any} */ (window).frames_));
  assert.deepEqual(after, []);
  await arena.load(0);
});

/** How long the processors have worked and idled. */
function processors() {
  const ticks = cpus().map(({ times }) => times);
  const idle = ticks.reduce((sum, one) => sum + one.idle, 0);
  return { idle, all: ticks.reduce((sum, one) => sum + one.user + one.nice + one.sys + one.irq + one.idle, 0) };
}

/** Some seconds of frames, as figures. @param {import('playwright-core').Page} page */
async function recorded(page) {
  const before = processors();
  await page.evaluate(() => ((/** @type {any} */ (window)).frames_ = []));
  await pause(WINDOW_MS);
  const after = processors();
  const idle = (after.idle - before.idle) / (after.all - before.all);
  /** @type {number[]} */
  const times = await page.evaluate(() => /** @type {any} */ (window).frames_);
  const periods = times.slice(1).map((at, i) => at - times[i]).sort((a, b) => a - b);
  const [p50, p99] = [0.5, 0.99].map((part) => periods[Math.floor(periods.length * part)]);
  const text = `${times.length} frames, period p50 ${p50.toFixed(1)} ms, p99 ${p99.toFixed(1)} ms, processors ${Math.round(100 * idle)} % idle`;
  return { p99, idle, text };
}

/** Runs in the page: when each frame was written. */
function recordFrames() {
  const { send } = WebSocket.prototype;
  const text = new TextDecoder('latin1');
  /** @type {any} */ (window).frames_ = [];
  WebSocket.prototype.send = function (data) {
    if (typeof data !== 'string' && text.decode(/** @type {any} */ (data)).includes('/drive')) /** @type {any} */ (window).frames_.push(performance.now());
    return send.call(this, data);
  };
}

test('somebody else\'s stop is not mine to clear, and a long way is said', async () => {
  const { page } = await joined(browser, arena);
  await take(page, 'scout2');
  await arena.order('ctl', { args: ['stop', 'scout2'] });
  await tells(page, 'Somebody else stopped it');
  assert.equal(await page.locator('.why').getByRole('button').count(), 0);
  assert.ok(await page.getByRole('button', { name: 'Jump' }).isDisabled(), 'what needs driving is greyed');
  assert.ok(await page.getByRole('slider', { name: 'Brightness' }).isEnabled(), 'what is always obeyed is not');
  await arena.order('ctl', { args: ['clear', 'scout2'] });
  await tells(page, 'You drive.');
  await arena.wire.delay(150);
  await tells(page, 'Long way to the robot');
  await arena.wire.heal();
});

test('64 actions with absurd ranges are usable, and a slider says at most some values a second', async () => {
  const { page, errors } = await joined(browser, arena, { viewport: PORTRAIT, touch: true });
  await take(page, 'puppet');
  const speed = page.locator('.acts').getByRole('slider', { name: 'Speed' });
  await speed.scrollIntoViewIfNeeded();
  const box = await speed.boundingBox();
  const before = (await puppet.heard()).actions.length;
  await page.mouse.move(box.x + 10, box.y + box.height / 2);
  await page.mouse.down();
  for (let i = 0; i < 40; i++) {
    await page.mouse.move(box.x + 10 + i * 3, box.y + box.height / 2);
    await pause(25);
  }
  await page.mouse.up();
  const shown = await page.locator('.acts .slider .value').first().textContent();
  const last = () => puppet.heard().then(({ actions }) => actions.at(-1));
  await until(async () => `${(await last()).value}\u00a0%` === shown, 'the last value is said');
  const acts = (await puppet.heard()).actions.slice(before);
  const seconds = (acts.at(-1).mono - acts[0].mono) / 1000;
  assert.ok(acts.length >= 3 && acts.length <= 2 + seconds * 5.5, `${acts.length} values in ${seconds} s`);
  await page.getByRole('button', { name: 'All 64' }).click();
  const sheet = page.getByRole('complementary', { name: 'Actions' });
  await sheet.getByRole('searchbox').fill('deep');
  await sheet.getByRole('slider', { name: 'Deep' }).press('End');
  await until(async () => (await last()).value === 1e308, 'an absurd range reaches its end');
  await puppet.set({ ack: { state: 'rejected', why: 'range' } });
  await sheet.getByRole('searchbox').fill('fixed');
  await sheet.getByRole('button', { name: 'Fixed' }).click();
  await until(async () => (await last()).value === 3, 'a range of one value is a button');
  await page.getByRole('button', { name: 'All readings' }).click();
  await page.locator('.facts').getByText('rejected: out of range').waitFor();
  await puppet.set({ ack: { state: 'done' } });
  assert.equal(await overflow(page), 0);
  assert.deepEqual(errors, []);
});

test('in every layout the stop is large, everything is in sight and nothing scrolls', async () => {
  const sizes = { desktop: { width: 1280, height: 800 }, portrait: PORTRAIT, landscape: LANDSCAPE, small: { width: 320, height: 568 }, tablet: { width: 768, height: 1024 } };
  const { page } = await joined(browser, arena, { touch: true });
  await take(page, 'puppet');
  for (const [name, size] of Object.entries(sizes)) {
    await page.setViewportSize(size);
    await until(async () => (await overflow(page)) === 0, `${name} does not overflow`);
    const parts = ['.stop', '.release', '.pad >> nth=0', '.pad >> nth=1', '.why', '.rocker >> nth=0', '.rocker >> nth=1'];
    const boxes = await Promise.all(parts.map((part) => page.locator(part).boundingBox()));
    boxes.forEach((box, i) => {
      const inside = box.x >= 0 && box.y >= 0 && box.x + box.width <= size.width && box.y + box.height <= size.height;
      assert.ok(inside, `${name}: ${parts[i]} is in sight: ${JSON.stringify(box)}`);
    });
    assert.ok(Math.min(boxes[0].width, boxes[0].height) >= STOP_LEAST_PX, `${name}: ${JSON.stringify(boxes[0])}`);
    const covered = await page.locator('.stop').evaluate((stop) => {
      const box = stop.getBoundingClientRect();
      return document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2) !== stop;
    });
    assert.ok(!covered, `${name}: nothing lies over the stop`);
    await screenshot(page, `drive-instruments-${name}`);
  }
});
