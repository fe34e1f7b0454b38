// Where a robot says no pose: its speed, heading and height as instruments, and what the sticks say.

import { measured, tidy, unitText } from '../../drive/range.js';
import { reading } from './situation.js';
import { w, wordOf } from '../../words/index.js';

const ARC = 240;

/** @param {{ session: import('../../session.js').Session, robot: string, mixer: import('../../input/mixer.js').Mixer }} props */
export function Instruments({ session, robot, mixer }) {
  const { status, units, old } = reading(session, robot);
  return (
    <div class={`instruments ${old ? 'old' : ''}`} aria-hidden="true">
      {'yaw' in units && <Compass yaw={status.yaw ?? 0} />}
      {'speed' in units ? <Dial value={status.speed} unit={units.speed} /> : <Hand sticks={mixer.last} />}
      {'leg_height' in units && <Height value={status.leg_height} unit={units.leg_height} />}
    </div>
  );
}

/** Points on a circle. @param {number} degrees from the top @param {number} radius */
const at = (degrees, radius) => {
  const angle = (degrees - 90) * (Math.PI / 180);
  return `${(100 + radius * Math.cos(angle)).toFixed(2)} ${(100 + radius * Math.sin(angle)).toFixed(2)}`;
};

/** @param {number} from @param {number} to degrees @param {number} radius */
const arc = (from, to, radius) => `M${at(from, radius)}A${radius} ${radius} 0 ${to - from > 180 ? 1 : 0} 1 ${at(to, radius)}`;

/** @param {{ value: number | undefined, unit: string }} props */
function Dial({ value = 0, unit }) {
  const size = Math.abs(value);
  const most = size <= 2 ? 2 : 10 ** Math.ceil(Math.log10(size));
  const end = -ARC / 2 + ARC * Math.min(1, size / most);
  return (
    <svg viewBox="0 0 200 200">
      <path class="way" d={arc(-ARC / 2, ARC / 2, 84)} />
      {end > -ARC / 2 + 1 && <path class="value" d={arc(-ARC / 2, end, 84)} />}
      {[0, 0.25, 0.5, 0.75, 1].map((part) => (
        <path key={part} class="tick" d={`M${at(-ARC / 2 + ARC * part, 70)}L${at(-ARC / 2 + ARC * part, 62)}`} />
      ))}
      <text class="big" x="100" y="112">{Number.isFinite(value) && size < 1000 ? value.toFixed(1) : tidy(value)}</text>
      <text class="unit" x="100" y="136">{unitText(unit)}</text>
    </svg>
  );
}

/** @param {{ yaw: number }} props */
const Compass = ({ yaw }) => (
  <svg viewBox="0 0 200 200">
    <circle class="way" cx="100" cy="100" r="84" />
    <g transform={`rotate(${Number.isFinite(yaw) ? -yaw % 360 : 0} 100 100)`}>
      {Array.from({ length: 24 }, (_, i) => (
        <path key={i} class="tick" d={`M${at(i * 15, 76)}L${at(i * 15, i % 6 ? 71 : 64)}`} />
      ))}
      <path class="north" d={`M${at(0, 60)}L${at(8, 44)}L${at(-8, 44)}Z`} />
    </g>
    <path class="value" d="M100 6v14" />
    <text class="big" x="100" y="112">{measured(Math.round(yaw), 'deg')}</text>
    <text class="unit" x="100" y="136">{wordOf(w.drive.fields, 'yaw')}</text>
  </svg>
);

/** @param {{ value: number | undefined, unit: string }} props */
function Height({ value = 0, unit }) {
  const part = Math.min(1, Math.max(0, value / 200));
  return (
    <svg viewBox="0 0 200 200">
      <path class="way" d="M100 24v152" />
      <path class="value" d={`M100 176v${(-152 * part).toFixed(1)}`} />
      <text class="big small" x="150" y="104">{tidy(Math.round(value))}</text>
      <text class="unit" x="150" y="124">{unitText(unit)}</text>
    </svg>
  );
}

/** What the drive stick says. @param {{ sticks: import('../../drive/driver.js').Sticks }} props */
const Hand = ({ sticks }) => (
  <svg viewBox="0 0 200 200">
    <circle class="way" cx="100" cy="100" r="84" />
    <path class="tick" d="M100 30v140M30 100h140" />
    <circle class="dot" cx={100 + 70 * (sticks.x ?? 0)} cy={100 - 70 * (sticks.y ?? 0)} r="12" />
  </svg>
);
