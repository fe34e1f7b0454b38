// A match that is on: the arena as large as it goes, the teams beside it, scores and clock above it.

import { useMemo } from 'preact/hooks';
import { Arena } from '../../arena/arena.jsx';
import { News } from '../../stage/news.jsx';
import { Scoreboard } from '../../stage/scoreboard.jsx';
import { Squad } from '../../stage/squad.jsx';
import { clockOf, stateOf } from '../../match/view.js';
import { liveFeed, pansFrom } from '../../arena/feed.js';
import { robotNames } from '../../stage/names.js';
import { shared } from '../../match/words/shared.js';
import { stage } from '../../match/words/stage.js';
import { useMap } from '../../arena/usemap.js';

const NEWS = 3;
/** Legible from far away. @type {import('../../arena/view.js').Wish} */
const WISH = { mode: 'all', turnable: true, bold: 1.45 };
const GO_MS = 1200;

/** @param {{ session: import('../../session.js').Session, match: import('../../match/match.js').Match }} props */
export function Fight({ session, match }) {
  const map = useMap(session);
  const feed = useMemo(() => liveFeed(match, () => session.now, pansFrom(session.robots)), [match]);
  const clock = clockOf(match, session.now);
  const teams = match.doc?.teams ?? [];
  const left = teams.flatMap((_, team) => (team % 2 === 0 ? [team] : []));
  const right = teams.flatMap((_, team) => (team % 2 === 1 ? [team] : []));
  return (
    <section class="fight">
      <Scoreboard match={match} clock={clock} />
      <div class="wing">{left.map((team) => <Squad key={team} match={match} team={team} />)}</div>
      <div class="field">
        <Arena feed={feed} label={stage().arena} map={map} wish={WISH} names={robotNames(match.doc)} />
        <Over match={match} clock={clock} />
      </div>
      <div class="wing">{right.map((team) => <Squad key={team} match={match} team={team} />)}</div>
      <News entries={match.log.entries} doc={match.doc} many={NEWS} />
    </section>
  );
}

/** What stands across the arena: the countdown, or why the clock stands. @param {{ match: import('../../match/match.js').Match, clock: number }} props */
function Over({ match, clock }) {
  const { screen } = stage();
  const state = stateOf(match);
  if (match.doc?.held) return <p class="across">{shared().held}</p>;
  if (state === 'paused') return <p class="across">{screen.paused}</p>;
  if (state === 'countdown')
    return (
      <p class="across count" role="timer">
        <small>{screen.starts}</small>
        <b key={Math.ceil(clock / 1000)}>{Math.ceil(clock / 1000)}</b>
      </p>
    );
  const whole = match.doc?.rules.duration_ms ?? 0;
  return whole - clock < GO_MS ? (
    <p class="across count">
      <b>{screen.go}</b>
    </p>
  ) : null;
}
