// The settings of a person, kept in this browser. Whatever is changed counts at once.

import '../../style/settings.css';
import { Gamepads } from './gamepad.jsx';
import { General } from './general.jsx';
import { InMatches } from './fight.jsx';
import { KeyMapping } from './keys.jsx';
import { Kept } from './kept.jsx';
import { SticksFeel } from './feel.jsx';
import { useWord } from '../../ui/hooks.js';
import { w } from '../../words/index.js';

/** @param {import('../../app.jsx').PageProps} props */
export default function Settings({ settings, identity }) {
  useWord(settings);
  return (
    <section class="settings">
      <div class="title">
        <h1>{w.settings.title}</h1>
        <p>{w.settings.text}</p>
      </div>
      <div class="columns">
        <General settings={settings} />
        <InMatches settings={settings} />
        <SticksFeel settings={settings} />
        <KeyMapping settings={settings} />
        <Gamepads settings={settings} />
        <Kept settings={settings} identity={identity} />
      </div>
    </section>
  );
}
