// The trigger: held by keys, a button under a thumb, a mouse, a gamepad, or several of them at once. It
// is no stick, but lets go with them: a hidden page, a lost focus, a dialog.

import { isTyped } from './keys.js';

/** @typedef {'keys' | 'touch' | 'mouse' | 'pad'} By */

export class Trigger {
  kind = /** @type {const} */ ('keys');
  /** @type {Set<string>} */
  #by = new Set();
  /** @type {Set<string>} keys that are down: their release must press no button either */
  #down = new Set();
  /** @type {Set<string>} those of them that were pressed since one last let go: a window without the focus hears of no release */
  #firing = new Set();
  #abort = new AbortController();

  /**
   * @param {Window} window
   * @param {() => readonly string[]} codes of the keys that fire
   */
  constructor(window, codes) {
    this.window = window;
    this.codes = codes;
    const { signal } = this.#abort;
    window.addEventListener('keydown', (event) => this.#press(event), { signal, capture: true });
    window.addEventListener('keyup', (event) => this.#release(event), { signal, capture: true });
  }

  get held() {
    return this.#by.size > 0;
  }

  /** @param {By} by @param {boolean} held */
  set(by, held) {
    if (held) this.#by.add(by);
    else this.#by.delete(by);
  }

  /** Before anybody else hears of it: a button with the focus would take Space for a press. @param {KeyboardEvent} event */
  #press(event) {
    const { code, target } = event;
    if (!this.codes().includes(code) || event.ctrlKey || event.metaKey || event.altKey) return;
    if (isTyped(target instanceof Element ? target : null, code) || this.window.document.querySelector('dialog[open]')) return;
    event.preventDefault();
    event.stopPropagation();
    if (event.repeat) return;
    this.#down.add(code);
    this.#firing.add(code);
    this.set('keys', true);
  }

  /** @param {KeyboardEvent} event */
  #release(event) {
    if (!this.#down.delete(event.code)) return;
    event.preventDefault();
    event.stopPropagation();
    this.#firing.delete(event.code);
    if (this.#firing.size === 0) this.set('keys', false);
  }

  letGo() {
    this.#firing.clear();
    this.#by.clear();
  }

  sticks() {
    return {};
  }

  close() {
    this.#abort.abort();
    this.letGo();
  }
}
