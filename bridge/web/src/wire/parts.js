// Parts that several messages share.

import { choice, each, integer, list, name, need, number, object, orNull, pattern, principal, id, tag,
  bool, may, Fault } from './schema.js';
import { MODES, REFUSALS, WHYS } from './words.js';

export const u31 = integer(0, 2147483647);
export const u32 = integer();
export const i32 = integer(-2147483648, 2147483647);
export const time = integer(0, Number.MAX_SAFE_INTEGER);
export const any = number();
export const askId = pattern(/^[A-Za-z0-9_-]{11,39}$/, 'must be 11 to 39 of A–Z a–z 0–9 _ -');
export const mode = choice(MODES);
export const stops = list(object({ id: need(tag), by: need(principal) }), 5);

/** @type {import('./schema.js').Check} words that this version does not know are left out */
export const why = (value, path) => list(text, 4)(value, path).filter((/** @type {string} */ word) => WHYS.includes(word));

/** @type {import('./schema.js').Check} */
function text(value, path) {
  if (typeof value !== 'string') throw new Fault(path, 'must be a string');
  return value;
}

/** How many frames were refused, by why. */
export const refusals = object(each(REFUSALS, may(u32, { drop: 0 })));

/** Places of a match, from 0; seat and unit count over the whole match. */
export const place = { team: integer(0, 3), seat: integer(0, 39), unit: integer(0, 63) };

export const rosterEntry = object({
  id: need(id),
  name: may(name(64), { drop: '' }),
  kind: may(name(31), { drop: '' }),
  state: need(choice(['online', 'stale', 'lost', 'offline', 'unverified'])),
  driver: may(orNull(principal), { fill: null }),
  session: may(tag),
  out_of_service: may(bool, { drop: false }),
  queue: may(u32, { drop: 0 }),
  cameras: may(list(tag, 4), { drop: [] }),
});
