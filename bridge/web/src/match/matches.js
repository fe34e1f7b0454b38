// All matches, as the session hears of them. Documents are subscribed for everybody; what changes by
// the second and the log only for those that are looked at (`follow`). Whoever opens a page late, or was
// away, is right at once: the document is retained, the log is fetched where it has a gap.
//
//     useEffect(() => session.matches.follow(id), [id]);
//     const match = session.matches.get(id);      // match.doc, .live, .log.entries
//     useWord(match); useWord(match, 'live');

import { Emitter } from '../emitter.js';
import { parseMessage } from '../wire/messages.js';
import { formatTopic, idValid } from '../wire/topic.js';
import { Match } from './match.js';
import { isOver, seatsOf } from './view.js';
import { readEvents, readMatch } from './http.js';

const BRIDGE = 'bridge/main';
const KNOWN_MS = 400; // retained documents come right behind the answer to the subscription
const LATE_MS = 400; // an entry that is spoken of and not there by then is fetched
const AGAIN_MS = 1000;
const AGAIN_MOST_MS = 10_000;
const LINGER_MS = 2000; // from one page of a match to another one nothing is ended

/** @typedef {import('../wire/topic.js').Topic} Topic */
/** @typedef {{ id: string, views: number, match: Match, fetching: boolean, tries: number,
 *   timer?: ReturnType<typeof setTimeout>, end?: ReturnType<typeof setTimeout> }} Followed */

/** `changed`: which matches there are, or a document. @extends {Emitter<{ changed: void }>} */
export class Matches extends Emitter {
  /** @type {Map<string, Match>} */
  #all = new Map();
  /** @type {Map<string, Followed>} */
  #followed = new Map();
  /** The documents that there are have come. */
  known = false;
  /** The match in which one has, or last had, a seat here. */
  #lastSeat = '';
  /** @type {Set<Match>} said before the connection was lost, and not again since */
  #doubtful = new Set();

  /** @param {import('../session.js').Session} session */
  constructor(session) {
    super();
    this.session = session;
    session.connection.on('state', (state) => state === 'online' && void this.#arrive());
    session.on('heard', ({ what }) => what === 'me' && this.#hearMe());
  }

  /** @returns {Match[]} those that are on, or were a few minutes ago, the newest first */
  list() {
    return [...this.#all.values()]
      .filter(({ isSaid, doc }) => isSaid && doc)
      .sort((a, b) => (b.doc?.created ?? 0) - (a.doc?.created ?? 0) || b.id.localeCompare(a.id));
  }

  /** @param {string} id @returns {Match} empty until something is known of it; the same one each time */
  get(id) {
    const match = this.#all.get(id) ?? new Match(id);
    this.#all.set(id, match);
    match.unknown ||= !idValid(id);
    return match;
  }

  /** The match in which one has a seat, as the arena says. @returns {Match | null} */
  get mine() {
    const seat = this.session.me?.seat;
    return seat ? this.get(seat) : null;
  }

  /** The same, and behind its end still the same, until `forgetSeat`. @returns {Match | null} */
  get latest() {
    return this.mine ?? (this.#lastSeat ? this.get(this.#lastSeat) : null);
  }

  /** What one played in is behind one: the result was seen, or one drives something else. */
  forgetSeat() {
    if (this.mine || !this.#lastSeat) return;
    this.#lastSeat = '';
    this.emit('changed', undefined);
  }

  /** The match for a seat in which one waits. @returns {Match | null} */
  get awaited() {
    const { principal } = this.session.credentials;
    return this.list().find(({ doc }) => doc?.queue?.includes(principal) && !isOver(doc.state)) ?? null;
  }

  /**
   * The match that keeps a robot for somebody, as long as it is not over.
   * @param {string} robot @returns {{ doc: import('./types.js').Doc, player: string | null } | null}
   */
  keeperOf(robot) {
    for (const { doc } of this.list()) {
      if (!doc || isOver(doc.state)) continue;
      const seat = seatsOf(doc).find(({ units }) => units.some((unit) => unit.robot === robot));
      if (seat) return { doc, player: seat.player };
    }
    return null;
  }

  #hearMe() {
    const seat = this.session.me?.seat;
    if (!seat || seat === this.#lastSeat) return;
    this.#lastSeat = seat;
    this.emit('changed', undefined);
  }

  /**
   * Hears live messages and the log of one match from now on, as often as it is asked for.
   * @param {string} id @returns {() => void} ends it
   */
  follow(id) {
    if (!idValid(id)) return () => {};
    const followed = this.#followed.get(id) ?? this.#begin(id);
    followed.views += 1;
    clearTimeout(followed.end);
    let ended = false;
    return () => {
      if (ended) return;
      ended = true;
      followed.views -= 1;
      if (followed.views === 0) followed.end = setTimeout(() => this.#end(followed), LINGER_MS);
    };
  }

  /** @param {string} id */
  #begin(id) {
    /** @type {Followed} */
    const followed = { id, views: 0, match: this.get(id), fetching: false, tries: 0 };
    this.#followed.set(id, followed);
    if (this.session.connection.state === 'online') void this.#hear(followed);
    return followed;
  }

  /** @param {Followed} followed */
  #end(followed) {
    this.#followed.delete(followed.id);
    clearTimeout(followed.timer);
    void this.session.connection.unsubscribe([this.#topic('match live', followed.id), this.#topic('match event', followed.id)]);
    this.#forget(followed.match);
  }

  /** @param {string} what @param {string} match */
  #topic(what, match) {
    return formatTopic(this.session.credentials.root, { from: BRIDGE, to: null, what, match });
  }

  async #arrive() {
    const { connection, credentials } = this.session;
    for (const followed of this.#followed.values()) void this.#hear(followed);
    this.#doubtful = new Set([...this.#all.values()].filter(({ isSaid }) => isSaid));
    if (!(await connection.subscribe([`${credentials.root}/${BRIDGE}/all/match/+`], 1))) return;
    setTimeout(() => this.#know(), KNOWN_MS);
  }

  #know() {
    for (const match of this.#doubtful) this.#unsay(match);
    this.#doubtful.clear();
    this.known = true;
    this.emit('changed', undefined);
  }

  /** @param {Followed} followed */
  async #hear(followed) {
    const { connection } = this.session;
    const { id } = followed;
    followed.tries = 0;
    await Promise.all([
      connection.subscribe([this.#topic('match event', id)], 1),
      connection.subscribe([this.#topic('match live', id)], 0),
    ]);
    void this.#fetch(followed);
  }

  /**
   * A message of a match.
   * @param {Topic} topic @param {Uint8Array} payload
   */
  take({ from, what, match: id = '' }, payload) {
    if (from !== BRIDGE) return;
    const before = this.#all.get(id);
    if (what === 'match' && payload.length === 0) return before && this.#unsay(before);
    const message = parseMessage(what, payload);
    if (!message || (what === 'match' && message.id !== id)) return;
    const match = this.get(id);
    const now = this.session.now;
    if (what === 'match') this.#takeDoc(match, message);
    else if (what === 'match live') match.takeLive(message, now);
    else match.takeEntries([message], true);
    this.#lookForGaps(id);
  }

  /** @param {Match} match @param {import('./types.js').Doc} doc */
  #takeDoc(match, doc) {
    this.#doubtful.delete(match);
    match.isSaid = true;
    match.takeDoc(doc, this.session.now);
    this.emit('changed', undefined);
  }

  /** Its document was taken back: it is in the history only. @param {Match} match */
  #unsay(match) {
    match.isSaid = false;
    this.#forget(match);
  }

  /** @param {Match} match forgotten when nobody looks at it, and nobody else can */
  #forget(match) {
    if (!match.isSaid && !this.#followed.has(match.id)) this.#all.delete(match.id);
    this.emit('changed', undefined);
  }

  /** @param {string} id */
  #lookForGaps(id) {
    const followed = this.#followed.get(id);
    if (!followed || followed.match.isWhole || followed.fetching || followed.timer) return;
    this.#later(followed, LATE_MS);
  }

  /** @param {Followed} followed @param {number} ms */
  #later(followed, ms) {
    clearTimeout(followed.timer);
    followed.timer = setTimeout(() => {
      followed.timer = undefined;
      if (!followed.match.isWhole || !followed.match.doc) void this.#fetch(followed);
    }, ms);
  }

  /** Fetches the document where none was said, and the log behind what is known of it. @param {Followed} followed */
  async #fetch(followed) {
    if (followed.fetching) return;
    followed.fetching = true;
    const { match, id } = followed;
    const { credentials } = this.session;
    let isThere = true;
    try {
      if (!match.doc) match.takeDoc(await readMatch(credentials, id), this.session.now);
      for (let more = true; more; ) {
        const { last } = match.log;
        const page = await readEvents(credentials, id, last);
        match.takeEntries(page.entries, false);
        more = page.more && match.log.last > last; // one that is not understood stands in the way: later, not at once
      }
      followed.tries = match.isWhole ? 0 : followed.tries + 1;
    } catch (error) {
      followed.tries += 1;
      isThere = !['unknown_match', 'not_found'].includes(/** @type {any} */ (error).code);
    }
    followed.fetching = false;
    if (!isThere) match.isNotThere();
    else if (!match.isWhole || !match.doc) this.#later(followed, Math.min(AGAIN_MS * followed.tries, AGAIN_MOST_MS));
  }
}
