import assert from 'node:assert/strict';
import { test } from 'node:test';
import { DEFAULTS, Settings, settingsFrom } from '../src/settings.js';
import { assigned, moved } from '../src/pages/settings/padmap.js';
import { bound, keyName, unbound } from '../src/pages/settings/keymap.js';
import { de } from '../src/words/de.js';
import { en } from '../src/words/en.js';

const defaults = settingsFrom(null);

/** @param {string | null} text what the browser has kept; an Error: it throws */
const kept = (text, fails = false) => ({
  text,
  getItem() {
    if (fails) throw new Error('not allowed');
    return this.text;
  },
  /** @param {string} _ @param {string} to */
  setItem(_, to) {
    if (fails) throw new Error('not allowed');
    this.text = to;
  },
});

test('what is hostile in the storage becomes the default, member by member', () => {
  const wrong = [
    'null', '[]', '7', '"x"', '{', '', '{"__proto__":{"sound":false}}',
    '{"language":"xx","theme":5,"sound":"yes","deadZone":9,"expo":-1,"invert":7,"keys":[],"pad":"x"}',
    '{"keys":{"forward":["<b>"],"back":"KeyS","left":[1],"right":["a","b","c","d","e"]},"pad":{"x":1.5,"y":-1,"stop":99}}',
    '{"expo":null,"deadZone":"0.1","invert":{"x":1}}',
  ];
  for (const text of wrong) assert.deepEqual(new Settings(kept(text)).values, defaults, text);
});

test('what is right beside what is wrong is kept', () => {
  const { values } = new Settings(kept('{"theme":"dark","deadZone":7,"invert":{"y":true},"pad":{"stop":3},"more":1}'));
  assert.equal(values.theme, 'dark');
  assert.equal(values.deadZone, DEFAULTS.deadZone);
  assert.deepEqual(values.invert, { x: false, y: true, cx: false, cy: false });
  assert.equal(values.pad.stop, 3);
  assert.ok(!('more' in values));
});

test('settings outlive the page, and the page outlives a browser that keeps nothing', () => {
  const storage = kept(null);
  new Settings(storage).set({ expo: 0.7 });
  assert.equal(new Settings(storage).values.expo, 0.7);
  const deaf = new Settings(kept(null, true));
  deaf.set({ expo: 0.5 });
  assert.equal(deaf.values.expo, 0.5);
});

test('a key that is given to a deed leaves the one it had', () => {
  const result = bound(defaults.keys, 'back', 'KeyW');
  assert.ok(typeof result === 'object');
  assert.equal(result.from, 'forward');
  assert.deepEqual(result.keys.back, ['KeyS', 'ArrowDown', 'KeyW']);
  assert.deepEqual(result.keys.forward, ['ArrowUp']);
  assert.deepEqual(unbound(result.keys, 'back', 'KeyW').back, ['KeyS', 'ArrowDown']);
});

test('keys that stop, that the browser needs, and a fifth are refused', () => {
  assert.equal(bound(defaults.keys, 'forward', 'Space'), 'stops');
  for (const code of ['Tab', 'Enter', 'ShiftLeft', 'MetaRight', 'F5', '']) assert.equal(bound(defaults.keys, 'forward', code), 'needed');
  const four = { ...defaults.keys, forward: ['KeyW', 'KeyX', 'KeyC', 'KeyV'] };
  assert.equal(bound(four, 'forward', 'KeyB'), 'full');
  assert.deepEqual(/** @type {any} */ (bound(four, 'forward', 'KeyW')).keys.forward, ['KeyX', 'KeyC', 'KeyV', 'KeyW']);
});

test('whatever can be bound is believed when it is read back', () => {
  for (const code of ['KeyZ', 'Digit1', 'NumpadAdd', 'BracketLeft', 'IntlBackslash', 'ArrowUp']) {
    const { keys } = /** @type {any} */ (bound(defaults.keys, 'look_up', code));
    assert.deepEqual(settingsFrom({ keys }).keys, keys);
  }
});

test('keys are called what stands on them', () => {
  assert.equal(keyName('KeyW', null), 'W');
  assert.equal(keyName('Digit7', null), '7');
  assert.equal(keyName('ArrowLeft', null), '←');
  assert.equal(keyName('KeyY', new Map([['KeyY', 'z']])), 'Z');
  assert.equal(keyName('Numpad4', null), 'Num 4');
});

test('what is moved or pressed on a gamepad is noticed, and what was held before is not', () => {
  const rest = { axes: [0, 1, 0, 0], buttons: [{ pressed: true, value: 1 }, { pressed: false, value: 0 }] };
  assert.equal(moved(rest, rest, true), -1);
  assert.equal(moved(rest, rest, false), -1);
  assert.equal(moved(rest, { ...rest, axes: [0.2, 1, -0.9, 0] }, true), 2);
  assert.equal(moved(rest, { ...rest, buttons: [rest.buttons[0], { pressed: true, value: 1 }] }, false), 1);
});

test('two deeds of a gamepad never share an axis or a button', () => {
  const swapped = assigned(defaults.pad, 'x', 2);
  assert.deepEqual([swapped.x, swapped.cx], [2, 0]);
  const button = assigned(defaults.pad, 'stop', 0);
  assert.deepEqual([button.stop, button.action_1, button.x], [0, 1, 0]);
});

test('every deed of the keyboard and the gamepad has a word', () => {
  for (const words of [en, de]) {
    assert.deepEqual(Object.keys(words.settings.deeds).sort(), Object.keys(DEFAULTS.keys).sort());
    assert.deepEqual(Object.keys(words.settings.padDeeds).sort(), Object.keys(DEFAULTS.pad).sort());
  }
});
