// What the arena tells of matches over HTTP, checked like the wire: the document and the log of one
// that is over or was opened late, the list of all, the rules there are.

import { Refusal } from '../net/asks.js';
import { parseMessage } from '../wire/messages.js';

const PAGE = 500;

/** @typedef {{ token: string }} Access */

/** @param {string} path @param {Record<string, string | number | undefined>} query */
function addressOf(path, query) {
  const given = Object.entries(query).filter(([, value]) => value !== undefined && value !== '');
  const search = new URLSearchParams(given.map(([key, value]) => [key, String(value)]));
  return `/api/v1/${path}${search.size ? `?${search}` : ''}`;
}

/**
 * @param {Access} access @param {string} path below /api/v1
 * @param {Record<string, string | number | undefined>} [query]
 * @returns {Promise<any>} rejects with a Refusal
 */
export async function read({ token }, path, query = {}) {
  let response;
  try {
    response = await fetch(addressOf(path, query), { headers: { authorization: `Bearer ${token}` } });
  } catch {
    throw new Refusal('unreachable', '');
  }
  const body = await response.json().catch(() => ({}));
  if (!response.ok) throw new Refusal(body.code ?? 'unavailable', body.detail ?? body.title ?? '');
  return body;
}

/** @param {string} what @param {any} said @returns {any} null when it is none */
const checked = (what, said) => parseMessage(what, JSON.stringify(said ?? null));

/** @param {any} list @param {(said: any) => any} one @returns {any[]} without those that are none */
const every = (list, one) => (Array.isArray(list) ? list : []).map(one).filter(Boolean);

/** @param {Access} access @param {string} id @returns {Promise<import('./types.js').Doc>} */
export async function readMatch(access, id) {
  const doc = checked('match', await read(access, `matches/${id}`));
  if (!doc) throw new Refusal('internal', '');
  return doc;
}

/**
 * @param {Access} access @param {string} id @param {number} after the entries behind this number
 * @returns {Promise<{ entries: import('./types.js').Entry[], more: boolean }>}
 */
export async function readEvents(access, id, after) {
  const { entries, next } = await read(access, `matches/${id}/events`, { after, limit: PAGE });
  return { entries: every(entries, (said) => checked('match event', said)), more: Boolean(next) };
}

const isText = (/** @type {unknown} */ value) => typeof value === 'string';
const count = (/** @type {unknown} */ value) => (Number.isFinite(value) ? Number(value) : 0);

/** @param {any} said @returns {import('./types.js').Brief | null} */
export function briefFrom(said) {
  if (!isText(said?.id) || !isText(said.state)) return null;
  return {
    id: said.id,
    name: isText(said.name) ? said.name : '',
    state: said.state,
    host: isText(said.host) ? said.host : '',
    created: count(said.created),
    started: count(said.started),
    ended: count(said.ended),
    winner: Number.isInteger(said.winner) ? said.winner : null,
    teams: every(said.teams, (team) => isText(team?.name) && { name: team.name, score: count(team.score) }),
    players: count(said.players),
  };
}

/**
 * @param {Access} access @param {{ state?: 'open' | 'over', after?: string, limit?: number }} query
 * @returns {Promise<{ matches: import('./types.js').Brief[], next: string }>} the newest first
 */
export async function readMatches(access, query) {
  const { matches, next } = await read(access, 'matches', query);
  return { matches: every(matches, briefFrom), next: next === undefined ? '' : String(next) };
}

/** @param {any} said @returns {import('./types.js').Rule | null} */
function ruleFrom(said) {
  const bounds = [said?.least, said?.most, said?.default];
  if (!isText(said?.name) || !bounds.every(Number.isInteger)) return null;
  return { name: said.name, unit: isText(said.unit) ? said.unit : '', least: said.least, most: said.most, default: said.default };
}

/** @param {Access} access @returns {Promise<import('./types.js').Rule[]>} */
export async function readRules(access) {
  return every((await read(access, 'rules')).rules, ruleFrom);
}
