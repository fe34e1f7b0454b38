// The range of an action, however absurd, as a slider's: least, most, step, and how a value reads.
// A browser's slider counts badly beyond some 10^12; there the slider runs over percent of the way.

const SANE = 1e12;
const STEPS = 200;

/** @typedef {{ min: number, max: number }} Range */
/** @typedef {{ min: number, max: number, step: number, place: (value: number) => number, value: (place: number) => number }} Scale */

/** @param {Range} range @returns {boolean} there is nothing to choose */
export const isFixed = (range) => !(range.max > range.min);

/** @param {Range} range @returns {Scale} */
export function scaleOf({ min, max }) {
  const sane = Math.abs(min) <= SANE && Math.abs(max) <= SANE;
  if (!sane) return percent(min, max);
  const step = stepOf(min, max);
  const keep = (/** @type {number} */ value) => Math.min(max, Math.max(min, value));
  return { min, max, step, place: keep, value: (place) => (place >= max ? max : keep(Number(place.toPrecision(12)))) };
}

/** @param {number} min @param {number} max @returns {Scale} */
function percent(min, max) {
  const half = max / 2 - min / 2;
  return {
    min: 0,
    max: 100,
    step: 1,
    place: (value) => Math.round(Math.min(100, Math.max(0, ((value / 2 - min / 2) / half) * 100))),
    value: (place) => Math.min(max, Math.max(min, min * (1 - place / 100) + max * (place / 100))),
  };
}

/** 1, 2 or 5 times a power of ten, and whole numbers for a range that may mean them. @param {number} min @param {number} max */
function stepOf(min, max) {
  const span = max - min;
  if (Number.isInteger(min) && Number.isInteger(max) && span > 5 && span <= 1000) return 1;
  const rough = span / STEPS;
  const power = 10 ** Math.floor(Math.log10(rough));
  return (([1, 2, 5].find((factor) => factor * power >= rough * 0.999) ?? 10) * power) || Number.MIN_VALUE;
}

/** The start of a slider whose value nobody knows. @param {Range} range */
export const middle = ({ min, max }) => min / 2 + max / 2;

/** @param {number} value @returns {string} short, whatever its size */
export function tidy(value) {
  const size = Math.abs(value);
  if (!Number.isFinite(value)) return '–';
  if (size >= 1e6 || (size > 0 && size < 1e-3)) return value.toExponential(1).replace('e+', 'e');
  if (size >= 100) return String(Math.round(value));
  return String(Math.round(value * (size >= 10 ? 10 : 100)) / (size >= 10 ? 10 : 100));
}

/** @param {string} unit as the card writes it */
export const unitText = (unit) => (unit === 'deg' ? '°' : unit);

/** @param {number | undefined} value @param {string} [unit] */
export function measured(value, unit = '') {
  if (typeof value !== 'number') return '–';
  const text = unitText(unit);
  return text === '' ? tidy(value) : text === '°' ? `${tidy(value)}°` : `${tidy(value)}\u00a0${text}`;
}

/** The card's word for people: leg_height → Leg height. @param {string} name */
export function nameText(name) {
  const text = name.replaceAll('_', ' ');
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** What a slider sets: set_speed → Speed. @param {string} name */
export const valueText = (name) => nameText(name.replace(/^set_(?=.)/, ''));
