// What an audience sees: the match that is on, else the next one with who is in and how to join it, and
// between them the result. Sizes follow the window, so that it is legible from ten metres.

import './screen.css';
import { useEffect, useRef } from 'preact/hooks';
import { Fight } from './fight.jsx';
import { Gathering } from './gathering.jsx';
import { Result } from './result.jsx';
import { chosen } from './choice.js';
import { holdsRobots, isOver, stateOf } from '../../match/view.js';
import { stage } from '../../match/words/stage.js';
import { refusalText } from '../../words/say.js';
import { useBeat, useWord } from '../../ui/hooks.js';

const BEAT_MS = 250;

/** @typedef {import('../../session.js').Session} Session */
/** @typedef {{ match: string, invite: string, join: string }} Wish */

/** @param {{ admission: import('./admission.js').Admission, wish: Wish }} props */
export function Screen({ admission, wish }) {
  useWord(admission);
  const { session } = admission.identity;
  const { screen } = stage();
  return (
    <main class="bigscreen">
      <h1 class="unseen">{screen.title}</h1>
      {session ? <Shown session={session} wish={wish} /> : <Notice text={awayText(admission)} />}
    </main>
  );
}

/** @param {import('./admission.js').Admission} admission */
function awayText({ refusal, invite }) {
  const { screen } = stage();
  if (!invite) return screen.noInvite;
  return refusal && refusal !== 'unreachable' ? `${refusalText(refusal, '')} ${screen.refused}` : screen.connecting;
}

/** @param {{ text: string, children?: any }} props */
function Notice({ text, children }) {
  return (
    <section class="notice" role="status">
      <img src="icon.svg" alt="" />
      <p>{text}</p>
      {children}
    </section>
  );
}

/** @param {{ session: Session, wish: Wish }} props */
function Shown({ session, wish }) {
  const { matches, connection } = session;
  useWord(session);
  useWord(matches);
  useBeat(BEAT_MS);
  const id = useChosen(session, wish.match);
  useEffect(() => (id ? matches.follow(id) : undefined), [matches, id]);
  const match = id ? matches.get(id) : null;
  useWord(match);
  useWord(match, 'live');
  const { screen } = stage();
  if (connection.state === 'taken_over')
    return (
      <Notice text={screen.another}>
        <button onClick={() => session.continueHere()}>{screen.here}</button>
      </Notice>
    );
  if (!matches.known && !match?.doc) return <Notice text={screen.connecting} />;
  return (
    <>
      <Phase session={session} match={match?.doc ? match : null} wish={wish} />
      {connection.state !== 'online' && <p class="offline" role="status">{screen.connecting}</p>}
    </>
  );
}

/** @param {{ session: Session, match: import('../../match/match.js').Match | null, wish: Wish }} props with its document */
function Phase({ session, match, wish }) {
  const state = match ? stateOf(match) : '';
  if (match && holdsRobots(state)) return <Fight session={session} match={match} />;
  if (match && isOver(state)) return <Result match={match} />;
  return <Gathering match={match} wish={wish} />;
}

/** @param {Session} session @param {string} wanted @returns {string} */
function useChosen(session, wanted) {
  const shown = useRef({ id: '', overSince: -Infinity });
  const docs = session.matches.list().flatMap(({ doc }) => doc ?? []);
  const { id, overSince } = shown.current;
  const now = session.now;
  const isDone = docs.some((doc) => doc.id === id && isOver(doc.state));
  if (!isDone) shown.current.overSince = now;
  const next = chosen(docs, { wanted, shown: id, overSince: isDone ? overSince : now, now });
  if (next !== id) shown.current = { id: next, overSince: -Infinity }; // what was over when it came is no news
  return next;
}
