// Stops this page has called: repeated every 200 ms until the robot's `status` shows the id.

import { randomTag } from '../random.js';

const REPEAT_MS = 200;
const GIVE_UP_MS = 30_000;

export class Stops {
  /** @type {Map<string, { id: string, since: number, at: number }>} by robot */
  #open = new Map();

  /** @param {(robot: string, stop: { id: string, why: string }) => void} send */
  constructor(send) {
    this.send = send;
  }

  /** @param {string} robot @returns {string} the id of the stop */
  begin(robot) {
    const id = randomTag();
    this.#open.set(robot, { id, since: -1, at: -Infinity });
    this.send(robot, { id, why: 'stop button' });
    return id;
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
