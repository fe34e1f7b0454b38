// The big screen lets itself in: with what it kept, else with the invite of its address, under a name
// of its own, as often as it takes. Nobody stands before it to type.

import { Emitter } from '../../emitter.js';
import { Identity } from '../../identity.js';
import { randomTag } from '../../random.js';

const AGAIN_MS = 3000;
const AGAIN_MOST_MS = 60_000;
const PREFIX = 'screen.';

/** A screen is somebody else than who uses this browser otherwise. @param {import('../../storage.js').Keeper} storage */
const apart = (storage) => ({
  getItem: (/** @type {string} */ key) => storage.getItem(PREFIX + key),
  setItem: (/** @type {string} */ key, /** @type {string} */ text) => storage.setItem(PREFIX + key, text),
  removeItem: (/** @type {string} */ key) => storage.removeItem(PREFIX + key),
});

/** @param {number} ms @returns {Promise<void>} */
const wait = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

/** @extends {Emitter<{ changed: void }>} */
export class Admission extends Emitter {
  /** Why it is not let in, a code; "" = it is, or nothing was tried yet. */
  refusal = '';
  #tries = 0;
  #joining = false;

  /** @param {import('../../storage.js').Keeper} storage @param {string} invite */
  constructor(storage, invite, pause = wait) {
    super();
    this.pause = pause;
    this.invite = invite;
    this.identity = new Identity(apart(storage));
    this.identity.on('changed', () => this.#look());
  }

  begin() {
    this.identity.restore();
    this.#look();
  }

  #look() {
    const { session } = this.identity;
    if (session?.connection.state === 'refused') this.identity.leave(); // comes back here
    else if (!session) void this.#join();
    else if (session.wasOnline) this.#tries = 0;
    this.emit('changed', undefined);
  }

  async #join() {
    if (this.#joining || !this.invite) return;
    this.#joining = true;
    await this.pause(Math.min(AGAIN_MOST_MS, AGAIN_MS * this.#tries));
    this.#tries += 1;
    try {
      await this.identity.join(`Screen ${randomTag().slice(0, 4)}`, this.invite);
      this.refusal = '';
      this.#joining = false;
    } catch (error) {
      this.refusal = /** @type {any} */ (error).code ?? 'unreachable';
      this.#joining = false;
      void this.#join();
    }
    this.emit('changed', undefined);
  }
}
