// Names of people, and times, short enough for a wall.

const RANDOM_TAIL = /-[a-z0-9]{8}$/;

/**
 * What is left of a principal when its kind and the chance in it are taken away: player/ann-x7k2p9q1
 * is ann. Where something follows from a name, the whole principal is shown.
 * @param {string} principal
 */
export function shortName(principal) {
  const id = principal.slice(principal.indexOf('/') + 1);
  return id.replace(RANDOM_TAIL, '') || id;
}

/** @param {number} ms @returns {string} as 0:07, 12:04, 3:07:41 */
export function clock(ms) {
  const whole = Math.max(0, Math.floor(ms / 1000));
  const [s, m, h] = [whole % 60, Math.floor(whole / 60) % 60, Math.floor(whole / 3600)];
  const two = (/** @type {number} */ value) => String(value).padStart(2, '0');
  return h > 0 ? `${h}:${two(m)}:${two(s)}` : `${m}:${two(s)}`;
}
