// The last values of one robot in a fixed piece of memory: one column of times and one of values for
// each field. A sample that is one too many takes the place of the oldest. Numbers are kept as they
// came, so that a table made of them says what the bridge's history says.

/** A robot may name so many fields; a new one after that is not kept. */
const FIELDS_MAX = 35;

export class Ring {
  /** @type {Map<string, Float64Array>} */
  #columns = new Map();
  #next = 0;
  length = 0;

  /** @param {number} capacity samples */
  constructor(capacity) {
    this.capacity = capacity;
    this.#times = new Float64Array(capacity);
  }

  #times;

  /** @param {number} at Unix ms, not before the last one's @param {Iterable<[string, number]>} values */
  add(at, values) {
    const slot = this.#next;
    this.#times[slot] = Math.max(at, this.newest);
    for (const column of this.#columns.values()) column[slot] = NaN;
    for (const [field, value] of values) {
      const column = this.#column(field);
      if (column) column[slot] = value;
    }
    this.#next = (slot + 1) % this.capacity;
    this.length = Math.min(this.capacity, this.length + 1);
  }

  /** @param {string} field */
  #column(field) {
    const known = this.#columns.get(field);
    if (known || this.#columns.size === FIELDS_MAX) return known;
    const column = new Float64Array(this.capacity).fill(NaN);
    this.#columns.set(field, column);
    return column;
  }

  get fields() {
    return [...this.#columns.keys()];
  }

  /** Of all columns. */
  get bytes() {
    return this.capacity * 8 * (1 + this.#columns.size);
  }

  get full() {
    return this.length === this.capacity;
  }

  /** Unix ms, -Infinity when empty. */
  get newest() {
    if (this.length === 0) return -Infinity;
    return this.#times[(this.#next + this.capacity - 1) % this.capacity];
  }

  /** Unix ms, Infinity when empty. */
  get oldest() {
    if (this.length === 0) return Infinity;
    return this.#times[(this.#next + this.capacity - this.length) % this.capacity];
  }

  /**
   * Every value of a field from a time on, oldest first.
   * @param {string} field @param {number} from Unix ms @param {(at: number, value: number) => void} take
   */
  each(field, from, take) {
    const column = this.#columns.get(field);
    if (!column) return;
    for (let i = this.#firstFrom(from); i < this.length; i += 1) {
      const slot = this.#slot(i);
      if (!Number.isNaN(column[slot])) take(this.#times[slot], column[slot]);
    }
  }

  /** @param {number} i 0 is the oldest */
  #slot(i) {
    return (this.#next + this.capacity - this.length + i) % this.capacity;
  }

  /** Of the samples the first one at or after a time. @param {number} from */
  #firstFrom(from) {
    let low = 0;
    let high = this.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.#times[this.#slot(middle)] < from) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
