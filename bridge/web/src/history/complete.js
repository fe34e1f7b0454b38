// Every value that the bridge still has of a stretch of time, however long: asked in short stretches
// from the newest back, each halved until no cell holds two values. Where halving brings nothing more
// the values are stored by the minute or the hour only, and so is everything older: from there on the
// stretches are long.

import { POINTS_MOST } from './source.js';

const SHORT_MS = 15 * 60_000; // at 20 messages a second still read as they came
const LONG_MS = 24 * 3_600_000;
const CELL_LEAST = 25;

/** @typedef {import('./source.js').Answer} Answer */
/** @typedef {(from: number, to: number, points: number) => Promise<Answer>} Ask */

/** @param {Answer} answer */
const sizeOf = ({ fields }) => [...fields.values()].reduce((sum, points) => sum + points.length, 0);
/** @param {Answer} answer */
const crowded = ({ fields }) => [...fields.values()].some((points) => points.some(([, count]) => count > 1));

/** @param {Ask} ask @param {number} from @param {number} to */
const askAll = (ask, from, to) => ask(from, to, Math.min(POINTS_MOST, Math.max(1, to - from)));

/**
 * @param {Ask} ask @param {number} from @param {number} to @param {Answer} answer the stretch as a whole
 * @returns {Promise<{ parts: Answer[], rolled: boolean }>} rolled: finer is not there
 */
async function refine(ask, from, to, answer) {
  if (!crowded(answer) || to - from <= CELL_LEAST * POINTS_MOST) return { parts: [answer], rolled: false };
  const middle = Math.floor((from + to) / 2);
  const earlier = await askAll(ask, from, middle);
  const later = await askAll(ask, middle, to);
  if (sizeOf(earlier) + sizeOf(later) <= sizeOf(answer)) return { parts: [answer], rolled: true };
  const first = await refine(ask, from, middle, earlier);
  const second = await refine(ask, middle, to, later);
  return { parts: [...first.parts, ...second.parts], rolled: first.rolled };
}

/** @param {Answer[]} parts in order of time @returns {Map<string, import('./cells.js').Point[]>} */
function joined(parts) {
  /** @type {Map<string, import('./cells.js').Point[]>} */
  const fields = new Map();
  for (const part of parts)
    for (const [field, points] of part.fields) {
      const known = fields.get(field) ?? [];
      for (const point of points) known.push(point);
      fields.set(field, known);
    }
  return fields;
}

/**
 * @param {Ask} ask @param {number} from @param {number} to Unix ms
 * @param {(share: number) => void} [told] how much of the way is done, 0…1
 */
export async function complete(ask, from, to, told = () => {}) {
  /** @type {Answer[]} */
  let parts = [];
  let length = SHORT_MS;
  let onlyRolled = false;
  for (let end = to; end > from; ) {
    const begin = Math.max(from, end - length);
    const answer = await askAll(ask, begin, end);
    const empty = sizeOf(answer) === 0;
    if (!empty && !onlyRolled && length > SHORT_MS) {
      length = SHORT_MS; // a long stretch was only for where nothing is
      continue;
    }
    /** @type {{ parts: Answer[], rolled: boolean }} */
    const found = onlyRolled ? { parts: [answer], rolled: true } : await refine(ask, begin, end, answer);
    parts = [...found.parts, ...parts];
    onlyRolled ||= found.rolled;
    if (empty || onlyRolled) length = Math.min(LONG_MS, length * 2);
    end = begin;
    told((to - end) / (to - from));
  }
  return joined(parts);
}

/**
 * When the bridge's history of a robot begins, to within a hundredth of its length.
 * @param {Ask} ask @param {number} now @returns {Promise<number>} `now` when there is none
 */
export async function beginning(ask, now) {
  let from = 0;
  for (let tries = 0; tries < 4; tries += 1) {
    const { fields } = await askAll(ask, from, now);
    const first = Math.min(...[...fields.values()].map((points) => points[0]?.[0] ?? Infinity));
    if (first === Infinity) return from || now;
    if (first - from < (now - first) / 100) return first;
    from = first;
  }
  return from;
}
