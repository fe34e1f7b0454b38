// Matches: the document, what changes while one runs, one entry of the log.

import { any, i32, place, refusals, time, u32 } from './parts.js';
import { Fault, bool, choice, id, integer, list, may, name, need, object, orNull, principal,
  word } from './schema.js';
import { ENTRY_KINDS, MATCH_STATES, MISSINGS, RULES, UNIT_STATES, VERDICTS } from './words.js';

/** @typedef {import('./schema.js').Check} Check */
/** @typedef {typeof MATCH_STATES[number]} MatchState */
/** @typedef {typeof UNIT_STATES[number]} UnitState */
/** @typedef {typeof MISSINGS[number]} MissingWhy */

/**
 * @typedef {object} MatchUnit one robot's place in a match
 * @property {string | null} robot null: none yet
 * @property {UnitState} state
 * @property {number} health 0 … rules.hit_points
 * @property {number} heat 0 … 100 %
 * @property {true} [hot] overheated: its shots do not count
 * @property {number} [lives] left; absent: without end
 * @property {number} [back] ms; down: until the respawn; shielded: until it can be hit
 * @property {number} limit % of its speed that is left to it
 */
/**
 * @typedef {object} MatchSeat
 * @property {string | null} player principal; null: free
 * @property {boolean} ready
 * @property {number} [away] ms for which the seat still waits for its player; absent: there
 * @property {MatchUnit[]} units
 */
/** @typedef {{ name: string, score: number, seats: MatchSeat[] }} MatchTeam */
/** @typedef {{ why: MissingWhy, who: string, bypassed?: true }} MatchMissing who: a team's name, a principal or a robot */
/**
 * @typedef {object} MatchPlayer statistics of one who had a seat
 * @property {string} player principal
 * @property {number} [team]
 * @property {number} shots
 * @property {number} hits
 * @property {number} eliminations
 * @property {number} deaths
 * @property {number} points
 * @property {number} distance_mm
 * @property {number} driven_ms
 * @property {Record<string, number>} [refused] frames, by the word of the refusal; none is 0
 * @property {number} stops
 * @property {number} [delay_p50_ms] as the driver's program measured
 * @property {number} [delay_p99_ms]
 */
/**
 * @typedef {object} Match the document match/{id}. Seats and units are numbered from 0 over the
 *   whole match: team by team, seat by seat.
 * @property {string} id
 * @property {string} [name]
 * @property {MatchState} state
 * @property {string} [host] principal
 * @property {boolean} held the clock stands: the arena lost its connection
 * @property {number} [created] Unix ms
 * @property {number} [started]
 * @property {number} [ended]
 * @property {number} seq of the last entry of the log
 * @property {number} clock ms; running, paused: left to play; countdown: until the start; else
 *   the duration, or what was left at the end
 * @property {number} [winner] team, -1 = a draw; absent: undecided
 * @property {string} [next] the match that goes on from this one
 * @property {Record<string, number>} rules all of RULES
 * @property {MatchTeam[]} teams
 * @property {MatchMissing[]} [missing] absent: nothing
 * @property {string[]} [queue] principals that wait for a seat
 * @property {MatchPlayer[]} [players] only when it is over
 */
/**
 * @typedef {object} LiveUnit
 * @property {string} robot
 * @property {UnitState} state
 * @property {number} health
 * @property {number} heat
 * @property {true} [hot]
 * @property {number} [back]
 * @property {number} limit
 * @property {number} [shots] since the last live message
 * @property {{ x: number, y: number, heading: number }} [pose] m, m, degrees clockwise from +y
 */
/**
 * @typedef {object} MatchLive match/{id}/live
 * @property {number} at ms since the match was created
 * @property {number} seq of the last entry of the log
 * @property {MatchState} state
 * @property {number} clock
 * @property {number[]} scores by team
 * @property {LiveUnit[]} units those with a robot
 */
/**
 * @typedef {object} MatchEntry match/{id}/event. Which members a kind has: robot/base/match.h;
 *   a number that is absent is 0.
 * @property {number} seq 1, 2, 3 … without a gap
 * @property {number} at
 * @property {number} [ts] Unix ms
 * @property {typeof ENTRY_KINDS[number]} kind
 * @property {string} [who] principal
 * @property {string} [robot]
 * @property {string} [by] robot
 * @property {number} [team] finished: the winner, absent = a draw
 * @property {number} [seat]
 * @property {number} [unit]
 * @property {typeof VERDICTS[number]} [verdict]
 * @property {number} [points]
 * @property {number} [value]
 * @property {number} [fire] id of the robot's own event
 * @property {number} [hit]
 * @property {number} [ref] seq
 * @property {number} [ms]
 * @property {MissingWhy} [missing]
 * @property {string} [about]
 */

const matchState = choice(MATCH_STATES);

const unitMembers = {
  state: may(choice(UNIT_STATES), { fill: 'up' }),
  health: may(integer(0, 1000), { fill: 0 }),
  heat: may(integer(0, 100), { fill: 0 }),
  hot: may(bool, { drop: false }),
  back: may(u32, { drop: 0 }),
  limit: may(integer(0, 100), { fill: 100 }),
};

const unit = object({
  robot: may(orNull(id), { fill: null }),
  ...unitMembers,
  lives: may(integer(0, 100)),
});

const seat = object({
  player: may(orNull(principal), { fill: null }),
  ready: may(bool, { fill: false }),
  away: may(u32),
  units: may(list(unit, 4), { fill: [] }),
});

const team = object({
  name: need(word(31)),
  score: may(i32, { fill: 0 }),
  seats: may(list(seat, 10), { fill: [] }),
});

/** @type {Check} of one match at most 64 units */
const teams = (value, path) => {
  const checked = list(team, 4)(value, path);
  const seats = checked.flatMap((/** @type {MatchTeam} */ { seats }) => seats);
  if (seats.reduce((/** @type {number} */ sum, /** @type {MatchSeat} */ { units }) => sum + units.length, 0) > 64)
    throw new Fault(path, 'have more than 64 units');
  return checked;
};

const reason = object({ why: need(lineOf), who: need(word(41)), bypassed: may(bool, { drop: false }) });

/** @type {Check} */
function lineOf(value, path) {
  if (typeof value !== 'string') throw new Fault(path, 'must be a string');
  return value;
}

/** @type {Check} reasons that this version does not know are left out */
const missing = (value, path) => list(reason, 32)(value, path)
  .filter((/** @type {MatchMissing} */ { why }) => MISSINGS.includes(why));

const rules = object(Object.fromEntries(RULES.map(({ name: rule, least, most, standard }) => (
  [rule, may(integer(least, most), { fill: standard })]))));

const player = object({
  player: need(principal),
  team: may(integer(0, 3)),
  shots: may(u32, { fill: 0 }),
  hits: may(u32, { fill: 0 }),
  eliminations: may(u32, { fill: 0 }),
  deaths: may(u32, { fill: 0 }),
  points: may(i32, { fill: 0 }),
  distance_mm: may(u32, { fill: 0 }),
  driven_ms: may(u32, { fill: 0 }),
  refused: may(refusals, { drop: {} }),
  stops: may(u32, { fill: 0 }),
  delay_p50_ms: may(u32, { drop: 0 }),
  delay_p99_ms: may(u32, { drop: 0 }),
});

const match = object({
  id: need(id),
  name: may(name(64), { drop: '' }),
  state: need(matchState),
  host: may(principal),
  held: may(bool, { fill: false }),
  created: may(time, { drop: 0 }),
  started: may(time, { drop: 0 }),
  ended: may(time, { drop: 0 }),
  seq: may(u32, { fill: 0 }),
  clock: may(u32, { fill: 0 }),
  winner: may(integer(-1, 3)),
  next: may(id),
  rules: may(rules, { fill: rules({}, '') }),
  teams: may(teams, { fill: [] }),
  missing: may(missing, { drop: [] }),
  queue: may(list(principal, 16), { drop: [] }),
  players: may(list(player, 64), { drop: [] }),
});

const live = object({
  at: need(u32),
  seq: may(u32, { fill: 0 }),
  state: need(matchState),
  clock: need(u32),
  scores: may(list(i32, 4), { fill: [] }),
  units: may(list(object({
    robot: need(id),
    ...unitMembers,
    shots: may(u32, { drop: 0 }),
    pose: may(object({ x: need(any), y: need(any), heading: need(any) })),
  }), 64), { fill: [] }),
});

const entryMembers = {
  seq: need(integer(1)),
  at: need(u32),
  ts: may(time, { drop: 0 }),
  kind: need(choice(ENTRY_KINDS)),
  who: may(principal),
  robot: may(id),
  by: may(id),
  team: may(place.team),
  seat: may(place.seat),
  unit: may(place.unit),
  verdict: may(choice(VERDICTS)),
  points: may(i32, { drop: 0 }),
  value: may(i32, { drop: 0 }),
  fire: may(u32, { drop: 0 }),
  hit: may(u32, { drop: 0 }),
  ref: may(u32, { drop: 0 }),
  ms: may(u32, { drop: 0 }),
  about: may(name(41), { drop: '' }),
};
const entry = object(entryMembers);
const bypassed = object({ ...entryMembers, missing: need(choice(MISSINGS)) });

/** @type {Record<string, Check>} */
export const matchMessages = {
  match,
  'match live': live,
  'match event': (value, path) => (Object(value).kind === 'bypassed' ? bypassed : entry)(value, path),
};
