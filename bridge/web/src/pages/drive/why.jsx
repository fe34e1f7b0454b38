// The sentence under the line on top: why the robot may not move, with the button that helps; else
// what the driver should know.

import { w } from '../../words/index.js';

/** @typedef {import('./hindrance.js').Hindrance} Hindrance */

/** @param {{ hindrance: Hindrance | null, advice: string, help: (what: import('./hindrance.js').Help) => void }} props */
export function Why({ hindrance, advice, help }) {
  const tone = hindrance?.tone ?? 'good';
  return (
    <div class={`why ${tone}`} data-why={hindrance?.code ?? ''}>
      <p role="status">{hindrance ? w.hindrance[hindrance.code] : `${w.drive.drives} ${advice}`}</p>
      {hindrance?.help && (
        <button class="help" onClick={() => hindrance.help && help(hindrance.help)}>
          {w.drive.help[hindrance.help]}
        </button>
      )}
    </div>
  );
}
