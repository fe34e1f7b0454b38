// What a stick's deflection becomes before it is said: dead zone, curve, direction. Only analogue
// devices are shaped (touch, mouse, gamepad); a key is all or nothing.

/** @typedef {import('../settings.js').Values} Values */
/** @typedef {import('../drive/driver.js').Sticks} Sticks */

/**
 * Nothing inside the dead zone; outside it the rest of the way still reaches 1, without a step.
 * @param {number} value −1…1 @param {number} size 0–0.4
 */
export function deadZone(value, size) {
  const way = Math.min(1, Math.abs(value));
  return way <= size ? 0 : (Math.sign(value) * (way - size)) / (1 - size);
}

/**
 * Gentle around the middle, whole at the end: a mix of a straight line and a cubic.
 * @param {number} value −1…1 @param {number} expo 0 = straight, 1 = cubic
 */
export function curve(value, expo) {
  return value * (1 - expo) + value ** 3 * expo;
}

/**
 * @param {Sticks} raw −1…1; what is no number counts as let go
 * @param {Pick<Values, 'deadZone' | 'expo' | 'invert'>} settings
 * @returns {Sticks}
 */
export function shaped(raw, settings) {
  /** @type {Sticks} */
  const sticks = {};
  for (const [key, value] of Object.entries(raw)) {
    const axis = /** @type {keyof Sticks} */ (key);
    const bent = Number.isFinite(value) ? curve(deadZone(value, settings.deadZone), settings.expo) : 0;
    sticks[axis] = settings.invert[/** @type {'x'} */ (axis)] && bent !== 0 ? -bent : bent;
  }
  return sticks;
}
