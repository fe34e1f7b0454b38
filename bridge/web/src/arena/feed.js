// What the arena's picture is told of a match that is on (match/match.js): the document, and whatever
// comes. A replay has a feed of its own (replay/feed.js).

/**
 * @param {import('../match/match.js').Match} match @param {() => number} [now] ms of performance.now()
 * @param {(robot: string) => number} [panOf] how far a robot's weapon is turned, as it says itself
 * @returns {import('./arena.jsx').Feed} make it once for a match: another one begins the picture anew
 */
export function liveFeed(match, now = () => performance.now(), panOf = undefined) {
  return (tell) => {
    let told = match.doc;
    if (match.doc) tell({ match: match.doc });
    if (match.live) tell({ lives: [match.live], age: now() - match.liveAt });
    const ends = [
      match.on('changed', () => {
        if (match.doc === told) return; // the log
        told = match.doc;
        tell({ match: told });
      }),
      match.on('live', (live) => tell({ lives: [live], ...(panOf && { pans: pansOf(live, panOf) }) })),
      match.on('entry', ({ entry, fresh }) => fresh && tell({ entries: [entry] })),
    ];
    return () => ends.forEach((end) => end());
  };
}

/** @param {import('../match/types.js').Live} live @param {(robot: string) => number} panOf @returns {Record<string, number>} */
const pansOf = ({ units }, panOf) => Object.fromEntries(units.map(({ robot }) => [robot, panOf(robot)]));

/** As the session has heard it. @param {import('../robots.js').Robots} robots @returns {(robot: string) => number} */
export const pansFrom = ({ statuses }) => (robot) => {
  const pan = statuses.get(robot)?.status.pan;
  return Number.isFinite(pan) ? pan : 0;
};
