// All devices of a person as one set of sticks: of each axis the largest deflection counts.
// A device that is not attached holds nothing, so a page without controls is neutral.

import { AXES } from '../drive/driver.js';

/** @typedef {'keys' | 'stick' | 'pad'} DeviceKind */

/**
 * @typedef {object} Device
 * @property {DeviceKind} kind
 * @property {() => import('../drive/driver.js').Sticks} sticks −1…1, dead zone and curve applied
 * @property {() => void} letGo forgets what is held: the page was hidden or lost the focus
 */

export class Mixer {
  /** @type {Set<Device>} */
  #devices = new Set();
  /** @type {Set<DeviceKind>} */
  #held = new Set();

  /** @param {Device} device @returns {() => void} detaches it */
  attach(device) {
    this.#devices.add(device);
    return () => this.#devices.delete(device);
  }

  letGo() {
    for (const device of this.#devices) device.letGo();
  }

  /** What the last tick said. @type {import('../drive/driver.js').Sticks} */
  last = {};

  /** Which kinds of device were held at the last tick. @returns {DeviceKind[]} */
  get held() {
    return [...this.#held];
  }

  /** @returns {import('../drive/driver.js').Sticks} */
  sticks() {
    /** @type {import('../drive/driver.js').Sticks} */
    const sum = {};
    this.#held.clear();
    for (const device of this.#devices) {
      const sticks = device.sticks();
      for (const axis of AXES) {
        const value = sticks[axis] ?? 0;
        if (value !== 0) this.#held.add(device.kind);
        if (Math.abs(value) > Math.abs(sum[axis] ?? 0)) sum[axis] = value;
      }
    }
    this.last = sum;
    return sum;
  }
}
