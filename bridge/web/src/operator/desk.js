// What an operator's page knows beyond the session: leases and stops with who called them (asked again
// and again, because nobody says them aloud), who is heard, and since when each drives. It lives as
// long as an operator's page is shown.

import { Emitter } from '../emitter.js';
import { parseMessage } from '../wire/messages.js';
import { parseTopic } from '../wire/topic.js';
import { readAudit } from './audit.js';
import { may } from './rights.js';

const LEASES_MS = 1500;
const PEOPLE = ['player', 'referee', 'bot', 'watcher', 'operator'];
const STOPPING_MS = 5000;

/** @typedef {{ of: string, at: number, exact: boolean }} Since `at` in Unix ms; not exact: or earlier */
/** @typedef {{ state: 'online' | 'lost' | 'offline', at: number }} Presence `at` in Unix ms */

/** @extends {Emitter<{ changed: void }>} */
export class Desk extends Emitter {
  /** @type {Map<string, any>} rows of lease.list by robot; empty where one may not ask */
  leases = new Map();
  /** Unix ms of the list. */
  leasesAt = 0;
  /** @type {Map<string, Since>} by robot */
  since = new Map();
  /** @type {Map<string, Presence>} by principal */
  people = new Map();
  /** @type {Map<string, number>} robots just told to stop, with the Unix ms until when to say so */
  stopping = new Map();
  #looked = false;
  /** @type {WeakSet<Since>} what the audit was asked about: what it does not know it will not know later */
  #asked = new WeakSet();
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #timer;
  /** @type {(() => void)[]} */
  #ends = [];
  #isOpen = false;

  /** @param {import('../session.js').Session} session */
  constructor(session) {
    super();
    this.session = session;
    this.manages = may(session.credentials.principal, 'manage');
  }

  /** Unix ms of the arena, as in its audit: this device's clock may be far from it. */
  get now() {
    return this.session.arenaTime;
  }

  open() {
    this.#isOpen = true;
    const { connection } = this.session;
    this.#ends = [
      connection.on('state', (state) => state === 'online' && this.#subscribe()),
      connection.on('message', (message) => this.#hear(message)),
      this.session.on('changed', () => this.#lookAtDrivers()),
      this.session.on('heard', ({ what }) => what === 'beat' && this.#lookAtDrivers()),
    ];
    if (connection.state === 'online') this.#subscribe();
    this.#lookAtDrivers();
    if (this.manages) void this.#poll();
  }

  close() {
    this.#isOpen = false;
    clearTimeout(this.#timer);
    for (const end of this.#ends) end();
    this.#ends = [];
  }

  #subscribe() {
    const { root, principal } = this.session.credentials;
    if (!this.people.has(principal)) this.people.set(principal, { state: 'online', at: this.now });
    void this.session.connection.subscribe(PEOPLE.map((kind) => `${root}/${kind}/+/all/presence`), 0);
  }

  /** @param {{ topic: string, payload: Uint8Array }} message */
  #hear({ topic: text, payload }) {
    if (!text.endsWith('/presence')) return;
    const topic = parseTopic(this.session.credentials.root, text);
    const said = topic && parseMessage('presence', payload);
    if (!said || !PEOPLE.includes(topic.from.split('/')[0])) return;
    const before = this.people.get(topic.from);
    const at = before && before.state === said.state ? before.at : this.now;
    this.people.set(topic.from, { state: said.state, at });
    this.emit('changed', undefined);
  }

  /** Whom the roster names as a driver for the first time has driven since now. */
  #lookAtDrivers() {
    if (this.session.beatAt === 0) return; // what time it is in the arena is not known yet
    const { entries } = this.session.robots;
    for (const { id, driver, session } of entries.values()) {
      const of = driver ? `${driver} ${session ?? ''}` : '';
      if (!of) this.since.delete(id);
      else if (this.since.get(id)?.of !== of) this.since.set(id, { of, at: this.now, exact: this.#looked });
    }
    if (entries.size > 0) this.#looked = true;
  }

  async #poll() {
    await this.refresh();
    if (this.#isOpen) this.#timer = setTimeout(() => void this.#poll(), LEASES_MS);
  }

  /** Reads the leases now, as after a deed. A list that cannot be read leaves the last one standing. */
  async refresh() {
    if (!this.manages || document.visibilityState !== 'visible') return;
    if (this.session.connection.state !== 'online') return;
    const leases = new Map();
    try {
      for (let after = ''; ; ) {
        const answer = await this.session.asks.ask('lease.list', after ? { after } : {});
        for (const lease of answer.leases ?? []) leases.set(lease.robot, lease);
        after = answer.next ?? '';
        if (!after) break;
      }
    } catch {
      return;
    }
    this.leases = leases;
    this.leasesAt = this.now;
    this.emit('changed', undefined);
    await this.#dateDrives();
  }

  /** Drives that were under way before this page came: the audit knows when they began. */
  async #dateDrives() {
    const open = [...this.since].filter(([, since]) => !since.exact && !this.#asked.has(since));
    if (open.length === 0) return;
    const page = await readAudit(this.session.credentials, { limit: 500 }).catch(() => null);
    for (const [robot, since] of open) {
      const { n } = this.leases.get(robot) ?? {};
      const claimed = page?.entries.find((entry) => entry.kind === 'claimed' && entry.robot === robot && entry.n === n);
      if (claimed) Object.assign(since, { at: claimed.at, exact: true });
      this.#asked.add(since);
    }
  }

  /** @param {string} robot */
  markStopping(robot) {
    this.stopping.set(robot, this.now + STOPPING_MS);
    this.emit('changed', undefined);
  }
}
