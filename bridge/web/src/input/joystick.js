// A joystick under the thumb: it takes its middle where the finger comes down within its zone, and
// its arrow keys when it has the focus. One finger each, so two sticks and a button at once are fine.
//
// The middle follows the finger down, not along: a stick that wanders with a thumb never says "full".

/** @typedef {{ x: number, y: number }} Deflection −1…1, unshaped */

/** @type {Record<string, [x: number, y: number]>} */
const ARROWS = { ArrowUp: [0, 1], ArrowDown: [0, -1], ArrowLeft: [-1, 0], ArrowRight: [1, 0] };
const ENDS = /** @type {const} */ (['pointerup', 'pointercancel', 'lostpointercapture']);

export class Joystick {
  #x = 0;
  #y = 0;
  /** @type {number | null} */
  #pointer = null;
  /** @type {Deflection} where the middle is, in px of the window */
  #middle = { x: 0, y: 0 };
  /** @type {Set<string>} */
  #arrows = new Set();

  /**
   * @param {HTMLElement} zone where a finger may come down
   * @param {HTMLElement} pad the base; its only child is the knob
   * @param {{ x: boolean, y: boolean }} ways the axes it has
   */
  constructor(zone, pad, ways) {
    this.zone = zone;
    this.pad = pad;
    this.ways = ways;
    this.knob = /** @type {HTMLElement} */ (pad.firstElementChild);
    zone.addEventListener('pointerdown', (event) => this.#grab(event));
    zone.addEventListener('pointermove', (event) => this.#move(event));
    zone.addEventListener('contextmenu', (event) => event.preventDefault());
    for (const name of ENDS)
      zone.addEventListener(name, (event) => event.pointerId === this.#pointer && this.letGo());
    pad.addEventListener('keydown', (event) => this.#key(event));
    pad.addEventListener('keyup', (event) => this.#arrows.delete(event.code) && this.#fromArrows());
    pad.addEventListener('blur', () => this.letGo());
  }

  /** @param {PointerEvent} event */
  #grab(event) {
    if (this.#pointer !== null || event.button > 0) return;
    event.preventDefault();
    this.letGo();
    this.#pointer = event.pointerId;
    this.zone.setPointerCapture(event.pointerId);
    this.#middle = this.#settle(event);
    this.#move(event);
  }

  /** The middle under the finger, but the whole base within the zone. @param {PointerEvent} event @returns {Deflection} */
  #settle(event) {
    const zone = this.zone.getBoundingClientRect();
    const rest = this.pad.getBoundingClientRect();
    const radius = rest.width / 2;
    const clamp = (/** @type {number} */ at, /** @type {number} */ least, /** @type {number} */ most) =>
      least > most ? (least + most) / 2 : Math.min(most, Math.max(least, at));
    const x = clamp(event.clientX, zone.left + radius, zone.right - radius);
    const y = clamp(event.clientY, zone.top + radius, zone.bottom - radius);
    this.pad.style.translate = `${x - rest.left - radius}px ${y - rest.top - radius}px`;
    return { x, y };
  }

  /** @param {PointerEvent} event */
  #move(event) {
    if (event.pointerId !== this.#pointer) return;
    const radius = this.pad.offsetWidth / 2;
    this.#set((event.clientX - this.#middle.x) / radius, (this.#middle.y - event.clientY) / radius);
  }

  /** Its arrows are its own: the page's keys do not hear them as well. @param {KeyboardEvent} event */
  #key(event) {
    if (!Object.hasOwn(ARROWS, event.code) || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    event.stopPropagation();
    if (event.repeat || this.#pointer !== null) return;
    this.#arrows.add(event.code);
    this.#fromArrows();
  }

  #fromArrows() {
    const sums = [...this.#arrows].map((code) => ARROWS[code]);
    this.#set(sums.reduce((sum, [x]) => sum + x, 0), sums.reduce((sum, [, y]) => sum + y, 0));
  }

  letGo() {
    this.#pointer = null;
    this.#arrows.clear();
    this.pad.style.translate = '';
    this.#set(0, 0);
  }

  /** @param {number} x @param {number} y */
  #set(x, y) {
    const length = Math.max(1, Math.hypot(this.ways.x ? x : 0, this.ways.y ? y : 0));
    this.#x = this.ways.x ? x / length : 0;
    this.#y = this.ways.y ? y / length : 0;
    this.knob.style.translate = `${this.#x * 75}% ${-this.#y * 75}%`;
    this.pad.classList.toggle('held', this.#pointer !== null || this.#arrows.size > 0);
  }

  /** @returns {Deflection} */
  value() {
    return { x: this.#x, y: this.#y };
  }
}
