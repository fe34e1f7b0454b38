// Why one's robot does not do what the hands say, in a match: what the match itself holds comes before
// what may be wrong with the robot. The first row that is true counts; each has its sentence in words.

import { hindranceOf } from '../pages/drive/hindrance.js';
import { isOver } from '../match/view.js';

/** @typedef {import('../pages/drive/hindrance.js').Facts} Facts */
/** @typedef {import('../pages/drive/hindrance.js').Help} Help */
/** @typedef {import('./view.js').View} View */
/** @typedef {import('./view.js').Place} Place */
/** @typedef {keyof import('../match/words/fight.en.js').Words['standing']} Own */
/** @typedef {{ code: string, own: boolean, tone: 'bad' | 'warn' | 'wait', help?: Help, seconds: number }} Standing
 *   `own`: its sentence is of the match's words */

/** @typedef {{ view: View, place: Place | null, facts: Facts }} Here */

/** What no match can do without: they are told before anything of the match. */
const FIRST = ['taken_over', 'refused', 'offline', 'hidden'];
/** What helps in free driving and not in a match. */
const NOT_HERE = ['release', 'robots'];
/** In a match these are said otherwise: only a referee clears a stop. */
const OTHERWISE = ['stopped_own', 'stopped_other', 'stopped_both', 'stopped_unnamed', 'no_lease', 'robot_offline', 'robot_lost', 'robot_stale', 'out_of_service', 'not_drive'];

/** @type {[code: Own, tone: Standing['tone'], is: (here: Here) => unknown][]} */
const ROWS = [
  ['over', 'wait', ({ view }) => isOver(view.state)],
  ['held', 'warn', ({ view }) => view.held],
  ['paused', 'warn', ({ view }) => view.state === 'paused'],
  ['countdown', 'wait', ({ view }) => view.state === 'countdown'],
  ['watching', 'wait', ({ view }) => view.team < 0],
  ['no_robot', 'bad', ({ place }) => !place?.robot],
  ['out', 'bad', ({ place }) => place?.state === 'out'],
  ['down', 'bad', ({ place }) => place?.state === 'down'],
];

/** @param {Here} here @returns {Standing | null} null: it moves as it is told */
export function standingOf(here) {
  const { facts, view, place } = here;
  const general = hindranceOf(facts);
  if (general && FIRST.includes(general.code)) return asHere(general, facts);
  const row = ROWS.find(([, , is]) => is(here));
  if (!row) return general && asHere(general, facts);
  const seconds = row[0] === 'down' ? Math.ceil((place?.backMs ?? 0) / 1000) : Math.ceil(view.clockMs / 1000);
  return { code: row[0], own: true, tone: row[1], seconds };
}

/** @param {import('../pages/drive/hindrance.js').Hindrance} general @param {Facts} facts @returns {Standing} */
function asHere({ code, tone, help }, { referee }) {
  const helps = help && !NOT_HERE.includes(help) && (help !== 'clear' || referee) ? help : undefined;
  return { code, tone, help: helps, own: OTHERWISE.includes(code), seconds: 0 };
}

/** Sticks and trigger are alive: a short pause of the network does not take them away. @param {Standing | null} standing */
export const isAlive = (standing) => standing === null || standing.code === 'deadman';
