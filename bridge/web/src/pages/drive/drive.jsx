// Driving one robot: sticks, stop, actions, and the truth about why it does or does not move.

import { useEffect, useRef } from 'preact/hooks';
import { Acks } from './acks.jsx';
import { Actions } from './actions.jsx';
import { Facts } from './facts.jsx';
import { Joystick } from '../../input/joystick.js';
import { Keys } from '../../input/keys.js';
import { hindrance, stopped } from './hindrance.js';
import { useBeat } from '../../ui/hooks.js';
import { w } from '../../words/index.js';

const BEAT_MS = 100;
const COARSE = matchMedia('(pointer: coarse)').matches;

/** @param {import('../../app.jsx').PageProps} props */
export function Drive({ session, mixer }) {
  useBeat(BEAT_MS);
  const robot = session.driver?.robot ?? '';
  useKeyboard(session, mixer, robot);
  const card = session.robots.cards.get(robot);
  const why = hindrance(session, robot);
  return (
    <section class="drive">
      <div class="head">
        <h1>{card?.name || robot}</h1>
        <button class="quiet" hidden={!stopped(session, robot)} onClick={() => session.attempt('clear', { robot })}>
          {w.drive.clear}
        </button>
        <button class="quiet" onClick={() => session.release()}>
          {w.drive.release}
        </button>
        <button class="stop" onClick={() => session.stop(robot)}>
          {w.drive.stop}
        </button>
      </div>
      <div class={`why ${why ? '' : 'good'}`} role="status">
        {why ? w.hindrance[why] : `${w.drive.drives} ${COARSE ? w.drive.hintTouch : w.drive.hintKeys}`}
      </div>
      <div class="panel sticks">
        <Stick mixer={mixer} label={w.drive.driveStick} axes={['x', 'y']} />
        {(card?.axes?.cx || card?.axes?.cy) && (
          <Stick mixer={mixer} label={w.drive.cameraStick} axes={['cx', 'cy']} small />
        )}
      </div>
      <Actions session={session} robot={robot} />
      <aside class="panel facts">
        <Facts session={session} robot={robot} />
        <Acks session={session} robot={robot} />
      </aside>
    </section>
  );
}

/** @param {import('../../session.js').Session} session @param {import('../../input/mixer.js').Mixer} mixer @param {string} robot */
function useKeyboard(session, mixer, robot) {
  useEffect(() => {
    const keys = new Keys(window);
    const detach = mixer.attach(keys);
    const onKey = (/** @type {KeyboardEvent} */ event) => {
      if (event.code !== 'Space' && event.code !== 'Escape') return;
      event.preventDefault();
      if (!event.repeat) void session.stop(robot);
    };
    window.addEventListener('keydown', onKey);
    return () => {
      window.removeEventListener('keydown', onKey);
      detach();
      keys.close();
    };
  }, [session, mixer, robot]);
}

/**
 * @param {{ mixer: import('../../input/mixer.js').Mixer, label: string,
 *   axes: [import('../../settings.js').StickAxis, import('../../settings.js').StickAxis], small?: boolean }} props
 */
function Stick({ mixer, label, axes, small = false }) {
  const surface = useRef(/** @type {HTMLDivElement | null} */ (null));
  useEffect(() => {
    if (!surface.current) return undefined;
    const stick = new Joystick(surface.current);
    return mixer.attach({
      sticks: () => ({ [axes[0]]: stick.value().x, [axes[1]]: stick.value().y }),
      letGo: () => stick.letGo(),
    });
  }, [mixer]);
  return (
    <figure>
      <div class={`pad ${small ? 'small' : ''}`} role="img" aria-label={w.drive.stickLabel(label)} ref={surface}>
        <i />
      </div>
      <figcaption>{label}</figcaption>
    </figure>
  );
}
