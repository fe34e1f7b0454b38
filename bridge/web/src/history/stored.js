// Which stored values are at hand, and when to ask for others: pure, so that it can be tested to the
// millisecond. One block of cells is kept of each robot; it reaches a window's width beyond the
// window on both sides, so that panning shows something at once.

import { ceilTo, floorTo, gridOf } from './grid.js';
import { POINTS_MOST } from './source.js';

/** What a robot said is in the store after this long. */
export const STORED_MS = 3000;
const PACE_LEAST = 3000;
const PACE_MOST = 60_000;

/**
 * @typedef {object} Block
 * @property {number} from @property {number} to Unix ms @property {number} step ms
 * @property {number} askedAt Unix ms of the arena
 * @property {Map<string, import('./cells.js').Point[]>} fields
 */

/**
 * What to ask for so that the window can be drawn; null: nothing, yet.
 * @param {{ from: number, to: number }} window
 * @param {number} wholeFrom from when on the live recording is whole
 * @param {Pick<Block, 'from' | 'to' | 'step' | 'askedAt'> | null} block what is at hand or under way
 * @param {number} now Unix ms of the arena
 * @returns {{ from: number, to: number, step: number, points: number } | null}
 */
export function wanted(window, wholeFrom, block, now) {
  const { step } = gridOf(window.from, window.to);
  const fits = block && block.step === step && Math.max(0, floorTo(window.from, step)) >= block.from;
  if (!fits) return question(window, step, now);
  const settled = floorTo(now - STORED_MS, step);
  const needed = Math.min(ceilTo(window.to, step), ceilTo(wholeFrom, step), settled);
  const through = Math.min(block.to, block.askedAt - STORED_MS);
  if (floorTo(through, step) >= needed) return null;
  const pace = Math.min(PACE_MOST, Math.max(PACE_LEAST, step));
  return block.to >= needed && now - block.askedAt < pace ? null : question(window, step, now);
}

/** @param {{ from: number, to: number }} window @param {number} step @param {number} now */
function question(window, step, now) {
  const span = window.to - window.from;
  const grid = gridOf(window.from - span, Math.max(window.from + step, Math.min(window.to + span, now)), step);
  const from = Math.max(grid.from, grid.to - POINTS_MOST * step);
  return { from, to: grid.to, step, points: (grid.to - from) / step };
}
