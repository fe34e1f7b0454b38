// The matches that are over, the newest first, as far back as the arena keeps them.

import { useEffect, useState } from 'preact/hooks';
import { looksOf } from '../../arena/teams.js';
import { TeamMark } from '../../arena/mark.jsx';
import { readMatches } from '../../match/http.js';
import { pages } from '../../match/words/pages.js';
import { shared } from '../../match/words/shared.js';
import { Icon } from '../../ui/icons.jsx';
import { w, wordOf } from '../../words/index.js';

const PAGE = 20;

/** @typedef {import('../../match/types.js').Brief} Brief */
/** @typedef {{ matches: Brief[], next: string, state: 'fetching' | 'there' | 'failed' }} Read */

/** @param {import('../../session.js').Session} session */
function usePast(session) {
  const [read, keep] = useState(/** @type {Read} */ ({ matches: [], next: '', state: 'fetching' }));
  /** @param {Read} before */
  const fetchMore = async (before) => {
    keep({ ...before, state: 'fetching' });
    try {
      const page = await readMatches(session.credentials, { state: 'over', after: before.next, limit: PAGE });
      keep({ matches: [...before.matches, ...page.matches], next: page.next, state: 'there' });
    } catch {
      keep({ ...before, state: 'failed' });
    }
  };
  useEffect(() => void fetchMore({ matches: [], next: '', state: 'fetching' }), [session]);
  return { ...read, more: () => fetchMore(read) };
}

/** @param {import('../../app.jsx').PageProps} props */
export function Past({ session }) {
  const { list } = pages();
  const { matches, next, state, more } = usePast(session);
  if (state === 'there' && matches.length === 0)
    return (
      <div class="empty">
        <Icon name="flag" />
        <h2>{list.noPast}</h2>
        <p>{list.noPastText}</p>
      </div>
    );
  return (
    <>
      <ul class="past">
        {matches.map((match) => (
          <Row key={match.id} match={match} />
        ))}
      </ul>
      <div class="after">
        {state === 'fetching' && <p role="status">{list.fetching}</p>}
        {state === 'failed' && <button class="quiet" onClick={more}>{list.again}</button>}
        {state === 'there' && next && <button class="quiet" onClick={more}>{list.more}</button>}
      </div>
    </>
  );
}

/** @param {{ match: Brief }} props */
function Row({ match }) {
  const { list, nameless } = pages();
  const looks = looksOf(match.teams);
  const when = new Date(match.ended || match.created).toLocaleString(w.locale, { dateStyle: 'medium', timeStyle: 'short' });
  return (
    <li class="panel pastmatch" data-match={match.id}>
      <a class="whole" href={`#match/${match.id}/result`}>
        <bdi>{match.name || nameless}</bdi>
      </a>
      <span class="attime">{[when, list.people(match.players)].join(' · ')}</span>
      <span class="teams">
        {match.teams.map(({ name, score }, at) => (
          <span key={at} class={`team-${looks[at]?.slot} ${match.winner === at ? 'winner' : ''}`}>
            <TeamMark look={looks[at]} />
            <bdi>{name}</bdi> <b class="number">{score}</b>
          </span>
        ))}
      </span>
      <Outcome match={match} />
    </li>
  );
}

/** @param {{ match: Brief }} props */
function Outcome({ match: { state, winner, teams } }) {
  const { wins, draw, states } = shared();
  if (state !== 'finished') return <span class="ending">{wordOf(states, state)}</span>;
  const name = winner === null ? '' : teams[winner]?.name;
  return (
    <span class="ending">
      {name && <Icon name="crown" />}
      {name ? wins(name) : draw}
    </span>
  );
}
