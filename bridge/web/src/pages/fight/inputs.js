// The hands of a player: keyboard, gamepad, mouse and trigger, as long as the view stands. The sticks on
// the screen attach themselves (hands.jsx).

import { useEffect, useMemo } from 'preact/hooks';
import { Keys } from '../../input/keys.js';
import { MouseAim } from './mouse.js';
import { PadDevice } from '../../input/gamepad.js';

const PLACE_KEY = /^(?:Digit|Numpad)([1-9])$/;
const STOPS = { withSpace: ['Space', 'Escape'], without: ['Escape'] };

/**
 * What keys and buttons mean at this moment; it changes with every drawing.
 * @typedef {{ robot: string, alive: boolean, feel: (what: string) => void, trigger: import('../../input/trigger.js').Trigger }} Deeds
 */

/** @param {import('../../app.jsx').PageProps} props @param {Deeds} deeds */
export function useInputs({ session, mixer, settings }, deeds) {
  const now = useMemo(() => ({ ...deeds }), []);
  Object.assign(now, deeds);
  const hands = useMemo(() => handsOf(session, settings, now), [session, settings]);
  const { spaceFires } = settings.values;
  useEffect(() => {
    const { trigger } = now;
    trigger.codes = () => [...settings.values.keys.fire, ...(settings.values.spaceFires ? ['Space'] : [])];
    const always = spaceFires ? STOPS.without : STOPS.withSpace;
    const mapping = () => ({ ...settings.values.keys, stop: settings.values.keys.stop.filter((code) => code !== 'Space' || !spaceFires) });
    const keys = new Keys(window, mapping, hands.stop, always);
    const detach = [keys, hands.pad, hands.mouse, trigger].map((device) => mixer.attach(device));
    const focusKeys = (/** @type {KeyboardEvent} */ event) => onFocusKey(event, session, settings, hands.focus);
    window.addEventListener('keydown', focusKeys);
    return () => {
      window.removeEventListener('keydown', focusKeys);
      for (const one of detach) one();
      keys.close();
    };
  }, [session, mixer, settings, hands, spaceFires]);
  return hands;
}

/** @param {import('../../session.js').Session} session @param {import('../../settings.js').Settings} settings @param {Deeds} now */
function handsOf(session, settings, now) {
  /** Another robot: whoever holds the trigger holds it for the one before. @param {boolean} changed */
  const turned = (changed) => {
    if (!changed) return;
    now.trigger.letGo();
    now.feel('focus');
  };
  const stop = () => {
    now.trigger.letGo();
    now.feel('stop');
    session.stopAll();
  };
  const next = (/** @type {1 | -1} */ step) => turned(session.squad.next(step));
  return {
    stop,
    next,
    focus: (/** @type {number} */ place) => turned(session.squad.focusOn(place)),
    pad: padOf(session, settings, now, { stop, next }),
    mouse: new MouseAim(session, settings, now),
  };
}

/**
 * With several robots the shoulders choose one of them, and turn none.
 * @param {import('../../session.js').Session} session @param {import('../../settings.js').Settings} settings
 * @param {Deeds} now @param {{ stop: () => void, next: (step: 1 | -1) => void }} deeds
 */
function padOf(session, settings, now, { stop, next }) {
  const several = () => session.squad.size > 1;
  const mapping = () => settings.values.pad;
  return new PadDevice({
    pads: () => navigator.getGamepads?.() ?? [],
    settings: () => (several() ? { ...settings.values, pad: { ...mapping(), turn_left: -1, turn_right: -1 } } : settings.values),
    stop,
    act: () => {},
    fire: (held) => now.trigger.set('pad', held),
    press: (button) => {
      if (several() && button === mapping().turn_left) next(-1);
      if (several() && button === mapping().turn_right) next(1);
    },
  });
}

/**
 * Tab goes round as long as nothing else on the page has the focus; the digits choose.
 * @param {KeyboardEvent} event @param {import('../../session.js').Session} session
 * @param {import('../../settings.js').Settings} settings @param {(place: number) => void} focus
 */
function onFocusKey(event, session, settings, focus) {
  const { squad } = session;
  if (event.repeat || hasModifier(event) || squad.size < 2) return;
  const isFree = document.activeElement === document.body || document.activeElement === null;
  const place = Number(PLACE_KEY.exec(event.code)?.[1] ?? 0) - 1;
  const isMapped = Object.values(settings.values.keys).some((codes) => codes.includes(event.code));
  if (event.code === 'Tab' && isFree) {
    event.preventDefault();
    focus(nextOf(squad));
  } else if (place >= 0 && !isMapped) focus(place);
}

/** @param {KeyboardEvent} event */
const hasModifier = (event) => event.ctrlKey || event.metaKey || event.altKey || event.shiftKey;

/** @param {import('../../drive/squad.js').Squad} squad @returns {number} the place behind the one in focus that has a robot */
function nextOf({ places, focus }) {
  const order = [...places.keys()].map((i) => (focus + 1 + i) % places.length);
  return order.find((place) => places[place]) ?? focus;
}
