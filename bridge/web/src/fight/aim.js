// Aiming at a point: which way, and how fast, a robot's camera turns to look there. The robot says ten
// times a second how far it has turned; the rate falls as it comes near, so that it does not swing.

import { turn } from '../drive/track.js';

const FULL_DEG = 40; // from so far off on it turns as fast as it can
const ON_TARGET_DEG = 1.5;
const LEAST = 0.06; // less would not be noticed by a motor

/**
 * @param {number} off degrees that are missing, clockwise
 * @returns {number} the axis, −1…1
 */
export function rateTo(off) {
  const way = turn(off);
  if (Math.abs(way) <= ON_TARGET_DEG) return 0;
  return Math.sign(way) * Math.max(LEAST, Math.min(1, Math.abs(way) / FULL_DEG));
}
