// What is looked at, as the part of the address behind '#history/': scout1,scout2?range=600000&….
// So a view can be linked to, kept as a bookmark, and survives a reload. Escaped once more than
// usual: the router has undone one layer when it hands over the rest.

import { idValid } from '../wire/topic.js';
import { LEAST_SPAN, MOST_SPAN, live } from './window.js';

export const ROBOTS_MOST = 8;
const SPAN = 600_000;

/** @typedef {{ robots: string[], fields: string[] | null, view: import('./window.js').View }} Place */

/** @param {string | null} text */
function whole(text) {
  return text !== null && /^\d{1,14}$/.test(text) ? Number(text) : null;
}

/** @param {string} rest @returns {Place} fields null: all */
export function placeFrom(rest) {
  const [list, query = ''] = rest.split(/\?(.*)/s);
  const said = new URLSearchParams(query);
  const robots = [...new Set(list.split(',').filter(idValid))].slice(0, ROBOTS_MOST);
  const span = Math.min(MOST_SPAN, Math.max(LEAST_SPAN, whole(said.get('range')) ?? SPAN));
  const to = whole(said.get('to'));
  const fields = said.has('field') || said.has('none') ? said.getAll('field') : null;
  return { robots, fields, view: to === null ? live(span) : { follow: false, span, to: Math.max(span, to) } };
}

/** @param {Place} place */
export function addressOf({ robots, fields, view }) {
  const said = new URLSearchParams({ range: String(Math.round(view.span)) });
  if (!view.follow) said.set('to', String(Math.round(view.to)));
  for (const field of fields ?? []) said.append('field', field);
  if (fields?.length === 0) said.set('none', '');
  return `history/${robots.join(',')}?${encodeURI(String(said))}`;
}
