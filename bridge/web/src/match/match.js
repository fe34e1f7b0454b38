// One match as this page knows it: its document, the newest live message, its log. Views take it from
// the session's `matches`; a replay makes one of its own and hands it what the record says.

import { Emitter } from '../emitter.js';
import { Log } from './log.js';

/** @typedef {import('./types.js').Doc} Doc */
/** @typedef {import('./types.js').Live} Live */
/** @typedef {import('./types.js').Entry} Entry */

/**
 * `changed`: the document or the log; `live`: what changes by the second; `entry`: one entry more in
 * the log, `fresh` when it was said just now, not when it was fetched.
 * @extends {Emitter<{ changed: void, live: Live, entry: { entry: Entry, fresh: boolean } }>}
 */
export class Match extends Emitter {
  /** @type {Doc | null} */
  doc = null;
  /** @type {Live | null} */
  live = null;
  /** When the document and the live message came, in ms of performance.now(). */
  docAt = 0;
  liveAt = 0;
  log = new Log();
  /** The arena knows no such match. */
  unknown = false;
  /** Its document is retained: it is on, or was a few minutes ago. */
  isSaid = false;

  /** @param {string} id */
  constructor(id) {
    super();
    this.id = id;
  }

  /** The log reaches to what the document and the live message speak of. */
  get isWhole() {
    return !this.log.hasGap && this.log.last >= Math.max(this.doc?.seq ?? 0, this.live?.seq ?? 0);
  }

  /** @param {Doc} doc @param {number} now ms */
  takeDoc(doc, now) {
    if (this.doc && doc.seq < this.doc.seq) return; // fetched, and overtaken by one that was said
    this.doc = doc;
    this.docAt = now;
    this.unknown = false;
    this.emit('changed', undefined);
  }

  /** @param {Live} live @param {number} now ms */
  takeLive(live, now) {
    this.live = live;
    this.liveAt = now;
    this.emit('live', live);
  }

  /** @param {Entry[]} entries @param {boolean} fresh */
  takeEntries(entries, fresh) {
    const taken = entries.flatMap((entry) => this.log.take(entry));
    for (const entry of taken) this.emit('entry', { entry, fresh });
    if (taken.length > 0) this.emit('changed', undefined);
  }

  isNotThere() {
    this.unknown = !this.doc;
    this.emit('changed', undefined);
  }
}
