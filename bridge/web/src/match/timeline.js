// The score over the time that was played, read off the log: pauses take no room.

import { leaderOf } from './view.js';

/** @typedef {import('./types.js').Entry} Entry */
/** @typedef {{ at: number, scores: number[], entry: Entry | null }} Step `at` in ms of play; the scores from then on */

const STOPS = ['paused', 'held', 'finished', 'aborted'];
const GOES = ['started', 'resumed', 'goes_on'];

/**
 * @param {readonly Entry[]} entries @param {number} teams how many
 * @returns {{ steps: Step[], length: number }} the first step is the start; length in ms of play
 */
export function timelineOf(entries, teams) {
  let scores = /** @type {number[]} */ (Array(teams).fill(0));
  /** @type {Step[]} */
  const steps = [{ at: 0, scores, entry: null }];
  let played = 0;
  let since = -1; // when the clock began to go; -1: it stands
  const clock = (/** @type {number} */ at) => played + (since < 0 ? 0 : Math.max(0, at - since));
  for (const entry of entries) {
    if (GOES.includes(entry.kind) && since < 0) since = entry.at;
    if (STOPS.includes(entry.kind)) {
      played = clock(entry.at);
      since = -1;
    }
    if (!entry.points || entry.team === undefined || entry.team < 0 || entry.team >= teams) continue;
    scores = changed(scores, entry.team, entry.points);
    steps.push({ at: clock(entry.at), scores, entry });
  }
  return { steps, length: Math.max(played, steps.at(-1)?.at ?? 0) };
}

/** @param {number[]} scores @param {number} team @param {number} points */
const changed = (scores, team, points) => scores.map((score, at) => (at === team ? score + points : score));

/** How often another team came to lead alone. @param {readonly Step[]} steps */
export function leadChanges(steps) {
  let leader = -1;
  let count = 0;
  for (const { scores } of steps) {
    const now = leaderOf(scores);
    if (now < 0 || now === leader) continue;
    if (leader >= 0) count += 1;
    leader = now;
  }
  return count;
}

/**
 * A team's score as a path of level lines and steps, in a box from (0, 0) on top to (width, height).
 * @param {readonly Step[]} steps @param {number} team
 * @param {{ width: number, height: number, length: number, least: number, most: number }} box
 */
export function stepsPath(steps, team, { width, height, length, least, most }) {
  const x = (/** @type {number} */ at) => ((at / Math.max(1, length)) * width).toFixed(1);
  const y = (/** @type {number} */ score) => ((1 - (score - least) / Math.max(1, most - least)) * height).toFixed(1);
  let path = `M0 ${y(steps[0]?.scores[team] ?? 0)}`;
  let last = steps[0]?.scores[team] ?? 0;
  for (const { at, scores } of steps) {
    if (scores[team] === last) continue;
    last = scores[team];
    path += `H${x(at)}V${y(last)}`;
  }
  return `${path}H${width}`;
}

/** The lowest and highest score there was; 0 is always between them. @param {readonly Step[]} steps */
export function boundsOf(steps) {
  const all = steps.flatMap(({ scores }) => scores);
  return { least: Math.min(0, ...all), most: Math.max(1, ...all) };
}
