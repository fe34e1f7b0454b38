// A match that is on, for those who do not drive in it: the clock, the score, the arena from above.

import { useMemo } from 'preact/hooks';
import { Arena } from '../../arena/arena.jsx';
import { liveFeed } from '../../arena/feed.js';
import { useMap } from '../../arena/usemap.js';
import { looksOf } from '../../arena/teams.js';
import { TeamMark } from '../../arena/mark.jsx';
import { clockOf, clockText, fightersOf, namesOf, scoresOf } from '../../match/view.js';
import { pages } from '../../match/words/pages.js';
import { useBeat, useWord } from '../../ui/hooks.js';

/** @param {import('./match.jsx').Scene} scene */
export function On(scene) {
  const { match, doc, session } = scene;
  useBeat(200);
  useWord(match, 'live');
  const { score } = pages();
  const looks = looksOf(doc.teams);
  const scores = scoresOf(match);
  return (
    <section class="panel onair" aria-label={score}>
      <div class="board">
        <p class="clock number" role="timer">{clockText(clockOf(match, session.now))}</p>
        <ul>
          {doc.teams.map(({ name }, at) => (
            <li key={at} class={`team-${looks[at]?.slot}`}>
              <TeamMark look={looks[at]} />
              <bdi>{name}</bdi>
              <b class="number">{scores[at]}</b>
            </li>
          ))}
        </ul>
      </div>
      <FromAbove {...scene} />
    </section>
  );
}

/** @param {import('./match.jsx').Scene} scene */
function FromAbove({ session, match, doc }) {
  const map = useMap(session);
  const { fromAbove } = pages();
  const feed = useMemo(() => liveFeed(match), [match]);
  const name = namesOf(doc);
  const names = Object.fromEntries(fightersOf(match).flatMap(({ robot, player }) => (robot && player ? [[robot, name(player)]] : [])));
  return <Arena feed={feed} map={map} label={fromAbove} names={names} />;
}
