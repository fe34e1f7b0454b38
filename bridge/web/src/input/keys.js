// Keys held on the keyboard, as sticks. Losing the focus lets go of everything.

/** @type {Record<string, [axis: 'x' | 'y' | 'cx' | 'cy', sign: 1 | -1]>} */
const KEYS = {
  KeyW: ['y', 1],
  ArrowUp: ['y', 1],
  KeyS: ['y', -1],
  ArrowDown: ['y', -1],
  KeyA: ['x', -1],
  ArrowLeft: ['x', -1],
  KeyD: ['x', 1],
  ArrowRight: ['x', 1],
  KeyJ: ['cx', -1],
  KeyL: ['cx', 1],
  KeyI: ['cy', 1],
  KeyK: ['cy', -1],
};

export class Keys {
  /** @type {Set<string>} */
  #held = new Set();
  /** @type {AbortController} */
  #abort = new AbortController();

  /** @param {Window} target */
  constructor(target) {
    const options = { signal: this.#abort.signal };
    target.addEventListener('keydown', (event) => this.#down(event), options);
    target.addEventListener('keyup', (event) => this.#held.delete(event.code), options);
    target.addEventListener('blur', () => this.letGo(), options);
  }

  /** @param {KeyboardEvent} event */
  #down(event) {
    const target = /** @type {Element} */ (event.target);
    if (!(event.code in KEYS) || event.ctrlKey || event.metaKey || event.altKey) return;
    if (target.matches?.('input, textarea, select')) return;
    event.preventDefault();
    this.#held.add(event.code);
  }

  letGo() {
    this.#held.clear();
  }

  /** @returns {import('../drive/driver.js').Sticks} */
  sticks() {
    const sums = { x: 0, y: 0, cx: 0, cy: 0 };
    for (const code of this.#held) sums[KEYS[code][0]] += KEYS[code][1];
    return {
      x: Math.sign(sums.x),
      y: Math.sign(sums.y),
      cx: Math.sign(sums.cx),
      cy: Math.sign(sums.cy),
    };
  }

  close() {
    this.#abort.abort();
  }
}
