// What is known of robots: the roster's entries (kept in step by `rev`), cards and the last status.

export class Robots {
  /** @type {Map<string, any>} roster entries by id */
  entries = new Map();
  /** @type {Map<string, any>} */
  cards = new Map();
  /** @type {Map<string, { status: any, at: number }>} */
  statuses = new Map();
  rev = -1;

  /** @param {any[]} entries @param {number} rev */
  replace(entries, rev) {
    this.entries = new Map(entries.map((entry) => [entry.id, entry]));
    this.rev = rev;
  }

  /**
   * @param {any} roster a `roster` message
   * @returns {boolean} false when something was missed: ask for the whole
   */
  change(roster) {
    if (this.rev < 0) return true;
    if (roster.rev <= this.rev) return true;
    if (roster.rev !== this.rev + 1) return false;
    for (const entry of roster.changed ?? []) this.entries.set(entry.id, entry);
    for (const id of roster.gone ?? []) this.entries.delete(id);
    this.rev = roster.rev;
    return true;
  }

  /** @param {string} id @param {any} card null when emptied */
  card(id, card) {
    if (card) this.cards.set(id, card);
    else this.cards.delete(id);
  }

  /** @param {string} id @param {any} status @param {number} at ms */
  status(id, status, at) {
    this.statuses.set(id, { status, at });
  }

  /** @returns {any[]} sorted by id, scout2 before scout10 */
  list() {
    return [...this.entries.values()].sort((a, b) =>
      a.id.localeCompare(b.id, 'en', { numeric: true }),
    );
  }
}
