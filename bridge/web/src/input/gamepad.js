// A gamepad in the standard layout. It is asked at every tick of the drive loop; the browser says
// only that one was plugged in or pulled out.
//
// It drives once it was seen with everything in the middle: a stick that hangs, or is held while it
// is plugged in, moves nothing. Pulled out, it holds nothing at the next tick, and another one that is
// there has to be seen in the middle itself.

import { shaped } from './shape.js';

/** @typedef {import('../settings.js').Values} Values */
/** @typedef {'none' | 'wait' | 'ready' | 'gone'} PadState wait: its sticks were not in the middle yet */

const PRESSED = 0.5;
/** Worn sticks rest a little beside the middle, even where a person wants no dead zone. */
const REST = 0.12;
const BUTTON_AXES = /** @type {const} */ ([
  ['turn_left', 'r', -1], ['turn_right', 'r', 1], ['up', 'z', 1], ['down', 'z', -1],
]);
const ACTIONS = /** @type {const} */ (['action_1', 'action_2', 'action_3', 'action_4']);

export class PadDevice {
  kind = /** @type {const} */ ('pad');
  /** @type {PadState} */
  state = 'none';
  /** Its name, as the browser tells it. */
  name = '';
  #trusted = false;
  #index = -1;
  /** @type {Set<number>} buttons that were down at the last look */
  #down = new Set();

  /**
   * @param {object} parts
   * @param {() => readonly (Gamepad | null)[]} parts.pads navigator.getGamepads
   * @param {() => Values} parts.settings
   * @param {() => void} parts.stop
   * @param {(index: number) => void} parts.act one of the card's first actions, from 0
   * @param {(held: boolean) => void} [parts.fire] the trigger is held, or is not
   * @param {(button: number) => void} [parts.press] any other button went down
   */
  constructor({ pads, settings, stop, act, fire = () => {}, press = () => {} }) {
    this.pads = pads;
    this.settings = settings;
    this.stop = stop;
    this.act = act;
    this.fire = fire;
    this.press = press;
  }

  /** @returns {Gamepad | null} the first with a layout that is known */
  pad() {
    const connected = [...this.pads()].filter((pad) => pad?.connected);
    return connected.find((pad) => pad?.mapping === 'standard') ?? connected[0] ?? null;
  }

  /** @returns {import('../drive/driver.js').Sticks} */
  sticks() {
    const pad = this.pad();
    if (!pad) {
      if (this.state !== 'none') this.state = 'gone';
      this.letGo();
      return {};
    }
    const settings = this.settings();
    this.name = pad.id;
    if (pad.index !== this.#index) this.letGo();
    this.#index = pad.index;
    this.#press(pad, settings.pad);
    const raw = rawOf(pad, settings.pad);
    const rest = Math.max(REST, settings.deadZone);
    if (Object.values(raw).every((value) => Math.abs(value) <= rest)) this.#trusted = true;
    this.state = this.#trusted ? 'ready' : 'wait';
    return this.#trusted ? shaped(raw, settings) : {};
  }

  /** What went down since the last look. @param {Gamepad} pad @param {Values['pad']} mapping */
  #press(pad, mapping) {
    const down = new Set(pad.buttons.flatMap((button, index) => (isDown(button) ? [index] : [])));
    const fresh = (/** @type {number} */ index) => down.has(index) && !this.#down.has(index);
    if (fresh(mapping.stop)) this.stop();
    if (this.#trusted) ACTIONS.forEach((deed, index) => fresh(mapping[deed]) && this.act(index));
    for (const index of down) if (this.#trusted && fresh(index)) this.press(index);
    this.fire(this.#trusted && down.has(mapping.fire));
    this.#down = down;
  }

  letGo() {
    if (this.#trusted) this.fire(false);
    this.#trusted = false;
  }

  /** @param {number} ms @param {number} strength 0–1 */
  async rumble(ms, strength) {
    const motor = /** @type {any} */ (this.pad())?.vibrationActuator;
    try {
      await motor?.playEffect('dual-rumble', { duration: ms, strongMagnitude: strength, weakMagnitude: strength });
    } catch {
      // A pad without such a motor says so only now; it is felt by nobody, and that is all.
    }
  }
}

/** @param {GamepadButton} button */
const isDown = (button) => button.pressed || button.value > PRESSED;

/**
 * Its sticks as axes of the wire: up on a gamepad is −1.
 * @param {Gamepad} pad @param {Values['pad']} mapping
 */
function rawOf(pad, mapping) {
  const at = (/** @type {number} */ index) => pad.axes[index] ?? 0;
  /** @type {Record<string, number>} */
  const raw = { x: at(mapping.x), y: -at(mapping.y), cx: at(mapping.cx), cy: -at(mapping.cy) };
  for (const [deed, axis, sign] of BUTTON_AXES) {
    const button = pad.buttons[mapping[deed]];
    if (button && isDown(button)) raw[axis] = (raw[axis] ?? 0) + sign;
  }
  return raw;
}
