// "It is your turn", wherever one is in the page: a button that counts down, a sound, a touch of
// vibration, and the title of the tab for who looks at another one.

import { useEffect } from 'preact/hooks';
import { chime } from '../sound.js';
import { offerOf } from '../pages/robots/view.js';
import { useBeat } from './hooks.js';
import { w } from '../words/index.js';

const FLASH_MS = 700;
const BUZZ_MS = [120, 80, 120];

/**
 * @param {{ session: import('../session.js').Session, settings: import('../settings.js').Settings,
 *   seen: boolean,
 *   router: import('../router.js').Router }} props seen: its card is in view, so that this is for the ears only
 */
export function Turn({ session, settings, seen, router }) {
  useBeat(250);
  const offer = offerOf(session, session.arenaTime);
  const robot = offer?.robot ?? '';
  useEffect(() => (robot ? call(settings.values) : undefined), [robot]);
  if (!offer) return null;
  if (seen) return <span class="unseen">{w.turn.text(offer.name)}</span>;
  return (
    <div class="toast turn">
      <span>{w.turn.text(offer.name)}</span>
      <button class="small" disabled={Boolean(session.claiming)} onClick={() => drive(session, router, offer.robot)}>
        {w.turn.drive} <span aria-hidden="true">{offer.seconds}</span>
      </button>
    </div>
  );
}

/** @param {import('../session.js').Session} session @param {import('../router.js').Router} router @param {string} robot */
async function drive(session, router, robot) {
  await session.claim(robot);
  if (session.driver?.robot === robot) router.go('drive');
}

/** @param {import('../settings.js').Values} values @returns {() => void} ends the flashing */
function call({ sound, vibration }) {
  if (sound) chime();
  if (vibration) navigator.vibrate?.(BUZZ_MS);
  const title = document.title;
  const timer = setInterval(() => {
    document.title = document.title === title ? w.turn.title : title;
  }, FLASH_MS);
  document.title = w.turn.title;
  return () => {
    clearInterval(timer);
    document.title = title;
  };
}
