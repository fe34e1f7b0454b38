// Asks and answers. Which members a deed has is a table, as in robot/wire/ask_json.c.

import { askId, rosterEntry, stops, time, u31, u32, why } from './parts.js';
import { pathOf } from './json.js';
import { Fault, bool, choice, id, integer, list, may, name, need, object, orNull, principal, tag,
  word } from './schema.js';
import { KINDS } from './topic.js';
import { CODES } from './words.js';

/** @typedef {import('./schema.js').Check} Check */
/** @typedef {Record<string, import('./schema.js').Member>} Members */

const robot = need(id);
const match = need(id);
const after = may(id);
const places = {
  uses: may(integer(1, 1000), { fill: 1 }),
  ttl_s: may(integer(1, 366 * 24 * 3600), { fill: 86400 }),
};

/** @type {Record<string, Members>} */
const DEEDS = {
  'drive.claim': { robot },
  'drive.release': { robot },
  'drive.queue': { robot },
  stop: { stop: need(tag), robot: may(id), match: may(id), all: may(bool, { drop: false }) },
  clear: { robot: may(id), all: may(bool, { drop: false }), ids: may(list(tag, 5), { drop: [] }) },
  roster: { after },
  'token.renew': {},
  'robot.deregister': { robot: may(id) },
  'robot.service': { robot, in: need(bool) },
  'lease.list': { after },
  'invite.create': { kind: need(choice(KINDS)), ...places },
  'enrolment.create': places,
  'code.list': { after },
  'code.withdraw': { code: need(id) },
  revoke: { principal: need(principal) },
  ice: {},
  watch: { robot },
  unwatch: {},
  'match.create': {},
  'match.join': { match },
  'match.leave': {},
  'match.ready': { match },
  'match.start': { match },
  'match.pause': { match },
  'match.resume': { match },
  'match.abort': { match },
  'match.assign': { match, robot },
};

const askHead = object({ id: need(askId), do: need(choice(Object.keys(DEEDS))) });

/** @type {Check} */
const ask = (value, path) => {
  const head = askHead(value, path);
  const members = object(DEEDS[head.do])(value, path);
  if (head.do === 'stop' && ['robot', 'match', 'all'].filter((key) => key in members).length !== 1)
    throw new Fault(path, 'must name one of robot, match, all');
  if (head.do === 'clear') checkClear(members, path);
  return { ...head, ...members };
};

/** @param {any} members @param {string} path */
function checkClear(members, path) {
  if ('robot' in members === 'all' in members) throw new Fault(path, 'must name one of robot, all');
  if ('all' in members && !('ids' in members)) throw new Fault(pathOf(path, 'ids'), 'is missing');
}

const leaseRow = object({
  robot: need(id),
  driver: may(orNull(principal), { fill: null }),
  n: need(u31),
  rev: need(u31),
  session: may(tag),
  drive: may(bool, { fill: false }),
  why: may(why, { drop: [] }),
  idle_ms: may(u32, { fill: 0 }),
  stops: may(stops, { drop: [] }),
  queue: may(list(principal, 8), { drop: [] }),
});

const codeRow = object({
  code: need(id),
  type: need(choice(['invite', 'enrolment'])),
  kind: may(choice(KINDS)),
  uses: need(u32),
  left: need(u32),
  expires: need(time),
});

const result = object({
  robot: may(id),
  n: may(u31, { drop: 0 }),
  session: may(tag),
  place: may(u32, { drop: 0 }),
  code: may(name(31), { drop: '' }),
  expires: may(time, { drop: 0 }),
  before: may(time, { drop: 0 }),
  token: may(name(1023), { drop: '' }),
  rev: may(u32),
  next: may(id),
  robots: may(list(rosterEntry, 32)),
  leases: may(list(leaseRow, 32)),
  codes: may(list(codeRow, 32)),
});

/** @type {Check} a word that this version does not know is `internal` */
const code = (value, path) => {
  if (typeof value !== 'string') throw new Fault(path, 'must be a string');
  if (value === 'ok') throw new Fault(path, 'must be the word of an error');
  return CODES.includes(value) ? value : 'internal';
};

const answerHead = object({ id: need(askId), ok: need(bool) });
const refusal = object({ error: need(object({ code: need(code), message: need(word(159)) })) });

/** @type {Check} */
const answer = (value, path) => {
  const head = answerHead(value, path);
  return { ...head, ...(head.ok ? result : refusal)(value, path) };
};

/** @type {Record<string, Check>} */
export const askingMessages = { ask, answer };
