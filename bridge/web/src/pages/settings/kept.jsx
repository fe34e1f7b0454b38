// Taking the settings along to another browser, and going back to what they were at first.

import { useRef } from 'preact/hooks';
import { confirmed } from '../../ui/confirm.jsx';
import { download } from '../../history/download.js';
import { settingsFrom } from '../../settings.js';
import { w } from '../../words/index.js';

const MOST_BYTES = 65_536;

/** @typedef {{ settings: import('../../settings.js').Settings, identity: import('../../identity.js').Identity }} Props */

/** @param {Props} props */
export function Kept({ settings, identity }) {
  const file = useRef(/** @type {HTMLInputElement | null} */ (null));
  return (
    <section class="panel" aria-labelledby="settings-kept">
      <h2 id="settings-kept">{w.settings.kept}</h2>
      <p class="status">{w.settings.keptText}</p>
      <div class="buttons">
        <button class="quiet" onClick={() => download('arena-settings.json', [JSON.stringify(settings.values, null, 2)], 'json')}>
          {w.settings.save}
        </button>
        <button class="quiet" onClick={() => file.current?.click()}>
          {w.settings.load}
        </button>
        <button class="quiet danger" onClick={() => reset(settings)}>
          {w.settings.reset}
        </button>
      </div>
      <input
        ref={file}
        class="unseen"
        type="file"
        accept="application/json,.json"
        tabIndex={-1}
        aria-label={w.settings.load}
        onChange={(event) => load(event.currentTarget, { settings, identity })}
      />
    </section>
  );
}

/** @param {import('../../settings.js').Settings} settings */
async function reset(settings) {
  const { resetTitle: title, resetText: text, reset: yes } = w.settings;
  if (await confirmed({ title, text, yes, danger: true })) settings.reset();
}

/** @param {HTMLInputElement} input @param {Props} parts */
async function load(input, { settings, identity }) {
  const file = input.files?.[0];
  if (!file) return;
  try {
    if (file.size > MOST_BYTES) throw new Error('too large');
    const said = JSON.parse(await file.text());
    if (typeof said !== 'object' || said === null) throw new Error('no object');
    settings.set(settingsFrom(said));
    identity.say({ what: 'said', text: w.settings.loaded });
  } catch {
    identity.say({ what: 'said', text: w.settings.notLoaded });
  }
  input.value = '';
}
