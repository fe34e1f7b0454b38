// A stream of text cut into lines, however it was cut on the way. A line beyond all reason is left out.

const LINE_MOST = 256 * 1024;

export class Lines {
  #rest = '';
  #skips = false;

  /** @param {string} text what came @returns {string[]} the lines that are whole now */
  take(text) {
    const parts = (this.#rest + text).split('\n');
    this.#rest = parts.pop() ?? '';
    if (this.#skips && parts.length > 0) {
      parts.shift();
      this.#skips = false;
    }
    if (this.#rest.length > LINE_MOST) {
      this.#rest = '';
      this.#skips = true;
    }
    return parts.filter((line) => line !== '' && line.length <= LINE_MOST);
  }

  /** @returns {string[]} the last one, if nothing ended it */
  end() {
    const rest = this.#skips ? '' : this.#rest;
    this.#rest = '';
    return rest ? [rest] : [];
  }
}
