// What the history page shows: which robots, which window of time, and the values in it, stored and
// live. It knows no element of the page; the page calls `look` as often as it draws.

import { ceilTo, gridOf } from './grid.js';
import { Emitter } from '../emitter.js';
import { Recorder } from './recorder.js';
import { Refusal } from '../net/asks.js';
import { Source } from './source.js';
import { beginning, complete } from './complete.js';
import { cellsOf } from './cells.js';
import { edges, live } from './window.js';
import { wanted } from './stored.js';

const CAPACITY = 3600; // samples of each robot: an hour at one a second
const SETTLE_MS = 150; // a window that is being dragged is not asked for
const REFUSED_MS = 15_000;
const PACE_MS = 1000;

/** @typedef {import('./window.js').View} View */
/** @typedef {import('./cells.js').Point} Point */
/**
 * What is known and under way of one robot.
 * @typedef {object} Past
 * @property {import('./stored.js').Block | null} block
 * @property {{ question: import('./stored.js').Block, abort: AbortController } | null} asking
 * @property {'good' | 'asking' | 'again' | 'refused'} state again: it failed and is tried again
 * @property {string} code of the refusal
 * @property {number} notBefore ms: after a refusal
 */

/** @extends {Emitter<{ changed: void, arrived: void }>} */
export class History extends Emitter {
  /** @type {View} */
  view = live(600_000);
  /** @type {string[]} */
  robots = [];
  /** @type {Map<string, Past>} */
  pasts = new Map();
  #moved = 0;

  /**
   * @param {import('../session.js').Session} session
   * @param {{ source?: Source, recorder?: Recorder }} [parts]
   */
  constructor(session, parts = {}) {
    super();
    this.session = session;
    this.recorder = parts.recorder ?? new Recorder(session, CAPACITY);
    this.source = parts.source ?? new Source({ token: () => session.credentials.token });
  }

  /** Unix ms of the arena. */
  get now() {
    return this.recorder.clock.now();
  }

  get window() {
    return edges(this.view, this.now);
  }

  /** @param {View} view */
  show(view) {
    if (view === this.view) return;
    this.view = view;
    this.#moved = this.now;
    this.emit('changed', undefined);
  }

  /** @param {string[]} robots */
  choose(robots) {
    for (const gone of this.robots.filter((id) => !robots.includes(id))) this.#forget(gone);
    this.robots = robots;
    this.emit('changed', undefined);
  }

  /** @param {string} robot */
  #forget(robot) {
    this.pasts.get(robot)?.asking?.abort.abort();
    this.pasts.delete(robot);
  }

  /** @param {string} robot @returns {Past} */
  past(robot) {
    const known = this.pasts.get(robot);
    if (known) return known;
    /** @type {Past} */
    const past = { block: null, asking: null, state: 'good', code: '', notBefore: 0 };
    this.pasts.set(robot, past);
    return past;
  }

  /** Asks for what the window lacks. */
  look() {
    const { now } = this;
    for (const robot of this.robots) {
      const past = this.past(robot);
      if (now < past.notBefore || (past.block && now - this.#moved < SETTLE_MS)) continue;
      const question = wanted(this.window, this.recorder.wholeFrom(robot), past.asking?.question ?? past.block, now);
      if (question) void this.#ask(robot, past, question, now);
    }
  }

  /**
   * @param {string} robot @param {Past} past
   * @param {NonNullable<ReturnType<typeof wanted>>} asked @param {number} now
   */
  async #ask(robot, past, { from, to, step, points }, now) {
    past.asking?.abort.abort();
    const abort = new AbortController();
    const question = { from, to, step, askedAt: now, fields: new Map() };
    past.asking = { question, abort };
    if (past.state !== 'again') past.state = 'asking';
    const failing = () => this.#became(past, 'again');
    try {
      const { fields } = await this.source.ask({ robot, from, to, points }, abort.signal, failing);
      past.block = { ...question, fields };
      past.asking = null;
      this.#became(past, 'good');
    } catch (error) {
      if (abort.signal.aborted) return;
      past.asking = null;
      past.notBefore = now + REFUSED_MS;
      past.code = error instanceof Refusal ? error.code : 'unavailable';
      this.#became(past, 'refused');
    }
  }

  /** @param {Past} past @param {Past['state']} state */
  #became(past, state) {
    const told = past.state !== state && !(past.state === 'asking' && state === 'good');
    past.state = state;
    if (told) this.emit('changed', undefined);
    this.emit('arrived', undefined);
  }

  /**
   * Of the robots that are shown: each field with its unit, in the order of cards; what no card
   * declares comes last.
   * @returns {{ field: string, unit: string, declared: boolean, robots: string[] }[]}
   */
  fields() {
    /** @type {Map<string, { field: string, unit: string, declared: boolean, robots: string[] }>} */
    const known = new Map();
    const note = (/** @type {string} */ robot, /** @type {string} */ field, /** @type {string} */ unit, declared = true) => {
      const key = JSON.stringify([field, unit]);
      const entry = known.get(key) ?? { field, unit, declared, robots: [] };
      if (!entry.robots.includes(robot)) entry.robots.push(robot);
      known.set(key, entry);
    };
    for (const robot of this.robots)
      for (const [field, unit] of this.#declared(robot)) note(robot, field, unit);
    for (const robot of this.robots) {
      const declared = new Map(this.#declared(robot));
      const heard = [...(this.pasts.get(robot)?.block?.fields.keys() ?? []), ...this.recorder.ring(robot).fields];
      for (const field of heard) if (!declared.has(field)) note(robot, field, '', false);
    }
    return [...known.values()].sort((a, b) => Number(b.declared) - Number(a.declared));
  }

  /** @param {string} robot @returns {[field: string, unit: string][]} */
  #declared(robot) {
    return Object.entries(this.session.robots.cards.get(robot)?.status ?? {});
  }

  /** The robot's own pace, ms. @param {string} robot */
  pace(robot) {
    return this.session.robots.cards.get(robot)?.status_ms ?? PACE_MS;
  }

  /** @param {string} robot @param {string} field @param {import('./cells.js').Grid} [grid] */
  cells(robot, field, grid = gridOf(this.window.from, this.window.to)) {
    const ring = this.recorder.ring(robot);
    const each = (/** @type {number} */ from, /** @type {(at: number, value: number) => void} */ take) =>
      ring.each(field, from, take);
    const stored = this.pasts.get(robot)?.block?.fields.get(field) ?? [];
    return cellsOf(grid, stored, { wholeFrom: this.recorder.wholeFrom(robot), each });
  }

  /**
   * The window as a table: exactly what is drawn.
   * @param {{ field: string, unit: string, robots: string[] }[]} fields
   * @returns {import('./sheet.js').Sheet}
   */
  sheet(fields) {
    const grid = gridOf(this.window.from, this.window.to);
    const parts = this.robots.flatMap((robot) =>
      fields
        .filter(({ robots }) => robots.includes(robot))
        .map(({ field, unit }) => ({ ...this.#part(robot, field, unit), points: this.cells(robot, field, grid).points() })));
    return { from: grid.from, to: grid.to, step: grid.step, parts: parts.filter(({ points }) => points.length > 0) };
  }

  /** @param {string} robot @param {string} field @param {string} unit */
  #part(robot, field, unit) {
    return { robot, name: this.nameOf(robot), field, unit };
  }

  /** @param {string} robot @returns {string} */
  nameOf(robot) {
    const { entries, cards } = this.session.robots;
    return entries.get(robot)?.name || cards.get(robot)?.name || robot;
  }

  /**
   * The window as a table of every value that the bridge still has.
   * @param {{ field: string, unit: string, robots: string[] }[]} fields @param {AbortSignal} signal
   * @param {(share: number) => void} told 0…1
   * @returns {Promise<import('./sheet.js').Sheet>}
   */
  async complete(fields, signal, told) {
    const from = Math.max(0, Math.floor(this.window.from));
    const to = Math.min(ceilTo(this.window.to, 1), ceilTo(this.now, 1));
    /** @type {import('./sheet.js').Part[]} */
    const parts = [];
    for (const [i, robot] of this.robots.entries()) {
      const found = await complete(this.#asker(robot, signal), from, to, (share) =>
        told((i + share) / this.robots.length));
      for (const { field, unit, robots } of fields) {
        const points = robots.includes(robot) ? (found.get(field) ?? []) : [];
        if (points.length) parts.push({ ...this.#part(robot, field, unit), points });
      }
    }
    return { from, to, step: 0, parts };
  }

  /** @param {string} robot @param {AbortSignal} signal @returns {import('./complete.js').Ask} */
  #asker(robot, signal) {
    return (from, to, points) => this.source.ask({ robot, from, to, points }, signal);
  }

  /** From the first stored value on, still following. @param {AbortSignal} signal */
  async showAll(signal) {
    const { now } = this;
    const firsts = await Promise.all(this.robots.map((robot) => beginning(this.#asker(robot, signal), Math.ceil(now))));
    this.show(live(now - Math.min(now - 60_000, ...firsts)));
  }

  close() {
    for (const robot of [...this.pasts.keys()]) this.#forget(robot);
    this.recorder.stop();
  }
}
