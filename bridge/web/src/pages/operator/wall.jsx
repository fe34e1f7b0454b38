// The wall: a tile for each robot, all of one size, so that nothing moves when something happens. The
// arrow keys go from tile to tile; of the whole wall only one tile is a stop of the Tab key.

import { useRef, useState } from 'preact/hooks';
import { FILTERS, SORTS, arranged, counts, steady } from '../../operator/wall.js';
import { words } from '../../operator/words/index.js';
import { wordOf } from '../../words/index.js';
import { RobotPanel } from './robot.jsx';
import { Tile } from './tile.jsx';

/** @typedef {import('../../operator/wall.js').Row} Row */
/** @typedef {{ filter: string, text: string, sort: string }} View */

/** @type {View} kept while the page stands, also when another part is shown */
let kept = { filter: 'all', text: '', sort: 'id' };

/** @param {import('./operator.jsx').Floor} floor */
export function Wall(floor) {
  const o = words();
  const { rows, router, path } = floor;
  const [view, look] = useState(kept);
  const change = (/** @type {Partial<View>} */ some) => look((kept = { ...kept, ...some }));
  const chosen = path[0] ?? '';
  const open = (/** @type {string} */ id) => router.go(id ? `operator/robot/${id}` : 'operator');
  return (
    <div class={`floor ${chosen ? 'opened' : ''}`}>
      <Controls rows={rows} view={view} change={change} />
      <section class="wallpart" aria-label={o.wall.title}>
        <h2 class="unseen">{o.wall.title}</h2>
        {rows.length === 0 && <p class="nothing">{o.wall.none}</p>}
        <Tiles {...floor} view={view} chosen={chosen} open={open} />
        <p class="hint keys">{o.wall.keys}</p>
      </section>
      <RobotPanel {...floor} chosen={chosen} open={open} />
    </div>
  );
}

/** @param {{ rows: Row[], view: View, change: (some: Partial<View>) => void }} props */
function Controls({ rows, view, change }) {
  const { wall } = words();
  const count = counts(rows);
  return (
    <div class="controls">
      <div class="sieves">
        {Object.keys(FILTERS).map((name) => (
          <button key={name} class="filter" data-filter={name} data-some={count[name] > 0} aria-pressed={view.filter === name}
            onClick={() => change({ filter: name })}>
            {wordOf(wall.filters, name)} <b>{count[name]}</b>
          </button>
        ))}
      </div>
      <input type="search" class="seek" aria-label={wall.search} placeholder={wall.search} value={view.text}
        onInput={(event) => change({ text: event.currentTarget.value })} />
      <select aria-label={wall.sort} value={view.sort} onChange={(event) => change({ sort: event.currentTarget.value })}>
        {Object.keys(SORTS).map((name) => (
          <option key={name} value={name}>{wordOf(wall.sorts, name)}</option>
        ))}
      </select>
    </div>
  );
}

/** @param {import('./operator.jsx').Floor & { view: View, chosen: string, open: (id: string) => void }} props */
function Tiles({ rows, view, chosen, open, deeds, session }) {
  const o = words();
  const hand = useRef(false);
  const order = useRef({ view, ids: /** @type {string[]} */ ([]) });
  const [current, focus] = useState('');
  const byId = new Map(rows.map((row) => [row.id, row]));
  const wanted = arranged(rows, view).map((row) => row.id);
  const sameView = order.current.view === view;
  const ids = hand.current && sameView ? steady(order.current.ids, wanted, (id) => byId.has(id)) : wanted;
  order.current = { view, ids };
  const stop = ids.includes(current) ? current : ids.includes(chosen) ? chosen : ids[0];
  if (rows.length > 0 && ids.length === 0) return <p class="nothing">{o.wall.noMatch}</p>;
  return (
    <div class="tiles" role="group" aria-label={o.wall.title}
      onPointerEnter={() => (hand.current = true)}
      onPointerLeave={() => (hand.current = false)}
      onKeyDown={(event) => onKey(event, byId, { deeds, open })}>
      {ids.map((id) => (
        <Tile key={id} row={/** @type {Row} */ (byId.get(id))} chosen={id === chosen} reachable={id === stop}
          me={session.credentials.principal} open={open} stop={() => deeds.stop(id)} focus={() => focus(id)} />
      ))}
    </div>
  );
}

/**
 * @param {KeyboardEvent} event @param {Map<string, Row>} rows
 * @param {{ deeds: import('../../operator/deeds.js').Deeds, open: (id: string) => void }} doing
 */
function onKey(event, rows, { deeds, open }) {
  const tile = /** @type {HTMLElement} */ (event.target).closest('.tile');
  if (!(tile instanceof HTMLElement) || event.ctrlKey || event.metaKey || event.altKey) return;
  const row = rows.get(tile.dataset.robot ?? '');
  const next = neighbour(tile, event.key);
  if (next) next.querySelector('button')?.focus();
  else if (event.key === 'Escape') open('');
  else if (!row || !didTo(row, event.code, deeds)) return;
  event.preventDefault();
  event.stopPropagation();
}

/** @param {Row} row @param {string} code @param {import('../../operator/deeds.js').Deeds} deeds @returns {boolean} the key did something */
function didTo(row, code, deeds) {
  if (code === 'KeyS') void deeds.stop(row.id);
  else if (code === 'KeyC' && row.stops.length) void deeds.clear(row);
  else return false;
  return true;
}

/** @param {HTMLElement} tile @param {string} key @returns {Element | null} */
function neighbour(tile, key) {
  const tiles = [...(tile.parentElement?.children ?? [])];
  const at = tiles.indexOf(tile);
  const top = tile.offsetTop;
  const columns = tiles.findIndex((other) => /** @type {HTMLElement} */ (other).offsetTop > /** @type {HTMLElement} */ (tiles[0]).offsetTop);
  const wide = columns < 0 ? tiles.length : columns;
  /** @type {Record<string, number>} */
  const steps = { ArrowLeft: at - 1, ArrowRight: at + 1, ArrowUp: at - wide, ArrowDown: at + wide, Home: 0, End: tiles.length - 1 };
  return (key in steps && top >= 0 && tiles[steps[key]]) || null;
}
