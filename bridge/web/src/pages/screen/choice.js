// Which match the big screen shows: the newest that is on, a result for as long as one looks at it,
// then the next that gathers. Pure: `now` and when the shown one ended are handed in.

import { holdsRobots, isGathering, isOver } from '../../match/view.js';

const RESULT_MS = 25_000;
/** So long if another match is on already. */
const RESULT_SHORT_MS = 10_000;

/** @typedef {import('../../match/types.js').Doc} Doc */

/**
 * @param {readonly Doc[]} docs the newest first
 * @param {{ wanted: string, shown: string, overSince: number, now: number }} how wanted: "" = any;
 *   shown: the one that is; overSince: when its end was seen, in ms
 * @returns {string} "" = none
 */
export function chosen(docs, { wanted, shown, overSince, now }) {
  if (wanted) return wanted;
  const on = docs.find(({ state }) => holdsRobots(state));
  const before = docs.find(({ id }) => id === shown);
  const stays = on ? RESULT_SHORT_MS : RESULT_MS;
  if (before && isOver(before.state) && now - overSince < stays) return shown;
  const gathers = docs.find(({ id, state }) => isGathering(state) && id === before?.next) ?? docs.find(({ state }) => isGathering(state));
  const over = docs.find(({ state }) => state === 'finished');
  return (on ?? gathers ?? over)?.id ?? '';
}

/**
 * What the address says: /screen?match=ID#invite=CODE; while the page is developed #screen&invite=CODE&match=ID.
 * @param {{ search: string, hash: string }} location
 */
export function wishOf({ search, hash }) {
  const [asked, said] = [new URLSearchParams(search), new URLSearchParams(hash.slice(1))];
  const value = (/** @type {string} */ name) => said.get(name) ?? asked.get(name) ?? '';
  return { match: value('match'), invite: value('invite'), join: value('join') };
}

/** Where people join: with a code they are in at once. @param {string} origin @param {string} code @param {string} match */
export function joinAddress(origin, code, match) {
  const there = match ? `match/${match}` : 'matches';
  return code ? `${origin}/#invite=${encodeURIComponent(code)}&then=${encodeURIComponent(there)}` : `${origin}/#${there}`;
}
