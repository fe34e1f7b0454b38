// What the arena's picture is told of a match that is on (match/match.js): the document, and whatever
// comes. A replay has a feed of its own (replay/feed.js).

/**
 * @param {import('../match/match.js').Match} match @param {() => number} [now] ms of performance.now()
 * @returns {import('./arena.jsx').Feed} make it once for a match: another one begins the picture anew
 */
export function liveFeed(match, now = () => performance.now()) {
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
      match.on('live', (live) => tell({ lives: [live] })),
      match.on('entry', ({ entry, fresh }) => fresh && tell({ entries: [entry] })),
    ];
    return () => ends.forEach((end) => end());
  };
}
