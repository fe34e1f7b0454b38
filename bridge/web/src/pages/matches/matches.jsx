// All matches: those that are on, those that are past, making one.

import { useWord } from '../../ui/hooks.js';
import { pages } from '../../match/words/pages.js';

/** @param {import('../../app.jsx').PageProps} props */
export default function Matches({ session }) {
  useWord(session.matches);
  return (
    <section>
      <h1>{pages().title}</h1>
      <ul>
        {session.matches.list().map(({ id, doc }) => (
          <li key={id}>
            <a href={`#match/${id}`}>{doc?.name || id}</a>
          </li>
        ))}
      </ul>
    </section>
  );
}
