// Everything that is measured: the link to the robot, and the robot's own status as its card declares it.

import { Acks } from './acks.jsx';
import { Icon } from './icons.jsx';
import { measured } from '../../drive/range.js';
import { reading } from './situation.js';
import { useBeat } from '../../ui/hooks.js';
import { whyText } from '../../words/say.js';
import { w, wordOf } from '../../words/index.js';

const BEAT_MS = 250;

/** @param {{ session: import('../../session.js').Session, robot: string, acks: import('./acks.jsx').Ack[], close: () => void }} props */
export function Facts({ session, robot, acks, close }) {
  useBeat(BEAT_MS);
  const { status, units, age } = reading(session, robot);
  const fields = Object.keys(units).map((name) => [name, measured(status[name], units[name])]);
  const why = whyText(status.drive?.why ?? []);
  return (
    <aside class="sheet facts" aria-label={w.drive.details}>
      <button class="tool close" aria-label={w.drive.close} onClick={close}>
        <Icon name="close" />
      </button>
      <h2>{w.drive.link}</h2>
      <Rows rows={linkRows(session.driver)} />
      <h2>{w.drive.robot}</h2>
      <Rows
        rows={[
          ['mode', status.drive ? wordOf(w.drive.modes, status.drive.mode) : w.common.nothing],
          ...(why ? [['why', why]] : []),
          ['age', age === null ? w.common.nothing : w.drive.age(Math.round(age / 1000))],
          ...fields,
        ]}
      />
      <a class="onward" href={`#history/${robot}`}>
        {w.robots.history}
      </a>
      <Acks acks={acks} />
    </aside>
  );
}

/** @param {import('../../drive/driver.js').Driver | null} driver */
function linkRows(driver) {
  const link = driver?.link;
  const count = (/** @type {number | undefined} */ value) => (value === undefined ? w.common.nothing : String(value));
  return [
    ['trip', typeof driver?.roundTrip === 'number' ? `${Math.round(driver.roundTrip)} ms` : w.common.nothing],
    ['loss', typeof driver?.loss === 'number' ? `${driver.loss.toFixed(1)} %` : w.common.nothing],
    ['received', count(link?.received)],
    ['lost', count(link?.lost)],
    ['refused', count(link?.refused)],
  ];
}

/** @param {{ rows: string[][] }} props */
const Rows = ({ rows }) => (
  <dl>
    {rows.map(([name, text]) => (
      <div key={name}>
        <dt>{wordOf(w.drive.fields, name)}</dt>
        <dd>{text}</dd>
      </div>
    ))}
  </dl>
);
