// The curve from what the hand does to what the robot is told, and where the hand is on it.

import { curve, deadZone } from '../../input/shape.js';
import { w } from '../../words/index.js';

const SIZE = 160;
const EDGE = 12;
const STEPS = 40;

/** @param {{ values: import('../../settings.js').Values, at: number }} props at: 0–1 */
export function Curve({ values, at }) {
  const told = (/** @type {number} */ hand) => curve(deadZone(hand, values.deadZone), values.expo);
  const place = (/** @type {number} */ hand) => `${along(hand)} ${SIZE - along(told(hand))}`;
  const points = Array.from({ length: STEPS + 1 }, (_, step) => place(step / STEPS));
  return (
    <figure>
      <svg class="curve" viewBox={`0 0 ${SIZE} ${SIZE}`} role="img" aria-label={w.settings.curve}>
        <path class="frame" d={`M${along(0)} ${EDGE}V${SIZE - EDGE}H${SIZE - EDGE}`} />
        <path class="straight" d={`M${along(0)} ${SIZE - along(0)}L${along(1)} ${SIZE - along(1)}`} />
        <path class="bent" d={`M${points.join('L')}`} />
        <circle cx={along(at)} cy={SIZE - along(told(at))} r="6" />
      </svg>
      <figcaption>{w.settings.curveAxes}</figcaption>
    </figure>
  );
}

/** @param {number} value 0–1 */
const along = (value) => Math.round((EDGE + value * (SIZE - 2 * EDGE)) * 10) / 10;
