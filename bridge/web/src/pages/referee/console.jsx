// One match in the referee's hands: its course on top, STOP always in view, the arena, what is missing,
// the teams with everything that can be done about a seat or a robot, the log with its verdicts.

import { useEffect, useMemo, useState } from 'preact/hooks';
import { Arena } from '../../arena/arena.jsx';
import { Course } from './course.jsx';
import { Judgements } from './judgements.jsx';
import { Missing } from './missing.jsx';
import { Plain } from '../../ui/plain.jsx';
import { RefereeDeeds } from '../../referee/deeds.js';
import { Scoreboard } from '../../stage/scoreboard.jsx';
import { Team } from './team.jsx';
import { clockOf, isGathering } from '../../match/view.js';
import { liveFeed, pansFrom } from '../../arena/feed.js';
import { robotNames } from '../../stage/names.js';
import { stage } from '../../match/words/stage.js';
import { useBeat, useWord } from '../../ui/hooks.js';
import { useMap } from '../../arena/usemap.js';

const BEAT_MS = 250;

/**
 * What each part is given.
 * @typedef {object} Hand
 * @property {import('../../session.js').Session} session
 * @property {import('../../match/match.js').Match} match @property {import('../../match/types.js').Doc} doc
 * @property {RefereeDeeds} deeds
 */

/** @param {import('../../app.jsx').PageProps & { id: string }} props */
export function Console({ session, router, id }) {
  const match = session.matches.get(id);
  const deeds = useMemo(() => new RefereeDeeds(session, id), [session, id]);
  useEffect(() => session.matches.follow(id), [session, id]);
  useWord(match);
  useWord(match, 'live');
  useBeat(BEAT_MS);
  const { referee } = stage();
  const { doc } = match;
  if (match.unknown)
    return (
      <Plain icon="matches" title={referee.unknown} text={referee.unknownText}>
        <a class="button" href="#referee">{referee.matches}</a>
      </Plain>
    );
  if (!doc) return <p class="empty" role="status">{referee.looking}</p>;
  const hand = { session, match, doc, deeds };
  return (
    <section class="referee">
      <h1>
        <bdi>{doc.name || id}</bdi> <small>{referee.title}</small>
      </h1>
      <Scoreboard match={match} clock={clockOf(match, session.now)} />
      <Course {...hand} router={router} />
      <div class="floor">
        {isGathering(doc.state) && <Missing {...hand} />}
        <View session={session} match={match} />
        <div class="refteams">{doc.teams.map((_, team) => <Team key={team} {...hand} team={team} />)}</div>
        <Judgements {...hand} />
      </div>
    </section>
  );
}

/** @param {{ session: import('../../session.js').Session, match: import('../../match/match.js').Match }} props */
function View({ session, match }) {
  const map = useMap(session);
  const feed = useMemo(() => liveFeed(match, () => session.now, pansFrom(session.robots)), [match]);
  const [wish] = useState({ mode: /** @type {const} */ ('all'), turnable: true });
  return (
    <div class="view">
      <Arena feed={feed} label={stage().arena} map={map} wish={wish} names={robotNames(match.doc)} />
    </div>
  );
}
