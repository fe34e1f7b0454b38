// The way between two poses that are a second apart: a robot drives arcs, not corners. Metres,
// degrees clockwise from +y.

import { turn } from './track.js';

/** @typedef {import('./track.js').Pose} Pose */

const MOST = 150; // degrees: beyond it the arc could be any, and the chord is honest

/**
 * The two control points of a cubic Bézier curve that leaves `from` and reaches `to` along their
 * headings; of a robot that reversed, against them.
 * @param {Pose} from @param {Pose} to
 * @returns {[{ x: number, y: number }, { x: number, y: number }]}
 */
export function bend(from, to) {
  const [dx, dy] = [to.x - from.x, to.y - from.y];
  const angle = turn(to.heading - from.heading);
  const middle = ((from.heading + angle / 2) * Math.PI) / 180;
  const along = Math.sin(middle) * dx + Math.cos(middle) * dy;
  const chord = Math.hypot(dx, dy);
  if (Math.abs(angle) > MOST || Math.abs(along) < chord * 0.7) return [from, to]; // it turned on the spot, or slid
  const half = Math.abs(angle * Math.PI) / 360;
  const reach = Math.sign(along) * (half < 1e-3 ? chord / 3 : ((chord * 2) / 3) * (Math.tan(half / 2) / Math.sin(half)));
  const ahead = (/** @type {Pose} */ pose, /** @type {number} */ way) => {
    const heading = (pose.heading * Math.PI) / 180;
    return { x: pose.x + Math.sin(heading) * way, y: pose.y + Math.cos(heading) * way };
  };
  return [ahead(from, reach), ahead(to, -reach)];
}
