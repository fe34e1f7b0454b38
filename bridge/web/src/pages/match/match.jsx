// One match: before it begins, and behind its end.

import { useEffect } from 'preact/hooks';
import { useWord } from '../../ui/hooks.js';

/** @param {import('../../app.jsx').PageProps} props */
export default function MatchPage({ session, rest }) {
  const [id] = rest.split('/');
  const match = session.matches.get(id);
  useEffect(() => session.matches.follow(id), [session, id]);
  useWord(match);
  return <h1>{match.doc?.name || id}</h1>;
}
