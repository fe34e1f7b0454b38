// How hot a robot's weapon is at this moment: what the arena says ten times a second, carried on by the
// rules in between, so that a shot is felt when it is fired.

/** @typedef {{ heat: number, hot: boolean, coolMs: number }} Warmth `coolMs`: until it may fire again, 0 = now */

export class Heat {
  #heat = 0;
  #hot = false;
  #at = 0;
  #clock = true;

  /** @param {Record<string, number>} rules of the match */
  constructor(rules) {
    this.rules = rules;
  }

  /** @param {{ heat: number, hot?: boolean }} said @param {number} now ms @param {boolean} runs the match's clock does */
  heard({ heat, hot = false }, now, runs) {
    this.#heat = heat;
    this.#hot = hot;
    this.#at = now;
    this.#clock = runs;
  }

  /** A shot that the arena has not spoken of yet. @param {number} now ms */
  shot(now) {
    this.#heat = Math.min(100, this.at(now).heat + (this.rules.heat_shot ?? 0));
    this.#hot ||= this.#heat >= 100;
    this.#at = now;
  }

  /** @param {number} now ms @returns {Warmth} */
  at(now) {
    const { heat_cool: cool = 0, heat_resume: resume = 0 } = this.rules;
    const heat = this.#clock ? Math.max(0, this.#heat - (cool * Math.max(0, now - this.#at)) / 1000) : this.#heat;
    const hot = this.#hot && heat > resume;
    return { heat, hot, coolMs: hot && cool > 0 ? ((heat - resume) / cool) * 1000 : 0 };
  }
}
