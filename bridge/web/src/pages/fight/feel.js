// What is heard and felt of a fight, as the settings allow.

import { useEffect, useMemo, useRef } from 'preact/hooks';
import { FEELINGS } from '../../fight/feelings.js';
import { isTouched, play } from '../../sound.js';
import { sound } from '../../fight/sounds.js';

/**
 * @param {import('../../session.js').Session} session @param {import('../../settings.js').Settings} settings
 * @returns {{ feel: (what: string) => void, motor: { rumble: (ms: number, strength: number) => unknown } }}
 *   `motor` is the gamepad's, put there by whoever has one
 */
export function useFeel(session, settings) {
  const made = useMemo(() => {
    const motor = { rumble: (/** @type {number} */ _ms, /** @type {number} */ _strength) => {} };
    const feel = (/** @type {string} */ what) => {
      if (!Object.hasOwn(FEELINGS, what) || document.hidden) return;
      const { sound: name, ...moves } = FEELINGS[what];
      const { vibration, sound: loud, fightSound } = settings.values;
      if (vibration) shake(motor, moves);
      if (loud && fightSound && name) sound(name);
    };
    return { feel, motor };
  }, [settings]);
  useLost(session, settings);
  return made;
}

/** @param {{ rumble: (ms: number, strength: number) => unknown }} motor @param {import('../../fight/feelings.js').Feeling} feeling */
function shake(motor, { buzz, rumble }) {
  if (rumble) motor.rumble(...rumble);
  if (buzz && isTouched()) navigator.vibrate?.(buzz);
}

/** That the connection is gone is heard whatever a fight sounds like. @param {import('../../session.js').Session} session @param {import('../../settings.js').Settings} settings */
function useLost(session, settings) {
  const { state } = session.connection;
  const was = useRef(state);
  useEffect(() => {
    if (was.current === 'online' && state === 'waiting' && settings.values.sound) play('lost');
    was.current = state;
  }, [state]);
}
