// A team's sign in the page: its shape in its colour with its letter, as its robots have them in the
// arena. It stands beside the team's name; alone it is given a label.

import { BODIES, BODY } from './figures.js';
import './mark.css';

/** @param {{ look: import('./teams.js').Look | undefined, label?: string, class?: string }} props */
export function TeamMark({ look, label = '', class: more = '' }) {
  const slot = look?.slot ?? -1;
  const its = label ? /** @type {const} */ ({ role: 'img', 'aria-label': label }) : /** @type {const} */ ({ 'aria-hidden': 'true' });
  return (
    <svg class={`teammark team-${slot} ${more}`} viewBox="-1.2 -1.2 2.4 2.4" focusable="false" {...its}>
      <path d={BODIES[slot] ?? BODY} />
      <text x="0" y="0" dy="0.36em" text-anchor="middle">
        {look?.letter ?? ''}
      </text>
    </svg>
  );
}
