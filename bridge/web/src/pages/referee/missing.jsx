// What the match still waits for, and letting it begin without.

import { missingText } from '../../match/say.js';
import { shared } from '../../match/words/shared.js';
import { stage } from '../../match/words/stage.js';

/** @param {import('./console.jsx').Hand} hand */
export function Missing({ doc, deeds }) {
  const { referee } = stage();
  const missing = doc.missing ?? [];
  return (
    <section class="panel missing" aria-labelledby="missing">
      <h2 id="missing">{missing.length > 0 ? referee.missing : referee.complete}</h2>
      <ul>
        {missing.map((one) => (
          <li key={`${one.why} ${one.who}`} class={one.bypassed ? 'bypassed' : ''}>
            <span>{missingText(one, doc)}</span>
            {one.bypassed ? (
              <small>{shared().bypassed}</small>
            ) : (
              <button class="quiet small" onClick={() => deeds.bypass(one)}>
                {referee.bypass}
              </button>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}
