// The sentence under the line on top: why the robot may not move, with the button that helps; else
// what the driver should know.

import { tapping } from './tap.js';
import { w } from '../../words/index.js';

/** @typedef {import('./hindrance.js').Hindrance} Hindrance */

/** @param {{ hindrance: Hindrance | null, advice: { text: string, warns: boolean }, help: (what: import('./hindrance.js').Help) => void }} props */
export function Why({ hindrance, advice, help }) {
  const tone = hindrance?.tone ?? (advice.warns ? 'advice' : 'good');
  return (
    <div class={`why ${tone}`} data-why={hindrance?.code ?? ''}>
      <p role="status">{hindrance ? w.hindrance[hindrance.code] : `${w.drive.drives} ${advice.text}`}</p>
      {hindrance?.help && (
        <button class="help" {...tapping(() => hindrance.help && help(hindrance.help))}>
          {w.drive.help[hindrance.help]}
        </button>
      )}
    </div>
  );
}
