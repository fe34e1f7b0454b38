// All plots of the page together: one window, one cursor, one beat at which they are drawn.

import { Emitter } from '../../emitter.js';
import { gridOf } from '../../history/grid.js';
import { palette } from './chart.js';

const BEAT_LEAST = 100;
const BEAT_MOST = 1000;
const CALM_LEAST = 500; // for people who want less motion

/** @typedef {import('../../history/history.js').History} History */
/**
 * A plot as the board knows it.
 * @typedef {object} Plot
 * @property {import('./chart.js').Chart} chart
 * @property {string} field
 * @property {() => boolean} visible
 * @property {(at: number | null) => void} read says the values at a time
 */

/** @extends {Emitter<{ pointed: number | null, boxing: boolean }>} */
export class Board extends Emitter {
  /** @type {Set<Plot>} */
  #plots = new Set();
  #frame = 0;
  #timer = 0;
  /** @type {number | null} the time that is pointed at */
  cursor = null;
  boxing = false;
  #calm = matchMedia('(prefers-reduced-motion: reduce)');

  /** @param {History} history */
  constructor(history) {
    super();
    this.history = history;
    this.#stops = ['changed', 'arrived'].map((word) => history.on(/** @type {any} */ (word), () => this.soon()));
    this.#wake = () => {
      history.recorder.interrupt();
      this.soon();
    };
    document.addEventListener('visibilitychange', this.#wake);
    this.#beat();
  }

  #stops;
  #wake;

  /** @param {Plot} plot @returns {() => void} */
  add(plot) {
    this.#plots.add(plot);
    this.soon();
    return () => this.#plots.delete(plot);
  }

  /** Draws in the next frame. */
  soon() {
    this.#frame ||= requestAnimationFrame(() => {
      this.#frame = 0;
      this.draw();
    });
  }

  #beat() {
    const { view } = this.history;
    const least = this.#calm.matches ? CALM_LEAST : BEAT_LEAST;
    const pace = Math.min(BEAT_MOST, Math.max(least, view.span / 600));
    this.#timer = window.setTimeout(() => this.#beat(), pace);
    this.history.look();
    if (view.follow && document.visibilityState === 'visible') this.soon();
  }

  draw() {
    const { history } = this;
    const { window } = history;
    const grid = gridOf(window.from, window.to);
    const colours = palette();
    for (const plot of this.#plots) {
      if (!plot.visible()) continue;
      plot.chart.draw(window, colours, ({ robot }) => ({
        cells: history.cells(robot, plot.field, grid),
        pace: history.pace(robot),
      }));
      plot.chart.point(this.cursor);
      plot.read(this.cursor);
    }
  }

  /** @param {number | null} at Unix ms */
  point(at) {
    if (at === this.cursor) return;
    this.cursor = at;
    for (const plot of this.#plots) {
      plot.chart.point(at);
      plot.read(at);
    }
    this.emit('pointed', at);
  }

  /** @param {number} by cells */
  stepCursor(by) {
    const { window } = this.history;
    const { step, to } = gridOf(window.from, window.to);
    const at = this.cursor === null ? Math.min(to, this.history.now) : this.cursor + by * step;
    this.point(Math.max(window.from, Math.min(window.to, at)));
  }

  /** @param {boolean} on the next drag draws a box */
  box(on) {
    this.boxing = on;
    this.emit('boxing', on);
  }

  boxed() {
    if (this.boxing) this.box(false);
  }

  close() {
    clearTimeout(this.#timer);
    cancelAnimationFrame(this.#frame);
    document.removeEventListener('visibilitychange', this.#wake);
    for (const stop of this.#stops) stop();
  }
}
