// Hands on a plot: drag to pan, two fingers or Ctrl and the wheel to zoom, Shift and drag for a box,
// arrows and signs on the keyboard. A finger that moves up or down still scrolls the page
// (touch-action: pan-y), and so does the wheel unless the plot has been clicked.

import { LEAST_SPAN, live, pan, still, zoom } from '../../history/window.js';

const TAP_PX = 4;
const BOX_PX = 8;
const PINCH_PX = 12;
const STEP = 0.15; // of the window, at one press of an arrow
const CLOSER = 0.6;

/** @typedef {import('./board.js').Board} Board */
/** @typedef {{ x: number, fromX: number, at: number }} Finger at: the time under it when it came */

/** @param {Board} board @param {'earlier' | 'later' | 'closer' | 'wider' | 'live'} deed */
export function move(board, deed) {
  const { history } = board;
  const { view, now } = history;
  if (deed === 'live') history.show(live(view.span));
  else if (deed === 'closer' || deed === 'wider')
    history.show(zoom(view, deed === 'closer' ? CLOSER : 1 / CLOSER, board.cursor, now));
  else history.show(pan(view, (deed === 'earlier' ? -STEP : STEP) * view.span, now));
}

/** @type {Record<string, Parameters<typeof move>[1]>} */
const KEYS = { ArrowLeft: 'earlier', ArrowRight: 'later', '+': 'closer', '=': 'closer', '-': 'wider', _: 'wider', End: 'live' };

/** @param {Board} board @param {KeyboardEvent} event */
function key(board, event) {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.shiftKey && event.key.startsWith('Arrow')) board.stepCursor(event.key === 'ArrowLeft' ? -1 : 1);
  else if (event.key === 'Escape') board.point(null);
  else if (event.key in KEYS) move(board, KEYS[event.key]);
  else return;
  event.preventDefault();
}

export class Gestures {
  /** @type {Map<number, Finger>} */
  #fingers = new Map();
  #begun = { from: 0, to: 0 };
  #moved = false;
  #box = false;

  /** @param {HTMLElement} surface of the plot @param {HTMLElement} frame takes the focus @param {Board} board */
  constructor(surface, frame, board) {
    this.surface = surface;
    this.frame = frame;
    this.board = board;
    this.select = document.createElement('i');
    this.select.className = 'box';
    this.select.hidden = true;
    surface.append(this.select);
    const on = (/** @type {string} */ name, /** @type {(event: any) => void} */ take, target = surface) =>
      target.addEventListener(name, take, { passive: false, signal: this.#end.signal });
    on('pointerdown', (event) => this.#down(event));
    on('pointermove', (event) => this.#move(event));
    on('pointerup', (event) => this.#up(event, true));
    on('pointercancel', (event) => this.#up(event, false));
    on('pointerleave', (event) => event.pointerType === 'mouse' && board.point(null));
    on('wheel', (event) => this.#wheel(event));
    on('keydown', (event) => key(board, event), frame);
  }

  #end = new AbortController();

  close() {
    this.#end.abort();
  }

  /** @param {MouseEvent} event px from the left of the plot */
  #x(event) {
    return event.clientX - this.surface.getBoundingClientRect().left;
  }

  get #width() {
    return Math.max(1, this.surface.clientWidth);
  }

  /** @param {number} x @param {{ from: number, to: number }} window */
  #time(x, { from, to }) {
    return from + (x / this.#width) * (to - from);
  }

  /** @param {PointerEvent} event */
  #down(event) {
    if (event.pointerType === 'mouse' && event.button !== 0) return;
    if (this.#fingers.size === 2) return;
    this.surface.setPointerCapture(event.pointerId);
    this.frame.focus({ preventScroll: true });
    const window = this.board.history.window;
    const x = this.#x(event);
    this.#fingers.set(event.pointerId, { x, fromX: x, at: 0 });
    for (const finger of this.#fingers.values()) {
      finger.fromX = finger.x;
      finger.at = this.#time(finger.x, window);
    }
    this.#begun = window;
    this.#moved = this.#fingers.size > 1;
    this.#box = this.#fingers.size === 1 && (event.shiftKey || this.board.boxing);
  }

  /** @param {PointerEvent} event */
  #move(event) {
    const finger = this.#fingers.get(event.pointerId);
    const x = this.#x(event);
    if (!finger) {
      if (event.pointerType === 'mouse') this.board.point(this.#time(x, this.board.history.window));
      return;
    }
    finger.x = x;
    if (!this.#moved && Math.abs(x - finger.fromX) < TAP_PX) return;
    this.#moved = true;
    if (this.#fingers.size === 2) this.#pinch();
    else if (this.#box) this.#showBox(finger);
    else this.#drag(finger);
  }

  /** @param {Finger} finger */
  #drag(finger) {
    const { from, to } = this.#begun;
    const by = ((finger.fromX - finger.x) / this.#width) * (to - from);
    const { history } = this.board;
    history.show(by < 0 ? { follow: false, span: to - from, to: Math.max(to - from, to + by) } : still(from + by, to + by, history.now));
  }

  /** What was under each finger stays under it. */
  #pinch() {
    const [a, b] = [...this.#fingers.values()].sort((one, other) => one.fromX - other.fromX);
    const apart = b.x - a.x;
    if (apart < PINCH_PX || b.at <= a.at) return;
    const span = ((b.at - a.at) / apart) * this.#width;
    const from = a.at - (a.x / this.#width) * span;
    this.board.history.show(still(from, from + span, this.board.history.now));
  }

  /** @param {Finger} finger */
  #showBox({ fromX, x }) {
    const [left, right] = [Math.max(0, Math.min(fromX, x)), Math.min(this.#width, Math.max(fromX, x))];
    this.select.hidden = false;
    this.select.style.left = `${left}px`;
    this.select.style.width = `${right - left}px`;
  }

  /** @param {PointerEvent} event @param {boolean} done it was not taken away by the browser */
  #up(event, done) {
    const finger = this.#fingers.get(event.pointerId);
    if (!finger) return;
    this.#fingers.delete(event.pointerId);
    this.select.hidden = true;
    if (done && this.#box && this.#moved) this.#takeBox(finger);
    else if (done && !this.#moved) this.board.point(this.#time(finger.x, this.board.history.window));
    for (const rest of this.#fingers.values()) rest.fromX = rest.x;
    this.#begun = this.board.history.window;
  }

  /** @param {Finger} finger */
  #takeBox({ fromX, x }) {
    if (Math.abs(x - fromX) < BOX_PX) return;
    const [a, b] = [this.#time(Math.min(fromX, x), this.#begun), this.#time(Math.max(fromX, x), this.#begun)];
    this.board.boxed();
    this.board.history.show({ follow: false, span: Math.max(LEAST_SPAN, b - a), to: b });
  }

  /** @param {WheelEvent} event */
  #wheel(event) {
    const sideways = event.shiftKey || Math.abs(event.deltaX) > Math.abs(event.deltaY);
    const held = event.ctrlKey || event.metaKey || this.frame.contains(document.activeElement);
    if (!sideways && !held) return;
    event.preventDefault();
    const { history } = this.board;
    const { view, now, window } = history;
    const scale = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? 16 : 1;
    if (sideways) {
      const by = (event.deltaX || event.deltaY) * scale;
      history.show(pan(view, (by / this.#width) * view.span, now));
    } else {
      const by = Math.max(-300, Math.min(300, event.deltaY * scale));
      history.show(zoom(view, Math.exp(by * (event.ctrlKey ? 0.004 : 0.002)), this.#time(this.#x(event), window), now));
    }
  }
}

