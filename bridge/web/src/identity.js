// Who is here: the credentials kept in this browser, and the session that stands on them.

import { Emitter } from './emitter.js';
import { Session } from './session.js';

const KEPT = 'arena.credentials';
const NOTICE_MS = 7000;

/** @typedef {import('./session.js').Credentials} Credentials */
/** @typedef {import('./session.js').Notice} Notice */

/** @extends {Emitter<{ changed: void }>} */
export class Identity extends Emitter {
  /** @type {Session | null} */
  session = null;
  /** @type {Notice | null} what the person should read now */
  notice = null;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #timer;

  /** @param {Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>} storage */
  constructor(storage) {
    super();
    this.storage = storage;
  }

  /** Comes back as whoever was here, if their token still holds. */
  restore() {
    const credentials = this.#kept();
    if (credentials) this.begin(credentials);
  }

  /** @returns {Credentials | null} */
  #kept() {
    try {
      const said = JSON.parse(this.storage.getItem(KEPT) ?? 'null');
      return said && said.expires > Date.now() / 1000 ? said : null;
    } catch {
      return null;
    }
  }

  /** @param {Credentials} credentials */
  #keep(credentials) {
    try {
      this.storage.setItem(KEPT, JSON.stringify(credentials));
    } catch {
      // Without storage a reload means joining again; driving works all the same.
    }
  }

  /** @param {Credentials} credentials */
  begin(credentials) {
    this.session?.goodbye();
    this.#keep(credentials);
    const session = new Session(credentials);
    this.session = session;
    session.on('changed', () => this.emit('changed', undefined));
    session.on('notice', (notice) => this.say(notice));
    session.on('credentials', (renewed) => this.#keep(renewed));
    session.open();
    this.emit('changed', undefined);
  }

  leave() {
    this.session?.goodbye();
    this.session = null;
    this.storage.removeItem(KEPT);
    this.emit('changed', undefined);
  }

  /** @param {Notice | null} notice shown for some seconds */
  say(notice) {
    this.notice = notice;
    clearTimeout(this.#timer);
    if (notice) this.#timer = setTimeout(() => this.say(null), NOTICE_MS);
    this.emit('changed', undefined);
  }
}
