// When the next shot is asked for while the trigger is held, decided without a clock or a network.
//
// How long a robot pauses between two shots is written nowhere: it is learned from what the robot
// answers. `busy` means too soon; after a shot that came at the first try the next one is tried a
// little sooner. One ask at a time: a slow network makes slow fire, not a heap of late shots.

const PAUSE_FIRST_MS = 200;
const PAUSE_LEAST_MS = 100;
const PAUSE_MOST_MS = 3000;
const SOONER = 0.97;
const BUSY_MS = 50;
/** No answer for so long: it got lost. */
const LOST_MS = 600;

export class Gun {
  pause = PAUSE_FIRST_MS;
  #asked = { id: '', at: -Infinity, tries: 0 };
  #shotAt = -Infinity;
  #nextAt = -Infinity;

  /** @param {number} now ms @returns {boolean} a shot may be asked for */
  isDue(now) {
    const waits = this.#asked.id !== '' && now - this.#asked.at < LOST_MS;
    return !waits && now >= this.#nextAt;
  }

  /** How much of the pause is over, 0–1. @param {number} now ms */
  loaded(now) {
    return Math.max(0, Math.min(1, (now - this.#shotAt) / this.pause));
  }

  /** @param {string} id of the ask, "" where none could be said @param {number} now ms */
  asked(id, now) {
    if (id !== '') this.#asked = { id, at: now, tries: this.#asked.tries + 1 };
  }

  /**
   * @param {{ id: string, state: string, why?: string }} ack
   * @param {number} now ms
   * @returns {boolean} it was a shot
   */
  answered({ id, state, why }, now) {
    const { at, tries } = this.#asked;
    if (id !== this.#asked.id || state === 'accepted') return false;
    this.#asked = { id: '', at, tries: state === 'done' ? 0 : tries };
    if (state === 'done') {
      this.#learn(at, tries);
      this.#shotAt = at;
      this.#nextAt = at + this.pause;
      return true;
    }
    this.#nextAt = now + (why === 'busy' ? BUSY_MS : this.pause);
    return false;
  }

  /** @param {number} at of the ask that became a shot @param {number} tries it took */
  #learn(at, tries) {
    const since = at - this.#shotAt;
    const isBurst = since <= (tries > 1 ? PAUSE_MOST_MS : this.pause * 1.5);
    if (isBurst) this.pause = Math.max(PAUSE_LEAST_MS, tries > 1 ? since : this.pause * SOONER);
  }
}
