// What a robot says: of itself, of its drive, to its driver.

import { Fault, pathOf } from './json.js';
import { any, mode, refusals, stops, time, u31, u32, why } from './parts.js';
import { bool, checkKey, choice, each, id, integer, list, map, may, name, need, number, object,
  principal, tag, word } from './schema.js';
import { AXES } from './words.js';

/** @typedef {import('./schema.js').Check} Check */

const FIELDS_MAX = 32;

/** @type {Check} [least, most] */
const range = (value, path) => {
  const pair = list((item) => item, 2)(value, path);
  if (pair.length !== 2) throw new Fault(path, 'must be [min, max]');
  const least = any(pair[0], `${path}[0]`);
  return [least, number(least)(pair[1], `${path}[1]`)];
};

const actionParts = object({
  min: may(any),
  max: may(any),
  unit: may(name(31), { drop: '' }),
  when: may(choice(['driving', 'always']), { drop: 'driving' }),
});

/** @type {Check} a range is whole or not there */
const action = (value, path) => {
  const ranged = Object.hasOwn(Object(value), 'min') || Object.hasOwn(Object(value), 'max');
  if (ranged) {
    const { min } = object({ min: need(any) })(value, path);
    object({ max: need(number(min)) })(value, path);
  }
  return actionParts(value, path);
};

/** @type {Check} in one order, each once */
const via = (value, path) => {
  const ways = list(choice(['relay', 'direct']), 2)(value, path);
  return ['relay', 'direct'].filter((way) => ways.includes(way));
};

const camera = object({
  id: need(tag),
  via: may(via, { fill: [] }),
  width: may(integer(1, 16384)),
  height: may(integer(1, 16384)),
  fps: may(integer(1, 1000)),
});

const card = object({
  id: need(id),
  name: may(name(64), { drop: '' }),
  model: may(name(64), { drop: '' }),
  kind: may(name(31), { drop: '' }),
  axes: may(object(each(AXES, may(range))), { fill: {} }),
  actions: may(map(action, 64), { drop: {} }),
  cameras: may(list(camera, 4), { drop: [] }),
  status: may(map(name(31), FIELDS_MAX), { drop: {} }),
  status_ms: may(integer(50, 60000), { fill: 1000 }),
  deadman_ms: may(integer(50, 400), { fill: 250 }),
  max_age_ms: may(integer(50, 800), { fill: 500 }),
  max_message: may(integer(1024, 65536), { fill: 4096 }),
  sdk: may(name(64), { drop: '' }),
});

const statusKnown = object({
  pose: may(object({ x: need(any), y: need(any), heading: need(any) })),
  drive: may(object({
    n: need(u31),
    mode: need(mode),
    why: may(why, { drop: [] }),
    stops: may(list(tag, 5), { drop: [] }),
    refused: may(refusals, { fill: {} }),
  })),
  ts: may(time, { drop: 0 }),
});

/** @type {Check} every numeric member that has no meaning here is a measured field */
const status = (value, path) => {
  const known = statusKnown(value, path);
  /** @type {Record<string, number>} */
  const fields = Object.create(null);
  for (const [key, measured] of Object.entries(value)) {
    if (typeof measured !== 'number' || key === 'ts') continue;
    const at = pathOf(path, key);
    checkKey(key, at);
    if (Object.keys(fields).length === FIELDS_MAX) throw new Fault(at, 'is one field too many');
    fields[key] = any(measured, at);
  }
  return { ...fields, ...known };
};

export const presence = object({
  state: need(choice(['online', 'offline', 'lost'])),
  boot: may(tag),
  conn: may(tag),
  page: may(tag),
  ts: may(time, { drop: 0 }),
});

/** @type {Record<string, Check>} */
export const robotMessages = {
  presence,
  card,
  state: object({
    c: need(u32),
    n: need(u31),
    rev: need(u31),
    highest: need(u31),
    mode: need(mode),
    why: may(why, { drop: [] }),
    stops: may(stops, { drop: [] }),
    idle_ms: may(u32, { fill: 0 }),
    video_rev: may(u32, { drop: 0 }),
  }),
  status,
  event: object({
    id: need(u32),
    kind: need(word(31)),
    by: may(principal),
    t: may(time, { drop: 0 }),
    ts: may(time, { drop: 0 }),
  }),
  link: object({
    n: need(u31),
    c: need(u32),
    ready: need(bool),
    s: may(u32, { fill: 0 }),
    t: may(time, { fill: 0 }),
    received: may(u32, { fill: 0 }),
    lost: may(u32, { fill: 0 }),
    refused: may(u32, { fill: 0 }),
  }),
  ack: object({
    id: need(tag),
    do: need(word(31)),
    state: need(choice(['accepted', 'done', 'failed', 'rejected'])),
    why: may(name(31), { drop: '' }),
    ts: may(time, { drop: 0 }),
  }),
};
