// Notices that a connection died without a word: after a laptop slept, in a lift, behind a cable
// that was pulled. The keepalive (10 s, and a retry that waits for longer and longer) would notice
// as well, but a person who opens their laptop looks at the page now.

const TICK_MS = 1000;
const ASK_AFTER_MS = 3000; // the arena says something every second
const DEAD_AFTER_MS = 6000;
const SLEPT_MS = 5000;
const ANSWER_MS = 1500;

export class Watch {
  /** @type {ReturnType<typeof setInterval> | undefined} */
  #timer;
  #tickAt = 0;

  /**
   * @param {object} connection
   * @param {() => boolean} connection.isOnline
   * @param {() => number} connection.silentMs since when nothing at all was heard
   * @param {() => void} connection.ping
   * @param {() => void} connection.again begins a new connection at once
   */
  constructor(connection) {
    this.connection = connection;
  }

  start() {
    clearInterval(this.#timer);
    this.#tickAt = Date.now();
    this.#timer = setInterval(() => this.#tick(), TICK_MS);
  }

  stop() {
    clearInterval(this.#timer);
  }

  #tick() {
    const slept = Date.now() - this.#tickAt > SLEPT_MS;
    this.#tickAt = Date.now();
    if (slept) this.wake();
    else if (this.connection.isOnline()) this.#listen(this.connection.silentMs());
  }

  /** @param {number} silentMs */
  #listen(silentMs) {
    if (silentMs > DEAD_AFTER_MS) this.connection.again();
    else if (silentMs > ASK_AFTER_MS) this.connection.ping();
  }

  /** The page was away, or the device says that there is a network again. */
  wake() {
    if (!this.connection.isOnline()) {
      this.connection.again();
      return;
    }
    this.connection.ping();
    setTimeout(() => {
      if (this.connection.isOnline() && this.connection.silentMs() >= ANSWER_MS) this.connection.again();
    }, ANSWER_MS);
  }
}
