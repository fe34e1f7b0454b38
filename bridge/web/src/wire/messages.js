// Every message of the wire as a schema. parseMessage turns text into a checked value; what a page
// says goes through buildMessage, so that it never says what it would itself refuse.
// Source: broker-config/README.md, "Payloads"; limits: robot/wire/limits.h.

import {
  Fault, bool, id, integer, lines, list, map, may, need, number, object, orNull, pattern, principal, tag, text, word,
} from './schema.js';

const NUMBER_MAX = 2147483647;
const SAFE = Number.MAX_SAFE_INTEGER;
const DEPTH_MAX = 8;
const PAYLOAD_MAX = 4096;
const PAYLOAD_LARGE = 65536;
const LARGE = new Set(['match', 'roster', 'answer', 'signal', 'api', 'admin']);
const AXES = /** @type {const} */ (['x', 'y', 'z', 'r', 'cx', 'cy']);
const MODES = ['idle', 'ready', 'driving', 'deadman', 'stopped'];
const REFUSALS = ['form', 'range', 'driver', 'number', 'halted', 'order', 'stale', 'rate'];

const u31 = integer(0, NUMBER_MAX);
const u32 = integer();
const time = integer(0, SAFE);
const any = number();
const shortWord = text(31);
const name = text(64);
const askId = pattern(/^[A-Za-z0-9_-]{11,39}$/, 'must be 11 to 39 characters of A–Z a–z 0–9 _ -');
const whys = list(shortWord, 4);
const stopEntry = object({ id: need(tag), by: need(principal) });
/** @param {import('./schema.js').Check} check */
const axes = (check) => Object.fromEntries(AXES.map((axis) => [axis, may(check)]));

/** @type {import('./schema.js').Check} */
const range = (value, path) => {
  const pair = list(any, 2)(value, path);
  if (pair.length !== 2 || pair[0] > pair[1]) throw new Fault(path, 'must be [least, most]');
  return pair;
};

const rosterEntry = object({
  id: need(id),
  name: may(name),
  kind: may(shortWord),
  state: need(word(['online', 'stale', 'lost', 'offline', 'unverified'])),
  driver: may(orNull(principal)),
  session: may(tag),
  out_of_service: may(bool),
  queue: may(u32),
  cameras: may(list(tag, 4)),
});

const leaseRow = object({
  robot: need(id),
  driver: may(orNull(principal)),
  n: need(u31),
  rev: need(u31),
  session: may(tag),
  drive: may(bool),
  why: may(whys),
  idle_ms: may(u32),
  stops: may(list(stopEntry, 5)),
});

const statusKnown = object({
  pose: may(object({ x: need(any), y: need(any), heading: need(any) })),
  drive: may(
    object({
      n: may(u31),
      mode: may(word(MODES)),
      why: may(whys),
      stops: may(list(tag, 5)),
      refused: may(object(Object.fromEntries(REFUSALS.map((word) => [word, may(u32)])))),
    }),
  ),
  ts: may(time),
});

/** @type {import('./schema.js').Check} every numeric member that has no meaning of its own is a measured field */
const status = (value, path) => {
  const known = statusKnown(value, path);
  const fields = Object.entries(value).filter(([key, v]) => !(key in known) && typeof v === 'number');
  if (fields.length > 32) throw new Fault(path, 'must have at most 32 fields');
  for (const [key, v] of fields) any(v, key);
  return { ...Object.fromEntries(fields), ...known };
};

const seat = object({
  player: may(orNull(principal)),
  robots: may(list(id, 4)),
  ready: may(bool),
});

/** @type {Record<string, import('./schema.js').Check>} by `what` */
const SCHEMAS = {
  presence: object({
    state: need(word(['online', 'offline', 'lost'])),
    boot: may(tag), conn: may(tag), page: may(tag), ts: may(time),
  }),
  card: object({
    id: need(id), name: may(name), model: may(name), kind: may(shortWord),
    axes: may(object(axes(range))),
    actions: may(
      map(shortWord, object({ min: may(any), max: may(any), unit: may(shortWord), when: may(word(['driving', 'always'])) }), 64),
    ),
    cameras: may(
      list(object({
        id: need(tag), via: may(list(word(['relay', 'direct']), 2)), width: may(u32), height: may(u32), fps: may(u32),
      }), 4),
    ),
    status: may(map(shortWord, shortWord, 32)),
    status_ms: may(integer(50, 60000)), deadman_ms: may(integer(50, 400)), max_age_ms: may(integer(50, 800)),
    max_message: may(integer(1024, 65536)), sdk: may(name),
  }),
  state: object({
    c: need(u32), n: need(u31), rev: need(u31), highest: need(u31), mode: need(word(MODES)), why: may(whys),
    stops: may(list(stopEntry, 5)), idle_ms: may(u32), video_rev: may(u31),
  }),
  status,
  event: object({ id: need(u32), kind: need(shortWord), by: may(principal), t: may(time), ts: may(time) }),
  link: object({
    n: need(u31), c: need(u32), ready: need(bool), s: need(u32), t: need(time),
    received: may(u32), lost: may(u32), refused: may(u32),
  }),
  ack: object({
    id: need(tag), do: need(shortWord), state: need(word(['accepted', 'done', 'failed', 'rejected'])), why: may(shortWord), ts: may(time),
  }),
  drive: object({ n: need(u31), s: need(u32), e: need(u32), t: may(time), ...axes(any) }),
  action: object({ id: need(tag), n: need(u31), e: need(u32), do: need(shortWord), value: may(any) }),
  stop: object({ id: need(tag), why: may(name) }),
  beat: object({ boot: need(tag), conn: need(tag), ts: may(time) }),
  lease: object({
    n: need(u31), rev: need(u31), e: need(u32), driver: need(orNull(principal)), drive: need(bool), why: may(whys),
    session: may(tag), limits: may(object(axes(number(0, 1)))), stoppers: may(list(principal, 4)),
    stops: may(list(stopEntry, 5)), cleared: may(list(tag, 32)),
    max_age_ms: may(integer(50, 800)), deadman_ms: may(integer(50, 400)), status_ms: may(integer(50, 60000)),
  }),
  video: object({
    rev: need(u31),
    cameras: may(list(object({ id: need(tag), want: need(word(['off', 'relay'])), url: may(text(255)) }), 4)),
    peers: may(list(object({ session: need(tag), principal: need(principal), camera: need(tag), until: need(time) }), 8)),
    keyframe: may(u32),
  }),
  revoked: object({ before: need(time) }),
  roster: object({ rev: need(u32), changed: may(list(rosterEntry, 64)), gone: may(list(id, 64)) }),
  match: object({
    id: need(id), name: may(name),
    state: need(word(['lobby', 'ready', 'countdown', 'running', 'paused', 'finished', 'aborted'])),
    teams: may(list(object({ name: may(name), seats: may(list(seat, 8)), score: may(any) }), 4)),
    rules: may(object({ duration_ms: may(u32), countdown_ms: may(u32) })),
    missing: may(list(name, 8)), clock: may(u32),
  }),
  'match live': object({
    clock: need(u32), scores: may(list(any, 4)), healths: may(list(object({ robot: need(id), health: need(any) }), 128)),
  }),
  'match event': object({ seq: need(u32), kind: need(shortWord), by: may(principal), robot: may(id), ts: may(time) }),
  me: object({
    page: may(tag),
    leases: may(list(object({ robot: need(id), n: need(u31), drive: may(bool), session: may(tag) }), 8)),
    seat: may(id),
    queue: may(list(object({ robot: need(id), place: need(u32), offer_ms: may(time) }), 8)),
    why: may(whys),
  }),
  answer: object({
    id: need(askId), ok: need(bool), error: may(object({ code: need(shortWord), message: need(text(159)) })),
    robot: may(id), n: may(u31), session: may(tag), place: may(u32), code: may(text(31)), expires: may(time),
    before: may(time), token: may(text(1023)), rev: may(u32), next: may(id), robots: may(list(rosterEntry, 32)),
    leases: may(list(leaseRow, 32)),
  }),
  signal: object({
    session: need(tag), type: need(word(['offer', 'answer', 'candidate', 'bye'])), sdp: may(lines(59999)),
    candidate: may(lines(1023)), sdpMid: may(shortWord), sdpMLineIndex: may(u32), why: may(name),
  }),
};

/** @param {any} value @param {number} left @returns {boolean} */
function tooDeep(value, left) {
  if (typeof value !== 'object' || value === null) return false;
  return left === 0 || Object.values(value).some((inner) => tooDeep(inner, left - 1));
}

/**
 * Like parseMessage, but throws a Fault that says what is wrong.
 * @param {string} what @param {string} json
 * @returns {any}
 */
export function readMessage(what, json) {
  const schema = SCHEMAS[what];
  if (!schema) throw new Fault('', `${what} is not a message`);
  if (json.length > (LARGE.has(what) ? PAYLOAD_LARGE : PAYLOAD_MAX)) throw new Fault('', 'is too long');
  let value;
  try {
    value = JSON.parse(json);
  } catch {
    throw new Fault('', 'is not JSON');
  }
  if (tooDeep(value, DEPTH_MAX)) throw new Fault('', 'is nested too deeply');
  return schema(value, '');
}

/**
 * @param {string} what @param {string} json
 * @returns {any} the canonical message, null when it is malformed
 */
export function parseMessage(what, json) {
  try {
    return readMessage(what, json);
  } catch {
    return null;
  }
}

/**
 * @param {string} what @param {any} message
 * @returns {string} JSON
 */
export function buildMessage(what, message) {
  return JSON.stringify(SCHEMAS[what](message, ''));
}
