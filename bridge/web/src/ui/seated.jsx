// On every other page: that one has a seat in a match that has not begun, or waits for one. Whoever waited
// hears that the seat is there, on whichever page.

import { useEffect, useRef } from 'preact/hooks';
import { chime } from '../sound.js';
import { isGathering, seatOf } from '../match/view.js';
import { w } from '../words/index.js';

/**
 * @param {{ session: import('../session.js').Session, settings: import('../settings.js').Settings, here: string }} props
 *   here: the match whose page is shown, '' none
 */
export function Seated({ session, settings, here }) {
  const { mine, awaited } = session.matches;
  useCall(mine?.id ?? '', awaited?.id ?? '', settings.values);
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

const BUZZ_MS = [120, 80, 120];

/** @param {string} seat @param {string} awaited matches @param {import('../settings.js').Values} values */
function useCall(seat, awaited, { sound, vibration }) {
  const waited = useRef('');
  useEffect(() => {
    if (awaited) waited.current = awaited;
    else if (seat && seat === waited.current) {
      waited.current = '';
      if (sound) chime();
      if (vibration) navigator.vibrate?.(BUZZ_MS);
    }
  }, [seat, awaited]);
}
