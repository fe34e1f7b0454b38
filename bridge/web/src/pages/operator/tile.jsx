// One robot on the wall. Its face opens it; beside it is its stop, always in the same place.

import { clock, shortName } from '../../operator/names.js';
import { words } from '../../operator/words/index.js';
import { wordOf } from '../../words/index.js';

/** @typedef {import('../../operator/wall.js').Row} Row */

const IDLE_MS = 10_000;

/** Of these the driver's name says enough. */
const DRIVEN = ['driving', 'ready', 'taken'];

/**
 * @param {{ row: Row, chosen: boolean, reachable: boolean, me: string, open: (id: string) => void,
 *   stop: () => void, focus: () => void }} props
 */
export function Tile({ row, chosen, reachable, me, open, stop, focus }) {
  const o = words();
  const tab = reachable ? 0 : -1;
  const worded = !row.driver || !DRIVEN.includes(row.state) || row.stopping;
  const state = row.stopping ? o.wall.stopping : wordOf(o.states, row.state);
  return (
    <article class={`tile ${row.look}`} data-robot={row.id} data-state={row.state} aria-current={chosen} onFocusCapture={focus}>
      <button class="face" tabIndex={tab} title={row.id} onClick={() => open(row.id)}>
        <span class="line">
          <bdi class="name">{row.name || row.id}</bdi>{' '}
          <span class={`percent ${row.batteryLook}`}>{row.battery === null ? '' : `${row.battery}%`}</span>
        </span>{' '}
        <span class="line">
          <span class="said">
            {worded && <span class="word">{state} </span>}
            <Driven row={row} me={me} />
          </span>{' '}
          <span class="time">{worded ? '' : timeOf(row)}</span>
        </span>
        <span class="line levels">
          <Rail look={row.batteryLook} value={row.battery} />
          <Bars look={row.signalLook} value={row.signal} />
        </span>
      </button>
      <button class="halt" tabIndex={tab} aria-label={o.wall.stop(row.id)} title={o.wall.stop(row.id)} onClick={stop}>
        <svg viewBox="0 0 24 24" width="20" height="20" aria-hidden="true">
          <path d="M8 2h8l6 6v8l-6 6H8l-6-6V8z" />
        </svg>
      </button>
    </article>
  );
}

/** Who drives, and how many wait. @param {{ row: Row, me: string }} props */
const Driven = ({ row, me }) => (
  <>
    {row.driver && <span class="driver">{row.driver === me ? words().people.you : shortName(row.driver)}</span>}
    {row.queue > 0 && <span class="queue"> +{row.queue}</span>}
  </>
);

/** How long somebody drives, or has not moved. @param {Row} row */
const timeOf = ({ idleMs, drivenMs }) =>
  idleMs !== null && idleMs >= IDLE_MS ? words().wall.idle(clock(idleMs)) : clock(drivenMs);

/** How well it is heard, in four steps. @param {{ value: number | null, look: string }} props */
const Bars = ({ value, look }) => (
  <svg class={`bars ${look}`} viewBox="0 0 14 10" width="14" height="10" aria-hidden="true">
    {[0, 1, 2, 3].map((step) => (
      <rect key={step} x={step * 4} y={7 - step * 2} width="2" height={3 + step * 2} class={value !== null && value > step * 25 ? 'on' : ''} />
    ))}
  </svg>
);

/** A bar of so many percent. @param {{ value: number | null, look: string }} props */
export const Rail = ({ value, look }) => (
  <span class={`rail ${look}`} aria-hidden="true">
    <i style={{ width: `${value ?? 0}%` }} />
  </span>
);
