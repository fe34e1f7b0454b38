// What the bridge says: to robots, to all, to whoever may drive.

import { rosterEntry, stops, time, u31, u32, why } from './parts.js';
import { bool, choice, each, id, integer, list, may, name, need, number, object, orNull, principal,
  tag } from './schema.js';
import { AXES } from './words.js';

/** @type {Record<string, import('./schema.js').Check>} */
export const bridgeMessages = {
  beat: object({ boot: need(tag), conn: need(tag), ts: may(time, { drop: 0 }) }),
  lease: object({
    n: need(u31),
    rev: need(u31),
    e: need(u32),
    driver: need(orNull(principal)),
    drive: need(bool),
    why: may(why, { drop: [] }),
    session: may(tag),
    limits: may(object(each(AXES, may(number(0, 1), { drop: 1 }))), { drop: {} }),
    stoppers: may(list(principal, 4), { drop: [] }),
    stops: may(stops, { drop: [] }),
    cleared: may(list(tag, 32), { drop: [] }),
    max_age_ms: may(integer(50, 800), { fill: 500 }),
    deadman_ms: may(integer(50, 400), { fill: 250 }),
    status_ms: may(integer(50, 60000)),
  }),
  video: object({
    rev: need(u32),
    cameras: may(
      list(object({
        id: need(tag),
        want: need(choice(['off', 'relay'])),
        url: may(name(255), { drop: '' }),
      }), 4),
      { fill: [] },
    ),
    peers: may(
      list(object({
        session: need(tag),
        principal: need(principal),
        camera: need(tag),
        until: need(time),
      }), 8),
      { drop: [] },
    ),
    keyframe: may(u32, { drop: 0 }),
  }),
  revoked: object({ before: need(time) }),
  roster: object({
    rev: need(u32),
    changed: may(list(rosterEntry, 64), { drop: [] }),
    gone: may(list(id, 64), { drop: [] }),
  }),
  me: object({
    page: may(tag),
    leases: may(
      list(object({
        robot: need(id),
        n: need(u31),
        drive: may(bool, { fill: false }),
        session: may(tag),
      }), 8),
      { fill: [] },
    ),
    seat: may(id),
    queue: may(
      list(object({
        robot: need(id),
        place: need(integer(1)),
        offer_ms: may(time, { drop: 0 }),
      }), 8),
      { fill: [] },
    ),
    why: may(why, { drop: [] }),
  }),
};
