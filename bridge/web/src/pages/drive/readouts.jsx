// Speed, heading and height, large enough for the corner of an eye.

import { tidy, unitText } from '../../drive/range.js';
import { reading } from './situation.js';
import { w, wordOf } from '../../words/index.js';

const SHOWN = ['speed', 'yaw', 'leg_height'];

/** @param {{ session: import('../../session.js').Session, robot: string }} props */
export function Readouts({ session, robot }) {
  const { status, units, old } = reading(session, robot);
  const names = SHOWN.filter((name) => name in units);
  if (names.length === 0) return null;
  return (
    <dl class={`readouts ${old ? 'old' : ''}`}>
      {names.map((name) => (
        <div key={name} data-readout={name}>
          <dt>{wordOf(w.drive.fields, name)}</dt>
          <dd>
            {typeof status[name] === 'number' ? figure(name, status[name]) : w.common.nothing}
            {unitText(units[name]) === '°' ? '°' : <small>{unitText(units[name])}</small>}
          </dd>
        </div>
      ))}
    </dl>
  );
}

/** Always as many digits: a figure that changes its width dances. @param {string} name @param {number} value */
function figure(name, value) {
  if (Math.abs(value) >= 1e6) return tidy(value);
  return name === 'speed' ? value.toFixed(1) : String(Math.round(value));
}
