// What stands out of the statistics of a match: the best-of badges, and the order of players.

/** @typedef {import('./types.js').Player} Player */
/** @typedef {'points' | 'aim' | 'eliminations' | 'survivor' | 'distance' | 'shots'} Badge */

const SHOTS_FOR_AIM = 5; // who fires twice and hits once has no aim yet
const SHARED_MOST = 2; // what more of them share is nobody's

/** @param {Player} player @returns {number} 0 … 1 */
export const aimOf = ({ hits, shots }) => (shots > 0 ? Math.min(1, hits / shots) : 0);

/** @type {Record<Badge, (player: Player, players: readonly Player[]) => number>} the most has it; 0 never */
const MEASURES = {
  points: ({ points }) => points,
  aim: (player) => (player.shots >= SHOTS_FOR_AIM ? aimOf(player) : 0),
  eliminations: ({ eliminations }) => eliminations,
  survivor: ({ deaths, driven_ms }, players) => (driven_ms > 0 && players.some((one) => one.deaths > 0) ? 1 / (1 + deaths) : 0),
  distance: ({ distance_mm }) => distance_mm,
  shots: ({ shots }) => shots,
};

export const BADGES = Object.freeze(/** @type {Badge[]} */ (Object.keys(MEASURES)));

/**
 * Who is best at what. With one player there is no best.
 * @param {readonly Player[]} players @returns {Map<string, Badge[]>} by principal
 */
export function badgesOf(players) {
  /** @type {Map<string, Badge[]>} */
  const badges = new Map(players.map(({ player }) => [player, []]));
  if (players.length < 2) return badges;
  for (const badge of BADGES) {
    const values = players.map((player) => MEASURES[badge](player, players));
    const best = Math.max(...values);
    const bearers = players.filter((_, at) => values[at] === best);
    if (best <= 0 || bearers.length > SHARED_MOST || bearers.length === players.length) continue;
    for (const { player } of bearers) badges.get(player)?.push(badge);
  }
  return badges;
}

/** The most points first, then who took out more, then who was out less. @param {readonly Player[]} players */
export const ranked = (players) =>
  [...players].sort((a, b) => b.points - a.points || b.eliminations - a.eliminations || a.deaths - b.deaths || a.player.localeCompare(b.player));
