// How long it takes from the hand to the robot and back, over a whole match: counted in classes of a
// few milliseconds, so that an hour takes as little room as a minute.

const STEP_MS = 5;
const MOST_MS = 5000;

export class Delays {
  #counts = new Uint32Array(MOST_MS / STEP_MS + 1);
  total = 0;

  /** @param {number} ms */
  add(ms) {
    if (!Number.isFinite(ms) || ms < 0) return;
    this.#counts[Math.round(Math.min(ms, MOST_MS) / STEP_MS)] += 1;
    this.total += 1;
  }

  /** @param {number} part 0–1 @returns {number} ms; 0 while nothing was measured */
  quantile(part) {
    let left = Math.ceil(this.total * part);
    if (left === 0) return 0;
    const found = this.#counts.findIndex((count) => (left -= count) <= 0);
    return found * STEP_MS;
  }
}
