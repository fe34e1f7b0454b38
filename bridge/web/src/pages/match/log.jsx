// The log of a match: a sentence an entry, the verdict of each hit, points in the team's colour. The newest
// stands on top while it is on; a referee's page hands in what can be done with an entry.

import { useState } from 'preact/hooks';
import { looksOf } from '../../arena/teams.js';
import { entryText, verdictText } from '../../match/say.js';
import { clockText } from '../../match/view.js';
import { pages } from '../../match/words/pages.js';
import { shared } from '../../match/words/shared.js';
import { Segmented } from '../../ui/segmented.jsx';

const FEW = 6;
const PAGE = 40;

/** @typedef {import('../../match/types.js').Entry} Entry */
/** @typedef {import('../../match/match.js').Match} Match */
/** @typedef {'all' | 'hits' | 'people'} Which */

const HITS = ['hit', 'eliminated', 'overturned', 'respawned', 'overheated'];
const PEOPLE = ['created', 'joined', 'left', 'queued', 'unqueued', 'ready', 'unready', 'away', 'back', 'swapped', 'assigned'];

/** @type {Record<Which, (entry: Entry) => boolean>} */
const FILTERS = {
  all: () => true,
  hits: ({ kind }) => HITS.includes(kind),
  people: ({ kind }) => PEOPLE.includes(kind),
};

/**
 * @param {{ match: Match, few?: boolean, act?: (entry: Entry) => any }} props few: the newest only, without
 *   a choice; act: draws what can be done with an entry, beside it
 */
export function Log({ match, few = false, act }) {
  const { log: l } = pages();
  const [which, choose] = useState(/** @type {Which} */ ('all'));
  const [most, show] = useState(few ? FEW : PAGE);
  const entries = match.log.entries.filter(FILTERS[which]);
  const shown = entries.slice(-most).reverse();
  const options = /** @type {[Which, string][]} */ ([['all', l.all], ['hits', l.hits], ['people', l.people]]);
  const startedAt = match.log.entries.find(({ kind }) => kind === 'started')?.at ?? null;
  return (
    <div class="log">
      {!few && <Segmented label={l.which} options={options} value={which} onChange={choose} />}
      {!match.isWhole && <p class="hint" role="status">{l.fetching}</p>}
      {entries.length === 0 && match.isWhole && <p class="hint">{l.empty}</p>}
      <ol>
        {shown.map((entry) => (
          <Row key={entry.seq} {...{ entry, match, startedAt, act }} />
        ))}
      </ol>
      {!few && entries.length > most && (
        <button class="quiet small" onClick={() => show(most + PAGE)}>{l.older(Math.min(PAGE, entries.length - most))}</button>
      )}
    </div>
  );
}

/** @param {{ entry: Entry, match: Match, startedAt: number | null, act?: (entry: Entry) => any }} props */
function Row({ entry, match, startedAt, act }) {
  const { doc } = match;
  const slot = doc && entry.team !== undefined ? looksOf(doc.teams)[entry.team]?.slot : undefined;
  return (
    <li class={`entry ${slot === undefined ? '' : `team-${slot}`}`} data-kind={entry.kind} data-seq={entry.seq}>
      <span class="attime number">{whenText(entry.at, startedAt)}</span>
      <span class="what">
        {entryText(entry, doc)} <Evidence entry={entry} />
      </span>
      {entry.points ? <b class="points number">{shared().points(entry.points)}</b> : null}
      {act?.(entry)}
    </li>
  );
}

/** Time of the match, before its start nothing. @param {number} at @param {number | null} startedAt */
const whenText = (at, startedAt) => (startedAt === null || at < startedAt ? '' : clockText(Math.floor((at - startedAt) / 1000) * 1000));

/** @param {{ entry: Entry }} props */
function Evidence({ entry }) {
  const { log: l } = pages();
  if (entry.kind !== 'hit') return null;
  const counted = entry.verdict === 'counted';
  return (
    <small title={l.evidence(entry.fire ?? 0, entry.hit ?? 0)}>
      {counted ? l.health(entry.value ?? 0) : <span class="ruling">{verdictText(entry.verdict ?? '')}</span>}
    </small>
  );
}
