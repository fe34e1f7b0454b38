// Robots on the canvas: the team's shape, colour and letter, where it looks and shoots, health as a
// ring, heat as a second one. What happened to it is seen from afar: a hit flashes, a shield is a
// dashed ring, who is down is hollow and a ring says when it is back, who is out is a cross.

import { BARREL, BODIES, BODY } from './figures.js';
import { bodyOf } from './view.js';

/** @typedef {import('./draw.js').Canvas} Canvas */
/** @typedef {import('./draw.js').Picture} Picture */
/** @typedef {import('./scene.js').Mark} Mark */

const RADIANS = Math.PI / 180;
const TOP = -Math.PI / 2;
const LETTER_LEAST_PX = 8;
const LOW = 0.34;
const FLASH_MS = 260;
export const FONT = 'system-ui, sans-serif';

/** @type {Map<string, Path2D>} */
const paths = new Map();

/** @param {string} text */
function pathOf(text) {
  const path = paths.get(text) ?? new Path2D(text);
  paths.set(text, path);
  return path;
}

/** @param {Picture} picture @param {Mark} mark */
export const fillOf = ({ colour }, { slot }) => colour(slot < 0 ? '--arena-nobody' : `--team-${slot}`);
/** @param {Picture} picture @param {Mark} mark */
const inkOf = ({ colour }, { slot }) => colour(slot < 0 ? '--arena-floor' : `--team-${slot}-ink`);

/** @param {Canvas} c @param {Picture} picture @param {Mark} mark @param {number} x @param {number} y px */
export function drawRobot(c, picture, mark, x, y) {
  const size = bodyOf(picture.view) * (mark.id === picture.own ? 1.15 : 1);
  c.save();
  c.translate(x, y);
  if (mark.state === 'out') drawWreck(c, picture, mark, size);
  else if (mark.state === 'down') drawDown(c, picture, mark, size);
  else drawUp(c, picture, mark, size);
  c.restore();
}

/** @param {Canvas} c @param {Picture} picture @param {Mark} mark @param {number} size */
function drawUp(c, picture, mark, size) {
  const { colour, scene, calm } = picture;
  if (mark.hot) glow(c, colour('--arena-heat'), size * 2.6, 0.55);
  if (mark.id === picture.own) glow(c, colour('--arena-own'), size * 3.4, 0.5);
  drawBody(c, picture, mark, size);
  if (mark.hitAge < FLASH_MS) {
    c.globalAlpha = 1 - mark.hitAge / FLASH_MS;
    drawBody(c, picture, mark, size, colour('--arena-flash'));
    c.globalAlpha = 1;
  }
  drawLetter(c, picture, mark, size);
  const width = Math.max(2.5, size * 0.26);
  ring(c, size * 1.62, width, colour('--arena-track'), 1);
  ring(c, size * 1.62, width, colour(mark.health < LOW ? '--arena-low' : '--arena-health'), mark.health);
  if (mark.heat > 0.02) ring(c, size * 1.62 + width * 1.15, width * 0.6, colour('--arena-heat'), mark.heat);
  if (mark.state !== 'shielded') return;
  c.setLineDash([size * 0.5, size * 0.3]);
  c.lineDashOffset = calm ? 0 : -scene.at / 30;
  ring(c, size * 2.25, Math.max(2, size * 0.16), colour('--arena-shield'), 1);
  c.setLineDash([]);
}

/** @param {Canvas} c @param {Picture} picture @param {Mark} mark @param {number} size @param {string} [all] instead of the team's colour */
function drawBody(c, picture, mark, size, all) {
  c.save();
  c.rotate(mark.pose.heading * RADIANS - picture.view.angle);
  c.scale(size, size);
  c.lineJoin = 'round';
  c.lineWidth = 0.3;
  c.strokeStyle = picture.colour('--arena-outline');
  const body = pathOf(BODIES[mark.slot] ?? BODY);
  c.save();
  c.rotate(mark.pan * RADIANS);
  if (!all) c.stroke(pathOf(BARREL));
  c.fillStyle = all ?? picture.colour('--arena-barrel');
  c.fill(pathOf(BARREL));
  c.restore();
  if (!all) c.stroke(body);
  c.fillStyle = all ?? fillOf(picture, mark);
  c.fill(body);
  c.restore();
}

/** Upright, however the robot stands. @param {Canvas} c @param {Picture} picture @param {Mark} mark @param {number} size */
function drawLetter(c, picture, mark, size) {
  if (size < LETTER_LEAST_PX || !mark.letter) return;
  c.fillStyle = inkOf(picture, mark);
  c.font = `800 ${Math.round(size * 1.15)}px ${FONT}`;
  c.textAlign = 'center';
  c.textBaseline = 'middle';
  c.fillText(mark.letter, 0, size * 0.06);
}

/** @param {Canvas} c @param {Picture} picture @param {Mark} mark @param {number} size */
function drawDown(c, picture, mark, size) {
  c.globalAlpha = 0.85;
  c.save();
  c.rotate(mark.pose.heading * RADIANS - picture.view.angle);
  c.scale(size, size);
  c.lineWidth = 0.2;
  c.strokeStyle = fillOf(picture, mark);
  c.fillStyle = picture.colour('--arena-outline');
  const body = pathOf(BODIES[mark.slot] ?? BODY);
  c.fill(body);
  c.stroke(body);
  c.restore();
  cross(c, size * 0.42, Math.max(2, size * 0.2), fillOf(picture, mark));
  c.globalAlpha = 1;
  const width = Math.max(2, size * 0.18);
  ring(c, size * 1.62, width, picture.colour('--arena-track'), 1);
  if (mark.back > 0) ring(c, size * 1.62, width, picture.colour('--arena-health'), 1 - mark.back);
}

/** @param {Canvas} c @param {Picture} picture @param {Mark} mark @param {number} size */
function drawWreck(c, picture, mark, size) {
  c.globalAlpha = 0.55;
  cross(c, size * 0.7, Math.max(2, size * 0.3), fillOf(picture, mark));
  c.globalAlpha = 1;
}

/** @param {Canvas} c @param {number} reach @param {number} width @param {string} stroke */
function cross(c, reach, width, stroke) {
  c.strokeStyle = stroke;
  c.lineWidth = width;
  c.lineCap = 'round';
  c.beginPath();
  c.moveTo(-reach, -reach);
  c.lineTo(reach, reach);
  c.moveTo(reach, -reach);
  c.lineTo(-reach, reach);
  c.stroke();
}

/** From the top, clockwise. @param {Canvas} c @param {number} radius @param {number} width @param {string} stroke @param {number} part 0–1 */
function ring(c, radius, width, stroke, part) {
  if (part <= 0) return;
  c.strokeStyle = stroke;
  c.lineWidth = width;
  c.lineCap = part < 1 ? 'round' : 'butt';
  c.beginPath();
  c.arc(0, 0, radius, TOP, TOP + 2 * Math.PI * Math.min(1, part));
  c.stroke();
}

/** The same colour, to be seen through. @param {string} colour as the tokens of arena.css have it, #rrggbb */
const clear = (colour) => (/^#[0-9a-f]{6}$/i.test(colour) ? `${colour}00` : 'transparent');

/** @param {Canvas} c @param {string} colour @param {number} radius @param {number} alpha */
export function glow(c, colour, radius, alpha) {
  const light = c.createRadialGradient(0, 0, 0, 0, 0, radius);
  light.addColorStop(0, colour);
  light.addColorStop(1, clear(colour));
  c.globalAlpha = alpha;
  c.fillStyle = light;
  c.fillRect(-radius, -radius, 2 * radius, 2 * radius);
  c.globalAlpha = 1;
}

/** One that is out of sight: an arrow at the edge. @param {Canvas} c @param {Picture} picture @param {Mark} mark @param {[number, number]} at px */
export function drawBeyond(c, picture, mark, [x, y]) {
  if (mark.state === 'out') return;
  const { view, width, height } = picture;
  const { top = 0, right = 0, bottom = 0, left = 0 } = picture.insets;
  const [dx, dy] = [x - view.middle[0], y - view.middle[1]];
  const edge = 22;
  const far = dx > 0 ? width - right - edge - view.middle[0] : view.middle[0] - left - edge;
  const high = dy > 0 ? height - bottom - edge - view.middle[1] : view.middle[1] - top - edge;
  const part = Math.min(far / Math.max(1, Math.abs(dx)), high / Math.max(1, Math.abs(dy)));
  c.save();
  c.translate(view.middle[0] + dx * part, view.middle[1] + dy * part);
  c.globalAlpha = mark.state === 'down' ? 0.4 : 0.95;
  c.save();
  c.scale(10, 10);
  c.fillStyle = fillOf(picture, mark);
  c.fill(pathOf(BODIES[mark.slot] ?? BODY));
  c.restore();
  drawLetter(c, picture, mark, 10);
  c.rotate(Math.atan2(dy, dx));
  c.fillStyle = fillOf(picture, mark);
  c.beginPath();
  c.moveTo(19, 0);
  c.lineTo(13, -5);
  c.lineTo(13, 5);
  c.fill();
  c.restore();
}
