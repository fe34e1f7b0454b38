// Time in cells: a window of the past is drawn (and asked for) in cells of one step. Steps come from
// a short list and cells begin at whole multiples of them, so that a cell is the same cell whatever
// window it is seen through: panning makes no value jump, and what was stored and what was heard
// live fall into the same ones.

const S = 1000;
const MIN = 60 * S;
const H = 60 * MIN;
const D = 24 * H;

const STEPS = Object.freeze([
  50, 100, 200, 500, S, 2 * S, 5 * S, 10 * S, 15 * S, 30 * S, MIN, 2 * MIN, 5 * MIN, 10 * MIN, 15 * MIN,
  30 * MIN, H, 2 * H, 3 * H, 6 * H, 12 * H, D, 2 * D, 7 * D, 14 * D, 30 * D,
]);

/** Cells across a window: enough for a wide plot, and three windows of them are one question. */
const CELLS = 600;

/** @param {number} span ms @returns {number} ms */
export function stepFor(span) {
  return STEPS.find((step) => span / step <= CELLS) ?? STEPS[STEPS.length - 1];
}

/** @param {number} at @param {number} step */
export const floorTo = (at, step) => Math.floor(at / step) * step;
/** @param {number} at @param {number} step */
export const ceilTo = (at, step) => Math.ceil(at / step) * step;

/**
 * The cells that a window touches.
 * @param {number} from Unix ms @param {number} to @param {number} [step]
 * @returns {{ from: number, to: number, step: number, count: number }}
 */
export function gridOf(from, to, step = stepFor(to - from)) {
  const first = Math.max(0, floorTo(from, step));
  const last = Math.max(first + step, ceilTo(to, step));
  return { from: first, to: last, step, count: (last - first) / step };
}
