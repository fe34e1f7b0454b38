/** @typedef {import('../match/types.js').Entry} Entry */

/** What an audience wants to know. */
const KINDS = ['eliminated', 'overturned', 'penalty', 'paused', 'resumed', 'held', 'goes_on', 'swapped', 'away', 'back'];

/** @param {readonly Entry[]} entries @param {number} many @returns {Entry[]} the newest first */
export function newsOf(entries, many) {
  const news = [];
  for (let at = entries.length - 1; at >= 0 && news.length < many; at -= 1)
    if (KINDS.includes(entries[at].kind)) news.push(entries[at]);
  return news;
}
