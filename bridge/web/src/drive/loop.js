// The drive loop: one tick every 50 ms on an absolute schedule, as long as the page is visible.
//
// It belongs to the page, not to a view: whoever holds a robot says something (neutral, when no
// control is held) at every tick, on whichever page they are. A hidden page says nothing: the robot
// stops by its deadman, and comes back to a person who has let go of everything. So does a window
// that lost the focus: what its person presses from then on is meant for another one. So does the
// Meta key: while it is down, macOS says of no other key that it went up.
//
// Taking hold and letting go do not wait for the next tick: a robot halts up to 50 ms sooner. The
// schedule goes on from there, and two frames are never closer than LEAST_MS unless the second one
// lets go: the robot takes 60 a second, and neutral always.

const TICK_MS = 50;
const LEAST_MS = 17;
/**
 * What may change what is held. What the devices make of it is known once they have all heard it: when
 * the event comes back up to the window, behind their listeners, or a task later, where one stopped it.
 * (A task alone is late: while a view draws, it waits some 10 ms.)
 */
const TOUCHES = ['keydown', 'keyup', 'pointerdown', 'pointermove', 'pointerup', 'pointercancel', 'blur'];

const TIME = {
  now: () => performance.now(),
  set: (/** @type {() => void} */ act, /** @type {number} */ ms) => setTimeout(act, ms),
  clear: (/** @type {any} */ timer) => clearTimeout(timer),
};

export class DriveLoop {
  /** @type {any} */
  #timer;
  /** @type {any} */
  #glance = null;
  #due = 0;
  #last = -Infinity;
  #holding = false;

  /**
   * @param {object} parts
   * @param {() => import('../session.js').Session | null} parts.session
   * @param {import('../input/mixer.js').Mixer} parts.mixer
   * @param {Document} parts.document
   * @param {typeof TIME} [parts.time]
   */
  constructor({ session, mixer, document, time = TIME }) {
    this.session = session;
    this.mixer = mixer;
    this.document = document;
    this.time = time;
    document.addEventListener('visibilitychange', () => this.mixer.letGo());
    const window = document.defaultView;
    window?.addEventListener('blur', () => this.mixer.letGo());
    window?.addEventListener('keydown', ({ key }) => key === 'Meta' && this.mixer.letGo(), { capture: true });
    for (const name of TOUCHES) window?.addEventListener(name, ({ type }) => this.#touched(type), { capture: true, passive: true });
  }

  start() {
    this.#next(this.time.now() + TICK_MS);
  }

  stop() {
    this.time.clear(this.#timer);
  }

  /** @param {number} due ms */
  #next(due) {
    this.time.clear(this.#timer);
    this.#due = due;
    this.#timer = this.time.set(() => this.#speak(due), Math.max(0, due - this.time.now()));
  }

  /** @param {string} type of the event that is on its way down */
  #touched(type) {
    const { defaultView: window } = this.document;
    window?.removeEventListener(type, this.#look); // to stand behind whoever came since
    window?.addEventListener(type, this.#look, { passive: true });
    this.#glance ??= this.time.set(() => {
      this.#glance = null;
      this.#look();
    }, 0);
  }

  /** Says at once what was taken hold of or let go. */
  #look = () => {
    const holding = isHeld(this.mixer.sticks());
    if (holding === this.#holding || !this.session()?.driver) return;
    const now = this.time.now();
    const due = holding ? Math.min(this.#due, this.#last + LEAST_MS) : now;
    if (due > now) this.#next(due);
    else this.#speak(now);
  };

  /** @param {number} due when it should have been: the schedule goes on from there */
  #speak(due) {
    const now = this.time.now();
    this.#next(Math.max(due + TICK_MS, now));
    const session = this.session();
    if (!session || this.document.visibilityState !== 'visible') return;
    const sticks = this.mixer.sticks();
    this.#last = now;
    this.#holding = isHeld(sticks);
    session.tick(sticks);
  }
}

/** @param {import('./driver.js').Sticks} sticks */
const isHeld = (sticks) => Object.values(sticks).some(Boolean);
