// When a token is renewed, and when the connection begins anew with the new one. The broker ends a
// connection when the token it began with runs out, so this page begins anew before: as soon as
// nothing is driven; else while the sticks rest; else at the last moment, and then the robot
// pauses. Times are seconds of Unix time by the arena's clock; nothing here reads a clock.

const RENEW_BEFORE_S = 600;
const RENEW_AGAIN_S = 30; // tokens of a few minutes are always due
const REST_BEFORE_S = 60;
const LAST_S = 3;

/** @typedef {{ now: number, expires: number, idle: boolean, resting: boolean }} State
 *   expires: of the newest token; idle: nothing is driven or asked for; resting: no control is held */

export class Renewal {
  #askedAt = -Infinity;
  /** When the token runs out on which the connection stands. */
  used = Infinity;

  /** @param {State} state @returns {'renew' | 'switch' | null} */
  due({ now, expires, idle, resting }) {
    if (expires > this.used) return this.#mayBreak(this.used - now, idle, resting) ? 'switch' : null;
    if (expires - now > RENEW_BEFORE_S || now - this.#askedAt < RENEW_AGAIN_S) return null;
    this.#askedAt = now;
    return 'renew';
  }

  /** @param {number} left s @param {boolean} idle @param {boolean} resting */
  #mayBreak(left, idle, resting) {
    return idle || left <= LAST_S || (resting && left <= REST_BEFORE_S);
  }
}
