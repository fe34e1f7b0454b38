// The last minute or two of every robot, for the small lines beside its numbers (ui/sparkline.jsx).
// One recording for the whole page; it begins when the first such line is drawn.

import { Recorder } from './recorder.js';

const CAPACITY = 120; // samples: 1 KB for each field of each robot

/** @type {WeakMap<import('../session.js').Session, Recorder>} */
const recorders = new WeakMap();

/**
 * The last values of a field, oldest first.
 * @param {import('../session.js').Session} session @param {string} robot @param {string} field
 * @returns {number[]}
 */
export function traceOf(session, robot, field) {
  const recorder = recorders.get(session) ?? new Recorder(session, CAPACITY);
  recorders.set(session, recorder);
  /** @type {number[]} */
  const values = [];
  recorder.rings.get(robot)?.each(field, 0, (_, value) => values.push(value));
  return values;
}

/**
 * The values as the path of an SVG, from left to right; what is beyond [least, most] is drawn at the
 * edge. '' when there is no line to draw.
 * @param {readonly number[]} values @param {{ width: number, height: number, least: number, most: number }} box
 */
export function pathOf(values, { width, height, least, most }) {
  if (values.length < 2 || !(most > least)) return '';
  const y = (/** @type {number} */ value) =>
    height * (1 - (Math.max(least, Math.min(most, value)) - least) / (most - least));
  const points = values.map((value, i) => `${tenth((i * width) / (values.length - 1))} ${tenth(y(value))}`);
  return `M${points.join('L')}`;
}

/** @param {number} value */
const tenth = (value) => Math.round(value * 10) / 10;

/**
 * What is drawn between when nobody says: all values, and at least `span` around them, so that a
 * battery that lost a tenth does not look like one that is nearly empty.
 * @param {readonly number[]} values @param {number} span
 */
export function boundsOf(values, span) {
  let least = Infinity;
  let most = -Infinity;
  for (const value of values) {
    least = Math.min(least, value);
    most = Math.max(most, value);
  }
  const room = Math.max(0, span - (most - least)) / 2;
  return { least: least - room, most: most + room };
}
