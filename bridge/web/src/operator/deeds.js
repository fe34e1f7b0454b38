// What the operator's pages do to robots. Each says a refusal aloud (session.attempt) and reads the
// leases again, so that the wall shows what followed.

import { randomTag } from '../random.js';
import { STOPS_MOST, clearing } from './wall.js';

const CLEAR_EVERY_MS = 125; // the broker's guard lets ten asks a second through
const BURST = 16;

/** @typedef {import('./wall.js').Row} Row */

export class Deeds {
  /** @param {import('../session.js').Session} session @param {import('./desk.js').Desk} desk */
  constructor(session, desk) {
    this.session = session;
    this.desk = desk;
  }

  /** @param {string} deed @param {object} members */
  async #attempt(deed, members) {
    const answer = await this.session.attempt(deed, members);
    void this.desk.refresh();
    return answer;
  }

  /** @param {string} robot */
  async stop(robot) {
    this.desk.markStopping(robot);
    await this.session.stop(robot);
    void this.desk.refresh();
  }

  /**
   * Every robot at once: the ask reaches all of them, and who is driven is told directly as well, which
   * counts where the lease lists this person as a stopper.
   * @param {Row[]} rows @returns {string} the id of the stop
   */
  stopAll(rows) {
    const stop = randomTag();
    void this.#attempt('stop', { all: true, stop });
    for (const { id, driver } of rows) {
      this.desk.markStopping(id);
      if (driver) void this.session.say('stop', `robot/${id}`, { id: stop, why: 'stop all' }, { qos: 1 });
    }
    return stop;
  }

  /** Those stops and no others: one that was called since then stands. @param {Row} row */
  clear({ id, stops }) {
    return this.#attempt('clear', { robot: id, ids: stops.slice(0, STOPS_MOST).map((stop) => stop.id) });
  }

  /**
   * What stands at many robots (as a STOP ALL does) goes with one ask, the rest one after the other, as
   * fast as the broker's guard lets them through.
   * @param {Row[]} rows @param {(done: number) => void} progress
   */
  async clearAll(rows, progress) {
    const { everywhere, single } = clearing(rows);
    for (const ids of everywhere) await this.session.attempt('clear', { all: true, ids });
    let done = rows.length - single.length;
    for (const members of single) {
      progress(done);
      if (done >= BURST) await new Promise((resolve) => setTimeout(resolve, CLEAR_EVERY_MS));
      await this.session.attempt('clear', members);
      done += 1;
    }
    void this.desk.refresh();
  }

  /** @param {string} robot */
  release = (robot) => this.#attempt('drive.release', { robot });
  /** @param {string} robot @param {boolean} into */
  service = (robot, into) => this.#attempt('robot.service', { robot, in: into });
  /** @param {string} robot */
  deregister = (robot) => this.#attempt('robot.deregister', { robot });
  /** @param {string} principal */
  revoke = (principal) => this.#attempt('revoke', { principal });
}
