// Keeps the screen from going dark, where the browser can. The lock ends whenever the page is hidden,
// so it is asked for again.

/** @returns {() => void} lets it sleep again */
export function keepAwake() {
  /** @type {any} */
  let lock = null;
  let ended = false;
  const ask = async () => {
    if (document.visibilityState !== 'visible' || ended) return;
    try {
      lock = await /** @type {any} */ (navigator).wakeLock?.request('screen');
      if (ended) lock?.release();
    } catch {
      // Refused, as with a low battery: then it is for the device's settings.
    }
  };
  document.addEventListener('visibilitychange', ask);
  void ask();
  return () => {
    ended = true;
    document.removeEventListener('visibilitychange', ask);
    lock?.release();
  };
}
