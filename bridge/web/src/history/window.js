// The window of time that is looked at: it either follows the present or stands still. Whoever pans
// away stops following; whoever pans back to the present follows again.

export const LEAST_SPAN = 2000;
export const MOST_SPAN = 20 * 365 * 86_400_000;
const NEAR = 0.002; // of the span: closer to the present than this is the present

/** @typedef {{ follow: true, span: number } | { follow: false, span: number, to: number }} View */

/** @param {number} span */
const within = (span) => Math.min(MOST_SPAN, Math.max(LEAST_SPAN, span));

/** @param {number} span ms @returns {View} */
export const live = (span) => ({ follow: true, span: within(span) });

/** @param {number} from @param {number} to @param {number} now @returns {View} */
export function still(from, to, now) {
  const span = within(to - from);
  const end = Math.max(from + span, span);
  return end >= now - span * NEAR ? live(span) : { follow: false, span, to: end };
}

/** @param {View} view @param {number} now Unix ms @returns {{ from: number, to: number }} */
export function edges(view, now) {
  const to = view.follow ? now : view.to;
  return { from: to - view.span, to };
}

/** @param {View} view @param {number} by ms, negative: earlier @param {number} now @returns {View} */
export function pan(view, by, now) {
  const { from, to } = edges(view, now);
  if (by === 0) return view;
  if (by < 0) return { follow: false, span: view.span, to: Math.max(view.span, to + by) };
  return still(from + by, to + by, now);
}

/**
 * @param {View} view @param {number} factor below 1: closer
 * @param {number | null} at the time that stays where it is; null: the middle
 * @param {number} now @returns {View}
 */
export function zoom(view, factor, at, now) {
  const span = within(view.span * factor);
  if (view.follow) return live(span);
  const { from, to } = edges(view, now);
  const anchor = at ?? (from + to) / 2;
  const begin = anchor - (anchor - from) * (span / view.span);
  return still(begin, begin + span, now);
}
