// The sticks under the thumbs, and buttons that are held for what a stick does not do (turn, lift).

import { useEffect, useRef } from 'preact/hooks';
import { Icon } from './icons.jsx';
import { Joystick } from '../../input/joystick.js';
import { shaped } from '../../input/shape.js';
import { w } from '../../words/index.js';

/** @typedef {import('../../drive/driver.js').Sticks} Sticks */
/** @typedef {{ mixer: import('../../input/mixer.js').Mixer, settings: import('../../settings.js').Settings }} Hands */

/** @param {Hands & { card: any }} props an unknown card may be driven */
export function DriveSide({ card, ...hands }) {
  const axes = card?.axes ?? { x: true, y: true };
  return (
    <div class="side main">
      {axes.r && <Rocker {...hands} axis="r" label={w.drive.turn} less={{ icon: 'left', word: w.drive.turnLeft }} more={{ icon: 'right', word: w.drive.turnRight }} />}
      {(axes.x || axes.y) && <Stick {...hands} label={w.drive.driveStick} axes={['x', 'y']} ways={{ x: Boolean(axes.x), y: Boolean(axes.y) }} />}
    </div>
  );
}

/** @param {Hands & { card: any }} props */
export function LookSide({ card, ...hands }) {
  const axes = card?.axes ?? {};
  return (
    <div class="side other">
      {axes.z && <Rocker {...hands} axis="z" label={w.drive.lift} less={{ icon: 'down', word: w.drive.liftDown }} more={{ icon: 'up', word: w.drive.liftUp }} />}
      {(axes.cx || axes.cy) && (
        <Stick {...hands} label={w.drive.cameraStick} axes={['cx', 'cy']} ways={{ x: Boolean(axes.cx), y: Boolean(axes.cy) }} small />
      )}
    </div>
  );
}

/**
 * @param {Hands & { label: string, axes: ['x', 'y'] | ['cx', 'cy'], ways: { x: boolean, y: boolean }, small?: boolean }} props
 */
export function Stick({ mixer, settings, label, axes, ways, small = false }) {
  const zone = useRef(/** @type {HTMLDivElement | null} */ (null));
  const pad = useRef(/** @type {HTMLDivElement | null} */ (null));
  useEffect(() => {
    if (!zone.current || !pad.current) return undefined;
    const stick = new Joystick(zone.current, pad.current, ways);
    return mixer.attach({
      kind: 'stick',
      sticks: () => shaped({ [axes[0]]: stick.value().x, [axes[1]]: stick.value().y }, settings.values),
      letGo: () => stick.letGo(),
    });
  }, [mixer, settings, ways.x, ways.y]);
  const arrows = ways.x ? (ways.y ? '' : 'across') : 'along';
  return (
    <div key={`${ways.x} ${ways.y}`} class={`zone ${small ? 'small' : ''}`} ref={zone}>
      <div class={`pad ${arrows}`} role="application" tabIndex={0} aria-roledescription={w.drive.joystick} aria-label={w.drive.stickLabel(label)} ref={pad}>
        <i />
      </div>
      <span class="label" aria-hidden="true">{label}</span>
    </div>
  );
}

/**
 * Two buttons that move as long as they are held.
 * @param {Hands & { axis: 'z' | 'r', label: string, less: RockerEnd, more: RockerEnd }} props
 * @typedef {{ icon: 'up' | 'down' | 'left' | 'right', word: string }} RockerEnd
 */
function Rocker({ mixer, axis, label, less, more }) {
  const held = useRef(/** @type {Map<number, number>} */ (new Map()));
  useEffect(() => {
    const signs = held.current;
    return mixer.attach({
      kind: 'stick',
      sticks: () => ({ [axis]: Math.sign([...signs.values()].reduce((sum, sign) => sum + sign, 0)) }),
      letGo: () => signs.clear(),
    });
  }, [mixer, axis]);
  return (
    <div class="rocker" role="group" aria-label={label}>
      {[{ ...less, sign: -1 }, { ...more, sign: 1 }].map(({ icon, word, sign }) => (
        <button key={icon} class="tool" aria-label={word} title={word} {...holding(held.current, sign)}>
          <Icon name={icon} />
        </button>
      ))}
    </div>
  );
}

/** A finger, or Enter, holds it. @param {Map<number, number>} held by finger @param {number} sign */
function holding(held, sign) {
  const key = sign * 1e6;
  const go = (/** @type {PointerEvent} */ event) => held.delete(event.pointerId);
  return {
    onPointerDown: (/** @type {PointerEvent & { currentTarget: HTMLElement }} */ event) => {
      event.currentTarget.setPointerCapture(event.pointerId);
      held.set(event.pointerId, sign);
    },
    onPointerUp: go,
    onPointerCancel: go,
    onLostPointerCapture: go,
    onContextMenu: (/** @type {Event} */ event) => event.preventDefault(),
    onKeyDown: (/** @type {KeyboardEvent} */ event) => event.code === 'Enter' && !event.repeat && held.set(key, sign),
    onKeyUp: (/** @type {KeyboardEvent} */ event) => event.code === 'Enter' && held.delete(key),
    onBlur: () => held.delete(key),
  };
}
