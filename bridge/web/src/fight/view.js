// A running match as its player's display needs it at this moment: one's own robots, the teams, the
// clock. Made of the document and the newest live message, carried on by the clock in between.

import { looksOf } from '../arena/teams.js';
import { clockOf, fightersOf, fightersOfPlayer, scoresOf, stateOf, teamOfPlayer, winnerOf } from '../match/view.js';

/** @typedef {import('../match/view.js').Known} Known */
/** @typedef {import('../match/view.js').Fighter} Fighter */

/**
 * @typedef {object} Place one of the person's robots, or where one is missing
 * @property {number} index among the person's own @property {string} robot "" = none
 * @property {import('../match/types.js').UnitState} state
 * @property {number} health 0–1 @property {number} points of health @property {number} heat % as last said
 * @property {boolean} hot @property {number} lives -1 = without end @property {number} backMs @property {number} limit %
 */
/** @typedef {{ name: string, look: import('../arena/teams.js').Look | undefined, score: number, own: boolean, up: number, all: number }} Side */
/**
 * @typedef {object} View
 * @property {string} id @property {string} name @property {string} state @property {boolean} held
 * @property {boolean} runs the clock does @property {number} clockMs @property {Side[]} sides
 * @property {number} team one's own, -1 = a watcher @property {Place[]} places
 * @property {number | null} winner a team, -1 = a draw @property {Record<string, number>} rules
 */

/** Live messages are this late at most before the display stops guessing. */
const GUESS_MOST_MS = 1500;

/** A robot that neither drives nor is hit. @param {string} state of a unit */
export const isDown = (state) => state === 'down' || state === 'out';

/** @param {Known} match with a document @param {string} principal @param {number} now ms @returns {View} */
export function viewOf(match, principal, now) {
  const doc = /** @type {import('../match/types.js').Doc} */ (match.doc);
  const state = stateOf(match);
  const held = doc.held === true;
  const team = teamOfPlayer(doc, principal);
  const since = state === 'running' && !held ? Math.min(GUESS_MOST_MS, Math.max(0, now - Math.max(match.liveAt, match.docAt))) : 0;
  return {
    id: doc.id, name: doc.name, state, held, team, rules: doc.rules,
    runs: state === 'running' && !held,
    clockMs: clockOf(match, now),
    sides: sidesOf(match, team),
    places: fightersOfPlayer(match, principal).map((fighter, index) => placeOf(fighter, index, doc.rules, since)),
    winner: winnerOf(doc),
  };
}

/** @param {Known} match @param {number} own @returns {Side[]} */
function sidesOf(match, own) {
  const teams = match.doc?.teams ?? [];
  const looks = looksOf(teams);
  const scores = scoresOf(match);
  const fighters = fightersOf(match).filter(({ robot }) => robot);
  return teams.map(({ name }, team) => {
    const its = fighters.filter((one) => one.team === team);
    return { name, look: looks[team], score: scores[team], own: team === own, up: its.filter(({ state }) => !isDown(state)).length, all: its.length };
  });
}

/** @param {Fighter} fighter @param {number} index @param {Record<string, number>} rules @param {number} since ms @returns {Place} */
function placeOf({ robot, state, health, heat, hot = false, lives = -1, back = 0, limit }, index, rules, since) {
  return {
    index, robot: robot ?? '', state, heat, hot, lives, limit,
    health: Math.max(0, Math.min(1, health / (rules.hit_points || 100))),
    points: health,
    backMs: Math.max(0, back - since),
  };
}
