// Keeps the picture from above: hears where robots are, says nothing, draws at most thirty times a
// second and only what changed. It knows no page: it runs in a worker (painter.worker.js), so that
// drawing never delays the drive loop, and beside it where a browser draws in none.

import { Track } from '../../drive/track.js';
import { paint } from './paint.js';

const FRAME_MS = 33;
const GONE_MS = 15_000;

/**
 * What it hears. Poses carry their age: the clocks of page and worker differ.
 * @typedef {{ own?: string, view?: 'heading' | 'north' | 'all', colours?: Record<string, string>,
 *   size?: { width: number, height: number, density: number },
 *   seen?: { id: string, name: string, pose: any, speed: number, pan?: number, age: number } }} Told
 */

/** @param {OffscreenCanvas | HTMLCanvasElement} canvas @returns {{ tell: (told: Told) => void, end: () => void }} */
export function painter(canvas) {
  const context = /** @type {CanvasRenderingContext2D | null} */ (canvas.getContext('2d', { alpha: false }));
  /** @type {Map<string, { name: string, pan?: number, at: number, track: Track }>} */
  const robots = new Map();
  /** @type {Required<Omit<Told, 'seen'>>} */
  const known = { own: '', view: 'north', colours: {}, size: { width: 0, height: 0, density: 1 } };
  const colour = (/** @type {string} */ name) => known.colours[name] || 'transparent';
  let frame = 0;
  let drawnAt = 0;
  let before = '';

  /** @param {Told} told */
  function tell({ seen, ...rest }) {
    Object.assign(known, rest);
    before = seen ? before : '';
    if (!seen) return;
    const at = performance.now() - seen.age;
    const track = robots.get(seen.id)?.track ?? new Track();
    track.heard(seen.pose, seen.speed, at);
    robots.set(seen.id, { name: seen.name, pan: seen.pan, at, track });
  }

  /** @returns {import('./paint.js').Mark[]} */
  function marks() {
    const now = performance.now();
    return [...robots].flatMap(([id, { name, pan, at, track }]) => {
      const pose = now - at > GONE_MS ? null : track.at(now);
      return pose ? [{ id, name, pose, pan, own: id === known.own }] : [];
    });
  }

  /** @param {number} time */
  function step(time) {
    frame = requestAnimationFrame(step);
    const { width, height, density } = known.size;
    if (time - drawnAt < FRAME_MS - 4 || !context || width * height === 0) return;
    drawnAt = time;
    const list = marks();
    const trail = robots.get(known.own)?.track.points.map(({ pose }) => pose) ?? [];
    const now = JSON.stringify([trail.length, list.map(({ pose, pan = 0 }) => [pose.x, pose.y, pose.heading, pan].map((v) => v.toFixed(2)))]);
    if (now === before) return;
    before = now;
    fit(canvas, Math.round(width * density), Math.round(height * density));
    paint(context, { robots: list, trail, view: known.view, colour, width, height, density });
  }

  frame = requestAnimationFrame(step);
  return { tell, end: () => cancelAnimationFrame(frame) };
}

/** @param {OffscreenCanvas | HTMLCanvasElement} canvas @param {number} width @param {number} height in its own px */
function fit(canvas, width, height) {
  if (canvas.width !== width) canvas.width = width;
  if (canvas.height !== height) canvas.height = height;
}
