// What a page says to the robot it drives, decided without a clock, a timer or a network: time is
// handed in, messages are handed out. The robot decides whether to move (broker-config/README.md,
// "Rules for moving"); this side keeps its own half of the rules:
//
// - A frame is sent at every tick as long as the lease is held and the page is visible, and it
//   echoes the last clock heard from the robot. Before the first word of the robot there is
//   nothing to echo, so nothing is sent.
// - Until the robot says `ready`, frames are neutral.
// - After the robot was not ready, the person must let go once: a held stick never starts a robot.

export const AXES = Object.freeze(/** @type {const} */ (['x', 'y', 'z', 'r', 'cx', 'cy']));

/** A robot that says nothing for this long is told nothing but neutral. */
export const LINK_SILENT_MS = 1000;
const RTT_WINDOW = 20;
const LOSS_WINDOW_MS = 10_000;
/** Fewer frames than this say nothing of losses. */
const LOSS_LEAST = 40;

/** @typedef {Partial<Record<typeof AXES[number], number>>} Sticks */
/** @typedef {{ n: number, s: number, e: number, t: number } & Sticks} Frame */

export class Driver {
  /** @param {string} robot @param {number} n the lease's number */
  constructor(robot, n) {
    this.robot = robot;
    this.n = n;
    this.sequence = 0;
    /** @type {any} the last `link` of this lease */
    this.link = null;
    this.linkAt = 0;
    this.armed = false;
    /** @type {number[]} */
    this.trips = [];
    /** @type {{ at: number, received: number, lost: number }[]} the last seconds' reports */
    this.reports = [];
  }

  /**
   * @param {any} link a parsed `link` message
   * @param {number} now ms
   * @returns {number | null} how long ago the newest frame was said that it speaks of; null: of none that is new
   */
  heard(link, now) {
    if (link.n !== this.n) return null;
    const trip = this.link && link.t !== this.link.t && link.t > 0 ? Math.max(0, now - link.t) : null;
    if (trip !== null) this.trips = [...this.trips, trip].slice(-RTT_WINDOW);
    this.link = link;
    this.linkAt = now;
    this.sequence = Math.max(this.sequence, link.s); // an earlier page may have spoken in this lease
    this.reports.push({ at: now, received: link.received, lost: link.lost });
    while (this.reports[0].at < now - LOSS_WINDOW_MS) this.reports.shift();
    if (!link.ready) this.armed = false;
    return trip;
  }

  /** The connection is gone: nothing is said before the robot was heard anew. */
  rest() {
    this.link = null;
    this.armed = false;
  }

  /** The least of the last round trips: the others include waiting for the robot's next report. */
  get roundTrip() {
    return this.trips.length ? Math.min(...this.trips) : null;
  }

  /** Percent of the frames that did not arrive within the last seconds; null while it is not known. */
  get loss() {
    const [first, last] = [this.reports[0], this.reports.at(-1)];
    if (!first || !last) return null;
    const [received, lost] = [last.received - first.received, last.lost - first.lost];
    return received + lost < LOSS_LEAST ? null : (100 * Math.max(0, lost)) / (received + lost);
  }

  /**
   * @param {Sticks} sticks what the person holds, dead zone applied
   * @param {number} now ms
   * @returns {Frame | null} the next frame, null when there is nothing to echo
   */
  tick(sticks, now) {
    if (!this.link) return null;
    if (now - this.linkAt > LINK_SILENT_MS) this.armed = false;
    const held = AXES.filter((axis) => sticks[axis]);
    if (this.link.ready && held.length === 0 && now - this.linkAt <= LINK_SILENT_MS) {
      this.armed = true;
    }
    this.sequence += 1;
    /** @type {Frame} */
    const frame = { n: this.n, s: this.sequence, e: this.link.c, t: Math.floor(now) };
    if (this.armed) {
      for (const axis of held) {
        frame[axis] = round(Math.max(-1, Math.min(1, Number(sticks[axis]))));
      }
    }
    return frame;
  }
}

/** @param {number} value */
function round(value) {
  return Math.round(value * 1000) / 1000;
}
