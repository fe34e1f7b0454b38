// Keys held on the keyboard, as sticks. A key counts from the moment it is pressed: whatever made
// the page let go (another window, a dialog, a hidden tab, the cursor in a text field), its
// repetition does not bring it back; the person presses again.

/** @typedef {import('../settings.js').Values} Values */
/** @typedef {keyof Values['keys']} Deed */

/** @type {Partial<Record<Deed, [axis: keyof import('../drive/driver.js').Sticks, sign: 1 | -1]>>} */
const MOVES = {
  forward: ['y', 1],
  back: ['y', -1],
  left: ['x', -1],
  right: ['x', 1],
  look_up: ['cy', 1],
  look_down: ['cy', -1],
  look_left: ['cx', -1],
  look_right: ['cx', 1],
  turn_left: ['r', -1],
  turn_right: ['r', 1],
  up: ['z', 1],
  down: ['z', -1],
};

/** Stopping works whatever a person has mapped. */
const ALWAYS_STOP = ['Space', 'Escape'];
/** What a slider with the focus needs for itself. */
const SLIDER_KEYS = /^(Arrow\w+|Home|End|Page\w+)$/;
const TEXT = 'input:not([type=range]):not([type=checkbox]), textarea, select, [contenteditable=true]';

/** @param {Element | null} target @param {string} code whether that key belongs to what has the focus */
export function isTyped(target, code) {
  if (!target?.matches) return false;
  return target.matches(TEXT) || (target.matches('input[type=range]') && SLIDER_KEYS.test(code));
}

export class Keys {
  kind = /** @type {const} */ ('keys');
  /** @type {Set<string>} */
  #held = new Set();
  /** @type {Set<string>} stop keys that are down: their release must press no button either */
  #stopping = new Set();
  #abort = new AbortController();

  /**
   * @param {Window} window
   * @param {() => Values['keys']} mapping
   * @param {() => void} stop
   * @param {readonly string[]} [alwaysStop] stop whatever a person has mapped
   */
  constructor(window, mapping, stop, alwaysStop = ALWAYS_STOP) {
    this.alwaysStop = alwaysStop;
    this.window = window;
    this.mapping = mapping;
    this.stop = stop;
    const { signal } = this.#abort;
    window.addEventListener('keydown', (event) => this.#stopDown(event), { signal, capture: true });
    window.addEventListener('keyup', (event) => this.#up(event), { signal, capture: true });
    window.addEventListener('keydown', (event) => this.#down(event), { signal });
    window.addEventListener('focusin', (event) => this.#focus(event), { signal });
    window.addEventListener('blur', () => this.letGo(), { signal });
  }

  /** Before anybody else hears of it: a button with the focus would take Space for a press. @param {KeyboardEvent} event */
  #stopDown(event) {
    const { code } = event;
    if (!this.alwaysStop.includes(code) && !(this.mapping().stop.includes(code) && !isTyped(focusOf(event), code))) return;
    event.preventDefault();
    event.stopPropagation();
    this.letGo();
    this.#stopping.add(code);
    if (!event.repeat) this.stop();
  }

  /** @param {KeyboardEvent} event */
  #up(event) {
    this.#held.delete(event.code);
    if (!this.#stopping.delete(event.code)) return;
    event.preventDefault();
    event.stopPropagation();
  }

  /** @param {KeyboardEvent} event */
  #down(event) {
    if (!this.#deed(event.code) || event.ctrlKey || event.metaKey || event.altKey) return;
    if (isTyped(focusOf(event), event.code) || this.#dialog()) return;
    event.preventDefault();
    if (!event.repeat) this.#held.add(event.code);
  }

  /** @param {FocusEvent} event */
  #focus(event) {
    if (focusOf(event)?.matches?.(TEXT)) this.letGo();
  }

  #dialog() {
    return this.window.document.querySelector('dialog[open]') !== null;
  }

  /** @param {string} code */
  #deed(code) {
    const mapping = this.mapping();
    return /** @type {Deed[]} */ (Object.keys(MOVES)).find((deed) => mapping[deed].includes(code));
  }

  letGo() {
    this.#held.clear();
  }

  /** @returns {import('../drive/driver.js').Sticks} */
  sticks() {
    if (this.#held.size > 0 && this.#dialog()) this.letGo();
    /** @type {import('../drive/driver.js').Sticks} */
    const sums = {};
    for (const code of this.#held) {
      const [axis, sign] = MOVES[/** @type {Deed} */ (this.#deed(code))] ?? [];
      if (axis && sign) sums[axis] = Math.max(-1, Math.min(1, (sums[axis] ?? 0) + sign));
    }
    return sums;
  }

  close() {
    this.#abort.abort();
  }
}

/** @param {Event} event */
const focusOf = (event) => /** @type {Element | null} */ (event.target instanceof Element ? event.target : null);
