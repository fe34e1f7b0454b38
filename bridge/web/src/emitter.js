// The smallest publish/subscribe inside the page: views listen, the session tells.

/** @template {Record<string, any>} T */
export class Emitter {
  /** @type {Map<keyof T, Set<(value: any) => void>>} */
  #listeners = new Map();

  /**
   * @template {keyof T} K
   * @param {K} name
   * @param {(value: T[K]) => void} listener
   * @returns {() => void} stops listening
   */
  on(name, listener) {
    const set = this.#listeners.get(name) ?? new Set();
    set.add(listener);
    this.#listeners.set(name, set);
    return () => set.delete(listener);
  }

  /**
   * @template {keyof T} K
   * @param {K} name
   * @param {T[K]} value
   */
  emit(name, value) {
    for (const listener of this.#listeners.get(name) ?? []) listener(value);
  }
}
