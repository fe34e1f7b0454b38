// Where a replay is: it plays at a rate, stands, jumps, ends. Times of the match in ms; `now` is handed
// in, any monotonic ms.

import { Emitter } from '../emitter.js';

export const RATES = Object.freeze([0.25, 0.5, 1, 2, 4, 8]);

/** @extends {Emitter<{ changed: void }>} it plays, stands or jumped; not that time passed */
export class Player extends Emitter {
  from = 0;
  to = 0;
  rate = 1;
  playing = false;
  /** All of it is here: its end is the end. */
  whole = false;
  #at = 0;
  #since = 0;

  /** What there is to play; it grows while it is fetched. @param {number} from @param {number} to @param {boolean} [whole] */
  span(from, to, whole = true) {
    if (from === this.from && to === this.to && whole === this.whole) return;
    Object.assign(this, { from, to, whole });
    this.#at = Math.max(from, this.#at);
    this.emit('changed', undefined);
  }

  /** @param {number} now @returns {number} */
  at(now) {
    const passed = this.playing ? (now - this.#since) * this.rate : 0;
    return Math.max(this.from, Math.min(this.to, this.#at + passed));
  }

  /** @param {number} now */
  isAtEnd(now) {
    return this.at(now) >= this.to;
  }

  /** From the end it begins anew. @param {number} now */
  play(now) {
    this.#set(this.isAtEnd(now) ? this.from : this.at(now), now, true);
  }

  /** @param {number} now */
  pause(now) {
    this.#set(this.at(now), now, false);
  }

  /** @param {number} now */
  toggle(now) {
    if (this.playing && !this.isAtEnd(now)) this.pause(now);
    else this.play(now);
  }

  /** @param {number} at @param {number} now */
  seek(at, now) {
    const there = Number.isFinite(at) ? at : this.from;
    this.#set(Math.max(this.from, Math.min(this.to, there)), now, this.playing);
  }

  /** @param {number} rate one of RATES, else nothing @param {number} now */
  setRate(rate, now) {
    if (!RATES.includes(rate)) return;
    const at = this.at(now);
    this.rate = rate;
    this.#set(at, now, this.playing);
  }

  /** @param {number} steps up or down @param {number} now */
  faster(steps, now) {
    const place = RATES.indexOf(this.rate) + steps;
    this.setRate(RATES[Math.max(0, Math.min(RATES.length - 1, place))], now);
  }

  /** At the end it stands by itself. @param {number} now */
  settle(now) {
    if (this.playing && this.whole && this.isAtEnd(now)) this.pause(now);
  }

  /** @param {number} at @param {number} now @param {boolean} playing */
  #set(at, now, playing) {
    this.#at = at;
    this.#since = now;
    this.playing = playing;
    this.emit('changed', undefined);
  }
}
