// What a browser keeps for this page. One that keeps nothing (a private window, a policy) may throw
// at the first touch; then things last as long as the page.

/** @typedef {Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>} Keeper */

/** @param {Window & typeof globalThis} window @returns {Keeper} */
export function storageOf(window) {
  try {
    return window.localStorage;
  } catch {
    /** @type {Map<string, string>} */
    const texts = new Map();
    return {
      getItem: (key) => texts.get(key) ?? null,
      setItem: (key, text) => void texts.set(key, text),
      removeItem: (key) => void texts.delete(key),
    };
  }
}
