// What a referee has to know of robots and people beyond the match itself: pure, from what the session
// has heard.

import { isOver, seatsOf } from '../match/view.js';

/** @typedef {import('../match/types.js').Doc} Doc */
/** @typedef {import('../match/types.js').Entry} Entry */
/** @typedef {{ entries: Map<string, any>, statuses: Map<string, { status: any }> }} Robots */

/** Robots that a match may take: here, in service, in no match. @param {Robots} robots @param {readonly Doc[]} docs all matches @returns {string[]} */
export function freeRobots({ entries }, docs) {
  const taken = new Set(docs.filter(({ state }) => !isOver(state)).flatMap((doc) => robotsOf(doc)));
  return [...entries.values()]
    .filter(({ id, state, out_of_service: out, driver }) => state === 'online' && !out && !driver && !taken.has(id))
    .map(({ id }) => id)
    .sort((a, b) => a.localeCompare(b, 'en', { numeric: true }));
}

/** @param {Doc | null} doc @param {number} [team] without: of all teams @returns {string[]} */
export const robotsOf = (doc, team) =>
  seatsOf(doc).filter((seat) => team === undefined || seat.team === team).flatMap(({ units }) => units.flatMap(({ robot }) => robot ?? []));

/** The stops that stand at a robot, as it shows them itself. @param {Robots} robots @param {string} robot @returns {string[]} */
export const stopsOf = ({ statuses }, robot) => statuses.get(robot)?.status.drive?.stops ?? [];

/** How a robot can be reached, in a word of `stage().referee.robot`. @param {Robots} robots @param {string} robot */
export function reachOf({ entries }, robot) {
  const entry = entries.get(robot);
  if (!entry) return 'offline';
  if (entry.out_of_service) return 'service';
  return entry.state === 'online' ? 'online' : entry.state === 'stale' ? 'stale' : 'offline';
}

/**
 * Who might be given a seat: who waits first, then whoever has been seen around, none who has a seat.
 * @param {Doc} doc @param {readonly Entry[]} entries @param {readonly (string | null | undefined)[]} seen
 */
export function candidates(doc, entries, seen) {
  const seated = new Set(seatsOf(doc).map(({ player }) => player));
  const came = entries.filter(({ kind }) => kind === 'joined' || kind === 'left').map(({ who }) => who);
  const all = [...(doc.queue ?? []), doc.host, ...came, ...seen];
  return [...new Set(all)].filter((who) => typeof who === 'string' && /^(player|bot)\//.test(who) && !seated.has(who)).map(String);
}

/** Hits that a referee took back. @param {readonly Entry[]} entries @returns {Set<number>} their seq */
export const overturnedOf = (entries) =>
  new Set(entries.flatMap(({ kind, ref }) => (kind === 'overturned' && ref ? [ref] : [])));

export const LOGS = Object.freeze(/** @type {const} */ (['course', 'hits', 'all']));
/** @typedef {typeof LOGS[number]} Part */

/** @param {readonly Entry[]} entries @param {Part} part @returns {readonly Entry[]} */
export const logOf = (entries, part) =>
  part === 'hits' ? entries.filter(({ kind }) => kind === 'hit' || kind === 'overturned') : entries;
