// The arena's time of day, learned from the bridge's beats: a phone's own clock may be minutes off,
// and what is heard live must stand beside what the bridge has stored. Of the last beats the one
// that took least to arrive counts.

const BEATS = 15;

export class ArenaClock {
  /** @type {number[]} the bridge's clock minus ours, by beat */
  #offsets = [];

  /** @param {() => number} now ours, Unix ms; it must not jump when somebody sets the clock */
  constructor(now = () => performance.timeOrigin + performance.now()) {
    this.here = now;
  }

  get known() {
    return this.#offsets.length > 0;
  }

  /** @param {number} ts Unix ms, as the bridge says it */
  beat(ts) {
    if (!(ts > 0)) return;
    this.#offsets.push(ts - this.here());
    if (this.#offsets.length > BEATS) this.#offsets.shift();
  }

  /** Unix ms of the arena. */
  now() {
    return this.here() + (this.#offsets.length ? Math.max(...this.#offsets) : 0);
  }
}
