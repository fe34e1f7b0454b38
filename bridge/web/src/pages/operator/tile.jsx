// One robot on the wall. Its face opens it; beside it is its stop, always in the same place.

import { clock, shortName } from '../../operator/names.js';
import { words } from '../../operator/words/index.js';
import { wordOf } from '../../words/index.js';

/** @typedef {import('../../operator/wall.js').Row} Row */

/** Of these the driver's name says enough. */
const DRIVEN = ['driving', 'ready', 'taken'];

/**
 * @param {{ row: Row, chosen: boolean, reachable: boolean, me: string, open: (id: string) => void,
 *   stop: () => void, focus: () => void }} props
 */
export function Tile({ row, chosen, reachable, me, open, stop, focus }) {
  const o = words();
  const tab = reachable ? 0 : -1;
  const state = row.stopping ? o.wall.stopping : wordOf(o.states, row.state);
  return (
    <article class={`tile ${row.look}`} data-robot={row.id} data-state={row.state} aria-current={chosen} onFocusCapture={focus}>
      <button class="face" tabIndex={tab} aria-label={sentence(row, state)} onClick={() => open(row.id)}>
        <span class="name">{row.name || row.id}</span>
        <Level look={row.batteryLook} value={row.battery} kind="battery" />
        <span class="said">
          {(!row.driver || !DRIVEN.includes(row.state) || row.stopping) && <span class="word">{state} </span>}
          {row.driver && <span class="who">{row.driver === me ? o.people.you : shortName(row.driver)}</span>}
          {row.queue > 0 && <span class="queue"> +{row.queue}</span>}
        </span>
        <span class="time">{row.driver ? clock(row.drivenMs) : ''}</span>
      </button>
      <button class="halt" tabIndex={tab} aria-label={o.wall.stop(row.id)} title={o.wall.stop(row.id)} onClick={stop}>
        <svg viewBox="0 0 24 24" width="20" height="20" aria-hidden="true">
          <path d="M8 2h8l6 6v8l-6 6H8l-6-6V8z" />
        </svg>
      </button>
    </article>
  );
}

/** @param {Row} row @param {string} state */
function sentence(row, state) {
  const o = words();
  const parts = [state];
  if (row.driver) parts.push(shortName(row.driver));
  if (row.battery !== null) parts.push(o.attention.low(row.battery));
  return o.wall.select(row.name && row.name !== row.id ? `${row.name}, ${row.id}` : row.id, parts.join(', '));
}

/** A bar of so many percent with its number. @param {{ value: number | null, look: string, kind: string }} props */
export function Level({ value, look, kind }) {
  return (
    <span class={`level ${kind} ${look}`}>
      <i class="rail" aria-hidden="true">
        <i style={{ width: `${value ?? 0}%` }} />
      </i>
      <span class="number">{value === null ? '–' : value}</span>
    </span>
  );
}
