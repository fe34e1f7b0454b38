// What is said in passing. A toast waits as long as the pointer or the focus is on it, and goes by
// itself only after there was time to read it.

import { useEffect, useState } from 'preact/hooks';
import { FEW } from '../pages/robots/view.js';
import { Icon } from './icons.jsx';
import { Turn } from './turn.jsx';
import { noticeText } from '../words/say.js';
import { w } from '../words/index.js';

const LEAST_MS = 5000;
const LETTER_MS = 60;

/** @param {import('../app.jsx').House} props */
export function Toasts({ identity, settings, router }) {
  const { session } = identity;
  const seen = router.route.page === 'robots' && Number(session?.robots.entries.size) <= FEW;
  return (
    <div id="notice" class="toasts" role="alert">
      {identity.notices.map((entry) => (
        <Toast key={entry.id} notice={entry.notice} done={() => identity.unsay(entry.id)} />
      ))}
      {session && <Turn {...{ session, settings, seen, router }} />}
    </div>
  );
}

/** Not a fault. */
const NEWS = ['said', 'renewed'];

/** @param {{ notice: import('../session.js').Notice, done: () => void }} props */
function Toast({ notice, done }) {
  const [held, hold] = useState(0);
  const text = noticeText(notice);
  useEffect(() => {
    if (held) return undefined;
    const timer = setTimeout(done, LEAST_MS + text.length * LETTER_MS);
    return () => clearTimeout(timer);
  }, [held > 0, text]);
  const on = () => hold((count) => count + 1);
  const off = () => hold((count) => Math.max(0, count - 1));
  return (
    <div class={`toast ${NEWS.includes(notice.what) ? 'info' : ''}`} onPointerEnter={on} onPointerLeave={off} onFocusIn={on} onFocusOut={off}>
      <Icon name={NEWS.includes(notice.what) ? 'check' : 'alert'} />
      <span>{text}</span>
      <button class="ghost icon small" aria-label={w.common.close} onClick={done}>
        <Icon name="close" />
      </button>
    </div>
  );
}
