// Every message of the wire, by `what`. readMessage turns a payload into a checked value; what a
// page says goes through buildMessage, so that it never says what it would itself refuse.
// Source: broker-config/README.md, "Payloads"; limits: robot/wire/limits.h.

import { askingMessages } from './asking.js';
import { bridgeMessages } from './bridge.js';
import { driverMessages } from './driver.js';
import { parseJson } from './json.js';
import { matchMessages } from './match.js';
import { robotMessages } from './robot.js';
import { Fault } from './schema.js';

export { Fault };

const PAYLOAD_MAX = 4096;
const PAYLOAD_LARGE = 65536;
const LARGE = new Set(['match', 'match live', 'roster', 'answer', 'signal', 'api', 'admin']);

/** @type {Readonly<Record<string, import('./schema.js').Check>>} */
const SCHEMAS = Object.freeze({
  ...robotMessages,
  ...driverMessages,
  ...bridgeMessages,
  ...askingMessages,
  ...matchMessages,
});

/** @param {string} what @returns {number} bytes */
export const payloadMax = (what) => (LARGE.has(what) ? PAYLOAD_LARGE : PAYLOAD_MAX);

/** @param {string} what */
function schemaOf(what) {
  if (!Object.hasOwn(SCHEMAS, what)) throw new Fault('', `${what} is not a message`);
  return SCHEMAS[what];
}

/**
 * @param {string} what
 * @param {string | Uint8Array} json
 * @returns {any} the canonical message; throws a Fault that says what is wrong
 */
export function readMessage(what, json) {
  const schema = schemaOf(what);
  if (what === 'revoked' && json.length === 0) return { before: 0 }; /* the document was emptied */
  return schema(parseJson(json, payloadMax(what)), '');
}

/**
 * @param {string} what
 * @param {string | Uint8Array} json
 * @returns {any} the canonical message, null when it is malformed
 */
export function parseMessage(what, json) {
  try {
    return readMessage(what, json);
  } catch (error) {
    if (error instanceof Fault) return null;
    throw error;
  }
}

/**
 * @param {string} what
 * @param {any} message
 * @returns {string} JSON; throws a Fault when it would be refused
 */
export function buildMessage(what, message) {
  const checked = schemaOf(what)(message, '');
  return what === 'revoked' && checked.before === 0 ? '' : JSON.stringify(checked);
}
