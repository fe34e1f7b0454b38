// Metres to px: which part of the arena is seen, how large, and what is up.

const RADIANS = Math.PI / 180;
const MARGIN_M = 0.6;
const LEAST_SCALE = 3;
const BODY_M = 0.25;
const BODY_LEAST_PX = 9;
const FOLLOW_ACROSS_M = 9;
/** Turned by a quarter it must be this much larger to be worth it. */
const WORTH_TURNING = 1.3;

/** @typedef {{ left: number, low: number, right: number, high: number }} Bounds */
/**
 * @typedef {object} Wish
 * @property {'all' | 'follow'} mode
 * @property {boolean} [rotated] follow: where the robot looks is up
 * @property {boolean} [turnable] all: an arena wider than high may lie on its side in a high window
 * @property {number} [across] follow: m that are seen along the shorter side
 * @property {number} [bold] so many times larger are robots drawn, for eyes far away
 * @property {{ top?: number, right?: number, bottom?: number, left?: number }} [insets] px that something lies over
 */
/**
 * @typedef {object} View
 * @property {number} scale px per m @property {number} angle radians, clockwise
 * @property {{ x: number, y: number }} centre in metres @property {[number, number]} middle in px
 * @property {number} bold
 * @property {(x: number, y: number) => [number, number]} point
 */

/** What the map covers, or where robots are without one. @param {{ width: number, height: number } | null} map @param {{ x: number, y: number }[]} poses @param {Bounds | null} [before] bounds grow and never shrink, so that the picture is calm @returns {Bounds} */
export function boundsOf(map, poses, before = null) {
  if (map) return { left: 0, low: 0, right: map.width, high: map.height };
  const xs = poses.map(({ x }) => x);
  const ys = poses.map(({ y }) => y);
  const grown = {
    left: Math.min(before?.left ?? Infinity, ...xs.map((x) => Math.floor(x - 1))),
    low: Math.min(before?.low ?? Infinity, ...ys.map((y) => Math.floor(y - 1))),
    right: Math.max(before?.right ?? -Infinity, ...xs.map((x) => Math.ceil(x + 1))),
    high: Math.max(before?.high ?? -Infinity, ...ys.map((y) => Math.ceil(y + 1))),
  };
  return Number.isFinite(grown.left) ? grown : { left: -5, low: -5, right: 5, high: 5 };
}

/**
 * @param {Wish} wish @param {Bounds} bounds @param {{ x: number, y: number, heading: number } | null} target whom to follow
 * @param {{ width: number, height: number }} size px @returns {View}
 */
export function viewOf(wish, bounds, target, { width, height }) {
  const { top = 0, right = 0, bottom = 0, left = 0 } = wish.insets ?? {};
  const free = { width: Math.max(40, width - left - right), height: Math.max(40, height - top - bottom) };
  /** @type {[number, number]} */
  const middle = [left + free.width / 2, top + free.height / 2];
  if (wish.mode === 'follow' && target) {
    const scale = Math.min(free.width, free.height) / (wish.across ?? FOLLOW_ACROSS_M);
    return transform(scale, wish.rotated ? target.heading * RADIANS : 0, { x: target.x, y: target.y }, middle, wish.bold);
  }
  const wide = bounds.right - bounds.left + MARGIN_M;
  const high = bounds.high - bounds.low + MARGIN_M;
  const upright = Math.min(free.width / wide, free.height / high);
  const turned = wish.turnable ? Math.min(free.width / high, free.height / wide) : 0;
  const centre = { x: (bounds.left + bounds.right) / 2, y: (bounds.low + bounds.high) / 2 };
  const isTurned = turned > upright * WORTH_TURNING;
  return transform(Math.max(LEAST_SCALE, isTurned ? turned : upright), isTurned ? Math.PI / 2 : 0, centre, middle, wish.bold);
}

/** @param {number} scale @param {number} angle @param {{ x: number, y: number }} centre @param {[number, number]} middle @param {number} [bold] @returns {View} */
function transform(scale, angle, centre, middle, bold = 1) {
  const [sin, cos] = [Math.sin(angle), Math.cos(angle)];
  return {
    scale, angle, centre, middle, bold,
    point: (x, y) => {
      const [dx, dy] = [x - centre.x, y - centre.y];
      return [middle[0] + (dx * cos - dy * sin) * scale, middle[1] - (dx * sin + dy * cos) * scale];
    },
  };
}

/** A robot's radius in px: as it is, and never too small to be seen. @param {View} view */
export const bodyOf = ({ scale, bold }) => Math.max(BODY_LEAST_PX, BODY_M * scale * 1.1) * bold;

/** The canvas in metres from here on; `density` is px of the device per px. @param {CanvasRenderingContext2D | OffscreenCanvasRenderingContext2D} c @param {View} view @param {number} density */
export function inMetres(c, { scale, angle, centre, middle }, density) {
  const [sin, cos] = [Math.sin(angle) * scale * density, Math.cos(angle) * scale * density];
  c.setTransform(cos, -sin, -sin, -cos, middle[0] * density, middle[1] * density);
  c.translate(-centre.x, -centre.y);
}
