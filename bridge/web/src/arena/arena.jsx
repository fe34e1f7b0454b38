// The arena from above, as a part of any page: `feed` brings it what it shows, everything else is how
// it is seen. Walls come from the map the bridge was given; without one there is a grid.

import { useEffect, useRef } from 'preact/hooks';
import './arena.css';
import { stagehand } from './stagehand.js';
import workerUrl from './stagehand.worker.js?url';

const DENSITY_MOST = 2;
const TOKENS = [
  ...['out', 'floor', 'grid', 'grid-strong', 'wall', 'wall-side', 'wall-edge', 'pad', 'pad-soft', 'outline', 'barrel',
    'nobody', 'ink', 'glass', 'track', 'health', 'low', 'heat', 'shield', 'spark', 'flash', 'own'].map((name) => `--arena-${name}`),
  ...[0, 1, 2, 3].flatMap((slot) => [`--team-${slot}`, `--team-${slot}-ink`]),
];

/** @typedef {import('./stagehand.js').Told} Told */
/** @typedef {{ tell: (told: Told) => void, end: () => void }} Hand */
/**
 * Tells the picture what there is and what comes, until it is ended.
 * @typedef {(tell: (told: Told) => void) => () => void} Feed
 */

/**
 * @param {object} props
 * @param {Feed} props.feed one function as long as it is the same match: another one begins anew
 * @param {string} props.label what a screen reader says of it
 * @param {string} [props.map] the map's text
 * @param {import('./view.js').Wish} [props.wish] which part is seen
 * @param {string} [props.follow] the robot that a `follow` wish is about
 * @param {string} [props.own] the viewer's robot: it stands out, and arrows show where the others are
 * @param {'none' | 'own' | 'all'} [props.labels]
 * @param {Record<string, string>} [props.names] what is written at a robot; without, its id
 * @param {string} [props.class]
 */
export function Arena({ feed, label, map = '', wish = WHOLE, follow = '', own = '', labels = 'all', names = NO_NAMES, class: more = '' }) {
  const canvas = useRef(/** @type {HTMLCanvasElement | null} */ (null));
  const hand = useRef(/** @type {Hand | null} */ (null));
  useEffect(() => {
    if (!canvas.current) return undefined;
    const made = handOf(canvas.current);
    hand.current = made;
    const unfit = fitted(canvas.current, made);
    const unfed = feed((told) => made.tell(told));
    return () => {
      unfed();
      unfit();
      made.end();
    };
  }, [feed]);
  const texts = JSON.stringify([wish, names]);
  useEffect(() => hand.current?.tell({ wish, names, follow, own, labels }), [feed, texts, follow, own, labels]);
  useEffect(() => hand.current?.tell({ map }), [feed, map]);
  return <canvas key={keyOf(feed)} ref={canvas} class={`arena ${more}`} role="img" aria-label={label} />;
}

/** @type {import('./view.js').Wish} */
const WHOLE = { mode: 'all' };
/** @type {Record<string, string>} */
const NO_NAMES = {};

/** @type {WeakMap<Feed, number>} a canvas is given away to its worker for good, so each feed has its own */
const keys = new WeakMap();
let keyed = 0;

/** @param {Feed} feed */
function keyOf(feed) {
  if (!keys.has(feed)) keys.set(feed, (keyed += 1));
  return keys.get(feed);
}

/** In a worker where the browser can. @param {HTMLCanvasElement} canvas @returns {Hand} */
function handOf(canvas) {
  if (!canvas.transferControlToOffscreen) return stagehand(canvas);
  const worker = new Worker(workerUrl);
  const surface = canvas.transferControlToOffscreen();
  worker.postMessage({ canvas: surface }, [surface]);
  return { tell: (told) => worker.postMessage(told), end: () => worker.terminate() };
}

/** Its size and colours, and each change of them. @param {HTMLCanvasElement} canvas @param {Hand} hand @returns {() => void} */
function fitted(canvas, hand) {
  const calm = matchMedia('(prefers-reduced-motion: reduce)');
  const dress = () => {
    const style = getComputedStyle(canvas);
    hand.tell({
      colours: Object.fromEntries(TOKENS.map((name) => [name, style.getPropertyValue(name).trim()])),
      calm: calm.matches,
    });
  };
  const size = new ResizeObserver(() => {
    hand.tell({ size: { width: canvas.clientWidth, height: canvas.clientHeight, density: Math.min(DENSITY_MOST, devicePixelRatio) } });
  });
  const theme = new MutationObserver(dress);
  theme.observe(document.documentElement, { attributeFilter: ['data-theme'] });
  calm.addEventListener('change', dress);
  size.observe(canvas);
  dress();
  return () => {
    size.disconnect();
    theme.disconnect();
    calm.removeEventListener('change', dress);
  };
}
