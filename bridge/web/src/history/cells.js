// Stored and live values of one field of one robot, in the cells of a grid. A cell that the live
// recording covers wholly is made of it; any other of what the bridge has stored. So no value counts
// twice, and a hole in the recording is filled as soon as the bridge has been asked.

import { ceilTo } from './grid.js';

/** @typedef {[at: number, count: number, min: number, mean: number, max: number]} Point */
/** @typedef {{ from: number, to: number, step: number, count: number }} Grid */
/** @typedef {{ wholeFrom: number, each: (from: number, take: (at: number, value: number) => void) => void }} Live */

export class Cells {
  /** @param {Grid} grid */
  constructor(grid) {
    this.grid = grid;
    this.counts = new Uint32Array(grid.count);
    this.sums = new Float64Array(grid.count);
    this.mins = new Float64Array(grid.count);
    this.maxs = new Float64Array(grid.count);
  }

  /** @param {number} at Unix ms @param {number} count @param {number} min @param {number} mean @param {number} max */
  add(at, count, min, mean, max) {
    const i = Math.floor((at - this.grid.from) / this.grid.step);
    if (i < 0 || i >= this.grid.count || !(count > 0)) return;
    const fresh = this.counts[i] === 0;
    this.mins[i] = fresh ? min : Math.min(this.mins[i], min);
    this.maxs[i] = fresh ? max : Math.max(this.maxs[i], max);
    this.counts[i] += count;
    this.sums[i] += mean * count;
  }

  /** @param {number} i */
  mean(i) {
    return this.sums[i] / this.counts[i];
  }

  /** What the cells hold, as the bridge would say it. @returns {Point[]} */
  points() {
    /** @type {Point[]} */
    const points = [];
    this.counts.forEach((count, i) => {
      const at = this.grid.from + i * this.grid.step;
      if (count > 0) points.push([at, count, this.mins[i], this.mean(i), this.maxs[i]]);
    });
    return points;
  }
}

/**
 * @param {Grid} grid @param {readonly Point[]} stored @param {Live | null} live
 * @returns {Cells}
 */
export function cellsOf(grid, stored, live) {
  const cells = new Cells(grid);
  const edge = live ? ceilTo(live.wholeFrom, grid.step) : Infinity;
  for (const [at, count, min, mean, max] of stored) if (at < edge) cells.add(at, count, min, mean, max);
  if (edge < grid.to) live?.each(edge, (at, value) => cells.add(at, 1, value, value, value));
  return cells;
}

/**
 * Where a line is broken: between two values that are further apart than the robot's own pace
 * explains, and than the distances around are (a robot may be slower than its card says).
 * @param {readonly number[]} filled indices of cells with a value, rising
 * @param {(k: number) => number} allowed how many cells behind filled[k] are no gap at any pace
 * @returns {Set<number>} indices into `filled`: there is a gap behind that one
 */
export function gapsIn(filled, allowed) {
  /** @type {Set<number>} */
  const gaps = new Set();
  const apart = (/** @type {number} */ k) =>
    k < 0 || k + 1 >= filled.length ? Infinity : filled[k + 1] - filled[k];
  for (let k = 0; k + 1 < filled.length; k += 1) {
    const near = Math.min(apart(k - 2), apart(k - 1), apart(k + 1), apart(k + 2));
    const usual = near === Infinity ? 0 : 2.5 * near;
    if (apart(k) > Math.max(allowed(k), usual)) gaps.add(k);
  }
  return gaps;
}

/**
 * How many cells may follow a cell until the next value: some of the robot's own steps, and as many
 * as the values in it took (what is stored by the minute is no row of gaps).
 * @param {number} step ms @param {number} paceMs of its status @param {number} count values in the cell
 */
export const reach = (step, paceMs, count) => Math.max(2.5, (Math.max(3.5, 1.5 * count) * paceMs) / step);

/** @typedef {(number | null | undefined)[]} Column null is a gap, undefined is nothing to draw */

/**
 * The columns of a plot: the mean as a line, max and min as a band.
 * @param {Cells} cells @param {number} paceMs
 * @returns {{ mean: Column, max: Column, min: Column, alone: number[] }} alone: cells without a
 *   neighbour to draw a line to
 */
export function columnsOf(cells, paceMs) {
  const { count, step } = cells.grid;
  /** @type {number[]} */
  const filled = [];
  cells.counts.forEach((n, i) => n > 0 && filled.push(i));
  const gaps = gapsIn(filled, (k) => reach(step, paceMs, cells.counts[filled[k]]));
  /** @type {Column} */
  const mean = new Array(count).fill(undefined);
  const max = mean.slice();
  const min = mean.slice();
  /** @type {number[]} */
  const alone = [];
  filled.forEach((i, k) => {
    mean[i] = cells.mean(i);
    max[i] = cells.maxs[i];
    min[i] = cells.mins[i];
    if (gaps.has(k)) for (const column of [mean, max, min]) column.fill(null, i + 1, filled[k + 1]);
    if ((k === 0 || gaps.has(k - 1)) && (k === filled.length - 1 || gaps.has(k))) alone.push(i);
  });
  return { mean, max, min, alone };
}
