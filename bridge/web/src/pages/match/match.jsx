// One match: before it begins and while it is on (#match/ID), behind its end (#match/ID/result).

import { useEffect } from 'preact/hooks';
import './match.css';
import { pages } from '../../match/words/pages.js';
import { isOver } from '../../match/view.js';
import { Icon } from '../../ui/icons.jsx';
import { useWord } from '../../ui/hooks.js';
import { later } from '../../ui/later.jsx';
import { Lobby } from './lobby.jsx';

const Result = later(() => import('./result.jsx'));

/**
 * What each part is given.
 * @typedef {object} Scene
 * @property {import('../../session.js').Session} session
 * @property {import('../../identity.js').Identity} identity
 * @property {import('../../router.js').Router} router
 * @property {import('../../match/match.js').Match} match
 * @property {import('../../match/types.js').Doc} doc of the match
 * @property {string} me a principal
 */

/** @param {import('../../app.jsx').PageProps} props */
export default function MatchPage({ session, identity, router, rest }) {
  const [id, part] = rest.split('/');
  const match = session.matches.get(id);
  useEffect(() => session.matches.follow(id), [session, id]);
  useWord(match);
  useWord(session.matches);
  const { doc } = match;
  if (!doc) return <NotThere unknown={match.unknown} />;
  const scene = { session, identity, router, match, doc, me: session.credentials.principal };
  return part === 'result' || isOver(doc.state) ? <Result key={id} {...scene} /> : <Lobby key={id} {...scene} />;
}

/** @param {{ unknown: boolean }} props */
function NotThere({ unknown }) {
  const { lobby } = pages();
  if (!unknown) return <p class="empty" role="status">{lobby.waiting}</p>;
  return (
    <div class="empty">
      <Icon name="flag" />
      <h1>{lobby.unknown}</h1>
      <p>{lobby.unknownText}</p>
      <a class="button quiet" href="#matches">{lobby.all}</a>
    </div>
  );
}
