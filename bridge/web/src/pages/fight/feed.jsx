// The last events, a line each: who did what to whom. Every elimination, and what concerns oneself.

import { useMemo, useState } from 'preact/hooks';
import { fight } from '../../match/words/fight.js';
import { lineOf } from '../../fight/line.js';
import { useHear } from '../../ui/hooks.js';

const SHOWN = 4;
const SHOWN_MS = 7000;
/** A shot that hit, and one that was the last. */
const SIGNS = { hit: 'M2 12h13M11 7l5 5-5 5', eliminated: 'M5 5l14 14M19 5 5 19' };

/** @typedef {import('../../fight/line.js').Line} Line */
/** @typedef {{ key: number, at: number, times: number, line: Line }} Item */

/** @param {import('./fight.jsx').Common} props */
export function Feed({ session, match, now }) {
  const [items, show] = useState(/** @type {Item[]} */ ([]));
  useHear(match, 'entry', ({ entry, fresh }) => {
    const line = fresh ? lineOf(entry, match.doc, session.credentials.principal, fight()) : null;
    if (line) show((old) => added(old, line, entry.seq, session.now));
  });
  const fresh = useMemo(() => items.filter(({ at }) => now - at < SHOWN_MS), [items, Math.floor(now / 500)]);
  return (
    <ol class="feed" aria-label={fight().feed}>
      {fresh.map(({ key, line, times }) => (
        <li key={key} class={`${line.kind} ${line.mine ? 'mine' : ''}`}>
          {line.parts.map((part, i) => <Part key={i} part={part} />)}
          {times > 1 && <small>×{times}</small>}
        </li>
      ))}
    </ol>
  );
}

/** @param {{ part: import('../../fight/line.js').Part }} props */
function Part({ part }) {
  if (part.sign)
    return (
      <svg viewBox="0 0 24 24" role="img" aria-label={part.text}>
        <path d={SIGNS[part.sign]} />
      </svg>
    );
  return <bdi class={part.slot === undefined ? '' : `team-${part.slot}`}>{part.text}</bdi>;
}

/** The same once more is a number, not another line. @param {Item[]} old @param {Line} line @param {number} key @param {number} at @returns {Item[]} */
function added(old, line, key, at) {
  const last = old.at(-1);
  if (last && JSON.stringify(last.line) === JSON.stringify(line) && at - last.at < SHOWN_MS)
    return [...old.slice(0, -1), { ...last, at, times: last.times + 1 }];
  return [...old, { key, at, times: 1, line }].slice(-SHOWN);
}
