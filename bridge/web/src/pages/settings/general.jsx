// Language, looks, and what is heard and felt.

import { Segmented } from '../../ui/segmented.jsx';
import { Switch } from '../../ui/field.jsx';
import { chime } from '../../sound.js';
import { w } from '../../words/index.js';

const BUZZ_MS = 60;

/** @param {{ settings: import('../../settings.js').Settings }} props */
export function General({ settings }) {
  const { language, theme, sound, vibration, leftHanded } = settings.values;
  const s = w.settings;
  return (
    <section class="panel" aria-labelledby="settings-general">
      <h2 id="settings-general">{s.general}</h2>
      <Choice
        label={s.language}
        value={language}
        options={[['auto', s.auto], ['en', 'English'], ['de', 'Deutsch']]}
        onChange={(chosen) => settings.set({ language: chosen })}
      />
      <Choice
        label={s.theme}
        value={theme}
        options={[['auto', s.auto], ['light', s.light], ['dark', s.dark]]}
        onChange={(chosen) => settings.set({ theme: chosen })}
      />
      <Switch
        label={s.sound}
        hint={s.soundHint}
        checked={sound}
        onChange={(on) => {
          settings.set({ sound: on });
          if (on) chime();
        }}
      />
      <Switch
        label={s.vibration}
        hint={s.vibrationHint}
        checked={vibration}
        onChange={(on) => {
          settings.set({ vibration: on });
          if (on) navigator.vibrate?.(BUZZ_MS);
        }}
      />
      <Switch
        label={s.leftHanded}
        hint={s.leftHandedHint}
        checked={leftHanded}
        onChange={(on) => settings.set({ leftHanded: on })}
      />
    </section>
  );
}

/**
 * @template {string} T
 * @param {{ label: string, value: T, options: [value: T, word: string][], onChange: (value: T) => void }} props
 */
export function Choice({ label, ...rest }) {
  return (
    <div class="choice">
      <span class="label" aria-hidden="true">
        {label}
      </span>
      <Segmented label={label} wide {...rest} />
    </div>
  );
}
