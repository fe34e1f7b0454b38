// Keeps what the arena's picture is made of and draws it: hears, says nothing, knows no page. So it
// runs in a worker (stagehand.worker.js), where drawing never delays the drive loop, and beside it
// where a browser draws in none. It draws as often as the screen shows a picture, and only what changed.

import { Track } from '../drive/track.js';
import { draw } from './draw.js';
import { parseMap } from './map.js';
import { Reel } from './reel.js';
import { sceneOf } from './scene.js';
import { boundsOf, viewOf } from './view.js';

const FRESH_MS = 3000;

/**
 * What it hears, in any order and any number of members at once. Ages are ms since: the clocks of page
 * and worker differ.
 * @typedef {object} Told
 * @property {import('./scene.js').Doc | null} [match] the document
 * @property {import('./scene.js').Live[]} [lives] in order @property {number} [age] of the last one
 * @property {import('./scene.js').Entry[]} [entries]
 * @property {{ at: number, rate: number }} [clock] of a stored match
 * @property {boolean} [reset] what was told of the course is forgotten
 * @property {{ robot: string, pose: any, speed: number, age: number, pan?: number }} [pose] a robot's own
 *   word, which is fresher than the match's; `pan`: how far its weapon is turned
 * @property {Record<string, number>} [pans] by robot, how far its weapon is turned
 * @property {string} [map] its text, "" = none
 * @property {import('./view.js').Wish} [wish] @property {string} [follow] a robot
 * @property {string} [own] @property {'none' | 'own' | 'all'} [labels] @property {Record<string, string>} [names]
 * @property {Record<string, string>} [colours] @property {boolean} [calm]
 * @property {{ width: number, height: number, density: number }} [size]
 */

export class Stagehand {
  reel = new Reel();
  /** @type {Map<string, { track: Track, at: number }>} */
  #tracks = new Map();
  /** @type {Map<string, number>} */
  #pans = new Map();
  /** @type {import('./map.js').ArenaMap | null} */
  #map = null;
  /** @type {import('./view.js').Bounds | null} */
  #bounds = null;
  #is = {
    wish: /** @type {import('./view.js').Wish} */ ({ mode: 'all' }),
    follow: '', own: '', calm: false,
    labels: /** @type {'none' | 'own' | 'all'} */ ('none'),
    names: /** @type {Record<string, string>} */ ({}),
    colours: /** @type {Record<string, string>} */ ({}),
    size: { width: 0, height: 0, density: 1 },
  };
  #drawn = '';
  #colour = (/** @type {string} */ token) => this.#is.colours[token] || 'transparent';

  /** @param {Told} told @param {number} now */
  tell({ match, lives = [], age = 0, entries = [], clock, reset, pose, pans = {}, map, ...rest }, now) {
    if (match !== undefined) this.#become(match);
    if (reset) this.reel.reset();
    if (clock) this.reel.setClock(clock.at, now, clock.rate);
    const last = lives.at(-1)?.at ?? 0;
    for (const live of lives) this.reel.live(live, now - age - (last - live.at));
    for (const entry of entries) this.reel.entry(entry, now);
    if (pose) this.#follow(pose, now);
    for (const [robot, pan] of Object.entries(pans)) this.#pans.set(robot, pan);
    if (map !== undefined) this.#map = parseMap(map);
    Object.assign(this.#is, rest);
    this.#drawn = '';
  }

  /** @param {import('./scene.js').Doc | null} match */
  #become(match) {
    if (match?.id !== this.reel.match?.id) this.#begin();
    this.reel.match = match;
  }

  #begin() {
    this.reel.reset();
    this.#tracks.clear();
    this.#pans.clear();
    this.#bounds = null;
  }

  /** @param {NonNullable<Told['pose']>} said @param {number} now */
  #follow({ robot, pose, speed, age, pan = 0 }, now) {
    this.#pans.set(robot, pan);
    const track = this.#tracks.get(robot)?.track ?? new Track();
    track.heard(pose, speed, now - age);
    this.#tracks.set(robot, { track, at: now - age });
  }

  /** @param {number} now @returns {import('./draw.js').Picture | null} null: nothing to draw it on, or nothing new */
  picture(now) {
    const { size, wish, follow, ...rest } = this.#is;
    if (size.width * size.height === 0) return null;
    const fresher = (/** @type {string} */ robot) => {
      const known = this.#tracks.get(robot);
      return known && now - known.at < FRESH_MS ? known.track.at(now) : null;
    };
    const scene = sceneOf(this.reel.moment(now), fresher, (robot) => this.#pans.get(robot) ?? 0);
    const before = JSON.stringify([scene.robots, scene.tracers, scene.effects]);
    if (before === this.#drawn && !scene.robots.some(({ state }) => state === 'shielded')) return null;
    this.#drawn = before;
    const bounds = boundsOf(this.#map, scene.robots.map(({ pose }) => pose), this.#bounds);
    this.#bounds = this.#map ? null : bounds;
    const target = scene.robots.find(({ id }) => id === follow)?.pose ?? null;
    const view = viewOf(wish, bounds, target, size);
    const insets = wish.insets ?? {};
    return { scene, map: this.#map, view, insets, bounds, colour: this.#colour, ...size, ...rest };
  }
}

/** @param {OffscreenCanvas | HTMLCanvasElement} canvas @returns {{ tell: (told: Told) => void, end: () => void }} */
export function stagehand(canvas) {
  const context = /** @type {CanvasRenderingContext2D | null} */ (canvas.getContext('2d', { alpha: false }));
  const hand = new Stagehand();
  let frame = requestAnimationFrame(step);

  function step() {
    frame = requestAnimationFrame(step);
    const picture = hand.picture(performance.now());
    if (!picture || !context) return;
    const [width, height] = [picture.width, picture.height].map((px) => Math.round(px * picture.density));
    if (canvas.width !== width) canvas.width = width;
    if (canvas.height !== height) canvas.height = height;
    draw(context, picture);
  }

  return { tell: (told) => hand.tell(told, performance.now()), end: () => cancelAnimationFrame(frame) };
}
