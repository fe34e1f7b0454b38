// Which axis and which button of a gamepad does what: noticing what a person moves, and giving it
// to a deed. Two deeds never share one: the other gets what this one had.

/** @typedef {import('../../settings.js').Values['pad']} PadMap */
/** @typedef {keyof PadMap} PadDeed */
/** @typedef {{ axes: readonly number[], buttons: readonly { pressed: boolean, value: number }[] }} Pad */

const MOVED = 0.6;
export const AXIS_DEEDS = Object.freeze(/** @type {const} */ (['x', 'y', 'cx', 'cy']));

/** @param {PadDeed} deed */
export const isAxis = (deed) => /** @type {readonly string[]} */ (AXIS_DEEDS).includes(deed);

/**
 * What was moved or pressed since `rest`.
 * @param {Pad} rest @param {Pad} now @param {boolean} axis an axis is looked for, not a button
 * @returns {number} its number, -1 when there is none
 */
export function moved(rest, now, axis) {
  if (axis) return now.axes.findIndex((value, index) => Math.abs(value - (rest.axes[index] ?? 0)) > MOVED);
  return now.buttons.findIndex((button, index) => button.pressed && !rest.buttons[index]?.pressed);
}

/** @param {PadMap} map @param {PadDeed} deed @param {number} number @returns {PadMap} */
export function assigned(map, deed, number) {
  const other = /** @type {PadDeed[]} */ (Object.keys(map)).find(
    (one) => one !== deed && isAxis(one) === isAxis(deed) && map[one] === number,
  );
  return other ? { ...map, [other]: map[deed], [deed]: number } : { ...map, [deed]: number };
}
