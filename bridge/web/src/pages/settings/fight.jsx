// How a match is shown and played.

import { Choice } from './general.jsx';
import { Switch } from '../../ui/field.jsx';
import { sound } from '../../fight/sounds.js';
import { w } from '../../words/index.js';

const SWITCHES = /** @type {const} */ (['fightSound', 'fightShakes', 'spaceFires', 'mouseAims']);

/** @param {{ settings: import('../../settings.js').Settings }} props */
export function InMatches({ settings }) {
  const s = w.settings;
  return (
    <section class="panel" aria-labelledby="settings-fight">
      <h2 id="settings-fight">{s.fight}</h2>
      <Choice
        label={s.fightView}
        value={settings.values.fightView}
        options={[['turns', s.fightViews.turns], ['north', s.fightViews.north]]}
        onChange={(chosen) => settings.set({ fightView: chosen })}
      />
      {SWITCHES.map((name) => (
        <Switch
          key={name}
          label={s[name]}
          hint={s[`${name}Hint`]}
          checked={settings.values[name]}
          onChange={(on) => {
            settings.set({ [name]: on });
            if (on && name === 'fightSound') sound('scored');
          }}
        />
      ))}
    </section>
  );
}
