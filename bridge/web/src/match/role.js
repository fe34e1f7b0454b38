// What somebody is in a match, and what they may ask of it: the arena decides, this keeps the pages from
// offering what would be refused.

import { isBot, isGathering, isOver, mayLead, mayPlay, seatOf, teamOfPlayer } from './view.js';

/** @typedef {import('./types.js').Doc} Doc */
/** @typedef {'over' | 'seated' | 'queued' | 'watcher' | 'elsewhere' | 'free' | 'full'} Role */

/** A seat that nobody has, or a bot, who gives way. @param {import('./types.js').Team} team */
export const teamHasRoom = ({ seats }) => seats.some(({ player }) => !player || isBot(player));

/** Seats are given to whoever comes. @param {Doc} doc */
export const hasRoom = (doc) => isGathering(doc.state) && doc.teams.some(teamHasRoom);

/**
 * @param {Doc} doc @param {string} me a principal
 * @param {string} seat the match in which this person has a seat, '' none
 * @returns {Role}
 */
export function roleOf(doc, me, seat) {
  if (isOver(doc.state)) return 'over';
  if (seatOf(doc, me)) return 'seated';
  if (doc.queue?.includes(me)) return 'queued';
  if (!mayPlay(me)) return 'watcher';
  if (seat && seat !== doc.id) return 'elsewhere';
  return hasRoom(doc) ? 'free' : 'full';
}

/** @param {Doc} doc @param {string} me */
export const mayStart = (doc, me) => isGathering(doc.state) && (doc.host === me || mayLead(me));

/** @param {Doc} doc @param {string} me */
export const mayAbort = (doc, me) => !isOver(doc.state) && (mayLead(me) || (doc.host === me && doc.state !== 'running' && doc.state !== 'paused'));

/** @param {Doc} doc @param {string} me */
export const mayPlayAgain = (doc, me) =>
  isOver(doc.state) && (doc.host === me || mayLead(me) || teamOfPlayer(doc, me) >= 0);

/** It begins as soon as all people are ready, without anybody's word. @param {Doc} doc */
export const startsItself = (doc) => doc.rules.auto_start !== 0;

/** There is a free seat, and bots would take it. @param {Doc} doc */
export const botsWillSit = (doc) => doc.rules.bots > 0 && doc.teams.some(({ seats }) => seats.some(({ player }) => !player));

/** Where an invitation into a match leads; with an invite it needs none of its own. @param {string} origin @param {string} match @param {string} invite */
export const matchLink = (origin, match, invite) =>
  invite ? `${origin}/#invite=${encodeURIComponent(invite)}&then=match/${match}` : `${origin}/#match/${match}`;
