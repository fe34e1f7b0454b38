// A battery: how full, in a picture and in a number.

import { w } from '../words/index.js';

const LOW = 30;
const NEARLY_EMPTY = 12;

/** @param {{ percent: number }} props what a robot says, which may be absurd */
export function Battery({ percent }) {
  const shown = Math.round(Math.max(0, Math.min(100, percent)));
  const how = shown <= NEARLY_EMPTY ? 'empty-soon' : shown <= LOW ? 'low' : '';
  return (
    <span class={`meter ${how}`} role="img" aria-label={w.robots.battery(shown)}>
      <span class="cell">
        <i style={{ width: `${shown}%` }} />
      </span>
      <span aria-hidden="true">{shown} %</span>
    </span>
  );
}
