// Topics: {root}/{from}/{to}/{what} said to one, {root}/{from}/all/{what} said to everyone, where
// from and to are principals, kind/id. Source: broker-config/README.md, "Grammar".

export const KINDS = Object.freeze(['robot', 'player', 'watcher', 'referee', 'bot', 'operator', 'bridge', 'media']);
const PLAIN = new Set(
  'presence card state status event link ack ask signal drive action stop beat lease video roster me answer api admin'.split(' '),
);
const ID = /^[a-z0-9][a-z0-9-]{0,30}$/;
const TOPIC_MAX = 255;

/**
 * @typedef {object} Topic
 * @property {string} from a principal
 * @property {string | null} to a principal, null = all
 * @property {string} what `match live` and `match event` for match/{id}/live and …/event
 * @property {string} [match] of match…
 * @property {string} [subject] of revoked: a principal
 */

/** @param {string} text */
export const idValid = (text) => ID.test(text);

/** @param {string} text */
export function principalValid(text) {
  const [kind, id, ...rest] = text.split('/');
  return rest.length === 0 && KINDS.includes(kind) && id !== undefined && ID.test(id);
}

/**
 * @param {string} root @param {string} text
 * @returns {Topic | null} null when it is not of the grammar under this root
 */
export function parseTopic(root, text) {
  if (text.length > TOPIC_MAX || !text.startsWith(`${root}/`)) return null;
  const levels = text.slice(root.length + 1).split('/');
  const from = levels.splice(0, 2).join('/');
  const toAll = levels[0] === 'all';
  const said = levels.splice(0, toAll ? 1 : 2).join('/');
  const to = toAll ? null : said;
  if (!principalValid(from) || (to !== null && !principalValid(to))) return null;
  const rest = parseWhat(levels);
  return rest && { from, to, ...rest };
}

/**
 * @param {string[]} levels
 * @returns {{ what: string, match?: string, subject?: string } | null}
 */
function parseWhat(levels) {
  const [what, first, second] = levels;
  if (levels.length === 1) return PLAIN.has(what) ? { what } : null;
  if (what === 'revoked' && levels.length === 3) {
    const subject = `${first}/${second}`;
    return principalValid(subject) ? { what, subject } : null;
  }
  return what === 'match' && ID.test(first) ? parseMatch(first, levels.slice(2)) : null;
}

/** @param {string} match @param {string[]} parts what stands behind it */
function parseMatch(match, parts) {
  if (parts.length === 0) return { what: 'match', match };
  const known = parts.length === 1 && ['live', 'event'].includes(parts[0]);
  return known ? { what: `match ${parts[0]}`, match } : null;
}

/**
 * @param {string} root @param {Topic} topic
 * @returns {string}
 */
export function formatTopic(root, topic) {
  const to = topic.to ?? 'all';
  const [what, part] = topic.what.split(' ');
  const subject = topic.what === 'revoked' ? `/${topic.subject}` : '';
  const match = what === 'match' ? `/${topic.match}${part ? `/${part}` : ''}` : '';
  const text = `${root}/${topic.from}/${to}/${what}${subject}${match}`;
  if (!parseTopic(root, text)) throw new RangeError(`not a topic: ${text}`);
  return text;
}
