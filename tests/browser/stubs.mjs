// Stubs, named as such, of what a machine without hands lacks: a gamepad and a motor to vibrate. They
// replace navigator.getGamepads and navigator.vibrate before any script of the page runs.

const AXES = 4;
const BUTTONS = 17; // of a "standard" gamepad

/** @param {{ axes: number, buttons: number }} counts runs in the page */
function install({ axes, buttons }) {
  const stub = {
    /** @type {any} */ pad: null,
    /** @type {any[]} */ rumbles: [],
    /** @type {any[]} */ vibrations: [],
    plug() {
      const effects = {
        type: 'dual-rumble',
        effects: ['dual-rumble'],
        playEffect: async (/** @type {string} */ type, /** @type {object} */ how) => {
          stub.rumbles.push({ type, ...how });
          return 'complete';
        },
        reset: async () => 'complete',
      };
      stub.pad = {
        id: 'Stub gamepad', index: 0, connected: true, mapping: 'standard', timestamp: performance.now(),
        axes: Array(axes).fill(0),
        buttons: Array.from({ length: buttons }, () => ({ pressed: false, touched: false, value: 0 })),
        vibrationActuator: effects,
      };
      stub.tell('gamepadconnected');
    },
    unplug() {
      stub.pad.connected = false;
      stub.tell('gamepaddisconnected');
      stub.pad = null;
    },
    /** @param {string} what */
    tell(what) {
      window.dispatchEvent(Object.assign(new Event(what), { gamepad: stub.pad }));
    },
    /** @param {{ axes?: Record<string, number>, buttons?: Record<string, number> }} change by index */
    set({ axes: values = {}, buttons: presses = {} }) {
      for (const [index, value] of Object.entries(values)) stub.pad.axes[Number(index)] = value;
      for (const [index, value] of Object.entries(presses)) {
        stub.pad.buttons[Number(index)] = { pressed: value > 0.5, touched: value > 0, value };
      }
      stub.pad.timestamp = performance.now();
    },
  };
  // As in Chromium: copies, so that a page must ask again to see what changed.
  const shown = () => stub.pad && { ...stub.pad, axes: [...stub.pad.axes], buttons: [...stub.pad.buttons] };
  Object.defineProperty(navigator, 'getGamepads', { value: () => [shown(), null, null, null] });
  Object.defineProperty(navigator, 'vibrate', { value: (/** @type {any} */ how) => stub.vibrations.push(how) > 0 });
  Object.defineProperty(window, 'stub', { value: stub });
}

/**
 * Call before the page is opened.
 * @param {import('playwright-core').BrowserContext} context
 */
export const stubInputs = (context) => context.addInitScript(install, { axes: AXES, buttons: BUTTONS });

/** The stubbed gamepad of a page whose context has the stubs. @param {import('playwright-core').Page} page */
export const gamepad = (page) => ({
  plug: () => page.evaluate(() => /** @type {any} */ (window).stub.plug()),
  unplug: () => page.evaluate(() => /** @type {any} */ (window).stub.unplug()),
  /** By index, as { axes: { 1: -1 }, buttons: { 0: 1 } }. @param {object} change */
  set: (change) => page.evaluate((what) => /** @type {any} */ (window).stub.set(what), change),
  /** @returns {Promise<any[]>} what its motors were told */
  rumbles: () => page.evaluate(() => /** @type {any} */ (window).stub.rumbles),
});

/** What the stubbed navigator.vibrate was called with. @param {import('playwright-core').Page} page */
export const vibrations = (page) => page.evaluate(() => /** @type {any} */ (window).stub.vibrations);
