// Which leases a match has given to this person, and in which places they stand.
//
// A lease of `me` does not say what it is for: while a match holds its robots, everything that one
// who has a seat in it holds is the match's; free driving ended before. What this page has
// claimed and not heard the end of yet is no gift.

import { holdsRobots, seatOf } from '../match/view.js';

/** @typedef {{ leases: import('./squad.js').Lease[], places: string[] }} Given */

/**
 * @param {any} me the arena's last word about this person
 * @param {import('../match/types.js').Doc | null | undefined} doc of the match of `me.seat`
 * @param {string} principal @param {{ robot: string, n: number } | null} claimed what this page drives freely
 * @returns {Given}
 */
export function givenBy(me, doc, principal, claimed) {
  if (!me?.seat || !doc || doc.id !== me.seat || !holdsRobots(doc.state)) return { leases: [], places: [] };
  const leases = (me.leases ?? []).filter((/** @type {any} */ lease) => !claimed || lease.robot !== claimed.robot || lease.n > claimed.n);
  return { leases, places: (seatOf(doc, principal)?.units ?? []).map(({ robot }) => robot ?? '') };
}
