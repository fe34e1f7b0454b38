// What an entry of the log is to one person: what is seen, heard and felt of it. Pure.

/** @typedef {import('../match/types.js').Entry} Entry */
/**
 * @typedef {object} Here
 * @property {readonly string[]} mine the person's robots
 * @property {number} team one's own @property {string} principal
 * @property {(robot: string) => { x: number, y: number, heading: number } | null} pose where it is now
 */

/**
 * @typedef {{ what: 'scored', robot: string, points: number }
 *   | { what: 'spared', robot: string, verdict: string }
 *   | { what: 'struck', robot: string, by: string, bearing: number | null, health: number }
 *   | { what: 'shielded', robot: string }
 *   | { what: 'kill', robot: string, points: number }
 *   | { what: 'down', robot: string, by: string, lives: number }
 *   | { what: 'respawned' | 'overheated' | 'spare', robot: string }
 *   | { what: 'penalty', robot: string, limit: number, ms: number }
 *   | { what: 'overturned', points: number }
 *   | { what: 'started' | 'countdown' | 'paused' | 'resumed' | 'held' | 'goes_on' | 'aborted' | 'won' | 'lost' | 'draw' }} News
 */

const STATES = ['started', 'countdown', 'paused', 'resumed', 'held', 'goes_on', 'aborted'];
const DRAW = -1;

/** @param {Entry} entry @param {Here} here @returns {News | null} null: nothing to this person */
export function newsOf(entry, here) {
  if (STATES.includes(entry.kind)) return /** @type {News} */ ({ what: entry.kind });
  return KINDS[entry.kind]?.(entry, here) ?? null;
}

/** @type {Record<string, (entry: Entry, here: Here) => News | null>} */
const KINDS = {
  hit: hitNews,
  eliminated: ({ robot = '', by = '', points = 0, value = -1 }, { mine }) => {
    if (mine.includes(robot)) return { what: 'down', robot, by, lives: value };
    return mine.includes(by) ? { what: 'kill', robot, points } : null;
  },
  respawned: ({ robot = '' }, { mine }) => (mine.includes(robot) ? { what: 'respawned', robot } : null),
  overheated: ({ robot = '' }, { mine }) => (mine.includes(robot) ? { what: 'overheated', robot } : null),
  swapped: ({ robot = '', who }, { principal }) => (who === principal ? { what: 'spare', robot } : null),
  penalty: ({ robot = '', value = 100, ms = 0 }, { mine }) =>
    mine.includes(robot) ? { what: 'penalty', robot, limit: value, ms } : null,
  overturned: ({ robot = '', by = '', points = 0 }, { mine }) =>
    mine.includes(robot) || mine.includes(by) ? { what: 'overturned', points } : null,
  finished: ({ team = DRAW }, here) => ({ what: team === DRAW ? 'draw' : team === here.team ? 'won' : 'lost' }),
};

/** @param {Entry} entry @param {Here} here @returns {News | null} */
function hitNews({ robot = '', by = '', verdict = '', points = 0, value = 0 }, { mine, pose }) {
  const counted = verdict === 'counted';
  if (mine.includes(robot)) {
    if (counted) return { what: 'struck', robot, by, health: value, bearing: bearing(pose(robot), pose(by)) };
    return verdict === 'shielded' ? { what: 'shielded', robot } : null;
  }
  if (!mine.includes(by)) return null;
  return counted ? { what: 'scored', robot, points } : { what: 'spared', robot, verdict };
}

/**
 * Where one looks to see the other: degrees clockwise from +y.
 * @param {{ x: number, y: number } | null} from @param {{ x: number, y: number } | null} to
 * @returns {number | null} null while it is not known where they are
 */
export function bearing(from, to) {
  if (!from || !to) return null;
  return (Math.atan2(to.x - from.x, to.y - from.y) * 180) / Math.PI;
}
