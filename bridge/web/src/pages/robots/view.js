// What a card shows of a robot, as plain values: a card whose values are the same is not drawn
// again, so two hundred robots that say their status ten times a second cost little.

/** As many robots are in view at once; more are filtered and searched. */
export const FEW = 8;

/** @typedef {import('../../session.js').Session} Session */
/** @typedef {'drive' | 'resume' | 'turn' | 'queue' | 'unqueue' | 'match'} Deed what the button does */

/**
 * @typedef {object} View
 * @property {string} id
 * @property {string} name
 * @property {string} about lines: model or kind, and the id where the name is another
 * @property {string} state a word of w.robots.states
 * @property {number | null} battery %
 * @property {number | null} signal %
 * @property {string} speed m/s, '' when nobody drives or the robot measures none
 * @property {string} driver who drives: an id, '' nobody
 * @property {string} match the id of the match that keeps it for somebody else, '' none
 * @property {string} matchName
 * @property {boolean} mine
 * @property {number} place in the queue, 0 = not in it
 * @property {number} offer seconds that it is still kept for me, 0 = it is not
 * @property {number} stops how many stand
 * @property {number} queue how many wait for it
 * @property {Deed} deed
 * @property {boolean} ready the deed can be done now
 * @property {boolean} asking this robot was just asked for
 */

const NOT_A_MODE = ['stale', 'lost', 'offline', 'unverified'];

/** @param {any} value @param {number} least @param {number} most */
const within = (value, least, most) =>
  typeof value === 'number' ? Math.round(Math.max(least, Math.min(most, value))) : null;

/** @param {any} value */
const oneDigit = (value) => (typeof value === 'number' && Math.abs(value) < 1000 ? Math.abs(value).toFixed(1) : '');

/** @param {any} entry of the roster @param {any} drive as its status says @param {boolean} driven */
function stateOf(entry, drive, driven) {
  if (entry.out_of_service) return 'service';
  if (NOT_A_MODE.includes(entry.state)) return entry.state;
  if (drive?.stops?.length > 0) return 'stopped';
  return driven ? 'driving' : 'free';
}

/** @param {{ mine: boolean, driver: string, place: number, offer: number, match: string }} view @returns {Deed} */
function deedOf({ mine, driver, place, offer, match }) {
  if (mine) return 'resume';
  if (match) return 'match';
  if (offer > 0) return 'turn';
  if (place > 0) return 'unqueue';
  return driver ? 'queue' : 'drive';
}

/** @param {any} entry @param {any} card */
function aboutOf(entry, card) {
  const named = (entry.name || entry.id).toLowerCase() === entry.id;
  return [card?.model || entry.kind, named ? '' : entry.id].filter(Boolean).join('\n');
}

/** A match keeps its robots for those who play in it. @param {Session} session @param {string} robot */
function keptFor(session, robot) {
  const keeper = session.matches?.keeperOf(robot);
  const others = keeper && keeper.player !== session.credentials.principal;
  return { match: others ? keeper.doc.id : '', matchName: others ? (keeper.doc.name ?? '') : '' };
}

/**
 * @param {Session} session @param {any} entry of the roster
 * @param {number} now Unix ms by the arena's clock
 * @returns {View}
 */
export function cardView(session, entry, now) {
  const { id } = entry;
  const status = session.robots.statuses.get(id)?.status;
  const waiting = session.me?.queue?.find((/** @type {any} */ place) => place.robot === id);
  const mine = entry.driver === session.credentials.principal;
  const whose = {
    mine,
    driver: mine ? '' : (entry.driver?.split('/')[1] ?? ''),
    place: waiting?.place ?? 0,
    offer: Math.max(0, Math.ceil(((waiting?.offer_ms ?? 0) - now) / 1000)),
    ...keptFor(session, id),
  };
  const deed = deedOf(whose);
  const takes = deed === 'drive' || deed === 'turn' || (mine && session.driver?.robot !== id);
  return {
    id,
    name: entry.name || id,
    about: aboutOf(entry, session.robots.cards.get(id)),
    state: stateOf(entry, status?.drive, Boolean(entry.driver)),
    battery: within(status?.battery, 0, 100),
    signal: within(status?.signal, 0, 100),
    speed: entry.driver ? oneDigit(status?.speed) : '',
    stops: status?.drive?.stops?.length ?? 0,
    queue: entry.queue ?? 0,
    ...whose,
    deed,
    ready: !takes || (entry.state === 'online' && !entry.out_of_service && !session.claiming),
    asking: session.claiming === id,
  };
}

/** Free to be taken by anybody at once. @param {any} entry of the roster */
export const isFree = (entry) => entry.state === 'online' && !entry.driver && !entry.out_of_service;

/** @param {any} entry @param {string} wanted what was typed */
export function fits(entry, wanted) {
  const text = wanted.trim().toLowerCase();
  return [entry.id, entry.name, entry.kind].some((word) => word?.toLowerCase().includes(text));
}

/**
 * The offer that runs now, if any.
 * @param {Session} session @param {number} now Unix ms by the arena's clock
 * @returns {{ robot: string, name: string, seconds: number } | null}
 */
export function offerOf(session, now) {
  const offered = session.me?.queue?.find((/** @type {any} */ place) => (place.offer_ms ?? 0) > now);
  if (!offered || session.driver?.robot === offered.robot) return null;
  const name = session.robots.entries.get(offered.robot)?.name || offered.robot;
  return { robot: offered.robot, name, seconds: Math.ceil((offered.offer_ms - now) / 1000) };
}
