// What a match is called by its people: who stands in it, in few letters.

import { namesOf, seatsOf } from '../match/view.js';

/** @param {import('../match/types.js').Doc | null} doc @returns {Record<string, string>} by robot: its driver, or itself */
export function robotNames(doc) {
  const name = namesOf(doc);
  const pairs = seatsOf(doc).flatMap(({ player, units }) =>
    units.flatMap(({ robot }) => (robot && player ? [[robot, labelOf(name(player), units.length, robot)]] : [])));
  return Object.fromEntries(pairs);
}

/** Who drives several is told from their robots by the robot. @param {string} name @param {number} units @param {string} robot */
const labelOf = (name, units, robot) => (units > 1 ? `${name} · ${robot}` : name);
