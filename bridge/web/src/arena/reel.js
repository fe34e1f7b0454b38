// The last seconds of a match, and which moment of it is shown now. A running match is shown a
// little behind what was heard, so that there nearly always is a message on either side of the
// moment; a stored one is shown at the time its player says.
//
// No clock is read here: `now` is handed in, any monotonic ms.

/** @typedef {import('./scene.js').Live} Live */
/** @typedef {import('./scene.js').Entry} Entry */
/** @typedef {import('./scene.js').Moment} Moment */

const BEHIND_MS = 120;
const SLOW_GAP_MS = 300;
const SLOW_BEHIND_MS = 1100;
const KEEP_MS = 4000;
const LIVES_MOST = 200;
const ENTRIES_MOST = 100;
/** Live messages that come this much too late or too early are of a clock that stood, or jumped. */
const OTHER_CLOCK_MS = 400;
const DRIFT = 0.02;

export class Reel {
  /** @type {import('./scene.js').Doc | null} */
  match = null;
  /** @type {Live[]} */
  lives = [];
  /** @type {Entry[]} */
  entries = [];
  /** @type {{ at: number, now: number, rate: number } | null} of a stored match */
  #clock = null;
  #offset = NaN;
  #behind = BEHIND_MS;

  /** Everything is forgotten: another match, or another time of it. */
  reset() {
    this.lives = [];
    this.entries = [];
    this.#offset = NaN;
  }

  /** A stored match: at `now` it is `at`, and goes on at this rate (0 = it stands). @param {number} at @param {number} now @param {number} rate */
  setClock(at, now, rate) {
    this.#clock = { at, now, rate };
  }

  /** @param {Live} live @param {number} now when it came */
  live(live, now) {
    const last = this.lives.at(-1);
    if (last && live.at < last.at - OTHER_CLOCK_MS) this.reset();
    else if (last && live.at <= last.at) return;
    this.#follow(live, this.lives.at(-1), now);
    this.lives.push(live);
    const keepFrom = this.#clock ? -Infinity : live.at - KEEP_MS;
    while (this.lives.length > LIVES_MOST || (this.lives.length > 2 && this.lives[1].at < keepFrom)) this.lives.shift();
  }

  /** How far the match's time is from ours. @param {Live} live @param {Live | undefined} before @param {number} now */
  #follow(live, before, now) {
    const offset = now - live.at;
    const early = offset - this.#offset;
    if (!(Math.abs(early) < OTHER_CLOCK_MS) || early < 0) this.#offset = offset;
    else this.#offset += early * DRIFT;
    const slow = before !== undefined && live.state === before.state && live.at - before.at > SLOW_GAP_MS;
    this.#behind = slow ? SLOW_BEHIND_MS : BEHIND_MS;
  }

  /** @param {Entry} entry @param {number} now when it came */
  entry(entry, now) {
    if (this.entries.some(({ seq }) => seq === entry.seq)) return;
    const seenAt = this.#clock ? 0 : this.at(now);
    if (seenAt - entry.at > KEEP_MS) return; // history, not news
    this.entries.push({ ...entry, seenAt });
    if (this.entries.length > ENTRIES_MOST) this.entries.shift();
  }

  /** The moment of the match that is shown. @param {number} now */
  at(now) {
    if (this.#clock) return this.#clock.at + (now - this.#clock.now) * this.#clock.rate;
    return Number.isFinite(this.#offset) ? now - this.#offset - this.#behind : 0;
  }

  /** @param {number} now @returns {Moment} */
  moment(now) {
    const { match, lives, entries } = this;
    return { match, lives, entries, at: this.at(now) };
  }
}
