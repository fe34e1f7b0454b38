// A joystick under the thumb: pointer events on a round pad, two axes, dead zone applied.

const DEAD_ZONE = 0.08;

export class Joystick {
  #x = 0;
  #y = 0;
  /** @type {number | null} */
  #pointer = null;

  /** @param {HTMLElement} pad an element with one child, the knob */
  constructor(pad) {
    this.pad = pad;
    this.knob = /** @type {HTMLElement} */ (pad.firstElementChild);
    pad.addEventListener('pointerdown', (event) => this.#grab(event));
    pad.addEventListener('pointermove', (event) => this.#move(event));
    for (const name of /** @type {const} */ (['pointerup', 'pointercancel', 'lostpointercapture'])) {
      pad.addEventListener(name, (event) => {
        if (event.pointerId === this.#pointer) this.letGo();
      });
    }
  }

  /** @param {PointerEvent} event */
  #grab(event) {
    if (this.#pointer !== null) return;
    event.preventDefault();
    this.#pointer = event.pointerId;
    this.pad.setPointerCapture(event.pointerId);
    this.#move(event);
  }

  /** @param {PointerEvent} event */
  #move(event) {
    if (event.pointerId !== this.#pointer) return;
    const box = this.pad.getBoundingClientRect();
    const radius = box.width / 2;
    let x = (event.clientX - box.left - radius) / radius;
    let y = -(event.clientY - box.top - radius) / radius;
    const length = Math.hypot(x, y);
    if (length > 1) {
      x /= length;
      y /= length;
    }
    this.#set(x, y);
  }

  letGo() {
    this.#pointer = null;
    this.#set(0, 0);
  }

  /** @param {number} x @param {number} y */
  #set(x, y) {
    this.#x = x;
    this.#y = y;
    this.knob.style.translate = `${x * 75}% ${-y * 75}%`;
    this.pad.classList.toggle('held', this.#pointer !== null);
  }

  /** @returns {{ x: number, y: number }} −1…1, 0 inside the dead zone */
  value() {
    return { x: deadZone(this.#x), y: deadZone(this.#y) };
  }
}

/** @param {number} v */
export function deadZone(v) {
  const size = Math.abs(v);
  return size <= DEAD_ZONE ? 0 : (Math.sign(v) * (size - DEAD_ZONE)) / (1 - DEAD_ZONE);
}
