// Where a match leads a person: decided without the page, so that it can be tested.
//
// Whoever gets a robot is shown the driving page, from the pages on the way to it; who reads something
// else reads on. Whoever drove in a match stays on the driving page as long as the match holds robots,
// with or without one (a spare may come, a respawn), and sees the result behind it. That the seat is gone
// may be heard before the end is: so whoever loses it waits a moment for what it means (`lingers`).

import { holdsRobots, isGathering, isOver } from './view.js';

/** From these pages one goes on to driving. */
const ON_THE_WAY = ['robots', 'join', 'drive', 'matches', 'match'];

/**
 * @typedef {object} Place
 * @property {string} page the one that is shown
 * @property {boolean} drives one has a robot
 * @property {boolean} settled it is known whether one does
 * @property {{ id: string, state: string, seated: boolean } | null} match in which one has, or last had, a seat
 */

/** What a change of it may lead elsewhere: nothing else does. @param {Place} place */
export const turnOf = ({ drives, settled, match }) => [drives, settled, match?.id, match?.seated, match ? stageOf(match.state) : ''].join();

/** @param {string} state */
const stageOf = (state) => (holdsRobots(state) ? 'on' : isOver(state) ? 'over' : 'before');

/** @param {Place['match']} match */
const plays = (match) => match !== null && match.seated && holdsRobots(match.state);

/** @param {Place['match']} match @returns {string} where one goes who has no robot any more */
function behind(match) {
  if (match && isOver(match.state)) return `match/${match.id}/result`;
  return match && (match.seated || holdsRobots(match.state)) ? `match/${match.id}` : '';
}

/** What has happened is looked at for a while before one is led away. @param {Place} place */
export const lingers = ({ drives, match }) => !drives && match !== null && !isGathering(match.state);

/** @param {Place} place @returns {string | null} an address for the router; null: where one is */
export function wayOf({ page, drives, settled, match }) {
  const wanted = drives || plays(match);
  if (page === 'drive') return wanted || !settled ? null : behind(match);
  return wanted && ON_THE_WAY.includes(page) ? 'drive' : null;
}
