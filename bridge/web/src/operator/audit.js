// The audit over HTTP: who did what, newest first, in pages.

import { Refusal } from '../net/asks.js';

/** @typedef {{ at: number, kind: string, robot?: string, who?: string, n?: number, why?: string, tag?: string }} Entry */
/** @typedef {{ robot?: string, who?: string, from?: number, to?: number, limit?: number, after?: string }} Query */

/** @param {any} said @returns {Entry | null} null when it is none: what is read is checked like the wire */
function entryFrom(said) {
  if (!said || !Number.isFinite(said.at) || typeof said.kind !== 'string') return null;
  /** @type {any} */
  const entry = { at: said.at, kind: said.kind };
  for (const key of ['robot', 'who', 'why', 'tag']) if (typeof said[key] === 'string') entry[key] = said[key];
  if (Number.isFinite(said.n)) entry.n = said.n;
  return entry;
}

/** @param {Query} query */
export function auditPath(query) {
  const given = Object.entries(query).filter(([, value]) => value !== undefined && value !== '');
  const search = new URLSearchParams(given.map(([key, value]) => [key, String(value)]));
  return `/api/v1/audit${search.size ? `?${search}` : ''}`;
}

/**
 * @param {{ token: string }} credentials an operator's @param {Query} query
 * @returns {Promise<{ entries: Entry[], next: string }>} `next`: where older ones begin, "" at the end
 */
export async function readAudit({ token }, query) {
  let response;
  try {
    response = await fetch(auditPath(query), { headers: { authorization: `Bearer ${token}` } });
  } catch {
    throw new Refusal('unreachable', '');
  }
  const body = await response.json().catch(() => ({}));
  if (!response.ok) throw new Refusal(body.code ?? 'unavailable', body.detail ?? body.title ?? '');
  const entries = (Array.isArray(body.entries) ? body.entries : []).map(entryFrom).filter(Boolean);
  return { entries, next: body.next === undefined ? '' : String(body.next) };
}
