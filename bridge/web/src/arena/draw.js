// A scene on a canvas: the floor first, then what lies on it, robots, and what happens between them.
// Everything is drawn anew each time: paths that stay (walls, bodies) are made once, so a frame of
// twenty robots is a few hundred short commands, on a phone as well.

import { drawEffects, drawTracers } from './effects.js';
import { drawBeyond, drawRobot } from './robots.js';
import { drawLabels } from './labels.js';
import { bodyOf, inMetres } from './view.js';

/** @typedef {import('./map.js').ArenaMap} ArenaMap */
/** @typedef {import('./scene.js').Scene} Scene */
/** @typedef {import('./scene.js').Mark} Mark */
/** @typedef {import('./view.js').View} View */
/** @typedef {CanvasRenderingContext2D | OffscreenCanvasRenderingContext2D} Canvas */
/**
 * @typedef {object} Picture
 * @property {Scene} scene @property {ArenaMap | null} map @property {View} view
 * @property {import('./view.js').Bounds} bounds
 * @property {number} width @property {number} height in px @property {number} density
 * @property {(token: string) => string} colour
 * @property {string} own the robot whose picture this is, "" = nobody's
 * @property {'none' | 'own' | 'all'} labels @property {boolean} calm little motion is wanted
 * @property {Record<string, string>} names what is written at a robot
 * @property {NonNullable<import('./view.js').Wish['insets']>} insets px that something lies over
 */

const WALL_RISE_M = 0.12;
const GRID_STRONG = 5;

/** @param {Canvas} c @param {Picture} picture */
export function draw(c, picture) {
  const { width, height, density, scene, view, own } = picture;
  inPx(c, picture);
  c.fillStyle = picture.colour(picture.map ? '--arena-out' : '--arena-floor');
  c.fillRect(0, 0, width, height);
  inMetres(c, view, density);
  drawFloor(c, picture);
  inPx(c, picture);
  drawTracers(c, picture);
  const near = 3 * bodyOf(view);
  /** @type {[Mark, number, number][]} */
  const seen = [];
  for (const mark of inOrder(scene.robots, own)) {
    const [x, y] = view.point(mark.pose.x, mark.pose.y);
    if (x > -near && y > -near && x < width + near && y < height + near) seen.push([mark, x, y]);
    else if (own) drawBeyond(c, picture, mark, [x, y]);
  }
  drawLabels(c, picture, seen);
  for (const [mark, x, y] of seen) drawRobot(c, picture, mark, x, y);
  drawEffects(c, picture);
}

/** Those who are out lie below, the own one on top. @param {Mark[]} robots @param {string} own */
function inOrder(robots, own) {
  const height = (/** @type {Mark} */ { id, state }) => (id === own ? 2 : state === 'out' || state === 'down' ? 0 : 1);
  return [...robots].sort((a, b) => height(a) - height(b));
}

/** @param {Canvas} c @param {Picture} picture */
const inPx = (c, { density }) => c.setTransform(density, 0, 0, density, 0, 0);

/** @typedef {{ walls: Path2D, pillars: Path2D, pads: Path2D, grid: Path2D, strong: Path2D }} Paths */

/** @type {WeakMap<ArenaMap, Paths>} */
const made = new WeakMap();

/** @param {ArenaMap} map @returns {Paths} */
function pathsOf(map) {
  const known = made.get(map);
  if (known) return known;
  const paths = {
    walls: new Path2D(), pillars: new Path2D(), pads: new Path2D(),
    ...gridOf({ left: 0, low: 0, right: map.width, high: map.height }, 1),
  };
  for (const { x, y, width, height } of map.walls) paths.walls.rect(x, y, width, height);
  for (const { x, y } of map.pillars) {
    paths.pillars.moveTo(x + map.cell / 2, y);
    paths.pillars.arc(x, y, map.cell / 2, 0, 2 * Math.PI);
  }
  for (const { x, y, width, height } of map.pads) paths.pads.roundRect(x, y, width, height, width * 0.2);
  made.set(map, paths);
  return paths;
}

/** @param {import('./view.js').Bounds} bounds @param {number} step m */
function gridOf({ left, low, right, high }, step) {
  const [grid, strong] = [new Path2D(), new Path2D()];
  const line = (/** @type {number} */ at) => (at % (step * GRID_STRONG) === 0 ? strong : grid);
  for (let x = Math.ceil(left / step) * step; x <= right; x += step) {
    line(x).moveTo(x, low);
    line(x).lineTo(x, high);
  }
  for (let y = Math.ceil(low / step) * step; y <= high; y += step) {
    line(y).moveTo(left, y);
    line(y).lineTo(right, y);
  }
  return { grid, strong };
}

/** In metres. @param {Canvas} c @param {Picture} picture */
function drawFloor(c, picture) {
  const { map, colour, view } = picture;
  const px = 1 / view.scale;
  if (map) {
    c.fillStyle = colour('--arena-floor');
    c.fillRect(0, 0, map.width, map.height);
  }
  const { grid, strong } = map ? pathsOf(map) : gridAround(picture);
  c.lineWidth = px;
  c.strokeStyle = colour('--arena-grid');
  if (view.scale >= 12) c.stroke(grid);
  c.strokeStyle = colour('--arena-grid-strong');
  c.stroke(strong);
  if (map) drawMap(c, picture, map, pathsOf(map), px);
}

/** Without a map: a grid over all that is seen. @param {Picture} picture */
function gridAround({ view, width, height }) {
  const reach = Math.hypot(width, height) / view.scale / 2 + 1;
  const { x, y } = view.centre;
  return gridOf({ left: x - reach, low: y - reach, right: x + reach, high: y + reach }, view.scale < 12 ? 5 : 1);
}

/** @param {Canvas} c @param {Picture} picture @param {ArenaMap} map @param {Paths} paths @param {number} px in m */
function drawMap(c, { colour, view, scene }, map, { walls, pillars, pads }, px) {
  for (const { x, y, team } of map.starts) {
    c.fillStyle = colour(`--team-${scene.slots[team] ?? team}`);
    c.globalAlpha = 0.13;
    c.beginPath();
    c.arc(x, y, 0.34, 0, 2 * Math.PI);
    c.fill();
  }
  c.globalAlpha = 1;
  c.fillStyle = colour('--arena-pad-soft');
  c.fill(pads);
  c.strokeStyle = colour('--arena-pad');
  c.lineWidth = Math.max(0.04, 1.5 * px);
  c.stroke(pads);
  // What stands up: its side, which lies below on the screen, then its top.
  const rise = Math.max(WALL_RISE_M, 3 * px);
  const [dx, dy] = [Math.sin(view.angle) * rise, Math.cos(view.angle) * rise];
  c.save();
  c.translate(-dx, -dy);
  c.fillStyle = colour('--arena-wall-side');
  c.fill(walls);
  c.fill(pillars);
  c.restore();
  c.fillStyle = colour('--arena-wall');
  c.fill(walls);
  c.fill(pillars);
  c.strokeStyle = colour('--arena-wall-edge');
  c.lineWidth = Math.max(0.03, px);
  c.stroke(pillars);
}
