// The gamepad: whether one is there, what it does now, and giving a deed another axis or button by
// moving or pressing it. It is asked every few frames: a browser does not say when it changes.

import { useEffect, useRef, useState } from 'preact/hooks';
import { DEFAULTS } from '../../settings.js';
import { Icon } from '../../ui/icons.jsx';
import { assigned, isAxis, moved } from './padmap.js';
import { w } from '../../words/index.js';

/** @typedef {import('./padmap.js').PadDeed} PadDeed */
/** @typedef {import('../../settings.js').Settings} Settings */

const LOOK_MS = 50;

/** @param {{ settings: Settings }} props */
export function Gamepads({ settings }) {
  const pad = usePad();
  const [waiting, wait] = useState(/** @type {PadDeed | null} */ (null));
  useNextMove(pad, waiting, (deed, number) => {
    wait(null);
    settings.set({ pad: assigned(settings.values.pad, deed, number) });
  });
  return (
    <section class="panel" aria-labelledby="settings-pad">
      <h2 id="settings-pad">{w.settings.pad}</h2>
      <p role="status" class="status">
        {statusOf(pad, waiting)}
      </p>
      {pad && (
        <ul class="rows">
          {/** @type {PadDeed[]} */ (Object.keys(settings.values.pad)).map((deed) => (
            <Row key={deed} {...{ deed, pad }} number={settings.values.pad[deed]} waits={waiting === deed} wait={() => wait(waiting === deed ? null : deed)} />
          ))}
        </ul>
      )}
      <button class="quiet small" onClick={() => settings.set({ pad: /** @type {any} */ (DEFAULTS.pad) })}>
        {w.settings.resetPad}
      </button>
    </section>
  );
}

/** @param {Gamepad | null} pad @param {PadDeed | null} waiting */
function statusOf(pad, waiting) {
  if (!pad) return w.settings.noPad;
  if (!waiting) return w.settings.padIs(pad.id);
  const word = w.settings.padDeeds[waiting];
  return isAxis(waiting) ? w.settings.moveAxis(word) : w.settings.pressButton(word);
}

/** @param {{ deed: PadDeed, pad: Gamepad, number: number, waits: boolean, wait: () => void }} props */
function Row({ deed, pad, number, waits, wait }) {
  const word = w.settings.padDeeds[deed];
  const does = waits ? w.common.cancel : w.settings.change;
  const value = isAxis(deed) ? (pad.axes[number] ?? 0) : (pad.buttons[number]?.value ?? 0);
  return (
    <li>
      <span>{word}</span>
      <span class="bound">
        <span class={`live ${Math.abs(value) > 0.5 ? 'on' : ''}`}>
          <Icon name={isAxis(deed) ? 'drive' : 'check'} />
          {isAxis(deed) ? w.settings.axis(number) : w.settings.button(number)}
        </span>
        <button class="quiet small" aria-pressed={waits} aria-label={`${does}: ${word}`} onClick={wait}>
          {does}
        </button>
      </span>
    </li>
  );
}

/** The first gamepad as it is now. @returns {Gamepad | null} */
function usePad() {
  const [pad, see] = useState(/** @type {Gamepad | null} */ (null));
  useEffect(() => {
    const timer = setInterval(() => {
      const found = [...(navigator.getGamepads?.() ?? [])].find((one) => one?.connected);
      see(found ?? null);
    }, LOOK_MS);
    return () => clearInterval(timer);
  }, []);
  return pad;
}

/** @param {Gamepad | null} pad @param {PadDeed | null} waiting @param {(deed: PadDeed, number: number) => void} take */
function useNextMove(pad, waiting, take) {
  const rest = useRef(/** @type {import('./padmap.js').Pad | null} */ (null));
  useEffect(() => {
    rest.current = waiting && pad ? copyOf(pad) : null;
  }, [waiting]);
  useEffect(() => {
    if (!pad || !waiting || !rest.current) return;
    const number = moved(rest.current, pad, isAxis(waiting));
    if (number >= 0) take(waiting, number);
  }, [pad]);
}

/** @param {Gamepad} pad */
const copyOf = (pad) => ({
  axes: [...pad.axes],
  buttons: pad.buttons.map(({ pressed, value }) => ({ pressed, value })),
});
