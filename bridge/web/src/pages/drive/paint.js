// The picture from above on a canvas: a grid of metres, rings around the own robot, its trail, the
// others with their names, and at the edge where those are that do not fit.

import { bend } from '../../drive/bend.js';

/** @typedef {import('../../drive/track.js').Pose} Pose */
/** @typedef {{ id: string, name: string, pose: Pose, own: boolean, pan?: number }} Mark */
/**
 * @typedef {object} Picture
 * @property {Mark[]} robots @property {Pose[]} trail of the own robot, the oldest first
 * @property {'heading' | 'north' | 'all'} view
 * @property {number} width @property {number} height in CSS px @property {number} density
 * @property {(name: string) => string} colour a token of the cockpit
 */
/** @typedef {{ point: (x: number, y: number) => [number, number], scale: number, angle: number, middle: [number, number], centre: { x: number, y: number } }} View */

const ROBOT_M = 0.25;
const ACROSS_M = 9;
const RADIANS = Math.PI / 180;

/** @param {CanvasRenderingContext2D} c @param {Picture} picture */
export function paint(c, picture) {
  const { width, height, density, colour } = picture;
  c.setTransform(density, 0, 0, density, 0, 0);
  c.fillStyle = colour('--sky');
  c.fillRect(0, 0, width, height);
  const view = viewOf(picture);
  drawGrid(c, picture, view);
  const own = picture.robots.find((robot) => robot.own);
  if (own) {
    drawRings(c, picture, view, own.pose);
    drawTrail(c, picture, view, own.pose);
  }
  for (const robot of picture.robots) if (!robot.own) drawOther(c, picture, view, robot, own?.pose);
  if (own) drawOwn(c, picture, view, own);
}

/** Metres to px: which point is where, how much is seen, what is up. @param {Picture} picture @returns {View} */
function viewOf({ robots, view, width, height }) {
  const own = robots.find((robot) => robot.own)?.pose ?? { x: 0, y: 0, heading: 0 };
  /** @type {[number, number]} the controls lie over the lower part */
  const middle = [width / 2, height * (height > width ? 0.42 : 0.46)];
  let [centre, scale] = [{ x: own.x, y: own.y }, Math.max(28, Math.min(width, height * 0.8) / ACROSS_M)];
  if (view === 'all' && robots.length > 1) {
    const [xs, ys] = [robots.map(({ pose }) => pose.x), robots.map(({ pose }) => pose.y)];
    const [left, right, low, high] = [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)];
    centre = { x: (left + right) / 2, y: (low + high) / 2 };
    scale = Math.max(4, Math.min(scale, width / (right - left + 3), (height * 0.6) / (high - low + 3)));
  }
  const angle = view === 'heading' ? own.heading * RADIANS : 0;
  const [sin, cos] = [Math.sin(angle), Math.cos(angle)];
  return {
    scale, angle, middle, centre,
    point: (x, y) => {
      const [dx, dy] = [x - centre.x, y - centre.y];
      return [middle[0] + (dx * cos - dy * sin) * scale, middle[1] - (dx * sin + dy * cos) * scale];
    },
  };
}

/** @param {CanvasRenderingContext2D} c @param {Picture} picture @param {View} view */
function drawGrid(c, { width, height, colour }, { point, scale, centre }) {
  const reach = Math.hypot(width, height) / scale;
  const every = scale < 14 ? 5 : 1;
  for (const [step, token] of /** @type {const} */ ([[every, '--grid'], [every * 5, '--grid-strong']])) {
    c.beginPath();
    const first = (/** @type {number} */ at) => Math.ceil((at - reach) / step) * step;
    for (let x = first(centre.x); x <= centre.x + reach; x += step) {
      c.moveTo(...point(x, centre.y - reach));
      c.lineTo(...point(x, centre.y + reach));
    }
    for (let y = first(centre.y); y <= centre.y + reach; y += step) {
      c.moveTo(...point(centre.x - reach, y));
      c.lineTo(...point(centre.x + reach, y));
    }
    c.strokeStyle = colour(token);
    c.lineWidth = 1;
    c.stroke();
  }
}

/** @param {CanvasRenderingContext2D} c @param {Picture} picture @param {View} view @param {Pose} own */
function drawRings(c, { colour }, { point, scale, angle }, own) {
  const [x, y] = point(own.x, own.y);
  const metres = scale < 14 ? [5, 10] : [1, 2, 4];
  c.strokeStyle = colour('--ring');
  c.fillStyle = colour('--ring-text');
  c.font = '500 11px system-ui, sans-serif';
  c.textAlign = 'center';
  c.textBaseline = 'middle';
  c.setLineDash([2, 5]);
  const away = Math.sin(angle) < 0 ? -1 : 1; // from the N
  for (const metre of metres) {
    c.beginPath();
    c.arc(x, y, metre * scale, 0, 2 * Math.PI);
    c.stroke();
    const side = metre * scale * Math.SQRT1_2;
    c.fillText(`${metre} m`, x + (side + 12) * away, y - side - 4);
  }
  c.setLineDash([]);
  const north = metres[metres.length - 1] * scale;
  c.font = '700 13px system-ui, sans-serif';
  c.fillText('N', x - Math.sin(angle) * north, y - Math.cos(angle) * north);
}

/** @param {CanvasRenderingContext2D} c @param {Picture} picture @param {View} view @param {Pose} own */
function drawTrail(c, { trail, colour }, { point, scale }, own) {
  const poses = [...trail.slice(0, -1), own];
  c.strokeStyle = colour('--accent');
  c.lineCap = 'round';
  c.lineJoin = 'round';
  c.lineWidth = Math.max(3, ROBOT_M * scale * 0.35);
  for (let i = 1; i < poses.length; i++) {
    const [from, to] = [poses[i - 1], poses[i]];
    const [first, second] = bend(from, to);
    c.globalAlpha = 0.5 * (i / poses.length) ** 1.5;
    c.beginPath();
    c.moveTo(...point(from.x, from.y));
    c.bezierCurveTo(...point(first.x, first.y), ...point(second.x, second.y), ...point(to.x, to.y));
    c.stroke();
  }
  c.globalAlpha = 1;
}

/**
 * A body with a nose, so that it is seen where it looks.
 * @param {CanvasRenderingContext2D} c @param {number} size radius in px @param {string} fill @param {string} nose
 */
function drawBody(c, size, fill, nose) {
  c.fillStyle = fill;
  c.beginPath();
  c.roundRect(-size * 0.8, -size * 0.95, size * 1.6, size * 1.9, size * 0.45);
  c.fill();
  c.fillStyle = nose;
  c.beginPath();
  c.moveTo(0, -size * 0.62);
  c.lineTo(size * 0.42, size * 0.12);
  c.lineTo(0, -size * 0.08);
  c.lineTo(-size * 0.42, size * 0.12);
  c.closePath();
  c.fill();
}

/** @param {CanvasRenderingContext2D} c @param {Picture} picture @param {View} view @param {Mark} robot */
function drawOwn(c, { colour }, { point, scale, angle }, { pose, pan }) {
  const size = Math.max(15, ROBOT_M * scale * 1.15);
  c.save();
  c.translate(...point(pose.x, pose.y));
  c.rotate(pose.heading * RADIANS - angle);
  const look = (pan ?? 0) * RADIANS - Math.PI / 2;
  const cone = c.createRadialGradient(0, 0, size, 0, 0, size * 6);
  cone.addColorStop(0, colour('--cone'));
  cone.addColorStop(1, 'transparent');
  c.fillStyle = cone;
  c.beginPath();
  c.moveTo(0, 0);
  c.arc(0, 0, size * 6, look - 0.5, look + 0.5);
  c.closePath();
  c.fill();
  c.fillStyle = colour('--halo');
  c.beginPath();
  c.arc(0, 0, size * 1.6, 0, 2 * Math.PI);
  c.fill();
  drawBody(c, size, colour('--accent'), colour('--accent-ink'));
  c.restore();
}

/**
 * @param {CanvasRenderingContext2D} c @param {Picture} picture @param {View} view @param {Mark} robot
 * @param {Pose | undefined} own
 */
function drawOther(c, picture, view, { pose, name }, own) {
  const { colour, width, height } = picture;
  const [x, y] = view.point(pose.x, pose.y);
  const margin = 26;
  const seen = x > -margin && y > -margin && x < width + margin && y < height + margin;
  if (!seen) {
    if (own) drawBeyond(c, picture, view, [x, y], name, Math.hypot(pose.x - own.x, pose.y - own.y));
    return;
  }
  const size = Math.max(8, ROBOT_M * view.scale);
  c.save();
  c.translate(x, y);
  c.save();
  c.rotate(pose.heading * RADIANS - view.angle);
  drawBody(c, size, colour('--other'), colour('--sky'));
  c.restore();
  drawName(c, picture, name, 0, -size - 14);
  c.restore();
}

/**
 * An arrow at the edge towards one that is out of sight.
 * @param {CanvasRenderingContext2D} c @param {Picture} picture @param {View} view
 * @param {[number, number]} at @param {string} name @param {number} metres
 */
function drawBeyond(c, picture, { middle }, [x, y], name, metres) {
  const { width, height, colour } = picture;
  const [dx, dy] = [x - middle[0], y - middle[1]];
  const [far, high] = [width / 2 - 70, height * 0.21];
  const part = Math.min(far / Math.max(1, Math.abs(dx)), high / Math.max(1, Math.abs(dy)));
  c.save();
  c.translate(middle[0] + dx * part, middle[1] + dy * part);
  drawName(c, picture, `${name} · ${Math.round(metres)} m`, 0, 0);
  c.rotate(Math.atan2(dy, dx));
  c.fillStyle = colour('--other');
  c.globalAlpha = 0.8;
  c.beginPath();
  c.moveTo(62, 0);
  c.lineTo(54, -5);
  c.lineTo(54, 5);
  c.fill();
  c.restore();
}

const NAME_MOST = 18;

/** @param {CanvasRenderingContext2D} c @param {Picture} picture @param {string} name @param {number} x @param {number} y */
function drawName(c, { colour }, name, x, y) {
  const text = name.length > NAME_MOST ? `${name.slice(0, NAME_MOST - 1)}…` : name;
  c.font = '500 12px system-ui, sans-serif';
  c.textAlign = 'center';
  c.textBaseline = 'middle';
  const width = c.measureText(text).width + 14;
  c.fillStyle = colour('--glass');
  c.beginPath();
  c.roundRect(x - width / 2, y - 10, width, 20, 10);
  c.fill();
  c.fillStyle = colour('--soft');
  c.fillText(text, x, y + 0.5);
}
