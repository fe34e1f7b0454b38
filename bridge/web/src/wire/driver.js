// What one who drives says to the robot, and what both sides of a picture say to each other.

import { any, time, u31, u32 } from './parts.js';
import { choice, each, integer, lines, may, name, need, object, tag, word } from './schema.js';
import { AXES } from './words.js';

/** @typedef {import('./schema.js').Check} Check */

/** @type {Record<string, Record<string, import('./schema.js').Member>>} */
const SIGNAL_BODIES = {
  offer: { sdp: need(lines(59999)) },
  answer: { sdp: need(lines(59999)) },
  candidate: {
    candidate: need(lines(1023)),
    sdpMid: may(name(31), { drop: '' }),
    sdpMLineIndex: may(integer(0, 65535)),
  },
  bye: { why: may(name(64), { drop: '' }) },
};

const signalHead = object({
  session: need(tag),
  type: need(choice(['offer', 'answer', 'candidate', 'bye'])),
});

/** @type {Check} */
const signal = (value, path) => {
  const head = signalHead(value, path);
  return { ...head, ...object(SIGNAL_BODIES[head.type])(value, path) };
};

/** @type {Record<string, Check>} */
export const driverMessages = {
  drive: object({
    n: need(u31),
    s: need(u32),
    e: need(u32),
    t: may(time, { fill: 0 }),
    ...each(AXES, may(any, { drop: 0 })),
  }),
  action: object({
    id: need(tag),
    n: need(u31),
    e: need(u32),
    do: need(word(31)),
    value: may(any),
  }),
  stop: object({ id: need(tag), why: may(name(64), { drop: '' }) }),
  signal,
};
