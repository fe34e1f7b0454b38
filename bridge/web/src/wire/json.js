// JSON as the arena takes it, the same texts as robot/wire/scan_json.c and read_json.c: JSON.parse
// alone would take duplicate members (the last wins), escaped NUL and lone surrogates, any depth,
// and turn 1e999 into Infinity without a word.

const DEPTH_MAX = 8;
const MEMBERS_MAX = 256;
const PATH_MAX = 63;
const NUMBER = /-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?/y;
const SPACE = /[ \t\n\r]*/y;
const PLAIN = /[^"\\\u0000-\u001f]*/y;
const UNIT = /[0-9a-fA-F]{4}/y;
const LONE_SURROGATE = /[\ud800-\udfff]/u;
const WORDS = /** @type {const} */ ([['true', true], ['false', false], ['null', null]]);
/** @type {Record<string, string>} */
const ESCAPES = { '"': '"', '\\': '\\', '/': '/', b: '\b', f: '\f', n: '\n', r: '\r', t: '\t' };
const encoder = new TextEncoder();
const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** Where a message is wrong, and why. */
export class Fault extends Error {
  /** @param {string} path @param {string} sentence @param {'bad_request' | 'too_large'} [code] */
  constructor(path, sentence, code = 'bad_request') {
    super(`${path || 'message'} ${sentence}`);
    this.path = path.slice(0, PATH_MAX);
    this.sentence = sentence;
    this.code = code;
  }
}

/** An object as it was written: duplicates included. */
class Members {
  /** @type {[string, any][]} */
  entries = [];
}

/** @param {string} text @returns {number} its bytes in UTF-8 */
export const byteLength = (text) => encoder.encode(text).length;

/** Names come from the peer: what is not visible ASCII becomes '?', a byte at a time, as in C. */
const visible = (/** @type {string} */ name) =>
  Array.from(encoder.encode(name), (byte) =>
    byte > 0x20 && byte < 0x7f ? String.fromCharCode(byte) : '?').join('');

/** @param {string} path @param {string} name @returns {string} the path of a member */
export const pathOf = (path, name) => `${path ? `${path}.` : ''}${visible(name)}`;

/** A scan over the text; every take moves forward or throws. */
class Scan {
  at = 0;
  depth = 0;

  /** @param {string} text */
  constructor(text) {
    this.text = text;
  }

  /** @returns {never} */
  fail() {
    throw new Fault('', 'is not JSON, or nested too deep');
  }

  /** @param {RegExp} pattern sticky @returns {string} "" when it does not match */
  match(pattern) {
    pattern.lastIndex = this.at;
    const found = pattern.exec(this.text)?.[0] ?? '';
    this.at += found.length;
    return found;
  }

  /** @param {string} character */
  take(character) {
    if (this.text[this.at] !== character) return false;
    this.at += 1;
    return true;
  }

  /** @param {string} character */
  need(character) {
    if (!this.take(character)) this.fail();
  }

  /** @returns {any} with the space before and behind it */
  value() {
    this.match(SPACE);
    const value = this.bare();
    this.match(SPACE);
    return value;
  }

  bare() {
    const next = this.text[this.at];
    if (next === '{') return this.object();
    if (next === '[') return this.array();
    if (next === '"') return this.string();
    for (const [word, value] of WORDS) {
      if (this.text.startsWith(word, this.at)) {
        this.at += word.length;
        return value;
      }
    }
    const digits = this.match(NUMBER);
    return digits === '' ? this.fail() : Number(digits);
  }

  /** @param {string} open @param {string} close @param {() => void} one */
  list(open, close, one) {
    this.need(open);
    this.depth += 1;
    if (this.depth > DEPTH_MAX) this.fail();
    this.match(SPACE);
    if (!this.take(close)) {
      do one();
      while (this.take(','));
      this.need(close);
    }
    this.depth -= 1;
  }

  object() {
    const members = new Members();
    this.list('{', '}', () => {
      this.match(SPACE);
      const name = this.string();
      this.match(SPACE);
      this.need(':');
      members.entries.push([name, this.value()]);
    });
    return members;
  }

  array() {
    /** @type {any[]} */
    const items = [];
    this.list('[', ']', () => items.push(this.value()));
    return items;
  }

  string() {
    this.need('"');
    let string = '';
    for (;;) {
      string += this.match(PLAIN);
      if (this.take('"')) break;
      this.need('\\');
      string += this.escape();
    }
    return LONE_SURROGATE.test(string) ? this.fail() : string;
  }

  escape() {
    if (this.take('u')) return this.codePoint();
    const character = ESCAPES[this.text[this.at]];
    if (character === undefined) this.fail();
    this.at += 1;
    return character;
  }

  /** A whole escaped code point: a pair of units stands together, as C wants it. */
  codePoint() {
    const high = this.unit();
    if (high === 0 || (high >= 0xdc00 && high <= 0xdfff)) this.fail();
    if (high < 0xd800 || high > 0xdbff) return String.fromCharCode(high);
    this.need('\\');
    this.need('u');
    const low = this.unit();
    if (low < 0xdc00 || low > 0xdfff) this.fail();
    return String.fromCharCode(high, low);
  }

  unit() {
    const digits = this.match(UNIT);
    return digits === '' ? this.fail() : Number.parseInt(digits, 16);
  }
}

/** @param {any} node @param {string} path @returns {any} plain values; throws at the first fault */
function settle(node, path) {
  if (typeof node === 'number' && !Number.isFinite(node)) throw new Fault(path, 'is too large a number');
  if (Array.isArray(node)) return node.map((item, i) => settle(item, `${path}[${i}]`));
  if (!(node instanceof Members)) return node;
  if (node.entries.length > MEMBERS_MAX) throw new Fault(path, 'has too many members');
  const object = Object.create(null);
  for (const [name, value] of node.entries) {
    const at = pathOf(path, name);
    if (name in object) throw new Fault(at, 'is there twice');
    object[name] = settle(value, at);
  }
  return object;
}

/** @param {string | Uint8Array} json @returns {string} */
function textOf(json) {
  if (typeof json === 'string') return json;
  try {
    return decoder.decode(json);
  } catch {
    throw new Fault('', 'is not JSON, or nested too deep');
  }
}

/**
 * @param {string | Uint8Array} json
 * @param {number} max bytes
 * @returns {Record<string, any>} the object, without a prototype; throws a Fault
 */
export function parseJson(json, max) {
  const bytes = typeof json === 'string' ? byteLength(json) : json.length;
  if (bytes > max) throw new Fault('', 'is too large', 'too_large');
  const scan = new Scan(textOf(json));
  const value = scan.value();
  if (scan.at !== scan.text.length) scan.fail();
  if (!(value instanceof Members)) throw new Fault('', 'must be an object');
  return settle(value, '');
}
