// Under the thumbs: the stick that drives, the stick that aims, FIRE, and STOP. FIRE is held for one
// shot after the other, and moved sideways while it is held, it aims as well.

import { useEffect, useMemo, useRef } from 'preact/hooks';
import { FIRE } from './weapons.js';
import { Stick } from '../drive/sticks.jsx';
import { fight } from '../../match/words/fight.js';
import { shaped } from '../../input/shape.js';
import { touching } from '../drive/tap.js';
import { w } from '../../words/index.js';

const DRAG_PX = 70;
/** A thumb that only presses wanders this much of the way. */
const DRAG_REST = 0.3;
const RING = 2 * Math.PI * 44;

/** @typedef {import('./weapons.js').Shown} Shown */
/** @typedef {import('../../input/mixer.js').Mixer} Mixer */
/** @typedef {import('../../settings.js').Settings} Settings */
/** @typedef {import('../../input/trigger.js').Trigger} Trigger */

/**
 * @param {import('./fight.jsx').Common & { mixer: Mixer, settings: Settings, weapon: Shown, trigger: Trigger, stop: () => void }} props
 */
export function Hands({ session, place, mixer, settings, weapon, trigger, stop }) {
  const card = session.robots.cards.get(place?.robot ?? '');
  const axes = card?.axes ?? { x: true, y: true };
  const looks = Boolean(axes.cx || axes.cy);
  const fires = !card || Object.hasOwn(card.actions ?? {}, FIRE);
  return (
    <>
      <div class="side main">
        <Stick mixer={mixer} settings={settings} label={w.drive.driveStick} axes={['x', 'y']} ways={{ x: Boolean(axes.x), y: Boolean(axes.y) }} />
      </div>
      <button class="stop" title={fight().stopHint} {...touching(stop)}>
        {fight().stopAll}
      </button>
      <div class="side other">
        {looks && <Stick mixer={mixer} settings={settings} label={fight().aim} axes={['cx', 'cy']} ways={{ x: Boolean(axes.cx), y: Boolean(axes.cy) }} small />}
        {fires && <Fire {...{ mixer, settings, weapon, trigger }} aims={Boolean(axes.cx)} />}
      </div>
    </>
  );
}

/** @param {{ mixer: Mixer, settings: Settings, weapon: Shown, trigger: Trigger, aims: boolean }} props */
function Fire({ mixer, settings, weapon, trigger, aims }) {
  const drag = useDrag(mixer, settings, aims);
  const { heat, hot, coolMs, loaded, shotAt } = weapon;
  const f = fight();
  return (
    <button class={`fire ${hot ? 'hot' : ''} ${loaded >= 1 ? 'loaded' : ''}`} aria-label={f.fire} {...holding(trigger, drag)}>
      <svg viewBox="-50 -50 100 100" aria-hidden="true">
        <circle class="way" r="44" />
        <circle class="heat" r="44" visibility={heat < 1 ? 'hidden' : 'visible'} transform="rotate(-90)" stroke-dasharray={`${((heat / 100) * RING).toFixed(1)} ${RING.toFixed(1)}`} />
      </svg>
      {Number.isFinite(shotAt) && <i key={shotAt} class="flash" />}
      <span aria-hidden="true">{hot ? (coolMs / 1000).toFixed(1) : f.fire}</span>
    </button>
  );
}

/** How far the thumb on FIRE has moved sideways. @param {Mixer} mixer @param {Settings} settings @param {boolean} aims */
function useDrag(mixer, settings, aims) {
  const drag = useMemo(() => ({ from: 0, by: 0 }), []);
  useEffect(() => {
    if (!aims) return undefined;
    return mixer.attach({
      kind: 'stick',
      sticks: () => shaped({ cx: drag.by }, { ...settings.values, deadZone: DRAG_REST }),
      letGo: () => (drag.by = 0),
    });
  }, [mixer, settings, aims]);
  return drag;
}

/** @param {Trigger} trigger @param {{ from: number, by: number }} drag */
function holding(trigger, drag) {
  const finger = useRef(-1);
  const go = (/** @type {PointerEvent} */ event) => {
    if (event.pointerId !== finger.current) return;
    finger.current = -1;
    drag.by = 0;
    trigger.set('touch', false);
  };
  return {
    onPointerDown: (/** @type {PointerEvent & { currentTarget: HTMLElement }} */ event) => {
      if (event.button > 0 || finger.current >= 0) return;
      event.currentTarget.setPointerCapture(event.pointerId);
      finger.current = event.pointerId;
      drag.from = event.clientX;
      trigger.set('touch', true);
    },
    onPointerMove: (/** @type {PointerEvent} */ event) => {
      if (event.pointerId === finger.current) drag.by = Math.max(-1, Math.min(1, (event.clientX - drag.from) / DRAG_PX));
    },
    onPointerUp: go,
    onPointerCancel: go,
    onLostPointerCapture: go,
    onContextMenu: (/** @type {Event} */ event) => event.preventDefault(),
    onKeyDown: (/** @type {KeyboardEvent} */ event) => event.code === 'Enter' && !event.repeat && trigger.set('touch', true),
    onKeyUp: (/** @type {KeyboardEvent} */ event) => event.code === 'Enter' && trigger.set('touch', false),
    onBlur: () => trigger.set('touch', false),
  };
}
