// The referee's page: which matches there are (#referee), and running one (#referee/ID).

import './referee.css';
import { BigScreen } from './bigscreen.jsx';
import { Console } from './console.jsx';
import { Plain } from '../../ui/plain.jsx';
import { clockOf, clockText, isOver, mayLead, scoresOf, stateOf } from '../../match/view.js';
import { shared } from '../../match/words/shared.js';
import { stage } from '../../match/words/stage.js';
import { useBeat, useWord } from '../../ui/hooks.js';

const BEAT_MS = 1000;

/** @param {import('../../app.jsx').PageProps} props */
export default function Referee(props) {
  const { referee } = stage();
  if (!mayLead(props.session.credentials.principal))
    return (
      <Plain icon="operator" title={referee.title} text={referee.stranger}>
        <a class="button quiet" href="#matches">{referee.matches}</a>
      </Plain>
    );
  const [id] = props.rest.split('/');
  return id ? <Console key={id} {...props} id={id} /> : <List {...props} />;
}

/** @param {import('../../app.jsx').PageProps} props */
function List({ session }) {
  useWord(session.matches);
  useBeat(BEAT_MS);
  const { referee } = stage();
  const open = session.matches.list().filter(({ doc }) => doc && !isOver(doc.state));
  return (
    <section class="referee">
      <div class="title">
        <h1>{referee.title}</h1>
        <BigScreen session={session} />
        <a class="button" href="#matches/new">{referee.create}</a>
        <p>{referee.text}</p>
      </div>
      {open.length === 0 && <p class="empty">{session.matches.known ? referee.none : referee.looking}</p>}
      <ul class="refmatches">
        {open.map((match) => (
          <li key={match.id}>
            <a class="panel" href={`#referee/${match.id}`}>
              <b>
                <bdi>{match.doc?.name || match.id}</bdi>
              </b>
              <span class="chip">{stateWord(match)}</span>
              <span class="number">{scoresOf(match).join(' : ')}</span>
              <span class="number">{clockText(clockOf(match, session.now))}</span>
            </a>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** @param {import('../../match/match.js').Match} match */
function stateWord(match) {
  const state = stateOf(match);
  return state ? shared().states[state] : '';
}
