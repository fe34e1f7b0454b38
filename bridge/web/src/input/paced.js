// Says the newest of many values, at most so often: the first at once, the last always.

export class Paced {
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #timer;
  #next = -Infinity;

  /** @param {(value: number) => void} send @param {number} gapMs @param {() => number} [clock] */
  constructor(send, gapMs, clock = () => performance.now()) {
    this.send = send;
    this.gapMs = gapMs;
    this.clock = clock;
  }

  /** @param {number} value */
  offer(value) {
    clearTimeout(this.#timer);
    const wait = this.#next - this.clock();
    if (wait > 0) this.#timer = setTimeout(() => this.#say(value), wait);
    else this.#say(value);
  }

  /** @param {number} value */
  #say(value) {
    this.#next = this.clock() + this.gapMs;
    this.send(value);
  }

  close() {
    clearTimeout(this.#timer);
  }
}
