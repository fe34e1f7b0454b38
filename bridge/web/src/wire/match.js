// Matches: the document, what changes while one runs, the ordered log.

import { any, time, u32 } from './parts.js';
import { bool, choice, id, list, may, name, need, object, orNull, principal, word } from './schema.js';

const seat = object({
  player: may(orNull(principal), { fill: null }),
  ready: may(bool, { fill: false }),
  robots: may(list(id, 4), { fill: [] }),
});

const team = object({
  name: need(word(64)),
  seats: may(list(seat, 8), { fill: [] }),
  score: may(any, { fill: 0 }),
});

/** @type {Record<string, import('./schema.js').Check>} */
export const matchMessages = {
  match: object({
    id: need(id),
    name: may(name(64), { drop: '' }),
    state: need(choice(['lobby', 'ready', 'countdown', 'running', 'paused', 'finished', 'aborted'])),
    teams: may(list(team, 4), { fill: [] }),
    rules: may(
      object({ duration_ms: may(u32, { fill: 0 }), countdown_ms: may(u32, { fill: 0 }) }),
      { fill: { duration_ms: 0, countdown_ms: 0 } },
    ),
    missing: may(list(word(64), 8), { drop: [] }),
    clock: may(u32, { fill: 0 }),
  }),
  'match live': object({
    clock: need(u32),
    scores: may(list(any, 4), { fill: [] }),
    healths: may(list(object({ robot: need(id), health: need(any) }), 128), { fill: [] }),
  }),
  'match event': object({
    seq: need(u32),
    kind: need(word(31)),
    by: may(principal),
    robot: may(id),
    ts: may(time, { drop: 0 }),
  }),
};
