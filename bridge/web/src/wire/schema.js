// A small language for messages: a schema says what a member may be; check() walks a parsed JSON
// value along it and returns a canonical copy (unknown members gone), or throws a Fault that names
// the path. The C codecs refuse the same things (tests/vectors binds the two).

import { idValid, principalValid } from './topic.js';

const PRINTABLE = /^[^\u0000-\u001f\u007f\ud800-\udfff]*$/u;
const TAG = /^[A-Za-z0-9_-]{1,22}$/;
const U32 = 4294967295;
const encoder = new TextEncoder();

/** Where a message is wrong, and why. */
export class Fault extends Error {
  /** @param {string} path @param {string} sentence */
  constructor(path, sentence) {
    super(`${path || 'message'} ${sentence}`);
    this.path = path;
    this.sentence = sentence;
  }
}

/** @typedef {(value: any, path: string) => any} Check returns the canonical value or throws a Fault */
/** @typedef {{ check: Check, need: boolean, empty?: (value: any) => boolean }} Member */

/** @param {boolean} good @param {string} path @param {string} sentence */
function must(good, path, sentence) {
  if (!good) throw new Fault(path, sentence);
}

/** @param {number} min @param {number} max @returns {Check} */
export const integer = (min = 0, max = U32) => (value, path) => {
  must(Number.isInteger(value) && value >= min && value <= max, path, `must be a whole number from ${min} to ${max}`);
  return value;
};

/** @param {number} min @param {number} max @returns {Check} */
export const number = (min = -Number.MAX_VALUE, max = Number.MAX_VALUE) => (value, path) => {
  must(typeof value === 'number' && Number.isFinite(value) && value >= min && value <= max, path, `must be a number from ${min} to ${max}`);
  return value;
};

/** @type {Check} */
export const bool = (value, path) => {
  must(typeof value === 'boolean', path, 'must be true or false');
  return value;
};

/** @param {number} max bytes of UTF-8 @returns {Check} */
export const text = (max) => (value, path) => {
  must(typeof value === 'string', path, 'must be a text');
  must(encoder.encode(value).length <= max && PRINTABLE.test(value), path, `must be at most ${max} printable bytes`);
  return value;
};

/** @param {number} max @returns {Check} like text, but line breaks are allowed (SDP) */
export const lines = (max) => (value, path) => {
  must(typeof value === 'string' && encoder.encode(value).length <= max, path, `must be a text of at most ${max} bytes`);
  return value;
};

/** @param {RegExp} pattern @param {string} sentence @returns {Check} */
export const pattern = (pattern, sentence) => (value, path) => {
  must(typeof value === 'string' && pattern.test(value), path, sentence);
  return value;
};

export const tag = pattern(TAG, 'must be 1 to 22 characters of A–Z a–z 0–9 _ -');

/** @type {Check} */
export const id = (value, path) => {
  must(typeof value === 'string' && idValid(value), path, 'must be an id');
  return value;
};

/** @type {Check} */
export const principal = (value, path) => {
  must(typeof value === 'string' && principalValid(value), path, 'must be kind/id');
  return value;
};

/** @param {readonly string[]} words @returns {Check} */
export const word = (words) => (value, path) => {
  must(words.includes(value), path, `must be one of ${words.join(' ')}`);
  return value;
};

/** @param {Check} check @param {number} max @returns {Check} */
export const list = (check, max) => (value, path) => {
  must(Array.isArray(value) && value.length <= max, path, `must be a list of at most ${max}`);
  return value.map((/** @type {any} */ item, /** @type {number} */ i) => check(item, `${path}[${i}]`));
};

/** @param {Check} check @returns {Check} */
export const orNull = (check) => (value, path) => (value === null ? null : check(value, path));

/** @param {Check} key @param {Check} check @param {number} max @returns {Check} */
export const map = (key, check, max) => (value, path) => {
  must(isObject(value), path, 'must be an object');
  const entries = Object.entries(value);
  must(entries.length <= max, path, `must have at most ${max} members`);
  return Object.fromEntries(entries.map(([k, v]) => [key(k, `${path}.${k}`), check(v, `${path}.${k}`)]));
};

/** @param {Check} check @returns {Member} */
export const need = (check) => ({ check, need: true });
/** @param {Check} check @returns {Member} */
export const may = (check) => ({ check, need: false });

/** @param {any} value */
function isObject(value) {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** @param {Record<string, Member>} members @returns {Check} unknown members are ignored */
export const object = (members) => (value, path) => {
  must(isObject(value), path, 'must be an object');
  /** @type {Record<string, any>} */
  const result = {};
  for (const [name, member] of Object.entries(members)) {
    const at = path ? `${path}.${name}` : name;
    if (Object.hasOwn(value, name)) result[name] = member.check(value[name], at);
    else must(!member.need, at, 'is missing');
  }
  return result;
};
