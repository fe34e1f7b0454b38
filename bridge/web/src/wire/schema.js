// A small language for messages: a schema says what a member may be; its check walks a value and
// returns the canonical copy (unknown members gone, what is absent by default filled in or left
// out), or throws a Fault that names the path. The C codecs refuse the same things and write the
// same members: tests/vectors binds the two.

import { Fault, byteLength, pathOf } from './json.js';
import { idValid, principalValid } from './topic.js';

export { Fault };

const CONTROL = /[\u0000-\u001f\u007f-\u009f]/;
const LONE_SURROGATE = /[\ud800-\udfff]/u;
const U32 = 4294967295;

/** @typedef {(value: any, path: string) => any} Check returns the canonical value or throws a Fault */
/**
 * @typedef {object} Member
 * @property {Check} check
 * @property {boolean} need absent is a fault
 * @property {any} [fill] what stands for absent
 * @property {any} [drop] what is not written: it means the same as absent; a list or an object: empty
 */

/** @param {boolean} good @param {string} path @param {string} sentence */
function must(good, path, sentence) {
  if (!good) throw new Fault(path, sentence);
}

/** @param {number} min @param {number} max @returns {Check} */
export const integer = (min = 0, max = U32) => (value, path) => {
  const good = Number.isInteger(value) && value >= min && value <= max;
  must(good, path, `must be a whole number from ${min} to ${max}`);
  return value === 0 ? 0 : value;
};

/** @param {number} min @param {number} max @returns {Check} */
export const number = (min = -Number.MAX_VALUE, max = Number.MAX_VALUE) => (value, path) => {
  const good = typeof value === 'number' && value >= min && value <= max;
  must(good, path, `must be a number from ${min} to ${max}`);
  return value === 0 ? 0 : value;
};

/** @type {Check} */
export const bool = (value, path) => {
  must(typeof value === 'boolean', path, 'must be true or false');
  return value;
};

/** @param {number} max bytes @returns {Check} any text, line breaks too (SDP) */
export const lines = (max) => (value, path) => {
  must(typeof value === 'string', path, 'must be a string');
  const good = byteLength(value) <= max && !value.includes('\u0000') && !LONE_SURROGATE.test(value);
  must(good, path, `must be at most ${max} bytes of text`);
  return value;
};

/** @param {number} max bytes @returns {Check} one line for people, may be empty */
export const name = (max) => (value, path) => {
  lines(max)(value, path);
  must(!CONTROL.test(value), path, 'must not have control characters');
  return value;
};

/** @param {number} max bytes @returns {Check} a name that is not empty */
export const word = (max) => (value, path) => {
  must(value !== '', path, 'must not be empty');
  return name(max)(value, path);
};

/** @param {RegExp} pattern @param {string} sentence @returns {Check} */
export const pattern = (pattern, sentence) => (value, path) => {
  must(typeof value === 'string' && pattern.test(value), path, sentence);
  return value;
};

export const tag = pattern(/^[A-Za-z0-9_-]{1,22}$/, 'must be 1 to 22 of A–Z a–z 0–9 _ -');

/** @type {Check} */
export const id = (value, path) => {
  must(typeof value === 'string' && idValid(value), path, 'must be an id: 1 to 31 of a–z 0–9 -');
  return value;
};

/** @type {Check} */
export const principal = (value, path) => {
  must(typeof value === 'string' && principalValid(value), path, 'must be a principal: kind/id');
  return value;
};

/** @param {readonly string[]} words @returns {Check} */
export const choice = (words) => (value, path) => {
  must(words.includes(value), path, `must be one of ${words.join(' ')}`);
  return value;
};

/** @param {Check} check @param {number} max @returns {Check} */
export const list = (check, max) => (value, path) => {
  must(Array.isArray(value), path, 'must be a list');
  must(value.length <= max, path, `has more than ${max} entries`);
  return value.map((/** @type {any} */ item, /** @type {number} */ i) => check(item, `${path}[${i}]`));
};

/** @param {Check} check @returns {Check} */
export const orNull = (check) => (value, path) => (value === null ? null : check(value, path));

/** @param {any} value */
export const isObject = (value) => typeof value === 'object' && value !== null && !Array.isArray(value);

/** @type {Check} */
export const anyObject = (value, path) => {
  must(isObject(value), path, 'must be an object');
  return value;
};

/** Names that are data themselves: 1 to 31 printable bytes. @param {string} key @param {string} path */
export function checkKey(key, path) {
  const good = key !== '' && byteLength(key) <= 31 && !CONTROL.test(key);
  must(good, path, 'must have a name of 1 to 31 printable bytes');
}

/** @param {Check} check @param {number} max @returns {Check} any names, one kind of value */
export const map = (check, max) => (value, path) => {
  const entries = Object.entries(anyObject(value, path));
  must(entries.length <= max, path, `has more than ${max} entries`);
  return Object.fromEntries(entries.map(([key, inner]) => {
    const at = pathOf(path, key);
    checkKey(key, at);
    return [key, check(inner, at)];
  }));
};

/** @param {Check} check @returns {Member} */
export const need = (check) => ({ check, need: true });

/** @param {Check} check @param {{ fill?: any, drop?: any }} [absent] @returns {Member} */
export const may = (check, absent = {}) => ({ check, need: false, ...absent });

/** @param {any} value @param {Member} member */
function isDropped(value, member) {
  if (!('drop' in member)) return false;
  if (Array.isArray(member.drop)) return value.length === 0;
  return isObject(member.drop) ? Object.keys(value).length === 0 : value === member.drop;
}

/** @param {Record<string, Member>} members @returns {Check} unknown members are ignored */
export const object = (members) => (value, path) => {
  anyObject(value, path);
  /** @type {Record<string, any>} */
  const result = {};
  for (const [key, member] of Object.entries(members)) {
    const at = pathOf(path, key);
    if (!Object.hasOwn(value, key)) {
      must(!member.need, at, 'is missing');
      if ('fill' in member) result[key] = structuredClone(member.fill);
      continue;
    }
    const checked = member.check(value[key], at);
    if (!isDropped(checked, member)) result[key] = checked;
  }
  return result;
};

/** @param {readonly string[]} keys @param {Member} member @returns {Record<string, Member>} */
export const each = (keys, member) => Object.fromEntries(keys.map((key) => [key, member]));
