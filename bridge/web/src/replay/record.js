// The record of a match (GET …/record) as what one can look up by time: which document stood, which
// live messages were around, what the log says. An hour of many robots is some hundred megabytes as
// objects, so live messages stay text until they are looked at.
//
// What does not fit is left out, as on the wire; what is not in the order of time is put into it.

import { parseMessage } from '../wire/messages.js';

/** @typedef {import('../match/types.js').Doc} Doc */
/** @typedef {import('../match/types.js').Live} Live */
/** @typedef {import('../match/types.js').Entry} Entry */

const TEXT_MOST = 160e6;
const HEAD = /^\{"what":"([a-z]{1,15})","at":(\d{1,10}),"said":/;
const READ_MOST = 400; // live messages that stay objects

/**
 * The last one at or before this time. @template {{ at: number }} T
 * @param {readonly T[]} list by time @param {number} at @returns {number} −1 = none
 */
export function indexAt(list, at) {
  let [low, high] = [0, list.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (list[middle].at <= at) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

/** @template {{ at: number }} T @param {T[]} list by time @param {T} item */
function put(list, item) {
  if (list.length === 0 || list[list.length - 1].at <= item.at) list.push(item);
  else list.splice(indexAt(list, item.at) + 1, 0, item);
}

export class RecordedMatch {
  /** @type {{ at: number, doc: Doc }[]} */
  docs = [];
  /** @type {Entry[]} by seq */
  entries = [];
  /** @type {{ at: number, text: string }[]} */
  #lives = [];
  /** @type {Map<number, Live | null>} by its place, the latest last */
  #read = new Map();
  #size = 0;
  /** It was longer than a page can hold: the end is missing. */
  isCut = false;
  /** How many lines were none. */
  left = 0;

  /** @param {string} line */
  take(line) {
    if (this.isCut) return;
    const [, what, at] = HEAD.exec(line) ?? [];
    if (what === 'live') this.#takeLive(Number(at), line);
    else if (what === 'match' || what === 'event') this.#takeSaid(what, line);
    else if (what !== 'input') this.left += 1;
  }

  /** @param {number} at @param {string} line */
  #takeLive(at, line) {
    this.#size += line.length;
    this.isCut = this.#size > TEXT_MOST;
    if (this.#lives.length > 0 && at < this.#lives[this.#lives.length - 1].at) this.#read.clear();
    put(this.#lives, { at, text: line });
  }

  /** @param {'match' | 'event'} what @param {string} line */
  #takeSaid(what, line) {
    const told = parsed(line);
    const said = told && parseMessage(what === 'match' ? 'match' : 'match event', JSON.stringify(told.said ?? null));
    if (!said) this.left += 1;
    else if (what === 'match') put(this.docs, { at: told.at, doc: said });
    else if (said.seq === this.entries.length + 1) this.entries.push(said);
    else this.left += 1;
  }

  /** @param {number} at @returns {Doc | null} the one that stood; before the first, the first */
  docAt(at) {
    return this.docs[Math.max(0, indexAt(this.docs, at))]?.doc ?? null;
  }

  /** @param {number} from @param {number} to @returns {Live[]} those between, the one before them and the one behind */
  livesAround(from, to) {
    const lives = [];
    const last = Math.min(this.#lives.length - 1, indexAt(this.#lives, to) + 1);
    for (let place = Math.max(0, indexAt(this.#lives, from)); place <= last; place += 1) {
      const live = this.#liveOf(place);
      if (live) lives.push(live);
    }
    return lives;
  }

  /** @param {number} at @returns {Live | null} */
  liveAt(at) {
    const place = indexAt(this.#lives, at);
    return place < 0 ? null : this.#liveOf(place);
  }

  /** @param {number} place @returns {Live | null} null: what was kept is none */
  #liveOf(place) {
    if (!this.#read.has(place)) {
      const said = parsed(this.#lives[place].text)?.said;
      this.#read.set(place, parseMessage('match live', JSON.stringify(said ?? null)));
      if (this.#read.size > READ_MOST) this.#read.delete(this.#read.keys().next().value ?? -1);
    }
    return this.#read.get(place) ?? null;
  }

  /** @param {number} at @returns {number} how many entries of the log there were */
  entriesAt(at) {
    return indexAt(this.entries, at) + 1;
  }

  /** Before the countdown people come and go: that is not what a replay is looked at for. */
  get from() {
    const first = this.entries.findIndex(({ kind }) => kind === 'started');
    const countdown = first < 0 ? undefined : this.entries.slice(0, first).reverse().find(({ kind }) => kind === 'countdown');
    return countdown?.at ?? 0;
  }

  get to() {
    const ends = [this.#lives, this.entries, this.docs].map((list) => list[list.length - 1]?.at ?? 0);
    return Math.max(...ends);
  }

  get isEmpty() {
    return this.docs.length === 0;
  }
}

/** @param {string} line @returns {any} null: no JSON */
function parsed(line) {
  try {
    return JSON.parse(line);
  } catch {
    return null;
  }
}
