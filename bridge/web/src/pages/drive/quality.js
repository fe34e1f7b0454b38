// What the measured network means for driving, and which setting would help. The figures are those
// of broker-config/README.md, section 14; the defaults (deadman_ms 250, max_age_ms 500) are assumed.

/** @typedef {'far' | 'far_lossy' | 'long' | 'lossy' | 'losing'} Quality */

const LONG_MS = 225;
const FAR_MS = 400;
const MIDDLE_MS = 100;
const LOSSY = 1;
const LOSING = 5;
/** A class is left only when the figure is this much better: no sentence that comes and goes. */
const EASE = 0.85;

/** @type {[quality: Quality, trip: number, loss: number][]} the worst first: at least that far, that lossy */
const ROWS = [
  ['far', FAR_MS, 0],
  ['far_lossy', LONG_MS, LOSSY],
  ['long', LONG_MS, 0],
  ['losing', 0, LOSING],
  ['lossy', MIDDLE_MS, LOSSY],
];

/**
 * @param {number | null} trip round trip in ms @param {number | null} loss %
 * @param {Quality | null} [before] what it was
 * @returns {Quality | null} null: nothing to say
 */
export function qualityOf(trip, loss, before = null) {
  if (trip === null) return null;
  const found = ROWS.find(([quality, least, lost]) => {
    const ease = quality === before ? EASE : 1;
    return trip >= least * ease && (loss ?? 0) >= lost * ease;
  });
  return found ? found[0] : null;
}
