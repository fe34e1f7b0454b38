// The arena from above, drawn from the robots' own poses; walls are not on the wire.

import { useEffect, useRef, useState } from 'preact/hooks';
import { Icon } from './icons.jsx';
import { painter } from './painter.js';
import workerUrl from './painter.worker.js?url';
import { w } from '../../words/index.js';

const DENSITY_MOST = 2;
const VIEWS = /** @type {const} */ (['heading', 'north', 'all']);
const TOKENS = ['--sky', '--grid', '--grid-strong', '--ring', '--ring-text', '--cone', '--halo', '--other', '--glass', '--soft', '--accent', '--accent-ink'];

/** @typedef {import('../../session.js').Session} Session */
/** @typedef {ReturnType<typeof painter>} Painter */

/** @param {{ session: Session, robot: string }} props */
export function TopView({ session, robot }) {
  const canvas = useRef(/** @type {HTMLCanvasElement | null} */ (null));
  const hand = useRef(/** @type {Painter | null} */ (null));
  const calm = matchMedia('(prefers-reduced-motion: reduce)').matches;
  const [view, see] = useState(/** @type {typeof VIEWS[number]} */ (calm ? 'north' : 'heading'));
  useEffect(() => {
    if (!canvas.current) return undefined;
    hand.current = painterOf(canvas.current);
    return feed(hand.current, canvas.current, session, robot);
  }, [session, robot]);
  useEffect(() => hand.current?.tell({ view }), [view, robot]);
  const next = VIEWS[(VIEWS.indexOf(view) + 1) % VIEWS.length];
  return (
    <>
      <canvas key={robot} ref={canvas} role="img" aria-label={w.drive.map} />
      <button class="quiet view" title={w.drive.viewNext(w.drive.views[next])} onClick={() => see(next)}>
        <Icon name="compass" /> {w.drive.views[view]}
      </button>
    </>
  );
}

/** In a worker where the browser can. @param {HTMLCanvasElement} canvas @returns {Painter} */
function painterOf(canvas) {
  if (!canvas.transferControlToOffscreen) return painter(canvas);
  const worker = new Worker(workerUrl);
  const surface = canvas.transferControlToOffscreen();
  worker.postMessage({ canvas: surface }, [surface]);
  return { tell: (told) => worker.postMessage(told), end: () => worker.terminate() };
}

/**
 * Tells the painter what it needs from the page, as long as the view stands.
 * @param {Painter} hand @param {HTMLCanvasElement} canvas @param {Session} session @param {string} robot
 * @returns {() => void}
 */
function feed(hand, canvas, session, robot) {
  const style = getComputedStyle(canvas);
  hand.tell({ own: robot, colours: Object.fromEntries(TOKENS.map((name) => [name, style.getPropertyValue(name).trim()])) });
  const size = new ResizeObserver(() => {
    hand.tell({ size: { width: canvas.clientWidth, height: canvas.clientHeight, density: Math.min(DENSITY_MOST, devicePixelRatio) } });
  });
  size.observe(canvas);
  const { robots } = session;
  const tell = (/** @type {string} */ id) => {
    const heard = robots.statuses.get(id);
    if (!heard?.status.pose) return;
    const { pose, speed = NaN, pan } = heard.status;
    hand.tell({ seen: { id, name: robots.cards.get(id)?.name || id, pose, speed, pan, age: session.now - heard.at } });
  };
  for (const id of robots.statuses.keys()) tell(id);
  const deaf = session.on('heard', ({ what, from }) => what === 'status' && tell(from));
  return () => {
    deaf();
    size.disconnect();
    hand.end();
  };
}
