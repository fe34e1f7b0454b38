// How a match ended: who won, the score over time, everybody's statistics, the log.

import { useEffect, useMemo, useState } from 'preact/hooks';
import './result.css';
import { looksOf } from '../../arena/teams.js';
import { TeamMark } from '../../arena/mark.jsx';
import { again, join } from '../../match/deeds.js';
import { mayPlayAgain } from '../../match/role.js';
import { timelineOf } from '../../match/timeline.js';
import { DRAW, clockText, isOver, mayPlay, teamOfPlayer, winnerOf } from '../../match/view.js';
import { pages } from '../../match/words/pages.js';
import { shared } from '../../match/words/shared.js';
import { Icon } from '../../ui/icons.jsx';
import { w } from '../../words/index.js';
import { Log } from './log.jsx';
import { Players } from './players.jsx';
import { Share } from './share.jsx';
import { Timeline } from './timeline.jsx';

/** @typedef {import('./match.jsx').Scene} Scene */

/** @param {Scene} scene */
export default function Result(scene) {
  const { doc, match } = scene;
  const { result } = pages();
  const line = useMemo(() => timelineOf(match.log.entries, doc.teams.length), [match.log.last, doc.teams.length]);
  usePaper();
  useEffect(() => scene.session.matches.forgetSeat(), [doc.id, doc.state]);
  if (!isOver(doc.state)) return <NotYet {...scene} />;
  return (
    <section class="matchpage result">
      <a class="matchback noprint" href="#matches">
        <Icon name="left" />
        {result.all}
      </a>
      <Hero {...scene} length={line.length} />
      <Deeds {...scene} line={line} />
      {line.steps.length > 1 && <Timeline doc={doc} line={line} />}
      <Players doc={doc} me={scene.me} />
      <section class="panel noprint">
        <h2>{result.log}</h2>
        <Log match={match} />
      </section>
    </section>
  );
}

/** Paper is light, whatever the page wears. */
function usePaper() {
  useEffect(() => {
    const { dataset } = document.documentElement;
    let worn = dataset.theme;
    const lay = () => {
      worn = dataset.theme;
      dataset.theme = 'light';
    };
    const lift = () => (dataset.theme = worn);
    window.addEventListener('beforeprint', lay);
    window.addEventListener('afterprint', lift);
    return () => {
      window.removeEventListener('beforeprint', lay);
      window.removeEventListener('afterprint', lift);
    };
  }, []);
}

/** @param {Scene} scene */
function NotYet({ doc }) {
  const { result } = pages();
  return (
    <div class="empty">
      <Icon name="flag" />
      <h1>{result.notYet}</h1>
      <a class="button" href={`#match/${doc.id}`}>{result.toMatch}</a>
    </div>
  );
}

/** What it means: for oneself, if one had a seat; for all, if it does not count. @param {import('../../match/types.js').Doc} doc @param {string} me */
function ownOutcome(doc, me) {
  const { result } = pages();
  const winner = winnerOf(doc);
  const team = teamOfPlayer(doc, me);
  if (doc.state === 'aborted') return result.abortedText;
  if (team < 0 || winner === null || winner === DRAW) return '';
  return winner === team ? result.won : result.lost;
}

/** @param {import('../../match/types.js').Doc} doc */
function headline(doc) {
  const { result } = pages();
  const { wins, draw } = shared();
  const winner = winnerOf(doc);
  if (winner === null) return result.aborted;
  return winner === DRAW ? draw : wins(doc.teams[winner]?.name ?? '');
}

/** @param {import('../../match/types.js').Doc} doc */
const whenText = ({ ended, created }) => new Date(ended || created || 0).toLocaleString(w.locale, { dateStyle: 'long', timeStyle: 'short' });

/** @param {Scene & { length: number }} props */
function Hero({ doc, me, length }) {
  const { nameless, result } = pages();
  const looks = looksOf(doc.teams);
  const winner = winnerOf(doc);
  const own = ownOutcome(doc, me);
  const look = looks[winner ?? DRAW];
  return (
    <header class={`hero-result ${look ? `team-${look.slot}` : 'nobody'}`}>
      <p class="of">
        <bdi>{doc.name || nameless}</bdi>
      </p>
      <span class="cup">
        <Icon name={look ? 'matches' : 'flag'} />
      </span>
      <h1>{headline(doc)}</h1>
      {own && <p class="own">{own}</p>}
      <ul class={`final of-${doc.teams.length}`}>
        {doc.teams.map(({ name, score }, at) => (
          <li key={at} class={`team-${looks[at]?.slot} ${winner === at ? 'winner' : ''}`}>
            <b class="number">{score}</b>
            <span>
              <TeamMark look={looks[at]} />
              <bdi>{name}</bdi>
            </span>
          </li>
        ))}
      </ul>
      <p class="meta">{[whenText(doc), length > 0 ? result.played(clockText(length)) : ''].filter(Boolean).join(' · ')}</p>
    </header>
  );
}

/** @param {Scene & { line: import('./timeline.jsx').Line }} props */
function Deeds(props) {
  const { doc } = props;
  const { result } = pages();
  return (
    <div class="resultdeeds noprint">
      {doc.next && <p role="status">{result.nextText}</p>}
      <div class="buttons">
        <Next {...props} />
        <a class="button quiet" href={`#replay/${doc.id}`}>
          <Icon name="play" />
          {result.replay}
        </a>
        <Share {...props} />
      </div>
    </div>
  );
}

/** One more: the match that goes on from this one, made by whoever asks first. @param {Scene} scene */
function Next({ session, router, doc, me }) {
  const { result } = pages();
  const [busy, work] = useState(false);
  const next = doc.next ?? '';
  const follows = next !== '' && mayPlay(me);
  if (!follows && !mayPlayAgain(doc, me)) return null;
  const go = async () => {
    work(true);
    if (next && !session.matches.mine) await join(session, next, { wait: true });
    const to = next || (await again(session, doc.id));
    work(false);
    if (to) router.go(`match/${to}`);
  };
  return (
    <button disabled={busy} onClick={go}>
      <Icon name="matches" />
      {next ? result.next : result.again}
    </button>
  );
}
