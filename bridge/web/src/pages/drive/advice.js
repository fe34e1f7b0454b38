// What a driver should know while the robot moves as it is told: the most pressing one thing.

import { useEffect, useRef, useState } from 'preact/hooks';
import { qualityOf } from './quality.js';
import { w } from '../../words/index.js';
import { LOW_BATTERY } from './top.jsx';

const COARSE = matchMedia('(pointer: coarse)').matches;
const HINT_MS = 9000;
const GONE_MS = 6000;
const TRIP_STEP_MS = 20;

/**
 * @param {import('../../session.js').Session} session @param {string} robot
 * @param {import('../../input/gamepad.js').PadDevice} pad
 * @returns {{ text: string, warns: boolean }} not a warning: how to drive, for the first seconds
 */
export function useAdvice(session, robot, pad) {
  const quality = useRef(/** @type {import('./quality.js').Quality | null} */ (null));
  const [since] = useState(() => session.now);
  const gone = useGone(session, pad);
  const trip = session.driver?.roundTrip ?? null;
  quality.current = qualityOf(trip, session.driver?.loss ?? null, quality.current);
  const battery = session.robots.statuses.get(robot)?.status?.battery;
  const text = warning();
  return { text: text || hint(), warns: text !== '' };

  function warning() {
    if (gone) return w.input.padGone;
    if (pad.state === 'wait') return w.input.padWait;
    if (battery < LOW_BATTERY) return w.drive.lowBattery(Math.round(battery));
    if (!quality.current) return '';
    return w.drive.quality[quality.current](Math.round((trip ?? 0) / TRIP_STEP_MS) * TRIP_STEP_MS);
  }

  function hint() {
    if (session.now - since > HINT_MS) return '';
    return pad.state === 'ready' ? w.drive.hintPad : COARSE ? w.drive.hintTouch : w.drive.hintKeys;
  }
}

/** A gamepad was pulled out within the last seconds. @param {import('../../session.js').Session} session @param {import('../../input/gamepad.js').PadDevice} pad */
function useGone(session, pad) {
  const [at, set] = useState(-Infinity);
  useEffect(() => {
    if (pad.state === 'gone') set(session.now);
  }, [pad.state]);
  return pad.state === 'gone' && session.now - at < GONE_MS;
}
