// Who is here: the credentials kept in this browser, and the session that stands on them. What is
// read back is hostile like anything from outside: what does not fit is nobody.

import { Emitter } from './emitter.js';
import { Session } from './session.js';
import { join } from './net/http.js';

const KEPT = 'arena.credentials';
const NAME = 'arena.name';
const INVITE = 'arena.invite';
const INVITE_FORM = /^[a-z0-9-]{1,31}$/;
const NOTICES = 3;
const NAME_MOST = 40;
const TEXT_MOST = 4096;

/** @typedef {import('./session.js').Credentials} Credentials */
/** @typedef {import('./session.js').Notice} Notice */

/** @type {Record<string, RegExp>} */
const FORMS = {
  principal: /^[a-z]{1,15}\/[\w-]{1,63}$/,
  token: /^[\w.-]+$/,
  root: /^[\w/-]{1,127}$/,
  broker: /^wss?:\/\/[^\s]+$/,
  name: /^.{1,80}$/u,
};

/** @param {string} text */
function isAddress(text) {
  try {
    return Boolean(new URL(text).hostname);
  } catch {
    return false;
  }
}

/** @param {any} said @returns {Credentials | null} null: these are no credentials */
export function credentialsFrom(said) {
  for (const [member, form] of Object.entries(FORMS)) {
    const value = said?.[member];
    if (typeof value !== 'string' || value.length > TEXT_MOST || !form.test(value)) return null;
  }
  if (!Number.isFinite(said.expires) || !isAddress(said.broker)) return null;
  const { principal, token, root, broker, expires, name } = said;
  return { principal, token, root, broker, expires, name };
}

/** @extends {Emitter<{ changed: void }>} */
export class Identity extends Emitter {
  /** @type {Session | null} */
  session = null;
  /** @type {{ id: number, notice: Notice }[]} what the person should read now, the newest last */
  notices = [];
  /** Who was here before has to join again. */
  expired = false;
  #said = 0;

  /** @param {Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>} storage */
  constructor(storage) {
    super();
    this.storage = storage;
  }

  /** Comes back as whoever was here; whether their token still holds is the broker's to say. */
  restore() {
    const credentials = this.#kept();
    if (!credentials) return;
    const session = this.begin(credentials);
    session.connection.on('state', (state) => {
      if (state !== 'refused' || session.wasOnline || this.session !== session) return;
      this.leave();
      this.expired = true;
      this.emit('changed', undefined);
    });
  }

  /** The name that was given last, for joining again. */
  get name() {
    try {
      return (this.storage.getItem(NAME) ?? '').slice(0, NAME_MOST);
    } catch {
      return '';
    }
  }

  /** The code that opened the door, '' unknown: who was invited may bring friends, as long as it has places. */
  get invite() {
    try {
      const code = this.storage.getItem(INVITE) ?? '';
      return INVITE_FORM.test(code) ? code : '';
    } catch {
      return '';
    }
  }

  /** @returns {Credentials | null} */
  #kept() {
    try {
      return credentialsFrom(JSON.parse(this.storage.getItem(KEPT) ?? 'null'));
    } catch {
      return null;
    }
  }

  /** @param {string} key @param {string} text */
  #keep(key, text) {
    try {
      this.storage.setItem(key, text);
    } catch {
      // Without storage a reload means joining again; driving works all the same.
    }
  }

  #forget() {
    try {
      this.storage.removeItem(KEPT);
      this.storage.removeItem(INVITE);
    } catch {
      // What could not be kept need not be forgotten.
    }
  }

  /** @param {string} name @param {string} invite @returns {Promise<void>} rejects with a Refusal */
  async join(name, invite) {
    const answer = await join(name, invite);
    this.#keep(NAME, name);
    this.#keep(INVITE, invite);
    this.begin({ ...answer, name });
  }

  /** @param {Credentials} credentials */
  begin(credentials) {
    this.session?.goodbye();
    this.expired = false;
    this.#keep(KEPT, JSON.stringify(credentials));
    const session = new Session(credentials);
    this.session = session;
    session.on('changed', () => this.emit('changed', undefined));
    const isHere = () => this.session === session; // an answer may come after who asked has left
    session.on('notice', (notice) => isHere() && this.say(notice));
    session.on('credentials', (renewed) => isHere() && this.#keep(KEPT, JSON.stringify(renewed)));
    session.open();
    this.emit('changed', undefined);
    return session;
  }

  leave() {
    this.session?.goodbye();
    this.session = null;
    this.notices = [];
    this.#forget();
    this.emit('changed', undefined);
  }

  /** @param {Notice} notice the same one said again stands once, as the newest */
  say(notice) {
    const text = JSON.stringify(notice);
    const others = this.notices.filter((entry) => JSON.stringify(entry.notice) !== text);
    this.#said += 1;
    this.notices = [...others, { id: this.#said, notice }].slice(-NOTICES);
    this.emit('changed', undefined);
  }

  /** @param {number} id of a notice that was read */
  unsay(id) {
    this.notices = this.notices.filter((entry) => entry.id !== id);
    this.emit('changed', undefined);
  }
}
