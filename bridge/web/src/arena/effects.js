// What happens between robots: shots as lines that fade, hits, eliminations, and who is back.

import { FONT, glow } from './robots.js';
import { TRACER_MS, EFFECT_MS } from './scene.js';
import { bodyOf } from './view.js';

/** @typedef {import('./draw.js').Canvas} Canvas */
/** @typedef {import('./draw.js').Picture} Picture */
/** @typedef {import('./scene.js').Effect} Effect */
/** @typedef {import('./scene.js').Tracer} Tracer */

const RANGE_M = 8; // of a simulated robot (robot/sim/world.h)
const STEP_M = 0.1;
const BODY_M = 0.27;
const RADIANS = Math.PI / 180;
const SHARDS = 12;
const GOLDEN = 2.399963;

/** How far a shot goes: to a wall, to a robot, or out of range. @param {Picture} picture @param {Tracer} shot @returns {number} m */
export function reachOf({ map, scene }, { x, y, heading, robot }) {
  const [dx, dy] = [Math.sin(heading * RADIANS), Math.cos(heading * RADIANS)];
  let reach = RANGE_M;
  for (const { id, pose, state } of scene.robots) {
    if (id === robot || state === 'out') continue;
    const along = (pose.x - x) * dx + (pose.y - y) * dy;
    const beside = Math.abs((pose.x - x) * dy - (pose.y - y) * dx);
    if (along > 0 && beside < BODY_M) reach = Math.min(reach, along - Math.sqrt(BODY_M ** 2 - beside ** 2));
  }
  if (!map) return reach;
  for (let at = BODY_M; at < reach; at += STEP_M) if (map.solid(x + dx * at, y + dy * at)) return at;
  return reach;
}

/** @param {Canvas} c @param {Picture} picture */
export function drawTracers(c, picture) {
  const { scene, colour, view } = picture;
  c.lineCap = 'round';
  for (const tracer of scene.tracers) {
    const reach = reachOf(picture, tracer);
    const left = 1 - tracer.age / TRACER_MS;
    const along = (/** @type {number} */ m) =>
      view.point(tracer.x + Math.sin(tracer.heading * RADIANS) * m, tracer.y + Math.cos(tracer.heading * RADIANS) * m);
    const [from, to] = [along(Math.min(reach, 0.3 + reach * (1 - left) * 0.7)), along(reach)];
    for (const [token, width, alpha] of /** @type {const} */ ([['team', 0.09, 0.75], ['--arena-spark', 0.03, 1]])) {
      c.strokeStyle = colour(token === 'team' ? (tracer.slot < 0 ? '--arena-nobody' : `--team-${tracer.slot}`) : token);
      c.lineWidth = Math.max(token === 'team' ? 3.5 : 1.4, width * view.scale) * (0.4 + 0.6 * left);
      c.globalAlpha = alpha * left;
      c.beginPath();
      c.moveTo(...from);
      c.lineTo(...to);
      c.stroke();
    }
    c.globalAlpha = 1;
    c.save();
    c.translate(...to);
    glow(c, colour('--arena-spark'), Math.max(7, 0.22 * view.scale), 0.8 * left);
    c.restore();
  }
}

/** @type {Record<Effect['kind'], (c: Canvas, picture: Picture, effect: Effect, part: number, size: number) => void>} */
const DRAWERS = {
  hit: drawHit,
  spared: (c, { colour }, _, part, size) => wave(c, colour('--arena-shield'), size * (2.3 + part), size * 0.3 * (1 - part), 1 - part),
  eliminated: drawEliminated,
  respawned: (c, picture, effect, part, size) =>
    wave(c, teamOf(picture, effect), size * (4.5 - 2.6 * part), size * 0.3, part * (1 - part) * 4),
  overheated: (c, { colour }, _, part, size) => glow(c, colour('--arena-heat'), size * (2 + 2 * part), 0.7 * (1 - part)),
};

/** @param {Canvas} c @param {Picture} picture */
export function drawEffects(c, picture) {
  const size = bodyOf(picture.view);
  for (const effect of picture.scene.effects) {
    c.save();
    c.translate(...picture.view.point(effect.x, effect.y));
    DRAWERS[effect.kind](c, picture, effect, effect.age / EFFECT_MS[effect.kind], size);
    c.restore();
  }
}

/** @param {Picture} picture @param {Effect} effect */
const teamOf = ({ colour }, { slot }) => colour(slot < 0 ? '--arena-nobody' : `--team-${slot}`);

/** @param {Canvas} c @param {string} stroke @param {number} radius @param {number} width @param {number} alpha */
function wave(c, stroke, radius, width, alpha) {
  c.strokeStyle = stroke;
  c.lineWidth = Math.max(1.5, width);
  c.globalAlpha = Math.max(0, Math.min(1, alpha));
  c.beginPath();
  c.arc(0, 0, radius, 0, 2 * Math.PI);
  c.stroke();
  c.globalAlpha = 1;
}

/** @param {Canvas} c @param {Picture} picture @param {Effect} effect @param {number} part @param {number} size */
function drawHit(c, picture, effect, part, size) {
  const { colour, calm } = picture;
  wave(c, colour('--arena-spark'), size * (1.2 + 2 * Math.sqrt(part)), size * 0.35 * (1 - part), 1 - part * 1.6);
  if (!effect.text) return;
  const px = Math.round(Math.max(13, size * 1.2));
  c.font = `800 ${px}px ${FONT}`;
  c.textAlign = 'center';
  c.textBaseline = 'middle';
  c.globalAlpha = Math.min(1, 2.5 * (1 - part));
  c.lineWidth = px * 0.28;
  c.lineJoin = 'round';
  c.strokeStyle = colour('--arena-outline');
  c.fillStyle = colour(effect.by < 0 ? '--arena-ink' : `--team-${effect.by}`);
  const y = -size * 2.6 - (calm ? 0 : px * 1.2 * part);
  c.strokeText(effect.text, 0, y);
  c.fillText(effect.text, 0, y);
  c.globalAlpha = 1;
}

/** The pieces fly as the entry's number has them: the same in every replay. @param {Canvas} c @param {Picture} picture @param {Effect} effect @param {number} part @param {number} size */
function drawEliminated(c, picture, effect, part, size) {
  const team = teamOf(picture, effect);
  if (part < 0.4) glow(c, picture.colour('--arena-spark'), size * (2 + 9 * part), 0.95 - 2.3 * part);
  wave(c, team, size * (1.5 + 6 * Math.sqrt(part)), size * 0.7 * (1 - part), 1 - part);
  if (picture.calm) return;
  c.fillStyle = team;
  c.globalAlpha = Math.max(0, 1 - part * 1.15);
  for (let piece = 0; piece < SHARDS; piece += 1) {
    const turned = (effect.seq * 7 + piece) * GOLDEN;
    const far = size * (1 + (2.5 + (piece % 4)) * (1 - (1 - part) ** 2));
    c.save();
    c.translate(Math.cos(turned) * far, Math.sin(turned) * far);
    c.rotate(turned + part * 6);
    c.fillRect(-size * 0.2, -size * 0.13, size * 0.4, size * 0.26);
    c.restore();
  }
  c.globalAlpha = 1;
}
