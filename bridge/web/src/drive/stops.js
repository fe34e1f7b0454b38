// Stops this page has called: repeated every 200 ms until the robot's `status` shows the id. The ids
// are kept in the browser, so that a person is told "you stopped it" after a reload as well.

import { randomTag } from '../random.js';

const REPEAT_MS = 200;
const GIVE_UP_MS = 60_000; // as long as a page that lost its connection comes back to its robot (comeback.js)
const KEPT = 'arena.stops';
const KEPT_MOST = 32;

export class Stops {
  /** @type {Map<string, { id: string, since: number, at: number }>} by robot */
  #open = new Map();
  /** @type {string[]} */
  #own;

  /**
   * @param {(robot: string, stop: { id: string, why: string }) => void} send
   * @param {Pick<Storage, 'getItem' | 'setItem'> | null} [storage]
   */
  constructor(send, storage = globalThis.localStorage ?? null) {
    this.send = send;
    this.storage = storage;
    this.#own = this.#read();
  }

  /** @returns {string[]} */
  #read() {
    try {
      const said = JSON.parse(this.storage?.getItem(KEPT) ?? '[]');
      return Array.isArray(said) ? said.filter((id) => typeof id === 'string').slice(-KEPT_MOST) : [];
    } catch {
      return [];
    }
  }

  /** @param {string} robot @param {string} [id] one that is called for several @returns {string} the id of the stop */
  begin(robot, id = randomTag()) {
    this.#open.set(robot, { id, since: -1, at: -Infinity });
    this.#keep(id);
    this.send(robot, { id, why: 'stop button' });
    return id;
  }

  /** @param {string} id */
  #keep(id) {
    this.#own = [...this.#own.filter((one) => one !== id), id].slice(-KEPT_MOST);
    try {
      this.storage?.setItem(KEPT, JSON.stringify(this.#own));
    } catch {
      // Not kept: after a reload it counts as somebody's.
    }
  }

  /** @param {string} id whether this person called that stop from this browser */
  isOwn(id) {
    return this.#own.includes(id);
  }

  /** A stop of this page that the robot has not shown yet. @param {string} robot */
  isOpen(robot) {
    return this.#open.has(robot);
  }

  /** @param {string} robot @param {string[]} ids standing stops as the robot shows them */
  shown(robot, ids) {
    const open = this.#open.get(robot);
    if (open && ids.includes(open.id)) this.#open.delete(robot);
  }

  /** @param {number} now ms */
  repeat(now) {
    for (const [robot, open] of this.#open) {
      if (open.since < 0) open.since = now;
      if (now - open.since > GIVE_UP_MS) this.#open.delete(robot);
      else if (now - open.at >= REPEAT_MS) {
        open.at = now;
        this.send(robot, { id: open.id, why: 'stop button' });
      }
    }
  }
}
