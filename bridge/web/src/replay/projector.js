// Puts a record before the same views that a running match has: a Match whose document, live message
// and log are those of the moment, and a feed for the arena's picture. `show` is called again and again.

import { Log } from '../match/log.js';
import { Match } from '../match/match.js';

/** @typedef {import('./record.js').RecordedMatch} RecordedMatch */
/** @typedef {import('./player.js').Player} Player */

const AHEAD_MS = 400; // of real time: so long the picture goes on without being told more
const BEHIND_MS = 700;
const EFFECTS_MS = 2000;

export class Projector {
  #told = { to: -1, entries: 0, doc: /** @type {any} */ (null) };
  #shownAt = -1;
  /** @type {((told: import('../arena/stagehand.js').Told) => void) | null} */
  #tell = null;

  /** @param {RecordedMatch} record @param {Player} player @param {string} id */
  constructor(record, player, id) {
    this.record = record;
    this.player = player;
    this.match = new Match(id);
    /** ms that were left at the moment */
    this.clock = 0;
    player.on('changed', () => (this.#told.to = -1));
  }

  /** @type {import('../arena/arena.jsx').Feed} */
  feed = (tell) => {
    this.#tell = tell;
    this.#told.to = -1;
    return () => (this.#tell = null);
  };

  /** @param {number} now */
  show(now) {
    this.player.settle(now);
    const at = this.player.at(now);
    if (this.#tell) this.#project(at);
    if (at !== this.#shownAt) this.#become(at, now);
  }

  /** The views' match. @param {number} at @param {number} now */
  #become(at, now) {
    const { match, record } = this;
    if (at < this.#shownAt || match.log.last > record.entriesAt(at)) match.log = new Log();
    this.#shownAt = at;
    const doc = record.docAt(at);
    const live = record.liveAt(at);
    const count = record.entriesAt(at);
    if (doc !== match.doc) match.doc = doc;
    match.docAt = match.liveAt = now;
    this.clock = clockAt(doc, live, at);
    match.takeEntries(record.entries.slice(match.log.last, count), false);
    if (live && live !== match.live) match.takeLive(live, now);
    else match.live = live;
    match.emit('changed', undefined);
  }

  /** The picture. @param {number} at */
  #project(at) {
    const { record, player } = this;
    const told = this.#told;
    const doc = record.docAt(at);
    const isNew = told.to < 0;
    const begin = isNew ? { reset: true, clock: { at, rate: player.playing ? player.rate : 0 } } : {};
    const some = { ...begin, ...(isNew || doc !== told.doc ? { match: doc } : {}), ...this.#course(at, isNew) };
    told.doc = doc;
    if (Object.keys(some).length > 0) this.#tell?.(some);
  }

  /** What comes next, when it is time to tell it. @param {number} at @param {boolean} isNew */
  #course(at, isNew) {
    const told = this.#told;
    const ahead = Math.max(1, this.player.rate) * AHEAD_MS;
    const to = at + ahead;
    if (!isNew && to - told.to <= ahead / 4) return {};
    const { record } = this;
    const lives = record.livesAround(isNew ? at - BEHIND_MS : told.to, to);
    const entries = record.entries.slice(isNew ? record.entriesAt(at - EFFECTS_MS) : told.entries, record.entriesAt(to));
    told.to = to;
    told.entries = record.entriesAt(to);
    return entries.length > 0 ? { lives, entries } : { lives };
  }
}

/** @param {import('../match/types.js').Doc | null} doc @param {import('../match/types.js').Live | null} live @param {number} at */
function clockAt(doc, live, at) {
  const newer = live && (!doc || live.seq >= doc.seq);
  if (!newer) return doc?.clock ?? 0;
  const goes = !doc?.held && ['countdown', 'running'].includes(live.state);
  return Math.max(0, live.clock - (goes ? Math.min(1500, at - live.at) : 0));
}
