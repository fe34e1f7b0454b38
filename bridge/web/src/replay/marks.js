// What a replay's bar shows of the match: when somebody was hit, eliminated, when the clock stood.

/** @typedef {import('../match/types.js').Entry} Entry */
/** @typedef {{ kind: 'hit' | 'eliminated' | 'started' | 'finished' | 'overturned', at: number, team: number, entry: Entry }} Mark */

const MARKS_MOST = 600;
/** @type {Record<string, string>} what ends what began */
const STANDS = { paused: 'resumed', held: 'goes_on' };

/** @param {readonly Entry[]} entries @returns {Mark[]} of many hits some are left out, of eliminations none */
export function marksOf(entries) {
  const marks = entries.flatMap((entry) => {
    const kind = markOf(entry);
    return kind ? [{ kind, at: entry.at, team: entry.team ?? -1, entry }] : [];
  });
  const every = Math.ceil(marks.filter(({ kind }) => kind === 'hit').length / MARKS_MOST);
  let hits = 0;
  return every <= 1 ? marks : marks.filter(({ kind }) => kind !== 'hit' || (hits += 1) % every === 0);
}

/** @param {Entry} entry @returns {Mark['kind'] | null} */
function markOf({ kind, verdict }) {
  if (kind === 'hit') return verdict === 'counted' ? 'hit' : null;
  return kind === 'eliminated' || kind === 'started' || kind === 'finished' || kind === 'overturned' ? kind : null;
}

/** Spans in which the clock stood. @param {readonly Entry[]} entries @param {number} end @returns {{ from: number, to: number, why: string }[]} */
export function standsOf(entries, end) {
  const spans = [];
  for (const [why, over] of Object.entries(STANDS)) {
    let from = -1;
    for (const { kind, at } of entries) {
      if (kind === why && from < 0) from = at;
      else if (from >= 0 && (kind === over || kind === 'finished' || kind === 'aborted')) {
        spans.push({ from, to: at, why });
        from = -1;
      }
    }
    if (from >= 0) spans.push({ from, to: end, why });
  }
  return spans.sort((a, b) => a.from - b.from);
}

/** The next moment of interest. @param {readonly Mark[]} marks @param {number} at @param {1 | -1} way @returns {number | null} */
export function nextMark(marks, at, way) {
  const times = marks.filter(({ kind }) => kind !== 'hit').map((mark) => mark.at);
  const ahead = way > 0 ? times.filter((time) => time > at + 1) : times.filter((time) => time < at - 1500).reverse();
  return ahead[0] ?? null;
}
