// What a referee does in a match. A refusal is said aloud; what was done comes back as the document and
// the log.

import { randomTag } from '../random.js';
import { start } from '../match/deeds.js';

export class RefereeDeeds {
  /** @param {import('../session.js').Session} session @param {string} match */
  constructor(session, match) {
    this.session = session;
    this.match = match;
  }

  /** @param {string} deed @param {object} [members] */
  #attempt(deed, members = {}) {
    return this.session.attempt(deed, { match: this.match, ...members });
  }

  /** @param {import('../match/types.js').Doc} doc */
  start = (doc) => start(this.session, doc);
  pause = () => this.#attempt('match.pause');
  resume = () => this.#attempt('match.resume');
  abort = () => this.#attempt('match.abort');
  /** @returns {Promise<string>} the match that goes on from this one, '' = refused */
  again = async () => (await this.#attempt('match.again'))?.match ?? '';

  /** @param {string} robot */
  stop = (robot) => this.session.stop(robot);

  /**
   * At once and by two ways: the arena is asked, and every robot is told directly, again and again until
   * it shows the stop, which counts where its lease lists this person as a stopper, also while the bridge
   * is away.
   * @param {string[]} robots @param {number} [team] without: the whole match
   */
  stopMany(robots, team) {
    const stop = randomTag();
    for (const robot of robots) this.session.stops.begin(robot, stop);
    return this.#attempt('stop', team === undefined ? { stop } : { stop, team });
  }

  /** Those stops and no others: one that was called since then stands. @param {string} robot @param {string[]} ids */
  clear = (robot, ids) => this.session.attempt('clear', { robot, ids });
  clearAll = () => this.#attempt('clear');

  /** @param {string} principal @param {number} team */
  seat = (principal, team) => this.#attempt('match.join', { principal, team });
  /** @param {string} principal */
  unseat = (principal) => this.#attempt('match.leave', { principal });
  /** @param {number} unit @param {string} robot "" = none */
  assign = (unit, robot) => this.#attempt('match.assign', { unit, robot });
  /** @param {string} robot @param {string} by "" = a spare one */
  swap = (robot, by) => this.#attempt('match.swap', by ? { robot, with: by } : { robot });
  /** @param {string} robot @param {number} value % of its speed that is left @param {number} ms 0 = until the end */
  penalise = (robot, value, ms) => this.#attempt('match.penalty', { robot, value, ms });
  /** @param {number} seq */
  overturn = (seq) => this.#attempt('match.overturn', { seq });
  /** @param {import('../match/types.js').Missing} missing */
  bypass = ({ why, who }) => this.#attempt('match.bypass', { missing: why, who });
}
