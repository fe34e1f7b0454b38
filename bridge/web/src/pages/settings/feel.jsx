// How sticks feel: dead zone, curve, directions; and a stick to try it on, which drives nothing.

import { useEffect, useRef, useState } from 'preact/hooks';
import { AXIS_DEEDS } from './padmap.js';
import { Curve } from './curve.jsx';
import { Field, Switch } from '../../ui/field.jsx';
import { Joystick } from '../../input/joystick.js';
import { shaped } from '../../input/shape.js';
import { w } from '../../words/index.js';

const LOOK_MS = 33;
const BOTH = { x: true, y: true };

/** @param {{ settings: import('../../settings.js').Settings }} props */
export function SticksFeel({ settings }) {
  const { deadZone, expo, invert } = settings.values;
  const [raw, feel] = useState({ x: 0, y: 0 });
  const s = w.settings;
  return (
    <section class="panel" aria-labelledby="settings-sticks">
      <h2 id="settings-sticks">{s.sticks}</h2>
      <Slider label={s.deadZone} hint={s.deadZoneHint} value={deadZone} most={0.4} onChange={(to) => settings.set({ deadZone: to })} />
      <Slider label={s.expo} hint={s.expoHint} value={expo} most={1} onChange={(to) => settings.set({ expo: to })} />
      <div class="trial">
        <Curve values={settings.values} at={Math.min(1, Math.hypot(raw.x, raw.y))} />
        <TestStick feel={feel} />
      </div>
      <Said raw={raw} settings={settings.values} />
      <h3>{s.invert}</h3>
      <div class="pairs">
        {AXIS_DEEDS.map((axis) => (
          <Switch
            key={axis}
            label={s.axes[axis]}
            checked={invert[axis]}
            onChange={(on) => settings.set({ invert: { ...invert, [axis]: on } })}
          />
        ))}
      </div>
    </section>
  );
}

/** @param {{ label: string, hint: string, value: number, most: number, onChange: (value: number) => void }} props */
function Slider({ label, hint, value, most, onChange }) {
  return (
    <Field label={`${label}: ${Math.round(value * 100)} %`} hint={hint}>
      {(its) => (
        <input {...its} type="range" min={0} max={most} step={0.01} value={value} onInput={(event) => onChange(Number(event.currentTarget.value))} />
      )}
    </Field>
  );
}

/** @param {{ feel: (raw: { x: number, y: number }) => void }} props */
function TestStick({ feel }) {
  const pad = useRef(/** @type {HTMLDivElement | null} */ (null));
  useEffect(() => {
    const element = pad.current;
    if (!element) return undefined;
    const stick = new Joystick(element, element, BOTH);
    let shown = '';
    const timer = setInterval(() => {
      const value = stick.value();
      const text = `${value.x} ${value.y}`;
      if (text !== shown) feel(value);
      shown = text;
    }, LOOK_MS);
    return () => clearInterval(timer);
  }, []);
  return (
    <figure>
      <div ref={pad} class="try" tabIndex={0} role="group" aria-label={w.settings.tryStick}>
        <i />
      </div>
      <figcaption>{w.settings.tryIt}</figcaption>
    </figure>
  );
}

/** What a robot would be told. @param {{ raw: { x: number, y: number }, settings: import('../../settings.js').Values }} props */
function Said({ raw, settings }) {
  const { x = 0, y = 0 } = shaped(raw, settings);
  const percent = (/** @type {number} */ value) => `${Math.round(value * 100)} %`;
  return <p class="said number">{w.settings.said(percent(x), percent(y))}</p>;
}
