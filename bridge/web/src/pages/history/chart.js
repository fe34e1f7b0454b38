// One field as a plot: of each robot a line for the mean and, where values are drawn together, a
// band from the least to the most. uPlot draws; what it is given, and the cursor, are made here.

import uPlot from 'uplot';
import { columnsOf } from '../../history/cells.js';
import { APART, ticksOf } from './ticks.js';
import { numberTicks, timeTicks } from './format.js';

const HEIGHT = 190;
const FONT = '12px system-ui, sans-serif';
const ROOM = 0.08; // above and below what is drawn
export const SLOTS = 8;

/** @typedef {{ robot: string, slot: number }} Line */
/** @typedef {import('../../history/cells.js').Cells} Cells */
/** @typedef {{ ink: string, soft: string, line: string, lines: string[] }} Palette */

/** The colours in force: of the tokens, so that a change of the theme is seen at the next drawing. @returns {Palette} */
export function palette() {
  const style = getComputedStyle(document.documentElement);
  const token = (/** @type {string} */ name) => style.getPropertyValue(name).trim();
  return {
    ink: token('--ink'),
    soft: token('--soft'),
    line: token('--line'),
    lines: Array.from({ length: SLOTS }, (_, slot) => token(`--line-${slot + 1}`)),
  };
}

/** A range with room around, never empty. @type {uPlot.Scale.Range} */
const roomy = (_, least, most) => {
  if (least === null || most === null) return [0, 1];
  const room = Math.max((most - least) * ROOM, Math.abs(most) * 0.005, 1e-6);
  return [least - room, most + room];
};

export class Chart {
  /** @type {Palette} */
  #palette = palette();
  /** @type {{ line: Line, cells: Cells }[]} */
  #shown = [];
  /** @type {number[][]} cells to draw as points, by line */
  #alone = [];
  #window = { from: 0, to: 1 };
  #cross = document.createElement('i');

  /** @param {HTMLElement} element @param {Line[]} lines @param {string} unit */
  constructor(element, lines, unit) {
    this.element = element;
    this.lines = lines;
    this.#cross.className = 'cross';
    this.#cross.hidden = true;
    this.plot = new uPlot(this.#options(unit), [[], ...lines.flatMap(() => [[], [], []])], element);
    this.plot.over.append(this.#cross);
    this.#watch = new ResizeObserver(() => this.#resize());
    this.#watch.observe(element);
  }

  #watch;

  /** @param {string} unit @returns {uPlot.Options} */
  #options(unit) {
    const axis = { stroke: () => this.#palette.soft, font: FONT, labelFont: FONT };
    const ruled = { grid: { stroke: () => this.#palette.line, width: 1 }, ticks: { show: false } };
    return {
      width: Math.max(120, this.element.clientWidth),
      height: HEIGHT,
      ms: 1,
      padding: [8, 30, 0, 0],
      legend: { show: false },
      cursor: { show: false },
      scales: { x: { time: true, range: () => [this.#window.from, this.#window.to] }, y: { range: roomy } },
      axes: [
        { ...axis, ...ruled, space: 84, size: 40, incrs: [...APART], splits: (_, __, least, most, apart) => ticksOf(least, most, apart), values: (_, ticks, __, ___, apart) => timeTicks(ticks, apart) },
        {
          ...axis, ...ruled, space: 34, size: 52, values: (_, ticks, __, ___, apart) => numberTicks(ticks, apart),
          ...(unit ? { label: unit, labelSize: 20, labelGap: 2 } : {}),
        },
      ],
      series: [{}, ...this.lines.flatMap((line, i) => this.#series(line, i))],
      bands: this.lines.map((line, i) => ({ series: [3 * i + 2, 3 * i + 3], fill: () => `${this.#colour(line)}33` })),
    };
  }

  /** @param {Line} line */
  #colour({ slot }) {
    return this.#palette.lines[slot];
  }

  /** Mean, max, min. @param {Line} line @param {number} i @returns {uPlot.Series[]} */
  #series(line, i) {
    const edge = { width: 0, points: { show: false } };
    const stroke = () => this.#colour(line);
    const points = { show: true, size: 5, stroke, fill: stroke, filter: () => this.#alone[i] ?? [] };
    return [{ stroke, width: 2, dash: line.slot >= SLOTS / 2 ? [7, 4] : undefined, points }, edge, edge];
  }

  #resize() {
    const width = this.element.clientWidth;
    if (width > 0 && width !== this.plot.width) this.plot.setSize({ width, height: HEIGHT });
  }

  /**
   * @param {{ from: number, to: number }} window @param {Palette} colours
   * @param {(line: Line) => { cells: Cells, pace: number }} of
   */
  draw(window, colours, of) {
    this.#palette = colours;
    this.#window = window;
    this.#shown = [];
    this.#alone = [];
    /** @type {any[]} */
    const data = [[]];
    for (const line of this.lines) {
      const { cells, pace } = of(line);
      const { mean, max, min, alone } = columnsOf(cells, pace);
      this.#shown.push({ line, cells });
      this.#alone.push(alone);
      data.push(mean, max, min);
      data[0] = timesOf(cells.grid);
    }
    this.plot.setData(data);
    this.element.dataset.empty = String(this.#shown.every(({ cells }) => cells.counts.every((count) => count === 0)));
  }

  /** Puts the cursor at a time; null takes it away. @param {number | null} at Unix ms */
  point(at) {
    const left = at === null ? -1 : this.plot.valToPos(at, 'x');
    this.#cross.hidden = !(left >= 0 && left <= this.plot.over.clientWidth);
    this.#cross.style.transform = `translateX(${Math.round(left)}px)`;
  }

  /**
   * What the lines show at a time, or last.
   * @param {number | null} at
   * @returns {({ mean: number, min: number, max: number, count: number } | null)[]} by line
   */
  values(at) {
    return this.#shown.map(({ cells }) => {
      const i = at === null ? lastOf(cells) : nearOf(cells, at);
      if (i < 0) return null;
      return { mean: cells.mean(i), min: cells.mins[i], max: cells.maxs[i], count: cells.counts[i] };
    });
  }

  close() {
    this.#watch.disconnect();
    this.plot.destroy();
  }
}

/** The middles of the cells. @param {import('../../history/cells.js').Grid} grid */
const timesOf = ({ from, step, count }) => Array.from({ length: count }, (_, i) => from + (i + 0.5) * step);

/** @param {Cells} cells */
function lastOf({ counts }) {
  let i = counts.length - 1;
  while (i >= 0 && counts[i] === 0) i -= 1;
  return i;
}

/** The filled cell next to a time, at most some cells away: a gap has no values. @param {Cells} cells @param {number} at */
function nearOf(cells, at) {
  const { from, step } = cells.grid;
  const here = Math.floor((at - from) / step);
  const reach = Math.max(2, Math.ceil(1500 / step));
  for (let away = 0; away <= reach; away += 1) {
    if (cells.counts[here - away] > 0) return here - away;
    if (cells.counts[here + away] > 0) return here + away;
  }
  return -1;
}
