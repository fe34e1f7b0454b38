// Driving one robot, on the whole screen: a scene behind everything, displays on top, sticks under
// the thumbs, one big stop, and always a sentence about why it does or does not move.

import { useEffect, useMemo, useState } from 'preact/hooks';
import '../../style/drive/frame.css';
import '../../style/drive/scene.css';
import '../../style/drive/displays.css';
import '../../style/drive/hands.css';
import '../../style/drive/sheets.css';
import '../../style/drive/layouts.css';
import { ActionSheet, QuickActions, act, plainActions } from './actions.jsx';
import { useAcks } from './acks.jsx';
import { useAdvice } from './advice.js';
import { Facts } from './facts.jsx';
import { useFeel } from './feel.js';
import { hindranceOf, mayAct } from './hindrance.js';
import { Keys } from '../../input/keys.js';
import { PadDevice } from '../../input/gamepad.js';
import { Readouts } from './readouts.jsx';
import { Scene } from './scene.jsx';
import { situation } from './situation.js';
import { DriveSide, LookSide } from './sticks.jsx';
import { touching } from './tap.js';
import { Top } from './top.jsx';
import { Why } from './why.jsx';
import { useBeat, useWord } from '../../ui/hooks.js';
import { w } from '../../words/index.js';

const BEAT_MS = 100;
const CLEARING_MS = 4000;

/** @typedef {import('../../app.jsx').PageProps} PageProps */

/** @param {PageProps} props */
export default function Drive(props) {
  const { session, mixer, settings } = props;
  useBeat(BEAT_MS);
  useWord(settings);
  const robot = session.driver?.robot ?? '';
  const [sheet, open] = useState(/** @type {'' | 'facts' | 'actions'} */ (''));
  const toggle = (/** @type {string} */ name) => open(sheet === name ? '' : /** @type {'facts'} */ (name));
  const acks = useAcks(session, robot);
  const [clearing, clear] = useClearing(session, robot);
  const hindrance = hindranceOf(situation(session, robot, { mixer, clearing, hidden: document.hidden }));
  const { feel, motor } = useFeel(session, robot, settings);
  const stop = () => {
    feel('stop');
    void session.stop(robot);
  };
  const stoppedByOther = hindrance?.code === 'stopped_other';
  useEffect(() => (stoppedByOther ? feel('stop') : undefined), [stoppedByOther]);
  const pad = useInputs(props, { robot, may: mayAct(hindrance), stop });
  motor.rumble = (ms, strength) => pad.rumble(ms, strength);
  const advice = useAdvice(session, robot, pad);
  const card = session.robots.cards.get(robot);
  const acting = { session, robot, mayAct: mayAct(hindrance), acks };
  return (
    <section class={`drive ${settings.values.leftHanded ? 'left-handed' : ''}`} data-theme="dark" data-tone={hindrance?.tone}>
      <Scene session={session} robot={robot} mixer={mixer} />
      <Top session={session} robot={robot} open={sheet} toggle={toggle} />
      <Why hindrance={hindrance} advice={advice} help={(what) => helpers(props, clear)[what]()} />
      <Readouts session={session} robot={robot} />
      <DriveSide mixer={mixer} settings={settings} card={card} />
      <QuickActions {...acting} open={sheet === 'actions'} toggle={() => toggle('actions')} />
      <button class="stop" {...touching(stop)}>
        {w.drive.stop}
      </button>
      <LookSide mixer={mixer} settings={settings} card={card} />
      {sheet === 'facts' && <Facts session={session} robot={robot} acks={acks} close={() => open('')} />}
      {sheet === 'actions' && <ActionSheet {...acting} close={() => open('')} />}
    </section>
  );
}

/**
 * What the button beside the sentence does.
 * @param {PageProps} props @param {() => void} clear
 * @returns {Record<import('./hindrance.js').Help, () => void>}
 */
const helpers = ({ session, identity, router }, clear) => ({
  continue: () => session.continueHere(),
  join: () => identity.leave(),
  retry: () => session.open(),
  robots: () => router.go(''),
  clear,
  release: () => void session.release(),
});

/** A stop is being cleared from the asking until the robot shows it no more. @param {import('../../session.js').Session} session @param {string} robot @returns {[boolean, () => void]} */
function useClearing(session, robot) {
  const [until, set] = useState(0);
  const clear = async () => {
    set(session.now + CLEARING_MS);
    if (!(await session.attempt('clear', { robot }))) set(0);
  };
  return [session.now < until, clear];
}

/**
 * What keys and buttons mean at this moment; it changes with every drawing.
 * @typedef {{ robot: string, may: boolean, stop: () => void }} Deeds
 */

/** Keyboard and gamepad, as long as this view stands. @param {PageProps} props @param {Deeds} deeds */
function useInputs({ session, mixer, settings }, deeds) {
  const now = useMemo(() => ({ ...deeds }), []);
  Object.assign(now, deeds);
  const pad = useMemo(() => padOf(session, settings, now), [session, settings]);
  useEffect(() => {
    const keys = new Keys(window, () => settings.values.keys, () => now.stop());
    const detach = [mixer.attach(keys), mixer.attach(pad)];
    return () => {
      for (const one of detach) one();
      keys.close();
    };
  }, [session, mixer, settings, pad]);
  return pad;
}

/** @param {import('../../session.js').Session} session @param {import('../../settings.js').Settings} settings @param {Deeds} now */
function padOf(session, settings, now) {
  return new PadDevice({
    pads: () => navigator.getGamepads?.() ?? [],
    settings: () => settings.values,
    stop: () => now.stop(),
    act: (index) => {
      const [name, action] = plainActions(session, now.robot)[index] ?? [];
      if (name && action && (now.may || action.when === 'always')) act(session, name, action);
    },
  });
}
