// What is felt and heard while driving: a bump, a hit, a stop, a battery that runs low, a connection
// that is gone. By the phone's motor, by the gamepad's, and by short tones, as the settings allow.

import { useEffect, useMemo, useRef } from 'preact/hooks';
import { isTouched, play } from '../../sound.js';
import { useHear } from '../../ui/hooks.js';

/** @type {Record<string, { buzz?: number[], rumble?: [ms: number, strength: number], sound?: 'stop' | 'lost' | 'low' }>} */
const FEELINGS = {
  bump: { buzz: [60], rumble: [160, 0.6] },
  hit: { buzz: [90, 40, 140], rumble: [320, 1] },
  stop: { buzz: [140], rumble: [220, 0.9], sound: 'stop' },
  low_battery: { buzz: [40, 60, 40], sound: 'low' },
  lost: { buzz: [200, 80, 200], rumble: [400, 0.5], sound: 'lost' },
};

/**
 * @param {import('../../session.js').Session} session @param {string} robot
 * @param {import('../../settings.js').Settings} settings
 * @returns {{ feel: (what: string) => void, motor: { rumble: (ms: number, strength: number) => unknown } }}
 *   `motor` is the gamepad's, put there by whoever has one
 */
export function useFeel(session, robot, settings) {
  const motor = useMemo(() => ({ rumble: (/** @type {number} */ _ms, /** @type {number} */ _strength) => {} }), []);
  const feel = useMemo(
    () => (/** @type {string} */ what) => {
      if (!Object.hasOwn(FEELINGS, what)) return;
      const { buzz, rumble, sound } = FEELINGS[what];
      if (settings.values.vibration && rumble) motor.rumble(...rumble);
      if (settings.values.vibration && buzz && isTouched()) navigator.vibrate?.(buzz);
      if (settings.values.sound && sound) play(sound);
    },
    [settings, motor],
  );
  useHear(session, 'heard', ({ what, from, message }) => {
    if (what === 'event' && from === robot && message) feel(message.kind);
  });
  const { state } = session.connection;
  const was = useRef(state);
  useEffect(() => {
    if (was.current === 'online' && state === 'waiting') feel('lost');
    was.current = state;
  }, [state]);
  return { feel, motor };
}
