// What people do with matches. A refusal is said aloud, by what it means for this deed.

import { Refusal } from '../net/asks.js';
import { askOf } from './wish.js';
import { missingText } from './say.js';
import { pages } from './words/pages.js';

/** @typedef {import('../session.js').Session} Session */
/** @typedef {keyof import('./words/pages.en.js').Words['refusals']} Deed */

/** @param {Deed} deed @param {string} code */
function sentenceOf(deed, code) {
  const table = /** @type {Record<string, string>} */ (pages().refusals[deed]);
  return Object.hasOwn(table, code) ? table[code] : undefined;
}

/**
 * @param {Session} session @param {Deed} deed @param {object} members
 * @param {string} [instead] what to say when it is not possible right now
 * @returns {Promise<any>} the answer, null when it was refused
 */
async function attempt(session, deed, members, instead) {
  try {
    return await session.asks.ask(`match.${deed}`, members);
  } catch (error) {
    const { code, message } = error instanceof Refusal ? error : new Refusal('broken', String(error));
    const text = (code === 'wrong_state' && instead) || sentenceOf(deed, code);
    session.emit('notice', { what: 'refused', code, message, text });
    return null;
  }
}

/** @param {Session} session @param {import('./wish.js').Wish} wish @returns {Promise<string>} its id, '' refused */
export async function create(session, wish) {
  return (await attempt(session, 'create', askOf(wish)))?.match ?? '';
}

/**
 * @param {Session} session @param {string} match
 * @param {{ team?: number, wait?: boolean }} [how] no team: whichever has room
 */
export const join = (session, match, how = {}) => attempt(session, 'join', { match, ...how });

/** @param {Session} session @param {string} match */
export const leave = (session, match) => attempt(session, 'leave', { match });

/**
 * To another team: a seat is given up before another one is taken. When that one was just taken by
 * somebody else, one sits down wherever there is room.
 * @param {Session} session @param {string} match @param {number} team
 */
export async function change(session, match, team) {
  if (!(await leave(session, match))) return null;
  return (await join(session, match, { team })) ?? join(session, match);
}

/** @param {Session} session @param {string} match @param {boolean} ready */
export const ready = (session, match, ready) => attempt(session, 'ready', { match, ready });

/** @param {Session} session @param {import('./types.js').Doc} doc */
export function start(session, doc) {
  const first = doc.missing?.find(({ bypassed }) => !bypassed);
  return attempt(session, 'start', { match: doc.id }, first && missingText(first, doc, session.credentials.principal));
}

/** @param {Session} session @param {string} match */
export const abort = (session, match) => attempt(session, 'abort', { match });

/** The match that goes on from one that is over, with a seat in it. @param {Session} session @param {string} match */
export async function again(session, match) {
  const next = (await attempt(session, 'again', { match }))?.match ?? '';
  if (next) await join(session, next, { wait: true });
  return next;
}

/** Makes a match, sits down and is ready: bots do the rest. @param {Session} session @param {import('./wish.js').Wish} wish */
export async function quick(session, wish) {
  const match = await create(session, wish);
  if (match && (await join(session, match, { team: 0 }))) await ready(session, match, true);
  return match;
}
