// The robot that is open: everything known of it and everything that can be done to it. Without one,
// what needs attention.

import { useEffect, useRef } from 'preact/hooks';
import { clock, shortName } from '../../operator/names.js';
import { words } from '../../operator/words/index.js';
import { w, wordOf } from '../../words/index.js';
import { RobotDeeds } from './robot-deeds.jsx';
import { Rail } from './tile.jsx';

/** @typedef {import('../../operator/wall.js').Row} Row */
/** @typedef {import('./operator.jsx').Floor & { chosen: string, open: (id: string) => void }} Props */

/** @param {Props} props */
export function RobotPanel(props) {
  const { rows, chosen, open, session } = props;
  const row = rows.find(({ id }) => id === chosen);
  if (!chosen) return <Attention rows={rows} open={open} />;
  return (
    <aside class="panel robotpanel" aria-label={chosen}>
      <button class="quiet back" onClick={() => open('')}>{words().robot.back}</button>
      {row ? <Robot {...props} key={chosen} row={row} card={session.robots.cards.get(chosen)} /> : <p>{words().robot.gone}</p>}
    </aside>
  );
}

/** @param {{ rows: Row[], open: (id: string) => void }} props */
function Attention({ rows, open }) {
  const o = words();
  const odd = rows.filter((row) => row.look === 'bad' || row.look === 'warn');
  odd.sort((a, b) => Number(b.look === 'bad') - Number(a.look === 'bad'));
  return (
    <aside class="panel robotpanel" aria-labelledby="attention">
      <h2 id="attention">{o.attention.title}</h2>
      {odd.length === 0 && <p>{o.attention.none}</p>}
      <ul class="odd">
        {odd.map((row) => (
          <li key={row.id} class={row.look}>
            <button class="plain" onClick={() => open(row.id)}>
              <b><bdi>{row.name || row.id}</bdi></b> <span>{reasons(row).join(', ')}</span>
            </button>
          </li>
        ))}
      </ul>
    </aside>
  );
}

/** @param {Row} row */
function reasons(row) {
  const o = words();
  const said = [];
  if (!['idle', 'driving', 'ready', 'taken', 'stopped'].includes(row.state)) said.push(wordOf(o.states, row.state));
  if (row.stops.length || row.state === 'stopped') said.push(o.states.stopped);
  if (row.batteryLook && row.battery !== null) said.push(o.attention.low(row.battery));
  if (row.signalLook && row.signal !== null) said.push(o.attention.signal(row.signal));
  return said;
}

/** @param {Props & { row: Row, card: any }} props */
function Robot(props) {
  const { row, card } = props;
  const o = words();
  const head = useRef(/** @type {HTMLHeadingElement | null} */ (null));
  useEffect(() => {
    if (matchMedia('(max-width: 1000px)').matches) head.current?.focus({ preventScroll: false });
  }, []);
  return (
    <>
      <h2 ref={head} tabIndex={-1}>{row.name || row.id}</h2>
      <p class="sub">{[row.name !== row.id && row.name ? row.id : '', card?.model, card?.kind].filter(Boolean).join(' · ')}</p>
      <p class={`verdict ${row.look}`}>
        <b>{row.stopping ? o.wall.stopping : wordOf(o.states, row.state)}</b> {wordOf(o.meanings, row.state, '')}
      </p>
      <Facts row={row} />
      <Stops {...props} />
      <RobotDeeds {...props} />
    </>
  );
}

/** @param {{ row: Row }} props */
function Facts({ row }) {
  const { robot, modes } = words();
  const driven = clock(row.drivenMs);
  return (
    <dl class="known">
      <dt>{robot.driver}</dt>
      <dd>{row.driver || robot.nobody}</dd>
      {row.driver && (
        <>
          <dt>{robot.since}</dt>
          <dd>{row.drivenExactly ? driven : robot.atLeast(driven)}</dd>
        </>
      )}
      {row.idleMs !== null && (
        <>
          <dt>{robot.idle}</dt>
          <dd>{clock(row.idleMs)}</dd>
        </>
      )}
      <dt>{robot.queue}</dt>
      <dd>{row.waiting.length ? row.waiting.map(shortName).join(', ') : row.queue}</dd>
      <dt>{robot.mode}</dt>
      <dd>{row.mode ? wordOf(modes, row.mode) : '–'}</dd>
      <dt>{robot.battery}</dt>
      <dd><Percent value={row.battery} look={row.batteryLook} /></dd>
      <dt>{robot.signal}</dt>
      <dd><Percent value={row.signal} look={row.signalLook} /></dd>
      <dt>{robot.heard}</dt>
      <dd>{row.heardMs === null ? robot.never : robot.ago(clock(row.heardMs))}</dd>
    </dl>
  );
}

/** @param {{ value: number | null, look: string }} props */
const Percent = ({ value, look }) => (
  <span class={`percent ${look}`}>
    <Rail value={value} look={look} /> {value === null ? '–' : `${value} %`}
  </span>
);

/** @param {Props & { row: Row }} props */
function Stops({ row, deeds }) {
  const { robot } = words();
  if (row.stops.length === 0) return null;
  return (
    <div class="stops">
      <h3>{robot.stops}</h3>
      <ul>
        {row.stops.map((stop) => {
          const who = byWhom(stop.by, row.id);
          return (
            <li key={stop.id}>
              <span>{who}</span>
              <button class="quiet small" aria-label={robot.clearOne(who)} onClick={() => deeds.clear({ ...row, stops: [stop] })}>
                {robot.clearWord}
              </button>
            </li>
          );
        })}
      </ul>
    </div>
  );
}

/** @param {string} by a principal or "" @param {string} robot */
function byWhom(by, robot) {
  const o = words();
  if (!by) return o.robot.byUnknown;
  return by === `robot/${robot}` ? o.robot.byItself : `${o.robot.by(shortName(by))} (${wordOf(w.roles, by.split('/')[0])})`;
}
