// The matches that are on, or were a few minutes ago: what one plays in first, then those with a seat.

import { useEffect, useState } from 'preact/hooks';
import { quick } from '../../match/deeds.js';
import { pages } from '../../match/words/pages.js';
import { isGathering, isOver, seatOf } from '../../match/view.js';
import { wishOf } from '../../match/wish.js';
import { Icon } from '../../ui/icons.jsx';
import { useBeat, useWord } from '../../ui/hooks.js';
import { MatchCard } from './card.jsx';

const BEAT_MS = 500;
const LIVE_MOST = 6; // so many running matches say their clock and score while they are looked at

/** @typedef {import('../../match/match.js').Match} Match */
/** @typedef {import('../../session.js').Session} Session */

/** @param {import('../../app.jsx').PageProps & { plays: boolean }} props */
export function Now({ session, router, plays }) {
  useWord(session.matches);
  useBeat(BEAT_MS);
  const { matches } = session;
  const shown = inOrder(matches.list(), session.credentials.principal);
  useLive(session, shown);
  if (shown.length === 0) return matches.known ? <None {...{ session, router, plays }} /> : <NotYet />;
  return (
    <>
      {plays && !matches.mine && <Quick {...{ session, router }} />}
      <ul class="matchcards">
        {shown.map((match) => (
          <MatchCard key={match.id} {...{ session, router, match, plays }} />
        ))}
      </ul>
    </>
  );
}

/** @param {Match[]} matches newest first @param {string} me */
function inOrder(matches, me) {
  const rank = (/** @type {Match} */ { doc }) => {
    if (!doc || isOver(doc.state)) return 3;
    if (seatOf(doc, me) || doc.queue?.includes(me)) return 0;
    return isGathering(doc.state) ? 1 : 2;
  };
  return [...matches].sort((a, b) => rank(a) - rank(b));
}

/** @param {Session} session @param {Match[]} shown */
function useLive(session, shown) {
  const ids = shown.filter(({ doc }) => doc && !isGathering(doc.state) && !isOver(doc.state)).slice(0, LIVE_MOST).map(({ id }) => id);
  useEffect(() => {
    const ends = ids.map((id) => session.matches.follow(id));
    return () => ends.forEach((end) => end());
  }, [session, ids.join()]);
}

/** @param {{ session: Session, router: import('../../router.js').Router }} props */
function Quick({ session, router }) {
  const { list, create } = pages();
  const [busy, work] = useState(false);
  const go = async () => {
    work(true);
    const match = await quick(session, wishOf('duel', { name: list.quickName(session.credentials.name), teams: create.teamNames }));
    work(false);
    if (match) router.go(`match/${match}`);
  };
  return (
    <div class="quick">
      <button onClick={go} disabled={busy}>
        <Icon name="bolt" />
        {list.quick}
      </button>
      <span>{list.quickHint}</span>
    </div>
  );
}

/** @param {{ session: Session, router: import('../../router.js').Router, plays: boolean }} props */
function None({ session, router, plays }) {
  const { list } = pages();
  return (
    <div class="empty nomatch">
      <Icon name="matches" />
      <h2>{list.none}</h2>
      <p>{plays ? list.noneText : list.watchNone}</p>
      {plays && <Quick {...{ session, router }} />}
    </div>
  );
}

function NotYet() {
  return (
    <div class="matchcards" aria-hidden="true">
      {[1, 2, 3].map((key) => (
        <div key={key} class="panel matchcard">
          <div class="skeleton" />
          <div class="skeleton" />
        </div>
      ))}
    </div>
  );
}
