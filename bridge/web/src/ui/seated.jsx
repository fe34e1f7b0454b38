// On every other page: that one has a seat in a match that has not begun, or waits for one.

import { isGathering, seatOf } from '../match/view.js';
import { w } from '../words/index.js';

/** @param {{ session: import('../session.js').Session, here: string }} props here: the match whose page is shown, '' none */
export function Seated({ session, here }) {
  const { mine, awaited } = session.matches;
  const match = mine ?? awaited;
  if (!match?.doc || match.id === here || (mine && !isGathering(match.doc.state))) return null;
  const { name, id } = match.doc;
  const isReady = seatOf(match.doc, session.credentials.principal)?.ready ?? false;
  return (
    <aside class="holding" aria-label={w.seated.label}>
      <span>
        {mine ? w.seated.seat(name || id) : w.seated.queue(name || id)} {mine && !isReady && w.seated.notReady}
      </span>
      <a class="button small" href={`#match/${id}`}>
        {w.seated.go}
      </a>
    </aside>
  );
}
