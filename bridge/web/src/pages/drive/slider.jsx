// An action with a range. While it is moved it says where it is, at most five times a second; else it
// shows what the robot acknowledged or measures.

import { useEffect, useRef, useState } from 'preact/hooks';
import { Paced } from '../../input/paced.js';
import { measured, middle, scaleOf, valueText } from '../../drive/range.js';
import { outcome } from './acks.jsx';
import { w } from '../../words/index.js';

const GAP_MS = 200;
/** Nothing came back for so long: what the robot shows counts again. */
const PATIENCE_MS = 2500;

/** @typedef {import('../../session.js').Session} Session */

/**
 * @param {{ session: Session, robot: string, name: string, disabled: boolean,
 *   action: { min: number, max: number, unit?: string }, ack?: import('./acks.jsx').Ack }} props
 */
export function Slider({ session, robot, name, action, disabled, ack }) {
  const { value, offer } = useChosen(session, name, ack);
  const scale = scaleOf(action);
  const shown = value ?? shownValue(session, robot, name) ?? scale.value(scale.place(Math.round(middle(action))));
  const text = measured(shown, action.unit);
  return (
    <div class={`slider ${ack?.state ?? ''}`} title={disabled ? w.drive.needsDriving : ack && outcome(ack)}>
      <span class="name" aria-hidden="true">{valueText(name)}</span>
      <span class="value" aria-hidden="true">{text}</span>
      <input
        type="range"
        min={scale.min}
        max={scale.max}
        step={scale.step}
        value={scale.place(shown)}
        aria-label={valueText(name)}
        aria-valuetext={text}
        disabled={disabled}
        onInput={(event) => offer(scale.value(Number(event.currentTarget.value)))}
        onPointerUp={(event) => event.currentTarget.blur()}
      />
    </div>
  );
}

/**
 * What the person chose, until the robot refuses it or stays silent; acknowledged, it stands.
 * @param {Session} session @param {string} name @param {import('./acks.jsx').Ack | undefined} ack
 */
function useChosen(session, name, ack) {
  const [chosen, choose] = useState(/** @type {number | null} */ (null));
  const sent = useRef({ id: '', value: 0, at: 0 });
  const [paced] = useState(
    () =>
      new Paced((value) => {
        sent.current = { id: session.action(name, value), value, at: session.now };
      }, GAP_MS),
  );
  useEffect(() => () => paced.close(), [paced]);
  useEffect(() => {
    if (ack?.id === sent.current.id && (ack.state === 'failed' || ack.state === 'rejected')) choose(null);
  }, [ack]);
  const lost = ack?.id !== sent.current.id && sent.current.id !== '' && session.now - sent.current.at > PATIENCE_MS;
  const offer = (/** @type {number} */ value) => {
    choose(value);
    paced.offer(value);
  };
  return { value: lost ? null : chosen, offer };
}

/** What the status says of set_speed is `speed_limit` or `speed`. @param {Session} session @param {string} robot @param {string} name */
function shownValue(session, robot, name) {
  const status = session.robots.statuses.get(robot)?.status ?? {};
  const field = name.replace(/^set_/, '');
  const value = status[`${field}_limit`] ?? status[field];
  return typeof value === 'number' ? value : undefined;
}
