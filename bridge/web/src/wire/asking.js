// Asks and answers. Which members a deed has is a table, as in robot/wire/ask_json.c and
// ask_match_json.c.

import { askId, place, rosterEntry, stops, time, u31, u32, why } from './parts.js';
import { pathOf } from './json.js';
import { Fault, anyObject, bool, choice, id, integer, list, may, name, need, object, orNull, principal, tag,
  word } from './schema.js';
import { KINDS } from './topic.js';
import { CODES, MISSINGS, RULES } from './words.js';

/** @typedef {import('./schema.js').Check} Check */
/** @typedef {Record<string, import('./schema.js').Member>} Members */

const robot = need(id);
const match = need(id);
const after = may(id);
const target = { robot: may(id), match: may(id), all: may(bool, { drop: false }) };
const places = {
  uses: may(integer(1, 1000), { fill: 1 }),
  ttl_s: may(integer(1, 366 * 24 * 3600), { fill: 86400 }),
};

const delay = integer(0, 60000);

/** @type {Check} "" = none */
const idOrNone = (value, path) => (value === '' ? '' : id(value, path));

const someTeams = list(object({ name: need(word(31)), seats: need(integer(1, 10)) }), 4);

/** @type {Check} */
const teams = (value, path) => {
  const checked = someTeams(value, path);
  if (checked.length === 0) throw new Fault(path, 'must not be empty');
  return checked;
};

const knownRules = object(Object.fromEntries(RULES.map(({ name: rule, least, most, standard }) => (
  [rule, may(integer(least, most), { drop: standard })]))));

/** @type {Check} unlike elsewhere, what is not known is a fault: it would be played without */
const rules = (value, path) => {
  for (const key of Object.keys(anyObject(value, path)))
    if (!RULES.some((rule) => rule.name === key)) throw new Fault(pathOf(path, key), 'is not a rule');
  return knownRules(value, path);
};

/** @type {Record<string, Members>} */
const DEEDS = {
  'drive.claim': { robot },
  'drive.release': { robot },
  'drive.queue': { robot },
  stop: { stop: need(tag), ...target, team: may(place.team) },
  clear: { ...target, ids: may(list(tag, 5), { drop: [] }) },
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
  'match.create': {
    name: need(word(64)),
    teams: need(teams),
    rules: may(rules, { fill: {} }),
    robots_per_seat: may(integer(1, 4)), /* the rule, for short */
  },
  'match.join': {
    match,
    team: may(place.team),
    seat: may(place.seat),
    wait: may(bool, { drop: false }),
    principal: may(principal),
  },
  'match.leave': { match, principal: may(principal) },
  'match.ready': { match, ready: need(bool) },
  'match.start': { match },
  'match.pause': { match },
  'match.resume': { match },
  'match.abort': { match },
  'match.assign': { match, seat: may(place.seat), unit: may(place.unit), robot: may(idOrNone, { drop: '' }) },
  'match.swap': { match, robot, with: may(id) },
  'match.overturn': { match, seq: need(integer(1)) },
  'match.penalty': { match, robot, value: need(integer(0, 100)), ms: may(integer(0, 3600000), { drop: 0 }) },
  'match.bypass': { match, missing: need(choice(MISSINGS)), who: need(word(41)) },
  'match.again': { match },
  'match.report': { match, delay_p50_ms: need(delay), delay_p99_ms: need(delay) },
};

const askHead = object({ id: need(askId), do: need(choice(Object.keys(DEEDS))) });

/** @param {any} members @param {string} path @param {string[]} keys exactly one of them */
function checkOneOf(members, path, keys) {
  if (keys.filter((key) => key in members).length !== 1)
    throw new Fault(path, `must name one of ${keys.join(', ')}`);
}

/** @param {any} members @param {string} path */
function checkStop(members, path) {
  checkOneOf(members, path, Object.keys(target));
  if ('team' in members && !('match' in members))
    throw new Fault(pathOf(path, 'team'), 'goes with match only');
}

/** @param {any} members @param {string} path */
function checkClear(members, path) {
  checkOneOf(members, path, Object.keys(target));
  if ('all' in members && !('ids' in members)) throw new Fault(pathOf(path, 'ids'), 'is missing');
}

/** @param {any} members the short form is the rule itself */
function fillRules(members) {
  const { robots_per_seat: robots, ...others } = members;
  if (robots === undefined) return members;
  return { ...others, rules: knownRules({ ...members.rules, robots_per_seat: robots }, '') };
}

/** @type {Check} */
const ask = (value, path) => {
  const head = askHead(value, path);
  const members = object(DEEDS[head.do])(value, path);
  if (head.do === 'stop') checkStop(members, path);
  if (head.do === 'clear') checkClear(members, path);
  if (head.do === 'match.assign') checkOneOf(members, path, ['seat', 'unit']);
  return { ...head, ...(head.do === 'match.create' ? fillRules(members) : members) };
};

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
  match: may(id),
  seat: may(place.seat),
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
