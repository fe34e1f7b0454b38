// Names below robots. Where two would lie over each other only one is written: the own robot's, then
// whoever stands first in the match.

import { FONT } from './robots.js';
import { bodyOf } from './view.js';

/** @typedef {import('./draw.js').Canvas} Canvas */
/** @typedef {import('./draw.js').Picture} Picture */
/** @typedef {import('./scene.js').Mark} Mark */

const NAME_MOST = 16;
const PX_LEAST = 11;
const PX_MOST = 24;

/** @param {Canvas} c @param {Picture} picture @param {[Mark, number, number][]} seen with where they are, px */
export function drawLabels(c, picture, seen) {
  const { labels, own, view, scene } = picture;
  if (labels === 'none') return;
  const size = bodyOf(view);
  const px = Math.round(Math.max(PX_LEAST, Math.min(PX_MOST, size * 0.82)));
  c.font = `600 ${px}px ${FONT}`;
  c.textAlign = 'center';
  c.textBaseline = 'middle';
  const place = new Map(scene.robots.map(({ id }, at) => [id, id === own ? -1 : at]));
  const wanted = seen
    .filter(([mark]) => mark.state !== 'out' && (labels === 'all' || mark.id === own))
    .sort(([a], [b]) => (place.get(a.id) ?? 0) - (place.get(b.id) ?? 0));
  /** @type {{ x: number, y: number, half: number }[]} */
  const written = [];
  for (const [mark, x, below] of wanted) {
    const text = textOf(picture, mark);
    const y = below + size * 2.15 + px * 0.75;
    const half = (c.measureText(text).width + px) / 2;
    if (written.some((other) => Math.abs(other.x - x) < other.half + half && Math.abs(other.y - y) < px * 1.4)) continue;
    written.push({ x, y, half });
    drawTag(c, picture, text, x, y, half, px);
  }
}

/** @param {Picture} picture @param {Mark} mark */
function textOf({ names }, { id }) {
  const text = [...(Object.hasOwn(names, id) ? names[id] : id)];
  return text.length > NAME_MOST ? `${text.slice(0, NAME_MOST - 1).join('')}…` : text.join('');
}

/** @param {Canvas} c @param {Picture} picture @param {string} text @param {number} x @param {number} y @param {number} half its width @param {number} px */
function drawTag(c, { colour }, text, x, y, half, px) {
  c.fillStyle = colour('--arena-glass');
  c.beginPath();
  c.roundRect(x - half, y - px * 0.72, 2 * half, px * 1.44, px * 0.5);
  c.fill();
  c.fillStyle = colour('--arena-ink');
  c.fillText(text, x, y + px * 0.06);
}
