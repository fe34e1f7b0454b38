// Who is here, put together from what an operator can know: who drives (roster), who was heard since
// the page came (presence is said to all, but not kept), and who joined (audit).

/**
 * @typedef {object} Person
 * @property {string} principal
 * @property {'online' | 'drives' | 'lost' | 'offline' | 'revoked' | 'unknown'} state
 * @property {number} at Unix ms: of the state; of joining where nothing else is known; 0 = unknown
 * @property {string[]} robots
 * @property {{ robot: string, place: number }[]} waits
 */

/** @typedef {import('./audit.js').Entry} Entry */

/** What an entry of the audit makes of a person. @type {Record<string, Person['state']>} */
const AUDITED = { joined: 'unknown', revoked: 'revoked' };
const ORDER = ['drives', 'online', 'lost', 'unknown', 'offline', 'revoked'];

/**
 * @param {{ rows: Pick<import('./wall.js').Row, 'id' | 'driver' | 'waiting'>[], heard: Map<string, import('./desk.js').Presence>, entries: Entry[] }} known
 *   entries of the audit, newest first
 * @returns {Person[]}
 */
export function peopleOf({ rows, heard, entries }) {
  /** @type {Map<string, Person>} */
  const people = new Map();
  /** @param {string} principal */
  const person = (principal) => {
    const known = people.get(principal) ?? { principal, state: /** @type {Person['state']} */ ('unknown'), at: 0, robots: [], waits: [] };
    people.set(principal, known);
    return known;
  };
  for (const { kind, who, at } of [...entries].reverse()) {
    const state = AUDITED[kind];
    if (state && who && !who.startsWith('robot/')) Object.assign(person(who), { at, state });
  }
  for (const [principal, { state, at }] of heard) {
    const known = person(principal);
    if (believed(known, state, at)) Object.assign(known, { state, at });
  }
  for (const { id, driver, waiting } of rows) {
    waiting.forEach((principal, at) => person(principal).waits.push({ robot: id, place: at + 1 }));
    if (!driver) continue;
    const known = person(driver);
    known.state = 'drives';
    known.robots.push(id);
  }
  return [...people.values()].sort(before);
}

/** Who was revoked is here again only by a word that came later. @param {Person} known @param {string} state @param {number} at */
const believed = (known, state, at) => known.state !== 'revoked' || (state === 'online' && at > known.at);

/** Who drives first, then by name. @param {Person} a @param {Person} b */
const before = (a, b) =>
  ORDER.indexOf(a.state) - ORDER.indexOf(b.state) || a.principal.localeCompare(b.principal, 'en', { numeric: true });
