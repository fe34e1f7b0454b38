// The log of a match, whole from its first entry on: what comes early waits until what is between has
// been fetched.

/** @typedef {import('./types.js').Entry} Entry */

export class Log {
  /** @type {Entry[]} in order, without a gap */
  entries = [];
  /** @type {Map<number, Entry>} came before others that belong before them */
  #early = new Map();

  /** The number of the last entry that stands in order. */
  get last() {
    return this.entries.length;
  }

  /** Something is missing between what stands in order and what has come. */
  get hasGap() {
    return this.#early.size > 0;
  }

  /** @param {Entry} entry @returns {Entry[]} what stands in order by it, [] when it was known or waits */
  take(entry) {
    if (entry.seq <= this.last) return [];
    this.#early.set(entry.seq, entry);
    /** @type {Entry[]} */
    const taken = [];
    for (let next; (next = this.#early.get(this.last + 1)); ) {
      this.#early.delete(next.seq);
      this.entries.push(next);
      taken.push(next);
    }
    return taken;
  }
}
