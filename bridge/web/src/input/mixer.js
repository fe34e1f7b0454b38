// All devices of a person as one set of sticks: of each axis the largest deflection counts.
// A device that is not attached holds nothing, so a page without controls is neutral.

import { AXES } from '../drive/driver.js';

/**
 * @typedef {object} Device
 * @property {() => import('../drive/driver.js').Sticks} sticks −1…1, dead zone and curve applied
 * @property {() => void} letGo forgets what is held: the page was hidden or lost the focus
 */

export class Mixer {
  /** @type {Set<Device>} */
  #devices = new Set();

  /** @param {Device} device @returns {() => void} detaches it */
  attach(device) {
    this.#devices.add(device);
    return () => this.#devices.delete(device);
  }

  letGo() {
    for (const device of this.#devices) device.letGo();
  }

  /** @returns {import('../drive/driver.js').Sticks} */
  sticks() {
    /** @type {import('../drive/driver.js').Sticks} */
    const sum = {};
    for (const device of this.#devices) {
      const sticks = device.sticks();
      for (const axis of AXES) {
        const value = sticks[axis] ?? 0;
        if (Math.abs(value) > Math.abs(sum[axis] ?? 0)) sum[axis] = value;
      }
    }
    return sum;
  }
}
