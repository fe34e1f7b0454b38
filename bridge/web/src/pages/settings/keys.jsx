// The keys: what each does, and giving a deed another by pressing it.

import { useEffect, useLayoutEffect, useState } from 'preact/hooks';
import { DEFAULTS } from '../../settings.js';
import { Icon } from '../../ui/icons.jsx';
import { bound, isFixed, keyName, unbound } from './keymap.js';
import { w } from '../../words/index.js';

/** @typedef {import('./keymap.js').Deed} Deed */
/** @typedef {import('../../settings.js').Settings} Settings */

/** @param {{ settings: Settings }} props */
export function KeyMapping({ settings }) {
  const layout = useLayout();
  const [waiting, wait] = useState(/** @type {Deed | null} */ (null));
  const [said, say] = useState('');
  useNextKey(waiting, (code) => {
    wait(null);
    if (waiting) say(bind(settings, waiting, code, layout));
  });
  const { keys } = settings.values;
  return (
    <section class="panel" aria-labelledby="settings-keys">
      <h2 id="settings-keys">{w.settings.keys}</h2>
      <p role="status" class="status">
        {waiting ? w.settings.pressKey(w.settings.deeds[waiting]) : said || w.settings.keysText}
      </p>
      <ul class="rows">
        {/** @type {Deed[]} */ (Object.keys(keys)).map((deed) => (
          <Row key={deed} {...{ deed, layout, settings }} waits={waiting === deed} wait={() => wait(waiting === deed ? null : deed)} />
        ))}
      </ul>
      <button class="quiet small" onClick={() => settings.set({ keys: /** @type {any} */ (DEFAULTS.keys) })}>
        {w.settings.resetKeys}
      </button>
    </section>
  );
}

/**
 * @param {{ deed: Deed, layout: ReadonlyMap<string, string> | null, settings: Settings, waits: boolean,
 *   wait: () => void }} props
 */
function Row({ deed, layout, settings, waits, wait }) {
  const { keys } = settings.values;
  const word = w.settings.deeds[deed];
  const does = waits ? w.common.cancel : w.settings.bind;
  return (
    <li>
      <span>{word}</span>
      <span class="bound">
        {keys[deed].map((code) => {
          const name = nameOf(code, layout);
          if (isFixed(code)) return <kbd key={code}>{name}</kbd>;
          return (
            <button
              key={code}
              class="key"
              title={w.settings.unbind(name, word)}
              aria-label={w.settings.unbind(name, word)}
              onClick={() => settings.set({ keys: unbound(keys, deed, code) })}
            >
              <kbd>{name}</kbd>
              <Icon name="close" />
            </button>
          );
        })}
        <button class="quiet small" aria-pressed={waits} aria-label={`${does}: ${word}`} onClick={wait}>
          {does}
        </button>
      </span>
    </li>
  );
}

/** @param {string} code @param {ReadonlyMap<string, string> | null} layout */
const nameOf = (code, layout) => (code === 'Space' ? w.settings.space : keyName(code, layout));

/** @param {Settings} settings @param {Deed} deed @param {string} code @param {ReadonlyMap<string, string> | null} layout */
function bind(settings, deed, code, layout) {
  if (code === 'Escape') return '';
  const result = bound(settings.values.keys, deed, code);
  const name = nameOf(code, layout);
  if (result === 'stops') return w.settings.keyStops(name);
  if (result === 'needed') return w.settings.keyNeeded(name);
  if (result === 'full') return w.settings.keysFull;
  settings.set({ keys: result.keys });
  const word = w.settings.deeds[deed];
  return result.from ? w.settings.keyMoved(name, word, w.settings.deeds[result.from]) : w.settings.keyBound(name, word);
}

/** Hears one key before anybody else does. @param {Deed | null} waiting @param {(code: string) => void} take */
function useNextKey(waiting, take) {
  useLayoutEffect(() => {
    if (!waiting) return undefined;
    const hear = (/** @type {KeyboardEvent} */ event) => {
      event.preventDefault();
      event.stopPropagation();
      take(event.code);
    };
    window.addEventListener('keydown', hear, { capture: true });
    return () => window.removeEventListener('keydown', hear, { capture: true });
  }, [waiting]);
}

/** What stands on the keys of this keyboard, where the browser tells it. */
function useLayout() {
  const [layout, know] = useState(/** @type {ReadonlyMap<string, string> | null} */ (null));
  useEffect(() => {
    const keyboard = /** @type {any} */ (navigator).keyboard;
    keyboard?.getLayoutMap?.().then(know, () => {});
  }, []);
  return layout;
}
