// The drive loop: one tick every 50 ms on an absolute schedule, as long as the page is visible.
//
// It belongs to the page, not to a view: whoever holds a robot says something (neutral, when no
// control is held) at every tick, on whichever page they are. A hidden page says nothing: the robot
// stops by its deadman, and comes back to a person who has let go of everything. So does a window
// that lost the focus: what its person presses from then on is meant for another one.

const TICK_MS = 50;

export class DriveLoop {
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #timer;
  #due = 0;

  /**
   * @param {object} parts
   * @param {() => import('../session.js').Session | null} parts.session
   * @param {import('../input/mixer.js').Mixer} parts.mixer
   * @param {Document} parts.document
   */
  constructor({ session, mixer, document }) {
    this.session = session;
    this.mixer = mixer;
    this.document = document;
    document.addEventListener('visibilitychange', () => this.mixer.letGo());
    document.defaultView?.addEventListener('blur', () => this.mixer.letGo());
  }

  start() {
    this.#due = performance.now() + TICK_MS;
    this.#timer = setTimeout(() => this.#beat(), TICK_MS);
  }

  stop() {
    clearTimeout(this.#timer);
  }

  #beat() {
    const now = performance.now();
    this.#due = Math.max(this.#due + TICK_MS, now);
    this.#timer = setTimeout(() => this.#beat(), this.#due - now);
    const session = this.session();
    if (!session) return;
    if (this.document.visibilityState === 'visible') session.tick(this.mixer.sticks());
  }
}
