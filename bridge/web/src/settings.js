// A person's settings, kept in this browser. What is read back is hostile like anything from
// outside: each member is checked, and what does not fit becomes the default.

import { Emitter } from './emitter.js';

const KEPT = 'arena.settings';

/** @typedef {'x' | 'y' | 'cx' | 'cy'} StickAxis */

/** What the keyboard can do: KeyboardEvent.code lists by deed. */
const KEYS = Object.freeze({
  forward: ['KeyW', 'ArrowUp'],
  back: ['KeyS', 'ArrowDown'],
  left: ['KeyA', 'ArrowLeft'],
  right: ['KeyD', 'ArrowRight'],
  look_up: ['KeyI'],
  look_down: ['KeyK'],
  look_left: ['KeyJ'],
  look_right: ['KeyL'],
  turn_left: ['KeyQ'],
  turn_right: ['KeyE'],
  up: ['KeyR'],
  down: ['KeyC'],
  fire: ['KeyF'],
  stop: ['Space', 'Escape'],
});

/** Of a gamepad in the standard layout: axes by number, then buttons by number; action_1 … are the
 * first actions of the card that take no value. */
const PAD = Object.freeze({
  x: 0, y: 1, cx: 2, cy: 3,
  stop: 1, action_1: 0, action_2: 2, action_3: 3, action_4: 9,
  turn_left: 4, turn_right: 5, up: 12, down: 13, fire: 7,
});

export const DEFAULTS = Object.freeze({
  language: /** @type {'auto' | 'en' | 'de'} */ ('auto'),
  theme: /** @type {'auto' | 'light' | 'dark'} */ ('auto'),
  sound: true,
  vibration: true,
  fightSound: true,
  fightShakes: true,
  fightView: /** @type {'turns' | 'north'} */ ('turns'),
  spaceFires: true,
  mouseAims: true,
  leftHanded: false,
  deadZone: 0.08,
  expo: 0.3,
  invert: Object.freeze({ x: false, y: false, cx: false, cy: false }),
  keys: KEYS,
  pad: PAD,
});

/**
 * @typedef {object} Values
 * @property {'auto' | 'en' | 'de'} language
 * @property {'auto' | 'light' | 'dark'} theme
 * @property {boolean} sound
 * @property {boolean} vibration
 * @property {boolean} fightSound shots, hits and the end of a match are heard, where `sound` is on
 * @property {boolean} fightShakes what is hit shakes and flashes
 * @property {'turns' | 'north'} fightView what is up in a match: where the robot looks, or north
 * @property {boolean} spaceFires in a match Space does not stop but fire
 * @property {boolean} mouseAims in a match, where the robot can turn its camera
 * @property {boolean} leftHanded
 * @property {number} deadZone 0–0.4 of the stick's way
 * @property {number} expo 0 = straight, 1 = cubic
 * @property {Record<StickAxis, boolean>} invert
 * @property {Record<keyof typeof KEYS, string[]>} keys
 * @property {Record<keyof typeof PAD, number>} pad
 */

const bool = (/** @type {unknown} */ value) => typeof value === 'boolean';
const within = (/** @type {number} */ least, /** @type {number} */ most) => (/** @type {unknown} */ value) =>
  typeof value === 'number' && value >= least && value <= most;
const whole = (/** @type {number} */ least, /** @type {number} */ most) => (/** @type {unknown} */ value) =>
  Number.isInteger(value) && within(least, most)(value);
const oneOf = (/** @type {string[]} */ ...words) => (/** @type {unknown} */ value) =>
  typeof value === 'string' && words.includes(value);
const codes = (/** @type {unknown} */ value) =>
  Array.isArray(value) && value.length <= 4 && value.every((code) => typeof code === 'string' && /^\w{1,24}$/.test(code));

/** @type {Record<string, (value: unknown) => boolean>} */
const CHECKS = {
  language: oneOf('auto', 'en', 'de'),
  theme: oneOf('auto', 'light', 'dark'),
  sound: bool,
  vibration: bool,
  fightSound: bool,
  fightShakes: bool,
  fightView: oneOf('turns', 'north'),
  spaceFires: bool,
  mouseAims: bool,
  leftHanded: bool,
  deadZone: within(0, 0.4),
  expo: within(0, 1),
};
/** @type {Record<string, (value: unknown) => boolean>} of members of members */
const INNER = { invert: bool, keys: codes, pad: whole(0, 31) };

/** @param {any} defaults @param {any} said @param {(value: unknown) => boolean} check */
function innerFrom(defaults, said, check) {
  return Object.fromEntries(
    Object.entries(defaults).map(([key, value]) => [key, check(said?.[key]) ? said[key] : value]),
  );
}

/** @param {any} said @returns {Values} */
export function settingsFrom(said) {
  /** @type {any} */
  const values = {};
  for (const [key, value] of Object.entries(DEFAULTS)) {
    if (key in INNER) values[key] = innerFrom(value, said?.[key], INNER[key]);
    else values[key] = CHECKS[key](said?.[key]) ? said[key] : value;
  }
  return values;
}

/** @extends {Emitter<{ changed: Values }>} */
export class Settings extends Emitter {
  /** @param {Pick<Storage, 'getItem' | 'setItem'>} storage */
  constructor(storage) {
    super();
    this.storage = storage;
    this.values = this.#read();
  }

  #read() {
    try {
      return settingsFrom(JSON.parse(this.storage.getItem(KEPT) ?? 'null'));
    } catch {
      return settingsFrom(null);
    }
  }

  /** @param {Partial<Values>} some what is wrong in them is ignored */
  set(some) {
    this.values = settingsFrom({ ...this.values, ...some });
    try {
      this.storage.setItem(KEPT, JSON.stringify(this.values));
    } catch {
      // A browser that keeps nothing still drives; the settings last as long as the page.
    }
    this.emit('changed', this.values);
  }

  reset() {
    this.set(settingsFrom(null));
  }
}
