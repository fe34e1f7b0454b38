// The arena from above, drawn from the robots' own poses; walls are not on the wire. At most thirty
// pictures a second, none while nothing moves or the page is not seen.

import { useEffect, useRef, useState } from 'preact/hooks';
import { Icon } from './icons.jsx';
import { Track } from '../../drive/track.js';
import { paint } from './paint.js';
import { w } from '../../words/index.js';

const FRAME_MS = 33;
const GONE_MS = 15_000;
const DENSITY_MOST = 2;
const VIEWS = /** @type {const} */ (['heading', 'north', 'all']);

/** @typedef {typeof VIEWS[number]} ViewKind */
/** @typedef {import('../../session.js').Session} Session */

/** @param {{ session: Session, robot: string }} props */
export function TopView({ session, robot }) {
  const canvas = useRef(/** @type {HTMLCanvasElement | null} */ (null));
  const calm = matchMedia('(prefers-reduced-motion: reduce)').matches;
  const [view, see] = useState(/** @type {ViewKind} */ (calm ? 'north' : 'heading'));
  useEffect(() => (canvas.current ? draw(canvas.current, session, robot, view) : undefined), [session, robot, view]);
  const next = VIEWS[(VIEWS.indexOf(view) + 1) % VIEWS.length];
  return (
    <>
      <canvas ref={canvas} role="img" aria-label={w.drive.map} />
      <button class="quiet view" title={w.drive.viewNext(w.drive.views[next])} onClick={() => see(next)}>
        <Icon name="compass" /> {w.drive.views[view]}
      </button>
    </>
  );
}

/**
 * @param {HTMLCanvasElement} canvas @param {Session} session @param {string} robot @param {ViewKind} view
 * @returns {() => void} ends it
 */
function draw(canvas, session, robot, view) {
  const context = canvas.getContext('2d', { alpha: false });
  if (!context) return () => {};
  const colour = coloursOf(canvas);
  /** @type {Map<string, Track>} */
  const tracks = new Map();
  let frame = 0;
  let drawnAt = 0;
  let before = '';
  const size = new ResizeObserver(() => (before = ''));
  size.observe(canvas);
  const step = (/** @type {number} */ time) => {
    frame = requestAnimationFrame(step);
    if (time - drawnAt < FRAME_MS - 4) return;
    drawnAt = time;
    const scene = sceneOf(session, robot, tracks);
    const now = JSON.stringify([scene.robots.map(({ pose, pan }) => [pose.x, pose.y, pose.heading, pan ?? 0].map((v) => v.toFixed(3))), scene.trail.length]);
    if (now === before) return;
    before = now;
    fit(canvas);
    paint(context, { ...scene, view, colour, width: canvas.clientWidth, height: canvas.clientHeight, density: canvas.width / canvas.clientWidth });
  };
  frame = requestAnimationFrame(step);
  return () => {
    cancelAnimationFrame(frame);
    size.disconnect();
  };
}

/** The cockpit's tokens, each read once. @param {HTMLCanvasElement} canvas @returns {(name: string) => string} */
function coloursOf(canvas) {
  const style = getComputedStyle(canvas);
  /** @type {Map<string, string>} */
  const known = new Map();
  return (name) => {
    const colour = known.get(name) ?? style.getPropertyValue(name).trim();
    known.set(name, colour);
    return colour || 'transparent';
  };
}

/** @param {HTMLCanvasElement} canvas */
function fit(canvas) {
  const density = Math.min(DENSITY_MOST, devicePixelRatio);
  const [width, height] = [Math.round(canvas.clientWidth * density), Math.round(canvas.clientHeight * density)];
  if (canvas.width !== width) canvas.width = width;
  if (canvas.height !== height) canvas.height = height;
}

/** Where everybody is now. @param {Session} session @param {string} robot @param {Map<string, Track>} tracks */
function sceneOf(session, robot, tracks) {
  const { now, robots: known } = session;
  /** @type {import('./paint.js').Mark[]} */
  const robots = [];
  for (const [id, { status, at }] of known.statuses) {
    if (!status.pose || now - at > GONE_MS) continue;
    const track = tracks.get(id) ?? new Track();
    tracks.set(id, track);
    track.heard(status.pose, status.speed ?? NaN, at);
    const pose = track.at(now);
    if (pose) robots.push({ id, name: known.cards.get(id)?.name || id, pose, own: id === robot, pan: status.pan });
  }
  return { robots, trail: tracks.get(robot)?.points.map(({ pose }) => pose) ?? [] };
}
