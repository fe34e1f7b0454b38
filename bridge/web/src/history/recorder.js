// Writes down the status of robots as it is heard. What it holds is whole from `since` on: a
// connection that broke, or a page that slept, is a hole that only the bridge can fill, and what was
// heard before it no longer counts as known without gaps.

import { ArenaClock } from './clock.js';
import { Ring } from './ring.js';

/** @typedef {import('../session.js').Session} Session */
/** @typedef {Pick<Session, 'on'> & { connection: { state: string } }} Heard what it needs of a session */

/**
 * What a status measures: its fields, and the pose under the names of the history.
 * @param {any} status @returns {[string, number][]}
 */
export function measured(status) {
  /** @type {[string, number][]} */
  const values = Object.entries(status).filter(([key, value]) => typeof value === 'number' && key !== 'ts');
  const { pose } = status;
  if (pose) values.push(['pose_x', pose.x], ['pose_y', pose.y], ['pose_heading', pose.heading]);
  return values;
}

export class Recorder {
  /** @type {Map<string, Ring>} */
  rings = new Map();
  /** Unix ms of the arena: from then on nothing was missed. Infinity: that is not so now. */
  since = Infinity;
  /** @type {(() => void)[]} */
  #stops;

  /** @param {Heard} session @param {number} capacity samples of each robot @param {ArenaClock} [clock] */
  constructor(session, capacity, clock = new ArenaClock()) {
    this.session = session;
    this.capacity = capacity;
    this.clock = clock;
    this.#stops = [
      session.on('heard', (word) => this.#hear(word)),
      session.on('changed', () => {
        if (session.connection.state !== 'online') this.since = Infinity;
      }),
    ];
  }

  /** @param {{ what: string, from: string, message: any }} word */
  #hear({ what, from, message }) {
    if (what === 'beat') this.#beat(message);
    else if (what === 'status' && message && this.clock.known) this.#write(from, message);
  }

  /** Without the arena's time nothing is written down: it would stand in the wrong place. @param {any} beat */
  #beat(beat) {
    this.clock.beat(beat.ts);
    if (this.since === Infinity && this.clock.known) this.since = this.clock.now();
  }

  /** @param {string} robot @param {any} status */
  #write(robot, status) {
    this.ring(robot).add(this.clock.now(), measured(status));
  }

  /** @param {string} robot */
  ring(robot) {
    const known = this.rings.get(robot);
    if (known) return known;
    const ring = new Ring(this.capacity);
    this.rings.set(robot, ring);
    return ring;
  }

  /** From when on a robot's values are known without a hole, Unix ms. @param {string} robot */
  wholeFrom(robot) {
    const ring = this.rings.get(robot);
    return ring?.full ? Math.max(this.since, ring.oldest) : this.since;
  }

  /** The page slept or was frozen: what came meanwhile came late, if at all. */
  interrupt() {
    if (this.since !== Infinity) this.since = this.clock.now();
  }

  stop() {
    for (const stop of this.#stops) stop();
    this.rings.clear();
  }
}
